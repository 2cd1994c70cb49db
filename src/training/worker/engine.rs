//! The worker's loop: commands, views, one batch of the next run in turn, and again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError};

use super::entry::{Entry, Goal};
use super::event_sender::EventSender;
use super::passes::Passes;
use super::stepped::{StepProgress, Stepped};
use super::view_cache::ViewCache;
use crate::model::DeviceChoice;
use crate::training::{
    ByVariant, Candidate, Command, Event, Job, ModelFactory, Notice, Observation,
    ObservationRequest, PerObservation, RunEnd, RunState, ThreadPools, TrainingOrder, VariantId,
    VariantSettings, Views, guarded, next_round,
};

/// What comes in.
pub(super) struct Inbox {
    pub(super) commands: Receiver<Command>,
    pub(super) stop: Arc<AtomicBool>,
    pub(super) nudged: Arc<AtomicBool>,
}

pub(super) struct Engine {
    inbox: Inbox,
    pub(super) factory: Box<dyn ModelFactory>,
    /// What a person chose.
    pub(super) device: DeviceChoice,
    thread_pools: ThreadPools,
    /// Those that a person was told of.
    pub(super) loaded: BTreeSet<VariantId>,
    /// Whose turn it is.
    pub(super) at_work: Option<VariantId>,
    /// How often training was asked for.
    asked: u64,
    pub(super) event_sender: EventSender,
    pub(super) views: Views,
    pub(super) runs: BTreeMap<VariantId, Entry>,
    pub(super) watched: BTreeSet<VariantId>,
    /// What is wanted of views.
    pub(super) requests: PerObservation<ObservationRequest>,
    /// Views of present weights.
    pub(super) present: PerObservation<ByVariant<dyn Observation>>,
    /// Who takes the next batch.
    order: TrainingOrder,
    /// Epochs that a person looks at; `None` for the present.
    pub(super) looking_at: Option<f64>,
    pub(super) view_cache: ViewCache,
    /// Views under way.
    pub(super) passes: Passes,
}

impl Engine {
    pub(super) fn new(
        inbox: Inbox,
        event_sender: EventSender,
        views: Views,
        factory: Box<dyn ModelFactory>,
    ) -> Self {
        Self {
            inbox,
            factory,
            device: DeviceChoice::default(),
            thread_pools: ThreadPools::default(),
            loaded: BTreeSet::new(),
            at_work: None,
            asked: 0,
            event_sender,
            views,
            runs: BTreeMap::new(),
            watched: BTreeSet::new(),
            requests: PerObservation::new(ObservationRequest::default_of),
            present: PerObservation::default(),
            order: TrainingOrder::default(),
            looking_at: None,
            view_cache: ViewCache::default(),
            passes: Passes::default(),
        }
    }

    /// Until shutdown, or until nobody can send commands any more.
    pub(super) fn run(mut self) {
        let found = guarded(|| {
            self.report_devices();
            Ok(())
        });
        if let Err(problem) = found {
            log::error!("the devices were not found: {problem}");
        }
        // What is done of a run is guarded by itself; this is for what nobody thought of.
        while let Err(problem) = guarded(|| {
            self.work();
            Ok(())
        }) {
            self.lose_what_was_at_work(&problem);
        }
    }

    fn work(&mut self) {
        loop {
            self.at_work = None;
            if !self.is_busy() {
                self.event_sender.flush();
                match self.inbox.commands.recv() {
                    Ok(Command::Shutdown) | Err(_) => return,
                    Ok(command) => self.obey(command),
                }
            }
            loop {
                if self.inbox.stop.load(Ordering::Acquire) {
                    return;
                }
                match self.inbox.commands.try_recv() {
                    Ok(Command::Shutdown) | Err(TryRecvError::Disconnected) => return,
                    Ok(command) => self.obey(command),
                    Err(TryRecvError::Empty) => break,
                }
            }
            self.inbox.nudged.store(false, Ordering::Release);
            self.serve_decode();
            if self.refresh_next() {
                self.train_next();
            }
            self.report_checkpoints();
            self.event_sender.tick();
        }
    }

