//! What a use found.

use super::{Cut, Format, Made, Moment, Shown, Table};
use crate::eval::{Curves, Figures};

/// Figures, what baselines reach in the same, and what there is to see and to save.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    pub figures: Figures,
    /// By their names, each with the keys of `figures`.
    pub baselines: Vec<(&'static str, Figures)>,
    /// In the order of the samples; no columns where a use makes none.
    pub table: Table,
    /// Samples that it made, a row of `table` each where that has some.
    pub made: Option<Made>,
    /// Codes, as a file of them holds them.
    pub codes: Option<Vec<u8>>,
    pub curves: Vec<Curves>,
    pub shown: Shown,
    /// When the oddest sequences are odd, the oddest first.
    pub moments: Vec<Moment>,
    /// A threshold among the scores of the table.
    pub cut: Option<Cut>,
    /// Why there are no figures, where there are none: one clause.
    pub unmeasured: Option<String>,
    /// What a person should know beside: one sentence each.
    pub warnings: Vec<String>,
}

impl Outcome {
    /// The bytes of one file: the table with the samples that were made, these as an array, or codes.
    ///
    /// # Errors
    /// One clause, when they cannot be made.
    pub fn bytes(&self, format: Format) -> Result<Vec<u8>, String> {
        match (format, &self.made, &self.codes) {
            (Format::Codes, _, Some(codes)) => Ok(codes.clone()),
            (Format::Npy, Some(made), _) => Ok(made.array()),
            (Format::Csv, Some(made), _) => made.beside(&self.table).bytes(format),
            (format, ..) => self.table.bytes(format),
        }
    }
}
