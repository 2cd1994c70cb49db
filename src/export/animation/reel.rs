//! The checkpoints of one variant, and the view of each.

use std::sync::Arc;

use crate::data::Prepared;
use crate::export::checkpoint_model::CheckpointModel;
use crate::project::{Document, Trained, Variant};
use crate::training::{Checkpoint, Observed, RunError, VariantId, checkpoint_at};

/// A trained variant and its checkpoints.
pub(super) struct Reel<'a> {
    pub variant: &'a Variant,
    data: &'a Arc<Prepared>,
    trained: &'a Trained,
    /// Oldest first; the weights it has reached are the last.
    checkpoints: Vec<Arc<Checkpoint>>,
}

/// The reels of those of `chosen` that are trained.
pub(super) fn reels<'a>(
    document: &'a Document,
    data: &'a Arc<Prepared>,
    chosen: &[VariantId],
) -> Vec<Reel<'a>> {
    let variants = document.variants.iter();
    variants
        .filter(|variant| chosen.contains(&variant.id))
        .filter_map(|variant| {
            let trained = variant.trained.as_ref()?;
            Some(Reel {
                variant,
                data,
                trained,
                checkpoints: checkpoints(data, trained),
            })
        })
        .collect()
}

/// The checkpoints, and the present weights where they are newer.
fn checkpoints(data: &Prepared, trained: &Trained) -> Vec<Arc<Checkpoint>> {
    let resume_state = &trained.resume_state;
    let mut checkpoints = resume_state.checkpoints.clone();
    let position = resume_state.position;
    if checkpoints
        .last()
        .is_none_or(|last| last.step < position.step)
    {
        let images = data.split.train.len().max(1);
        let epochs = f64::from(position.epoch) + position.images as f64 / images as f64;
        let weights = Arc::new(resume_state.state.weights.clone());
        checkpoints.push(Arc::new(Checkpoint::new(
            epochs,
            position.step,
            None,
            weights,
        )));
    }
    checkpoints
}

/// When anything is kept of any of `reels`: epochs, ascending, at most `most` of them, the first and the last always
/// there.
///
/// # Errors
/// One clause, when there are fewer than two.
pub(super) fn moments(reels: &[Reel], most: usize) -> Result<Vec<f64>, String> {
    let all = reels.iter().flat_map(|reel| &reel.checkpoints);
    let mut moments: Vec<f64> = all.map(|checkpoint| checkpoint.epochs).collect();
    moments.sort_by(f64::total_cmp);
    moments.dedup();
    if moments.len() < 2 {
        return Err("weights of one moment alone are kept, and an animation needs two".into());
    }
    Ok(evenly(&moments, most))
}

/// At most `most` (2 or more) of `values`, evenly by place, with the first and the last.
fn evenly(values: &[f64], most: usize) -> Vec<f64> {
    if values.len() <= most {
        return values.to_vec();
    }
    let last = values.len() - 1;
    (0..most)
        .map(|place| values[(place * last + (most - 1) / 2) / (most - 1)])
        .collect()
}

impl Reel<'_> {
    /// What `look` sees at each of `moments`, ascending; the same weights are looked at once.
    pub fn views<T: Clone>(
        &self,
        moments: &[f64],
        look: impl Fn(&Observed) -> Result<T, RunError>,
    ) -> Result<Vec<T>, String> {
        let mut model = CheckpointModel::new(self.variant, self.trained, self.data)?;
        let mut views: Vec<T> = Vec::new();
        let mut before: Option<(u64, T)> = None;
        for &epochs in moments {
            let Some(checkpoint) = checkpoint_at(&self.checkpoints, epochs) else {
                continue;
            };
            let seen = match before {
                Some((step, view)) if step == checkpoint.step => view,
                _ => model.at(checkpoint, &look)?,
            };
            views.push(seen.clone());
            before = Some((checkpoint.step, seen));
        }
        Ok(views)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_moments_are_thinned_and_both_ends_stay() {
        let many: Vec<f64> = (0..100).map(f64::from).collect();
        let few = evenly(&many, 5);
        assert_eq!(few.len(), 5);
        assert_eq!((few[0], few[4]), (0.0, 99.0));
        assert!(few.is_sorted_by(|a, b| a < b));
        assert_eq!(evenly(&many[..3], 5), [0.0, 1.0, 2.0]);
    }
}
