//! Convolutional autoencoders through the engine's public face.

use hourglass::data::ImageShape;
use hourglass::model::{
    Activation, Architecture, Batch, Blueprint, CHANNELS, Code, CodeShape, Distribution, Down,
    Layer, Loss, Model, ModelState, Objective, Optimiser, Padding, Parts, Pyramid, SIDES, StepKey,
    StepSettings, Up, build, cost,
};

fn square(side: usize, channels: usize) -> ImageShape {
    ImageShape {
        height: side,
        width: side,
        channels,
    }
}

/// A pyramid with maps as its code, trained on cross-entropy.
fn spatial(pyramid: Pyramid, image: ImageShape) -> Blueprint {
    Blueprint {
        architecture: Architecture {
            pyramid: Some(pyramid),
            encoder: vec![],
            code: Code {
                shape: CodeShape::Spatial,
                ..Code::default()
            },
            ..Architecture::default()
        },
        loss: Loss::Bce,
        shape: image.into(),
        seed: 3,
    }
}

/// A pyramid with a dense layer on either side of a flat code.
fn flat(pyramid: Pyramid, image: ImageShape, distribution: Distribution) -> Blueprint {
    let mut blueprint = spatial(pyramid, image);
    blueprint.architecture.encoder = vec![Layer {
        width: 32,
        ..Layer::default()
    }];
    blueprint.architecture.code = Code {
        width: 8,
        distribution,
        ..Code::default()
    };
    blueprint
}

/// 16, 8 and 8 channels, as in the article on autoencoders in Keras.
fn keras() -> Pyramid {
    Pyramid {
        channels: vec![16, 8, 8],
        ..Pyramid::default()
    }
}

/// Everything that the article has not.
fn other() -> Pyramid {
    Pyramid {
        channels: vec![8, 16],
        kernel: 5,
        padding: Padding::Reflect,
        down: Down::Stride,
        up: Up::Transposed,
        batch_norm: true,
        activation: Activation::Tanh,
        ..Pyramid::default()
    }
}

/// Number `i` is `(i * factor mod modulus - shift) / divisor`.
fn sequence(count: usize, factor: usize, modulus: usize, shift: f32, divisor: f32) -> Vec<f32> {
    (0..count)
        .map(|i| ((i * factor % modulus) as f32 - shift) / divisor)
        .collect()
}

fn images(rows: usize, shape: ImageShape) -> Vec<f32> {
    sequence(rows * shape.size(), 7, 11, 0.0, 10.0)
}

fn settings(learning_rate: f32) -> StepSettings {
    StepSettings {
        objective: Objective::default(),
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

const KEY: StepKey = StepKey {
    seed: 3,
    epoch: 1,
    batch: 2,
};

/// Puts numbers of a sequence of its own into each convolution, in the order in which images pass them.
fn fill(model: &mut dyn Model, levels: usize) {
    let mut state = model.state();
    let inward = (0..levels).map(|level| format!("encoder.conv.{level}"));
    let outward = (0..=levels).map(|level| format!("decoder.conv.{level}"));
    for (index, name) in inward.chain(outward).enumerate() {
        for (part, index) in [("weight", index), ("bias", index + 3)] {
            let tensor = state.weights.get_mut(&format!("{name}.{part}")).unwrap();
            tensor.data = sequence(tensor.data.len(), 5 + 2 * index, 13, 6.0, 30.0);
        }
    }
    model.restore(&state).unwrap();
}

/// Loss, norm of the gradient, and sum of the codes of `rows` images before a step, and the state after it.
fn step(blueprint: &Blueprint, rows: usize, levels: usize) -> ([f64; 2], ModelState) {
    let mut model = build(blueprint).unwrap();
    fill(&mut *model, levels);
    let x = images(rows, blueprint.shape.image().unwrap());
    let batch = Batch::plain(&x, rows, 0);
    let report = model.train_step(&batch, KEY, &settings(0.0)).unwrap();
    let found = [report.loss.into(), report.gradient_norm.into()];
    (found, model.state())
}

fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() < 2e-4 * b.abs(), "{found:?} {expected:?}");
    }
}

#[test]
fn whole_networks_give_pytorchs_numbers() {
    // The same layers in PyTorch 2, in double precision.
    let (found, _) = step(&spatial(keras(), square(28, 1)), 3, 3);
    assert_close(&found, &[0.697_745_68, 0.068_833_07]);

    let (found, after) = step(&spatial(other(), square(32, 3)), 3, 2);
    assert_close(&found, &[0.779_412_23, 0.743_060_74]);
    let running = |name: &str| -> Vec<f64> {
        let numbers = &after.weights[name].data[..2];
        numbers.iter().map(|x| f64::from(*x)).collect()
    };
    assert_close(
        &running("encoder.norm.0.running_mean"),
        &[-0.026_483_07, 0.020_004_34],
    );
    assert_close(
        &running("decoder.norm.1.running_var"),
        &[0.949_856_23, 0.949_479_53],
    );

    let deep = Pyramid {
        channels: vec![8, 8, 8, 16],
        padding: Padding::Reflect,
        down: Down::Stride,
        up: Up::Transposed,
        activation: Activation::Silu,
        ..Pyramid::default()
    };
    let (found, _) = step(&spatial(deep, square(28, 1)), 2, 4);
    assert_close(&found, &[0.698_819_41, 0.062_774_19]);
}

