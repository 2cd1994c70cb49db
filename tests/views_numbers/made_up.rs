//! Variants whose measures are known.

use hourglass::app::{App, DatasetState, Figures, PcaErrors, RunStatus};
use hourglass::model::{Distribution, Loss};
use hourglass::project::{Document, Trained, Variant};
use hourglass::training::{GaussianCode, Measured, RunState, VariantId};

use crate::common::made_up;

/// Codes of 2, 8, 32, ... numbers; every third is variational with another loss.
const CODES: [usize; 12] = [2, 8, 32, 2, 4, 16, 10, 64, 8, 16, 32, 2];
const NAMES: [&str; 12] = [
    "dense 2",
    "dense 8",
    "dense 32",
    "VAE of 2",
    "narrow",
    "sparse, L1",
    "denoising",
    "wide",
    "tanh",
    "trained for longer than all the others",
    "\u{3b2}-VAE",
    "linear",
];

/// `count` variants at rest, all measured but for the last of more than four, which is hidden; the first selected.
pub fn measured(count: usize) -> App {
    let mut document = Document {
        name: "codes".into(),
        variants: Vec::new(),
        ..Document::default()
    };
    for index in 0..count.min(12) {
        document.variants.push(variant(index, index == 11));
    }
    let mut app = App::detached(document);
    app.dataset = DatasetState::Ready(made_up::prepared(40, true).into());
    for index in 0..count {
        let id = VariantId(index as u32 + 1);
        let mut run = made_up::run(made_up::history(12, 430, 0.007, id.0.into()));
        run.progress.epoch = 12;
        app.runs.insert(
            id,
            RunStatus {
                state: RunState::Finished,
                ..run
            },
        );
        if index < 4 || index + 1 < count {
            app.figures.by_variant.insert(id, figures(index));
        }
    }
    // About those of MNIST.
    let errors = (0..=64).map(|size| 0.0675 / (1.0 + f64::from(size) / 11.0));
    app.figures.pca = Some(PcaErrors {
        data: app.dataset.prepared().expect("data").settings.clone(),
        errors: errors.collect(),
    });
    app
}

fn variant(index: usize, hidden: bool) -> Variant {
    let mut variant = Variant {
        id: VariantId(index as u32 + 1),
        name: NAMES[index].into(),
        colour: index as u8,
        hidden,
        ..Variant::default()
    };
    let settings = &mut variant.settings;
    settings.architecture.code.width = CODES[index];
    if index.is_multiple_of(3) && index > 0 {
        settings.architecture.code.distribution = Distribution::Gaussian;
        settings.loss = Loss::Bce;
    }
    if index == 2 {
        settings.training.learning_rate = 3e-4;
    }
    variant.trained = Some(Trained {
        resume_state: Default::default(),
        settings: variant.settings.clone(),
        state: RunState::Finished,
    });
    variant
}

fn figures(index: usize) -> Figures {
    let code = CODES[index] as f64;
    let mse = 0.045 / (1.0 + code / (5.0 + index as f64));
    Figures {
        step: 5_160,
        epochs: 12.0,
        measured: Measured {
            mse,
            bce: Some(mse * 4.0 + 0.05),
            psnr: Some(-10.0 * mse.log10()),
            ssim: Some(1.0 - mse * 9.0),
            loss: mse,
            gaussian: (index.is_multiple_of(3) && index > 0).then_some(GaussianCode {
                kl: 6.25 * code.ln_1p(),
                elbo: Some(-100.0 - 3.0 * code),
                active_units: CODES[index].min(9),
            }),
            ..Measured::default()
        },
    }
}
