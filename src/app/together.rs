//! Which variants the training buttons act on, and training several of them at once.

use super::App;
use crate::project::{Scope, Together};
use crate::training::{Command, RunState, VariantId};

impl App {
    /// The variants that Train, Pause, Step and Stop are about, in the order of the strip.
    pub fn in_scope(&self) -> Vec<VariantId> {
        let variants = self.document.variants.iter();
        match self.document.together.scope {
            Scope::Selected => vec![self.selected().id],
            Scope::Shown => variants.filter(|v| !v.hidden).map(|v| v.id).collect(),
            Scope::All => variants.map(|v| v.id).collect(),
        }
    }

    /// How many of them are in training.
    pub fn training_in_scope(&self) -> usize {
        let ids = self.in_scope().into_iter();
        ids.filter(|id| self.is_training(*id)).count()
    }

    pub(super) fn train_together(&mut self, together: Together) {
        if self.document.together == together {
            return;
        }
        self.document.together = together;
        self.runs.link.send(Command::Order(together.order));
        self.touch();
    }

    /// `Err` with one sentence when nothing in scope can be trained; `already` when something is in training.
    pub(super) fn can_train_scope(&self, already: &str) -> Result<(), String> {
        let ids = self.in_scope();
        if ids.is_empty() {
            return Err("No variant is shown, so there is nothing to train".into());
        }
        self.can_train_at_all()?;
        if ids.iter().any(|id| self.is_training(*id)) {
            return Err(already.into());
        }
        let mut reasons = Vec::new();
        for id in ids {
            match self.can_train(id) {
                Ok(()) => return Ok(()),
                Err(reason) => reasons.push(reason),
            }
        }
        match reasons.as_slice() {
            [only] => Err(only.clone()),
            _ => Err("All these variants are done: raise their epochs to train on".into()),
        }
    }

    pub(super) fn train_scope(&mut self) {
        let variants = self.can_be_trained();
        self.train_all(variants);
    }

    pub(super) fn step_scope(&mut self) {
        for id in self.can_be_trained() {
            self.step(id);
        }
    }

    pub(super) fn pause_scope(&mut self) {
        for id in self.in_scope() {
            self.pause(id);
        }
    }

    /// Whether Stop has something to do: a run in training, or one that rests before its end.
    pub(super) fn can_stop_scope(&self) -> bool {
        let stops = |id| matches!(self.state_of(id), RunState::Training | RunState::Paused);
        self.in_scope().into_iter().any(stops)
    }

    pub(super) fn stop_scope(&mut self) {
        for id in self.in_scope() {
            self.stop(id);
        }
    }

    fn can_be_trained(&self) -> Vec<VariantId> {
        let mut ids = self.in_scope();
        ids.retain(|id| self.can_train(*id).is_ok());
        ids
    }
}
