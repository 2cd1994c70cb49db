//! Undo and redo: settings go back, and the worker's runs follow.

use std::sync::Arc;

use super::App;
use super::data::Before;
use super::snapshot::Snapshot;
use crate::project::Document;
use crate::training::{ResumeState, VariantId};

impl App {
    /// What undo would take back, for menus ("change the code width").
    pub fn undo_text(&self) -> Option<&str> {
        self.undo.undo_text()
    }

    /// What redo would do again.
    pub fn redo_text(&self) -> Option<&str> {
        self.undo.redo_text()
    }

    pub(super) fn undo(&mut self) {
        self.travel(super::undo::UndoHistory::undo);
    }

    pub(super) fn redo(&mut self) {
        self.travel(super::undo::UndoHistory::redo);
    }

    fn travel(
        &mut self,
        go: impl FnOnce(&mut super::undo::UndoHistory, &mut Document) -> Option<String>,
    ) {
        let before = Before::now(&self.document, &self.dataset);
        let data = self.document.data.clone();
        let weights = weights(&self.document);
        if go(&mut self.undo, &mut self.document).is_none() {
            return;
        }
        self.touch();
        if self.document.data != data {
            self.drop_all_runs();
        }
        let present: Vec<VariantId> = self.document.variants.iter().map(|v| v.id).collect();
        for (id, old) in weights {
            let new = self.document.variant(id).and_then(resume_state);
            let same = match (&old, &new) {
                (Some(old), Some(new)) => Arc::ptr_eq(old, new),
                (None, None) => true,
                _ => false,
            };
            if !same || !present.contains(&id) {
                self.drop_run(id);
            }
        }
        for id in present {
            if !self.runs.contains_key(&id) {
                self.show_resume_state(id);
            }
        }
        if self.document.data != data {
            self.data_of_another_moment(data);
            self.load_data(Some(before));
        } else {
            self.sync_runs();
        }
        self.note_if_as_saved();
    }

    /// Back to what is on disk, there is nothing to save.
    fn note_if_as_saved(&mut self) {
        let version = self.saves.version.as_ref();
        let is_saved = version.is_some_and(|version| version.is_of(&self.document));
        if is_saved && !self.runs.are_any_training() && !self.saves.is_under_way() {
            self.saves.on_disk = self.saves.revision;
            self.save = self.saves.state();
            self.nothing_unsaved();
        }
    }

    /// Whether going to `moment` would pull the model away under a run that is training.
    pub(super) fn disturbs_training(&self, moment: &Snapshot) -> bool {
        let mut training = self
            .document
            .variants
            .iter()
            .filter(|v| self.is_training(v.id));
        training.any(|variant| {
            let then = moment.variants.iter().find(|v| v.id == variant.id);
            moment.data != self.document.data
                || moment.weights.contains_key(&variant.id)
                || then.is_none_or(|then| !variant.settings.can_become(&then.settings))
        })
    }
}

fn weights(document: &Document) -> Vec<(VariantId, Option<Arc<ResumeState>>)> {
    let variants = document.variants.iter();
    variants.map(|v| (v.id, resume_state(v))).collect()
}

fn resume_state(variant: &crate::project::Variant) -> Option<Arc<ResumeState>> {
    variant
        .trained
        .as_ref()
        .map(|t| Arc::clone(&t.resume_state))
}
