//! Any valid project comes back equal, its numbers bit for bit.

use std::sync::Arc;

use hourglass::data::{BuiltIn, DataSettings, Scaling, Source};
use hourglass::model::{
    Activation, Architecture, Code, Decoder, Initialisation, LADDER, Layer, Loss, ModelState,
    Optimiser, Tensor, Tensors,
};
use hourglass::project::{Document, Trained, Variant, VariantSettings, open, save};
use hourglass::training::{
    Best, Checkpoint, EarlyStopping, EpochRecord, History, Measures, Position, RunState, Schedule,
    ScheduleShape, StepRecord, TrainingSettings, VariantId,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

fn one_of<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = T> + use<T> {
    proptest::sample::select(all.to_vec())
}

/// Any bits, NaN with every payload included.
fn any_f32() -> impl Strategy<Value = f32> {
    any::<u32>().prop_map(f32::from_bits)
}

/// Any bits but the payload of NaN, which text does not keep.
fn any_f64() -> impl Strategy<Value = f64> {
    any::<u64>().prop_map(|bits| {
        Some(f64::from_bits(bits))
            .filter(|x| !x.is_nan())
            .unwrap_or(f64::NAN)
    })
}

prop_compose! {
    fn layer()(width in one_of(&LADDER), activation in one_of(&Activation::ALL), dropout in 0.0f32..1.0) -> Layer {
        Layer { width, activation, dropout }
    }
}

prop_compose! {
    fn architecture()(
        encoder in vec(layer(), 0..4),
        own in option::of(vec(layer(), 0..4)),
        width in one_of(&LADDER),
        activation in one_of(&Activation::ALL),
        output in one_of(&Activation::ALL),
        initialisation in one_of(&Initialisation::ALL),
    ) -> Architecture {
        let decoder = own.map_or(Decoder::Mirrored, |layers| Decoder::Own { layers });
        Architecture { encoder, code: Code { width, activation, ..Default::default() }, decoder, output, initialisation, ..Default::default() }
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
    fn settings()(architecture in architecture(), loss in one_of(&Loss::ALL), training in training()) -> VariantSettings {
        VariantSettings { architecture, loss, training, ..Default::default() }
    }
}

fn tensors() -> impl Strategy<Value = Tensors> {
    let tensor = (0usize..4, 0usize..4).prop_flat_map(|(rows, columns)| {
        vec(any_f32(), rows * columns).prop_map(move |data| Tensor {
            shape: vec![rows, columns],
            data,
        })
    });
    btree_map("(encoder|decoder)\\.[0-9]\\.(weight|bias)", tensor, 0..4)
}

prop_compose! {
    fn state()(weights in tensors(), optimiser in tensors(), optimiser_name in ".*", optimiser_steps: u64) -> Arc<ModelState> {
        Arc::new(ModelState { weights, optimiser, optimiser_name, optimiser_steps })
    }
}

prop_compose! {
    fn epoch_record()(epoch: u32, step: u64, x in proptest::array::uniform6(any_f64()), bce in option::of(any_f64()))
        -> EpochRecord {
        let validation = Measures { loss: x[0], mse: x[1], bce, ..Default::default() };
        EpochRecord { epoch, step, seconds: x[2], train_loss: x[3], validation, learning_rate: x[4], samples_per_second: x[5], ..Default::default() }
    }
}

prop_compose! {
    fn checkpoint()(
        position in (any::<u32>(), any::<u32>(), any::<u64>(), any_f64(), any_f64(), any::<u64>()),
        steps in vec((any::<u64>(), any_f64(), any_f32()), 0..4),
        epochs in vec(epoch_record(), 0..4),
        state_now in state(),
        best in option::of((any::<u32>(), any_f64(), state())),
        stopped_early: bool,
    ) -> Checkpoint {
        let (epoch, batch, step, seconds, loss_sum, images) = position;
        let steps = steps.into_iter().map(|(step, seconds, loss)| StepRecord { step, seconds, loss, ..Default::default() }).collect();
        Checkpoint {
            position: Position { epoch, batch, step, seconds, loss_sum, images, ..Default::default() },
            history: History { steps, epochs },
            state: state_now,
            best: best.map(|(epoch, loss, state)| Best { epoch, loss, state }),
            stopped_early,
        }
    }
}

prop_compose! {
    fn variant()(
        name in ".*",
        notes in ".*",
        colour: u8,
        parent in option::of(any::<u32>()),
        hidden: bool,
        current in settings(),
        trained in option::of((checkpoint(), settings(), one_of(&[RunState::Ready, RunState::Paused, RunState::Diverged]))),
        has_extra: bool,
    ) -> Variant {
        let mut variant = Variant { name, notes, colour, parent: parent.map(VariantId), hidden, settings: current, ..Variant::default() };
        variant.trained = trained.map(|(checkpoint, settings, state)| Trained { checkpoint: Arc::new(checkpoint), settings, state });
        if has_extra {
            variant.extra.insert("future".into(), json!([{"a": null}, 1e300]));
        }
        variant
    }
}

fn source() -> impl Strategy<Value = Source> {
    prop_oneof![
        one_of(&[BuiltIn::Mnist, BuiltIn::FashionMnist]).prop_map(|set| Source::BuiltIn { set }),
        (".*", option::of(".*"), option::of(".*")).prop_map(|(images, labels, test_images)| {
            Source::Idx {
                images: images.into(),
                labels: labels.map(Into::into),
                test_images: test_images.map(Into::into),
                test_labels: None,
            }
        }),
    ]
}

prop_compose! {
    fn document()(name in ".*", notes in ".*", source in source(), validation in 0usize..100_000, split_seed: u64,
        scaling in one_of(&[Scaling::Unit, Scaling::Standardised]), mut variants in vec(variant(), 1..4), smoothing in 0.0f32..1.0)
        -> Document {
        for (index, variant) in variants.iter_mut().enumerate() {
            variant.id = VariantId(index as u32 * 2);
        }
        let mut document = Document { name, notes, next_id: 100, selected: variants[0].id, variants, ..Document::default() };
        document.data = DataSettings { source, scaling, validation, split_seed };
        document.view.smoothing = smoothing;
        document
    }
}

/// Debug text tells every number but the payloads of NaN apart; tensors come as bits besides.
fn bits(document: &Document) -> (String, Vec<u32>) {
    let trained = document.variants.iter().filter_map(|v| v.trained.as_ref());
    let states = trained.flat_map(|t| {
        let best = t.checkpoint.best.iter().map(|best| &best.state);
        best.chain([&t.checkpoint.state])
    });
    let tensors = states.flat_map(|s| s.weights.values().chain(s.optimiser.values()));
    let bits = tensors
        .flat_map(|t| t.data.iter().map(|x| x.to_bits()))
        .collect();
    (format!("{document:?}"), bits)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_project_comes_back_bit_for_bit(document in document()) {
        let folder = tempfile::tempdir().unwrap();
        save(&document, folder.path()).unwrap();
        let opened = open(folder.path()).unwrap();
        prop_assert_eq!(&opened.warnings, &vec![]);
        prop_assert_eq!(bits(&opened.document), bits(&document));

        let first = std::fs::read(folder.path().join("project.json")).unwrap();
        save(&opened.document, folder.path()).unwrap();
        prop_assert_eq!(first, std::fs::read(folder.path().join("project.json")).unwrap());
    }
}

#[test]
fn a_diverged_run_stays_readable() {
    let mut document = super::sample::document();
    let trained = document.variants[0].trained.as_mut().unwrap();
    let mut checkpoint = Checkpoint::clone(&trained.checkpoint);
    checkpoint.position.loss_sum = f64::INFINITY;
    checkpoint.history.steps[0].loss = f32::NAN;
    checkpoint.history.epochs[0].train_loss = f64::NEG_INFINITY;
    checkpoint.history.epochs[0].validation.bce = Some(f64::NAN);
    trained.checkpoint = Arc::new(checkpoint);
    trained.state = RunState::Diverged;
    let folder = tempfile::tempdir().unwrap();
    save(&document, folder.path()).unwrap();
    let opened = open(folder.path()).unwrap();
    assert_eq!(opened.warnings, vec![]);
    assert_eq!(bits(&opened.document), bits(&document));
}
