//! Tests of what is kept of trees that are wrong in places.

use super::*;
use crate::data::{Corruption, PictureSet};
use crate::model::{
    Activation, Adversary, Decoder, Layer, Optimiser, Parts, Prior, PyramidWeights,
};
use crate::project::bundle::validate;
use crate::project::{ReadWarning, VariantSettings};
use serde_json::json;

fn read(json: Value) -> (VariantSettings, Vec<ReadWarning>, Option<Value>) {
    let mut warnings = Warnings::default();
    let fitted = fit(json, "s", validate::settings, &mut warnings);
    (fitted.value, warnings.into_list(), fitted.unknown)
}

fn keys(warnings: &[ReadWarning]) -> Vec<&str> {
    warnings.iter().map(|w| w.key.as_str()).collect()
}

#[test]
fn what_is_absent_is_default_without_a_word() {
    let (settings, warnings, unknown) = read(json!({}));
    assert_eq!(settings, VariantSettings::default());
    assert_eq!((warnings, unknown), (vec![], None));
    let (settings, warnings, _) = read(json!({"training": {"optimiser": {"kind": "rms_prop"}}}));
    assert_eq!(settings.training.optimiser, Optimiser::ALL[3]);
    assert_eq!(warnings, vec![]);
}

#[test]
fn only_the_wrong_pieces_are_lost() {
    let (settings, warnings, unknown) = read(json!({
        "architecture": {
            "encoder": [{"width": 64, "dropout": 0.5}, {"width": 65, "activation": "tanh"}, 7],
            "code": {"width": 10, "activation": "wavy"},
            "decoder": {"kind": "own", "layers": [{"width": 16, "dropout": 1.0}], "new": 1},
            "output": 3,
        },
        "loss": "bce",
        "training": {"batch": 0, "epochs": 7, "learning_rate": -1.0, "weight_decay": 1e300,
            "optimiser": {"kind": "adam_w", "beta1": 2.0, "beta2": 0.5},
            "early_stopping": {"patience": "long", "min_delta": 0.25}},
    }));
    assert_eq!(
        keys(&warnings),
        [
            "s.architecture.encoder[1].width",
            "s.architecture.encoder[2]",
            "s.architecture.code.activation",
            "s.architecture.decoder.layers[0].dropout",
            "s.architecture.output",
            "s.training.batch",
            "s.training.learning_rate",
            "s.training.weight_decay",
            "s.training.optimiser.beta1",
            "s.training.early_stopping.patience",
        ]
    );
    assert_eq!(
        warnings[5].to_string(),
        "Batch size must be at least 1 and at most 1048576, not 0; the default is used in place of 0: s.training.batch"
    );
    let encoder = &settings.architecture.encoder;
    assert_eq!((encoder[0].width, encoder[0].dropout), (64, 0.5));
    assert_eq!(
        (encoder[1].width, encoder[1].activation),
        (128, Activation::Tanh)
    );
    assert_eq!(settings.architecture.code.width, 10);
    let own = Decoder::Own {
        layers: vec![Layer {
            width: 16,
            ..Layer::default()
        }],
    };
    assert_eq!(settings.architecture.decoder, own);
    assert_eq!(
        (settings.training.batch, settings.training.epochs),
        (128, 7)
    );
    assert_eq!(
        settings.training.optimiser,
        Optimiser::AdamW {
            beta1: 0.9,
            beta2: 0.5,
            epsilon: 1e-8
        }
    );
    let early = settings.training.early_stopping.unwrap();
    assert_eq!((early.patience, early.min_delta), (5, 0.25));
    assert_eq!(
        unknown,
        Some(json!({"architecture": {"decoder": {"new": 1, "kind": "own"}}}))
    );
}

