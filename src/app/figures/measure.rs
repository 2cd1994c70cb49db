//! Measures variants on the test set, one at a time: those at rest whenever their weights changed, those in training
//! now and then.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::super::background::Report;
use super::super::{App, DatasetState};
use super::Figures;
use super::quiet::on_threads;
use super::test_figures::{Made, UnderWay};
use crate::data::Prepared;
use crate::model::DeviceId;
use crate::project::Trained;
use crate::training::{Command, Measured, Position, VariantId, measure_test_while};

/// Runs in training are not measured more often than this.
const PAUSE: Duration = Duration::from_secs(10);
/// Nor for more than one part in this many of the time.
const THRIFT: u32 = 20;

impl App {
    /// Begins what is to be worked out next, if somebody looks. Cheap when there is nothing to do.
    pub(in crate::app) fn follow_figures(&mut self) {
        self.drop_outdated();
        let looks = self.figures.somebody_looks();
        if self.background.is_none() || !(looks || self.runs.are_trained_on_screen()) {
            return;
        }
        let DatasetState::Ready(data) = &self.dataset else {
            return;
        };
        if data.dataset.test.is_empty() {
            return;
        }
        let data = Arc::clone(data);
        self.find_pca(&data);
        if !looks {
            return;
        }
        if self.figures.now.is_none()
            && let Some(id) = self.next_to_measure()
        {
            self.measure(id, &data);
        }
    }

    /// Figures of weights that are gone, and work on weights that a variant at rest has no more.
    fn drop_outdated(&mut self) {
        let steps = |id: &VariantId| {
            let trained = self.document.variant(*id)?.trained.as_ref()?;
            Some(trained.resume_state.position.step)
        };
        let gone: Vec<VariantId> = self
            .figures
            .done
            .iter()
            .filter(|(id, made)| steps(id).is_none_or(|step| step < made.step))
            .map(|(id, _)| *id)
            .collect();
        let superseded = self
            .figures
            .now
            .as_ref()
            .is_some_and(|now| match steps(&now.variant) {
                None => true,
                Some(step) if self.is_training(now.variant) => step < now.made.step,
                Some(step) => step != now.made.step,
            });
        for id in gone {
            self.figures.forget(id);
        }
        if superseded {
            self.figures.give_up();
        }
    }

    /// Variants at rest first, the selected and the shown ones before the others.
    fn next_to_measure(&mut self) -> Option<VariantId> {
        let selected = self.document.selected;
        let mut waiting: Vec<_> = self
            .document
            .variants
            .iter()
            .filter(|variant| !self.is_training(variant.id) && self.has_news(variant.id))
            .map(|variant| (variant.id != selected, variant.hidden, variant.id))
            .collect();
        waiting.sort();
        match waiting.first() {
            Some((_, _, id)) => Some(*id),
            None => self.next_in_training(),
        }
    }

    fn has_news(&self, id: VariantId) -> bool {
        let trained = self.document.variant(id).and_then(|v| v.trained.as_ref());
        trained.is_some_and(|trained| self.figures.done.get(&id) != Some(&made(trained)))
    }

    /// A run in training whose weights of now have come, or nothing while they are asked for.
    fn next_in_training(&mut self) -> Option<VariantId> {
        let steps = |id: VariantId| {
            let trained = self.document.variant(id)?.trained.as_ref()?;
            Some(trained.resume_state.position.step)
        };
        if let Some((id, before)) = self.figures.asked {
            if !self.is_training(id) {
                self.figures.asked = None;
            } else if steps(id).unwrap_or(0) > before {
                self.figures.asked = None;
                return Some(id);
            }
            return None;
        }
        if self.figures.next.is_some_and(|next| Instant::now() < next) {
            return None;
        }
        let training = self.document.variants.iter().map(|variant| variant.id);
        // The one whose measures are oldest.
        let oldest = training
            .filter(|id| self.is_training(*id))
            .filter(|id| self.runs.get(id).is_some_and(|run| run.progress.step > 0))
            .min_by_key(|id| self.figures.done.get(id).map(|made| made.step))?;
        self.figures.asked = Some((oldest, steps(oldest).unwrap_or(0)));
        self.runs.link.tell(oldest, Command::Snapshot);
        None
    }

