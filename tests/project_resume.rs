//! A run saved into a bundle and opened again goes on to the same bits as one that was never interrupted.

mod app_support;
mod training_support;

use app_support::{Session, tiny_project};
use hourglass::app::{Action, App, Edit};
use hourglass::data::Corruption;
use hourglass::model::{
    Activation, Architecture, Code, Decoder, Distribution, Layer, Loss, Optimiser, Parts,
};
use hourglass::project::{LossAxis, VariantSettings};
use hourglass::training::Asker;
use hourglass::training::{
    EarlyStopping, GalleryChoice, GalleryView, Job, Phase, ResumeState, Run, RunEnd, RunState,
    Schedule, ScheduleShape, TrainingSettings,
};
use training_support::{assert_same, finish, job, resumed, through_a_bundle, through_format_1};

/// 18 images make 5 batches of 4, the last of 2.
const BATCHES: u32 = 5;

/// Dropout, a short last batch, warm-up, a cosine, weight decay and clipping at once.
fn dense(optimiser: Optimiser, loss: Loss, epochs: u32) -> Job {
    let layer = |width, activation| Layer {
        width,
        activation,
        dropout: 0.2,
    };
    let training = TrainingSettings {
        optimiser,
        learning_rate: 0.02,
        weight_decay: 1e-3,
        schedule: Schedule {
            warm_up_epochs: 0.5,
            shape: ScheduleShape::Cosine { floor: 0.1 },
        },
        batch: 4,
        epochs,
        seed: 3,
        clip_norm: Some(0.5),
        early_stopping: None,
    };
    Job {
        settings: VariantSettings {
            architecture: Architecture {
                encoder: vec![layer(16, Activation::Silu), layer(8, Activation::Tanh)],
                code: Code {
                    width: 4,
                    activation: Activation::Identity,
                    ..Default::default()
                },
                decoder: Decoder::Own {
                    layers: vec![layer(8, Activation::LeakyRelu)],
                },
                ..Architecture::default()
            },
            loss,
            training,
            ..VariantSettings::default()
        },
        ..job(1, training)
    }
}

fn two_epochs_with_a_break(optimiser: Optimiser, loss: Loss, batches: u32) {
    let job = || dense(optimiser, loss, 2);
    let what = format!(
        "{} with {batches} batches before the save",
        optimiser.name()
    );
    let mut straight = Run::new(job()).expect("a run");
    finish(&mut straight);

    let mut first = Run::new(job()).expect("a run");
    let fresh = first.resume_state();
    for _ in 0..batches {
        first.step().expect("a step");
    }
    let saved = through_a_bundle(&first);
    assert_same(&first.resume_state(), &saved, &what);
    drop(first);

    let mut second = Run::new(resumed(job(), &saved)).expect("a run");
    assert_eq!(finish(&mut second).end, Some(RunEnd::Finished), "{what}");
    let end = straight.resume_state();
    assert_eq!((end.position.epoch, end.position.step), (2, 10), "{what}");
    assert_ne!(end.state.weights, fresh.state.weights, "{what}");
    assert_same(&end, &second.resume_state(), &what);
}

#[test]
fn one_epoch_then_a_bundle_then_one_more_equals_two_straight() {
    let losses = [Loss::Mse, Loss::Bce, Loss::L1, Loss::Mse];
    for (optimiser, loss) in Optimiser::ALL.into_iter().zip(losses) {
        two_epochs_with_a_break(optimiser, loss, BATCHES);
    }
}

#[test]
fn a_bundle_in_the_middle_of_an_epoch_changes_nothing() {
    let nesterov = Optimiser::Sgd {
        momentum: 0.9,
        nesterov: true,
    };
    let with_momentum = Optimiser::RmsProp {
        alpha: 0.99,
        epsilon: 1e-8,
        momentum: 0.5,
    };
    for optimiser in [nesterov, with_momentum, Optimiser::default()] {
        two_epochs_with_a_break(optimiser, Loss::Mse, 2);
    }
    // Before the short batch, and in the second epoch.
    two_epochs_with_a_break(Optimiser::default(), Loss::Bce, 4);
    two_epochs_with_a_break(Optimiser::default(), Loss::Bce, 8);
}

