//! The real engine phase by phase: what is trained, what stays, and that a break anywhere changes nothing.

mod training_support;

use std::collections::BTreeSet;

use hourglass::data::Corruption;
use hourglass::model::{Activation, Architecture, Code, Distribution, Layer, Loss, Parts, Tensors};
use hourglass::project::VariantSettings;
use hourglass::training::{
    EarlyStopping, GalleryRequest, Job, Phase, Run, RunEnd, TrainingSettings,
};
use training_support::{blobs, finish, job, prepared, resumed, timeless};

/// Batches in an epoch: 42 training images in eights.
const BATCHES: usize = 6;

fn phased(distribution: Distribution, phases: Vec<Phase>) -> Job {
    let layer = |width, activation| Layer {
        width,
        activation,
        dropout: 0.2,
    };
    let training = TrainingSettings {
        learning_rate: 0.01,
        weight_decay: 1e-3,
        batch: 8,
        epochs: Phase::total(&phases),
        seed: 5,
        ..TrainingSettings::default()
    };
    Job {
        data: prepared(blobs(), 4),
        settings: VariantSettings {
            architecture: Architecture {
                encoder: vec![layer(16, Activation::Relu), layer(8, Activation::Tanh)],
                code: Code {
                    width: 4,
                    distribution,
                    ..Code::default()
                },
                ..Architecture::default()
            },
            loss: Loss::Bce,
            training,
            phases,
            ..VariantSettings::default()
        },
        ..job(1, training)
    }
}

fn phase(epochs: u32, parts: Parts) -> Phase {
    Phase {
        epochs,
        parts,
        learning_rate: 0.02,
        corruption: None,
    }
}

/// Everything at once: a Gaussian code, dropout, noise that differs by phase, beta warming up, early stopping.
fn everything() -> Job {
    let mut job = phased(
        Distribution::Gaussian,
        vec![
            phase(1, Parts::All),
            Phase {
                corruption: Some(Corruption::SaltAndPepper { fraction: 0.2 }),
                ..phase(1, Parts::Decoder)
            },
            phase(1, Parts::Encoder),
        ],
    );
    job.settings.corruption = Corruption::Gaussian { std: 0.3 };
    job.settings.objective.variational.warm_up_epochs = 1.5;
    job.settings.objective.variational.beta = 4.0;
    job.settings.objective.penalties.l1 = 1e-3;
    job.settings.training.early_stopping = Some(EarlyStopping::default());
    job
}

#[test]
fn a_break_after_any_batch_of_any_phase_changes_nothing() {
    let mut straight = Run::new(everything()).unwrap();
    let mut saved = vec![straight.resume_state()];
    while !straight.is_finished() {
        straight.step().unwrap();
        saved.push(straight.resume_state());
    }
    assert_eq!(saved.len(), 3 * BATCHES + 1);
    let end = timeless(straight.resume_state());
    for (batches, saved) in saved.iter().enumerate().take(3 * BATCHES) {
        let mut rest = Run::new(resumed(everything(), saved)).unwrap();
        finish(&mut rest);
        assert_eq!(
            timeless(rest.resume_state()),
            end,
            "after {batches} batches"
        );
    }
    // Noise, warm-up and phases matter, so the equalities above say something.
    let edits: [fn(&mut VariantSettings); 3] = [
        |s| s.corruption = Corruption::None,
        |s| s.objective.variational.warm_up_epochs = 0.0,
        |s| s.phases[2].parts = Parts::All,
    ];
    for edit in edits {
        let mut other = everything();
        edit(&mut other.settings);
        let mut other = Run::new(other).unwrap();
        finish(&mut other);
        assert_ne!(other.resume_state().state.weights, end.state.weights);
    }
}

/// Names of the tensors that differ in any bit.
fn changed(before: &Tensors, after: &Tensors) -> BTreeSet<String> {
    let bits = |tensors: &Tensors, name: &str| -> Vec<u32> {
        let data = tensors[name].data.iter();
        data.map(|number| number.to_bits()).collect()
    };
    let names = before
        .keys()
        .filter(|name| bits(before, name) != bits(after, name));
    names.cloned().collect()
}

