//! The settings for reading a table. What is left unset is found in the file.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::DataError;

/// How a table is read. Every field is optional: what is `None` is found in the file.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TableOptions {
    /// The character between cells; ASCII.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// `.` or `,`: where the fraction of a number begins. The other one may stand between thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// The character around cells that hold a delimiter or a line break.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// Whether the first line holds the names of the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
    /// Name of the encoding as browsers know it, such as "utf-16le", "gb18030" or "latin1".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Cells that count as missing, in place of `NA`, `nan`, `?` and `.`; empty cells always do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<String>>,
    /// What is chosen of single columns, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, ColumnChoice>,
}

/// What a person chose for one column.
#[derive(Debug, Clone, Copy, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnChoice {
    /// What it is used for.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ColumnType>,
    /// Factor on the column's part of the loss; 1 when unset.
    #[schemars(range(min = 0.0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f32>,
}

/// What a column is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Numbers, trained on.
    Numeric,
    /// Two answers, trained on.
    YesNo,
    /// One of several texts, trained on.
    Category,
    /// The class of a row; never trained on.
    Label,
    /// Tells rows apart; kept as text, never trained on.
    Id,
    /// Days or times; kept as text, never trained on.
    Date,
    /// Left out.
    Ignored,
}

/// The character around cells that hold a delimiter or a line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quote {
    /// `"`, doubled inside of a cell.
    Double,
    /// `'`, doubled inside of a cell.
    Single,
    /// Quotes are characters like all others.
    None,
}

impl TableOptions {
    /// The type chosen for the column `name`.
    pub(super) fn chosen(&self, name: &str) -> Option<ColumnType> {
        self.columns.get(name)?.kind
    }

    /// The factor on the loss of the column `name`.
    pub(super) fn weight(&self, name: &str) -> f32 {
        let choice = self.columns.get(name);
        choice.and_then(|choice| choice.weight).unwrap_or(1.0)
    }

    /// Refuses values that mean nothing, whatever the file holds.
    pub(super) fn check(&self, path: &Path) -> Result<(), DataError> {
        let refuse = |problem: String| Err(DataError::file(path, problem));
        if let Some(delimiter) = self.delimiter
            && (!delimiter.is_ascii() || "\"'\r\n".contains(delimiter))
        {
            return refuse(format!("{delimiter:?} cannot stand between cells"));
        }
        if let Some(decimal) = self.decimal
            && ![',', '.'].contains(&decimal)
        {
            return refuse(format!(
                "the decimal point must be . or , and not {decimal:?}"
            ));
        }
        for (name, choice) in &self.columns {
            if let Some(weight) = choice.weight
                && !(weight.is_finite() && weight >= 0.0)
            {
                return refuse(format!(
                    "the weight of column {name} must be 0 or more and not {weight}"
                ));
            }
        }
        let mut labels = self.columns.iter().filter_map(|(name, choice)| {
            (choice.kind == Some(ColumnType::Label)).then_some(name.as_str())
        });
        if let (Some(first), Some(second)) = (labels.next(), labels.next()) {
            return refuse(format!(
                "only one column can be the label, not both {first} and {second}"
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(options: TableOptions) -> String {
        let error = options.check(Path::new("t.csv")).unwrap_err();
        error.to_string()
    }

    #[test]
    fn only_what_is_set_is_written_and_all_of_it_comes_back() {
        let unset = TableOptions::default();
        assert_eq!(serde_json::to_string(&unset).unwrap(), "{}");
        let text = r#"{"delimiter":";","decimal":",","quote":"single","header":false,"encoding":"latin1","missing":["-9"],"columns":{"age":{"type":"yes_no","weight":2.0}}}"#;
        let set: TableOptions = serde_json::from_str(text).unwrap();
        assert_eq!(set.delimiter, Some(';'));
        assert_eq!(set.chosen("age"), Some(ColumnType::YesNo));
        assert_eq!((set.weight("age"), set.weight("sex")), (2.0, 1.0));
        assert_eq!(serde_json::to_string(&set).unwrap(), text);
        assert!(serde_json::from_str::<TableOptions>(r#"{"delimeter":","}"#).is_err());
    }

    #[test]
    fn values_that_mean_nothing_are_refused() {
        let options = TableOptions {
            delimiter: Some('，'),
            ..Default::default()
        };
        assert_eq!(problem(options), "'，' cannot stand between cells: t.csv");
        let options = TableOptions {
            decimal: Some(';'),
            ..Default::default()
        };
        assert_eq!(
            problem(options),
            "the decimal point must be . or , and not ';': t.csv"
        );
        let weight = |weight| ColumnChoice {
            kind: Some(ColumnType::Label),
            weight,
        };
        let columns = BTreeMap::from([("a".into(), weight(Some(-1.0)))]);
        let options = TableOptions {
            columns,
            ..Default::default()
        };
        assert_eq!(
            problem(options),
            "the weight of column a must be 0 or more and not -1: t.csv"
        );
        let columns = BTreeMap::from([("a".into(), weight(None)), ("b".into(), weight(None))]);
        let options = TableOptions {
            columns,
            ..Default::default()
        };
        assert_eq!(
            problem(options),
            "only one column can be the label, not both a and b: t.csv"
        );
    }
}
