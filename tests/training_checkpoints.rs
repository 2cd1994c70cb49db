//! The checkpoints of a run: which it keeps, that keeping and looking back change nothing, and that what is shown of
//! a checkpoint is what its weights make.

mod training_support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use hourglass::model::{Activation, Architecture, Code, Layer};
use hourglass::training::{
    Asker, Checkpoint, Command, DecodeRequest, Event, GalleryView, Job, LatentView, Listed,
    ResumeState, Run, RunEnd, RunState, Start, TrainingSettings, VariantId, VariantSettings,
    Worker,
};
use training_support::*;

const ONE: VariantId = VariantId(1);
const PLENTY: usize = 100_000_000;

/// The real engine on 42 images in 6 batches.
fn dense(epochs: u32, checkpoint_bytes: usize) -> Job {
    let training = TrainingSettings {
        batch: 8,
        learning_rate: 0.01,
        ..settings(epochs)
    };
    let architecture = Architecture {
        encoder: vec![Layer {
            width: 8,
            activation: Activation::Relu,
            dropout: 0.1,
        }],
        code: Code {
            width: 2,
            activation: Activation::Identity,
            ..Default::default()
        },
        ..Architecture::default()
    };
    Job {
        data: prepared(blobs(), 4),
        settings: VariantSettings {
            architecture,
            training,
            ..VariantSettings::default()
        },
        checkpoint_bytes,
        ..job(1, training)
    }
}

/// The small model.
fn small(epochs: u32) -> Job {
    Job {
        checkpoint_bytes: PLENTY,
        ..job(1, settings(epochs))
    }
}

fn epochs(checkpoints: &[Arc<Checkpoint>]) -> Vec<f64> {
    checkpoints.iter().map(|kept| kept.epochs).collect()
}

fn without_checkpoints(run: &Run) -> ResumeState {
    timeless(ResumeState {
        checkpoints: Vec::new(),
        ..run.resume_state()
    })
}

/// A run that begins with the weights of `checkpoint`, to look at.
fn from_stored(job: Job, checkpoint: &Checkpoint) -> Run {
    Run::new(Job {
        start: Some(Arc::new(Start {
            epochs: checkpoint.epochs,
            step: checkpoint.step,
            weights: checkpoint.weights().unwrap(),
        })),
        ..job
    })
    .unwrap()
}

#[test]
fn keeping_the_past_changes_no_bit_of_training() {
    let mut keeps = Run::new(dense(11, PLENTY)).unwrap();
    let mut plain = Run::new(dense(11, 0)).unwrap();
    let mut weights = BTreeMap::from([(0, plain.resume_state().state.weights.clone())]);
    while !plain.is_finished() {
        plain.step().unwrap();
        keeps.step().unwrap();
        weights.insert(plain.position().step, plain.model().weights());
    }
    assert_eq!(without_checkpoints(&keeps), without_checkpoints(&plain));
    assert!(plain.checkpoints().is_empty());

    let sixth = 1.0 / 6.0;
    let kept = keeps.checkpoints();
    assert_eq!(
        epochs(kept),
        [
            0.0,
            sixth,
            2.0 * sixth,
            0.5,
            1.0,
            2.0,
            3.0,
            4.0,
            5.0,
            6.0,
            7.0,
            8.0,
            10.0,
            11.0
        ]
    );
    for checkpoint in kept {
        assert_eq!(*checkpoint.weights().unwrap(), weights[&checkpoint.step]);
        let epoch = checkpoint.epochs as u32;
        let record = keeps.history().epochs.iter().find(|r| r.epoch == epoch);
        assert_eq!(checkpoint.loss, record.map(|record| record.validation.loss));
    }
}

#[test]
fn a_run_that_goes_on_keeps_what_one_without_a_break_keeps() {
    // Room for everything, and for 6 sets of weights.
    let each = Run::new(dense(1, 0)).unwrap().resume_state().weight_bytes();
    for bytes in [PLENTY, 6 * each + 5] {
        let mut straight = Run::new(dense(13, bytes)).unwrap();
        finish(&mut straight);
        for pause in [1, 2, 5, 18, 50, 60] {
            let mut first = Run::new(dense(13, bytes)).unwrap();
            for _ in 0..pause {
                first.step().unwrap();
            }
            let saved = first.resume_state();
            let mut second = Run::new(resumed(dense(13, bytes), &saved)).unwrap();
            finish(&mut second);
            assert_same(&straight.resume_state(), &second.resume_state(), "the rest");
            assert!(bytes == PLENTY || straight.checkpoints().len() == 6);
        }
    }
    // Less room from now on, for one that is under way and for one that is opened.
    let mut run = Run::new(dense(4, PLENTY)).unwrap();
    finish(&mut run);
    let saved = run.resume_state();
    run.keep_at_most(2 * each);
    assert_eq!(epochs(run.checkpoints()), [0.0, 4.0]);
    let opened = Run::new(resumed(dense(4, 2 * each), &saved)).unwrap();
    assert_eq!(epochs(opened.checkpoints()), [0.0, 4.0]);
    run.keep_at_most(0);
    assert!(run.checkpoints().is_empty());
}

