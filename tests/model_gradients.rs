//! Gradients of whole networks, of every kind of code and penalty, against finite differences.

use hourglass::data::ImageShape;
use hourglass::model::{
    Activation, Architecture, Batch, Blueprint, Code, Decoder, Distribution, Layer, Loss,
    Objective, Optimiser, Parts, Penalties, Sparsity, StepKey, StepSettings, Variational, build,
};

const SHAPE: ImageShape = ImageShape {
    height: 4,
    width: 3,
    channels: 1,
};
const ROWS: usize = 8;
const KEY: StepKey = StepKey {
    seed: 3,
    epoch: 1,
    batch: 2,
};

fn layer(width: usize, activation: Activation, dropout: f32) -> Layer {
    Layer {
        width,
        activation,
        dropout,
    }
}

fn blueprint(loss: Loss, distribution: Distribution) -> Blueprint {
    Blueprint {
        architecture: Architecture {
            encoder: vec![layer(16, Activation::Tanh, 0.4)],
            code: Code {
                width: 2,
                distribution,
                ..Code::default()
            },
            decoder: Decoder::Own {
                layers: vec![layer(8, Activation::Silu, 0.2)],
            },
            ..Architecture::default()
        },
        loss,
        shape: SHAPE.into(),
        seed: 7,
    }
}

fn images() -> Vec<f32> {
    let count = ROWS * SHAPE.size();
    (0..count).map(|i| (i * 37 % 101) as f32 / 100.0).collect()
}

/// Plain steps, so that the change of a weight is its gradient.
fn settings(learning_rate: f32, objective: Objective) -> StepSettings {
    StepSettings {
        objective,
        parts: Parts::All,
        optimiser: Optimiser::Sgd {
            momentum: 0.0,
            nesterov: false,
        },
        learning_rate,
        weight_decay: 0.0,
        clip_norm: None,
    }
}

/// Compares the gradient of a few numbers of each tensor, as far as it is trained, with finite differences.
fn assert_gradients(blueprint: &Blueprint, objective: Objective, parts: Parts, what: &str) {
    let x = images();
    let batch = Batch::plain(&x, ROWS, 0);
    let at_rate = |rate| StepSettings {
        parts,
        ..settings(rate, objective)
    };
    let start = build(blueprint).unwrap().state();
    let mut model = build(blueprint).unwrap();
    // A short step: a long one would round away what is compared.
    const RATE: f32 = 1.0 / 16.0;
    model.train_step(&batch, KEY, &at_rate(RATE)).unwrap();
    let after = model.weights();
    let mut loss_at = |name: &str, index: usize, shift: f32| {
        let mut state = start.clone();
        state.weights.get_mut(name).unwrap().data[index] += shift;
        model.restore(&state).unwrap();
        let report = model.train_step(&batch, KEY, &at_rate(0.0)).unwrap();
        f64::from(report.loss)
    };
    let mut compared = 0;
    for (name, before) in &start.weights {
        if before.data == after[name].data {
            continue;
        }
        let count = before.data.len();
        for index in [0, count / 2, count - 1] {
            let moved = f64::from(before.data[index] - after[name].data[index]);
            let gradient = moved / f64::from(RATE);
            // Short against the bends of absolute values and thresholds, long against rounding.
            let h = 1.0 / 512.0;
            let slope = (loss_at(name, index, h) - loss_at(name, index, -h)) / f64::from(2.0 * h);
            let allowed = 1e-3 + 0.02 * slope.abs();
            assert!(
                (gradient - slope).abs() < allowed,
                "{what} {name}[{index}]: {gradient} is not {slope}"
            );
            compared += 1;
        }
    }
    assert!(compared >= 12, "{what}: only {compared} numbers compared");
}