    fn measure(&mut self, id: VariantId, data: &Arc<Prepared>) {
        let trained = self.document.variant(id).and_then(|v| v.trained.clone());
        let (Some(trained), Some(background)) = (trained, &self.background) else {
            return;
        };
        let go_on = Arc::new(AtomicBool::new(true));
        let ticket = self.figures.ticket();
        self.figures.now = Some(UnderWay {
            ticket,
            variant: id,
            made: made(&trained),
            epochs: epochs(&trained, data),
            began: Instant::now(),
            go_on: Arc::clone(&go_on),
        });
        let threads = self.threads_beside();
        let data = Arc::clone(data);
        background.run(
            "figures",
            move || on_threads(threads, || measured(&trained, &data, &go_on)),
            move |result| Report::Measured { ticket, result },
        );
    }

    pub(in crate::app) fn take_measured(
        &mut self,
        ticket: u64,
        result: Result<Option<Measured>, String>,
    ) {
        // What was given up has no place here any more.
        let Some(now) = self.figures.now.take_if(|now| now.ticket == ticket) else {
            return;
        };
        let cost = now.began.elapsed();
        self.figures.next = Some(Instant::now() + PAUSE.max(cost * THRIFT));
        match result {
            Ok(Some(measured)) => {
                let figures = Figures {
                    step: now.made.step,
                    epochs: now.epochs,
                    measured,
                };
                self.figures.by_variant.insert(now.variant, figures);
            }
            Ok(None) => return,
            Err(problem) => {
                let name = self.document.variant(now.variant).map(|v| v.name.clone());
                let name = name.unwrap_or_default();
                self.warn(
                    format!("The test images were not measured, {problem}: {name}"),
                    "",
                );
            }
        }
        self.figures.done.insert(now.variant, now.made);
    }
}

fn made(trained: &Trained) -> Made {
    Made {
        step: trained.resume_state.position.step,
        settings: trained.settings.clone(),
    }
}

fn epochs(trained: &Trained, data: &Prepared) -> f64 {
    let Position { epoch, batch, .. } = trained.resume_state.position;
    let batches = data
        .split
        .train
        .len()
        .div_ceil(trained.settings.training.batch.max(1));
    f64::from(epoch) + f64::from(batch) / batches.max(1) as f64
}

fn measured(
    trained: &Trained,
    data: &Prepared,
    go_on: &AtomicBool,
) -> Result<Option<Measured>, String> {
    let Trained {
        resume_state,
        settings,
        ..
    } = trained;
    measure_test_while(
        settings,
        &resume_state.state,
        &resume_state.position,
        &data.dataset,
        &resume_state.scaler_for(data),
        // Beside training, which may have the GPU's memory.
        DeviceId::Cpu,
        || go_on.load(Ordering::Relaxed),
    )
    .map(|measured| measured.map(|(measured, _)| measured))
    .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Document, VariantSettings};

    const A: VariantId = VariantId(1);

    fn under_way(app: &mut App) -> (u64, Arc<AtomicBool>) {
        let (ticket, go_on) = (app.figures.ticket(), Arc::new(AtomicBool::new(true)));
        app.figures.now = Some(UnderWay {
            ticket,
            variant: A,
            made: Made {
                step: 7,
                settings: VariantSettings::default(),
            },
            epochs: 0.5,
            began: Instant::now(),
            go_on: Arc::clone(&go_on),
        });
        (ticket, go_on)
    }

    #[test]
    fn what_was_superseded_is_given_up_and_its_answer_dropped() {
        let mut app = App::detached(Document::default());
        let (first, go_on) = under_way(&mut app);
        // The variant has no weights.
        app.follow_figures();
        assert!(!go_on.load(Ordering::Relaxed));
        app.take_measured(first, Ok(Some(Measured::default())));
        assert!(app.figures.by_variant.is_empty());

        let (second, _) = under_way(&mut app);
        app.take_measured(first, Ok(Some(Measured::default())));
        assert!(app.figures.by_variant.is_empty());
        app.take_measured(second, Ok(Some(Measured::default())));
        assert_eq!(app.figures.by_variant[&A].step, 7);
        app.figures.forget(A);
        assert!(app.figures.by_variant.is_empty());
    }

    #[test]
    fn a_failure_is_told_once() {
        let mut app = App::detached(Document::default());
        let (ticket, _) = under_way(&mut app);
        app.take_measured(ticket, Err("the device is lost".into()));
        let texts: Vec<&str> = app.messages.iter().map(|m| m.text.as_str()).collect();
        assert_eq!(
            texts,
            ["The test images were not measured, the device is lost: A"]
        );
        assert_eq!(app.figures.done[&A].step, 7);
    }
}