#[test]
fn spatial_codes_are_the_innermost_maps() {
    let blueprint = spatial(keras(), square(28, 1));
    let mut model = build(&blueprint).unwrap();
    fill(&mut *model, 3);
    assert_eq!(model.code_width(), 4 * 4 * 8);
    assert_eq!(blueprint.architecture.code_width(&blueprint.shape), 128);
    let x = images(3, blueprint.shape.image().unwrap());
    let codes = model.encode(&x, 3).unwrap();
    let sum: f64 = codes.iter().map(|x| f64::from(*x)).sum();
    assert_close(&[sum], &[19.471_237]);
    let outputs = model.decode(&codes, 3).unwrap();
    assert_eq!(outputs, model.reconstruct(&x, 3).unwrap());
}

#[test]
fn weights_are_named_and_shaped_as_in_pytorch() {
    let model = build(&flat(other(), square(28, 1), Distribution::Point)).unwrap();
    let weights = model.weights();
    let shape = |name: &str| weights[name].shape.clone();
    assert_eq!(shape("encoder.conv.0.weight"), [8, 1, 5, 5]);
    assert_eq!(shape("encoder.conv.1.weight"), [16, 8, 5, 5]);
    assert_eq!(shape("encoder.conv.1.bias"), [16]);
    assert_eq!(shape("encoder.norm.1.running_var"), [16]);
    // 7 x 7 x 16 features.
    assert_eq!(shape("encoder.0.weight"), [32, 784]);
    assert_eq!(shape("decoder.1.weight"), [784, 32]);
    // Transposed convolutions have their inputs first.
    assert_eq!(shape("decoder.conv.0.weight"), [16, 16, 5, 5]);
    assert_eq!(shape("decoder.conv.1.weight"), [16, 8, 5, 5]);
    assert_eq!(shape("decoder.norm.1.weight"), [8]);
    assert_eq!(shape("decoder.conv.2.weight"), [1, 8, 5, 5]);
    assert_eq!(weights.len(), 4 + 8 + 4 + 4 + 6 + 8);
}

#[test]
fn every_pyramid_exists_and_has_the_parameters_that_are_counted() {
    for side in SIDES {
        for image in [square(side, 1), square(side, 3)] {
            for a in CHANNELS {
                for b in CHANNELS {
                    for channels in [vec![a], vec![a, b], vec![a, b, b, a]] {
                        let pyramid = Pyramid {
                            channels,
                            ..Pyramid::default()
                        };
                        let blueprint = spatial(pyramid, image);
                        let weights = build(&blueprint).unwrap().weights();
                        let count: usize = weights.values().map(|t| t.data.len()).sum();
                        let cost = cost(&blueprint.architecture, &image.into());
                        assert_eq!(count, cost.parameters);
                    }
                }
            }
        }
    }
}

#[test]
fn what_does_not_exist_is_refused_by_name() {
    let refused = |blueprint: &Blueprint| build(blueprint).err().expect("refused").to_string();
    assert_eq!(
        refused(&spatial(keras(), square(8, 1))),
        "Convolutions need square images of 28, 32, 64 pixels a side in 1 or 3 channels, not 8 × 8 × 1: pyramid"
    );
    let mut pyramid = keras();
    pyramid.channels[1] = 7;
    assert_eq!(
        refused(&spatial(pyramid, square(28, 1))),
        "No level of 7 channels exists, choose one of 8, 16, 32, 64: pyramid.channels[1]"
    );
    let mut blueprint = flat(keras(), square(28, 1), Distribution::Point);
    blueprint.architecture.code.shape = CodeShape::Spatial;
    assert_eq!(
        refused(&blueprint),
        "A spatial code has no dense layers around it, the encoder has 1: encoder"
    );
    blueprint.architecture.pyramid = None;
    assert_eq!(
        refused(&blueprint),
        "A spatial code is made by convolutions, and there are none here: code.shape"
    );
}

