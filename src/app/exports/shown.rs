//! The variants that exports are about, and what there is of them.

use std::sync::Arc;

use crate::app::App;
use crate::export::animation;
use crate::project::{Document, Variant};
use crate::training::{Listed, VariantId};

impl App {
    /// Variants that are not hidden.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Variant> {
        let variants = self.document.variants.iter();
        variants.filter(|variant| !variant.hidden)
    }

    pub(super) fn shown_ids(&self) -> Vec<VariantId> {
        self.shown().map(|variant| variant.id).collect()
    }

    pub(super) fn has_checkpoints(&self) -> bool {
        self.shown().any(|variant| {
            let run = self.runs.get(&variant.id);
            let live = run.is_some_and(|run| !run.checkpoints.is_empty());
            let trained = variant.trained.as_ref();
            live || trained.is_some_and(|trained| !trained.resume_state.checkpoints.is_empty())
        })
    }

    /// The document, each trained variant with all its checkpoints.
    pub(super) fn document_with_checkpoints(&self) -> Document {
        let mut document = self.document.clone();
        for variant in &mut document.variants {
            let kept = self.runs.get(&variant.id).map(|run| &run.checkpoints);
            if let (Some(trained), Some(kept)) = (&mut variant.trained, kept)
                && kept.len() > trained.resume_state.checkpoints.len()
            {
                let mut resume_state = (*trained.resume_state).clone();
                resume_state.checkpoints.clone_from(kept);
                trained.resume_state = Arc::new(resume_state);
            }
        }
        document
    }

    /// What is on screen of each shown variant.
    pub(super) fn views<T: Listed>(&self) -> Vec<(Variant, Arc<T>)> {
        self.shown()
            .filter_map(|variant| {
                let view = self.runs.get(&variant.id)?.views.get()?;
                let variant = Variant {
                    trained: None,
                    start: None,
                    ..variant.clone()
                };
                Some((variant, view))
            })
            .collect()
    }
}

/// "epoch 3" where views show a checkpoint.
pub(super) fn past(epochs: impl Iterator<Item = Option<f64>>) -> String {
    let latest = epochs.flatten().reduce(f64::max);
    latest.map_or_else(String::new, animation::note)
}
