//! Edits of settings: applied at once, or held back by a question where they would cost trained weights.

use std::time::Instant;

use super::data::Before;
use super::fork::Fork;
use super::naming::follow_names;
use super::snapshot::Snapshot;
use super::undo::Edited;
use super::{App, Edit, Question, validate};
use crate::data::{self, DataSettings};
use crate::project::{Document, Variant, VariantSettings, with_whole_paths};
use crate::settings::name_by;
use crate::training::{SETTINGS, VariantId};

impl App {
    /// Whether `edit` is a change that trained weights cannot take, so that applying it asks first. Panels mark
    /// such settings.
    pub fn is_locked(&self, edit: &Edit) -> bool {
        self.costs(edit).is_some()
    }

    /// Whether the selected variant has trained weights.
    pub fn is_trained(&self) -> bool {
        self.has_weights(self.selected().id)
    }

    /// What of `edit` would cost trained weights, in words; `None` where nothing would.
    fn costs(&self, edit: &Edit) -> Option<String> {
        let selected = self.selected();
        if let Edit::Data(wanted) = edit {
            let mut any = self.document.variants.iter();
            let before = &self.document.data;
            let costs = any.any(|v| self.has_weights(v.id)) && before != wanted;
            return costs.then(|| data_phrase(before, wanted));
        }
        let wanted = with_edit(&selected.settings, edit).filter(|_| self.has_weights(selected.id));
        let changes = SETTINGS.changes(&selected.settings, &wanted?);
        let is_locked = changes.locked().next().is_some();
        is_locked.then(|| changes.locked_phrase())
    }

    /// `Err` with one sentence when the values are impossible.
    pub(super) fn check_edit(&self, edit: &Edit) -> Result<(), String> {
        let prepared = self.dataset.prepared();
        match edit {
            Edit::Data(wanted) => {
                let same = prepared.filter(|data| data.settings.source == wanted.source);
                validate::data(wanted, same.map(|data| data.dataset.train.len()))
            }
            Edit::Architecture(_)
            | Edit::Loss(_)
            | Edit::Objective(_)
            | Edit::Corruption(_)
            | Edit::Training(_)
            | Edit::Phases(_)
            | Edit::Settings(_) => self.check_settings(edit),
            Edit::VariantName(name) => self.check_name(self.selected().id, name),
            Edit::VariantNotes(_) | Edit::ProjectName(_) | Edit::ProjectNotes(_) => Ok(()),
        }
    }

    /// Whether the selected variant's settings make sense after `edit`, also for the data at hand.
    fn check_settings(&self, edit: &Edit) -> Result<(), String> {
        let before = &self.selected().settings;
        let Some(wanted) = with_edit(before, edit) else {
            return Ok(());
        };
        wanted.check().map_err(|invalid| invalid.problem)?;
        let data = self.dataset.prepared();
        data.map_or(Ok(()), |data| validate::settings(before, &wanted, data))
    }

    pub(super) fn edit(&mut self, edit: Edit) {
        let edit = match edit {
            Edit::Data(data) => Edit::Data(with_whole_paths(data)),
            other => other,
        };
        let Some(what) = self.costs(&edit) else {
            self.edit_now(edit);
            return;
        };
        for id in self.affected(&edit) {
            self.snapshot_if_training(id);
        }
        match edit {
            Edit::Data(_) => self.ask_about_data(what, edit),
            edit => {
                self.question = Some(Question::Locked {
                    what,
                    edit: Box::new(edit),
                    keep: None,
                });
            }
        }
    }

    /// The answer "restart": the change, with fresh weights.
    pub(super) fn edit_with_restart(&mut self, edit: Edit) {
        let affected = self.affected(&edit);
        let moment = Snapshot::of(&self.document).with_weights(&self.document, affected.clone());
        let id = self.selected().id;
        let was_training = self.is_training(id);
        if let Edit::Data(data) = edit {
            let what = data_phrase(&self.document.data, &data);
            self.record(&what, None, moment);
            self.change_data(data);
            return;
        }
        let Some(settings) = with_edit(&self.selected().settings, &edit) else {
            return;
        };
        let what = SETTINGS
            .changes(&self.selected().settings, &settings)
            .phrase();
        self.record(&what, None, moment);
        for affected in affected {
            self.drop_weights(affected);
        }
        self.set_settings(settings);
        if was_training {
            self.train(id);
        }
    }

