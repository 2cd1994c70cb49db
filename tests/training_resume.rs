//! The real engine, saved and opened in the middle: the same bits as without a break.

mod training_support;

use std::sync::Arc;

use hourglass::model::{Activation, Architecture, Code, Decoder, Layer, Loss, Optimiser};
use hourglass::training::{
    Command, EarlyStopping, Event, Job, Run, RunEnd, RunState, Schedule, ScheduleShape,
    TrainingSettings, VariantId, VariantSettings, Worker,
};
use training_support::{
    blobs, events_until, events_until_state, finish, job, prepared, resume_state_in, resumed, send,
    timeless,
};

/// Dropout, a short last batch, a cosine, clipping and early stopping at once.
fn dense(optimiser: Optimiser, loss: Loss, epochs: u32) -> Job {
    let layer = |width, activation| Layer {
        width,
        activation,
        dropout: 0.2,
    };
    let training = TrainingSettings {
        optimiser,
        learning_rate: 0.01,
        weight_decay: 1e-3,
        schedule: Schedule {
            warm_up_epochs: 0.5,
            shape: ScheduleShape::Cosine { floor: 0.1 },
        },
        batch: 8,
        epochs,
        seed: 5,
        clip_norm: Some(0.5),
        early_stopping: Some(EarlyStopping::default()),
    };
    Job {
        data: prepared(blobs(), 4),
        settings: VariantSettings {
            architecture: Architecture {
                encoder: vec![layer(16, Activation::Relu), layer(8, Activation::Tanh)],
                code: Code {
                    width: 4,
                    activation: Activation::Identity,
                    ..Default::default()
                },
                decoder: Decoder::Mirrored,
                ..Architecture::default()
            },
            loss,
            training,
            ..VariantSettings::default()
        },
        ..job(1, training)
    }
}

#[test]
fn every_optimiser_goes_on_bit_for_bit_after_an_epoch() {
    for (optimiser, loss) in
        Optimiser::ALL
            .into_iter()
            .zip([Loss::Mse, Loss::Bce, Loss::L1, Loss::Mse])
    {
        let mut straight = Run::new(dense(optimiser, loss, 2)).unwrap();
        let start = straight.resume_state();
        for _ in 0..6 {
            straight.step().unwrap();
        }
        // The cosine depends on the epochs, so the first half knows of both as well.
        let saved = straight.resume_state();
        assert_eq!((saved.position.epoch, saved.position.batch), (1, 0));
        assert_eq!(finish(&mut straight).end, Some(RunEnd::Finished));

        let mut second = Run::new(resumed(dense(optimiser, loss, 2), &saved)).unwrap();
        assert_eq!(finish(&mut second).end, Some(RunEnd::Finished));
        let straight = timeless(straight.resume_state());
        assert_eq!(straight, timeless(second.resume_state()), "{optimiser:?}");
        assert_ne!(straight.state.weights, start.state.weights);
        assert_eq!(straight.position.step, 12);
    }
}

#[test]
fn a_run_told_of_one_epoch_goes_on_when_two_are_asked_for() {
    let constant = |epochs| {
        let mut job = dense(Optimiser::default(), Loss::Mse, epochs);
        job.settings.training.schedule = Schedule::default();
        job
    };
    let mut straight = Run::new(constant(2)).unwrap();
    finish(&mut straight);
    let mut first = Run::new(constant(1)).unwrap();
    finish(&mut first);
    let mut second = Run::new(resumed(constant(2), &first.resume_state())).unwrap();
    finish(&mut second);
    assert_eq!(
        timeless(straight.resume_state()),
        timeless(second.resume_state())
    );
}

#[test]
fn a_break_after_any_batch_changes_nothing() {
    let optimiser = Optimiser::default();
    let mut straight = Run::new(dense(optimiser, Loss::Mse, 2)).unwrap();
    let mut saved = vec![straight.resume_state()];
    while !straight.is_finished() {
        straight.step().unwrap();
        saved.push(straight.resume_state());
    }
    let end = timeless(straight.resume_state());
    for (batches, saved) in saved.iter().enumerate().take(12) {
        let mut rest = Run::new(resumed(dense(optimiser, Loss::Mse, 2), saved)).unwrap();
        finish(&mut rest);
        assert_eq!(
            timeless(rest.resume_state()),
            end,
            "after {batches} batches"
        );
    }
}

