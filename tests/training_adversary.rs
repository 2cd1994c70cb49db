//! Runs of adversarial models: a break anywhere changes nothing, and the schedule moves both players' rates.

mod training_support;

use hourglass::data::{Dataset, ImageShape, Samples};
use hourglass::model::{Adversary, Architecture, Code, Distribution, Layer, Prior};
use hourglass::training::{
    Job, Run, RunEnd, Schedule, ScheduleShape, TrainingSettings, VariantSettings,
};
use training_support::{finish, job, prepared, resumed, timeless};

const SHAPE: ImageShape = ImageShape {
    height: 3,
    width: 4,
    channels: 1,
};

fn stripes() -> Dataset {
    let images = |count: usize| {
        let pixel = |i: usize| ((i / 12 * 31 + i % 12 * 57) % 256) as u8;
        let pixels: Vec<u8> = (0..count * 12).map(pixel).collect();
        Samples::images(SHAPE, pixels, None).unwrap()
    };
    Dataset::new("stripes", images(20), images(4))
}

fn playing(adversary: Adversary, distribution: Distribution) -> Job {
    let training = TrainingSettings {
        learning_rate: 0.01,
        schedule: Schedule {
            warm_up_epochs: 0.5,
            shape: ScheduleShape::Cosine { floor: 0.1 },
        },
        batch: 8,
        epochs: 2,
        seed: 5,
        clip_norm: Some(0.5),
        ..TrainingSettings::default()
    };
    let layer = Layer {
        width: 16,
        dropout: 0.2,
        ..Layer::default()
    };
    Job {
        data: prepared(stripes(), 0),
        settings: VariantSettings {
            architecture: Architecture {
                encoder: vec![layer],
                code: Code {
                    width: 2,
                    distribution,
                    ..Code::default()
                },
                adversary: Some(adversary),
                ..Architecture::default()
            },
            training,
            ..VariantSettings::default()
        },
        ..job(1, training)
    }
}

fn both() -> [Job; 2] {
    let prior = Prior::SwissRoll;
    [
        playing(Adversary::Code { prior }, Distribution::Point),
        playing(Adversary::Output, Distribution::Gaussian),
    ]
}

#[test]
fn a_break_after_any_batch_changes_nothing() {
    for job in both() {
        let mut straight = Run::new(job.clone()).unwrap();
        let mut saved = vec![straight.resume_state()];
        while !straight.is_finished() {
            straight.step().unwrap();
            saved.push(straight.resume_state());
        }
        assert_eq!(saved.len(), 7);
        let end = timeless(straight.resume_state());
        assert!(end.history.epochs[1].train_parts.adversarial.is_some());
        for saved in saved.iter().take(6).step_by(2) {
            let mut rest = Run::new(resumed(job.clone(), saved)).unwrap();
            assert_eq!(finish(&mut rest).end, Some(RunEnd::Finished));
            let place = (saved.position.epoch, saved.position.batch);
            assert_eq!(timeless(rest.resume_state()), end, "after {place:?}");
        }
    }
}

#[test]
fn both_rates_follow_the_schedule() {
    for job in both() {
        let mut run = Run::new(job).unwrap();
        let start = run.resume_state();
        // The warm-up begins with a rate of 0.
        run.step().unwrap();
        let first = run.resume_state();
        assert_eq!(first.state.weights, start.state.weights);
        run.step().unwrap();
        let second = run.resume_state();
        for name in [
            "encoder.0.weight",
            "decoder.0.weight",
            "discriminator.0.weight",
        ] {
            assert_ne!(
                second.state.weights[name], first.state.weights[name],
                "{name}"
            );
        }
    }
}
