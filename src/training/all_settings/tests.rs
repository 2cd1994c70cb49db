//! What the list says of settings, and that it leaves none out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::SETTINGS;
use crate::data::{Corruption, PictureSet};
use crate::model::{
    Activation, Adversary, Architecture, CodeShape, Decoder, Distribution, Initialisation, Layer,
    Loss, Prior, Pyramid, PyramidWeights, SequenceLayers, StepConvolutions,
};
use crate::settings::{Changes, phrase};
use crate::training::{Phase, VariantSettings};

fn changes(edit: impl Fn(&mut VariantSettings)) -> Changes<VariantSettings> {
    let before = VariantSettings::default();
    let mut after = before.clone();
    edit(&mut after);
    SETTINGS.changes(&before, &after)
}

fn diff(edit: impl Fn(&mut VariantSettings)) -> Vec<String> {
    let before = VariantSettings::default();
    let mut after = before.clone();
    edit(&mut after);
    let found = SETTINGS.differences(&before, &after);
    found.iter().map(ToString::to_string).collect()
}

fn text(architecture: &Architecture, key: &str) -> String {
    let settings = VariantSettings {
        architecture: architecture.clone(),
        ..VariantSettings::default()
    };
    SETTINGS
        .with_key(key)
        .expect("there is one")
        .value(&settings)
}

/// Every place of `tree` that holds no object.
fn leaves(tree: &Value, at: &str, into: &mut Vec<String>) {
    match tree {
        Value::Object(map) => {
            for (key, value) in map {
                let at = if at.is_empty() {
                    key.clone()
                } else {
                    format!("{at}.{key}")
                };
                leaves(value, &at, into);
            }
        }
        _ => into.push(at.to_owned()),
    }
}

#[test]
fn whatever_can_be_chosen_belongs_to_a_setting() {
    let mut settings = VariantSettings::default();
    settings.architecture.pyramid = Some(Pyramid::default());
    settings.architecture.embedding = Some(64);
    let mut places = Vec::new();
    for layers in [
        SequenceLayers::default(),
        SequenceLayers::Conv1d(StepConvolutions::default()),
    ] {
        settings.architecture.sequence = Some(layers);
        let tree = serde_json::to_value(&settings).unwrap();
        leaves(&tree, "", &mut places);
    }
    assert!(places.len() > 80, "{places:?}");
    for place in &places {
        assert!(
            SETTINGS.of(place).is_some(),
            "{place} belongs to no setting"
        );
    }
    for setting in SETTINGS.iter() {
        let owns = |place: &String| SETTINGS.of(place) == Some(setting);
        assert!(places.iter().any(owns), "{setting:?} has no place");
    }
}

#[test]
fn names_and_keys_are_there_once() {
    let keys: BTreeSet<_> = SETTINGS.iter().map(|setting| setting.key).collect();
    let names: BTreeSet<_> = SETTINGS.iter().map(|setting| setting.name).collect();
    let count = SETTINGS.iter().count();
    assert_eq!((keys.len(), names.len()), (count, count));
}

#[test]
fn changes_are_named_and_locked_or_not() {
    assert!(changes(|_| {}).is_empty());
    assert_eq!(
        changes(|s| s.architecture.code.width = 64).locked_phrase(),
        "the code width"
    );
    assert_eq!(
        changes(|s| s.architecture.encoder[0].dropout = 0.5).locked_phrase(),
        "the dropout of encoder layer 1"
    );
    assert_eq!(
        changes(|s| s.architecture.encoder.push(Layer::default())).locked_phrase(),
        "the number of encoder layers"
    );
    let both = changes(|s| {
        s.loss = Loss::Bce;
        s.training.batch = 64;
        s.training.epochs = 3;
    });
    assert_eq!(both.locked_phrase(), "the loss and the batch size");
    assert_eq!(both.phrase(), "the loss, the batch size and the epochs");
    let live = changes(|s| s.training.learning_rate = 0.5);
    assert_eq!(live.locked().next(), None);
    assert_eq!(live.locked_phrase(), "");
    assert_eq!(live.phrase(), "the learning rate");
    let schedule = changes(|s| {
        s.training.schedule.warm_up_epochs = 1.0;
        s.training.schedule.shape = crate::training::ScheduleShape::Cosine { floor: 0.0 };
    });
    assert_eq!(schedule.phrase(), "the schedule");
}

