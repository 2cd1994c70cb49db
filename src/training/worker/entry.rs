//! A run with the worker's own state about it: its goal, progress and views.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::checkpoint_viewer::CheckpointViewer;
use super::event_sender::thin;
use super::pace::{Meter, Refresh};
use crate::model::DeviceId;
use crate::training::observe::Observe;
use crate::training::{
    Checkpoint, Event, ObservationRequest, PerObservation, Run, RunError, RunState, StepOutcome,
    StepRecord,
};

/// Between two progress events: about 30 a second.
const PROGRESS_EVERY: Duration = Duration::from_millis(33);

/// What the run is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    Rest,
    /// This many batches, then pause.
    Batches(u32),
    Train,
}

pub(super) struct Entry {
    pub(super) run: Run,
    /// Where its model is.
    pub(super) device: DeviceId,
    /// Whether it was found out which device is fastest for it.
    pub(super) tried: bool,
    pub(super) state: RunState,
    pub(super) goal: Goal,
    /// Counts what was asked of all runs, when this one was last asked to train.
    pub(super) asked: u64,
    /// When views of its present weights are due.
    pub(super) refreshes: PerObservation<Refresh>,
    pub(super) viewer: CheckpointViewer,
    /// What was reported last of the weights it keeps.
    reported_checkpoints: Option<Vec<Arc<Checkpoint>>>,
    meter: Meter,
    /// When the step under way began.
    began: Option<Instant>,
    unsent: Vec<StepRecord>,
    reported: Option<Instant>,
}

impl Entry {
    pub(super) fn new(run: Run, device: DeviceId) -> Self {
        let state = if run.is_finished() {
            RunState::Finished
        } else {
            RunState::Ready
        };
        Self {
            run,
            device,
            tried: false,
            state,
            goal: Goal::Rest,
            asked: 0,
            refreshes: PerObservation::default(),
            viewer: CheckpointViewer::default(),
            reported_checkpoints: None,
            meter: Meter::default(),
            began: None,
            unsent: Vec::new(),
            reported: None,
        }
    }

    /// Ends the present period of training.
    pub(super) fn rest(&mut self, state: RunState) {
        self.goal = Goal::Rest;
        self.state = state;
        self.meter.reset();
        self.want_views();
    }

    pub(super) fn want_views(&mut self) {
        self.refreshes.iter_mut().for_each(Refresh::want);
    }

    /// Has those views made again at once that are `meant`.
    pub(super) fn renew(
        &mut self,
        requests: &PerObservation<ObservationRequest>,
        meant: impl Fn(&dyn Observe, &Run) -> bool,
    ) {
        for request in requests.iter() {
            let (id, kind) = request.kind();
            if meant(kind, &self.run) {
                self.refreshes[id].outdate();
                self.refreshes[id].want();
            }
        }
    }

    /// The weights it keeps, where they are not those that were reported last.
    pub(super) fn checkpoints_news(&mut self) -> Option<Vec<Arc<Checkpoint>>> {
        let kept = self.run.checkpoints();
        let same = |reported_checkpoints: &Vec<Arc<Checkpoint>>| {
            reported_checkpoints.len() == kept.len()
                && reported_checkpoints
                    .iter()
                    .zip(kept)
                    .all(|(a, b)| Arc::ptr_eq(a, b))
        };
        if self.reported_checkpoints.as_ref().is_some_and(same) {
            return None;
        }
        self.reported_checkpoints = Some(kept.to_vec());
        Some(kept.to_vec())
    }

    /// Whether `code` is a whole number of codes of this run's model, and the weights of `checkpoint` can be had.
    pub(super) fn can_decode(&self, code: &[f32], checkpoint: Option<&Arc<Checkpoint>>) -> bool {
        let fits = !code.is_empty() && code.len().is_multiple_of(self.run.model().code_width());
        fits && checkpoint.is_none_or(|checkpoint| self.viewer.is_readable(checkpoint))
    }

    /// One batch, or some where the device works by itself, timed; of the last in an epoch a part, and `None` before
    /// the last part.
    pub(super) fn advance(&mut self) -> Result<Option<StepOutcome>, RunError> {
        let began = *self.began.get_or_insert_with(Instant::now);
        self.refreshes.iter_mut().for_each(Refresh::outdate);
        let most = match self.goal {
            Goal::Batches(asked) => asked.min(1),
            _ => u32::MAX,
        };
        let outcome = self.run.advance(most).inspect_err(|_| self.began = None)?;
        let Some(outcome) = outcome else {
            return Ok(None);
        };
        self.began = None;
        self.meter.record(began, Instant::now(), outcome.images);
        // A loss that is not a number has no place in a plot, and its step was taken back.
        if outcome.record.step <= self.run.position().step {
            self.unsent.extend(&outcome.earlier);
            self.unsent.push(outcome.record);
            thin(&mut self.unsent);
        } else {
            self.unsent.clear();
        }
        Ok(Some(outcome))
    }

    /// Progress to report, if it is time.
    pub(super) fn progress_in_time(&mut self) -> Option<Event> {
        let in_time = self
            .reported
            .is_none_or(|at| at.elapsed() >= PROGRESS_EVERY);
        in_time.then(|| self.progress())
    }

    /// Progress to report now.
    pub(super) fn progress(&mut self) -> Event {
        self.reported = Some(Instant::now());
        let mut progress = self.run.progress();
        progress.samples_per_second = self.meter.images_per_second();
        if progress.samples_per_second > 0.0 {
            progress.seconds_left = self.run.images_left() as f64 / progress.samples_per_second;
        }
        Event::Progress {
            variant: self.run.variant(),
            progress,
            steps: std::mem::take(&mut self.unsent),
        }
    }
}
