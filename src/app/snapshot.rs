//! A snapshot of a document's settings, and going back to it.

use std::collections::BTreeMap;

use crate::data::DataSettings;
use crate::project::{Document, Misread, Trained, UseResult, Variant};
use crate::training::VariantId;

/// What undo brings back: everything a person set, without views and without training progress.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Snapshot {
    pub name: String,
    pub notes: String,
    pub data: DataSettings,
    /// Without weights.
    pub variants: Vec<Variant>,
    pub selected: VariantId,
    /// What could not be read, and nobody had looked at.
    pub misread: Vec<Misread>,
    /// Weights that belong to this moment, where going back must not keep the ones of today.
    pub weights: BTreeMap<VariantId, Option<Trained>>,
}

impl Snapshot {
    pub fn of(document: &Document) -> Self {
        let variants = document.variants.iter().map(|variant| Variant {
            trained: None,
            ..variant.clone()
        });
        Self {
            name: document.name.clone(),
            notes: document.notes.clone(),
            data: document.data.clone(),
            variants: variants.collect(),
            selected: document.selected,
            misread: document.misread.clone(),
            weights: BTreeMap::new(),
        }
    }

    /// Keeps the present weights of `variants` for the way back.
    pub fn with_weights(
        mut self,
        document: &Document,
        variants: impl IntoIterator<Item = VariantId>,
    ) -> Self {
        for id in variants {
            let trained = document.variant(id).and_then(|v| v.trained.clone());
            self.weights.insert(id, trained);
        }
        self
    }

    /// Keeps the present weights of all variants that have some.
    pub fn with_all_weights(self, document: &Document) -> Self {
        let trained = document.variants.iter().filter(|v| v.trained.is_some());
        let ids: Vec<VariantId> = trained.map(|v| v.id).collect();
        self.with_weights(document, ids)
    }

    /// Whether `document` has these settings already.
    pub fn is_settings_of(&self, document: &Document) -> bool {
        self.name == document.name
            && self.notes == document.notes
            && self.data == document.data
            && without_results(&self.variants) == without_results(&document.variants)
    }

    /// Puts these settings into `document` and returns the ones that were there. Weights stay where they fit;
    /// the others go into the returned snapshot.
    pub fn exchange(self, document: &mut Document) -> Self {
        let mut back = Self::of(document);
        let mut trained: BTreeMap<VariantId, Option<Trained>> = document
            .variants
            .iter_mut()
            .map(|variant| (variant.id, variant.trained.take()))
            .collect();
        let same_data = self.data == document.data;
        // What was found is nothing that was set: it goes only with its variant.
        let mut results: BTreeMap<VariantId, Vec<UseResult>> = document
            .variants
            .iter_mut()
            .map(|variant| (variant.id, std::mem::take(&mut variant.results)))
            .collect();
        let mut stored = self.weights;
        let mut variants = self.variants;
        let mut chosen_is_new = false;
        for variant in &mut variants {
            if let Some(results) = results.remove(&variant.id) {
                variant.results = results;
            }
            let present = trained.remove(&variant.id);
            chosen_is_new |= present.is_none() && variant.id == self.selected;
            let present = present.flatten();
            if let Some(stored) = stored.remove(&variant.id) {
                back.weights.insert(variant.id, present);
                variant.trained = stored;
            } else if let Some(present) = present {
                if same_data && present.settings.can_become(&variant.settings) {
                    variant.trained = Some(present);
                } else {
                    back.weights.insert(variant.id, Some(present));
                }
            }
        }
        // Who goes is looked at again when it comes back.
        if let Some(gone) = trained.keys().next() {
            back.selected = *gone;
        }
        // Weights of variants that do not exist at that moment.
        back.weights.extend(trained);
        document.name = self.name;
        document.notes = self.notes;
        document.data = self.data;
        document.misread = self.misread;
        document.variants = variants;
        if chosen_is_new || document.variant(document.selected).is_none() {
            document.selected = self.selected;
        }
        back
    }
}

/// What a person set of `variants`.
fn without_results(variants: &[Variant]) -> Vec<Variant> {
    let bare = |variant: &Variant| Variant {
        trained: None,
        results: Vec::new(),
        ..variant.clone()
    };
    variants.iter().map(bare).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::training::{Position, ResumeState, RunState};

    fn trained(document: &Document, step: u64) -> Trained {
        Trained {
            resume_state: Arc::new(ResumeState {
                position: Position {
                    step,
                    ..Position::default()
                },
                ..ResumeState::default()
            }),
            settings: document.variants[0].settings.clone(),
            state: RunState::Paused,
        }
    }

    fn step(document: &Document) -> Option<u64> {
        document.variants[0]
            .trained
            .as_ref()
            .map(|trained| trained.resume_state.position.step)
    }

    #[test]
    fn training_progress_is_not_taken_back() {
        let mut document = Document::default();
        document.variants[0].trained = Some(trained(&document, 10));
        let before = Snapshot::of(&document);
        document.variants[0].settings.training.learning_rate = 0.5;
        document.variants[0].trained = Some(trained(&document, 20));

        let after = before.exchange(&mut document);
        assert_eq!(
            document.variants[0].settings.training.learning_rate,
            1e-3_f32
        );
        assert_eq!(step(&document), Some(20));
        after.exchange(&mut document);
        assert_eq!(
            document.variants[0].settings.training.learning_rate,
            0.5_f32
        );
    }

    #[test]
    fn weights_that_do_not_fit_wait_for_redo() {
        let mut document = Document::default();
        let before = Snapshot::of(&document);
        document.variants[0].settings.architecture.code.width = 64;
        document.variants[0].trained = Some(trained(&document, 20));

        let after = before.exchange(&mut document);
        assert_eq!(step(&document), None);
        after.exchange(&mut document);
        assert_eq!(step(&document), Some(20));
        assert_eq!(document.variants[0].settings.architecture.code.width, 64);
    }

    #[test]
    fn dropped_weights_come_back() {
        let mut document = Document::default();
        document.variants[0].trained = Some(trained(&document, 10));
        let before = Snapshot::of(&document).with_weights(&document, [VariantId(1)]);
        document.variants[0].trained = None;

        let after = before.exchange(&mut document);
        assert_eq!(step(&document), Some(10));
        after.exchange(&mut document);
        assert_eq!(step(&document), None);
    }

    #[test]
    fn other_data_takes_the_weights_along() {
        let mut document = Document::default();
        let before = Snapshot::of(&document);
        document.data.validation = 0;
        document.variants[0].trained = Some(trained(&document, 10));
        let after = before.exchange(&mut document);
        assert_eq!(document.data.validation, 5_000);
        assert_eq!(step(&document), None);
        after.exchange(&mut document);
        assert_eq!(step(&document), Some(10));
    }

    #[test]
    fn a_new_variant_goes_and_comes_with_its_weights() {
        let mut document = Document::default();
        let before = Snapshot::of(&document);
        let fork = Variant {
            id: VariantId(2),
            trained: Some(trained(&document, 7)),
            ..document.variants[0].clone()
        };
        document.variants.push(fork);
        document.selected = VariantId(2);

        let after = before.exchange(&mut document);
        assert_eq!(document.variants.len(), 1);
        assert_eq!(document.selected, VariantId(1));
        after.exchange(&mut document);
        assert_eq!(document.selected, VariantId(2));
        let fork = document.variant(VariantId(2)).unwrap();
        assert_eq!(fork.trained.as_ref().unwrap().resume_state.position.step, 7);
    }
}
