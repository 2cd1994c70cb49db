//! One run: the same bits whatever happens meanwhile, early stopping, divergence, bad jobs.

mod training_support;

use std::sync::Arc;

use hourglass::data::{DataSettings, Dataset, Prepared, Samples, Scaling};
use hourglass::training::{
    EarlyStopping, GalleryChoice, GalleryRequest, RunEnd, Schedule, ScheduleShape, TrainingSettings,
};
use training_support::*;

#[test]
fn one_epoch_saved_and_one_more_equals_two_straight() {
    let mut straight = run(job(1, settings(2)));
    assert_eq!(finish(&mut straight).end, Some(RunEnd::Finished));
    let mut first = run(job(1, settings(1)));
    finish(&mut first);
    let mut second = run(resumed(job(1, settings(2)), &first.resume_state()));
    finish(&mut second);
    let (straight, second) = (
        timeless(straight.resume_state()),
        timeless(second.resume_state()),
    );
    assert_eq!(straight.position.step, 10);
    assert_eq!(straight.history.epochs.len(), 2);
    assert_eq!(straight, second);
    // The seed matters, so the equality above says something.
    let other = TrainingSettings {
        seed: 12,
        ..settings(2)
    };
    let mut other = run(job(1, other));
    finish(&mut other);
    assert_ne!(other.resume_state().state, second.state);
}

#[test]
fn a_run_resumed_at_any_batch_goes_on_bit_for_bit() {
    let training = TrainingSettings {
        schedule: Schedule {
            warm_up_epochs: 0.5,
            shape: ScheduleShape::Cosine { floor: 0.0 },
        },
        early_stopping: Some(EarlyStopping::default()),
        ..settings(3)
    };
    let mut straight = run(job(1, training));
    finish(&mut straight);
    let straight = timeless(straight.resume_state());
    for pause in 0..15 {
        let mut first = run(job(1, training));
        for _ in 0..pause {
            first.step().unwrap();
        }
        let mut second = run(resumed(job(1, training), &first.resume_state()));
        finish(&mut second);
        assert_eq!(timeless(second.resume_state()), straight, "after {pause}");
    }
}

#[test]
fn looking_and_unchanged_updates_do_not_change_the_bits() {
    let mut straight = run(job(1, settings(2)));
    finish(&mut straight);
    let mut watched = run(job(1, settings(2)));
    while !watched.is_finished() {
        watched.step().unwrap();
        watched.resume_state();
        watched.latent_view().unwrap();
        for choice in [
            GalleryChoice::Random,
            GalleryChoice::Best,
            GalleryChoice::Worst,
        ] {
            let request = GalleryRequest {
                choice,
                ..GalleryRequest::default()
            };
            watched.gallery_view(request).unwrap();
        }
        watched.decode(&[0.1, -0.2, 0.3]).unwrap();
        watched.update(job(1, settings(2)).settings).unwrap();
    }
    assert_eq!(
        timeless(watched.resume_state()),
        timeless(straight.resume_state())
    );
}

#[test]
fn the_schedule_reaches_the_optimiser_and_live_changes_take_hold_at_the_next_step() {
    let probe = Arc::default();
    let training = TrainingSettings {
        learning_rate: 0.25,
        schedule: Schedule {
            warm_up_epochs: 1.0,
            shape: ScheduleShape::Constant,
        },
        ..settings(2)
    };
    let mut run = run_with(job(1, training), &probe);
    for _ in 0..6 {
        run.step().unwrap();
    }
    let live = TrainingSettings {
        learning_rate: 0.01,
        ..training
    };
    run.update(job(1, live).settings).unwrap();
    run.step().unwrap();
    let rates = probe.rates.lock().unwrap().clone();
    assert_eq!(rates, [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.01]);
    let refused = TrainingSettings { batch: 5, ..live };
    assert!(run.update(job(1, refused).settings).is_err());
    assert_eq!(run.settings().training, live);
}

#[test]
fn early_stopping_puts_the_best_weights_back_and_more_patience_goes_on() {
    let probe = Arc::new(Probe::default());
    *probe.script.lock().unwrap() = [0.5, 0.3, 0.31, 0.4, 0.29].into();
    let early = |patience| {
        Some(EarlyStopping {
            patience,
            min_delta: 0.0,
        })
    };
    let training = TrainingSettings {
        early_stopping: early(2),
        ..settings(5)
    };
    let mut run = run_with(job(1, training), &probe);
    for _ in 0..10 {
        run.step().unwrap();
    }
    let best = run.resume_state().state;
    assert_eq!(finish(&mut run).end, Some(RunEnd::StoppedEarly));
    let stopped = run.resume_state();
    assert_eq!(stopped.position.epoch, 4);
    assert!(stopped.stopped_early && run.is_finished());
    assert_eq!(stopped.state, best);
    assert_eq!(run.model().state(), *best);
    assert_eq!(stopped.best.as_ref().map(|best| best.epoch), Some(2));
    let sentence = run.step().unwrap_err().to_string();
    assert!(sentence.contains("patience"), "{sentence}");

    // Also when it was saved and opened in between.
    let mut reopened = run_with(resumed(job(1, training), &stopped), &probe);
    assert!(reopened.is_finished());
    let patient = TrainingSettings {
        early_stopping: early(3),
        ..training
    };
    reopened.update(job(1, patient).settings).unwrap();
    assert_eq!(finish(&mut reopened).end, Some(RunEnd::Finished));
    let finished = reopened.resume_state();
    assert_eq!(finished.position.epoch, 5);
    assert_eq!(finished.best.map(|best| best.epoch), Some(5));
    assert!(!finished.stopped_early);
}

