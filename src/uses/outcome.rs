//! What a use found.

use super::{Cut, Shown, Table};
use crate::eval::{Curves, Figures};

/// Figures, what baselines reach in the same, and what there is to see and to save.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    pub figures: Figures,
    /// By their names, each with the keys of `figures`.
    pub baselines: Vec<(&'static str, Figures)>,
    /// In the order of the samples; no columns where a use makes none.
    pub table: Table,
    pub curves: Vec<Curves>,
    pub shown: Shown,
    /// A threshold among the scores of the table.
    pub cut: Option<Cut>,
    /// Why there are no figures, where there are none: one clause.
    pub unmeasured: Option<String>,
    /// What a person should know beside: one sentence each.
    pub warnings: Vec<String>,
}
