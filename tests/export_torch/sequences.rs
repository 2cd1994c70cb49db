//! Sequences: raw steps go into the Python model, gaps and all, and steps in units of their own come back.

use std::fs;
use std::path::Path;

use hourglass::data::{Samples, Scaler, Scaling, SequenceShape, gather_inputs, gather_targets};
use hourglass::export::torch::{Subject, export};
use hourglass::model::{
    Activation, Architecture, Batch, Blueprint, Code, DecoderInput, Distribution, Down, Layer,
    Loss, Objective, Optimiser, Parts, Recurrent, SequenceLayers, StepConvolutions, StepKey,
    StepSettings, Summary, Tensors, build,
};

use super::compare::{CLOSE, difference};
use super::python;

const ROWS: usize = 12;
const SHAPE: SequenceShape = SequenceShape {
    steps: 9,
    features: 2,
};

/// Runs every file as a script on its sequences, and without any; then as a module.
const DRIVER: &str = r#"
import runpy, sys, torch
torch.manual_seed(0)
torch.set_num_threads(1)
for path in sys.argv[1:]:
    stem = path[:-3]
    for arguments in ([path, stem + ".f32"], [path]):
        sys.argv = arguments
        runpy.run_path(path, run_name="__main__")
    model = runpy.run_path(path)["load"]()
    x = torch.frombuffer(bytearray(open(stem + ".f32", "rb").read()), dtype=torch.float32)
    y = model(x.reshape(-1, 18))
    assert y.shape == (12, 18) and y.isfinite().all(), path
    model.train()
    model(x.reshape(-1, 18)).sum().backward()
    assert all(p.grad is not None for n, p in model.named_parameters() if "log_var" not in n), path
"#;

/// Sequences of 9, 8, ... 1 and 0 steps, some with a gap inside, or with a value missing in a step.
fn samples() -> Samples {
    let mut values: Vec<f32> = (0..ROWS * SHAPE.steps * SHAPE.features)
        .map(|i| 100.0 * (i % 2) as f32 + (i * 37 % 101) as f32 / 10.0)
        .collect();
    for (row, sequence) in values.chunks_mut(SHAPE.steps * SHAPE.features).enumerate() {
        let length = SHAPE.steps.saturating_sub(row);
        sequence[length * SHAPE.features..].fill(f32::NAN);
        if row % 3 == 1 && length > 4 {
            sequence[4..6].fill(f32::NAN);
            sequence[1] = f32::NAN;
        }
    }
    let names = vec!["a".to_owned(), "b".to_owned()];
    Samples::sequences(SHAPE, names, values, None).unwrap()
}

