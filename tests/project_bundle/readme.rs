//! The description of the format names every key that is ever written, and every value a choice can take.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hourglass::data::{
    BuiltIn, Corruption, HoldOut, PictureSet, SampleShape, Scaling, SequenceShape, Source,
    TextShape, TokenUnit, Vocabulary,
};
use hourglass::eval::plane::LatentAxes;
use hourglass::model::{
    Activation, Adversary, CodeShape, Decoder, Distribution, Down, Initialisation, Loss, Norm,
    Optimiser, Padding, Parts, Prior, PyramidWeights, Recurrent, SequenceLayers, StepConvolutions,
    Summary, Up, WaveletFamily,
};
use hourglass::project::{LossAxis, Scope, save, shipped_names};
use hourglass::training::{GalleryChoice, RunState, ScheduleShape, TrainingOrder};
use serde::Serialize;
use serde_json::Value;

use super::sample;

/// Keys, and the words that stand for choices.
fn collect(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                words.insert(key.clone());
                if let (true, Value::String(kind)) = (key == "kind", value) {
                    words.insert(kind.clone());
                }
                collect(value, words);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, words)),
        _ => {}
    }
}

fn values<T: Serialize>(choices: &[T], words: &mut BTreeSet<String>) {
    for choice in choices {
        let value = serde_json::to_value(choice).unwrap();
        if let Value::String(word) = &value {
            words.insert(word.clone());
        }
        collect(&value, words);
    }
}

#[test]
fn every_key_and_value_is_described() {
    let folder = tempfile::tempdir().unwrap();
    save(&sample::document(), folder.path()).unwrap();
    let text = fs::read(folder.path().join("project.json")).unwrap();
    let mut words = BTreeSet::new();
    collect(&serde_json::from_slice(&text).unwrap(), &mut words);
    values(&Activation::ALL, &mut words);
    values(&Initialisation::ALL, &mut words);
    values(&Loss::ALL, &mut words);
    values(&Optimiser::ALL, &mut words);
    values(&[Decoder::Mirrored], &mut words);
    values(&[Distribution::Point, Distribution::Gaussian], &mut words);
    values(&[CodeShape::Flat, CodeShape::Spatial], &mut words);
    values(&[Padding::Zero, Padding::Reflect], &mut words);
    values(&[Down::MaxPool, Down::Stride], &mut words);
    values(&[Up::Nearest, Up::Transposed], &mut words);
    values(&[PyramidWeights::Fresh], &mut words);
    values(
        &[Prior::Gaussian, Prior::MixtureOfTen, Prior::SwissRoll],
        &mut words,
    );
    values(&[Adversary::Output], &mut words);
    values(
        &[WaveletFamily::Haar, WaveletFamily::Daubechies2],
        &mut words,
    );
    values(&[Norm::L2, Norm::L1], &mut words);
    let corruptions = [
        Corruption::None,
        Corruption::SaltAndPepper { fraction: 0.5 },
        Corruption::Rectangle {
            height: 1,
            width: 1,
            top: None,
            left: None,
        },
        Corruption::Downsampling { factor: 2 },
        Corruption::MaskedSteps {
            fraction: 0.5,
            length: 3,
        },
    ];
    values(&corruptions, &mut words);
    let parts = [
        Parts::All,
        Parts::Encoder,
        Parts::Layer { index: 0 },
        Parts::Adversary,
    ];
    values(&parts, &mut words);
    values(&PictureSet::ALL, &mut words);
    values(&BuiltIn::ALL, &mut words);
    let set = BuiltIn::Mnist;
    values(&[Source::BuiltIn { set }], &mut words);
    values(&Scaling::ALL, &mut words);
    values(&[HoldOut::Drawn, HoldOut::EverySixth], &mut words);
    words.extend(
        [
            "hold_out",
            "normal",
            "binarise",
            "missing_share",
            "results",
            "classifiers",
        ]
        .map(String::from),
    );
    values(&[SampleShape::from(sample::columns())], &mut words);
    let sequence = SequenceShape {
        steps: 1,
        features: 1,
    };
    values(&[SampleShape::Sequence(sequence)], &mut words);
    let text = TextShape {
        steps: 1,
        unit: TokenUnit::Words,
        vocabulary: Vocabulary::of([]),
    };
    values(&[SampleShape::Text(text)], &mut words);
    let layers = [
        SequenceLayers::Gru(Recurrent::default()),
        SequenceLayers::Lstm(Recurrent::default()),
        SequenceLayers::Conv1d(StepConvolutions::default()),
    ];
    values(&layers, &mut words);
    values(&Summary::ALL, &mut words);
    values(
        &[
            ScheduleShape::Constant,
            ScheduleShape::Cosine { floor: 0.0 },
        ],
        &mut words,
    );
    values(
        &[
            LossAxis::Step,
            LossAxis::Epoch,
            LossAxis::Time,
            LossAxis::Compute,
        ],
        &mut words,
    );
    values(
        &[LatentAxes::Automatic, LatentAxes::Pca { x: 0, y: 1 }],
        &mut words,
    );
    values(
        &[
            GalleryChoice::Random,
            GalleryChoice::Best,
            GalleryChoice::Worst,
        ],
        &mut words,
    );
    values(&[Scope::Selected, Scope::Shown, Scope::All], &mut words);
    let orders = [TrainingOrder::LockStep, TrainingOrder::OneAfterAnother];
    values(&orders, &mut words);
    let states = [
        RunState::Ready,
        RunState::Paused,
        RunState::Finished,
        RunState::Stopped,
    ];
    values(&states, &mut words);
    values(
        &[RunState::Diverged, RunState::Failed, RunState::Training],
        &mut words,
    );

    words.extend(shipped_names().iter().map(ToString::to_string));
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let missing: Vec<_> = words
        .iter()
        .filter(|word| {
            let forms = [
                format!("`{word}`"),
                format!("`\"{word}\"`"),
                format!(".{word}`"),
            ];
            forms.iter().all(|form| !readme.contains(form))
        })
        .collect();
    assert_eq!(
        missing,
        Vec::<&String>::new(),
        "add them to projects/README.md"
    );
}
