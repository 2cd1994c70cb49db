//! Models of sequences: gradients of every kind of layer over steps, lengths that differ, and training.

use hourglass::data::{SampleShape, SequenceShape};
use hourglass::model::{
    Activation, Architecture, Batch, Blueprint, Code, Decoder, DecoderInput, Distribution, Down,
    Layer, Loss, Model, Objective, Optimiser, Parts, Recurrent, SequenceLayers, StepConvolutions,
    StepKey, StepSettings, Summary, build, cost,
};

const SHAPE: SequenceShape = SequenceShape {
    steps: 7,
    features: 2,
};
const ROWS: usize = 6;
const KEY: StepKey = StepKey {
    seed: 3,
    epoch: 1,
    batch: 2,
};

fn recurrent(layers: usize, summary: Summary) -> Recurrent {
    Recurrent {
        hidden: 5,
        layers,
        summary,
        decoder_input: DecoderInput::Code,
    }
}

/// As [`recurrent`], with a decoder that reads what it made of the step before.
fn fed_back(layers: usize) -> Recurrent {
    Recurrent {
        decoder_input: DecoderInput::PreviousOutput,
        ..recurrent(layers, Summary::Last)
    }
}

fn conv(down: Down, activation: Activation) -> SequenceLayers {
    SequenceLayers::Conv1d(StepConvolutions {
        channels: vec![8, 16],
        kernel: 3,
        down,
        activation,
    })
}

/// Every kind of layer over steps, and none.
fn all_layers() -> Vec<Option<SequenceLayers>> {
    vec![
        None,
        Some(SequenceLayers::Gru(recurrent(1, Summary::Last))),
        Some(SequenceLayers::Gru(recurrent(2, Summary::Mean))),
        Some(SequenceLayers::Lstm(recurrent(1, Summary::Mean))),
        Some(SequenceLayers::Lstm(recurrent(2, Summary::Last))),
        Some(SequenceLayers::Gru(fed_back(1))),
        Some(SequenceLayers::Lstm(fed_back(2))),
        Some(conv(Down::MaxPool, Activation::Tanh)),
        Some(conv(Down::Stride, Activation::Silu)),
    ]
}

fn blueprint(layers: Option<SequenceLayers>, hidden: bool, steps: usize) -> Blueprint {
    let layer = Layer {
        width: 8,
        activation: Activation::Tanh,
        dropout: 0.0,
    };
    Blueprint {
        architecture: Architecture {
            sequence: layers,
            encoder: if hidden { vec![layer] } else { Vec::new() },
            code: Code {
                width: 3,
                ..Code::default()
            },
            output: Activation::Identity,
            ..Architecture::default()
        },
        loss: Loss::Mse,
        shape: SampleShape::Sequence(SequenceShape { steps, ..SHAPE }),
        seed: 7,
    }
}