#[test]
fn choices_of_a_family_keep_what_is_right_in_them() {
    let (settings, warnings, _) = read(json!({
        "architecture": {
            "pyramid": {"channels": [7, 8, "many", 16], "kernel": 5, "down": "slide",
                "weights": {"kind": "borrowed"}},
            "code": {"distribution": "cauchy", "shape": "flat", "width": 20},
            "adversary": {"kind": "code", "prior": "spiral"},
        },
        "loss": "hinge",
        "objective": {
            "variational": {"beta": -4, "warm_up_epochs": 2},
            "penalties": {"l1": 1e-4, "sparsity": {"weight": 1, "target": 2}},
            "wavelet": {"family": "morlet", "levels": 3, "details": [1, 2, -3, 4, "five"]},
        },
        "corruption": {"kind": "masking", "fraction": "half", "block": 4},
        "phases": [
            {"epochs": 3, "parts": {"kind": "front"}},
            "more",
            {"parts": {"kind": "decoder"}, "corruption": {"kind": "gaussian", "std": 0.5}},
        ],
    }));
    assert_eq!(
        keys(&warnings),
        [
            "s.architecture.pyramid.channels[0]",
            "s.architecture.pyramid.channels[2]",
            "s.architecture.pyramid.down",
            "s.architecture.pyramid.weights",
            "s.architecture.code.distribution",
            "s.architecture.adversary.prior",
            "s.loss",
            "s.objective.variational.beta",
            "s.objective.penalties.sparsity.target",
            "s.objective.wavelet.family",
            "s.objective.wavelet.details[2]",
            "s.objective.wavelet.details[4]",
            "s.corruption.fraction",
            "s.phases[0].parts",
            "s.phases[1]",
        ]
    );
    let outcomes = [10, 14].map(|index| warnings[index].outcome.as_str());
    assert_eq!(outcomes, ["the default is used", "it is left out"]);
    let architecture = &settings.architecture;
    let pyramid = architecture.pyramid.as_ref().unwrap();
    assert_eq!((&pyramid.channels[..], pyramid.kernel), (&[8, 16][..], 5));
    let prior = Prior::Gaussian;
    assert_eq!(architecture.adversary, Some(Adversary::Code { prior }));
    assert_eq!(architecture.code.width, 20);
    let objective = &settings.objective;
    assert_eq!(objective.variational.warm_up_epochs, 2.0);
    assert_eq!(
        (objective.variational.beta, objective.penalties.l1),
        (1.0, 1e-4)
    );
    assert_eq!(objective.wavelet.details, [1.0, 2.0, 1.0, 4.0, 1.0]);
    let (fraction, block) = (0.3, 4);
    assert_eq!(settings.corruption, Corruption::Masking { fraction, block });
    assert_eq!(settings.phases.len(), 2);
    assert_eq!(
        (settings.phases[0].epochs, settings.phases[0].parts),
        (3, Parts::All)
    );
    assert_eq!(settings.phases[1].parts, Parts::Decoder);
    let noise = Corruption::Gaussian { std: 0.5 };
    assert_eq!(settings.phases[1].corruption, Some(noise));
}

#[test]
fn a_kind_with_a_wrong_number_stays_that_kind() {
    let (settings, warnings, _) = read(json!({
        "architecture": {"pyramid": {"weights": {"kind": "pretrained", "set": "letters", "frozen": false}}},
    }));
    assert_eq!(keys(&warnings), ["s.architecture.pyramid.weights.set"]);
    let (set, frozen) = (PictureSet::Mnist.into(), false);
    let pyramid = settings.architecture.pyramid.unwrap();
    assert_eq!(pyramid.weights, PyramidWeights::Pretrained { set, frozen });
    let phase = json!({"epochs": 3, "parts": {"kind": "layer", "index": -1}});
    let (settings, warnings, _) = read(json!({"phases": [phase]}));
    assert_eq!(keys(&warnings), ["s.phases[0].parts.index"]);
    assert_eq!(settings.phases[0].parts, Parts::Layer { index: 0 });
}

#[test]
fn an_unknown_kind_is_named() {
    let (settings, warnings, _) = read(
        json!({"training": {"optimiser": {"kind": "lion", "beta1": 0.5}, "seed": 18446744073709551615u64}}),
    );
    assert_eq!(keys(&warnings), ["s.training.optimiser.kind"]);
    assert!(warnings[0].problem.contains("lion"), "{warnings:?}");
    assert_eq!(settings.training.seed, u64::MAX);
}

#[test]
fn something_else_altogether_is_one_warning() {
    for wrong in [json!(null), json!(5), json!("text"), json!(["a"])] {
        let (settings, warnings, _) = read(wrong);
        assert_eq!(settings, VariantSettings::default());
        assert_eq!(keys(&warnings).len(), 1, "{warnings:?}");
    }
}

#[test]
fn a_hostile_list_ends_soon_and_in_few_words() {
    let layers = vec![json!({"width": 3}); 20_000];
    let (settings, warnings, _) = read(json!({"architecture": {"encoder": layers}}));
    assert!(warnings.len() <= 101, "{}", warnings.len());
    assert!(settings.architecture.encoder.len() <= 256);
}