#[test]
fn a_run_that_diverges_forgets_what_came_after_its_last_good_weights() {
    let probe = Arc::new(Probe::default());
    *probe.fault.lock().unwrap() = Some((108, Fault::NanLoss));
    let job = small(30);
    let mut run = run_with(job, &probe);
    for _ in 0..107 {
        run.step().unwrap();
    }
    assert_eq!(run.checkpoints().last().unwrap().epochs, 21.0);
    let end = run.step().unwrap().end;
    assert!(matches!(end, Some(RunEnd::Diverged { .. })), "{end:?}");
    assert_eq!(run.position().step, 100);
    let kept = run.checkpoints();
    assert_eq!(kept.last().unwrap().epochs, 20.0);
    assert!(kept.iter().all(|checkpoint| checkpoint.step <= 100));
}

/// Waits until the worker shows a view that is `wanted`.
fn view_until<T: Listed>(worker: &Worker, wanted: impl Fn(&T) -> bool) -> Arc<T> {
    let deadline = Instant::now() + LONG;
    loop {
        if let Some(view) = worker.views.take().and_then(|mut views| views.remove(&ONE))
            && wanted(&view)
        {
            return view;
        }
        assert!(Instant::now() < deadline, "no such view came");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

fn past_views(worker: &Worker, epochs: f64) -> (Arc<GalleryView>, Arc<LatentView>) {
    let gallery = view_until(worker, |view: &GalleryView| view.past == Some(epochs));
    let latents = view_until(worker, |view: &LatentView| view.past == Some(epochs));
    (gallery, latents)
}

fn look_at(worker: &Worker, epochs: Option<f64>) {
    send(worker, Command::LookAt(epochs));
}

fn watch(worker: &Worker) {
    let (variant, views) = (ONE, true);
    send(worker, Command::Watch { variant, views });
}

/// A worker whose run of the small model was trained for `epochs` epochs and is watched, and what it keeps.
fn trained(probe: &Arc<Probe>, epochs: u32) -> (Worker, Vec<Arc<Checkpoint>>) {
    let worker = worker(probe);
    let job = small(epochs);
    send(&worker, Command::Load(Box::new(job)));
    send(&worker, Command::Train(vec![ONE]));
    let mut events = events_until_state(&worker, 1, RunState::Finished);
    events.extend(settle(&worker, 1));
    watch(&worker);
    view_until::<GalleryView>(&worker, |_| true);
    view_until::<LatentView>(&worker, |_| true);
    (worker, checkpoints_in(&events))
}

#[test]
fn scrubbing_shows_what_the_stored_weights_make() {
    let worker = Worker::spawn(1, Arc::new(|| {})).unwrap();
    send(&worker, Command::Load(Box::new(dense(3, PLENTY))));
    watch(&worker);
    send(&worker, Command::Train(vec![ONE]));
    let mut events = events_until_state(&worker, 1, RunState::Finished);
    events.extend(settle(&worker, 1));
    let checkpoints = checkpoints_in(&events);
    assert_eq!(epochs(&checkpoints)[3..], [0.5, 1.0, 2.0, 3.0]);

    let mut seen = Vec::new();
    // 2.7 is looked at as what is kept before it.
    for (asked, index) in [(0.0, 0), (1.0, 4), (2.7, 5), (0.5, 3)] {
        let checkpoint = &checkpoints[index];
        look_at(&worker, Some(asked));
        let (gallery, latents) = past_views(&worker, checkpoint.epochs);
        let stored = from_stored(dense(3, 0), checkpoint);
        let expected = stored.gallery_view(gallery.request).unwrap();
        assert_eq!(gallery.outputs, expected.outputs);
        assert_eq!(gallery.errors, expected.errors);
        assert_eq!(gallery.step, checkpoint.step);
        assert_eq!(latents.codes, stored.latent_view().unwrap().codes);
        assert_eq!(latents.step, checkpoint.step);
        assert!(!seen.contains(&gallery.outputs));
        seen.push(gallery.outputs.clone());

        let code = vec![0.3, -0.7];
        let request = DecodeRequest { variant: ONE, code };
        assert!(worker.decode(Asker::Probe, request.clone()));
        let decoded = loop {
            if let Some(decoded) = worker.views.decoded.probe.take() {
                break decoded;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        };
        assert_eq!(decoded.output, stored.decode(&request.code).unwrap());
    }
}

#[test]
fn looking_back_changes_no_bit_of_the_training_under_way() {
    let mut straight = Run::new(dense(30, PLENTY)).unwrap();
    finish(&mut straight);

    let worker = Worker::spawn(1, Arc::new(|| {})).unwrap();
    send(&worker, Command::Load(Box::new(dense(30, PLENTY))));
    watch(&worker);
    let mut looked = 0;
    let mut events = Vec::new();
    let is_finished =
        |event: &Event| matches!(event, Event::State { state, .. } if *state == RunState::Finished);
    while !events.iter().any(is_finished) {
        // However fast the machine is, the rest is trained after this look.
        (0..7).for_each(|_| send(&worker, Command::Step(ONE)));
        let at = [Some(0.0), Some(1.0), None, Some(0.5)][looked % 4];
        look_at(&worker, at);
        view_until(&worker, |view: &GalleryView| {
            at.is_none() || view.past.is_some()
        });
        looked += 1;
        events.extend(std::iter::from_fn(|| worker.try_event()));
    }
    assert!(looked > 8, "{looked}");
    let resume_state = resume_state_in(&events, 1).unwrap();
    assert_same(
        &straight.resume_state(),
        &resume_state,
        "looked at meanwhile",
    );
}

#[test]
fn going_back_to_the_present_is_at_once() {
    let probe = Arc::new(Probe::default());
    let (worker, _) = trained(&probe, 3);
    look_at(&worker, Some(1.0));
    let (gallery, _) = past_views(&worker, 1.0);
    assert_eq!(gallery.step, 5);
    let made = probe.encoded.load(Ordering::SeqCst);
    look_at(&worker, None);
    let present = view_until::<GalleryView>(&worker, |_| true);
    assert_eq!((present.past, present.step), (None, 15));
    assert_eq!(view_until::<LatentView>(&worker, |_| true).past, None);
    // And to a moment that was looked at lately too: nothing is computed for either.
    look_at(&worker, Some(1.0));
    assert_eq!(past_views(&worker, 1.0).0.outputs, gallery.outputs);
    assert_eq!(probe.encoded.load(Ordering::SeqCst), made);
}

#[test]
fn only_the_newest_moment_that_was_asked_for_is_made() {
    let probe = Arc::new(Probe::default());
    let (worker, _) = trained(&probe, 8);
    let mut longer = job(1, settings(9)).settings;
    longer.training.epochs = 9;
    send(&worker, Command::Update(ONE, Box::new(longer)));
    settle(&worker, 1);
    let before = probe.encoded.load(Ordering::SeqCst);
    probe.close_gate();
    send(&worker, Command::Step(ONE));
    let waiting = probe.trained();
    probe.wait_at_gate();
    for epochs in 0..8 {
        look_at(&worker, Some(f64::from(epochs)));
    }
    probe.open_gate();
    let (gallery, latents) = past_views(&worker, 7.0);
    assert_eq!((gallery.step, latents.step), (35, 35));
    assert_eq!(probe.trained(), waiting + 1);
    // The batch, one gallery, the codes of one moment.
    assert_eq!(probe.encoded.load(Ordering::SeqCst), before + 3);
}

#[test]
fn weights_that_cannot_be_read_are_a_warning_and_the_view_stays() {
    let mut run = run(small(3));
    finish(&mut run);
    let mut resume_state = run.resume_state();
    let mut kept = resume_state.checkpoints.iter();
    let first = kept.position(|kept| kept.epochs == 1.0);
    let gone = Gone("weights/lost.safetensors".into());
    resume_state.checkpoints[first.unwrap()] = Arc::new(Checkpoint::stored(
        1.0,
        5,
        None,
        Box::new(gone),
        "lost.safetensors".into(),
    ));
    let worker = worker(&Arc::default());
    let job = resumed(small(3), &resume_state);
    send(&worker, Command::Load(Box::new(job)));
    watch(&worker);
    look_at(&worker, Some(2.0));
    past_views(&worker, 2.0);
    look_at(&worker, Some(1.0));
    let warning = |event: &Event| match event {
        Event::Warning { message, .. } => Some(message.clone()),
        _ => None,
    };
    let events = events_until(&worker, |event| warning(event).is_some());
    assert_eq!(
        events.last().and_then(warning).unwrap(),
        "The weights kept of epoch 1 cannot be shown, the file is gone: weights/lost.safetensors"
    );
    let code = vec![0.0; 3];
    worker.decode(Asker::Probe, DecodeRequest { variant: ONE, code });
    let rest = settle(&worker, 1);
    assert_eq!(rest.iter().find_map(warning), None, "said once");
    let failed = |event: &Event| matches!(event, Event::Failed { .. });
    assert!(!rest.iter().any(failed));
    assert!(worker.views.take::<GalleryView>().is_none());
    look_at(&worker, Some(3.0));
    past_views(&worker, 3.0);
}

#[test]
fn less_room_for_the_past_takes_effect_at_once() {
    let (worker, _) = trained(&Arc::default(), 3);
    look_at(&worker, Some(1.0));
    past_views(&worker, 1.0);
    send(&worker, Command::KeepAtMost(0));
    let is_news = |event: &Event| matches!(event, Event::Checkpoints { .. });
    let events = events_until(&worker, is_news);
    assert!(checkpoints_in(&events).is_empty());
    // Nothing to look back at is left.
    view_until(&worker, |view: &GalleryView| view.past.is_none());
}
