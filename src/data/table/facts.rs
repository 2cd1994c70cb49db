//! What was found in a table's file, to be shown to a person.

use std::fmt;

use super::options::{ColumnType, Quote};

/// What was found of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFacts {
    /// Between cells.
    pub delimiter: char,
    pub quote: Quote,
    /// `.` or `,`.
    pub decimal: char,
    /// Whether the first line holds names.
    pub header: bool,
    /// "UTF-8", "UTF-16LE", "GB18030", "windows-1252".
    pub encoding: String,
    /// Rows in the file, without the header.
    pub rows: usize,
    /// All columns of the file, in its order.
    pub columns: Vec<ColumnFacts>,
}

/// What was found of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnFacts {
    pub name: String,
    /// The type that its cells speak for.
    pub guessed: ColumnType,
    /// The type that it has: the guessed one, unless a person chose another.
    pub used: ColumnType,
    /// Why the guessed type is what it is.
    pub reason: Reason,
    /// Cells that count as missing, or that cannot be used as what the column is.
    pub missing: usize,
    /// Different cells among the others.
    pub distinct: usize,
    /// Whether there are more different cells than were counted.
    pub more_distinct: bool,
    /// The first few different cells, long ones cut.
    pub examples: Vec<String>,
    /// Least and greatest of its numbers.
    pub range: Option<[f32; 2]>,
}

/// Why a column has its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    Numbers,
    TwoAnswers([String; 2]),
    FewTexts(usize),
    /// Its name is one that labels have.
    LabelName,
    /// The last column, and the only one of text.
    LastText,
    LeadingZeros,
    /// Its name is one that identifiers have.
    IdName,
    /// All different integers, with more digits than 32-bit numbers keep.
    ManyDigits(usize),
    Dates,
    AllMissing,
    Constant(String),
    TooManyTexts {
        distinct: usize,
        more: bool,
        rows: usize,
    },
    /// Numbers but for a few cells.
    MostlyNumbers {
        others: usize,
        first: String,
        line: u64,
    },
    /// Taken from the training file.
    Training,
    /// Not in the training file.
    Unknown,
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Numbers => write!(out, "numbers"),
            Self::TwoAnswers([no, yes]) => write!(out, "only {no} and {yes}"),
            Self::FewTexts(count) => write!(out, "{}", counted(*count, "different text")),
            Self::LabelName => write!(out, "named like a label"),
            Self::LastText => write!(out, "the last column and the only one of text"),
            Self::LeadingZeros => write!(out, "leading zeros"),
            Self::IdName => write!(out, "named like an identifier"),
            Self::ManyDigits(digits) => write!(
                out,
                "all different integers of {digits} digits, which 32-bit numbers would round"
            ),
            Self::Dates => write!(out, "dates"),
            Self::AllMissing => write!(out, "all missing"),
            Self::Constant(text) => write!(out, "constant, {text} in every row"),
            Self::TooManyTexts {
                distinct,
                more,
                rows,
            } => {
                let more = if *more { "more than " } else { "" };
                let texts = counted(*distinct, "different text");
                write!(out, "{more}{texts} in {}", counted(*rows, "row"))
            }
            Self::MostlyNumbers {
                others,
                first,
                line,
            } => write!(
                out,
                "numbers but for {}, the first is {first:?} in line {line}",
                counted(*others, "cell")
            ),
            Self::Training => write!(out, "as in the training file"),
            Self::Unknown => write!(out, "not in the training file"),
        }
    }
}

/// "1 cell", "2,000 cells".
pub fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_short_and_counts_grouped() {
        let many = Reason::TooManyTexts {
            distinct: 10_000,
            more: false,
            rows: 10_000,
        };
        assert_eq!(many.to_string(), "10,000 different texts in 10,000 rows");
        let mostly = Reason::MostlyNumbers {
            others: 1,
            first: "n/a".into(),
            line: 12,
        };
        assert_eq!(
            mostly.to_string(),
            "numbers but for 1 cell, the first is \"n/a\" in line 12"
        );
        assert_eq!(counted(1_234_567, "row"), "1,234,567 rows");
        assert_eq!(counted(999, "row"), "999 rows");
    }
}
