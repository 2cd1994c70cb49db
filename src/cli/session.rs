//! Training the chosen variants one after another, with the project saved on the way.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::failure::{Failure, Result};
use super::interrupt;
use super::report::{Reason, Report};
use crate::data::Dataset;
use crate::project::{self, Document, Trained, Variant};
use crate::training::{Checkpoint, Job, Run, RunEnd, RunState, VariantId};

/// At the end of an epoch the project is saved if that was not done for this long: a kill loses little.
const SAVE_EVERY: Duration = Duration::from_secs(30);

/// How the training of all variants ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Every one is finished.
    Done,
    /// Somebody asked to stop; everything is saved.
    Stopped,
}

/// A project in training.
pub struct Session<'a> {
    pub document: &'a mut Document,
    pub dataset: &'a Dataset,
    /// Where it is saved.
    pub bundle: &'a Path,
    pub report: &'a mut Report,
    saved: Option<Instant>,
}

impl<'a> Session<'a> {
    pub fn new(
        document: &'a mut Document,
        dataset: &'a Dataset,
        bundle: &'a Path,
        report: &'a mut Report,
    ) -> Self {
        Self {
            document,
            dataset,
            bundle,
            report,
            saved: None,
        }
    }

    /// Trains `variants` until their epochs are done. One that diverges does not keep the next from training.
    ///
    /// # Errors
    /// When a variant cannot be trained, has diverged (its last good weights are saved), or the project cannot be
    /// saved.
    pub fn train(&mut self, variants: &[VariantId]) -> Result<Ending> {
        let mut problems = Vec::new();
        let mut ending = Ending::Done;
        for &id in variants {
            let Some(variant) = self.document.variant(id).cloned() else {
                continue;
            };
            let Some(reason) = self.train_one(&variant, &mut problems)? else {
                continue;
            };
            self.report.saved(self.bundle);
            if reason == Reason::Interrupted {
                ending = Ending::Stopped;
                break;
            }
        }
        if problems.is_empty() {
            Ok(ending)
        } else {
            Err(Failure(problems.join("; ")))
        }
    }

    /// `None` when there was nothing left to do.
    fn train_one(
        &mut self,
        variant: &Variant,
        problems: &mut Vec<String>,
    ) -> Result<Option<Reason>> {
        let mut run = Run::new(self.job(variant)?)?;
        let name = &variant.name;
        if run.is_finished() {
            let (sentence, reason) = finished(&run);
            self.report
                .end(name, reason, run.position().epoch, &sentence);
            return Ok(None);
        }
        // Before any work: a folder that cannot be written is better known now.
        if self.saved.is_none() {
            self.save()?;
        }
        self.report.begin(name, &run);
        let epochs = run.settings().training.epochs;
        let (reason, state, sentence) = loop {
            if interrupt::requested() || self.report.is_lost() {
                let now = (run.position().epoch + 1).min(epochs);
                let sentence = format!("stopped in epoch {now} of {epochs}");
                break (Reason::Interrupted, RunState::Paused, sentence);
            }
            let outcome = match run.step() {
                Ok(outcome) => outcome,
                Err(error) => {
                    problems.push(format!("{error}: {name}"));
                    break (Reason::Failed, RunState::Failed, "failed".into());
                }
            };
            self.report.step(&run);
            if let Some(record) = &outcome.epoch {
                self.report.epoch(name, record, epochs);
            }
            for notice in &outcome.notices {
                let (message, advice) = (lower_first(&notice.message), lower_first(&notice.advice));
                self.report
                    .note(&format!("warning: {message}; {advice}: {name}"));
            }
            match outcome.end {
                Some(RunEnd::Diverged { message, advice }) => {
                    let (message, advice) = (lower_first(&message), lower_first(&advice));
                    problems.push(format!("{message}; {advice}: {name}"));
                    break (Reason::Diverged, RunState::Diverged, "diverged".into());
                }
                Some(RunEnd::Finished | RunEnd::StoppedEarly) => {
                    let (sentence, reason) = finished(&run);
                    break (reason, RunState::Finished, sentence);
                }
                None => {}
            }
            if outcome.epoch.is_some() && self.is_save_due() {
                self.keep(variant, run.checkpoint(), RunState::Paused);
                self.save()?;
            }
        };
        self.keep(variant, run.checkpoint(), state);
        self.save()?;
        self.report
            .end(name, reason, run.position().epoch, &sentence);
        Ok(Some(reason))
    }

    fn job(&self, variant: &Variant) -> Result<Job> {
        let settings = &variant.settings;
        if let Some(trained) = &variant.trained
            && !trained.settings.can_become(settings)
        {
            return Err(Failure::new(format!(
                "the weights were made with other settings, so training cannot go on; put the settings back, or \
                 begin again as a new variant: {}",
                variant.name
            )));
        }
        let checkpoint = variant.trained.as_ref().map(|trained| &trained.checkpoint);
        Ok(Job {
            variant: variant.id,
            dataset: self.dataset.clone(),
            data: self.document.data.clone(),
            settings: settings.clone(),
            resume: checkpoint.map(Arc::clone),
            keyframe_bytes: self.document.keyframe_bytes(),
            start: None,
        })
    }

    fn is_save_due(&self) -> bool {
        self.saved.is_none_or(|saved| saved.elapsed() >= SAVE_EVERY)
    }

    fn keep(&mut self, variant: &Variant, checkpoint: Checkpoint, state: RunState) {
        if let Some(kept) = self.document.variant_mut(variant.id) {
            kept.trained = Some(Trained {
                checkpoint: Arc::new(checkpoint),
                settings: variant.settings.clone(),
                state,
            });
        }
    }

    fn save(&mut self) -> Result<()> {
        project::save(self.document, self.bundle)?;
        self.saved = Some(Instant::now());
        Ok(())
    }
}

/// What there is to say of a run that is at its end.
fn finished(run: &Run) -> (String, Reason) {
    let (done, asked) = (run.position().epoch, run.settings().training.epochs);
    if done < asked {
        (
            format!(
                "stopped early after epoch {done} of {asked}, the best weights are back; {}",
                lower_first(run.way_on())
            ),
            Reason::StoppedEarly,
        )
    } else if done == asked {
        (format!("all {asked} epochs are done"), Reason::Finished)
    } else {
        (
            format!("{done} epochs are done, and {asked} were asked for"),
            Reason::Finished,
        )
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
