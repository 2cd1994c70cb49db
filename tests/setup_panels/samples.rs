//! Settings with every choice taken somewhere.

use std::sync::Arc;

use hourglass::app::{App, DatasetState};
use hourglass::data::{
    Corruption, DataSettings, Dataset, ImageShape, PictureSet, Prepared, Samples,
};
use hourglass::model::{
    Adversary, Architecture, CodeShape, Distribution, Layer, Loss, Parts, Prior, Pyramid,
    PyramidWeights,
};
use hourglass::project::{Document, VariantSettings};
use hourglass::training::Phase;

use crate::common::made_up;

fn with(edit: impl Fn(&mut VariantSettings)) -> VariantSettings {
    let mut settings = VariantSettings::default();
    edit(&mut settings);
    settings
}

/// The convolutional autoencoder of the Keras article.
pub fn keras() -> Architecture {
    let mut architecture = Architecture {
        pyramid: Some(Pyramid {
            channels: vec![16, 8, 8],
            ..Pyramid::default()
        }),
        encoder: Vec::new(),
        ..Architecture::default()
    };
    architecture.code.shape = CodeShape::Spatial;
    architecture
}

pub fn families() -> Vec<(&'static str, VariantSettings)> {
    let conv_vae = with(|s| {
        s.architecture.pyramid = Some(Pyramid {
            channels: vec![16, 32, 64, 64],
            batch_norm: true,
            ..Pyramid::default()
        });
        s.architecture.encoder = vec![Layer::default(); 2];
        s.architecture.code.distribution = Distribution::Gaussian;
        s.architecture.adversary = Some(Adversary::Code {
            prior: Prior::SwissRoll,
        });
    });
    let front = with(|s| {
        s.architecture.pyramid = Some(Pyramid {
            weights: PyramidWeights::Pretrained {
                set: PictureSet::FashionMnist.into(),
                frozen: true,
            },
            ..Pyramid::default()
        });
        s.architecture.encoder.truncate(1);
    });
    vec![
        ("dense", VariantSettings::default()),
        ("keras", with(|s| s.architecture = keras())),
        ("conv-vae", conv_vae),
        ("front", front),
    ]
}

pub fn losses() -> Vec<(&'static str, VariantSettings)> {
    let wavelet = with(|s| {
        s.loss = Loss::Wavelet;
        s.objective.wavelet.levels = 5;
    });
    let perceptual = with(|s| {
        s.loss = Loss::Perceptual;
        s.architecture.code.distribution = Distribution::Gaussian;
    });
    let border = with(|s| s.objective.border.width = 6);
    vec![
        ("mse", VariantSettings::default()),
        ("wavelet", wavelet),
        ("perceptual", perceptual),
        ("border", border),
    ]
}

/// A Gaussian code, an adversary, noise, penalties and phases.
pub fn everything() -> VariantSettings {
    with(|s| {
        s.architecture.code.distribution = Distribution::Gaussian;
        s.architecture.adversary = Some(Adversary::Output);
        s.objective.penalties.sparsity.weight = 0.1;
        s.objective.penalties.l1 = 1e-4;
        s.corruption = Corruption::Masking {
            fraction: 0.3,
            block: 4,
        };
        let phase = |epochs, parts| Phase {
            epochs,
            parts,
            ..Phase::default()
        };
        s.phases = vec![
            phase(10, Parts::Layer { index: 0 }),
            phase(10, Parts::Layer { index: 1 }),
            phase(20, Parts::All),
        ];
        s.phases[0].corruption = Some(Corruption::Gaussian { std: 0.25 });
        s.training.epochs = 50;
    })
}

/// An application whose images are 30 x 20.
pub fn oblong() -> App {
    black(ImageShape {
        height: 30,
        width: 20,
        channels: 1,
    })
}

/// An application whose images are 32 x 32 in colour.
pub fn colour() -> App {
    black(ImageShape {
        height: 32,
        width: 32,
        channels: 3,
    })
}

fn black(shape: ImageShape) -> App {
    let images = Samples::images(shape, vec![0; 4 * shape.size()], None).expect("images");
    let dataset = Dataset {
        train: images.clone(),
        test: images,
        ..made_up::prepared(4, false).dataset
    };
    let settings = DataSettings {
        validation: 0,
        ..DataSettings::default()
    };
    let prepared = Prepared::new(dataset, &settings).expect("prepared");
    let mut app = App::detached(Document::default());
    app.dataset = DatasetState::Ready(Arc::new(prepared));
    app
}