    /// The answer "fork": the trained variant stays, a new one gets the change and begins with the weights whose layers
    /// match.
    pub(super) fn edit_in_fork(&mut self, edit: &Edit) {
        let parent = self.selected();
        let Some(settings) = with_edit(&parent.settings, edit) else {
            return;
        };
        let what = SETTINGS.changes(&parent.settings, &settings).phrase();
        self.fork(Fork {
            variant: parent.id,
            epochs: None,
            settings: Some(settings),
            what: format!("change {what} in a fork"),
            trains: false,
        });
    }

    /// Fresh weights for the selected variant, or those it was forked with; its settings unchanged.
    pub(super) fn restart(&mut self) {
        let id = self.selected().id;
        let moment = Snapshot::of(&self.document).with_weights(&self.document, [id]);
        let was_training = self.is_training(id);
        self.undo.record(
            "begin again with fresh weights".into(),
            None,
            moment,
            Instant::now(),
        );
        self.drop_weights(id);
        self.touch();
        self.sync_runs();
        if was_training {
            self.train(id);
        }
    }

    fn edit_now(&mut self, edit: Edit) {
        let moment = Snapshot::of(&self.document);
        let id = self.document.selected;
        match edit {
            Edit::Data(data) => {
                let changes = data::SETTINGS.changes(&self.document.data, &data);
                if !changes.is_empty() {
                    let what = data_phrase(&self.document.data, &data);
                    let moment = moment.with_all_weights(&self.document);
                    self.record(&what, Some(Edited::Data(changes.places)), moment);
                    self.change_data(data);
                }
            }
            Edit::Architecture(_)
            | Edit::Loss(_)
            | Edit::Objective(_)
            | Edit::Corruption(_)
            | Edit::Training(_)
            | Edit::Phases(_)
            | Edit::Settings(_) => {
                let before = &self.selected().settings;
                let Some(settings) = with_edit(before, &edit) else {
                    return;
                };
                let changes = SETTINGS.changes(before, &settings);
                if !changes.is_empty() {
                    let what = changes.phrase();
                    let moment = match changes.locked().next() {
                        Some(_) => self.back_to_epoch_0(id, moment),
                        None => moment,
                    };
                    self.record(&what, Some(Edited::Settings(id, changes.places)), moment);
                    self.set_settings(settings);
                }
            }
            Edit::VariantName(text) => {
                let edited = Edited::VariantName(id);
                self.edit_text(text, "the variant's name", edited, |d| {
                    Some(&mut selected_mut(d)?.name)
                });
            }
            Edit::VariantNotes(text) => {
                let edited = Edited::VariantNotes(id);
                self.edit_text(text, "the variant's notes", edited, |d| {
                    Some(&mut selected_mut(d)?.notes)
                });
            }
            Edit::ProjectName(text) => {
                let edited = Edited::ProjectName;
                self.edit_text(text, "the project's name", edited, |d| Some(&mut d.name));
            }
            Edit::ProjectNotes(text) => {
                let edited = Edited::ProjectNotes;
                self.edit_text(text, "the project's notes", edited, |d| Some(&mut d.notes));
            }
        }
    }

    /// A fork that has made no update of its own no longer goes on where its parent stood; `moment` keeps that.
    fn back_to_epoch_0(&mut self, id: VariantId, moment: Snapshot) -> Snapshot {
        let forked = self.document.variant(id).is_some_and(|v| v.start.is_some());
        if !forked {
            return moment;
        }
        let moment = moment.with_weights(&self.document, [id]);
        self.drop_weights(id);
        moment
    }

