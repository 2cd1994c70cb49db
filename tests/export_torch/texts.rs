//! Texts in order: token numbers go into the Python model, and probabilities of tokens come back.

use std::fs;
use std::path::Path;

use hourglass::data::{Samples, Scaler, Scaling, TextShape, TokenUnit, Vocabulary, gather_inputs};
use hourglass::export::torch::{Subject, export};
use hourglass::model::{
    Activation, Architecture, Batch, Blueprint, Code, Loss, Objective, Optimiser, Parts, Recurrent,
    SequenceLayers, StepConvolutions, StepKey, StepSettings, build,
};

use super::compare::{CLOSE, difference};
use super::python;

const ROWS: usize = 8;
const STEPS: usize = 7;

/// Runs every file as a script on its texts, and without any; then as a module.
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
    y = model(x.reshape(-1, 7))
    assert y.shape == (8, 35) and y.isfinite().all(), path
    assert len(model.texts(y)) == 8, path
    model.train()
    (model(x.reshape(-1, 7)) ** 2).sum().backward()
    assert all(p.grad is not None for p in model.parameters()), path
"#;

/// Texts of 7, 6, ... 1 and 0 tokens.
fn samples() -> Samples {
    let shape = TextShape {
        steps: STEPS,
        unit: TokenUnit::Words,
        vocabulary: Vocabulary::of(["a", "say \"b\"", "c"].map(String::from)),
    };
    let token = |place: usize| match place % STEPS + place / STEPS < STEPS {
        true => (place * 3 % 5) as f32,
        false => f32::NAN,
    };
    let values: Vec<f32> = (0..ROWS * STEPS).map(token).collect();
    Samples::texts(shape, values, None).unwrap()
}

/// Name, layers over steps, and the width of the embedding.
fn cases() -> Vec<(&'static str, Option<SequenceLayers>, Option<usize>)> {
    let gru = SequenceLayers::Gru(Recurrent {
        hidden: 6,
        ..Recurrent::default()
    });
    let conv = SequenceLayers::Conv1d(StepConvolutions {
        channels: vec![8],
        kernel: 3,
        ..StepConvolutions::default()
    });
    vec![
        ("dense", None, None),
        ("gru", Some(gru.clone()), Some(8)),
        ("one-hot", Some(gru), None),
        ("conv", Some(conv), Some(16)),
    ]
}

/// A model after a few steps, its files in `folder`. Codes and probabilities that are wanted.
fn write(
    folder: &Path,
    (name, sequence, embedding): (&'static str, Option<SequenceLayers>, Option<usize>),
) -> [Vec<f32>; 2] {
    let samples = samples();
    let indices: Vec<u32> = (0..ROWS as u32).collect();
    let scaler = Scaler::fit(Scaling::Unit, &samples, &indices);
    let architecture = Architecture {
        sequence,
        embedding,
        encoder: Vec::new(),
        code: Code {
            width: 3,
            ..Code::default()
        },
        output: Activation::Tanh,
        ..Architecture::default()
    };
    let mut model = build(&Blueprint {
        architecture: architecture.clone(),
        loss: Loss::CrossEntropy,
        shape: samples.shape().clone(),
        seed: 5,
    })
    .unwrap();
    let mut inputs = Vec::new();
    gather_inputs(&samples, &indices, &scaler, &mut inputs);
    let settings = StepSettings {
        objective: Objective::default(),
        parts: Parts::All,
        optimiser: Optimiser::default(),
        learning_rate: 0.01,
        weight_decay: 0.0,
        clip_norm: None,
    };
    for batch in 0..5 {
        let key = StepKey {
            seed: 5,
            epoch: 0,
            batch,
        };
        let rows = Batch::plain(&inputs, ROWS, 0);
        model.train_step(&rows, key, &settings).unwrap();
    }
    let weights = model.weights();
    let exported = export(&Subject {
        name,
        data: "texts.txt",
        scaler: &scaler,
        architecture: &architecture,
        loss: Loss::CrossEntropy,
        weights: &weights,
        epochs: 1.0,
        steps: 5,
    })
    .unwrap();
    let lines = exported.python.lines();
    assert!(
        lines.clone().all(|line| line.chars().count() < 100),
        "{name}"
    );
    let module = embedding.map(|width| format!("nn.Linear(5, {width}, bias=False)"));
    assert!(module.is_none_or(|module| exported.python.contains(&module)));
    let file = |ending: &str| folder.join(format!("{name}.{ending}"));
    fs::write(file("py"), exported.python).unwrap();
    fs::write(file("safetensors"), exported.weights).unwrap();
    let rows = (0..ROWS).flat_map(|row| samples.row(row).into_owned());
    let bytes: Vec<u8> = rows.flat_map(f32::to_ne_bytes).collect();
    fs::write(file("f32"), bytes).unwrap();
    let codes = model.encode(&inputs, ROWS).unwrap();
    let values = model.decode(&codes, ROWS).unwrap();
    [codes, values]
}

#[test]
fn tokens_have_the_same_codes_and_probabilities_in_pytorch() {
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
            assert!(apart < CLOSE, "{name} {what}: {apart}");
        }
    }
}
