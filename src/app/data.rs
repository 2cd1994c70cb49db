//! Loads the project's data in the background, and goes back to the data before when that fails.

use std::sync::Arc;

use super::background::Report;
use super::files::default_document;
use super::naming::follow_names;
use super::{About, App, DataFailure, DatasetState, Message, MessageKind, Offer, SampleKind};
use crate::data::{DataSettings, Prepared, Progress, Source, load};
use crate::project::{Document, Trained};
use crate::training::VariantId;

/// The load under way.
#[derive(Debug, Default)]
pub(super) struct Loading {
    ticket: u64,
    before: Option<Before>,
    /// A source that nobody has chosen settings for yet.
    imported: Option<Source>,
    /// What the variants are for, where that is not what is being loaded.
    models_for: Option<SampleKind>,
    /// Whether the weights stay, which have to fit.
    keeps_weights: bool,
    /// Data that were read to be looked at.
    looked_at: Option<Arc<Prepared>>,
    /// Data left before they were there, and what the variants were for then: redo can come back to them.
    left: Option<(DataSettings, SampleKind)>,
}

impl Loading {
    /// The next load is of `source`, for which nobody has chosen settings yet.
    pub(super) fn imports(&mut self, source: Source) {
        self.imported = Some(source);
    }

    /// The next load is of other data for the weights that are here.
    pub(super) fn keeps_weights(&mut self) {
        self.keeps_weights = true;
        self.imported = None;
    }

    /// The next load is of `data`, which are here.
    pub(super) fn looked_at(&mut self, data: Arc<Prepared>) {
        self.looked_at = Some(data);
    }
}

/// What a failing load goes back to.
#[derive(Debug)]
pub(super) struct Before {
    data: DataSettings,
    dataset: DatasetState,
    weights: Vec<(VariantId, Option<Trained>)>,
}

impl Before {
    /// The present, before `document`'s data change.
    pub fn now(document: &Document, dataset: &DatasetState) -> Self {
        Self {
            data: document.data.clone(),
            dataset: dataset.clone(),
            weights: document
                .variants
                .iter()
                .map(|variant| (variant.id, variant.trained.clone()))
                .collect(),
        }
    }
}

impl App {
    /// Notes that the document's data are about to become `data`, by a choice of a person.
    pub(super) fn before_other_data(&mut self, data: &DataSettings) {
        let now = SampleKind::of_source(&self.document.data.source);
        let models_for = self.loading.models_for.unwrap_or(now);
        self.loading.models_for = other_than(&data.source, models_for);
    }

    /// Notes that the document's data have become those of another moment, whose variants are as they were then;
    /// `left` are the data of before.
    pub(super) fn data_of_another_moment(&mut self, left: DataSettings) {
        let models_for = self.loading.models_for.take();
        if let Some((data, kind)) = &self.loading.left
            && *data == self.document.data
        {
            self.loading.models_for = other_than(&data.source, *kind);
        }
        if let Some(kind) = models_for {
            self.loading.left = Some((left, kind));
        }
    }

    /// Makes the dataset what the document says. Without `before` (a project just opened) a failure leaves the
    /// application without data.
    pub(super) fn load_data(&mut self, before: Option<Before>) {
        let Some(background) = &self.background else {
            return;
        };
        if before.is_none() {
            // Another project.
            (self.loading.models_for, self.loading.left) = (None, None);
        }
        // A load under way has not been good yet: what it would go back to stays the aim, however many loads
        // follow before one is done.
        let before = match (&self.dataset, self.loading.before.take(), before) {
            (DatasetState::Loading { .. }, first, Some(_)) => first,
            (_, _, before) => before,
        };
        let settings = self.document.data.clone();
        let imported = self.loading.imported.take();
        let imported = imported.filter(|source| *source == settings.source);
        let is_import = imported.is_some();
        let looked_at = self.loading.looked_at.take();
        self.loading = Loading {
            ticket: self.loading.ticket + 1,
            before,
            imported,
            keeps_weights: self.loading.keeps_weights,
            looked_at: None,
            models_for: self.loading.models_for,
            left: self.loading.left.take(),
        };
        self.data_failure = None;
        let ticket = self.loading.ticket;
        let previous = self.dataset.prepared().cloned();
        let here = || looked_at.iter().chain(&previous);
        if let Some(data) = here().find(|data| data.settings == settings) {
            self.data_loaded(ticket, Ok(Arc::clone(data)));
            return;
        }
        let known = here().find(|data| data.settings.reads_as(&settings));
        let known = known.map(|data| data.dataset.clone());
        if let DatasetState::Loading { progress, .. } = &self.dataset {
            progress.stop();
        }
        let progress = Progress::default();
        let watched = progress.clone();
        self.dataset = DatasetState::Loading {
            name: settings.source.name(),
            previous,
            progress,
        };
        background.run(
            "data",
            move || {
                let dataset = match known {
                    Some(dataset) => dataset,
                    None => watched
                        .during(|| load(&settings))
                        .map_err(|error| error.to_string())?,
                };
                let prepared = if is_import {
                    Prepared::imported(dataset, &settings)
                } else {
                    Prepared::new(dataset, &settings)
                };
                prepared.map(Arc::new)
            },
            move |result| Report::Data { ticket, result },
        );
    }

