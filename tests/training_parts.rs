//! Views and measuring come in parts: what a person does in between is served at once.

mod training_support;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hourglass::data::{Dataset, Samples};
use hourglass::training::{
    Asker, Command, DecodeRequest, Event, GalleryChoice, GalleryRequest, GalleryView, Job,
    LatentView, ObservationRequest, RunState, VariantId, Worker,
};
use training_support::*;

const ONE: VariantId = VariantId(1);
/// Enough for several parts.
const TEST_IMAGES: usize = 1_100;

/// 18 training images in 5 batches; all test images are watched.
fn many(variant: u32) -> Job {
    let mut job = job(variant, settings(2));
    let pixels: Vec<u8> = (0..TEST_IMAGES * SHAPE.size())
        .map(|i| (i * 37 % 256) as u8)
        .collect();
    let dataset = Dataset {
        test: Samples::images(SHAPE, pixels, None).unwrap(),
        ..dataset()
    };
    job.data = prepared(dataset, 0);
    job
}

/// A worker whose models look at images only as often as they are allowed to.
struct Stage {
    worker: Worker,
    looks: Arc<AtomicUsize>,
    /// One for each look.
    allow: Sender<()>,
}

fn stage() -> Stage {
    let (allow, allowed) = channel();
    let allowed = Arc::new(Mutex::new(allowed));
    let looks = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&looks);
    let worker = worker_of(1, move |blueprint| {
        let (allowed, looks) = (Arc::clone(&allowed), Arc::clone(&counter));
        let hook = move |call| {
            // A gallery of a few images is not what is waited for here.
            if matches!(call, Call::Evaluate | Call::Encode { rows: 13.. }) {
                looks.fetch_add(1, Ordering::SeqCst);
                // Once the other end is gone, any number of looks is allowed.
                let _ = allowed.lock().unwrap().recv_timeout(LONG);
            }
            Ok(())
        };
        let model = Tied::new(blueprint, &Arc::default());
        Ok(Box::new(Hooked::new(Box::new(model), hook)))
    });
    Stage {
        worker,
        looks,
        allow,
    }
}

impl Stage {
    fn send(&self, command: Command) {
        send(&self.worker, command);
    }

    fn watch(&self, variant: VariantId, views: bool) {
        self.send(Command::Watch { variant, views });
    }