/// What each phase of `job` changes.
fn changes(job: Job) -> Vec<BTreeSet<String>> {
    let epochs: Vec<u32> = job
        .settings
        .phases
        .iter()
        .map(|phase| phase.epochs)
        .collect();
    let mut run = Run::new(job).unwrap();
    let phase = |epochs: u32| {
        let before = run.model().weights();
        for _ in 0..epochs as usize * BATCHES {
            run.step().unwrap();
        }
        changed(&before, &run.model().weights())
    };
    epochs.into_iter().map(phase).collect()
}

fn names(layers: &[&str]) -> BTreeSet<String> {
    let tensors = |layer: &&str| [format!("{layer}.bias"), format!("{layer}.weight")];
    layers.iter().flat_map(tensors).collect()
}

#[test]
fn what_a_phase_does_not_train_keeps_its_bits() {
    let phases = vec![
        phase(1, Parts::Decoder),
        phase(1, Parts::Encoder),
        phase(1, Parts::All),
    ];
    let found = changes(phased(Distribution::Gaussian, phases));
    let decoder = names(&["decoder.0", "decoder.1", "decoder.2"]);
    let encoder = names(&[
        "encoder.0",
        "encoder.1",
        "encoder.mean",
        "encoder.log_variance",
    ]);
    assert_eq!(found[0], decoder);
    assert_eq!(found[1], encoder);
    assert_eq!(found[2], decoder.union(&encoder).cloned().collect());
}

#[test]
fn greedy_phases_train_a_pair_of_layers_each_and_then_everything() {
    let mut job = phased(Distribution::Point, Vec::new());
    job.settings.phases = Phase::greedy(&job.settings.architecture, 1, 1, 0.02);
    job.settings.training.epochs = Phase::total(&job.settings.phases);
    let found = changes(job);
    assert_eq!(found.len(), 4);
    assert_eq!(found[0], names(&["encoder.0", "decoder.2"]));
    assert_eq!(found[1], names(&["encoder.1", "decoder.1"]));
    assert_eq!(found[2], names(&["encoder.2", "decoder.0"]));
    assert_eq!(found[3].len(), 12);
}

#[test]
fn another_phase_begins_with_a_fresh_optimiser_and_its_own_rate() {
    let phases = vec![phase(1, Parts::All), phase(2, Parts::Decoder)];
    let mut job = phased(Distribution::Point, phases);
    job.settings.phases[1].learning_rate = 0.005;
    let mut run = Run::new(job).unwrap();
    let mut steps = Vec::new();
    let mut rates = Vec::new();
    for _ in 0..14 {
        rates.push(run.learning_rate());
        run.step().unwrap();
        steps.push(run.resume_state().state.optimiser_steps);
    }
    assert_eq!(steps, [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 7, 8]);
    let (first, second) = (f64::from(0.02_f32), f64::from(0.005_f32));
    assert!(rates[..6].iter().all(|&rate| rate == first));
    assert!(rates[6..].iter().all(|&rate| rate == second));
    // What the decoder's phase does not train has no moments any more.
    let moments = &run.resume_state().state.optimiser;
    let encoder = moments
        .iter()
        .filter(|(name, _)| name.starts_with("encoder"));
    assert!(
        encoder
            .flat_map(|(_, moment)| &moment.data)
            .all(|&x| x == 0.0)
    );
}

#[test]
fn beta_warms_up_in_training_and_counts_whole_in_measuring() {
    let mut job = phased(Distribution::Gaussian, Vec::new());
    job.settings.training.epochs = 2;
    job.settings.objective.variational.beta = 3.0;
    job.settings.objective.variational.warm_up_epochs = 1.5;
    let mut run = Run::new(job).unwrap();
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-4 * b.abs(), "{a} is not {b}");
    for step in 0..2 * BATCHES {
        let beta = (step as f64 / BATCHES as f64 / 1.5).min(1.0) * 3.0;
        let outcome = run.step().unwrap();
        let parts = outcome.record.parts;
        let kl = parts.kl.expect("a Gaussian code");
        assert!(kl > 1e-3);
        close(
            f64::from(outcome.record.loss),
            parts.reconstruction + beta * kl,
        );
        if let Some(epoch) = outcome.epoch {
            let parts = epoch.validation.parts;
            let kl = parts.kl.expect("a Gaussian code");
            close(epoch.validation.loss, parts.reconstruction + 3.0 * kl);
        }
    }
}

