//! Training the chosen variants, with the project saved on the way.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::device;
use super::failure::{Failure, Result};
use super::format::lower_first;
use super::report::{Reason, Report};
use super::{interrupt, resume};
use crate::data::Prepared;
use crate::model::{DeviceChoice, DeviceId};
use crate::project::{self, Document, Over, Trained, Variant};
use crate::training::{
    Candidate, Checkpoint, Choice, Job, Lanes, Run, RunEnd, RunState, StepOutcome, ThisMachine,
    TrainingOrder, VariantId, Workshop, guarded, next_round,
};

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
    pub data: &'a Arc<Prepared>,
    /// Where it is saved.
    pub bundle: &'a Path,
    pub report: &'a mut Report,
    device: DeviceChoice,
    workshop: &'a dyn Workshop,
    saved: Option<Instant>,
}

impl<'a> Session<'a> {
    pub fn new(
        document: &'a mut Document,
        data: &'a Arc<Prepared>,
        bundle: &'a Path,
        report: &'a mut Report,
        device: DeviceChoice,
    ) -> Self {
        Self {
            document,
            data,
            bundle,
            report,
            device,
            workshop: &ThisMachine,
            saved: None,
        }
    }

    /// Trains `variants` until their epochs are done, in the project's order: in lock-step, beside each other where there
    /// are threads for it, or one after another. One that diverges does not keep the others from training.
    ///
    /// # Errors
    /// When a variant cannot be trained, has diverged (its last good weights are saved), or the project cannot be
    /// saved.
    pub fn train(&mut self, variants: &[VariantId]) -> Result<Ending> {
        let together = match self.document.together.order {
            TrainingOrder::LockStep => variants.len(),
            TrainingOrder::OneAfterAnother => 1,
        };
        let mut problems = Vec::new();
        let mut ending = Ending::Done;
        for group in variants.chunks(together.max(1)) {
            ending = self.train_group(group, &mut problems)?;
            if ending == Ending::Stopped {
                break;
            }
        }
        if problems.is_empty() {
            Ok(ending)
        } else {
            Err(Failure(problems.join("; ")))
        }
    }

    /// Trains `variants` side by side.
    fn train_group(
        &mut self,
        variants: &[VariantId],
        problems: &mut Vec<String>,
    ) -> Result<Ending> {
        let mut training = self.begin(variants)?;
        let mut lanes = Lanes::default();
        while !training.is_empty() {
            if interrupt::requested() || self.report.is_lost() {
                self.interrupt(training)?;
                return Ok(Ending::Stopped);
            }
            let mut an_epoch_ended = false;
            for taken in lanes.each(take_round(&mut training), take_step) {
                let (active, outcome) = taken;
                self.report.step(&active.variant.name, &active.run);
                an_epoch_ended |= matches!(&outcome, Ok(outcome) if outcome.epoch.is_some());
                match self.outcome(&active, outcome, problems) {
                    None => {
                        training.insert(active.variant.id, active);
                    }
                    Some(end) => self.end(&active, end)?,
                }
            }
            if an_epoch_ended && self.is_save_due() {
                for active in training.values() {
                    self.keep(&active.variant, newest(&active.run), RunState::Paused);
                }
                self.save()?;
            }
        }
        Ok(Ending::Done)
    }

    /// The runs that have something left to do.
    fn begin(&mut self, variants: &[VariantId]) -> Result<BTreeMap<VariantId, Active>> {
        let mut training = BTreeMap::new();
        for &id in variants {
            let Some(variant) = self.document.variant(id).cloned() else {
                continue;
            };
            let job = self.job(&variant)?;
            let (run, placed) = guarded(|| device::start(self.device, job, self.workshop))
                .map_err(|problem| {
                    let device = match self.device {
                        DeviceChoice::Auto => DeviceId::Cpu,
                        DeviceChoice::This(device) => device,
                    };
                    Failure(self.failed(device, &problem, &variant.name))
                })?;
            if run.is_finished() {
                let (sentence, reason) = finished(&run);
                let epoch = run.position().epoch;
                self.report.end(&variant.name, reason, epoch, &sentence);
                continue;
            }
            training.insert(
                id,
                Active {
                    variant,
                    run,
                    placed,
                },
            );
        }
        // Before any work: a folder that cannot be written is better known now.
        if self.saved.is_none() && !training.is_empty() {
            self.save()?;
        }
        for active in training.values() {
            let Active {
                variant,
                run,
                placed,
            } = active;
            self.report.begin(&variant.name, run);
            self.report.place(&variant.name, placed);
            if let Some(carried) = run.carried_over() {
                let name = &variant.name;
                let sentence =
                    format!("begins with the weights it was forked with, {carried}: {name}");
                self.report.note(&sentence);
            }
        }
        Ok(training)
    }

