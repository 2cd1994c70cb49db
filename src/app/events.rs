//! Takes in the events of the training worker.

use std::sync::Arc;

use super::runs::at_rest;
use super::{About, App, Message, MessageKind, News, Offer};
use crate::project::Trained;
use crate::settings::words::capital;
use crate::training::{
    Event, ObservationId, Progress, ResumeState, RunState, StepRecord, VariantId,
};

/// No poll takes more events than this, so that a frame stays short.
const AT_ONCE: usize = 10_000;

impl App {
    pub(super) fn poll_worker(&mut self) {
        self.runs.link.flush();
        for _ in 0..AT_ONCE {
            let Some(event) = self.runs.link.next_event() else {
                break;
            };
            self.take_event(event);
        }
        self.take_views();
        self.look_back_only_where_there_is_a_past();
    }

    /// One event. Those of runs that were replaced are dropped.
    pub(super) fn take_event(&mut self, event: Event) {
        let Some(id) = self.runs.link.variant_of(event.variant()) else {
            return;
        };
        match event {
            // Only a load leads to Ready, and the load itself set the state; a late Ready would hide a Train
            // that was asked for since.
            Event::State {
                state: RunState::Ready,
                ..
            } => {}
            Event::State { state, .. } => {
                log::info!("{}: {}", state.name(), self.name_of(id));
                if state == RunState::Diverged {
                    self.keep_beginning(id);
                }
                if state == RunState::Training {
                    self.withdraw(|message| message.about == Some(About::Divergence(id)));
                }
                self.set_state(id, state);
                // Why a run failed follows.
                if !matches!(state, RunState::Training | RunState::Failed) {
                    self.tell(|| News::Rests { variant: id, state });
                }
            }
            Event::Progress {
                progress, steps, ..
            } => {
                self.take_progress(id, progress, steps);
                self.tell(|| News::Progress(id));
            }
            Event::Epoch { record, .. } => {
                self.tell(|| News::Epoch {
                    variant: id,
                    record: record.clone(),
                });
                let history = &mut self.runs.entry(id).or_default().history;
                let epochs = &mut history.epochs;
                // Small models on small data end thousands a second.
                while epochs
                    .last()
                    .is_some_and(|known| known.epoch >= record.epoch)
                {
                    epochs.pop();
                }
                history.record_epoch(*record);
                self.trained_on();
            }
            Event::ResumeState { resume_state, .. } => self.take_resume_state(id, resume_state),
            Event::CarriedOver { carried, .. } => self.take_carried(id, carried),
            Event::Checkpoints { checkpoints, .. } => self.take_checkpoints(id, checkpoints),
            Event::Device { device, reason, .. } => self.take_place(id, device, reason),
            Event::Warning {
                message,
                advice,
                best_epoch,
                ..
            } => {
                let text = self.about(id, &message);
                self.tell(|| News::Warning {
                    variant: Some(id),
                    message,
                    advice: advice.clone(),
                });
                let mut warning = Message::new(MessageKind::Warning, text, advice);
                if let Some(epoch) = best_epoch {
                    warning = warning.with_offer(Offer::ForkFromBest { variant: id, epoch });
                }
                self.say(warning);
            }
            Event::Diverged {
                message, advice, ..
            } => {
                let text = self.about(id, &message);
                self.tell(|| News::Diverged {
                    variant: id,
                    message,
                    advice: advice.clone(),
                });
                let mut warning = Message::new(MessageKind::Warning, text, advice);
                for remedy in self.remedies(id) {
                    warning = warning.with_offer(Offer::Remedy(id, remedy));
                }
                self.say(warning.about(Some(About::Divergence(id))));
            }
            Event::Failed { message, .. } => {
                self.set_state(id, RunState::Failed);
                let text = self.about(id, &message);
                self.tell(|| News::Failed {
                    variant: id,
                    message,
                });
                if self.is_on_gpu(id) {
                    let advice = "Its last good weights are kept: go on with the CPU, or train again on the GPU";
                    self.fail_with_offer(text, advice, Offer::Cpu(id));
                } else {
                    self.fail(
                        text,
                        "Train again, begin again with fresh weights, or change its settings",
                    );
                }
                self.resume_state_will_not_come(id);
            }
        }
    }

    fn take_progress(&mut self, id: VariantId, progress: Progress, steps: Vec<StepRecord>) {
        let run = self.runs.entry(id).or_default();
        run.progress = progress;
        if steps.is_empty() {
            return;
        }
        // A resume state that came first, asked for by a save, has some of them already.
        let newest = run.history.steps.last().map_or(0, |step| step.step);
        for step in steps.into_iter().filter(|step| step.step > newest) {
            run.history.record(step);
        }
        self.trained_on();
    }

    fn take_resume_state(&mut self, id: VariantId, resume_state: Arc<ResumeState>) {
        let Some(loaded) = self.runs.link.loaded(id) else {
            return;
        };
        let settings = loaded.settings.clone();
        let step = resume_state.position.step;
        let run = self.runs.entry(id).or_default();
        // Also that of a run which diverged before it had weights to keep, and so is back at its beginning.
        run.history = resume_state.history.clone();
        let state = at_rest(run.state);
        let trained = Trained {
            resume_state,
            settings,
            state,
        };
        // A run without an update has nothing worth keeping.
        if step == 0 {
            self.runs.beginning = self.news.is_some().then_some((id, trained));
        } else {
            self.runs.beginning = None;
            if let Some(variant) = self.document.variant_mut(id) {
                let before = variant.trained.as_ref().map(|t| t.resume_state.position);
                let news = before != Some(trained.resume_state.position);
                variant.trained = Some(trained);
                if news {
                    self.touch_weights();
                }
            }
        }
        self.resume_state_came(id, step);
        self.go_on_with(id);
    }

