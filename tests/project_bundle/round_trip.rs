//! Any valid project comes back equal, its numbers bit for bit.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hourglass::data::{
    BuiltIn, DataSettings, HoldOut, IdxFiles, ImageShape, Samples, Scaler, Scaling, Source,
    TrainedOn,
};
use hourglass::model::{LossParts, ModelState, Tensor, Tensors};
use hourglass::project::{Document, Trained, Variant, absolute, open, save};
use hourglass::training::{
    Best, Checkpoint, Divergence, EpochRecord, History, Measures, Position, ResumeState, RunState,
    Start, StepRecord, VariantId,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

use super::settings::{one_of, settings};

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
    fn loss_parts()(reconstruction in -1e300..1e300f64, kl in option::of(0.0..1e300f64), penalty in 0.0..1e300f64) -> LossParts {
        LossParts { reconstruction, kl, penalty, ..super::sample::parts() }
    }
}

prop_compose! {
    fn epoch_record()(epoch: u32, step: u64, x in proptest::array::uniform6(any_f64()), bce in option::of(any_f64()), parts in loss_parts())
        -> EpochRecord {
        let validation = Measures { loss: x[0], mse: x[1], bce, parts };
        EpochRecord { epoch, step, seconds: x[2], train_loss: x[3], train_parts: parts, validation, learning_rate: x[4], samples_per_second: x[5] }
    }
}

prop_compose! {
    fn checkpoints()(list in vec((0.0..1e9f64, any::<u64>(), option::of(any_f64()), tensors()), 0..4)) -> Vec<Arc<Checkpoint>> {
        let mut list = list;
        list.sort_by(|a, b| a.0.total_cmp(&b.0));
        let checkpoint = |(epochs, step, loss, weights)| Arc::new(Checkpoint::new(epochs, step, loss, Arc::new(weights)));
        list.into_iter().map(checkpoint).collect()
    }
}

/// Fitted to images of two channels, or to rows of a number, an answer and a category.
fn scaler() -> impl Strategy<Value = Scaler> {
    let rows = vec((option::of(-1e30..1e30f32), 0..2u8, 0..3u8), 1..5);
    (one_of(&Scaling::ALL), vec(any::<[u8; 2]>(), 0..4), rows).prop_map(
        |(scaling, pixels, rows)| {
            let all: Vec<u32> = (0..rows.len() as u32).collect();
            if !pixels.is_empty() {
                let shape = ImageShape {
                    height: 1,
                    width: pixels.len(),
                    channels: 2,
                };
                let images = Samples::images(shape, pixels.concat(), None).unwrap();
                return Scaler::fit(scaling, &images, &[0]);
            }
            let columns = Arc::new(super::sample::columns());
            let values: Vec<f32> = rows
                .iter()
                .flat_map(|&(number, answer, category)| {
                    [
                        number.unwrap_or(f32::NAN),
                        f32::from(answer),
                        f32::from(category),
                    ]
                })
                .collect();
            Scaler::fit(
                scaling,
                &Samples::rows(columns, values, None).unwrap(),
                &all,
            )
        },
    )
}