    /// Says what a step brought; how the run ended where it did.
    fn outcome(
        &mut self,
        active: &Active,
        outcome: std::result::Result<StepOutcome, String>,
        problems: &mut Vec<String>,
    ) -> Option<End> {
        let Active {
            variant,
            run,
            placed,
        } = active;
        let name = &variant.name;
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(problem) => {
                problems.push(self.failed(placed.device, &problem, name));
                return Some(End {
                    reason: Reason::Failed,
                    state: RunState::Failed,
                    sentence: "failed".into(),
                });
            }
        };
        if let Some(record) = &outcome.epoch {
            let epochs = run.settings().training.epochs;
            self.report.epoch(name, record, epochs);
        }
        for notice in &outcome.notices {
            let (message, advice) = (lower_first(&notice.message), lower_first(&notice.advice));
            self.report
                .note(&format!("warning: {message}; {advice}: {name}"));
        }
        match outcome.end? {
            RunEnd::Diverged { message, advice } => {
                let (message, advice) = (lower_first(&message), lower_first(&advice));
                problems.push(format!("{message}; {advice}: {name}"));
                Some(End {
                    reason: Reason::Diverged,
                    state: RunState::Diverged,
                    sentence: "diverged".into(),
                })
            }
            RunEnd::Finished | RunEnd::StoppedEarly => {
                let (sentence, reason) = finished(run);
                Some(End {
                    reason,
                    state: RunState::Finished,
                    sentence,
                })
            }
        }
    }

    /// Keeps and saves what was trained of a run that has ended.
    fn end(&mut self, active: &Active, end: End) -> Result<()> {
        let Active { variant, run, .. } = active;
        // What a failed model holds is not to be trusted.
        let checkpoint = match end.reason {
            Reason::Failed => run.last_good().clone(),
            _ => newest(run),
        };
        self.keep(variant, checkpoint, end.state);
        self.save()?;
        let epoch = run.position().epoch;
        self.report
            .end(&variant.name, end.reason, epoch, &end.sentence);
        self.report.saved(self.bundle);
        Ok(())
    }

    /// Keeps and saves all that is in training.
    fn interrupt(&mut self, training: BTreeMap<VariantId, Active>) -> Result<()> {
        for Active { variant, run, .. } in training.values() {
            self.keep(variant, newest(run), RunState::Paused);
        }
        self.save()?;
        for Active { variant, run, .. } in training.values() {
            let (epoch, epochs) = (run.position().epoch, run.settings().training.epochs);
            let now = (epoch + 1).min(epochs);
            let sentence = format!("stopped in epoch {now} of {epochs}");
            self.report
                .end(&variant.name, Reason::Interrupted, epoch, &sentence);
        }
        self.report.saved(self.bundle);
        Ok(())
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
            data: Arc::clone(self.data),
            settings: settings.clone(),
            resume: checkpoint.map(Arc::clone),
            keyframe_bytes: self.document.keyframe_bytes(),
            start: variant.start.clone(),
        })
    }

    /// Why the variant `name` cannot go on, and on a GPU how it can.
    fn failed(&self, device: DeviceId, problem: &str, name: &str) -> String {
        match device {
            DeviceId::Cpu => format!("{problem}: {name}"),
            DeviceId::Cuda(_) => {
                let cpu = DeviceChoice::This(DeviceId::Cpu);
                let command = resume::command(self.bundle, cpu);
                format!("{problem}; to go on with the CPU: {command}: {name}")
            }
        }
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
        let saved = project::save_over(self.document, self.bundle, &Over::Any)?;
        // Each save would say it again.
        if self.saved.is_none() {
            for sentence in saved.left_out {
                self.report
                    .note(&format!("warning: {}", lower_first(&sentence)));
            }
        }
        self.saved = Some(Instant::now());
        Ok(())
    }
}

/// A variant in training.
struct Active {
    variant: Variant,
    run: Run,
    placed: Choice,
}

/// How a run ended.
struct End {
    reason: Reason,
    state: RunState,
    sentence: String,
}

/// Takes those out whose turn it is.
fn take_round(training: &mut BTreeMap<VariantId, Active>) -> Vec<Active> {
    let candidate = |(&id, active): (&VariantId, &Active)| {
        Candidate::new(id, false, u64::from(id.0), active.run.position())
    };
    let candidates = training.iter().map(candidate).collect();
    let round = next_round(candidates, TrainingOrder::LockStep, Lanes::most());
    round.iter().filter_map(|id| training.remove(id)).collect()
}

fn take_step(mut active: Active) -> (Active, std::result::Result<StepOutcome, String>) {
    let outcome = guarded(|| device::steps(&mut active.run));
    (active, outcome)
}

/// Everything needed to go on with `run`; where its device does not give its weights any more, from the last good ones.
fn newest(run: &Run) -> Checkpoint {
    guarded(|| Ok(run.checkpoint())).unwrap_or_else(|_| run.last_good().clone())
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

#[cfg(test)]
mod tests;