    fn is_busy(&self) -> bool {
        let trains = self.runs.values().any(|entry| entry.goal != Goal::Rest);
        trains || self.next_refresh().is_some()
    }

    fn obey(&mut self, command: Command) {
        self.at_work = command.variant();
        match command {
            Command::Load(job) => self.load(*job),
            Command::Unload(variant) => self.forget(variant),
            Command::Train(variants) => {
                for variant in variants {
                    self.train(variant, Goal::Train);
                }
            }
            Command::Step(variant) => self.train(variant, Goal::Batches(1)),
            Command::Pause(variant) => self.pause(variant, RunState::Paused),
            Command::Stop(variant) => self.pause(variant, RunState::Stopped),
            Command::Update(variant, settings) => self.update(variant, *settings),
            Command::Snapshot(variant) => self.snapshot(variant),
            Command::Observe(request) => self.show(request),
            Command::Watch { variant, views } => self.watch(variant, views),
            Command::LookAt(epochs) => self.look_at(epochs),
            Command::KeepAtMost(bytes) => self.keep_at_most(bytes),
            Command::Order(order) => self.order = order,
            Command::Device(choice) => self.choose_device(choice),
            // The request lies in its cell, and the loop looks there next.
            Command::Decode | Command::Shutdown => {}
        }
    }

    fn load(&mut self, job: Job) {
        let variant = job.variant;
        self.forget(variant);
        // Building takes a moment; what was reported so far should not wait for it.
        self.event_sender.flush();
        match self.build_run(job) {
            Ok((run, choice)) => {
                let mut entry = Entry::new(run, choice.device);
                entry.run.keep_codes(self.watched.contains(&variant));
                let state = entry.state;
                if let Some(carried) = entry.run.carried_over().cloned() {
                    self.event_sender
                        .send(Event::CarriedOver { variant, carried });
                }
                self.event_sender.send(entry.progress());
                self.runs.insert(variant, entry);
                self.loaded.insert(variant);
                self.report_device(variant, choice);
                self.event_sender.send(Event::State { variant, state });
            }
            Err(message) => self.fail(variant, message),
        }
    }

    pub(super) fn warn(
        &mut self,
        variant: VariantId,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.notify(
            variant,
            Notice {
                message: message.into(),
                advice: advice.into(),
                best_epoch: None,
            },
        );
    }

    fn notify(&mut self, variant: VariantId, notice: Notice) {
        let Notice {
            message,
            advice,
            best_epoch,
        } = notice;
        self.event_sender.send(Event::Warning {
            variant,
            message,
            advice,
            best_epoch,
        });
    }

    fn train(&mut self, variant: VariantId, goal: Goal) {
        let Some(entry) = self.runs.get_mut(&variant) else {
            let message = "this variant is not loaded, so it cannot be trained".into();
            self.event_sender.send(Event::Failed { variant, message });
            return;
        };
        if entry.run.is_finished() {
            let state = RunState::Finished;
            entry.state = state;
            let advice = entry.run.way_on();
            self.event_sender.send(Event::State { variant, state });
            self.warn(variant, "Training has ended", advice);
            return;
        }
        if entry.goal == Goal::Rest {
            self.asked += 1;
            entry.asked = self.asked;
        }
        entry.goal = match (goal, entry.goal) {
            (Goal::Batches(more), Goal::Batches(asked)) => Goal::Batches(asked + more),
            (goal, _) => goal,
        };
        if goal == Goal::Train && entry.state != RunState::Training {
            let state = RunState::Training;
            entry.state = state;
            self.event_sender.send(Event::State { variant, state });
        }
        self.place_in_training(variant);
    }

    /// Takes the run to the end of the step under way: what a command does next needs a whole one.
    pub(super) fn end_step(&mut self, variant: VariantId) {
        while let Some(entry) = self.runs.remove(&variant) {
            if !entry.run.is_within_a_step() {
                self.runs.insert(variant, entry);
                return;
            }
            self.take_back(Stepped::new((variant, entry)));
        }
    }

    fn pause(&mut self, variant: VariantId, state: RunState) {
        self.end_step(variant);
        let Some(entry) = self.runs.get(&variant) else {
            return;
        };
        let stops_a_paused_run = state == RunState::Stopped && entry.state == RunState::Paused;
        if entry.goal != Goal::Rest || stops_a_paused_run {
            self.settle(variant, state);
        }
    }

