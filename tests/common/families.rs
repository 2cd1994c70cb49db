//! Made-up runs of every family: what their losses are made of, and what their codes say.

use std::sync::Arc;

use hourglass::app::App;
use hourglass::data::Corruption;
use hourglass::eval::{CodeStatistics, PosteriorStatistics};
use hourglass::model::{AdversarialLosses, Adversary, Distribution, Loss, LossParts, Parts, Prior};
use hourglass::project::Variant;
use hourglass::training::{GalleryRequest, GalleryView, History, LatentView, Phase, VariantId};

use super::made_up::{self, Noise, history, run};

const A: VariantId = VariantId(1);

/// Gives every record of `history` the parts that `make` says, at the share of the run that is done; the whole loss
/// is their sum.
fn with_parts(mut history: History, make: impl Fn(f64, &mut Noise) -> LossParts) -> History {
    let mut noise = Noise::new(11);
    let last = history.steps.last().map_or(1, |step| step.step) as f64;
    let whole = |parts: &LossParts| parts.reconstruction + parts.kl.unwrap_or(0.0) + parts.penalty;
    for step in &mut history.steps {
        step.parts = make(step.step as f64 / last, &mut noise);
        step.loss = whole(&step.parts) as f32;
    }
    for epoch in &mut history.epochs {
        let parts = make(epoch.step as f64 / last, &mut noise);
        epoch.train_parts = parts;
        epoch.train_loss = whole(&parts);
        epoch.validation.parts = LossParts {
            adversarial: None,
            reconstruction: parts.reconstruction * 1.01,
            ..parts
        };
        epoch.validation.loss = whole(&epoch.validation.parts);
    }
    history
}

/// A variational run: reconstruction falls from 540 towards 80 nats, KL rises from 0 to 25.
pub fn variational_history() -> History {
    with_parts(history(12, 430, 0.007, 1), |done, noise| LossParts {
        reconstruction: (80.0 + 460.0 / (1.0 + done * 90.0)) * (1.0 + 0.02 * noise.normal()),
        kl: Some(25.0 * (1.0 - (-done * 30.0).exp()) + 0.3 * noise.normal().abs()),
        ..LossParts::default()
    })
}

/// An adversarial run whose players come to a draw.
pub fn adversarial_history() -> History {
    with_parts(history(12, 430, 0.007, 1), |done, noise| {
        let gap = 0.5 / (1.0 + done * 12.0);
        LossParts {
            reconstruction: 0.02 + 0.2 / (1.0 + done * 90.0),
            adversarial: Some(AdversarialLosses {
                discriminator: 0.69 - gap + 0.02 * noise.normal(),
                generator: 0.69 + 2.0 * gap + 0.04 * noise.normal(),
                real_accuracy: (0.5 + 0.8 * gap + 0.02 * noise.normal()).min(1.0),
                fake_accuracy: (0.5 + 0.7 * gap + 0.02 * noise.normal()).min(1.0),
                ..Default::default()
            }),
            ..LossParts::default()
        }
    })
}

/// A sparse run.
pub fn sparse_history() -> History {
    with_parts(history(12, 430, 0.007, 1), |done, noise| LossParts {
        reconstruction: 0.1 + 0.1 / (1.0 + done * 90.0),
        penalty: (0.01 + 0.05 / (1.0 + done * 40.0)) * (1.0 + 0.05 * noise.normal()),
        ..LossParts::default()
    })
}

/// One variant with data and `history`.
fn app(name: &str, history: History, width: usize) -> App {
    let mut app = made_up::with_latent(2_000, width, true);
    app.document.variants[0].name = name.into();
    let mut status = run(history);
    status.views = app.runs[&A].views.clone();
    app.runs.insert(A, status);
    app
}