/// Sequences of 7, 5, 3, 1 and 0 steps, and one with a gap inside; in one a single value is missing.
fn sequences() -> Vec<f32> {
    let mut all: Vec<f32> = (0..ROWS * SHAPE.steps * SHAPE.features)
        .map(|i| (i * 37 % 101) as f32 / 50.0 - 1.0)
        .collect();
    for (row, sequence) in all.chunks_mut(SHAPE.steps * SHAPE.features).enumerate() {
        match row {
            0..=3 => sequence[(SHAPE.steps - 2 * row) * SHAPE.features..].fill(f32::NAN),
            4 => sequence.fill(f32::NAN),
            _ => sequence[4..8].fill(f32::NAN),
        }
    }
    all[1] = f32::NAN;
    all
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

/// As [`settings`], with so much teacher forcing.
fn forced(teacher_forcing: f32, learning_rate: f32) -> StepSettings {
    StepSettings {
        objective: Objective {
            teacher_forcing,
            ..Objective::default()
        },
        ..settings(learning_rate)
    }
}

fn assert_gradients(blueprint: &Blueprint, what: &str) {
    assert_forced_gradients(blueprint, 1.0, what);
}

/// Compares the gradient of a few numbers of each tensor with finite differences.
fn assert_forced_gradients(blueprint: &Blueprint, forcing: f32, what: &str) {
    let x = sequences();
    let batch = Batch::plain(&x, ROWS, 0);
    let start = build(blueprint).unwrap().state();
    let mut model = build(blueprint).unwrap();
    const RATE: f32 = 1.0 / 16.0;
    model
        .train_step(&batch, KEY, &forced(forcing, RATE))
        .unwrap();
    let after = model.weights();
    let mut loss_at = |name: &str, index: usize, shift: f32| {
        let mut state = start.clone();
        state.weights.get_mut(name).unwrap().data[index] += shift;
        model.restore(&state).unwrap();
        let still = forced(forcing, 0.0);
        let report = model.train_step(&batch, KEY, &still).unwrap();
        f64::from(report.loss)
    };
    for (name, before) in &start.weights {
        let count = before.data.len();
        assert_ne!(
            before.data, after[name].data,
            "{what} {name} is not trained"
        );
        for index in [0, count / 3, count / 2, count - 1] {
            let moved = f64::from(before.data[index] - after[name].data[index]);
            let gradient = moved / f64::from(RATE);
            let h = 1.0 / 256.0;
            let slope = (loss_at(name, index, h) - loss_at(name, index, -h)) / f64::from(2.0 * h);
            let allowed = 1e-3 + 0.02 * slope.abs();
            assert!(
                (gradient - slope).abs() < allowed,
                "{what} {name}[{index}]: {gradient} is not {slope}"
            );
        }
    }
}

#[test]
fn gradients_of_every_kind_of_layer() {
    for layers in all_layers() {
        for hidden in [false, true] {
            let mut blueprint = blueprint(layers.clone(), hidden, SHAPE.steps);
            let what = format!("{layers:?}, hidden {hidden}");
            assert_gradients(&blueprint, &what);
            blueprint.architecture.code.distribution = Distribution::Gaussian;
            assert_gradients(&blueprint, &format!("{what}, Gaussian"));
        }
    }
}

#[test]
fn gradients_with_a_decoder_of_its_own() {
    let mut blueprint = blueprint(all_layers().remove(1), false, SHAPE.steps);
    blueprint.architecture.decoder = Decoder::Own {
        layers: vec![Layer {
            width: 6,
            activation: Activation::Sigmoid,
            dropout: 0.0,
        }],
    };
    assert_gradients(&blueprint, "own decoder");
}

/// Decoders that read what they made, of sequences none of which is forced, and of some.
#[test]
fn gradients_through_what_was_fed_back() {
    for layers in [
        SequenceLayers::Gru(fed_back(1)),
        SequenceLayers::Gru(fed_back(2)),
        SequenceLayers::Lstm(fed_back(1)),
        SequenceLayers::Lstm(fed_back(2)),
    ] {
        for (forcing, output, loss) in [
            (0.0, Activation::Identity, Loss::Mse),
            (0.5, Activation::Tanh, Loss::Mse),
            (0.5, Activation::Sigmoid, Loss::Bce),
        ] {
            let mut blueprint = blueprint(Some(layers.clone()), forcing > 0.0, SHAPE.steps);
            blueprint.architecture.output = output;
            blueprint.loss = loss;
            let what = format!("{layers:?}, {forcing} forced, {output:?}");
            assert_forced_gradients(&blueprint, forcing, &what);
            blueprint.architecture.code.distribution = Distribution::Gaussian;
            assert_forced_gradients(&blueprint, forcing, &format!("{what}, Gaussian"));
        }
    }
}

/// A decoder that is shown no true step makes in training what it makes in use; one that is, does not.
#[test]
fn without_teacher_forcing_training_measures_what_use_does() {
    for layers in [
        SequenceLayers::Gru(fed_back(2)),
        SequenceLayers::Lstm(fed_back(1)),
    ] {
        let mut model = build(&blueprint(Some(layers), false, SHAPE.steps)).unwrap();
        let x: Vec<f32> = (0..ROWS * SHAPE.steps * SHAPE.features)
            .map(|i| (i * 37 % 101) as f32 / 50.0 - 1.0)
            .collect();
        let batch = Batch::plain(&x, ROWS, 0);
        let errors = model.evaluate(&batch, &Objective::default()).unwrap();
        let measured = errors.loss.iter().sum::<f64>() / ROWS as f64;
        let mut trained = |forcing, key| {
            let report = model.train_step(&batch, key, &forced(forcing, 0.0));
            f64::from(report.unwrap().loss)
        };
        assert!((trained(0.0, KEY) - measured).abs() < 1e-6);
        assert!((trained(1.0, KEY) - measured).abs() > 1e-4);
        // Drawn by seed, epoch and batch, and by nothing else.
        let half = trained(0.5, KEY);
        assert_eq!(half, trained(0.5, KEY));
        let next = (0..8).map(|batch| StepKey { batch, ..KEY });
        let others: Vec<f64> = next.map(|key| trained(0.5, key)).collect();
        assert!(others.iter().any(|other| *other != half), "{others:?}");
    }
}

/// The parameters that the cost says are those that there are.
#[test]
fn costs_count_every_parameter() {
    for layers in all_layers() {
        for hidden in [false, true] {
            let blueprint = blueprint(layers.clone(), hidden, SHAPE.steps);
            let weights = build(&blueprint).unwrap().weights();
            let count: usize = weights.values().map(|tensor| tensor.data.len()).sum();
            let cost = cost(&blueprint.architecture, &blueprint.shape);
            assert_eq!(cost.parameters, count, "{layers:?}, hidden {hidden}");
        }
    }
}

/// What stands behind the end of a sequence changes neither its code nor its errors.
#[test]
fn padding_is_as_if_it_were_not_there() {
    let recurrent_layers = all_layers().into_iter().flatten();
    let recurrent_layers = recurrent_layers.filter(|layers| layers.recurrent().is_some());
    for layers in recurrent_layers {
        let short = build(&blueprint(Some(layers.clone()), false, 3)).unwrap();
        let mut long = build(&blueprint(Some(layers), false, SHAPE.steps)).unwrap();
        long.restore(&short.state()).unwrap();
        let values = [0.5, -0.25, 1.0, 0.75, -1.0, 0.125];
        let mut padded = values.to_vec();
        padded.resize(SHAPE.steps * SHAPE.features, f32::NAN);
        assert_eq!(
            short.encode(&values, 1).unwrap(),
            long.encode(&padded, 1).unwrap()
        );
        let errors = |model: &dyn Model, x: &[f32]| {
            let batch = Batch::plain(x, 1, 0);
            let errors = model.evaluate(&batch, &Objective::default()).unwrap();
            (errors.loss, errors.squared)
        };
        let (short, long) = (errors(&*short, &values), errors(&*long, &padded));
        assert!((short.0[0] - long.0[0]).abs() < 1e-9 && (short.1[0] - long.1[0]).abs() < 1e-9);
    }
}

/// What follows a gap sees the state from before it.
#[test]
fn a_step_without_values_is_passed_over() {
    let model = build(&blueprint(all_layers().remove(1), false, 3)).unwrap();
    let whole = build(&blueprint(all_layers().remove(1), false, 2)).unwrap();
    let nan = f32::NAN;
    let with_gap = model.encode(&[0.5, -0.25, nan, nan, 1.0, 0.75], 1).unwrap();
    assert_eq!(with_gap, whole.encode(&[0.5, -0.25, 1.0, 0.75], 1).unwrap());
}

#[test]
fn training_learns_and_sequences_without_steps_do_no_harm() {
    for layers in all_layers() {
        let blueprint = blueprint(layers.clone(), false, SHAPE.steps);
        let mut model = build(&blueprint).unwrap();
        let x = sequences();
        let batch = Batch::plain(&x, ROWS, 0);
        let adam = StepSettings {
            optimiser: Optimiser::default(),
            ..settings(0.02)
        };
        let loss = |model: &dyn Model| {
            let errors = model.evaluate(&batch, &Objective::default()).unwrap();
            assert_eq!(errors.loss[4], 0.0, "a sequence without steps has no error");
            errors.loss.iter().sum::<f64>()
        };
        let before = loss(&*model);
        for step in 0..200 {
            let key = StepKey { batch: step, ..KEY };
            let report = model.train_step(&batch, key, &adam).unwrap();
            assert!(report.loss.is_finite(), "{layers:?}");
        }
        let after = loss(&*model);
        assert!(after < 0.5 * before, "{layers:?}: {after} of {before}");
        let made = model.reconstruct(&x, ROWS).unwrap();
        assert!(made.iter().all(|value| value.is_finite()));
    }
}

#[test]
fn the_state_comes_back_bit_for_bit() {
    for layers in all_layers() {
        let blueprint = blueprint(layers, true, SHAPE.steps);
        let x = sequences();
        let batch = Batch::plain(&x, ROWS, 0);
        let adam = StepSettings {
            optimiser: Optimiser::default(),
            ..settings(0.01)
        };
        let mut first = build(&blueprint).unwrap();
        for _ in 0..3 {
            first.train_step(&batch, KEY, &adam).unwrap();
        }
        let mut second = build(&blueprint).unwrap();
        second.restore(&first.state()).unwrap();
        for model in [&mut first, &mut second] {
            model.train_step(&batch, KEY, &adam).unwrap();
        }
        assert_eq!(first.state(), second.state());
    }
}
