//! Runs that are trained to their end, for tests of what is made of them.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::sync::Arc;

use hourglass::data::{Dataset, ImageShape, Samples};
use hourglass::project::Trained;
use hourglass::training::{Job, Run, RunState};

/// 24 training and 8 test images of 2 x 2 pixels, of three classes.
pub fn tiny_images() -> Dataset {
    let shape = ImageShape {
        height: 2,
        width: 2,
        channels: 1,
    };
    let images = |count: usize| {
        let pixels: Vec<u8> = (0..count * 4).map(|i| (i * 37 % 256) as u8).collect();
        let labels = (0..count).map(|i| (i % 3) as u8).collect();
        Samples::images(shape, pixels, Some(labels)).unwrap()
    };
    Dataset::new("made up", images(24), images(8))
}

pub fn to_the_end(job: Job) -> Run {
    let mut run = Run::new(job).unwrap();
    while !run.is_finished() {
        run.step().unwrap();
    }
    run
}

/// What a project keeps of a run that is trained to its end.
pub fn trained(job: Job) -> Trained {
    let settings = job.settings.clone();
    Trained {
        resume_state: Arc::new(to_the_end(job).resume_state()),
        settings,
        state: RunState::Finished,
    }
}
