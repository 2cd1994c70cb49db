//! Any valid settings, for properties that hold of all of them.

use hourglass::data::{Corruption, PictureSet};
use hourglass::model::{
    Activation, AdversarialSettings, Adversary, Architecture, Border, CHANNELS, Code, CodeShape,
    Decoder, Distribution, Down, EMBEDDINGS, Initialisation, LADDER, Layer, Loss, MAX_LEVELS,
    MAX_RECURRENT_LAYERS, Norm, Objective, Optimiser, Padding, Parts, Penalties, Perceptual, Prior,
    Pyramid, PyramidWeights, Recurrent, STEP_CHANNELS, STEP_KERNELS, SequenceLayers, Sparsity,
    StepConvolutions, Summary, Up, Variational, Wavelet, WaveletFamily,
};
use hourglass::project::VariantSettings;
use hourglass::training::{EarlyStopping, Phase, Schedule, ScheduleShape, TrainingSettings};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Any of `all`.
pub fn one_of<T: Clone + std::fmt::Debug + 'static>(
    all: &[T],
) -> impl Strategy<Value = T> + use<T> {
    proptest::sample::select(all.to_vec())
}

prop_compose! {
    fn layer()(width in one_of(&LADDER), activation in one_of(&Activation::ALL), dropout in 0.0f32..1.0) -> Layer {
        Layer { width, activation, dropout }
    }
}

prop_compose! {
    fn pyramid()(
        channels in vec(one_of(&CHANNELS), 1..=MAX_LEVELS),
        kernel in one_of(&[3, 5]),
        padding in one_of(&[Padding::Zero, Padding::Reflect]),
        down in one_of(&[Down::MaxPool, Down::Stride]),
        up in one_of(&[Up::Nearest, Up::Transposed]),
        batch_norm: bool,
        activation in one_of(&Activation::ALL),
        set in one_of(&PictureSet::ALL),
        frozen in option::of(any::<bool>()),
    ) -> Pyramid {
        let weights = frozen.map_or(PyramidWeights::Fresh, |frozen| PyramidWeights::Pretrained { set: set.into(), frozen });
        Pyramid { channels, kernel, padding, down, up, batch_norm, activation, weights }
    }
}

fn sequence() -> impl Strategy<Value = SequenceLayers> {
    let recurrent = (
        one_of(&LADDER),
        1..=MAX_RECURRENT_LAYERS,
        one_of(&Summary::ALL),
    );
    let recurrent = recurrent.prop_map(|(hidden, layers, summary)| Recurrent {
        hidden,
        layers,
        summary,
    });
    let convolutions = (
        vec(one_of(&STEP_CHANNELS), 1..=MAX_LEVELS),
        one_of(&STEP_KERNELS),
        one_of(&[Down::MaxPool, Down::Stride]),
        one_of(&Activation::ALL),
    );
    let convolutions = convolutions.prop_map(|(channels, kernel, down, activation)| {
        SequenceLayers::Conv1d(StepConvolutions {
            channels,
            kernel,
            down,
            activation,
        })
    });
    let recurrent = (recurrent, any::<bool>());
    prop_oneof![
        convolutions,
        recurrent.prop_map(|(layers, lstm)| match lstm {
            true => SequenceLayers::Lstm(layers),
            false => SequenceLayers::Gru(layers),
        }),
    ]
}

prop_compose! {
    fn architecture()(
        encoder in vec(layer(), 0..4),
        own in option::of(vec(layer(), 0..4)),
        width in one_of(&LADDER),
        activation in one_of(&Activation::ALL),
        output in one_of(&Activation::ALL),
        initialisation in one_of(&Initialisation::ALL),
        (distribution, shape) in (one_of(&[Distribution::Point, Distribution::Gaussian]), one_of(&[CodeShape::Flat, CodeShape::Spatial])),
        pyramid in option::of(pyramid()),
        (sequence, embedding) in (option::of(sequence()), option::of(one_of(&EMBEDDINGS))),
        adversary in one_of(&[
            None,
            Some(Adversary::Output),
            Some(Adversary::Code { prior: Prior::MixtureOfTen }),
            Some(Adversary::Code { prior: Prior::SwissRoll }),
        ]),
    ) -> Architecture {
        let decoder = own.map_or(Decoder::Mirrored, |layers| Decoder::Own { layers });
        Architecture { pyramid, sequence, embedding, encoder, code: Code { width, activation, distribution, shape }, decoder, output, initialisation, adversary }
    }
}

prop_compose! {
    fn optimiser()(choice in 0..4, beta1 in 0.0f32..1.0, beta2 in 0.0f32..1.0, epsilon in 0.0f32..1.0, nesterov: bool)
        -> Optimiser {
        match choice {
            0 => Optimiser::Sgd { momentum: beta1, nesterov },
            1 => Optimiser::Adam { beta1, beta2, epsilon },
            2 => Optimiser::AdamW { beta1, beta2, epsilon },
            _ => Optimiser::RmsProp { alpha: beta2, epsilon, momentum: beta1 },
        }
    }
}

