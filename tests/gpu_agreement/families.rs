//! What is compared: every variant of every shipped project, and what none of them has.

use std::sync::Arc;

use hourglass::data::{self, DataSettings, Dataset, Prepared, Samples};
use hourglass::model::{
    Activation, Adversary, Border, Distribution, Down, Loss, Optimiser, Padding, Prior, Pyramid, Up,
};
use hourglass::project::{VariantSettings, shipped, shipped_names};
use hourglass::training::{Job, VariantId};

use super::STEPS;

/// Images that are watched: few, measuring is not what takes part 50 times.
const WATCHED: usize = 100;
/// A family, and what trains it.
pub struct Case {
    pub name: String,
    pub job: Job,
}

/// The first `count` samples.
fn first(samples: &Samples, count: usize) -> Samples {
    let chosen: Vec<u32> = (0..count.min(samples.len()) as u32).collect();
    samples.chosen(&chosen)
}

fn case(name: String, source: &data::Source, settings: VariantSettings) -> Case {
    let data = DataSettings {
        source: source.clone(),
        validation: WATCHED,
        ..DataSettings::default()
    };
    let whole = data::load(&data).unwrap();
    let dataset = Dataset::new(
        whole.name.clone(),
        first(&whole.train, STEPS * settings.training.batch + WATCHED),
        first(&whole.test, WATCHED),
    );
    Case {
        name,
        job: Job::new(
            VariantId(1),
            Arc::new(Prepared::new(dataset, &data).unwrap()),
            settings,
        ),
    }
}

/// Every variant of every shipped project.
pub fn shipped_families() -> Vec<Case> {
    let mut cases = Vec::new();
    for name in shipped_names() {
        let document = shipped(name).unwrap().document;
        for variant in &document.variants {
            let name = format!("{name}: {}", variant.name);
            cases.push(case(name, &document.data.source, variant.settings.clone()));
        }
    }
    cases
}

/// What no shipped project has.
pub fn others() -> Vec<Case> {
    let dense = shipped("article-mlp").unwrap().document;
    let source = dense.data.source.clone();
    let small = |edit: &dyn Fn(&mut VariantSettings)| {
        let mut settings = dense.variants[0].settings.clone();
        settings.training.batch = 32;
        edit(&mut settings);
        settings
    };
    let mut cases = Vec::new();
    let mut add = |name: &str, settings| cases.push(case(name.into(), &source, settings));
    for activation in Activation::ALL {
        let name = format!("activation: {activation:?}");
        add(
            &name,
            small(&|s| {
                s.architecture
                    .encoder
                    .iter_mut()
                    .for_each(|layer| layer.activation = activation);
                s.training.learning_rate = 3e-4;
            }),
        );
    }
    let optimisers = [
        (
            Optimiser::Sgd {
                momentum: 0.0,
                nesterov: false,
            },
            0.1,
        ),
        (
            Optimiser::Sgd {
                momentum: 0.9,
                nesterov: true,
            },
            0.05,
        ),
        (
            Optimiser::AdamW {
                beta1: 0.9,
                beta2: 0.999,
                epsilon: 1e-8,
            },
            1e-3,
        ),
        (
            Optimiser::RmsProp {
                alpha: 0.99,
                epsilon: 1e-6,
                momentum: 0.0,
            },
            1e-4,
        ),
        (
            Optimiser::RmsProp {
                alpha: 0.99,
                epsilon: 1e-6,
                momentum: 0.9,
            },
            1e-5,
        ),
    ];
    for (optimiser, rate) in optimisers {
        add(
            &format!("optimiser: {optimiser:?}"),
            small(&|s| {
                s.training.optimiser = optimiser;
                s.training.learning_rate = rate;
                s.training.weight_decay = 0.01;
                s.training.clip_norm = Some(0.01);
            }),
        );
    }
    for loss in [
        Loss::Mse,
        Loss::Bce,
        Loss::L1,
        Loss::Kl,
        Loss::Wavelet,
        Loss::Perceptual,
    ] {
        add(
            &format!("loss: {loss:?} inside of a window"),
            small(&|s| {
                s.loss = loss;
                s.objective.border = Border {
                    width: 4,
                    weight: 0.1,
                };
            }),
        );
    }
    add(
        "dropout",
        small(&|s| {
            s.architecture
                .encoder
                .iter_mut()
                .for_each(|layer| layer.dropout = 0.2);
        }),
    );
    add(
        "adversary on the code: mixture",
        small(&|s| {
            let prior = Prior::MixtureOfTen;
            s.architecture.adversary = Some(Adversary::Code { prior });
        }),
    );
    for (down, up, padding) in [
        (Down::Stride, Up::Transposed, Padding::Reflect),
        (Down::Stride, Up::Nearest, Padding::Zero),
        (Down::MaxPool, Up::Transposed, Padding::Zero),
    ] {
        let name = format!("convolution: {down:?}, {up:?}, {padding:?}, batch norm");
        add(
            &name,
            small(&|s| {
                s.architecture.pyramid = Some(Pyramid {
                    channels: vec![8, 16],
                    down,
                    up,
                    padding,
                    batch_norm: true,
                    // Smooth: behind a batch norm so many sums are near a kink that each step has one on it.
                    activation: Activation::Silu,
                    ..Pyramid::default()
                });
                let layers = s.architecture.encoder.iter_mut();
                layers.for_each(|layer| layer.activation = Activation::Silu);
                s.architecture.code.distribution = Distribution::Gaussian;
            }),
        );
    }
    cases
}