    fn update(&mut self, variant: VariantId, settings: VariantSettings) {
        self.end_step(variant);
        let Some(entry) = self.runs.get_mut(&variant) else {
            return;
        };
        let before = entry.run.phase().corruption;
        if let Err(error) = entry.run.update(settings) {
            let advice = "Restart the training or fork the variant to use these settings";
            self.warn(variant, error.to_string(), advice);
        } else {
            if entry.run.phase().corruption != before {
                entry.renew(&self.requests, |kind, _| kind.sees_noise());
            }
            let progress = entry.progress();
            self.event_sender.send(progress);
            self.outdate_checkpoint_views(variant);
        }
    }

    fn snapshot(&mut self, variant: VariantId) {
        self.end_step(variant);
        let made = self.with_run(variant, |entry| Ok(Arc::new(entry.run.resume_state())));
        if let Some(resume_state) = made {
            self.event_sender.send(Event::ResumeState {
                variant,
                resume_state,
            });
        }
    }

    /// One batch of each run whose turn it is.
    fn train_next(&mut self) {
        let in_training = self
            .runs
            .iter()
            .filter(|(_, entry)| entry.goal != Goal::Rest);
        let training = in_training.map(|(&variant, entry)| {
            let steps = matches!(entry.goal, Goal::Batches(_));
            Candidate::new(variant, steps, entry.asked, entry.run.position())
        });
        let round = next_round(training.collect(), self.order, ThreadPools::most());
        let take = |variant| Some((variant, self.runs.remove(&variant)?));
        let round = round.into_iter().filter_map(take).collect();
        for stepped in self.thread_pools.each(round, Stepped::new) {
            self.take_back(stepped);
        }
    }

    /// Puts a run back after its batch, and reports what came of it.
    fn take_back(&mut self, stepped: Stepped) {
        self.at_work = Some(stepped.variant);
        let Stepped {
            variant,
            entry,
            outcome,
        } = stepped;
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(message) => {
                self.lose(variant, &entry, message);
                return;
            }
        };
        let entry = self.runs.entry(variant).insert_entry(entry).into_mut();
        let outcome = match outcome {
            StepProgress::Outcome(outcome) => *outcome,
            StepProgress::More => return,
            StepProgress::Nothing => {
                self.settle(variant, RunState::Finished);
                return;
            }
        };
        if let Goal::Batches(asked) = entry.goal {
            entry.goal = Goal::Batches(asked.saturating_sub(1));
        }
        let pauses = entry.goal == Goal::Batches(0);
        if let Some(progress) = entry.progress_in_time() {
            self.event_sender.send(progress);
        }
        // They cost next to nothing now.
        entry.renew(&self.requests, |kind, run| kind.is_at_hand(run));
        if let Some(record) = outcome.epoch {
            self.event_sender.send(Event::Epoch {
                variant,
                record: Box::new(record),
            });
        }
        for notice in outcome.notices {
            self.notify(variant, notice);
        }
        match outcome.end {
            None if pauses => self.settle(variant, RunState::Paused),
            None => {}
            Some(RunEnd::Finished | RunEnd::StoppedEarly) => {
                self.settle(variant, RunState::Finished);
            }
            Some(RunEnd::Diverged { message, advice }) => {
                self.settle(variant, RunState::Diverged);
                self.event_sender.send(Event::Diverged {
                    variant,
                    message,
                    advice,
                });
            }
        }
    }

    /// Ends a period of training and reports where the run stands: progress, resume state, state.
    fn settle(&mut self, variant: VariantId, state: RunState) {
        let settled = self.with_run(variant, |entry| {
            let progress = entry.progress();
            entry.rest(state);
            Ok((progress, Arc::new(entry.run.resume_state())))
        });
        if let Some((progress, resume_state)) = settled {
            self.event_sender.send(progress);
            self.event_sender.send(Event::ResumeState {
                variant,
                resume_state,
            });
            self.event_sender.send(Event::State { variant, state });
        }
    }
}
