//! Rows of a table: raw columns go into the Python model, and values in units of their own come back.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use hourglass::data::{
    Column, ColumnKind, Columns, Samples, Scaler, Scaling, gather_inputs, gather_targets,
};
use hourglass::export::torch::{Subject, export, python as python_text};
use hourglass::model::{
    Activation, Architecture, Batch, Blueprint, Code, Distribution, Layer, Loss, Model, Objective,
    Optimiser, Parts, StepKey, StepSettings, Tensors, build,
};

use super::compare::{CLOSE, difference};
use super::python;

const ROWS: usize = 20;

/// Runs every file as a script on its rows, and without any; then as a module.
const DRIVER: &str = r#"
import runpy, sys, torch
torch.manual_seed(0)
torch.set_num_threads(1)
for path in sys.argv[1:]:
    stem = path[:-3]
    for arguments in ([path, stem + ".f32"], [path]):
        sys.argv = arguments
        runpy.run_path(path, run_name="__main__")
    module = runpy.run_path(path)
    model, columns = module["load"](), module["COLUMNS"]
    x = torch.frombuffer(bytearray(open(stem + ".f32", "rb").read()), dtype=torch.float32)
    x = x.reshape(-1, len(columns))
    y = model(x)
    assert torch.equal(y, model.decode(model.encode(x))), path
    # The probabilities of a category add up to 1, and none leaves [0, 1].
    first = 0
    for name, kind, names in columns:
        width = len(names) if kind == "category" else 1
        part = y[:, first : first + width]
        if kind == "category":
            assert torch.allclose(part.sum(1), torch.ones(len(x))), name
        if kind != "numeric":
            assert ((0 <= part) & (part <= 1)).all(), name
        first += width
    assert first == y.shape[1], path
    if hasattr(model, "sample"):
        assert model.sample(3).shape == (3, y.shape[1]), path
    model.train()
    model(x).sum().backward()
    assert all(p.grad is not None for n, p in model.named_parameters() if "log_var" not in n), path
"#;

fn column(name: &str, kind: ColumnKind, has_missing: bool) -> Column {
    Column::new(name, kind, has_missing)
}

fn category(names: &[&str]) -> ColumnKind {
    ColumnKind::Category {
        names: names.iter().map(ToString::to_string).collect(),
    }
}

/// Numbers with and without gaps, categories likewise, and a yes/no.
fn mixed() -> Columns {
    let names = ["no".into(), "yes, \"so\"".into()];
    Columns::from(vec![
        column("age", ColumnKind::Numeric, true),
        column("size", category(&["s", "m", "l"]), true),
        column("income", ColumnKind::Numeric, false),
        column("ill", ColumnKind::YesNo { names }, true),
        column("shape", category(&["round", "angular"]), false),
    ])
}

fn numeric() -> Columns {
    let columns = ["a", "b", "c", "d"].map(|name| column(name, ColumnKind::Numeric, false));
    Columns::from(columns.to_vec())
}

/// Values that differ from row to row, a few of them missing where they may be, and one where none was in training.
fn samples(columns: &Columns) -> Samples {
    let mut values = Vec::new();
    for row in 0..ROWS {
        for (index, column) in columns.list().iter().enumerate() {
            let drawn = (row * (index + 3) + 5 * index) % 11;
            let value = match &column.kind {
                ColumnKind::Numeric => 1000.0 * index as f32 + 10.0 * drawn as f32,
                ColumnKind::YesNo { .. } => (drawn % 2) as f32,
                ColumnKind::Category { names } => (drawn % names.len()) as f32,
            };
            let is_missing = column.has_missing && (row + index) % 4 == 0;
            let is_new = row == ROWS - 1 && index == 2;
            values.push(if is_missing || is_new {
                f32::NAN
            } else {
                value
            });
        }
    }
    Samples::rows(Arc::new(columns.clone()), values, None).unwrap()
}

/// A model of rows after a few steps.
struct Case {
    name: &'static str,
    samples: Samples,
    scaler: Scaler,
    architecture: Architecture,
    loss: Loss,
    model: Box<dyn Model>,
}

fn case(name: &'static str, columns: &Columns, scaling: Scaling, output: Activation) -> Case {
    let distribution = match name {
        "gaussian" => Distribution::Gaussian,
        _ => Distribution::Point,
    };
    let loss = match name {
        "shares" => Loss::Kl,
        _ => Loss::Mse,
    };
    let architecture = Architecture {
        encoder: vec![Layer {
            width: 12,
            activation: Activation::Tanh,
            dropout: 0.0,
        }],
        code: Code {
            width: 3,
            distribution,
            ..Code::default()
        },
        output,
        ..Architecture::default()
    };
    let samples = samples(columns);
    let indices: Vec<u32> = (0..ROWS as u32).collect();
    let scaler = Scaler::fit(scaling, &samples, &indices[..ROWS - 1]);
    let mut model = build(&Blueprint {
        architecture: architecture.clone(),
        loss,
        shape: samples.shape().clone(),
        seed: 5,
    })
    .unwrap();
    let settings = StepSettings {
        objective: Objective::default(),
        parts: Parts::All,
        optimiser: Optimiser::default(),
        learning_rate: 0.01,
        weight_decay: 0.0,
        clip_norm: None,
    };
    let (mut inputs, mut targets) = (Vec::new(), Vec::new());
    // Without the row that has a gap where there was none in training.
    let training = &indices[..ROWS - 1];
    gather_inputs(&samples, training, &scaler, &mut inputs);
    gather_targets(&samples, training, &scaler, &mut targets);
    for batch in 0..5 {
        let key = StepKey {
            seed: 5,
            epoch: 0,
            batch,
        };
        let rows = Batch {
            inputs: &inputs,
            targets: &targets,
            rows: training.len(),
            first: 0,
            chosen: None,
        };
        let report = model.train_step(&rows, key, &settings).unwrap();
        assert!(report.loss.is_finite(), "{name}");
    }
    Case {
        name,
        samples,
        scaler,
        architecture,
        loss,
        model,
    }
}