#[test]
fn a_finished_run_goes_on_when_epochs_are_raised() {
    let mut straight = run(job(1, settings(3)));
    finish(&mut straight);
    let mut raised = run(job(1, settings(1)));
    finish(&mut raised);
    assert!(raised.step().is_err());
    raised.update(job(1, settings(3)).settings).unwrap();
    finish(&mut raised);
    assert_eq!(
        timeless(raised.resume_state()),
        timeless(straight.resume_state())
    );
}

#[test]
fn divergence_goes_back_to_the_last_good_weights() {
    for fault in [Fault::NanLoss, Fault::LargeLoss] {
        let probe = Arc::new(Probe::default());
        *probe.fault.lock().unwrap() = Some((508, fault));
        let mut run = run_with(job(1, settings(200)), &probe);
        // Kept after the first epoch that ends 100 updates after the last one kept.
        for _ in 0..500 {
            run.step().unwrap();
        }
        let kept = run.resume_state();
        let end = finish(&mut run).end;
        let Some(RunEnd::Diverged { message, advice }) = end else {
            panic!("not diverged: {end:?}");
        };
        assert!(
            message.ends_with("at step 508 in epoch 102; the weights of step 500 were kept"),
            "{message}"
        );
        assert!(advice.contains("learning rate"));
        let mut back = run.resume_state();
        let diverged = back.history.diverged.take().expect("the way it went");
        assert_eq!(back, kept);
        assert_eq!(run.model().state(), *kept.state);
        assert_eq!(diverged.step, 508);
        let way: Vec<u64> = diverged.way.iter().map(|step| step.step).collect();
        let seen = 501..=(if matches!(fault, Fault::LargeLoss) {
            508
        } else {
            507
        });
        assert_eq!(way, seen.collect::<Vec<_>>(), "without what is no number");
        assert!(!run.is_finished());
        *probe.fault.lock().unwrap() = None;
        assert_eq!(finish(&mut run).end, Some(RunEnd::Finished));
    }
}

#[test]
fn weights_are_good_only_after_the_next_batch_shows_it() {
    let probe = Arc::new(Probe::default());
    *probe.fault.lock().unwrap() = Some((501, Fault::NanLoss));
    let mut run = run_with(job(1, settings(200)), &probe);
    finish(&mut run);
    assert_eq!(run.position().step, 400);
}

#[test]
fn a_watched_loss_that_is_not_a_number_is_divergence() {
    let probe = Arc::new(Probe::default());
    *probe.script.lock().unwrap() = [0.5, f64::NAN].into();
    let mut run = run_with(job(1, settings(3)), &probe);
    let start = run.resume_state();
    assert!(matches!(
        finish(&mut run).end,
        Some(RunEnd::Diverged { .. })
    ));
    let mut back = run.resume_state();
    assert!(back.history.diverged.take().is_some());
    assert_eq!(back, start);
}

#[test]
fn galleries_rank_and_show_test_images() {
    let run = run(job(1, settings(1)));
    let view = |choice, count, seed| {
        let request = GalleryRequest {
            choice,
            count,
            seed,
            ..Default::default()
        };
        run.gallery_view(request).unwrap()
    };
    let best = view(GalleryChoice::Best, 7, 0);
    assert!(best.errors.is_sorted());
    let mut worst = view(GalleryChoice::Worst, 7, 0).indices;
    worst.reverse();
    assert_eq!(worst, best.indices);
    assert_eq!(view(GalleryChoice::Best, 2, 0).indices, best.indices[..2]);
    let random = view(GalleryChoice::Random, 4, 0);
    assert_eq!(random.indices, view(GalleryChoice::Random, 4, 0).indices);
    assert_ne!(random.indices, view(GalleryChoice::Random, 4, 1).indices);
    assert_eq!(view(GalleryChoice::Random, 99, 0).indices.len(), 7);
    assert_eq!(random.outputs.len(), 4 * 9);
    // A picture of the first image, made the long way round.
    let test = dataset().test;
    let input: Vec<f32> = test
        .image(random.indices[0] as usize)
        .iter()
        .map(|&byte| f32::from(byte) / 255.0)
        .collect();
    let output = run.model().reconstruct(&input, 1).unwrap();
    let error = output.iter().zip(&input).map(|(o, i)| (o - i).powi(2));
    let error = error.sum::<f32>() / 9.0;
    assert!((random.errors[0] - error).abs() < 1e-6);
}

