//! The engine through its public face: build, train, evaluate, encode, decode, state in and out.

use hourglass::data::ImageShape;
use hourglass::model::{
    Activation, Architecture, Batch, Blueprint, Code, Decoder, Initialisation, LADDER, Layer, Loss,
    Model, ModelError, Objective, Optimiser, Parts, StepKey, StepSettings, build, cost,
};

const SHAPE: ImageShape = ImageShape {
    height: 4,
    width: 3,
    channels: 1,
};

fn layer(width: usize, activation: Activation, dropout: f32) -> Layer {
    Layer {
        width,
        activation,
        dropout,
    }
}

fn small(loss: Loss) -> Blueprint {
    Blueprint {
        architecture: Architecture {
            encoder: vec![layer(16, Activation::Relu, 0.0)],
            code: Code {
                width: 2,
                activation: Activation::Identity,
                ..Code::default()
            },
            ..Architecture::default()
        },
        loss,
        shape: SHAPE.into(),
        seed: 7,
    }
}

fn settings(optimiser: Optimiser) -> StepSettings {
    StepSettings {
        objective: Objective::default(),
        parts: Parts::All,
        optimiser,
        learning_rate: 0.01,
        weight_decay: 0.0,
        clip_norm: None,
    }
}

/// Eight images that differ in two ways, in [0, 1].
fn images() -> Vec<f32> {
    let pixel = |i: usize, p: usize| {
        if p % 3 == i % 2 {
            0.1 * (i as f32)
        } else {
            0.9 - 0.1 * (p % 4) as f32
        }
    };
    (0..8)
        .flat_map(|i| (0..12).map(move |p| pixel(i, p)))
        .collect()
}

fn train(model: &mut dyn Model, from: u32, steps: u32, settings: &StepSettings) -> f32 {
    let x = images();
    let mut loss = 0.0;
    for batch in from..from + steps {
        let key = StepKey {
            seed: 7,
            epoch: 0,
            batch,
        };
        loss = model
            .train_step(&Batch::plain(&x, 8, 0), key, settings)
            .unwrap()
            .loss;
    }
    loss
}

#[test]
fn every_loss_falls_and_the_report_is_what_evaluation_says() {
    for loss in [Loss::Mse, Loss::Bce, Loss::L1, Loss::Kl] {
        let mut model = build(&small(loss)).unwrap();
        let x = images();
        let before = model
            .evaluate(&Batch::plain(&x, 8, 0), &Objective::default())
            .unwrap();
        let mean = before.loss.iter().sum::<f64>() / 8.0;
        let first = train(&mut *model, 0, 1, &settings(Optimiser::default()));
        assert!(
            (f64::from(first) - mean).abs() < 1e-6,
            "{loss:?}: {first} {mean}"
        );
        let last = train(&mut *model, 1, 200, &settings(Optimiser::default()));
        let floor = if loss == Loss::Bce { 0.75 } else { 0.5 };
        assert!(last < floor * first, "{loss:?}: {first} to {last}");
    }
}

#[test]
fn every_width_of_the_ladder_exists_on_both_sides_of_every_seam() {
    for width in LADDER {
        for code in [2, 1024] {
            let mut blueprint = small(Loss::Mse);
            blueprint.architecture.encoder = vec![layer(width, Activation::Tanh, 0.0)];
            blueprint.architecture.code.width = code;
            let model = build(&blueprint).unwrap();
            let parameters: usize = model.weights().values().map(|t| t.data.len()).sum();
            assert_eq!(
                parameters,
                cost(&blueprint.architecture, &blueprint.shape).parameters
            );
            assert_eq!(model.code_width(), code);
        }
    }
}

#[test]
fn a_width_off_the_ladder_is_refused_by_name() {
    let mut blueprint = small(Loss::Mse);
    blueprint.architecture.code.width = 9;
    let error = build(&blueprint).err().expect("9 is not on the ladder");
    assert!(matches!(error, ModelError::Width { width: 9, .. }));
    assert!(error.to_string().ends_with("code.width"), "{error}");
    let mut blueprint = small(Loss::Mse);
    blueprint
        .architecture
        .encoder
        .push(layer(7, Activation::Relu, 0.0));
    let error = build(&blueprint).err().expect("7 is not on the ladder");
    assert!(error.to_string().ends_with("encoder[1].width"), "{error}");
}

#[test]
fn weights_are_named_and_shaped_as_in_pytorch() {
    let mut blueprint = small(Loss::Mse);
    blueprint.architecture.decoder = Decoder::Own {
        layers: vec![
            layer(8, Activation::Silu, 0.0),
            layer(10, Activation::Relu, 0.0),
        ],
    };
    let weights = build(&blueprint).unwrap().weights();
    let shapes: Vec<(String, Vec<usize>)> = weights
        .into_iter()
        .map(|(name, tensor)| (name, tensor.shape))
        .collect();
    let expected = [
        ("decoder.0.bias", vec![8]),
        ("decoder.0.weight", vec![8, 2]),
        ("decoder.1.bias", vec![10]),
        ("decoder.1.weight", vec![10, 8]),
        ("decoder.2.bias", vec![12]),
        ("decoder.2.weight", vec![12, 10]),
        ("encoder.0.bias", vec![16]),
        ("encoder.0.weight", vec![16, 12]),
        ("encoder.1.bias", vec![2]),
        ("encoder.1.weight", vec![2, 16]),
    ];
    let expected: Vec<(String, Vec<usize>)> = expected
        .into_iter()
        .map(|(name, shape)| (name.to_string(), shape))
        .collect();
    assert_eq!(shapes, expected);
}

