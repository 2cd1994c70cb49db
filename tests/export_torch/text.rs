//! The text of the Python file.

use std::fs;

use hourglass::data::{Samples, Scaler, Scaling, SequenceShape, TextShape, TokenUnit, Vocabulary};
use hourglass::export::torch::{Subject, export, python as python_text};
use hourglass::model::{Architecture, Code, Layer, Tensors};
use hourglass::project::{shipped, shipped_names};

use super::families::{scaler, shape};
use super::python;

fn small() -> Architecture {
    Architecture {
        encoder: vec![Layer {
            width: 16,
            dropout: 0.25,
            ..Layer::default()
        }],
        code: Code {
            width: 2,
            ..Code::default()
        },
        ..Architecture::default()
    }
}

/// MNIST's scale for images of `channels`.
fn standardised(channels: usize) -> Scaler {
    scaler(shape(28, 28, channels), 0.1307, 0.3081)
}

fn subject<'a>(
    architecture: &'a Architecture,
    weights: &'a Tensors,
    scaler: &'a Scaler,
) -> Subject<'a> {
    Subject {
        name: "small \"16\"",
        data: "MNIST",
        scaler,
        architecture,
        loss: hourglass::model::Loss::Mse,
        weights,
        epochs: 1.504,
        steps: 1290,
    }
}

#[test]
fn a_small_dense_model_reads_as_a_student_would_write_it() {
    let (architecture, weights) = (small(), Tensors::new());
    let text = python_text(&subject(&architecture, &weights, &standardised(1))).unwrap();
    let expected = include_str!("small.py").replace("VERSION", env!("CARGO_PKG_VERSION"));
    assert!(text == expected, "{text}");
}

#[test]
fn what_is_not_in_the_file_is_said() {
    let (mut architecture, weights) = (small(), Tensors::new());
    let says = |architecture: &Architecture| {
        let text = python_text(&subject(architecture, &weights, &standardised(3))).unwrap();
        assert!(
            text.contains("\nThe channels of a pixel stand together.\n"),
            "{text}"
        );
        text.contains("\nThe discriminator that it was trained against is left out.\n")
    };
    assert!(!says(&architecture));
    architecture.adversary = Some(hourglass::model::Adversary::Output);
    assert!(says(&architecture));
}

#[test]
fn what_cannot_be_rebuilt_is_refused_with_the_field() {
    let (mut architecture, weights) = (small(), Tensors::new());
    let refused = |architecture: &Architecture| {
        export(&subject(architecture, &weights, &standardised(1))).unwrap_err()
    };
    assert_eq!(
        refused(&architecture),
        "its weights are incomplete: encoder.0.weight"
    );
    architecture.pyramid = Some(hourglass::model::Pyramid {
        kernel: 4,
        ..Default::default()
    });
    let sentence = refused(&architecture);
    assert!(
        sentence.ends_with("not 4 × 4: pyramid.kernel"),
        "{sentence}"
    );
}

/// Of sequences of four steps of two features.
fn of_sequences() -> Scaler {
    let shape = SequenceShape {
        steps: 4,
        features: 2,
    };
    let values: Vec<f32> = (0..16).map(|value| value as f32).collect();
    let names = vec!["a".to_owned(), "b".to_owned()];
    let samples = Samples::sequences(shape, names, values, None).unwrap();
    Scaler::fit(Scaling::Standardised, &samples, &[0, 1])
}

/// Of texts of three words, one of which Python could take for the end of a string.
fn of_texts() -> Scaler {
    let shape = TextShape {
        steps: 4,
        unit: TokenUnit::Words,
        vocabulary: Vocabulary::of(["a", "\"", "\\"].map(String::from)),
    };
    let values = vec![2.0, 3.0, 4.0, 1.0];
    let samples = Samples::texts(shape, values, None).unwrap();
    Scaler::fit(Scaling::Unit, &samples, &[0])
}

#[test]
fn every_shipped_architecture_gives_python_that_parses() {
    let folder = tempfile::tempdir().unwrap();
    let (weights, mut files) = (Tensors::new(), Vec::new());
    for name in shipped_names() {
        for variant in shipped(name).unwrap().document.variants {
            let architecture = &variant.settings.architecture;
            let scaler = match (&architecture.sequence, architecture.embedding) {
                (_, Some(_)) => of_texts(),
                (Some(_), None) => of_sequences(),
                (None, None) => standardised(1),
            };
            let subject = Subject {
                name: &variant.name,
                ..subject(architecture, &weights, &scaler)
            };
            let text = python_text(&subject).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            let longest = text.lines().map(|line| line.chars().count()).max();
            assert!(longest < Some(100), "{name}: {longest:?}");
            let path = folder.path().join(format!("{name}-{}.py", variant.id.0));
            fs::write(&path, text).unwrap();
            files.push(path.display().to_string());
        }
    }
    assert!(files.len() >= shipped_names().len());
    let code = "import sys\nfor path in sys.argv[1:]: compile(open(path, encoding='utf-8').read(), path, 'exec')";
    if python::has(&[]) {
        python::succeeded(&python::run(code, &files));
    }
}
