//! Every family, saved into a bundle in the middle of its training and opened again, goes on to the same bits as one
//! that was never interrupted.

mod training_support;

use hourglass::data::random::{Purpose, stream};
use hourglass::data::{Corruption, Dataset, ImageShape, PictureSet, Samples, SequenceShape};
use hourglass::model::{
    Activation, Adversary, Architecture, Border, Code, CodeShape, DecoderInput, Distribution, Down,
    Layer, Loss, Objective, Padding, Parts, Penalties, Prior, Pyramid, PyramidWeights, Recurrent,
    SequenceLayers, Sparsity, StepConvolutions, Summary, Up, Variational,
};
use hourglass::project::VariantSettings;
use hourglass::training::{Job, Phase, Run, RunEnd, TrainingSettings, VariantId};
use rand::Rng;
use training_support::{assert_same, finish, resumed, through_a_bundle};

/// 10 images make 3 batches of 4, the last of 2.
const BATCHES: u32 = 3;

/// 10 images to train on, 4 that are watched and 3 to test.
fn dataset() -> Dataset {
    let shape = ImageShape {
        height: 28,
        width: 28,
        channels: 1,
    };
    let images = |count: usize, seed: u64| {
        let mut random = stream(seed, Purpose::Sampling, 0, 0);
        let pixels: Vec<u8> = (0..count * shape.size()).map(|_| random.random()).collect();
        Samples::images(shape, pixels, None).expect("images")
    };
    Dataset::new("noise", images(14, 1), images(3, 2))
}

/// As many sequences, of which one is short and one has a gap.
fn sequences() -> Dataset {
    let shape = SequenceShape {
        steps: 6,
        features: 2,
    };
    let sequences = |count: usize, seed: u64| {
        let mut random = stream(seed, Purpose::Sampling, 0, 0);
        let values = (0..count * 12).map(|_| random.random_range(-1.0..1.0));
        let mut values: Vec<f32> = values.collect();
        values[8..12].fill(f32::NAN);
        values[16..18].fill(f32::NAN);
        let names = vec!["a".to_owned(), "b".to_owned()];
        Samples::sequences(shape, names, values, None).expect("sequences")
    };
    Dataset::new("noise", sequences(14, 1), sequences(3, 2))
}

fn job(settings: &VariantSettings) -> Job {
    let dataset = match settings.architecture.sequence {
        Some(_) => sequences(),
        None => dataset(),
    };
    Job::new(
        VariantId(1),
        training_support::prepared(dataset, 4),
        settings.clone(),
    )
}

/// 784 - 16 - 4 and back, two epochs.
fn dense() -> VariantSettings {
    VariantSettings {
        architecture: Architecture {
            encoder: vec![Layer {
                width: 16,
                dropout: 0.1,
                ..Layer::default()
            }],
            code: Code {
                width: 4,
                ..Code::default()
            },
            ..Architecture::default()
        },
        training: TrainingSettings {
            batch: 4,
            epochs: 2,
            seed: 5,
            ..TrainingSettings::default()
        },
        ..VariantSettings::default()
    }
}

fn variational() -> VariantSettings {
    let mut settings = dense();
    settings.architecture.code.distribution = Distribution::Gaussian;
    settings.loss = Loss::Bce;
    settings
}

fn convolutional() -> VariantSettings {
    let mut settings = dense();
    settings.architecture.pyramid = Some(Pyramid {
        channels: vec![8, 16],
        ..Pyramid::default()
    });
    settings
}

/// Trains two epochs straight, and again with a bundle in the middle of the second.
fn goes_on(what: &str, settings: &VariantSettings) {
    assert_eq!(settings.check(), Ok(()), "{what}");
    let mut straight = Run::new(job(settings)).expect("a run");
    let fresh = straight.resume_state();
    assert_eq!(finish(&mut straight).end, Some(RunEnd::Finished), "{what}");
    let end = straight.resume_state();
    assert_ne!(end.state.weights, fresh.state.weights, "{what}");

    let mut first = Run::new(job(settings)).expect("a run");
    for _ in 0..=BATCHES {
        first.step().expect("a step");
    }
    let saved = through_a_bundle(&first);
    assert_eq!(
        (saved.position.epoch, saved.position.batch),
        (1, 1),
        "{what}"
    );
    assert_same(&first.resume_state(), &saved, what);
    let mut second = Run::new(resumed(job(settings), &saved)).expect("a run");
    assert_eq!(finish(&mut second).end, Some(RunEnd::Finished), "{what}");
    assert_same(&end, &second.resume_state(), what);
}