#[test]
fn noisy_inputs_are_measured_and_shown_against_clean_images() {
    let mut job = phased(Distribution::Point, Vec::new());
    job.settings.training.epochs = 1;
    job.settings.corruption = Corruption::Gaussian { std: 0.4 };
    job.data = prepared(blobs(), 0);
    let test = job.data.dataset.test.clone();
    let mut run = Run::new(job).unwrap();
    let before = run.gallery_view(GalleryRequest::default()).unwrap();
    let measured = finish(&mut run).epoch.unwrap().validation.mse;
    let view = run.gallery_view(GalleryRequest::default()).unwrap();
    // All 11 test images are shown.
    let errors: f64 = view.errors.iter().map(|&error| f64::from(error)).sum();
    assert!((errors / 11.0 - measured).abs() < 1e-6);
    let seen = view.corrupted.expect("noise");
    assert_eq!(before.corrupted, Some(seen.clone()));
    let clean: Vec<f32> = view
        .indices
        .iter()
        .flat_map(|&index| test.image(index as usize))
        .map(|&byte| f32::from(byte) / 255.0)
        .collect();
    let off = seen.iter().zip(&clean).filter(|(a, b)| a != b).count();
    assert!(off > clean.len() / 3);
    assert_eq!(run.model().reconstruct(&seen, 11).unwrap(), view.outputs);

    let with = |noise| {
        let request = GalleryRequest {
            noise: Some(noise),
            ..GalleryRequest::default()
        };
        run.gallery_view(request).unwrap()
    };
    assert_eq!(with(0).corrupted, None);
    assert_eq!(
        run.model().reconstruct(&clean, 11).unwrap(),
        with(0).outputs
    );
    assert_eq!(with(400).corrupted, Some(seen.clone()));
    // More of the same noise.
    let stronger = with(800).corrupted.expect("noise");
    let inside = |x: f32| x > 0.0 && x < 1.0;
    let mut compared = 0;
    for ((&clean, &weak), &strong) in clean.iter().zip(&seen).zip(&stronger) {
        if inside(weak) && inside(strong) {
            assert!((strong - clean - 2.0 * (weak - clean)).abs() < 1e-5);
            compared += 1;
        }
    }
    assert!(compared > 20);
}

#[test]
fn noise_and_penalties_change_while_a_run_is_under_way() {
    let mut job = phased(Distribution::Point, Vec::new());
    job.settings.training.epochs = 3;
    let mut run = Run::new(job.clone()).unwrap();
    for _ in 0..3 {
        run.step().unwrap();
    }
    let mut settings = job.settings;
    settings.corruption = Corruption::Masking {
        fraction: 0.5,
        block: 2,
    };
    settings.objective.penalties.l1 = 0.5;
    run.update(settings.clone()).unwrap();
    assert!(run.step().unwrap().record.parts.penalty > 0.0);
    let view = run.gallery_view(GalleryRequest::default()).unwrap();
    let masked = view.corrupted.expect("noise");
    assert!(masked.iter().filter(|&&x| x == 0.0).count() > masked.len() / 4);
    settings.corruption = Corruption::Gaussian { std: f32::NAN };
    let sentence = run.update(settings).unwrap_err().to_string();
    assert!(sentence.ends_with("corruption.std"), "{sentence}");
}

#[test]
fn an_adversary_that_is_not_there_cannot_be_trained() {
    let job = phased(Distribution::Point, vec![phase(1, Parts::Adversary)]);
    let sentence = Run::new(job).err().expect("refused").to_string();
    assert_eq!(
        sentence,
        "Phase 1 trains the adversary alone, and there is none: phases[0].parts"
    );
}

#[test]
fn early_stopping_watches_the_last_phase_alone() {
    let probe = std::sync::Arc::new(training_support::Probe::default());
    *probe.script.lock().unwrap() = [0.1, 0.2, 0.3, 0.5, 0.6, 0.7].into();
    let mut job = job(1, training_support::settings(9));
    job.settings.phases = vec![phase(3, Parts::All), phase(2, Parts::All)];
    job.settings.training.early_stopping = Some(EarlyStopping {
        patience: 2,
        min_delta: 0.0,
    });
    let mut run = training_support::run_with(job, &probe);
    assert_eq!(finish(&mut run).end, Some(RunEnd::StoppedEarly));
    let stopped = run.resume_state();
    assert_eq!(stopped.position.epoch, 6);
    assert_eq!(stopped.best.map(|best| best.epoch), Some(4));
}