    /// Without a screen to say so, a project tells of a run that diverged before it had weights to keep: by those it
    /// began with.
    fn keep_beginning(&mut self, id: VariantId) {
        if self.news.is_some()
            && let Some((_, trained)) = self.runs.beginning.take_if(|(of, _)| *of == id)
            && let Some(variant) = self.document.variant_mut(id)
        {
            variant.trained = Some(trained);
            self.touch_weights();
        }
    }

    fn take_views(&mut self) {
        let Some(views) = self.runs.link.views().cloned() else {
            return;
        };
        for kind in ObservationId::ALL {
            for (run, made) in views.observations[kind].take().unwrap_or_default() {
                if let Some(id) = self.runs.link.variant_of(run) {
                    self.runs.entry(id).or_default().views.put(kind, made);
                }
            }
        }
        if let Some(found) = views.devices.take() {
            self.take_devices(found);
        }
        self.decoded.take(&self.runs);
    }

    /// The sentence, with the variant's name where there are several.
    fn about(&self, id: VariantId, message: &str) -> String {
        match self.document.variant(id) {
            Some(variant) if self.document.variants.len() > 1 => {
                format!("{}: {message}", variant.name)
            }
            _ => capital(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::app::Action;
    use crate::app::background::Background;
    use crate::data::{DataSettings, Dataset, ImageShape, Prepared, Samples};
    use crate::project::Document;
    use crate::training::{History, Job, Position};

    const ID: VariantId = VariantId(1);

    /// An application whose first variant is loaded, and the worker's name for that run.
    fn loaded() -> (App, VariantId) {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0u8; 4], None).unwrap();
        let dataset = Dataset::new("", images.clone(), images);
        let data = Prepared::new(dataset, &DataSettings::default()).unwrap();
        let mut app = App::detached(Document::default());
        let settings = app.selected().settings.clone();
        app.runs.link.load(Job::new(ID, Arc::new(data), settings));
        let run = app.runs.link.loaded(ID).unwrap().run;
        (app, run)
    }

    fn progress(run: VariantId, steps: std::ops::RangeInclusive<u64>) -> Event {
        let record = |step| StepRecord {
            step,
            seconds: 0.0,
            loss: 0.5,
            ..Default::default()
        };
        Event::Progress {
            variant: run,
            progress: Progress {
                step: *steps.end(),
                ..Progress::default()
            },
            steps: steps.map(record).collect(),
        }
    }

    fn resume_state(run: VariantId, step: u64) -> Event {
        let Event::Progress { steps, .. } = progress(run, 1..=step) else {
            unreachable!("it is progress");
        };
        let resume_state = ResumeState {
            position: Position {
                step,
                ..Position::default()
            },
            history: History {
                steps,
                epochs: Vec::new(),
                ..History::default()
            },
            ..ResumeState::default()
        };
        Event::ResumeState {
            variant: run,
            resume_state: Arc::new(resume_state),
        }
    }

    fn steps(app: &App) -> Vec<u64> {
        let history = &app.runs[&ID].history;
        history.steps.iter().map(|step| step.step).collect()
    }

    #[test]
    fn steps_that_a_resume_state_brought_already_are_not_recorded_twice() {
        let (mut app, run) = loaded();
        app.take_event(progress(run, 1..=2));
        app.take_event(resume_state(run, 5));
        app.take_event(progress(run, 3..=7));
        assert_eq!(steps(&app), [1, 2, 3, 4, 5, 6, 7]);
    }

    /// As [`loaded`], in training with 10 updates done, and a save to `folder` that waits for the newest weights.
    fn saving(folder: &Path) -> (App, VariantId) {
        let (mut app, run) = loaded();
        app.background = Some(Background::new(Arc::new(|| ())));
        app.set_state(ID, RunState::Training);
        app.take_event(progress(run, 1..=10));
        app.apply(Action::SaveAs(folder.join("saved")));
        assert!(app.waits_for_weights());
        (app, run)
    }

    #[test]
    fn a_save_waits_for_weights_as_new_as_itself() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, run) = saving(folder.path());
        // Asked for before the save.
        app.take_event(resume_state(run, 8));
        assert!(app.waits_for_weights());
        app.take_event(progress(run, 11..=14));
        app.take_event(resume_state(run, 12));
        assert!(!app.waits_for_weights());
    }

    #[test]
    fn a_save_takes_what_a_run_that_diverged_went_back_to() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, run) = saving(folder.path());
        app.take_event(progress(run, 5..=5));
        app.take_event(resume_state(run, 5));
        assert!(!app.waits_for_weights());

        let (mut app, run) = saving(folder.path());
        // The run is lost: what it leaves is old, and nothing newer will come.
        app.take_event(resume_state(run, 5));
        app.take_event(Event::Failed {
            variant: run,
            message: "the device is lost".into(),
        });
        assert!(!app.waits_for_weights());
    }

    #[test]
    fn a_run_back_at_its_beginning_has_an_empty_curve_and_no_weights() {
        let (mut app, run) = loaded();
        app.take_event(progress(run, 1..=3));
        app.take_event(resume_state(run, 0));
        assert_eq!(steps(&app), [0; 0]);
        assert_eq!(app.selected().trained, None);
        app.take_event(progress(run, 1..=2));
        assert_eq!(steps(&app), [1, 2]);
    }
}