fn shape() -> impl Strategy<Value = ScheduleShape> {
    prop_oneof![
        Just(ScheduleShape::Constant),
        (1u32.., 0.0f32..10.0).prop_map(|(every, factor)| ScheduleShape::Step { every, factor }),
        (0.0f32..=1.0).prop_map(|floor| ScheduleShape::Cosine { floor }),
    ]
}

prop_compose! {
    fn training()(
        optimiser in optimiser(),
        learning_rate in 0.0f32..10.0,
        weight_decay in 0.0f32..10.0,
        warm_up_epochs in 0.0f32..10.0,
        shape in shape(),
        batch in 1usize..100_000,
        epochs in 1u32..100_000,
        seed: u64,
        clip_norm in option::of(1e-30f32..1e30),
        early_stopping in option::of((any::<u32>(), 0.0f64..1e300)),
    ) -> TrainingSettings {
        let early_stopping = early_stopping.map(|(patience, min_delta)| EarlyStopping { patience, min_delta });
        let schedule = Schedule { warm_up_epochs, shape };
        TrainingSettings { optimiser, learning_rate, weight_decay, schedule, batch, epochs, seed, clip_norm, early_stopping }
    }
}

prop_compose! {
    fn objective()(
        x in vec(0.0f32..10.0, 14),
        target in 0.001f32..0.999,
        rate in 1e-6f32..1.0,
        (width, levels) in (0usize..14, 1usize..=5),
        family in one_of(&[WaveletFamily::Haar, WaveletFamily::Daubechies2]),
        norm in one_of(&[Norm::L1, Norm::L2]),
        features in one_of(&PictureSet::ALL),
    ) -> Objective {
        Objective {
            variational: Variational { beta: x[0], warm_up_epochs: x[1], free_bits: x[2] },
            penalties: Penalties { l1: x[3], sparsity: Sparsity { weight: x[4], target }, contractive: x[5] },
            border: Border { width, weight: x[6] },
            wavelet: Wavelet { family, levels, norm, approximation: x[7], details: [x[8], x[9], x[10], x[11], x[12]] },
            perceptual: Perceptual { features: features.into(), pixels: x[13] },
            adversarial: AdversarialSettings { discriminator_rate: rate, weight: x[12], pixels: x[13] },
        }
    }
}

fn corruption() -> impl Strategy<Value = Corruption> {
    prop_oneof![
        Just(Corruption::None),
        (0.0f32..2.0).prop_map(|std| Corruption::Gaussian { std }),
        (0.0f32..1.0, 1usize..8)
            .prop_map(|(fraction, block)| Corruption::Masking { fraction, block }),
        (0.0f32..1.0).prop_map(|fraction| Corruption::SaltAndPepper { fraction }),
        (
            1usize..9,
            1usize..9,
            option::of(0usize..9),
            option::of(0usize..9)
        )
            .prop_map(|(height, width, top, left)| Corruption::Rectangle {
                height,
                width,
                top,
                left
            }),
        (2usize..17).prop_map(|factor| Corruption::Downsampling { factor }),
        (0.0f32..1.0, 1usize..8)
            .prop_map(|(fraction, length)| Corruption::MaskedSteps { fraction, length }),
    ]
}

prop_compose! {
    fn phase()(
        epochs in 1u32..1000,
        parts in one_of(&[Parts::All, Parts::Encoder, Parts::Decoder, Parts::Layer { index: 0 }, Parts::Adversary]),
        learning_rate in 1e-6f32..1.0,
        corruption in option::of(corruption()),
    ) -> Phase {
        Phase { epochs, parts, learning_rate, corruption }
    }
}

prop_compose! {
    pub fn settings()(
        architecture in architecture(),
        loss in one_of(&Loss::ALL),
        objective in objective(),
        corruption in corruption(),
        training in training(),
        phases in vec(phase(), 0..3),
    ) -> VariantSettings {
        possible(VariantSettings { architecture, loss, objective, corruption, training, phases })
    }
}

/// Choices that exclude each other are given up one by one until the rest is possible.
fn possible(mut settings: VariantSettings) -> VariantSettings {
    let give_up: [fn(&mut VariantSettings); 6] = [
        |settings| settings.phases.clear(),
        |settings| {
            if let Some(pyramid) = &mut settings.architecture.pyramid {
                pyramid.weights = PyramidWeights::Fresh;
            }
        },
        |settings| settings.architecture.code.shape = CodeShape::Flat,
        |settings| settings.architecture.adversary = None,
        |settings| settings.loss = Loss::Mse,
        |settings| settings.architecture.pyramid = None,
    ];
    for give_up in give_up {
        if settings.check().is_ok() {
            break;
        }
        give_up(&mut settings);
    }
    settings
}
