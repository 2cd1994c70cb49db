//! Makes, changes and removes variants. Each change is one step of undo.

use std::time::Instant;

use super::fork::{Fork, Waiting};
use super::naming::{follow_names, free_colour, free_name, name_beside};
use super::snapshot::Snapshot;
use super::undo::Edited;
use super::{App, VariantsEdit};
use crate::project::{Document, Variant};
use crate::training::{Command, VariantId, VariantSettings};

impl App {
    /// `Err` with one sentence when the change is not possible.
    pub(super) fn can_edit_variants(&self, edit: &VariantsEdit) -> Result<(), String> {
        let id = match edit {
            VariantsEdit::New => return Ok(()),
            VariantsEdit::Duplicate(id)
            | VariantsEdit::Rename(id, _)
            | VariantsEdit::Notes(id, _)
            | VariantsEdit::Delete(id) => *id,
            VariantsEdit::Fork { variant, .. }
            | VariantsEdit::Move { variant, .. }
            | VariantsEdit::Hide { variant, .. } => *variant,
        };
        let Some(variant) = self.document.variant(id) else {
            return Err(format!("There is no variant {}", id.0));
        };
        match edit {
            VariantsEdit::Rename(_, name) => self.check_name(id, name),
            VariantsEdit::Delete(_) if self.document.variants.len() == 1 => {
                Err("The last variant cannot be deleted".into())
            }
            VariantsEdit::Fork { epochs, .. } => {
                if epochs.is_some_and(|epochs| !epochs.is_finite() || epochs < 0.0) {
                    Err("There are no weights of then".into())
                } else if variant.trained.is_none() && !self.is_training(id) {
                    Err(format!(
                        "{} is not trained yet: duplicate it instead",
                        variant.name
                    ))
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        }
    }

    /// Whether the variant can be called `name`.
    pub(super) fn check_name(&self, id: VariantId, name: &str) -> Result<(), String> {
        let name = name.trim();
        let mut others = self.document.variants.iter().filter(|v| v.id != id);
        if name.is_empty() {
            Err("A variant needs a name".into())
        } else if others.any(|other| other.name == name) {
            Err(format!("Another variant has this name already: {name}"))
        } else {
            Ok(())
        }
    }

    pub(super) fn edit_variants(&mut self, edit: VariantsEdit) {
        match edit {
            VariantsEdit::New => self.new_variant(),
            VariantsEdit::Duplicate(id) => self.duplicate(id),
            VariantsEdit::Fork { variant, epochs } => self.fork(Fork {
                variant,
                epochs,
                settings: None,
                what: format!("fork {}", self.name_of(variant)),
                trains: false,
            }),
            VariantsEdit::Rename(id, name) => {
                let what = format!("rename {}", self.name_of(id));
                self.change(id, what, None, |v| name.trim().clone_into(&mut v.name));
            }
            VariantsEdit::Notes(id, notes) => {
                let what = format!("change the notes of {}", self.name_of(id));
                let edited = Some(Edited::VariantNotes(id));
                self.change(id, what, edited, |v| v.notes = notes);
            }
            VariantsEdit::Move { variant, place } => self.move_to(variant, place),
            VariantsEdit::Hide { variant, hidden } => {
                let verb = if hidden { "hide" } else { "show" };
                let what = format!("{verb} {}", self.name_of(variant));
                self.change(variant, what, None, |v| v.hidden = hidden);
                self.sync_runs();
            }
            VariantsEdit::Delete(id) => self.delete(id),
        }
    }

    fn new_variant(&mut self) {
        let mut settings = VariantSettings::default();
        if let Some(data) = self.dataset.prepared() {
            let training = &mut settings.training;
            training.batch = training.batch.min(data.split.train.len().max(1));
        }
        let mut variant = Variant {
            settings,
            ..Variant::default()
        };
        variant.name_by_itself(free_name(&self.document));
        let place = self.document.variants.len();
        self.add("add a variant".into(), variant, place);
    }

    fn duplicate(&mut self, id: VariantId) {
        let Some(original) = self.document.variant(id) else {
            return;
        };
        let mut variant = Variant {
            parent: Some(id),
            settings: original.settings.clone(),
            ..Variant::default()
        };
        variant.name_by_itself(name_beside(&self.document, &original.name));
        let what = format!("duplicate {}", original.name);
        let place = self.place_beside(id);
        self.add(what, variant, place);
    }

    /// Puts `variant` at this place with an id and a colour of its own, selects it and gives its id.
    pub(super) fn add(&mut self, what: String, variant: Variant, place: usize) -> VariantId {
        let moment = Snapshot::of(&self.document);
        self.undo.record(what, None, moment, Instant::now());
        let id = VariantId(self.document.next_id);
        let variant = Variant {
            id,
            colour: free_colour(&self.document),
            ..variant
        };
        self.document.next_id += 1;
        let place = place.min(self.document.variants.len());
        let parent = variant.parent;
        self.document.variants.insert(place, variant);
        if let Some(parent) = parent {
            self.misread_with(parent, id);
        }
        follow_names(&mut self.document);
        // A question speaks of the variant that was selected when it was asked.
        if self.question.is_none() {
            self.document.selected = id;
        }
        self.touch();
        self.show_resume_state(id);
        self.sync_runs();
        id
    }

    /// The place right of a variant.
    pub(super) fn place_beside(&self, id: VariantId) -> usize {
        place_of(&self.document, id).map_or(self.document.variants.len(), |place| place + 1)
    }

    /// Changes one variant by `change`, which is no step of undo when it changes nothing.
    fn change(
        &mut self,
        id: VariantId,
        what: String,
        edited: Option<Edited>,
        change: impl FnOnce(&mut Variant),
    ) {
        let moment = Snapshot::of(&self.document);
        let Some(variant) = self.document.variant_mut(id) else {
            return;
        };
        let seen = |v: &Variant| (v.name.clone(), v.notes.clone(), v.hidden);
        let before = seen(variant);
        change(variant);
        if seen(variant) != before {
            self.undo.record(what, edited, moment, Instant::now());
            self.touch();
        }
    }

    fn move_to(&mut self, id: VariantId, place: usize) {
        let place = place.min(self.document.variants.len().saturating_sub(1));
        let Some(now) = place_of(&self.document, id).filter(|now| *now != place) else {
            return;
        };
        let moment = Snapshot::of(&self.document);
        let what = format!("move {}", self.name_of(id));
        self.undo.record(what, None, moment, Instant::now());
        let variant = self.document.variants.remove(now);
        self.document.variants.insert(place, variant);
        self.touch();
    }

    /// A run in training hands over what it has first, so that undo brings that back.
    fn delete(&mut self, id: VariantId) {
        if self.is_training(id) && self.runs.link.tell(id, Command::Pause) {
            self.forks.waiting.push(Waiting::Delete(id));
        } else {
            self.delete_now(id);
        }
    }

    fn delete_now(&mut self, id: VariantId) {
        let Some(place) = place_of(&self.document, id) else {
            return;
        };
        // Others may have gone while this one waited.
        if self.document.variants.len() == 1 {
            return;
        }
        let moment = Snapshot::of(&self.document).with_weights(&self.document, [id]);
        let variant = self.document.variants.remove(place);
        if self.document.selected == id {
            let neighbour = place.min(self.document.variants.len() - 1);
            self.document.selected = self.document.variants[neighbour].id;
        }
        let what = format!("delete {}", variant.name);
        self.undo.record(what, None, moment, Instant::now());
        self.drop_run(id);
        follow_names(&mut self.document);
        self.touch();
        if variant.trained.is_some() {
            self.inform(format!(
                "{} is deleted: undo brings it back with its weights",
                variant.name
            ));
        }
        self.sync_runs();
    }

    /// Goes on with what waited for the run of `id`, which has answered or never will.
    pub(super) fn go_on_with(&mut self, id: VariantId) {
        let waiting = std::mem::take(&mut self.forks.waiting);
        let mut ready = Vec::new();
        for one in waiting {
            match &one {
                Waiting::Fork(Fork { variant, .. }) | Waiting::Delete(variant)
                    if *variant == id =>
                {
                    ready.push(one);
                }
                _ => self.forks.waiting.push(one),
            }
        }
        for one in ready {
            match one {
                Waiting::Fork(fork) => self.fork_now(fork),
                Waiting::Delete(id) => self.delete_now(id),
                Waiting::Reading { .. } => {}
            }
        }
    }

    /// The variant's name, for a sentence.
    pub fn name_of(&self, id: VariantId) -> &str {
        let variant = self.document.variant(id);
        variant.map_or("a deleted variant", |variant| variant.name.as_str())
    }
}

fn place_of(document: &Document, id: VariantId) -> Option<usize> {
    document.variants.iter().position(|v| v.id == id)
}
