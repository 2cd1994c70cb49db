//! The next batch is made ready beside the step on the present one; what is learnt does not depend on it.

mod training_support;

use hourglass::data::Corruption;
use hourglass::training::{Job, Phase, ResumeState, Run, TrainingSettings, VariantSettings};
use training_support::*;

const NOISE: Corruption = Corruption::Gaussian { std: 0.4 };
const SALT: Corruption = Corruption::SaltAndPepper { fraction: 0.3 };

/// Denoising, and without noise from the third epoch on.
fn denoising() -> Job {
    let mut settings = VariantSettings {
        architecture: narrow(),
        training: TrainingSettings {
            batch: 8,
            epochs: 4,
            seed: 5,
            ..TrainingSettings::default()
        },
        corruption: NOISE,
        ..VariantSettings::default()
    };
    settings.phases = vec![
        Phase {
            epochs: 2,
            ..Phase::default()
        },
        Phase {
            epochs: 2,
            corruption: Some(Corruption::None),
            ..Phase::default()
        },
    ];
    real(blobs(), settings)
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.unwrap().install(work)
}

/// Six batches an epoch; what `between` does after each step must not be taken for granted before it.
fn trained(threads: usize, between: fn(&mut Run, u64)) -> ResumeState {
    on_threads(threads, || {
        let mut run = Run::new(denoising()).unwrap();
        loop {
            let outcome = run.step().unwrap();
            between(&mut run, outcome.record.step);
            if outcome.end.is_some() {
                return timeless(run.resume_state());
            }
        }
    })
}

fn nothing(_: &mut Run, _: u64) {}

/// Other noise in the middle of an epoch, at its last batch and in the next.
fn other_noise(run: &mut Run, step: u64) {
    let corruption = match step {
        3 => SALT,
        5 => Corruption::None,
        7 => NOISE,
        _ => return,
    };
    let settings = VariantSettings {
        corruption,
        ..run.settings().clone()
    };
    run.update(settings).unwrap();
}

/// Stopped and gone on from what was kept, in the middle of an epoch and at its end.
fn restarted(run: &mut Run, step: u64) {
    if [4, 6, 11, 12].contains(&step) {
        let resume_state = run.resume_state();
        *run = Run::new(resumed(denoising(), &resume_state)).unwrap();
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    for between in [nothing, other_noise, restarted] {
        // With one thread nothing is made ready before it is asked for.
        let alone = trained(1, between);
        for threads in [2, 3] {
            assert_same(
                &trained(threads, between),
                &alone,
                &format!("{threads} threads"),
            );
        }
    }
}

#[test]
fn stopping_and_going_on_changes_nothing_and_other_noise_does() {
    let straight = trained(2, nothing);
    assert_same(&trained(2, restarted), &straight, "gone on");
    assert_ne!(trained(2, other_noise).state, straight.state);
}
