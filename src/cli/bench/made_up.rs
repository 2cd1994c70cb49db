//! A window full of made-up trained variants: histories, codes and reconstructions that are the same every time.

use std::sync::Arc;

use crate::app::{App, DatasetState, Figures, RunStatus};
use crate::cli::failure::{Failure, Result};
use crate::data::{DataSettings, Dataset, Prepared, Samples};
use crate::eval::{CodeStatistics, Pca};
use crate::model::LossParts;
use crate::project::{Document, Variant};
use crate::training::{
    EpochRecord, GalleryRequest, GalleryView, History, LatentView, Measured, Measures, Progress,
    RunState, StepRecord, VariantId,
};

/// Numbers in a code.
const WIDTH: usize = 32;
/// Steps each variant has trained: as many as a history keeps.
const STEPS: u64 = 4_000;

/// How much there is to show.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    pub variants: u32,
    /// Images in each gallery.
    images: usize,
    /// Steps an epoch.
    epoch: u64,
}

impl Extent {
    pub const USUAL: Self = Self {
        variants: 5,
        images: 12,
        epoch: 400,
    };
    /// As much as anybody would open.
    pub const MOST: Self = Self {
        variants: 20,
        images: 64,
        epoch: 16,
    };
}

/// What a training under way would change from frame to frame.
pub struct Live {
    extent: Extent,
    latents: [Arc<LatentView>; 2],
    galleries: [Arc<GalleryView>; 2],
    looks: usize,
}

impl Live {
    /// Test images, each a point.
    pub const POINTS: usize = 70_000;

    pub fn variants(&self) -> u32 {
        self.extent.variants
    }

    /// One more update of variant `id`; 1 is selected.
    pub fn step(&self, app: &mut App, id: u32) {
        if let Some(run) = app.runs.get_mut(&VariantId(id)) {
            let step = run.history.steps.last().map_or(1, |last| last.step + 1);
            run.history.record(record(step, id));
            run.progress.step = step;
        }
    }

    /// New codes and reconstructions of variant `id`.
    pub fn look(&mut self, app: &mut App, id: u32) {
        self.looks += 1;
        if let Some(run) = app.runs.get_mut(&VariantId(id)) {
            // Views that are other ones each time.
            run.views
                .set(Arc::new((*self.latents[self.looks % 2]).clone()));
            run.views
                .set(Arc::new((*self.galleries[self.looks % 2]).clone()));
        }
    }
}

/// Images and codes that several windows can show.
pub struct Stage {
    data: Arc<Prepared>,
    latents: [Arc<LatentView>; 2],
}

impl Stage {
    /// All images of `dataset` are test images.
    pub fn new(dataset: &Dataset) -> Result<Self> {
        let data = prepared(dataset)?;
        let test = &data.dataset.test;
        Ok(Self {
            latents: [latent(test, 0.0), latent(test, 0.1)].map(Arc::new),
            data: Arc::new(data),
        })
    }

    /// An application with variants of this `extent`, and what changes while they train.
    pub fn window(&self, extent: Extent) -> (App, Live) {
        let gallery = |error| gallery(&self.data.dataset.test, extent.images, error);
        let live = Live {
            extent,
            latents: self.latents.clone(),
            galleries: [gallery(0.0), gallery(0.1)].map(Arc::new),
            looks: 0,
        };
        let document = Document {
            variants: (1..=extent.variants).map(variant).collect(),
            next_id: extent.variants + 1,
            ..Document::default()
        };
        let mut app = App::detached(document);
        for id in 1..=extent.variants {
            let mut run = run(id, extent.epoch);
            run.views.set(Arc::clone(&live.latents[0]));
            run.views.set(Arc::clone(&live.galleries[0]));
            app.runs.insert(VariantId(id), run);
            app.figures.by_variant.insert(VariantId(id), figures(id));
        }
        app.dataset = DatasetState::Ready(Arc::clone(&self.data));
        (app, live)
    }
}

fn variant(id: u32) -> Variant {
    let mut variant = Variant {
        id: VariantId(id),
        name: format!("variant {id}"),
        colour: ((id - 1) % 8) as u8,
        ..Variant::default()
    };
    let settings = &mut variant.settings;
    settings.architecture.code.width = WIDTH;
    // Columns of the table.
    settings.training.batch = 32 << (id % 3);
    settings.training.learning_rate = 1e-3 / id as f32;
    settings.training.seed = u64::from(id);
    variant
}

/// Measures that would belong to the loss.
fn figures(id: u32) -> Figures {
    let mse = loss(STEPS, id);
    Figures {
        step: STEPS,
        epochs: 1e6,
        measured: Measured {
            mse,
            bce: Some(4.0 * mse),
            psnr: Some(-10.0 * mse.log10()),
            ssim: Some(1.0 - 10.0 * mse),
            loss: mse,
            reconstruction: mse,
            ..Measured::default()
        },
    }
}

fn prepared(dataset: &Dataset) -> Result<Prepared> {
    let dataset = Dataset {
        test: together(&dataset.train, &dataset.test)?,
        ..dataset.clone()
    };
    Prepared::new(dataset, &DataSettings::default()).map_err(Failure)
}