fn recurrent(layers: usize, summary: Summary) -> Recurrent {
    Recurrent {
        hidden: 6,
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

fn conv(down: Down) -> SequenceLayers {
    SequenceLayers::Conv1d(StepConvolutions {
        channels: vec![8, 16],
        kernel: 5,
        down,
        activation: Activation::Relu,
    })
}

/// Name, layers over steps, and dense layers between.
fn cases() -> Vec<(&'static str, Option<SequenceLayers>, bool)> {
    vec![
        ("dense", None, true),
        (
            "gru",
            Some(SequenceLayers::Gru(recurrent(1, Summary::Last))),
            false,
        ),
        (
            "gru-mean",
            Some(SequenceLayers::Gru(recurrent(2, Summary::Mean))),
            true,
        ),
        (
            "lstm",
            Some(SequenceLayers::Lstm(recurrent(2, Summary::Last))),
            false,
        ),
        (
            "gaussian",
            Some(SequenceLayers::Lstm(recurrent(1, Summary::Mean))),
            true,
        ),
        ("fed-back-gru", Some(SequenceLayers::Gru(fed_back(2))), true),
        (
            "fed-back-lstm",
            Some(SequenceLayers::Lstm(fed_back(1))),
            false,
        ),
        ("pooled", Some(conv(Down::MaxPool)), false),
        ("strided", Some(conv(Down::Stride)), true),
    ]
}

/// A model after a few steps, its files in `folder`. Codes and values that are wanted.
fn write(
    folder: &Path,
    (name, layers, hidden): (&'static str, Option<SequenceLayers>, bool),
) -> [Vec<f32>; 2] {
    let samples = samples();
    let indices: Vec<u32> = (0..ROWS as u32).collect();
    let scaler = Scaler::fit(Scaling::Standardised, &samples, &indices);
    let layer = Layer {
        width: 8,
        activation: Activation::Tanh,
        dropout: 0.0,
    };
    let architecture = Architecture {
        sequence: layers,
        encoder: if hidden { vec![layer] } else { Vec::new() },
        code: Code {
            width: 3,
            distribution: match name {
                "gaussian" => Distribution::Gaussian,
                _ => Distribution::Point,
            },
            ..Code::default()
        },
        output: match name {
            "fed-back-lstm" => Activation::Tanh,
            _ => Activation::Identity,
        },
        ..Architecture::default()
    };
    let mut model = build(&Blueprint {
        architecture: architecture.clone(),
        loss: Loss::Mse,
        shape: samples.shape().clone(),
        seed: 5,
    })
    .unwrap();
    let (mut inputs, mut targets) = (Vec::new(), Vec::new());
    gather_inputs(&samples, &indices, &scaler, &mut inputs);
    gather_targets(&samples, &indices, &scaler, &mut targets);
    for batch in 0..5 {
        let key = StepKey {
            seed: 5,
            epoch: 0,
            batch,
        };
        let rows = Batch {
            inputs: &inputs,
            targets: &targets,
            rows: ROWS,
            first: 0,
            chosen: None,
        };
        let settings = StepSettings {
            objective: Objective::default(),
            parts: Parts::All,
            optimiser: Optimiser::default(),
            learning_rate: 0.01,
            weight_decay: 0.0,
            clip_norm: None,
        };
        assert!(
            model
                .train_step(&rows, key, &settings)
                .unwrap()
                .loss
                .is_finite()
        );
    }
    let exported = {
        let weights: Tensors = model.weights();
        export(&Subject {
            name,
            data: "series.ts",
            scaler: &scaler,
            architecture: &architecture,
            loss: Loss::Mse,
            weights: &weights,
            epochs: 1.0,
            steps: 5,
        })
        .unwrap()
    };
    assert!(
        exported
            .python
            .lines()
            .all(|line| line.chars().count() < 100),
        "{name}"
    );
    let file = |ending: &str| folder.join(format!("{name}.{ending}"));
    fs::write(file("py"), exported.python).unwrap();
    fs::write(file("safetensors"), exported.weights).unwrap();
    let rows = (0..ROWS).flat_map(|row| samples.row(row).into_owned());
    let bytes: Vec<u8> = rows.flat_map(f32::to_ne_bytes).collect();
    fs::write(file("f32"), bytes).unwrap();
    let codes = model.encode(&inputs, ROWS).unwrap();
    let mut values = model.decode(&codes, ROWS).unwrap();
    scaler.unscale(&mut values);
    [codes, values]
}

#[test]
fn raw_sequences_have_the_same_codes_and_values_in_pytorch() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases();
    let wanted: Vec<_> = cases
        .iter()
        .map(|case| write(folder.path(), case.clone()))
        .collect();
    if !python::has(&["torch", "safetensors"]) {
        return;
    }
    let file = |name: &str, ending: &str| folder.path().join(format!("{name}.{ending}"));
    let scripts = cases
        .iter()
        .map(|(name, ..)| file(name, "py").display().to_string());
    let scripts: Vec<String> = scripts.collect();
    python::succeeded(&python::run(DRIVER, &scripts));
    for ((name, ..), [codes, values]) in cases.iter().zip(&wanted) {
        for (what, wanted) in [("codes", codes), ("reconstructions", values)] {
            let apart = difference(&file(name, &format!("{what}.f32")), wanted);
            println!("{name}: {what} {apart:.1e}");
            // Values are about 100, codes about 1.
            let close = if what == "codes" {
                CLOSE
            } else {
                100.0 * CLOSE
            };
            assert!(apart < close, "{name} {what}: {apart}");
        }
    }
}