#[test]
fn standardised_outputs_come_back_in_the_display_scale() {
    let mut standardised = job(1, settings(1));
    let settings = DataSettings {
        scaling: Scaling::Standardised,
        ..standardised.data.settings.clone()
    };
    standardised.data = Arc::new(Prepared::new(dataset(), &settings).unwrap());
    // The zero code decodes to zero, which is the mean of the pixels of the 18 training images.
    let images = standardised.data.split.train.iter();
    let mean: f64 = images
        .flat_map(|&index| standardised.data.dataset.train.image(index as usize))
        .map(|&b| f64::from(b))
        .sum::<f64>()
        / (18.0 * 9.0 * 255.0);
    let run = run(standardised);
    for value in run.decode(&[0.0; 3]).unwrap() {
        assert!((f64::from(value) - mean).abs() < 1e-6);
    }
    assert_eq!(
        run.decode(&[0.0; 2]).unwrap_err().to_string(),
        "a code of 2 numbers does not fit a model with 3: code"
    );
}

#[test]
fn latents_are_codes_of_all_test_images_in_order() {
    let run = run(job(1, settings(1)));
    let view = run.latent_view().unwrap();
    assert_eq!((view.width, view.codes.len()), (3, 7 * 3));
    let input: Vec<f32> = dataset()
        .test
        .image(5)
        .iter()
        .map(|&byte| f32::from(byte) / 255.0)
        .collect();
    let code = run.model().encode(&input, 1).unwrap();
    for (shown, expected) in view.codes[15..18].iter().zip(code) {
        assert!((shown - expected).abs() < 1e-6);
    }
}

#[test]
fn without_validation_images_the_test_images_are_watched() {
    let mut watching = job(1, settings(1));
    watching.data = prepared(dataset(), 0);
    let mut run = run(watching);
    let outcome = finish(&mut run);
    let view = run.gallery_view(GalleryRequest::default()).unwrap();
    let mse = view.errors.iter().map(|&e| f64::from(e)).sum::<f64>() / 7.0;
    let measured = outcome.epoch.unwrap().validation;
    assert!((measured.mse - mse).abs() < 1e-6);
    assert_eq!(measured.bce, None);
}

#[test]
fn bad_jobs_are_sentences() {
    let refused = |job| {
        let model = Box::new(Tied::new(
            &hourglass::training::blueprint(&self::job(1, settings(1))),
            &Arc::default(),
        ));
        let run = hourglass::training::Run::with_model(job, model);
        run.err().map(|error| error.to_string()).unwrap_or_default()
    };
    let mut empty = job(1, settings(1));
    let nothing = Samples::images(SHAPE, Vec::new(), None).unwrap();
    Arc::make_mut(&mut empty.data).dataset.train = nothing;
    assert_eq!(refused(empty), "there are no samples to train on: noise");
    let batchless = TrainingSettings {
        batch: 0,
        ..settings(1)
    };
    assert_eq!(
        refused(job(1, batchless)),
        "Batch size must be at least 1 and at most 1048576, not 0: training.batch"
    );
    let wide = hourglass::data::ImageShape { width: 4, ..SHAPE };
    let mut mixed = job(1, settings(1));
    let other = Samples::images(wide, vec![0; 12], None).unwrap();
    Arc::make_mut(&mut mixed.data).dataset.test = other;
    assert_eq!(
        refused(mixed),
        "test samples of 3 × 4 × 1 do not match training samples of 3 × 3 × 1: noise"
    );
    let mut larger = job(1, settings(1));
    let dataset = Dataset {
        train: Samples::images(wide, vec![0; 120], None).unwrap(),
        test: Samples::images(wide, Vec::new(), None).unwrap(),
        ..dataset()
    };
    larger.data = prepared(dataset, 4);
    assert!(refused(larger).contains("9 numbers a sample, the samples have 12"));

    let mut trained = run(job(1, settings(2)));
    trained.step().unwrap();
    let mut resume_state = trained.resume_state();
    resume_state.position.batch = 5;
    assert!(refused(resumed(job(1, settings(2)), &resume_state)).ends_with("position.batch"));
    let mut resume_state = trained.resume_state();
    resume_state.state = Arc::default();
    assert!(refused(resumed(job(1, settings(2)), &resume_state)).contains("weights do not fit"));
}

#[test]
fn a_batch_larger_than_the_data_is_one_batch() {
    let large = TrainingSettings {
        batch: 1_000_000,
        ..settings(2)
    };
    let mut large = run(job(1, large));
    assert_eq!(large.step().unwrap().images, 18);
    finish(&mut large);
    assert_eq!(large.position().step, 2);
}