fn together(first: &Samples, second: &Samples) -> Result<Samples> {
    let mut pixels = Vec::new();
    let mut labels = Vec::new();
    for samples in [first, second] {
        for index in 0..samples.len() {
            pixels.extend_from_slice(samples.image(index));
            labels.extend(samples.label(index).map(|label| label as u8));
        }
    }
    let shape = first.shape().image();
    let shape = shape.ok_or_else(|| Failure::new("the samples are no images"))?;
    let labels = (!labels.is_empty()).then_some(labels);
    Ok(Samples::images(shape, pixels, labels)?)
}

fn run(id: u32, steps_an_epoch: u64) -> RunStatus {
    let mut history = History::default();
    for step in 1..=STEPS {
        history.record(record(step, id));
        if step.is_multiple_of(steps_an_epoch) {
            history.epochs.push(epoch(step, steps_an_epoch, id));
        }
    }
    RunStatus {
        state: RunState::Paused,
        progress: Progress {
            epoch: (STEPS / steps_an_epoch) as u32,
            epochs: 500,
            batch: 0,
            batches: steps_an_epoch as u32,
            step: STEPS,
            learning_rate: 1e-3,
            ..Progress::default()
        },
        history,
        ..RunStatus::default()
    }
}

/// A loss that falls from about 0.2 towards a floor of each variant's own.
fn loss(step: u64, id: u32) -> f64 {
    0.003 * f64::from(id) + 0.2 / (1.0 + step as f64 / 50.0)
}

fn record(step: u64, id: u32) -> StepRecord {
    let noise = noise(step * 5 + u64::from(id));
    StepRecord {
        step,
        seconds: step as f64 * 0.01,
        loss: (loss(step, id) * (1.0 + 0.1 * noise)) as f32,
        parts: parts(loss(step, id)),
    }
}

/// A loss in two parts.
fn parts(loss: f64) -> LossParts {
    LossParts {
        reconstruction: 0.8 * loss,
        penalty: 0.2 * loss,
        ..LossParts::default()
    }
}

fn epoch(step: u64, steps_an_epoch: u64, id: u32) -> EpochRecord {
    let loss = loss(step, id);
    EpochRecord {
        epoch: (step / steps_an_epoch) as u32,
        step,
        seconds: step as f64 * 0.01,
        train_loss: loss,
        train_parts: parts(loss),
        validation: Measures {
            loss: loss * 1.05,
            mse: loss * 1.05,
            bce: None,
            parts: parts(loss * 1.05),
        },
        learning_rate: 1e-3,
        samples_per_second: 10_000.0,
    }
}

/// A cloud of codes for each label, all moved by `shift`.
fn latent(test: &Samples, shift: f32) -> LatentView {
    let mut codes = Vec::with_capacity(test.len() * WIDTH);
    for index in 0..test.len() {
        let label = u64::from(test.label(index).unwrap_or(0));
        for axis in 0..WIDTH as u64 {
            let centre = noise(label * 64 + axis);
            // The sum of three is about normal.
            let at = (index as u64 * WIDTH as u64 + axis) * 3 + 1_000_000;
            let spread = noise(at) + noise(at + 1) + noise(at + 2);
            codes.push((2.0 * centre + 0.5 * spread) as f32 + shift);
        }
    }
    LatentView {
        width: WIDTH,
        pca: Pca::fit(&codes, WIDTH, 16).ok(),
        statistics: CodeStatistics::of(&codes),
        codes,
        step: STEPS,
        ..Default::default()
    }
}

/// The first images, paler by `error`.
fn gallery(test: &Samples, count: usize, error: f32) -> GalleryView {
    let request = GalleryRequest {
        count,
        ..GalleryRequest::default()
    };
    let indices: Vec<u32> = (0..request.count.min(test.len()) as u32).collect();
    let bytes = indices.iter().flat_map(|&index| test.image(index as usize));
    GalleryView {
        request,
        outputs: bytes
            .map(|&byte| (1.0 - error) * f32::from(byte) / 255.0)
            .collect(),
        errors: vec![error * error; indices.len()],
        indices,
        step: STEPS,
        ..Default::default()
    }
}

/// A number in [-1, 1) that looks random and is the same for the same `at` (SplitMix64).
fn noise(at: u64) -> f64 {
    let mut z = at.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_spread_over_its_range() {
        let numbers: Vec<f64> = (0..10_000).map(noise).collect();
        assert!(numbers.iter().all(|number| (-1.0..1.0).contains(number)));
        assert!(numbers.iter().sum::<f64>().abs() < 200.0);
        assert_eq!(noise(3), noise(3));
    }

    #[test]
    fn histories_fall() {
        let run = run(2, 400);
        assert_eq!(run.history.steps.len(), STEPS as usize);
        assert_eq!(run.history.epochs.len(), 10);
        assert!(run.history.steps[0].loss > 5.0 * run.history.steps[3_999].loss);
    }
}