/// A variational variant with a code of `width`, of which about 3 in 5 dimensions are active.
pub fn variational(width: usize) -> App {
    let mut app = app("vae", variational_history(), width);
    let settings = &mut app.document.variants[0].settings;
    settings.architecture.code.distribution = Distribution::Gaussian;
    settings.loss = Loss::Bce;
    let mut view = (*app.runs[&A].views.get::<LatentView>().unwrap()).clone();
    view.posterior = Some(posterior(width));
    app.runs.get_mut(&A).unwrap().views.set(Arc::new(view));
    app
}

fn posterior(width: usize) -> PosteriorStatistics {
    let mut noise = Noise::new(5);
    let (mut kl, mut variance) = (Vec::new(), Vec::new());
    for _ in 0..width {
        let active = noise.next() < 0.6;
        kl.push(if active {
            0.5 + 2.5 * noise.next()
        } else {
            0.003
        });
        variance.push(if active { 0.9 } else { 0.000_4 });
    }
    PosteriorStatistics { kl, variance }
}

/// An adversarial autoencoder with a code of 2.
pub fn adversarial() -> App {
    let mut app = app("aae", adversarial_history(), 2);
    app.document.variants[0].settings.architecture.adversary = Some(Adversary::Code {
        prior: Prior::Gaussian,
    });
    app
}

/// A sparse variant in three phases beside a plain one.
pub fn sparse() -> App {
    let mut app = app("sparse", sparse_history(), 32);
    let variant = &mut app.document.variants[0];
    variant.settings.objective.penalties.l1 = 1e-3;
    let phase = |epochs, parts, learning_rate| Phase {
        epochs,
        parts,
        learning_rate,
        corruption: None,
    };
    variant.settings.phases = vec![
        phase(2, Parts::Layer { index: 0 }, 1e-3),
        phase(3, Parts::Layer { index: 1 }, 1e-3),
        phase(7, Parts::All, 2e-4),
    ];
    let plain = Variant {
        id: VariantId(2),
        name: "plain".into(),
        colour: 1,
        ..Variant::default()
    };
    let mut status = run(history(9, 430, 0.028, 2));
    status.views = app.runs[&A].views.clone();
    app.document.variants.push(plain);
    app.runs.insert(VariantId(2), status);
    let sparse = sparse_view(2_000, 32);
    app.runs.get_mut(&A).unwrap().views.set(Arc::new(sparse));
    app
}

/// Codes most of whose numbers are 0.
fn sparse_view(count: usize, width: usize) -> LatentView {
    let mut noise = Noise::new(3);
    let mut number = || {
        let (fires, value) = (noise.next() < 0.2, noise.normal().abs());
        if fires { value as f32 } else { 0.0 }
    };
    let codes: Vec<f32> = (0..count * width).map(|_| number()).collect();
    LatentView {
        width,
        statistics: CodeStatistics::of(&codes),
        codes,
        step: 1,
        ..LatentView::default()
    }
}

/// A denoising variant whose gallery has corrupted inputs.
pub fn denoising() -> App {
    let mut app = app("denoising", history(12, 430, 0.007, 1), 32);
    app.document.variants[0].settings.corruption = Corruption::Gaussian { std: 0.5 };
    let data = Arc::clone(app.dataset.prepared().unwrap());
    let mut noise = Noise::new(9);
    let request = GalleryRequest::default();
    let indices: Vec<u32> = (0..request.count as u32).collect();
    let clean: Vec<f32> = indices
        .iter()
        .flat_map(|&index| data.dataset.test.image(index as usize))
        .map(|&byte| f32::from(byte) / 255.0)
        .collect();
    let corrupted = clean
        .iter()
        .map(|x| (x + 0.5 * noise.normal() as f32).clamp(0.0, 1.0));
    let corrupted = corrupted.collect();
    app.runs
        .get_mut(&A)
        .unwrap()
        .views
        .set(Arc::new(GalleryView {
            request,
            corrupted: Some(corrupted),
            outputs: clean.iter().map(|x| 0.95 * x + 0.02).collect(),
            errors: vec![0.001_2; indices.len()],
            indices,
            step: 7,
            ..GalleryView::default()
        }));
    app
}
