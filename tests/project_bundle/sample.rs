//! A project in which every part of the format occurs.

use std::path::Path;
use std::sync::Arc;

use hourglass::data::{
    Column, ColumnKind, Columns, Corruption, DataSettings, Fingerprint, IdxFiles, ImageShape,
    PictureSet, Samples, Scaler, Scaling, Source, TableFile, TrainedOn,
};
use hourglass::eval::plane::LatentAxes;
use hourglass::model::{
    AdversarialLosses, Adversary, Decoder, Layer, LossParts, ModelState, Optimiser, Parts, Prior,
    Pyramid, PyramidWeights, Tensor,
};
use hourglass::project::{Document, Scope, Together, Trained, Variant, VariantSettings, absolute};
use hourglass::training::{
    Best, Checkpoint, EarlyStopping, EpochRecord, History, Measures, Phase, Position, ResumeState,
    RunState, Schedule, ScheduleShape, Start, StepRecord, TrainingOrder, TrainingSettings,
    VariantId,
};

/// Every part that a loss can have, in numbers of single precision.
pub fn parts() -> LossParts {
    LossParts {
        reconstruction: 0.125,
        kl: Some(1.5),
        penalty: 0.25,
        adversarial: Some(AdversarialLosses {
            discriminator: 0.75,
            generator: 0.625,
            real_accuracy: 0.5,
            fake_accuracy: 0.25,
            features: Some(0.375),
        }),
        columns: Some([0.0625, 0.03125, 0.03125].into()),
    }
}

/// One weight and its two moments, all of `value`.
pub fn state(value: f32) -> Arc<ModelState> {
    let tensor = Tensor {
        shape: vec![2, 3],
        data: vec![value; 6],
    };
    Arc::new(ModelState {
        weights: [("encoder.0.weight".to_owned(), tensor.clone())].into(),
        optimiser: ["exp_avg", "exp_avg_sq"]
            .map(|moment| (format!("encoder.0.weight.{moment}"), tensor.clone()))
            .into(),
        optimiser_name: "Adam".into(),
        optimiser_steps: 938,
    })
}

/// A checkpoint, all of `value`; only those of the very beginning come without a loss.
pub fn checkpoint(epochs: f64, value: f32) -> Arc<Checkpoint> {
    let weights = Arc::new(state(value).weights.clone());
    let loss = (epochs > 0.0).then_some(0.1 + 0.2);
    Arc::new(Checkpoint::new(
        epochs,
        (epochs * 938.0) as u64,
        loss,
        weights,
    ))
}

/// A number, an answer and a category; only the number can be missing.
pub fn columns() -> Columns {
    let column = |name: &str, kind, has_missing| Column::new(name, kind, has_missing);
    let names = ["no", "yes"].map(String::from);
    let sizes = ["small", "middle", "large"].map(String::from).to_vec();
    vec![
        column("age", ColumnKind::Numeric, true),
        column("smokes", ColumnKind::YesNo { names }, false),
        column("size", ColumnKind::Category { names: sizes }, false),
    ]
    .into()
}

/// Standardised images of two grey pixels, half of them black.
pub fn scaler() -> Scaler {
    let shape = ImageShape {
        height: 1,
        width: 2,
        channels: 1,
    };
    let images = Samples::images(shape, vec![0, 102, 0, 102], None).unwrap();
    Scaler::fit(Scaling::Standardised, &images, &[0, 1])
}

/// Two classes in a table beside the project.
pub fn trained_on() -> TrainedOn {
    TrainedOn {
        settings: DataSettings {
            source: Source::Table(TableFile {
                path: "/data/animals.csv".into(),
                ..TableFile::default()
            }),
            validation: 10,
            ..DataSettings::default()
        },
        content: Some(Fingerprint {
            bytes: 12_345,
            blake3: "af1349b9".into(),
        }),
        class_names: Some(vec!["cat".into(), "狗".into()]),
        channels: vec!["load".into()],
        sound: None,
    }
}