#[test]
fn every_family_learns() {
    let adam = StepSettings {
        optimiser: Optimiser::default(),
        ..settings(0.01)
    };
    let blueprints = [
        spatial(keras(), square(28, 1)),
        spatial(other(), square(32, 3)),
        flat(keras(), square(28, 1), Distribution::Gaussian),
        flat(other(), square(28, 1), Distribution::Point),
    ];
    for blueprint in blueprints {
        let mut model = build(&blueprint).unwrap();
        let x: Vec<f32> = (0..4 * blueprint.shape.values())
            .map(|i| f32::from(i % 28 > 5 + 4 * (i / blueprint.shape.values())))
            .collect();
        let batch = Batch::plain(&x, 4, 0);
        let mut step = || model.train_step(&batch, KEY, &adam).unwrap();
        let first = step().parts.reconstruction;
        let last = (0..40).map(|_| step().parts.reconstruction).last();
        let last = last.unwrap();
        assert!(last < 0.6 * first, "{first} to {last}: {blueprint:?}");
    }
}

#[test]
fn a_restored_state_goes_on_bit_for_bit_and_looking_changes_nothing() {
    let adam = StepSettings {
        optimiser: Optimiser::default(),
        ..settings(0.01)
    };
    let mut blueprint = flat(other(), square(28, 1), Distribution::Gaussian);
    let x = images(5, blueprint.shape.image().unwrap());
    let batch = Batch::plain(&x, 5, 0);
    let mut straight = build(&blueprint).unwrap();
    let mut first = build(&blueprint).unwrap();
    for _ in 0..2 {
        straight.train_step(&batch, KEY, &adam).unwrap();
        first.train_step(&batch, KEY, &adam).unwrap();
        first.evaluate(&batch, &Objective::default()).unwrap();
    }
    blueprint.seed = 99;
    let mut second = build(&blueprint).unwrap();
    second.restore(&first.state()).unwrap();
    for _ in 0..2 {
        straight.train_step(&batch, KEY, &adam).unwrap();
        second.train_step(&batch, KEY, &adam).unwrap();
    }
    assert_eq!(straight.state(), second.state());
}

#[test]
fn what_a_step_does_not_train_keeps_its_running_statistics() {
    let blueprint = spatial(other(), square(28, 1));
    let x = images(4, blueprint.shape.image().unwrap());
    let mut model = build(&blueprint).unwrap();
    let before = model.weights();
    let decoder = StepSettings {
        parts: Parts::Decoder,
        ..settings(0.1)
    };
    let batch = Batch::plain(&x, 4, 0);
    model.train_step(&batch, KEY, &decoder).unwrap();
    for (name, tensor) in model.weights() {
        let kept = tensor == before[&name];
        // Biases before batch norm have no say, and so no gradient to speak of.
        if name.contains("running") || name.starts_with("encoder") {
            assert_eq!(kept, name.starts_with("encoder"), "{name}");
        }
    }
}

#[test]
fn an_images_code_does_not_depend_on_the_others() {
    let blueprint = spatial(other(), square(28, 1));
    let mut model = build(&blueprint).unwrap();
    let x = images(4, blueprint.shape.image().unwrap());
    let batch = Batch::plain(&x, 4, 0);
    model.train_step(&batch, KEY, &settings(0.1)).unwrap();
    let all = model.encode(&x, 4).unwrap();
    let one = model.encode(&x[784..2 * 784], 1).unwrap();
    assert_eq!(all[784..2 * 784], one);
}

#[test]
fn gradients_of_whole_networks_match_finite_differences() {
    let smooth = |pyramid: Pyramid| Pyramid {
        activation: Activation::Tanh,
        ..pyramid
    };
    let mut mirrored = smooth(keras());
    mirrored.padding = Padding::Reflect;
    mirrored.batch_norm = true;
    let blueprints = [
        spatial(smooth(other()), square(28, 1)),
        flat(mirrored, square(28, 1), Distribution::Point),
    ];
    for mut blueprint in blueprints {
        // No kinks.
        for layer in &mut blueprint.architecture.encoder {
            layer.activation = Activation::Tanh;
        }
        let x = images(4, blueprint.shape.image().unwrap());
        let batch = Batch::plain(&x, 4, 0);
        let mut model = build(&blueprint).unwrap();
        let start = model.state();
        model.train_step(&batch, KEY, &settings(1.0)).unwrap();
        let after = model.weights();
        let mut loss_at = |name: &str, index: usize, shift: f32| {
            let mut state = start.clone();
            state.weights.get_mut(name).unwrap().data[index] += shift;
            model.restore(&state).unwrap();
            let report = model.train_step(&batch, KEY, &settings(0.0)).unwrap();
            f64::from(report.loss)
        };
        for (name, before) in &start.weights {
            if name.contains("running") {
                continue;
            }
            let count = before.data.len();
            for index in [0, count / 2, count - 1] {
                let gradient = f64::from(before.data[index] - after[name].data[index]);
                let h = 1.0 / 64.0;
                let slope =
                    (loss_at(name, index, h) - loss_at(name, index, -h)) / (2.0 * f64::from(h));
                let allowed = 2e-4 + 0.03 * slope.abs();
                assert!(
                    (gradient - slope).abs() < allowed,
                    "{name}[{index}]: {gradient} is not {slope}"
                );
            }
        }
    }
}
