//! Made-up runs, images and codes, so that panels can be tested without training.

use std::sync::Arc;

use hourglass::app::{App, DatasetState, RunStatus};
use hourglass::data::{DataSettings, Dataset, ImageShape, Prepared, Samples};
use hourglass::eval::{CodeStatistics, Pca};
use hourglass::project::{Document, Variant};
use hourglass::training::{
    EpochRecord, History, LatentView, Measures, Progress, RunState, StepRecord, VariantId,
};

/// Numbers in [0, 1) that look random and are the same every time.
pub struct Noise(u64);

impl Noise {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as f64) / f64::from(1u32 << 31)
    }

    /// About normal, deviation 1.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }
}

/// A run that fell from 0.23 towards `floor` over `epochs` of `per_epoch` steps; the rate drops after 4 epochs.
pub fn history(epochs: u32, per_epoch: u64, floor: f64, seed: u64) -> History {
    let mut noise = Noise::new(seed);
    let total = u64::from(epochs) * per_epoch;
    let loss = |step: u64| floor + (0.23 - floor) / (1.0 + step as f64 / 25.0);
    let every = (total / 2_000).max(1);
    let steps = (1..=total)
        .filter(|step| step % every == 0 || *step == 1)
        .map(|step| StepRecord {
            step,
            seconds: step as f64 * 0.011,
            loss: (loss(step) * (1.0 + 0.07 * noise.normal())) as f32,
            ..Default::default()
        })
        .collect();
    let epochs = (1..=epochs).map(|epoch| {
        let step = u64::from(epoch) * per_epoch;
        // Overfits a little towards the end.
        let drift = 1.03 + 0.004 * (f64::from(epoch) - 7.0).max(0.0).powi(2);
        EpochRecord {
            epoch,
            step,
            seconds: step as f64 * 0.011,
            train_loss: loss(step),
            validation: measures(loss(step) * drift),
            learning_rate: if epoch <= 4 { 1e-3 } else { 2e-4 },
            samples_per_second: 9_100.0,
            ..Default::default()
        }
    });
    History {
        steps,
        epochs: epochs.collect(),
        ..History::default()
    }
}

pub fn measures(loss: f64) -> Measures {
    Measures {
        loss,
        mse: loss,
        bce: None,
        ..Default::default()
    }
}

pub fn run(history: History) -> RunStatus {
    RunStatus {
        state: RunState::Paused,
        progress: Progress {
            batches: 430,
            ..Progress::default()
        },
        history,
        ..RunStatus::default()
    }
}

/// Two variants that have trained, the first selected.
pub fn two_runs() -> App {
    let mut document = Document::default();
    document.variants[0].name = "A dense 32".into();
    document.variants.push(Variant {
        id: VariantId(2),
        name: "B tanh 2".into(),
        colour: 1,
        ..Variant::default()
    });
    let mut app = App::detached(document);
    app.runs
        .insert(VariantId(1), run(history(12, 430, 0.007, 1)));
    app.runs
        .insert(VariantId(2), run(history(9, 430, 0.028, 2)));
    app
}

/// `count` test images of ten classes, each class a bar of its own height.
pub fn prepared(count: usize, labels: bool) -> Prepared {
    let shape = ImageShape {
        height: 28,
        width: 28,
        channels: 1,
    };
    let mut pixels = vec![0u8; count * shape.size()];
    for (i, image) in pixels.chunks_exact_mut(shape.size()).enumerate() {
        for row in 4..24 - (i % 10) * 2 {
            image[row * 28 + 8..row * 28 + 12 + i % 10].fill(230);
        }
    }
    let labels = labels.then(|| (0..count).map(|i| (i % 10) as u8).collect());
    let images = Samples::images(shape, pixels, labels).unwrap();
    let dataset = Dataset::new("made up", images.clone(), images);
    let settings = DataSettings {
        validation: 0,
        ..DataSettings::default()
    };
    Prepared::new(dataset, &settings).unwrap()
}

/// Ten clouds of codes on a spiral; wider codes come with two components.
pub fn latent(count: usize, width: usize) -> LatentView {
    let mut noise = Noise::new(7);
    let mut codes = vec![0.0f32; count * width];
    for (i, code) in codes.chunks_exact_mut(width).enumerate() {
        let class = (i % 10) as f64;
        let (angle, radius) = (class * 0.95, 1.2 + class * 0.42);
        let spread = 0.35 + 0.06 * class;
        for (axis, number) in code.iter_mut().enumerate() {
            let centre = match axis {
                0 => radius * angle.cos(),
                1 => radius * angle.sin() * 0.8,
                _ => 0.0,
            };
            *number = (centre + spread * noise.normal()) as f32;
        }
    }
    let pca = (width > 2).then(|| {
        let mut components = vec![0.0; 3 * width];
        for i in 0..3 {
            components[i * width + i] = 1.0;
        }
        Pca {
            mean: vec![0.0; width],
            components,
            variances: vec![6.2, 4.2, 1.0],
            total_variance: 20.0,
        }
    });
    LatentView {
        width,
        statistics: CodeStatistics::of(&codes),
        codes,
        pca,
        step: 1,
        ..Default::default()
    }
}

/// One variant with data and a latent view.
pub fn with_latent(count: usize, width: usize, labels: bool) -> App {
    let mut document = Document::default();
    // The application refuses to decode codes of another width than the model's.
    document.variants[0].settings.architecture.code.width = width;
    let mut app = App::detached(document);
    app.dataset = DatasetState::Ready(Arc::new(prepared(count, labels)));
    let mut status = run(History::default());
    status.views.set(Arc::new(latent(count, width)));
    app.runs.insert(VariantId(1), status);
    app
}