#[test]
fn a_run_saved_in_format_1_goes_on_as_one_of_today() {
    let job = || dense(Optimiser::default(), Loss::Mse, 2);
    let mut straight = Run::new(job()).expect("a run");
    finish(&mut straight);
    let mut first = Run::new(job()).expect("a run");
    for _ in 0..BATCHES + 2 {
        first.step().expect("a step");
    }
    let formats = [through_a_bundle(&first), through_format_1(&first)];
    for (format, saved) in (1..).zip(formats.iter().rev()) {
        let mut second = Run::new(resumed(job(), saved)).expect("a run");
        finish(&mut second);
        let what = format!("from format {format}");
        assert_same(&straight.resume_state(), &second.resume_state(), &what);
    }
}

#[test]
fn early_stopping_remembers_its_best_epoch_and_patience_through_a_bundle() {
    let job = || {
        let mut job = dense(Optimiser::default(), Loss::Mse, 200);
        // No epoch improves by so much, so that the first stays the best and patience runs out after three more.
        job.settings.training.early_stopping = Some(EarlyStopping {
            patience: 3,
            min_delta: 10.0,
        });
        job
    };
    let mut straight = Run::new(job()).expect("a run");
    assert_eq!(finish(&mut straight).end, Some(RunEnd::StoppedEarly));
    let end = straight.resume_state();
    assert_eq!((end.position.epoch, end.stopped_early), (4, true));

    let mut first = Run::new(job()).expect("a run");
    for _ in 0..2 * BATCHES + 2 {
        first.step().expect("a step");
    }
    let saved = through_a_bundle(&first);
    let best = saved.best.clone().expect("the best epoch");
    assert_eq!(best.epoch, 1);
    assert_ne!(best.state, saved.state);
    let mut second = Run::new(resumed(job(), &saved)).expect("a run");
    assert_eq!(finish(&mut second).end, Some(RunEnd::StoppedEarly));
    assert_same(&end, &second.resume_state(), "stopped early");
    assert_eq!(end.state.weights, best.state.weights);

    // Saved once more after it stopped, it stays stopped, and goes on when patience is raised.
    let stopped = through_a_bundle(&second);
    let again = Run::new(resumed(job(), &stopped)).expect("a run");
    assert!(again.is_finished());
    let mut patient = job();
    patient.settings.training.early_stopping = Some(EarlyStopping {
        patience: 5,
        min_delta: 10.0,
    });
    let mut third = Run::new(resumed(patient, &stopped)).expect("a run");
    straight
        .update(third.settings().clone())
        .expect("more patience");
    assert_eq!(finish(&mut straight).end, Some(RunEnd::StoppedEarly));
    assert_eq!(finish(&mut third).end, Some(RunEnd::StoppedEarly));
    assert_eq!(third.position().epoch, 6);
    assert_same(
        &straight.resume_state(),
        &third.resume_state(),
        "more patience",
    );
}

fn resume_state(app: &App) -> ResumeState {
    let trained = app.selected().trained.as_ref().expect("trained");
    ResumeState::clone(&trained.resume_state)
}

fn edit_training(app: &mut App, edit: impl FnOnce(&mut TrainingSettings)) {
    let mut training = app.selected().settings.training;
    edit(&mut training);
    app.apply(Action::Edit(Edit::Training(training)));
}

fn one_step(session: &mut Session) {
    let before = session.app.runs[&session.app.selected().id].progress.step;
    session.app.apply(Action::Step);
    session.until("a step", |app| {
        let trained = app.selected().trained.as_ref();
        trained.is_some_and(|t| t.resume_state.position.step == before + 1)
    });
}