    pub(super) fn data_loaded(&mut self, ticket: u64, result: Result<Arc<Prepared>, String>) {
        if ticket != self.loading.ticket {
            return;
        }
        let before = self.loading.before.take();
        let keeps_weights = std::mem::take(&mut self.loading.keeps_weights);
        let result = result.and_then(|data| match self.document.misfit(&data) {
            Some(problem) if keeps_weights => Err(problem),
            _ => Ok(data),
        });
        match result {
            Ok(data) => {
                let (train, test) = (data.split.train.len(), data.dataset.test.len());
                log::info!("data read, {train} to train on and {test} to test on");
                let is_import = self.loading.imported.take().is_some();
                if is_import {
                    self.document.data.validation = data.settings.validation;
                }
                self.take_fewer_validation_samples(&data);
                if self.loading.models_for.take().is_some() {
                    self.fit_variants(&data);
                } else if is_import {
                    self.fit_misfits(&data);
                }
                if keeps_weights {
                    self.document.go_on_among(&data);
                }
                self.compare_with_trained(&data);
                self.dataset = DatasetState::Ready(data);
                self.withdraw(|message| message.about == Some(About::Data));
                self.sync_runs();
            }
            Err(problem) => match before {
                Some(before) => {
                    self.loading.models_for = None;
                    self.data_failure = Some(DataFailure {
                        source: self.document.data.source.clone(),
                        message: problem.clone(),
                    });
                    self.back_to(before);
                    self.fail_for_want_of_data(problem, "The data of before are kept");
                }
                None => {
                    self.dataset = DatasetState::Failed {
                        message: problem.clone(),
                    };
                    self.fail_for_want_of_data(problem, "Choose other data in the data panel");
                }
            },
        }
    }

    /// The data of before are taken again, where there are some.
    pub(super) fn stop_loading(&mut self) {
        let DatasetState::Loading { name, progress, .. } = &self.dataset else {
            return;
        };
        progress.stop();
        let name = name.clone();
        // What still comes of it is of nobody's interest.
        self.loading.ticket += 1;
        self.loading.models_for = None;
        self.loading.keeps_weights = false;
        match self.loading.before.take() {
            Some(before) => {
                self.back_to(before);
                self.inform(format!(
                    "Reading was stopped, the data of before are kept: {name}"
                ));
            }
            None => {
                self.dataset = DatasetState::Failed {
                    message: format!("reading was stopped: {name}"),
                };
            }
        }
    }

    pub(super) fn fail_for_want_of_data(&mut self, problem: String, advice: &str) {
        let error = Message::new(MessageKind::Error, problem, advice);
        self.say(error.with_offer(Offer::ChooseData).about(Some(About::Data)));
    }

    /// Whether any load was begun yet.
    pub(super) fn data_was_asked_for(&self) -> bool {
        self.loading.ticket > 0
    }

    /// Gives the variants, which are for samples of another kind, a model that fits. What the first project says of its
    /// own data and model goes.
    fn fit_variants(&mut self, data: &Prepared) {
        let first = default_document();
        if self.path.is_none() && self.document.notes == first.notes {
            self.document.notes.clear();
            if self.document.name == first.name {
                self.document.name = data.settings.source.title();
            }
        }
        for variant in &mut self.document.variants {
            variant.settings.fit_to(data);
        }
        follow_names(&mut self.document);
        self.touch();
    }

    /// Gives the variants that cannot be trained on `data` a model that can: images of another size for convolutions.
    fn fit_misfits(&mut self, data: &Prepared) {
        let misfits = self.document.variants.iter_mut();
        for variant in misfits.filter(|variant| !variant.settings.fits(data)) {
            variant.settings.fit_to(data);
        }
        follow_names(&mut self.document);
        self.touch();
    }

    fn take_fewer_validation_samples(&mut self, data: &Prepared) {
        let (wanted, taken) = (self.document.data.validation, data.settings.validation);
        if wanted != taken {
            self.document.data.validation = taken;
            self.touch();
            self.warn(
                format!(
                    "{} has {} training samples, too few to set {wanted} aside for validation: {taken} are set aside",
                    data.dataset.name,
                    data.dataset.train.len(),
                ),
                "Ask for fewer validation samples",
            );
        }
    }

    fn back_to(&mut self, before: Before) {
        let failed = std::mem::replace(&mut self.document.data, before.data);
        self.dataset = before.dataset;
        for (id, trained) in before.weights {
            let Some(trained) = trained else { continue };
            if let Some(variant) = self.document.variant_mut(id)
                && variant.trained.is_none()
                && trained.settings.can_become(&variant.settings)
            {
                variant.trained = Some(trained);
                self.show_resume_state(id);
            }
        }
        let kept = self.document.data.clone();
        self.undo.forget_data(&failed, &kept, &self.document);
        self.touch();
        self.sync_runs();
    }
}

/// `models_for`, unless `source` gives samples of that kind.
fn other_than(source: &Source, models_for: SampleKind) -> Option<SampleKind> {
    (SampleKind::of_source(source) != models_for).then_some(models_for)
}