#[test]
fn going_back_within_one_model_restores_the_optimiser_as_well() {
    let early = |epochs| dense(Optimiser::default(), Loss::Mse, epochs);
    let mut run = Run::new(early(2)).unwrap();
    let start = run.resume_state();
    finish(&mut run);
    let end = timeless(run.resume_state());
    // Diverging and early stopping go back with the same model; here by way of its own door.
    let mut used = hourglass::model::build(&hourglass::training::blueprint(&early(2))).unwrap();
    used.restore(&run.resume_state().state).unwrap();
    used.restore(&start.state).unwrap();
    assert_eq!(used.state(), *start.state);
    let mut again = Run::with_model(resumed(early(2), &start), used).unwrap();
    finish(&mut again);
    assert_eq!(timeless(again.resume_state()), end);
}

#[test]
fn training_learns_and_views_show_it() {
    let mut learning = dense(Optimiser::default(), Loss::Mse, 150);
    learning.settings.training.weight_decay = 0.0;
    learning.settings.training.clip_norm = None;
    learning.settings.training.schedule = Schedule::default();
    learning.settings.training.early_stopping = None;
    for layer in &mut learning.settings.architecture.encoder {
        layer.dropout = 0.0;
    }
    learning.data = prepared(blobs(), 0);
    let mut run = Run::new(learning).unwrap();
    let untrained = mean_error(&run);
    finish(&mut run);
    let trained = mean_error(&run);
    assert!(trained < 0.5 * untrained, "{untrained} became {trained}");
    let measured = run.history().epochs[149].validation.mse;
    assert!(
        (trained - measured).abs() < 1e-6,
        "{measured}, not {trained}"
    );
    let view = run.latent_view().unwrap();
    assert_eq!((view.width, view.codes.len()), (4, 44));
}

/// Over all test images: the gallery shows up to 12 and there are 11.
fn mean_error(run: &Run) -> f64 {
    let errors = run.gallery_view(Default::default()).unwrap().errors;
    errors.iter().map(|&error| f64::from(error)).sum::<f64>() / errors.len() as f64
}

#[test]
fn an_exploding_run_falls_back_and_says_what_to_try() {
    let mut wild = dense(Optimiser::ALL[0], Loss::Mse, 30);
    wild.settings.architecture.output = Activation::Identity;
    wild.settings.training.learning_rate = 1e4;
    wild.settings.training.clip_norm = None;
    wild.settings.training.schedule = Schedule::default();
    let mut run = Run::new(wild).unwrap();
    let start = run.resume_state();
    let end = finish(&mut run).end;
    assert!(matches!(end, Some(RunEnd::Diverged { .. })), "{end:?}");
    let mut back = run.resume_state();
    assert!(back.history.diverged.take().is_some());
    assert_eq!(back, start);
}

#[test]
fn the_worker_trains_the_real_engine_to_the_same_bits() {
    let threads = 2;
    let job = || dense(Optimiser::default(), Loss::Bce, 3);
    let trained = |pause: bool| {
        let worker = Worker::spawn(threads, Arc::new(|| {})).unwrap();
        let variant = VariantId(1);
        let views = pause;
        send(&worker, Command::Watch { variant, views });
        send(&worker, Command::Load(Box::new(job())));
        if pause {
            for _ in 0..4 {
                send(&worker, Command::Step(variant));
            }
            let events = events_until(
                &worker,
                |event| matches!(event, Event::ResumeState { resume_state, .. } if resume_state.position.step == 4),
            );
            let saved = resume_state_in(&events, 1).unwrap();
            send(&worker, Command::Load(Box::new(resumed(job(), &saved))));
        }
        send(&worker, Command::Train(vec![variant]));
        let events = events_until_state(&worker, 1, RunState::Finished);
        timeless(resume_state_in(&events, 1).unwrap().as_ref().clone())
    };
    let straight = trained(false);
    assert_eq!(straight.position.epoch, 3);
    assert_eq!(trained(true), straight);
}