#[test]
fn decoding_a_code_is_reconstructing_its_image() {
    for loss in [Loss::Mse, Loss::Bce] {
        let model = build(&small(loss)).unwrap();
        let x = images();
        let codes = model.encode(&x, 8).unwrap();
        assert_eq!(codes.len(), 16);
        let outputs = model.decode(&codes, 8).unwrap();
        assert_eq!(outputs, model.reconstruct(&x, 8).unwrap());
        let errors = model
            .evaluate(&Batch::plain(&x, 8, 0), &Objective::default())
            .unwrap();
        for (i, squared) in errors.squared.iter().enumerate() {
            let row = i * 12..(i + 1) * 12;
            let direct: f32 = x[row.clone()]
                .iter()
                .zip(&outputs[row])
                .map(|(x, y)| (x - y) * (x - y))
                .sum();
            assert!(
                (f64::from(direct) - squared).abs() < 1e-5,
                "{loss:?} image {i}"
            );
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_and_another_seed_others() {
    let run = |seed| {
        let mut blueprint = small(Loss::Mse);
        blueprint.seed = seed;
        blueprint.architecture.encoder[0].dropout = 0.3;
        let mut model = build(&blueprint).unwrap();
        train(&mut *model, 0, 20, &settings(Optimiser::default()));
        model.state()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1).weights, run(2).weights);
}

#[test]
fn a_restored_state_goes_on_bit_for_bit_with_every_optimiser() {
    let others = [
        Optimiser::Sgd {
            momentum: 0.0,
            nesterov: false,
        },
        Optimiser::RmsProp {
            alpha: 0.9,
            epsilon: 1e-8,
            momentum: 0.5,
        },
    ];
    for optimiser in Optimiser::ALL.into_iter().chain(others) {
        let mut blueprint = small(Loss::Bce);
        blueprint.architecture.encoder[0].dropout = 0.25;
        let settings = settings(optimiser);
        let mut straight = build(&blueprint).unwrap();
        train(&mut *straight, 0, 10, &settings);
        let mut first = build(&blueprint).unwrap();
        train(&mut *first, 0, 5, &settings);
        blueprint.seed = 1234;
        let mut second = build(&blueprint).unwrap();
        second.restore(&first.state()).unwrap();
        train(&mut *second, 5, 5, &settings);
        assert_eq!(straight.state(), second.state(), "{optimiser:?}");
    }
}

#[test]
fn evaluating_between_steps_changes_nothing() {
    let mut quiet = build(&small(Loss::Mse)).unwrap();
    let mut watched = build(&small(Loss::Mse)).unwrap();
    let (x, settings) = (images(), settings(Optimiser::default()));
    for step in 0..5 {
        train(&mut *quiet, step, 1, &settings);
        train(&mut *watched, step, 1, &settings);
        watched
            .evaluate(&Batch::plain(&x, 8, 0), &Objective::default())
            .unwrap();
        watched
            .decode(&watched.encode(&x[..12], 1).unwrap(), 1)
            .unwrap();
    }
    assert_eq!(quiet.state(), watched.state());
}

#[test]
fn foreign_weights_are_refused_and_change_nothing() {
    let mut model = build(&small(Loss::Mse)).unwrap();
    let before = model.state();
    let mut missing = before.clone();
    missing.weights.remove("decoder.1.bias");
    let error = model.restore(&missing).unwrap_err().to_string();
    assert!(
        error.ends_with("decoder.1.bias") && error.contains("missing"),
        "{error}"
    );
    let mut other = before.clone();
    other.weights.get_mut("encoder.0.weight").unwrap().shape = vec![12, 16];
    let error = model.restore(&other).unwrap_err().to_string();
    assert!(error.contains("[12, 16] is not [16, 12]"), "{error}");
    assert_eq!(model.state(), before);
}

#[test]
fn clipping_limits_the_step_to_the_norm() {
    let x = images();
    let plain = Optimiser::Sgd {
        momentum: 0.0,
        nesterov: false,
    };
    let key = StepKey {
        seed: 0,
        epoch: 0,
        batch: 0,
    };
    let step = |clip_norm| {
        let mut model = build(&small(Loss::Mse)).unwrap();
        let before = model.weights();
        let settings = StepSettings {
            clip_norm,
            learning_rate: 1.0,
            ..settings(plain)
        };
        let report = model
            .train_step(&Batch::plain(&x, 8, 0), key, &settings)
            .unwrap();
        let after = model.weights();
        let moved: f64 = before
            .values()
            .zip(after.values())
            .flat_map(|(b, a)| b.data.iter().zip(&a.data))
            .map(|(b, a)| f64::from(b - a).powi(2))
            .sum();
        (f64::from(report.gradient_norm), moved.sqrt())
    };
    let (norm, moved) = step(None);
    assert!((norm - moved).abs() < 1e-4 * norm, "{norm} {moved}");
    let (same_norm, moved) = step(Some(0.01));
    assert_eq!(norm, same_norm);
    assert!((moved - 0.01).abs() < 1e-5, "{moved}");
}

#[test]
fn dropout_acts_in_training_alone() {
    let mut blueprint = small(Loss::Mse);
    blueprint.architecture.encoder = vec![layer(1024, Activation::Identity, 0.5)];
    blueprint.architecture.initialisation = Initialisation::Kaiming;
    let model = build(&blueprint).unwrap();
    blueprint.architecture.encoder[0].dropout = 0.0;
    let without = build(&blueprint).unwrap();
    let x = images();
    assert_eq!(model.encode(&x, 8).unwrap(), without.encode(&x, 8).unwrap());
}