#[test]
fn pixel_losses_with_dropout() {
    for loss in [Loss::Mse, Loss::Bce, Loss::L1, Loss::Kl] {
        let blueprint = blueprint(loss, Distribution::Point);
        let what = format!("{loss:?}");
        assert_gradients(&blueprint, Objective::default(), Parts::All, &what);
    }
}

#[test]
fn gaussian_codes_with_beta_and_free_bits() {
    for (beta, free_bits) in [(1.0, 0.0), (4.0, 0.0), (2.0, 0.01), (2.0, 0.05)] {
        let objective = Objective {
            variational: Variational {
                beta,
                free_bits,
                ..Variational::default()
            },
            ..Objective::default()
        };
        let what = format!("beta {beta}, free bits {free_bits}");
        let mut blueprint = blueprint(Loss::Bce, Distribution::Gaussian);
        assert_gradients(&blueprint, objective, Parts::All, &what);
        // The heads on the image itself.
        blueprint.architecture.encoder.clear();
        assert_gradients(&blueprint, objective, Parts::All, &what);
    }
}

#[test]
fn penalties_on_the_code() {
    let sparsity = Sparsity {
        weight: 0.5,
        target: 0.1,
    };
    let each = [
        Penalties {
            l1: 0.3,
            ..Penalties::default()
        },
        Penalties {
            sparsity,
            ..Penalties::default()
        },
        Penalties {
            contractive: 0.2,
            ..Penalties::default()
        },
        Penalties {
            l1: 0.1,
            sparsity,
            contractive: 0.1,
        },
    ];
    for penalties in each {
        let objective = Objective {
            penalties,
            ..Objective::default()
        };
        for distribution in [Distribution::Point, Distribution::Gaussian] {
            let blueprint = blueprint(Loss::Mse, distribution);
            let what = format!("{penalties:?} {distribution:?}");
            assert_gradients(&blueprint, objective, Parts::All, &what);
        }
    }
}

#[test]
fn greedy_layers() {
    let mut blueprint = blueprint(Loss::Mse, Distribution::Point);
    blueprint.architecture.decoder = Decoder::Mirrored;
    for index in [0, 1] {
        let parts = Parts::Layer { index };
        let what = format!("layer {index}");
        assert_gradients(&blueprint, Objective::default(), parts, &what);
    }
}

#[test]
fn the_parts_of_a_loss_add_up_and_measuring_agrees_without_noise() {
    let objective = Objective {
        variational: Variational {
            beta: 3.0,
            ..Variational::default()
        },
        penalties: Penalties {
            l1: 0.25,
            ..Penalties::default()
        },
        ..Objective::default()
    };
    let mut blueprint = blueprint(Loss::Bce, Distribution::Gaussian);
    blueprint.architecture.encoder[0].dropout = 0.0;
    blueprint.architecture.decoder = Decoder::Mirrored;
    let mut model = build(&blueprint).unwrap();
    let x = images();
    let batch = Batch::plain(&x, ROWS, 0);
    let report = model
        .train_step(&batch, KEY, &settings(0.0, objective))
        .unwrap();
    let kl = report.parts.kl.unwrap();
    let sum = report.parts.reconstruction + 3.0 * kl + report.parts.penalty;
    assert!((f64::from(report.loss) - sum).abs() < 1e-4, "{report:?}");
    let errors = model.evaluate(&batch, &objective).unwrap();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / ROWS as f64;
    // Divergence and penalty do not depend on the noise, the reconstruction does.
    assert!((mean(errors.kl.as_deref().unwrap()) - kl).abs() < 1e-4);
    assert!((mean(&errors.penalty) - report.parts.penalty).abs() < 1e-5);
    let entropy = mean(errors.cross_entropy.as_deref().unwrap());
    assert!((mean(&errors.reconstruction) - entropy).abs() < 1e-6);
    let whole = entropy + 3.0 * mean(errors.kl.as_deref().unwrap()) + mean(&errors.penalty);
    assert!((mean(&errors.loss) - whole).abs() < 1e-9);
}