#[test]
fn penalties_and_gaussian_codes() {
    let mut sparse = dense();
    sparse.architecture.code.activation = Activation::Sigmoid;
    sparse.objective.penalties = Penalties {
        l1: 1e-3,
        sparsity: Sparsity {
            weight: 0.01,
            target: 0.1,
        },
        contractive: 1e-3,
    };
    goes_on("penalties", &sparse);
    let mut gaussian = variational();
    gaussian.objective.variational = Variational {
        beta: 4.0,
        warm_up_epochs: 1.5,
        free_bits: 0.1,
    };
    goes_on("a Gaussian code", &gaussian);
}

#[test]
fn corrupted_inputs() {
    for corruption in [
        Corruption::Gaussian { std: 0.5 },
        Corruption::Masking {
            fraction: 0.5,
            block: 2,
        },
        Corruption::SaltAndPepper { fraction: 0.2 },
    ] {
        let mut settings = dense();
        settings.corruption = corruption;
        goes_on(&format!("{corruption:?}"), &settings);
    }
}

#[test]
fn layers_over_steps() {
    let recurrent = Recurrent {
        hidden: 5,
        layers: 2,
        summary: Summary::Mean,
        decoder_input: DecoderInput::PreviousOutput,
    };
    for layers in [
        SequenceLayers::Gru(Recurrent::default()),
        SequenceLayers::Lstm(recurrent),
        SequenceLayers::Conv1d(StepConvolutions::default()),
    ] {
        let name = layers.name();
        let mut settings = dense();
        settings.architecture.output = Activation::Identity;
        settings.architecture.sequence = Some(layers);
        settings.objective.teacher_forcing = 0.5;
        goes_on(name, &settings);
        settings.architecture.code.distribution = Distribution::Gaussian;
        settings.corruption = Corruption::Gaussian { std: 0.3 };
        goes_on(&format!("{name}, Gaussian, noisy"), &settings);
        settings.architecture.adversary = Some(Adversary::Code {
            prior: Prior::Gaussian,
        });
        settings.architecture.code.distribution = Distribution::Point;
        goes_on(&format!("{name}, adversarial"), &settings);
    }
}

#[test]
fn convolutions() {
    let mut spatial = convolutional();
    spatial.architecture.encoder.clear();
    spatial.architecture.code.shape = CodeShape::Spatial;
    goes_on("a spatial code", &spatial);
    let mut normalised = convolutional();
    normalised.architecture.code.distribution = Distribution::Gaussian;
    if let Some(pyramid) = &mut normalised.architecture.pyramid {
        pyramid.batch_norm = true;
        pyramid.padding = Padding::Reflect;
        pyramid.down = Down::Stride;
        pyramid.up = Up::Transposed;
    }
    goes_on("batch normalisation and a Gaussian code", &normalised);
}

#[test]
fn trained_fronts() {
    for frozen in [true, false] {
        let mut trained = convolutional();
        let set = PictureSet::Mnist.into();
        trained.architecture.pyramid = Some(Pyramid {
            weights: PyramidWeights::Pretrained { set, frozen },
            ..Pyramid::default()
        });
        goes_on("a trained front", &trained);
    }
}

#[test]
fn losses_of_their_own() {
    for loss in [Loss::L1, Loss::Wavelet, Loss::Perceptual] {
        let mut settings = dense();
        settings.loss = loss;
        goes_on(loss.name(), &settings);
    }
    let mut window = dense();
    window.objective = Objective {
        border: Border {
            width: 4,
            weight: 0.1,
        },
        ..Objective::default()
    };
    goes_on("a window over the border", &window);
}

#[test]
fn adversaries() {
    let mut on_the_code = dense();
    let prior = Prior::MixtureOfTen;
    on_the_code.architecture.adversary = Some(Adversary::Code { prior });
    goes_on("an adversary on the code", &on_the_code);
    let mut on_the_output = variational();
    on_the_output.architecture.adversary = Some(Adversary::Output);
    goes_on("an adversary on the output", &on_the_output);
}

#[test]
fn phases() {
    let phase = |parts| Phase {
        epochs: 1,
        parts,
        ..Phase::default()
    };
    let mut greedy = dense();
    greedy.phases = vec![phase(Parts::Layer { index: 0 }), phase(Parts::All)];
    goes_on("layer by layer", &greedy);
    let mut tuned = variational();
    tuned.phases = vec![phase(Parts::All), phase(Parts::Decoder)];
    tuned.phases[1].corruption = Some(Corruption::Gaussian { std: 0.2 });
    goes_on("the decoder alone", &tuned);
}