pub fn resume_state(value: f32) -> ResumeState {
    ResumeState {
        position: Position {
            epoch: 1,
            batch: 17,
            step: 955,
            seconds: 1.0 / 3.0,
            loss_sum: 0.1 + 0.2,
            images: 1088,
            parts_sum: parts(),
        },
        history: History {
            steps: vec![StepRecord {
                step: 1,
                seconds: 0.01,
                loss: 0.1,
                parts: parts(),
            }],
            epochs: vec![EpochRecord {
                epoch: 1,
                step: 938,
                seconds: 0.3,
                train_loss: 0.05,
                validation: Measures {
                    loss: 0.04,
                    mse: 0.04,
                    bce: None,
                    parts: parts(),
                },
                learning_rate: 1e-3,
                samples_per_second: 1e5,
                train_parts: parts(),
            }],
            ..History::default()
        },
        state: state(value),
        best: Some(Best {
            epoch: 1,
            loss: 0.04,
            state: state(value + 0.5),
        }),
        stopped_early: false,
        scaler: Some(Arc::new(scaler())),
        data: Some(Arc::new(trained_on())),
        checkpoints: vec![
            checkpoint(0.0, value + 0.75),
            checkpoint(0.5, value + 0.875),
        ],
    }
}

/// A trained variant and another kind of everything in a second one.
pub fn document() -> Document {
    let settings = VariantSettings::default();
    let trained = Variant {
        trained: Some(Trained {
            resume_state: Arc::new(resume_state(0.25)),
            settings: settings.clone(),
            state: RunState::Paused,
        }),
        settings,
        ..Variant::default()
    };
    let mut other = Variant {
        id: VariantId(2),
        name: "B".into(),
        parent: Some(VariantId(1)),
        start: Some(Arc::new(Start {
            epochs: 1.5,
            step: 1407,
            weights: Arc::new(state(1.5).weights.clone()),
        })),
        ..Variant::default()
    };
    other.settings.architecture.decoder = Decoder::Own {
        layers: vec![Layer::default()],
    };
    let set = PictureSet::FashionMnist.into();
    let frozen = true;
    other.settings.architecture.pyramid = Some(Pyramid {
        weights: PyramidWeights::Pretrained { set, frozen },
        ..Pyramid::default()
    });
    let prior = Prior::SwissRoll;
    other.settings.architecture.adversary = Some(Adversary::Code { prior });
    let (fraction, block) = (0.5, 4);
    other.settings.corruption = Corruption::Masking { fraction, block };
    other.settings.phases = vec![Phase {
        parts: Parts::Decoder,
        corruption: Some(Corruption::Gaussian { std: 0.5 }),
        ..Phase::default()
    }];
    other.settings.training = TrainingSettings {
        optimiser: Optimiser::ALL[0],
        schedule: Schedule {
            warm_up_epochs: 0.5,
            shape: ScheduleShape::Step {
                every: 3,
                factor: 0.1,
            },
        },
        clip_norm: Some(1.0),
        early_stopping: Some(EarlyStopping::default()),
        ..TrainingSettings::default()
    };
    let mut document = Document {
        name: "digits".into(),
        data: DataSettings {
            source: Source::Idx(IdxFiles {
                images: absolute(Path::new("/sets/a.gz")),
                labels: Some(absolute(Path::new("/sets/b.gz"))),
                test_images: None,
                test_labels: None,
                ..IdxFiles::default()
            }),
            scaling: Scaling::Standardised,
            ..DataSettings::default()
        },
        variants: vec![trained, other],
        next_id: 3,
        together: Together {
            scope: Scope::Shown,
            order: TrainingOrder::OneAfterAnother,
        },
        checkpoint_megabytes: 7,
        ..Document::default()
    };
    document.view.latent_axes = LatentAxes::Pair { x: 3, y: 5 };
    document.view.gallery.noise = Some(250);
    document
}
