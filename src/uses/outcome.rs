//! What a use found.

use serde_json::{Map, Value};

use super::Table;

/// Figures, what baselines reach in the same, and a table in the order of the samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub figures: Figures,
    /// By their names, each with the keys of `figures`.
    pub baselines: Vec<(&'static str, Figures)>,
    pub table: Table,
    /// Why there are no figures, where there are none: one clause.
    pub unmeasured: Option<String>,
}

/// Named figures in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures(pub Vec<(&'static str, Figure)>);

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    Number(f64),
    /// One for each of several choices, such as a number of labels.
    Each(Vec<(String, f64)>),
}

impl Figures {
    /// `{"auc":0.75}`, `{"accuracy":{"100":0.5,"all":0.75}}`
    pub fn json(&self) -> Value {
        let figures = self.0.iter().map(|(key, figure)| {
            let value = match figure {
                Figure::Number(number) => (*number).into(),
                Figure::Each(each) => {
                    let each = each.iter();
                    let each = each.map(|(choice, number)| (choice.clone(), (*number).into()));
                    Value::Object(each.collect())
                }
            };
            ((*key).to_owned(), value)
        });
        Value::Object(figures.collect::<Map<_, _>>())
    }

    /// Every number with what it is called: "auc", "accuracy 100".
    pub fn numbers(&self) -> Vec<(String, f64)> {
        let each = self.0.iter().flat_map(|(key, figure)| match figure {
            Figure::Number(number) => vec![((*key).to_owned(), *number)],
            Figure::Each(each) => {
                let each = each.iter();
                each.map(|(choice, number)| (format!("{key} {choice}"), *number))
                    .collect()
            }
        });
        each.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_objects_and_lists() {
        let each = vec![("100".into(), 0.5), ("all".into(), 0.75)];
        let figures = Figures(vec![
            ("auc", Figure::Number(0.25)),
            ("accuracy", Figure::Each(each)),
        ]);
        assert_eq!(
            figures.json().to_string(),
            r#"{"auc":0.25,"accuracy":{"100":0.5,"all":0.75}}"#
        );
        let numbers = figures.numbers();
        assert_eq!(numbers[2], ("accuracy all".to_owned(), 0.75));
        assert_eq!(Figures::default().json().to_string(), "{}");
    }
}
