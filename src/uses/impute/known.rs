//! What the training part says of gaps without a model: means, principal components, and columns that it never has.

use std::ops::Range;

use super::PCA_ROUNDS;
use crate::data::gather_targets;
use crate::eval::{Pca, scaled_rows};
use crate::uses::{Problem, Subject};

/// What the training part says without a model.
pub struct Known {
    /// Of each number that a model makes.
    mean: Vec<f32>,
    pub pca: Option<Pca>,
    /// Numbers of columns without a value in the training part, and what these are called.
    unseen: Vec<Range<usize>>,
    names: Vec<String>,
}

impl Known {
    pub fn of(subject: &Subject, rank: usize) -> Result<Self, Problem> {
        let (scaler, data) = (&*subject.scaler, subject.data);
        let (train, places) = (&data.dataset.train, &data.split.train[..]);
        let width = scaler.shape().target_width();
        let pca = match places.len() {
            0 | 1 => None,
            // Of sequences lines between what is known take its place.
            _ if scaler.shape().sequence().is_some() => None,
            _ if train.has_gaps() => {
                let rows = scaled_rows(train, places, scaler);
                let mut targets = Vec::new();
                gather_targets(train, places, scaler, &mut targets);
                let missing: Vec<bool> = targets.iter().map(|x| x.is_nan()).collect();
                Some(Pca::fit_with_gaps(&rows, &missing, width, rank, PCA_ROUNDS))
            }
            _ => Some(Pca::fit_samples(train, places, scaler, rank)),
        };
        let pca = pca
            .transpose()
            .map_err(|error| subject.without_pca(error))?;
        let fills = || {
            scaler
                .columns()
                .iter()
                .flat_map(|scale| &scale.fill)
                .copied()
        };
        let mean = match (scaler.shape().image(), &pca) {
            (Some(_), Some(pca)) => pca.mean.clone(),
            _ => fills().cycle().take(width).collect(),
        };
        let (mut unseen, mut names) = (Vec::new(), Vec::new());
        if let Some(columns) = scaler
            .shape()
            .columns()
            .filter(|_| train.has_gaps() && !places.is_empty())
        {
            let mut seen = vec![false; columns.len()];
            for &place in places {
                for (seen, value) in seen.iter_mut().zip(&*train.row(place as usize)) {
                    *seen |= !value.is_nan();
                }
            }
            let each = columns.spans().zip(seen).filter(|(_, seen)| !seen);
            for ((column, span), _) in each {
                unseen.push(span.range());
                names.push(column.name.clone());
            }
        } else if let Some(sequence) = scaler.shape().sequence() {
            let unseen_channel = |channel: usize| {
                let has_value = |place: &u32| {
                    let row = train.row(*place as usize);
                    let mut values = row.iter().skip(channel).step_by(sequence.features);
                    values.any(|value| !value.is_nan())
                };
                !places.is_empty() && !places.iter().any(has_value)
            };
            for channel in (0..sequence.features).filter(|&channel| unseen_channel(channel)) {
                let steps = (channel..width).step_by(sequence.features);
                unseen.extend(steps.map(|place| place..place + 1));
                names.extend(train.channels().get(channel).cloned());
            }
        }
        Ok(Self {
            mean,
            pca,
            unseen,
            names,
        })
    }

    /// Puts the mean where numbers are missing: everywhere in an `empty` row, in columns of which nothing is known
    /// otherwise.
    pub fn correct(&self, filled: &mut [f32], missing: &[bool], empty: bool) {
        let all = std::iter::once(0..filled.len()).filter(|_| empty);
        for range in all.chain(self.unseen.iter().cloned()) {
            for place in range.filter(|&place| missing[place]) {
                filled[place] = self.mean[place];
            }
        }
    }

    pub fn warnings(&self, empty: usize, subject: &Subject) -> Vec<String> {
        let noun = subject.scaler.shape().noun();
        let mut warnings = Vec::new();
        if empty > 0 {
            let what = if empty == 1 {
                noun.to_owned()
            } else {
                format!("{noun}s")
            };
            warnings.push(format!(
                "Nothing is left of {empty} {what}, where the mean of the training part stands"
            ));
        }
        if !self.names.is_empty() {
            let what = match subject.scaler.shape().sequence() {
                Some(_) => "channels",
                None => "columns",
            };
            warnings.push(format!(
                "The training part has no value in these {what}, which are filled with 0: {}",
                self.names.join(", ")
            ));
        }
        warnings
    }
}