prop_compose! {
    fn resume_state()(
        position in (any::<u32>(), any::<u32>(), any::<u64>(), any_f64(), any_f64(), any::<u64>()),
        steps in vec((any::<u64>(), any_f64(), any_f32()), 0..4),
        epochs in vec(epoch_record(), 0..4),
        state_now in state(),
        best in option::of((any::<u32>(), any_f64(), state())),
        checkpoints in checkpoints(),
        scaler in option::of(scaler()),
        names in option::of(vec(".*", 0..4)),
        stopped_early: bool,
    ) -> ResumeState {
        let (epoch, batch, step, seconds, loss_sum, images) = position;
        let steps = steps.into_iter().map(|(step, seconds, loss)| StepRecord { step, seconds, loss, ..Default::default() }).collect();
        ResumeState {
            position: Position { epoch, batch, step, seconds, loss_sum, images, ..Default::default() },
            history: History { steps, epochs, ..History::default() },
            state: state_now,
            best: best.map(|(epoch, loss, state)| Best { epoch, loss, state }),
            stopped_early,
            checkpoints,
            scaler: scaler.map(Arc::new),
            data: names.map(|names| {
                Arc::new(TrainedOn { class_names: Some(names), ..super::sample::trained_on() })
            }),
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
        start in option::of((0.0..1e9f64, any::<u64>(), tensors())),
        trained in option::of((resume_state(), settings(), one_of(&[RunState::Ready, RunState::Paused, RunState::Diverged]))),
        has_extra: bool,
    ) -> Variant {
        let mut variant = Variant { name, notes, colour, parent: parent.map(VariantId), hidden, settings: current, ..Variant::default() };
        variant.trained = trained.map(|(resume_state, settings, state)| Trained { resume_state: Arc::new(resume_state), settings, state });
        variant.start = start.map(|(epochs, step, weights)| Arc::new(Start { epochs, step, weights: Arc::new(weights) }));
        if has_extra {
            variant.extra.insert("future".into(), json!([{"a": null}, 1e300]));
        }
        variant
    }
}

/// Of a file in the project's folder, beside it, or elsewhere: from that folder on.
fn path() -> impl Strategy<Value = PathBuf> {
    let name = "[^/\\\\:\0]{1,9}".prop_filter("a name", |name| name != "." && name != "..");
    let place = one_of(&["", "data", "..", "../sets", "../../elsewhere", "/elsewhere"]);
    (place, name).prop_map(|(place, name)| Path::new(place).join(name))
}

fn source() -> impl Strategy<Value = Source> {
    prop_oneof![
        one_of(&BuiltIn::ALL).prop_map(|set| Source::BuiltIn { set }),
        (path(), option::of(path()), option::of(path())).prop_map(
            |(images, labels, test_images)| Source::Idx(IdxFiles {
                images,
                labels,
                test_images,
                test_labels: None,
                ..IdxFiles::default()
            })
        ),
    ]
}

prop_compose! {
    fn document()(name in ".*", notes in ".*", source in source(), validation in 0usize..100_000, split_seed: u64, normal in vec(".*", 0..3), missing_share in 0.0f64..1.0, hold_out in one_of(&[HoldOut::Drawn, HoldOut::EverySixth]),
        scaling in one_of(&Scaling::ALL), mut variants in vec(variant(), 1..4), smoothing in 0.0f32..1.0)
        -> Document {
        for (index, variant) in variants.iter_mut().enumerate() {
            variant.id = VariantId(index as u32 * 2);
        }
        let mut document = Document { name, notes, next_id: 100, selected: variants[0].id, variants, ..Document::default() };
        document.data = DataSettings { source, scaling, validation, split_seed, hold_out, normal, missing_share };
        document.view.smoothing = smoothing;
        document
    }
}

/// Debug text tells every number but the payloads of NaN apart; tensors come as bits besides. Weights of the past are
/// in memory or in a file, so they are told apart by what they say.
fn bits(document: &Document) -> (String, Vec<u32>) {
    let (mut document, mut past) = (document.clone(), String::new());
    let mut tensors: Vec<Arc<Tensors>> = Vec::new();
    for variant in &mut document.variants {
        tensors.extend(variant.start.iter().map(|start| Arc::clone(&start.weights)));
        let Some(trained) = &mut variant.trained else {
            continue;
        };
        let mut resume_state = ResumeState::clone(&trained.resume_state);
        for kept in std::mem::take(&mut resume_state.checkpoints) {
            past += &format!("{:?} {} {:?},", kept.epochs, kept.step, kept.loss);
            tensors.push(kept.weights().unwrap());
        }
        let best = resume_state.best.iter().map(|best| &best.state);
        for state in best.chain([&resume_state.state]) {
            tensors.push(Arc::new(state.weights.clone()));
            tensors.push(Arc::new(state.optimiser.clone()));
        }
        trained.resume_state = Arc::new(resume_state);
    }
    let tensors = tensors.iter().flat_map(|tensors| tensors.values());
    let bits = tensors
        .flat_map(|t| t.data.iter().map(|x| x.to_bits()))
        .collect();
    (format!("{past} {document:?}"), bits)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_project_comes_back_bit_for_bit(mut document in document()) {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("work/project");
        for path in document.data.source.paths_mut() {
            *path = absolute(&folder.join(&path));
        }
        save(&document, &folder).unwrap();
        let opened = open(&folder).unwrap();
        prop_assert_eq!(&opened.warnings, &vec![]);
        prop_assert_eq!(bits(&opened.document), bits(&document));

        let first = std::fs::read(folder.join("project.json")).unwrap();
        save(&opened.document, &folder).unwrap();
        prop_assert_eq!(first, std::fs::read(folder.join("project.json")).unwrap());
    }
}

#[test]
fn a_diverged_run_stays_readable() {
    let mut document = super::sample::document();
    let trained = document.variants[0].trained.as_mut().unwrap();
    let mut resume_state = ResumeState::clone(&trained.resume_state);
    resume_state.position.loss_sum = f64::INFINITY;
    resume_state.history.steps[0].loss = f32::NAN;
    resume_state.history.epochs[0].train_loss = f64::NEG_INFINITY;
    resume_state.history.diverged = Some(Divergence {
        step: 9,
        seconds: 0.1,
        way: vec![resume_state.history.steps[0]; 2],
    });
    resume_state.history.epochs[0].validation.bce = Some(f64::NAN);
    trained.resume_state = Arc::new(resume_state);
    trained.state = RunState::Diverged;
    let folder = tempfile::tempdir().unwrap();
    save(&document, folder.path()).unwrap();
    let opened = open(folder.path()).unwrap();
    assert_eq!(opened.warnings, vec![]);
    assert_eq!(bits(&opened.document), bits(&document));
}