#[test]
fn what_a_family_has_is_named() {
    let live = |edit: fn(&mut VariantSettings)| {
        let changes = changes(edit);
        assert_eq!(changes.locked().next(), None, "{changes:?}");
        changes.phrase()
    };
    assert_eq!(live(|s| s.objective.variational.beta = 4.0), "beta");
    assert_eq!(live(|s| s.objective.penalties.l1 = 1e-4), "the L1 penalty");
    assert_eq!(
        live(|s| s.objective.adversarial.discriminator_rate = 0.5),
        "the discriminator's learning rate"
    );
    assert_eq!(
        live(|s| s.objective.adversarial.pixels = 0.5),
        "the loss beside the duel"
    );
    assert_eq!(
        live(|s| s.corruption = Corruption::Gaussian { std: 0.5 }),
        "the noise"
    );
    assert_eq!(live(|s| s.phases.push(Phase::default())), "the phases");
    let many = |s: &mut VariantSettings| {
        s.objective.variational.beta = 2.0;
        s.objective.wavelet.levels = 3;
        s.objective.border.width = 2;
    };
    assert_eq!(live(many), "the objective");

    let locked =
        |edit: fn(&mut Architecture)| changes(|s| edit(&mut s.architecture)).locked_phrase();
    assert_eq!(
        locked(|a| a.code.distribution = Distribution::Gaussian),
        "the distribution of the code"
    );
    assert_eq!(
        locked(|a| a.adversary = Some(Adversary::Output)),
        "the adversary"
    );
    assert_eq!(
        locked(|a| a.pyramid = Some(Pyramid::default())),
        "the convolutions"
    );
}

#[test]
fn many_differences_are_called_the_architecture() {
    let many = changes(|s| {
        s.architecture.code.width = 64;
        s.architecture.code.activation = Activation::Tanh;
        s.architecture.output = Activation::Identity;
        s.architecture.initialisation = Initialisation::Xavier;
    });
    assert_eq!(many.locked_phrase(), "the architecture");
}

#[test]
fn a_decoder_of_its_own_is_named_layer_by_layer() {
    let own = Decoder::Own {
        layers: vec![Layer::default(), Layer::default()],
    };
    let mut before = VariantSettings::default();
    before.architecture.decoder = own;
    let mut after = before.clone();
    if let Decoder::Own { layers } = &mut after.architecture.decoder {
        layers[1].width = 512;
    }
    assert_eq!(
        SETTINGS.changes(&before, &after).phrase(),
        "the width of decoder layer 2"
    );
    after.architecture.decoder = Decoder::Mirrored;
    assert_eq!(
        SETTINGS.changes(&before, &after).phrase(),
        "the mirroring of the decoder"
    );
}

#[test]
fn pyramids_are_named_by_what_differs() {
    let mut before = VariantSettings::default();
    before.architecture.pyramid = Some(Pyramid::default());
    let mut after = before.clone();
    after.architecture.pyramid = Some(Pyramid {
        channels: vec![16, 32, 64],
        kernel: 5,
        ..Pyramid::default()
    });
    assert_eq!(
        SETTINGS.changes(&before, &after).phrase(),
        "the levels of the pyramid and the size of the kernels"
    );
}

#[test]
fn a_run_takes_what_is_live() {
    let made = VariantSettings::default();
    let mut wanted = made.clone();
    wanted.training.epochs = 99;
    wanted.training.learning_rate = 0.1;
    wanted.training.clip_norm = Some(1.0);
    wanted.training.early_stopping = Some(crate::training::EarlyStopping::default());
    assert!(made.can_become(&wanted));
    for edit in [
        (|s| s.training.seed = 1) as fn(&mut VariantSettings),
        |s| s.training.batch = 7,
        |s| s.training.optimiser = crate::model::Optimiser::ALL[0],
        |s| s.loss = Loss::L1,
    ] {
        let mut locked = wanted.clone();
        edit(&mut locked);
        assert!(!made.can_become(&locked));
    }
}