fn cases() -> Vec<Case> {
    let (mixed, numeric) = (mixed(), numeric());
    let linear = Activation::Identity;
    vec![
        case("mixed", &mixed, Scaling::Standardised, linear),
        case("min-max", &mixed, Scaling::MinMax, Activation::Sigmoid),
        case("gaussian", &mixed, Scaling::Robust, linear),
        case("numeric", &numeric, Scaling::Standardised, linear),
        case("squashed", &numeric, Scaling::MinMax, Activation::Sigmoid),
        case("shares", &numeric, Scaling::MinMax, Activation::Sigmoid),
    ]
}

impl Case {
    fn subject<'a>(&'a self, weights: &'a Tensors) -> Subject<'a> {
        Subject {
            name: self.name,
            data: "people.csv",
            scaler: &self.scaler,
            architecture: &self.architecture,
            loss: self.loss,
            weights,
            epochs: 1.0,
            steps: 5,
        }
    }

    /// Writes the two files and the rows into `folder`. Codes and values that are wanted.
    fn write(&self, folder: &Path) -> [Vec<f32>; 2] {
        let exported = export(&self.subject(&self.model.weights())).unwrap();
        let file = |ending: &str| folder.join(format!("{}.{ending}", self.name));
        fs::write(file("py"), exported.python).unwrap();
        fs::write(file("safetensors"), exported.weights).unwrap();
        let rows = (0..ROWS).flat_map(|row| self.samples.row(row).into_owned());
        let bytes: Vec<u8> = rows.flat_map(f32::to_ne_bytes).collect();
        fs::write(file("f32"), bytes).unwrap();
        let indices: Vec<u32> = (0..ROWS as u32).collect();
        let mut inputs = Vec::new();
        gather_inputs(&self.samples, &indices, &self.scaler, &mut inputs);
        let codes = self.model.encode(&inputs, ROWS).unwrap();
        let mut values = self.model.decode(&codes, ROWS).unwrap();
        self.scaler.unscale(&mut values);
        [codes, values]
    }
}

#[test]
fn raw_rows_have_the_same_codes_and_values_in_pytorch() {
    if !python::has(&["torch", "safetensors"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let cases = cases();
    let wanted: Vec<_> = cases.iter().map(|case| case.write(folder.path())).collect();
    let file = |case: &Case, ending: &str| folder.path().join(format!("{}.{ending}", case.name));
    let scripts = cases
        .iter()
        .map(|case| file(case, "py").display().to_string());
    let scripts: Vec<String> = scripts.collect();
    python::succeeded(&python::run(DRIVER, &scripts));
    for (case, [codes, values]) in cases.iter().zip(&wanted) {
        for (what, wanted) in [("codes", codes), ("reconstructions", values)] {
            let apart = difference(&file(case, &format!("{what}.f32")), wanted);
            println!("{}: {what} {apart:.1e}", case.name);
            assert!(apart < CLOSE, "{} {what}: {apart}", case.name);
            assert!(
                wanted.iter().any(|n| (n - wanted[0]).abs() > 1e-3),
                "{}",
                case.name
            );
        }
    }
}

#[test]
fn the_columns_stand_at_the_top_with_their_names_and_kinds() {
    let case = case("mixed", &mixed(), Scaling::Standardised, Activation::Relu);
    let text = python_text(&case.subject(&Tensors::new())).unwrap();
    for expected in [
        "\nData: people.csv, rows of 5 columns: 2 numeric, 1 yes/no, 2 of categories.\n",
        "\nA row is 5 numbers, one for each of COLUMNS, in units of its own: of yes/no 0 or 1, of a\n",
        "    (\"age\", \"numeric\", []),\n    (\"size\", \"category\", [\"s\", \"m\", \"l\"]),\n",
        "    (\"ill\", \"yes_no\", [\"no\", \"yes, \\\"so\\\"\"]),\n",
        // 8 numbers, and a mask for each of 3 columns.
        "            nn.Linear(11, 12),\n",
        "            nn.Linear(12, 8),\n",
        "\nGAPS = [0, 1, 3]\n",
        "                part = F.relu(part)\n",
        "tries it on random rows.",
        "\"\"\"Rows to codes.\"\"\"",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let longest = text.lines().map(|line| line.chars().count()).max();
    assert!(longest < Some(100), "{longest:?}");
}