/// Draws other galleries, decodes points, and turns settings away and back, all while nothing trains.
fn fiddle(session: &mut Session) {
    for choice in [GalleryChoice::Worst, GalleryChoice::Best] {
        let mut view = session.app.document.view.clone();
        view.gallery.choice = choice;
        view.loss_axis = LossAxis::Time;
        session.app.apply(Action::View(view));
        session.until("the gallery", |app| {
            let gallery = app.runs[&app.selected().id].views.get::<GalleryView>();
            gallery.is_some_and(|gallery| gallery.request.choice == choice)
        });
    }
    for at in [-2.0, 0.0, 2.0] {
        session
            .app
            .apply(Action::Decode(Asker::Probe, vec![at, -at]));
    }
    session.until("the last point", |app| {
        let decoded = app.decoded.latest.probe.as_ref();
        decoded.is_some_and(|decoded| decoded.code == [2.0, -2.0])
    });
    let kept = session.app.selected().settings.training;
    for rate in [1e-5, 0.5, 3.0] {
        edit_training(&mut session.app, |training| training.learning_rate = rate);
        edit_training(&mut session.app, |training| training.epochs += 7);
        edit_training(&mut session.app, |training| training.clip_norm = Some(rate));
    }
    edit_training(&mut session.app, |training| *training = kept);
    session.app.apply(Action::Undo);
    session.app.apply(Action::Redo);
    assert_eq!(session.app.selected().settings.training, kept);
    assert_eq!(session.app.question, None);
    // A locked change that is thought better of.
    let mut architecture = session.app.selected().settings.architecture.clone();
    architecture.code.width = 4;
    session
        .app
        .apply(Action::Edit(Edit::Architecture(architecture)));
    assert!(session.app.question.is_some());
    session
        .app
        .apply(Action::Answer(hourglass::app::Answer::Cancel));
}

#[test]
fn pausing_drawing_dragging_and_scrubbing_leave_the_bits_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut calm = Session::start(Some(&bundle));
    calm.until_ready();
    calm.app.apply(Action::Watch(false));
    edit_training(&mut calm.app, |training| training.epochs = 6);
    calm.app.apply(Action::Train);
    calm.until_state(RunState::Finished);
    let expected = resume_state(&calm.app);
    // What is open in one window is a question in another.
    drop(calm);

    let mut busy = Session::start(Some(&bundle));
    busy.until_ready();
    edit_training(&mut busy.app, |training| training.epochs = 6);
    for _ in 0..6 {
        one_step(&mut busy);
    }
    fiddle(&mut busy);
    // Saved in the middle, opened by another application, and on with the same restlessness.
    busy.app.apply(Action::Save);
    busy.until("the save", |app| {
        !app.has_unsaved_changes() && app.save == hourglass::app::SaveState::Saved
    });
    let go_on = |session: &mut Session| {
        one_step(session);
        fiddle(session);
        session.app.apply(Action::Train);
        // Without waiting: wherever the run is by then.
        for at in 0..40 {
            session
                .app
                .apply(Action::Decode(Asker::Sliders, vec![at as f32 / 10.0, 0.5]));
            session.app.poll();
            if at % 8 == 3 {
                session.app.apply(Action::Pause);
                session.until("a rest", |app| app.selected_state() != RunState::Training);
                session.app.apply(Action::Train);
            }
        }
        session.until_state(RunState::Finished);
        assert_same(&expected, &resume_state(&session.app), "busy");
    };
    go_on(&mut busy);
    drop(busy);
    let mut again = Session::start(Some(&bundle));
    again.until_ready();
    go_on(&mut again);
    assert_eq!(expected.position.epoch, 6);
}

#[test]
fn a_gaussian_code_with_noise_and_phases_goes_on_from_a_bundle() {
    let phase = |parts, corruption| Phase {
        epochs: 1,
        parts,
        corruption,
        ..Phase::default()
    };
    let pepper = Corruption::SaltAndPepper { fraction: 0.2 };
    let job = || {
        let mut job = dense(Optimiser::default(), Loss::Bce, 2);
        let settings = &mut job.settings;
        settings.architecture.code.distribution = Distribution::Gaussian;
        settings.objective.variational.warm_up_epochs = 1.5;
        settings.objective.penalties.l1 = 1e-3;
        settings.corruption = Corruption::Gaussian { std: 0.3 };
        settings.phases = vec![phase(Parts::All, None), phase(Parts::Decoder, Some(pepper))];
        job
    };
    let mut straight = Run::new(job()).expect("a run");
    finish(&mut straight);
    // In the middle of an epoch, where another phase begins, and after it.
    for batches in [3, BATCHES, BATCHES + 2] {
        let mut first = Run::new(job()).expect("a run");
        for _ in 0..batches {
            first.step().expect("a step");
        }
        let saved = through_a_bundle(&first);
        let mut second = Run::new(resumed(job(), &saved)).expect("a run");
        finish(&mut second);
        let what = format!("{batches} batches before the save");
        assert_same(&straight.resume_state(), &second.resume_state(), &what);
    }
}