    fn edit_text(
        &mut self,
        text: String,
        what: &str,
        edited: Edited,
        field: impl Fn(&mut Document) -> Option<&mut String>,
    ) {
        let moment = Snapshot::of(&self.document);
        let Some(place) = field(&mut self.document).filter(|place| **place != text) else {
            return;
        };
        *place = text;
        self.record(what, Some(edited), moment);
        self.touch();
    }

    fn set_settings(&mut self, settings: VariantSettings) {
        if let Some(variant) = selected_mut(&mut self.document) {
            let changed = SETTINGS.differences(&variant.settings, &settings);
            let renames = !name_by(&changed, &settings).is_empty();
            variant.settings = settings;
            if renames {
                follow_names(&mut self.document);
            }
        }
        self.touch();
        self.sync_runs();
    }

    /// Other data, and so no weights of before.
    fn change_data(&mut self, data: DataSettings) {
        let before = Before::now(&self.document, &self.dataset);
        for variant in &mut self.document.variants {
            variant.trained = None;
        }
        self.drop_all_runs();
        self.before_other_data(&data);
        self.document.data = data;
        self.touch();
        self.load_data(Some(before));
    }

    fn drop_weights(&mut self, id: VariantId) {
        if let Some(variant) = self.document.variant_mut(id) {
            variant.trained = None;
            if variant.start.is_some() {
                self.forks.announce.insert(id);
            }
        }
        self.drop_run(id);
    }

    /// The variants that lose their weights to a locked edit.
    fn affected(&self, edit: &Edit) -> Vec<VariantId> {
        match edit {
            Edit::Data(_) => self.document.variants.iter().map(|v| v.id).collect(),
            _ => vec![self.selected().id],
        }
    }

    pub(super) fn record(&mut self, what: &str, edited: Option<Edited>, moment: Snapshot) {
        self.undo
            .record(format!("change {what}"), edited, moment, Instant::now());
    }
}

fn selected_mut(document: &mut Document) -> Option<&mut Variant> {
    document.variant_mut(document.selected)
}

/// What differs between two choices of data, in one phrase.
fn data_phrase(before: &DataSettings, after: &DataSettings) -> String {
    if before.source.name() != after.source.name() {
        // All else follows from these.
        return "the data".into();
    }
    data::SETTINGS.changes(before, after).phrase()
}

/// The settings of a variant after `edit`; `None` for edits of something else.
fn with_edit(settings: &VariantSettings, edit: &Edit) -> Option<VariantSettings> {
    let mut settings = settings.clone();
    match edit {
        Edit::Architecture(architecture) => {
            settings.architecture = architecture.clone();
            // Else a layer that a phase trains could not be taken away.
            settings.drop_impossible_phases();
        }
        Edit::Loss(loss) => settings.loss = *loss,
        Edit::Objective(objective) => settings.objective = *objective,
        Edit::Corruption(corruption) => settings.corruption = *corruption,
        Edit::Phases(phases) => settings.phases = phases.clone(),
        Edit::Training(training) => settings.training = *training,
        Edit::Settings(wanted) => settings = (**wanted).clone(),
        _ => return None,
    }
    Some(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{IdxFiles, Source};

    #[test]
    fn data_files_keep_their_place_when_the_program_starts_elsewhere() {
        let typed = DataSettings {
            source: Source::Idx(IdxFiles {
                images: "sets/images.gz".into(),
                labels: Some("labels".into()),
                test_images: None,
                test_labels: None,
                ..IdxFiles::default()
            }),
            ..DataSettings::default()
        };
        let here = std::env::current_dir().unwrap();
        let Source::Idx(IdxFiles { images, labels, .. }) = with_whole_paths(typed).source else {
            panic!("it stays what it was");
        };
        assert_eq!(images, here.join("sets/images.gz"));
        assert_eq!(labels, Some(here.join("labels")));
        let built_in = DataSettings::default();
        assert_eq!(with_whole_paths(built_in.clone()), built_in);
    }
}