    /// Allows looks until `count` have begun in all, of which the last one waits.
    fn go_to_look(&self, count: usize) {
        let until = Instant::now() + LONG;
        let now = self.looks.load(Ordering::SeqCst);
        for begun in now.max(1)..=count {
            if begun > now.max(1) {
                self.allow.send(()).unwrap();
            }
            while self.looks.load(Ordering::SeqCst) < begun {
                assert!(Instant::now() < until, "no look number {begun}");
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }

    /// Asks for a decode; it must come after the part under way, while the next one waits.
    fn decode_in_between(&self) {
        let before = self.looks.load(Ordering::SeqCst);
        let request = DecodeRequest {
            variant: ONE,
            code: vec![0.25, 0.5, -1.0],
        };
        assert!(self.worker.decode(Asker::Probe, request));
        self.allow.send(()).unwrap();
        let decoded = taken(|| self.worker.views.decoded.probe.take());
        assert_eq!(decoded.code, [0.25, 0.5, -1.0]);
        assert!(self.looks.load(Ordering::SeqCst) <= before + 1);
    }
}

/// Waits until something was put into the cell.
fn taken<T>(mut take: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + LONG;
    loop {
        if let Some(value) = take() {
            return value;
        }
        assert!(Instant::now() < until, "nothing was put into the cell");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn load_many(stage: &Stage) {
    stage.send(Command::Load(Box::new(many(1))));
}

#[test]
fn a_code_is_decoded_while_a_latent_view_is_made() {
    let stage = stage();
    stage.watch(ONE, true);
    load_many(&stage);
    stage.go_to_look(2);
    stage.decode_in_between();
    assert!(stage.worker.views.take::<LatentView>().is_none());
    drop(stage.allow);
    let view = Arc::clone(&taken(|| stage.worker.views.take::<LatentView>())[&ONE]);
    assert_eq!(view.codes, run(many(1)).latent_view().unwrap().codes);
}

#[test]
fn a_code_is_decoded_while_an_epoch_is_measured_and_the_numbers_stay() {
    let stage = stage();
    load_many(&stage);
    stage.send(Command::Train(vec![ONE]));
    stage.go_to_look(3);
    stage.decode_in_between();
    drop(stage.allow);
    let events = events_until_state(&stage.worker, 1, RunState::Finished);
    let mut alone = run(many(1));
    finish(&mut alone);
    let found = resume_state_in(&events, 1).unwrap();
    assert_eq!(
        timeless(found.as_ref().clone()),
        timeless(alone.resume_state())
    );
}

#[test]
fn pausing_while_an_epoch_is_measured_leaves_a_whole_step() {
    for command in [Command::Pause(ONE), Command::Snapshot(ONE)] {
        let stage = stage();
        load_many(&stage);
        stage.send(Command::Train(vec![ONE]));
        stage.go_to_look(2);
        stage.send(command);
        drop(stage.allow);
        let is_resume_state = |event: &Event| matches!(event, Event::ResumeState { .. });
        let events = events_until(&stage.worker, is_resume_state);
        let found = resume_state_in(&events, 1).unwrap();
        assert_eq!((found.position.epoch, found.position.batch), (1, 0));
        // It can be gone on from, and the epoch was told before.
        let epochs = events
            .iter()
            .filter(|event| matches!(event, Event::Epoch { .. }));
        assert_eq!(epochs.count(), 1);
        run(resumed(many(1), &found)).step().unwrap();
    }
}

#[test]
fn what_nobody_wants_any_more_is_given_up() {
    for give_up in [
        vec![Command::Unload(ONE)],
        vec![Command::Watch {
            variant: ONE,
            views: false,
        }],
    ] {
        let stage = stage();
        stage.watch(ONE, true);
        load_many(&stage);
        stage.go_to_look(2);
        give_up.into_iter().for_each(|command| stage.send(command));
        stage.allow.send(()).unwrap();
        // Something that is done after all that.
        stage.send(Command::Load(Box::new(many(2))));
        events_until_state(&stage.worker, 2, RunState::Ready);
        assert_eq!(stage.looks.load(Ordering::SeqCst), 2);
        assert!(stage.worker.views.take::<LatentView>().is_none());
    }
}

#[test]
fn another_choice_of_images_supersedes_the_ranking_under_way() {
    let stage = stage();
    load_many(&stage);
    stage.watch(ONE, true);
    let request = |choice| GalleryRequest {
        choice,
        count: 3,
        ..GalleryRequest::default()
    };
    stage.go_to_look(1);
    // Ranking begins anew before the latent view under way goes on.
    stage.send(Command::Observe(ObservationRequest::Gallery(request(
        GalleryChoice::Best,
    ))));
    stage.go_to_look(3);
    stage.send(Command::Observe(ObservationRequest::Gallery(request(
        GalleryChoice::Random,
    ))));
    stage.allow.send(()).unwrap();
    let until = Instant::now() + LONG;
    loop {
        let view = Arc::clone(&taken(|| stage.worker.views.take::<GalleryView>())[&ONE]);
        assert_ne!(view.request.choice, GalleryChoice::Best);
        if view.request == request(GalleryChoice::Random) {
            break;
        }
        assert!(Instant::now() < until, "the images chosen last never come");
    }
    drop(stage.allow);
    taken(|| stage.worker.views.take::<LatentView>());
}

#[test]
fn training_waits_for_a_view_and_both_end_as_they_would_alone() {
    let stage = stage();
    drop(stage.allow);
    send(
        &stage.worker,
        Command::Watch {
            variant: ONE,
            views: true,
        },
    );
    send(&stage.worker, Command::Load(Box::new(many(1))));
    send(&stage.worker, Command::Train(vec![ONE]));
    let events = events_until_state(&stage.worker, 1, RunState::Finished);
    let mut alone = run(many(1));
    finish(&mut alone);
    let found = resume_state_in(&events, 1).unwrap();
    assert_eq!(
        timeless(found.as_ref().clone()),
        timeless(alone.resume_state())
    );
    // The view of the end comes last.
    let until = Instant::now() + LONG;
    let expected = alone.latent_view().unwrap();
    loop {
        let views: BTreeMap<_, _> = taken(|| stage.worker.views.take::<LatentView>());
        if views[&ONE].step == expected.step {
            assert_eq!(views[&ONE].codes, expected.codes);
            assert_eq!(views[&ONE].pca, expected.pca);
            break;
        }
        assert!(Instant::now() < until, "no view of the end");
    }
}
