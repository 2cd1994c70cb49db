//! Ways on for a run that has diverged: a change of its settings, and training from its last good weights.

use super::{App, Edit, Remedy};
use crate::training::{RunState, VariantId};

impl App {
    /// What may help this variant.
    pub(super) fn remedies(&self, id: VariantId) -> Vec<Remedy> {
        let Some(variant) = self.document.variant(id) else {
            return Vec::new();
        };
        let helps = |remedy: &Remedy| remedy.applied(&variant.settings).is_some();
        Remedy::ALL.into_iter().filter(helps).collect()
    }

    /// `Err` with one sentence when the variant cannot go on so.
    pub(super) fn can_try_remedy(&self, id: VariantId, remedy: Remedy) -> Result<(), String> {
        self.can_train(id)?;
        if self.state_of(id) != RunState::Diverged {
            return Err("The run is not at rest after a divergence".into());
        }
        if self.remedies(id).contains(&remedy) {
            return Ok(());
        }
        Err(match remedy {
            Remedy::LowerLearningRate => "The learning rate cannot be lowered further".into(),
            Remedy::ClipGradients => "The gradients are clipped at a norm of 1 or less".into(),
        })
    }

    /// Changes the variant's settings, as one step of undo, and trains it on. It is selected: its settings are what a
    /// person wants to see next.
    pub(super) fn try_remedy(&mut self, id: VariantId, remedy: Remedy) {
        let variant = self.document.variant(id);
        let Some(settings) = variant.and_then(|variant| remedy.applied(&variant.settings)) else {
            return;
        };
        if self.document.selected != id {
            self.select(id);
        }
        self.edit(Edit::Settings(Box::new(settings)));
        self.train(id);
    }
}
