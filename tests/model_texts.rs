//! Models of texts in order: gradients through the embedding and every kind of layer over steps, lengths that differ,
//! literal losses, and training.

use hourglass::data::{
    SampleShape, Samples, Scaler, Scaling, TextShape, TokenUnit, Vocabulary, gather_inputs,
};
use hourglass::model::{
    Activation, Architecture, Batch, Blueprint, Code, Distribution, Down, EMBEDDINGS, Layer, Loss,
    Model, ModelState, Objective, Optimiser, Parts, Recurrent, SequenceLayers, StepConvolutions,
    StepKey, StepSettings, Summary, build, cost,
};

const STEPS: usize = 6;
const KEY: StepKey = StepKey {
    seed: 3,
    epoch: 1,
    batch: 2,
};

/// Texts of up to so many tokens, each one of five or one of the two that every vocabulary has.
fn shape(steps: usize) -> TextShape {
    TextShape {
        steps,
        unit: TokenUnit::Words,
        vocabulary: Vocabulary::of(["a", "b", "c", "d", "e"].map(String::from)),
    }
}

/// Texts of 6, 4, 1 and 0 tokens, and one that is cut before its end.
const TEXTS: [&[u8]; 5] = [
    &[2, 3, 4, 5, 6, 1],
    &[6, 0, 2, 1],
    &[1],
    &[],
    &[3, 3, 3, 2, 2, 4],
];

/// As a model sees them.
fn numbers(steps: usize, texts: &[&[u8]]) -> Vec<f32> {
    let rows = texts.iter().flat_map(|text| {
        let tokens = text.iter().map(|&token| f32::from(token));
        tokens.chain(std::iter::repeat(f32::NAN)).take(steps)
    });
    let samples = Samples::texts(shape(steps), rows.collect::<Vec<f32>>(), None).unwrap();
    let all: Vec<u32> = (0..texts.len() as u32).collect();
    let scaler = Scaler::fit(Scaling::Unit, &samples, &all);
    let mut inputs = Vec::new();
    gather_inputs(&samples, &all, &scaler, &mut inputs);
    inputs
}

/// Every kind of layer over steps with and without an embedding, and dense layers alone.
fn all_layers() -> Vec<(Option<SequenceLayers>, Option<usize>)> {
    let recurrent = |layers, summary| Recurrent {
        hidden: 12,
        layers,
        summary,
        ..Recurrent::default()
    };
    let conv = |down| {
        SequenceLayers::Conv1d(StepConvolutions {
            channels: vec![8, 16],
            kernel: 3,
            down,
            activation: Activation::Tanh,
        })
    };
    vec![
        (None, None),
        (Some(SequenceLayers::Gru(recurrent(1, Summary::Last))), None),
        (
            Some(SequenceLayers::Gru(recurrent(1, Summary::Last))),
            Some(8),
        ),
        (
            Some(SequenceLayers::Lstm(recurrent(2, Summary::Mean))),
            Some(16),
        ),
        (Some(conv(Down::Stride)), Some(8)),
        (Some(conv(Down::MaxPool)), None),
    ]
}

