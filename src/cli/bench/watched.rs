//! A worker in training as the window has it, for cases that measure what views cost.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::training::job;
use super::{PROJECT, Setting, example};
use crate::cli::failure::{Failure, Result};
use crate::model::{DeviceChoice, DeviceId};
use crate::training::{
    ByVariant, Command, Event, GalleryView, Job, LatentView, RunState, VariantId, Worker,
};

/// Longest wait for a sign of life.
const PATIENCE: Duration = Duration::from_mins(1);

/// States that nobody asked for.
const ENDED: [RunState; 2] = [RunState::Diverged, RunState::Finished];

/// A worker that trains the example until it is dropped.
pub struct Watched {
    pub worker: Worker,
    pub variant: VariantId,
    /// Numbers in a code.
    pub code: usize,
    woken: Receiver<()>,
    batch: usize,
    /// Images an epoch.
    images: usize,
}

/// What a reader finds after it was woken.
pub struct News {
    /// Images trained on in all, and when that was read.
    pub trained: Option<(Instant, u64)>,
    /// A new latent view.
    pub latents: Option<ByVariant<LatentView>>,
}

impl Watched {
    /// Starts training; `change` has the last word on the job.
    ///
    /// # Errors
    /// When the data cannot be read or the system refuses a thread.
    pub fn start(setting: &Setting, change: impl FnOnce(&mut Job)) -> Result<Self> {
        let mut job = job(PROJECT, setting.dataset()?)?;
        // Never finished while it is measured.
        job.settings.training.epochs = 1_000_000;
        change(&mut job);
        let (variant, batch) = (job.variant, job.settings.training.batch);
        let code = job.settings.architecture.code.width;
        let images = job.data.split.train.len();
        let (wake, woken) = channel();
        let wake = move || {
            // Nobody waits any more at the end.
            let _ = wake.send(());
        };
        let worker = Worker::spawn(setting.threads, Arc::new(wake))?;
        let watched = Self {
            worker,
            variant,
            code,
            woken,
            batch,
            images,
        };
        // What it is compared with is the processor's.
        watched.send(Command::Device(DeviceChoice::This(DeviceId::Cpu)))?;
        for request in example(PROJECT)?.view.requests() {
            watched.send(Command::Observe(request))?;
        }
        watched.send(Command::Load(Box::new(job)))?;
        watched.send(Command::Train(vec![variant]))?;
        Ok(watched)
    }

    /// # Errors
    /// When the worker is gone or hopelessly behind.
    pub fn send(&self, command: Command) -> Result<()> {
        match self.worker.send(command) {
            true => Ok(()),
            false => Err(Failure::new("the training thread takes no commands")),
        }
    }

    /// Views are looked at from now on, or not.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub fn watch(&self, views: bool) -> Result<()> {
        let variant = self.variant;
        self.send(Command::Watch { variant, views })
    }

    /// Waits until the worker wakes its reader, and reads all that is there.
    ///
    /// # Errors
    /// When nothing comes, or training ends.
    pub fn news(&self) -> Result<News> {
        self.woken
            .recv_timeout(PATIENCE)
            .map_err(|_| Failure::new("training gives no sign of life"))?;
        self.worker.views.take::<GalleryView>();
        let mut news = News {
            trained: None,
            latents: self.worker.views.take(),
        };
        while let Some(event) = self.worker.try_event() {
            match event {
                Event::Progress { progress, .. } => {
                    let whole = u64::from(progress.epoch) * self.images as u64;
                    let begun = u64::from(progress.batch) * self.batch as u64;
                    news.trained = Some((Instant::now(), whole + begun));
                }
                Event::Failed { message, .. } => return Err(Failure(message)),
                Event::State { state, .. } if ENDED.contains(&state) => {
                    return Err(Failure::new("training ended by itself"));
                }
                _ => {}
            }
        }
        Ok(news)
    }
}