#[test]
fn differences_are_few_plain_words() {
    assert_eq!(diff(|_| {}), [""; 0]);
    assert_eq!(
        diff(|s| {
            s.architecture.code.width = 2;
            s.loss = Loss::Bce;
            s.corruption = Corruption::Gaussian { std: 0.5 };
            s.training.learning_rate = 1e-4;
        }),
        [
            "code 32 → 2",
            "loss MSE → BCE",
            "noise none → Gaussian 0.5",
            "learning rate 0.001 → 0.0001",
        ]
    );
}

#[test]
fn what_a_choice_brings_along_is_no_difference_until_it_is_chosen() {
    let gaussian = |s: &mut VariantSettings| {
        s.architecture.code.distribution = Distribution::Gaussian;
    };
    assert_eq!(diff(gaussian), ["distribution point → Gaussian"]);
    assert_eq!(
        diff(|s| {
            gaussian(s);
            s.objective.variational.beta = 4.0;
        }),
        ["distribution point → Gaussian", "beta none → 4"]
    );
    // Without a Gaussian code nothing is multiplied by it.
    assert_eq!(diff(|s| s.objective.variational.beta = 4.0), [""; 0]);
}

#[test]
fn many_differences_are_shortened() {
    let mut after = VariantSettings::default();
    let before = after.clone();
    let mut words = |edit: fn(&mut VariantSettings)| {
        edit(&mut after);
        phrase(&SETTINGS.differences(&before, &after))
    };
    assert_eq!(words(|_| {}), "");
    assert_eq!(words(|s| s.architecture.code.width = 2), "code 32 → 2");
    let four = words(|s| {
        s.training.seed = 1;
        s.training.batch = 64;
        s.training.epochs = 5;
    });
    assert_eq!(
        four,
        "code 32 → 2, batch 128 → 64, epochs 20 → 5, seed 0 → 1"
    );
    assert_eq!(
        words(|s| s.loss = Loss::Bce),
        "code 32 → 2, loss MSE → BCE, batch 128 → 64 and 2 more"
    );
}

#[test]
fn layers_are_written_together_where_they_are_alike() {
    let mut choice = Architecture::default();
    choice.encoder.push(Layer::default());
    assert_eq!(text(&choice, "architecture.encoder"), "512-256-128 ReLU");
    assert_eq!(text(&choice, "architecture.decoder"), "mirrored");
    choice.encoder.truncate(2);
    for layer in &mut choice.encoder {
        layer.dropout = 0.25;
    }
    assert_eq!(
        text(&choice, "architecture.encoder"),
        "512-256 ReLU dropout 0.25"
    );
    choice.encoder[1] = Layer {
        activation: Activation::Tanh,
        ..choice.encoder[1]
    };
    choice.encoder[0].dropout = 0.0;
    assert_eq!(
        text(&choice, "architecture.encoder"),
        "512 ReLU - 256 tanh dropout 0.25"
    );
    choice.encoder.clear();
    assert_eq!(text(&choice, "architecture.encoder"), "none");
    choice.decoder = Decoder::Own {
        layers: vec![Layer::default()],
    };
    assert_eq!(text(&choice, "architecture.decoder"), "128 ReLU");
}

#[test]
fn families_are_named() {
    let mut choice = Architecture::default();
    assert_eq!(text(&choice, "architecture.pyramid"), "none");
    assert_eq!(text(&choice, "architecture.pyramid.kernel"), "none");
    choice.pyramid = Some(Pyramid {
        weights: PyramidWeights::Pretrained {
            set: PictureSet::Mnist.into(),
            frozen: true,
        },
        ..Pyramid::default()
    });
    assert_eq!(text(&choice, "architecture.pyramid"), "16-32");
    assert_eq!(text(&choice, "architecture.pyramid.kernel"), "3 × 3");
    assert_eq!(
        text(&choice, "architecture.pyramid.weights"),
        "of a MNIST classifier, frozen"
    );
    choice.code.shape = CodeShape::Spatial;
    assert_eq!(text(&choice, "architecture.code"), "maps");
    let prior = Prior::SwissRoll;
    choice.adversary = Some(Adversary::Code { prior });
    assert_eq!(
        text(&choice, "architecture.adversary"),
        "on the code, Swiss roll"
    );
}