fn blueprint(
    (layers, embedding): (Option<SequenceLayers>, Option<usize>),
    steps: usize,
) -> Blueprint {
    Blueprint {
        architecture: Architecture {
            sequence: layers,
            embedding,
            encoder: vec![Layer {
                width: 8,
                activation: Activation::Tanh,
                dropout: 0.0,
            }],
            code: Code {
                width: 3,
                ..Code::default()
            },
            // It means nothing: a softmax takes its place.
            output: Activation::Sigmoid,
            ..Architecture::default()
        },
        loss: Loss::CrossEntropy,
        shape: SampleShape::Text(shape(steps)),
        seed: 7,
    }
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

fn adam(learning_rate: f32) -> StepSettings {
    StepSettings {
        optimiser: Optimiser::default(),
        ..settings(learning_rate)
    }
}

/// Compares the gradient of a few numbers of each tensor with finite differences.
fn assert_gradients(blueprint: &Blueprint, what: &str) {
    let x = numbers(STEPS, &TEXTS);
    let batch = Batch::plain(&x, TEXTS.len(), 0);
    let start = build(blueprint).unwrap().state();
    let mut model = build(blueprint).unwrap();
    const RATE: f32 = 1.0 / 16.0;
    model.train_step(&batch, KEY, &settings(RATE)).unwrap();
    let after = model.weights();
    let mut loss_at = |name: &str, index: usize, shift: f32| {
        let mut state = start.clone();
        state.weights.get_mut(name).unwrap().data[index] += shift;
        model.restore(&state).unwrap();
        let report = model.train_step(&batch, KEY, &settings(0.0)).unwrap();
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
fn gradients_through_embeddings_and_layers() {
    for layers in all_layers() {
        let mut blueprint = blueprint(layers.clone(), STEPS);
        assert_gradients(&blueprint, &format!("{layers:?}"));
        blueprint.architecture.code.distribution = Distribution::Gaussian;
        assert_gradients(&blueprint, &format!("{layers:?}, Gaussian"));
    }
}

#[test]
fn costs_count_every_parameter_and_every_width_exists() {
    let gru = all_layers().remove(2).0;
    let widths = EMBEDDINGS.map(|width| (gru.clone(), Some(width)));
    for layers in all_layers().into_iter().chain(widths) {
        let blueprint = blueprint(layers.clone(), STEPS);
        let weights = build(&blueprint).unwrap().weights();
        let count: usize = weights.values().map(|tensor| tensor.data.len()).sum();
        let cost = cost(&blueprint.architecture, &blueprint.shape);
        assert_eq!(cost.parameters, count, "{layers:?}");
        let table = weights.get("encoder.embedding.weight");
        let wanted = layers.1.map(|width| vec![width, 7]);
        assert_eq!(table.map(|tensor| tensor.shape.clone()), wanted);
    }
}

/// Without any weights all tokens are equally likely, and with a bias they are as likely as its exponential says.
#[test]
fn the_loss_is_the_cross_entropy_of_the_tokens_that_are_there() {
    let blueprint = blueprint(all_layers().remove(2), STEPS);
    let mut model = build(&blueprint).unwrap();
    let mut state = model.state();
    for tensor in state.weights.values_mut() {
        tensor.data.fill(0.0);
    }
    let x = numbers(STEPS, &TEXTS);
    let batch = Batch::plain(&x, TEXTS.len(), 0);
    let mut losses = |state: &ModelState| {
        model.restore(state).unwrap();
        let trained = model.train_step(&batch, KEY, &settings(0.0)).unwrap();
        let errors = model.evaluate(&batch, &Objective::default()).unwrap();
        (f64::from(trained.loss), errors)
    };
    let (trained, errors) = losses(&state);
    let ln_7 = 7f64.ln();
    assert!((trained - ln_7).abs() < 1e-6, "{trained}");
    assert_eq!(errors.loss[3], 0.0, "a text without tokens has no error");
    assert!(
        [0, 1, 2, 4]
            .iter()
            .all(|&text| (errors.loss[text] - ln_7).abs() < 1e-6)
    );
    let rows = errors.rows.unwrap();
    assert_eq!(rows.cells, [6, 4, 1, 0, 6]);
    let there = rows.columns.iter().filter(|nats| !nats.is_nan());
    assert_eq!(there.count(), 17);

    // The first token of the five is 3 times as likely as each other.
    let bias = &mut state.weights.get_mut("decoder.output.bias").unwrap().data;
    bias[2] = 3f32.ln();
    let (trained, errors) = losses(&state);
    let (likely, other) = ((9f64 / 3.0).ln(), 9f64.ln());
    // It stands 4 times among 17 tokens.
    assert!(
        (trained - (4.0 * likely + 13.0 * other) / 17.0).abs() < 1e-6,
        "{trained}"
    );
    assert!((errors.loss[1] - (likely + 3.0 * other) / 4.0).abs() < 1e-6);
    let made = model.reconstruct(&x, TEXTS.len()).unwrap();
    let thirds = made.chunks(7).all(|step| {
        let sum: f32 = step.iter().sum();
        (step[2] - 1.0 / 3.0).abs() < 1e-6 && (sum - 1.0).abs() < 1e-6
    });
    assert!(thirds, "outputs are probabilities");
}

/// What stands behind the end of a text changes neither its code nor its errors.
#[test]
fn padding_is_as_if_it_were_not_there() {
    let recurrent = all_layers().into_iter().skip(1).take(3);
    for layers in recurrent {
        let short = build(&blueprint(layers.clone(), 3)).unwrap();
        let mut long = build(&blueprint(layers, STEPS)).unwrap();
        long.restore(&short.state()).unwrap();
        let text: [&[u8]; 1] = [&[4, 2, 1]];
        let (values, padded) = (numbers(3, &text), numbers(STEPS, &text));
        assert_eq!(
            short.encode(&values, 1).unwrap(),
            long.encode(&padded, 1).unwrap()
        );
        let loss = |model: &dyn Model, x: &[f32]| {
            let batch = Batch::plain(x, 1, 0);
            model.evaluate(&batch, &Objective::default()).unwrap().loss[0]
        };
        let apart = loss(&*short, &values) - loss(&*long, &padded);
        assert!(apart.abs() < 1e-9, "{apart}");
    }
}

#[test]
fn training_learns_texts_by_heart_and_those_without_tokens_do_no_harm() {
    for layers in all_layers() {
        let mut model = build(&blueprint(layers.clone(), STEPS)).unwrap();
        let x = numbers(STEPS, &TEXTS);
        let batch = Batch::plain(&x, TEXTS.len(), 0);
        for step in 0..600 {
            let key = StepKey { batch: step, ..KEY };
            let report = model.train_step(&batch, key, &adam(0.02)).unwrap();
            assert!(report.loss.is_finite(), "{layers:?}");
        }
        let made = model.reconstruct(&x, TEXTS.len()).unwrap();
        let shape = shape(STEPS);
        for (text, output) in TEXTS.iter().zip(made.chunks(STEPS * 7)) {
            let found = shape.likeliest(output);
            let same = found
                .iter()
                .zip(*text)
                .all(|(found, token)| *found == usize::from(*token));
            assert!(same, "{layers:?}: {found:?} of {text:?}");
        }
    }
}

#[test]
fn the_state_comes_back_bit_for_bit() {
    for layers in all_layers() {
        let blueprint = blueprint(layers, STEPS);
        let x = numbers(STEPS, &TEXTS);
        let batch = Batch::plain(&x, TEXTS.len(), 0);
        let mut first = build(&blueprint).unwrap();
        for _ in 0..3 {
            first.train_step(&batch, KEY, &adam(0.01)).unwrap();
        }
        let mut second = build(&blueprint).unwrap();
        second.restore(&first.state()).unwrap();
        for model in [&mut first, &mut second] {
            model.train_step(&batch, KEY, &adam(0.01)).unwrap();
        }
        assert_eq!(first.state(), second.state());
    }
}
