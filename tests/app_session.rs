//! The application without a window, with its threads: load, train, save, reopen, go on.

mod app_support;

use app_support::{Session, tiny_project};
use hourglass::app::{Action, App, Edit, MessageKind, SaveState};
use hourglass::model::Tensors;
use hourglass::project::{self, VariantSettings};
use hourglass::training::{Asker, LatentView, ObservationId, RunState};

fn settings(app: &App) -> VariantSettings {
    app.selected().settings.clone()
}

fn edit_epochs(app: &mut App, epochs: u32) {
    let mut training = settings(app).training;
    training.epochs = epochs;
    app.apply(Action::Edit(Edit::Training(training)));
}

fn weights(app: &App) -> Tensors {
    let trained = app.selected().trained.as_ref().expect("trained");
    trained.resume_state.state.weights.clone()
}

#[test]
fn training_goes_on_after_reopening_as_if_it_had_not_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());

    let mut straight = Session::start(Some(&bundle));
    straight.until_ready();
    edit_epochs(&mut straight.app, 3);
    straight.app.apply(Action::Train);
    straight.until_state(RunState::Finished);
    assert_eq!(straight.app.selected_state(), RunState::Finished);
    let losses = |app: &App| {
        let history = &app.runs[&app.selected().id].history;
        history.steps.iter().map(|s| s.loss).collect::<Vec<_>>()
    };
    let expected = (weights(&straight.app), losses(&straight.app));
    // What is open in one window is a question in another.
    drop(straight);

    let mut first = Session::start(Some(&bundle));
    first.until_ready();
    assert_eq!(first.app.check(&Action::Train), Ok(()));
    assert_eq!(
        first.app.check(&Action::Pause),
        Err("Nothing is training".into())
    );
    first.app.apply(Action::Train);
    first.until_state(RunState::Finished);
    assert_eq!(
        first.app.check(&Action::Train),
        Err("All 2 epochs are done: raise the epochs to train on".into())
    );
    // Two batches into the third epoch, one by one.
    edit_epochs(&mut first.app, 3);
    assert_eq!(first.app.question, None);
    for step in [9, 10] {
        first.app.apply(Action::Step);
        first.until("a step", |app| {
            let trained = app.selected().trained.as_ref();
            trained.is_some_and(|t| t.resume_state.position.step == step)
        });
    }
    assert!(first.app.has_unsaved_changes());
    first.app.apply(Action::Save);
    assert_eq!(first.app.save, SaveState::Saving);
    first.until("the save", |app| app.save == SaveState::Saved);
    drop(first);

    let mut second = Session::start(Some(&bundle));
    second.until_ready();
    assert_eq!(second.app.selected_state(), RunState::Paused);
    let run = &second.app.runs[&second.app.selected().id];
    assert_eq!((run.progress.epoch, run.progress.batch), (2, 2));
    assert_eq!(run.history.epochs.len(), 2);
    assert_eq!(run.history.steps.len(), 10);
    assert!(!second.app.has_unsaved_changes());
    second.app.apply(Action::Train);
    second.until_state(RunState::Finished);

    assert_eq!(weights(&second.app), expected.0);
    assert_eq!(losses(&second.app), expected.1);
}

#[test]
fn saving_does_not_stop_training_and_keeps_what_was_trained() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    edit_epochs(&mut session.app, 1_000_000);
    session.app.apply(Action::Train);
    session.until("some steps", |app| {
        app.runs[&app.selected().id].progress.step >= 20
    });
    session.app.apply(Action::Save);
    // A second request while the first is under way follows it.
    session.app.apply(Action::Save);
    session.until("both saves", |app| app.save != SaveState::Saving);
    assert_eq!(session.app.selected_state(), RunState::Training);
    let on_disk = project::open(&bundle).expect("opened").document;
    let trained = on_disk.variants[0].trained.as_ref().expect("trained");
    assert!(trained.resume_state.position.step >= 20);
    assert_eq!(trained.state, RunState::Paused);

    // A live change does not restart the run.
    let mut training = settings(&session.app).training;
    training.learning_rate = 1e-4;
    session.app.apply(Action::Edit(Edit::Training(training)));
    assert_eq!(session.app.question, None);
    session.until("the new rate", |app| {
        let rate = app.runs[&app.selected().id].progress.learning_rate;
        (rate - 1e-4).abs() < 1e-9
    });
    session.app.apply(Action::Stop);
    session.until_state(RunState::Stopped);
    let trained = session.app.selected().trained.as_ref().expect("trained");
    assert_eq!(trained.settings, settings(&session.app));
    // So many epochs of so few images overfit, which is a warning and no error.
    let messages = session.app.messages.iter();
    assert_eq!(messages.filter(|m| m.kind == MessageKind::Error).count(), 0);
}

#[test]
fn undo_brings_back_the_weights_that_a_restart_threw_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    session.app.apply(Action::Train);
    session.until_state(RunState::Finished);
    let trained = weights(&session.app);

    session.app.apply(Action::Restart);
    session
        .app
        .apply(Action::Answer(hourglass::app::Answer::Restart));
    assert_eq!(session.app.selected().trained, None);
    assert_eq!(session.app.selected_state(), RunState::Ready);
    session.app.apply(Action::Undo);
    assert_eq!(weights(&session.app), trained);
    assert_eq!(session.app.selected_state(), RunState::Finished);

    // The worker has them too: it goes on from there.
    edit_epochs(&mut session.app, 3);
    session.app.apply(Action::Train);
    session.until("the third epoch", |app| {
        app.runs[&app.selected().id].history.epochs.len() == 3
            && app.selected_state() == RunState::Finished
    });
}

#[test]
fn the_views_belong_to_the_variant_that_made_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    session.until("the views", |app| {
        let run = app.runs.get(&app.selected().id);
        run.is_some_and(|run| {
            run.views.has(ObservationId::Latents) && run.views.has(ObservationId::Gallery)
        })
    });
    let run = &session.app.runs[&session.app.selected().id];
    let latent = run.views.get::<LatentView>().expect("latents");
    assert_eq!((latent.width, latent.codes.len()), (2, 2 * 10));

    let (probe, sliders) = (vec![0.5, -0.5], vec![1.0, 2.0]);
    session.app.apply(Action::Decode(Asker::Probe, probe));
    // Both are answered, though the second comes at once after the first.
    let second = Action::Decode(Asker::Sliders, sliders);
    session.app.apply(second);
    session.until("the decoded images", |app| {
        app.decoded.latest.probe.is_some() && app.decoded.latest.sliders.is_some()
    });
    let other = session
        .app
        .decoded
        .latest
        .sliders
        .as_ref()
        .expect("decoded");
    assert_eq!(other.code, [1.0, 2.0]);
    let decoded = session.app.decoded.latest.probe.as_ref().expect("decoded");
    assert_ne!(other.output, decoded.output);
    assert_eq!(decoded.variant, session.app.selected().id);
    assert_eq!(decoded.code, [0.5, -0.5]);
    assert_eq!(decoded.output.len(), 16);

    let three = vec![0.5, -0.5, 1.0, 2.0, 0.0, 0.0];
    let many = Action::Decode(Asker::Samples, three.clone());
    session.app.apply(many);
    session.until("the samples", |app| app.decoded.latest.samples.is_some());
    let samples = session
        .app
        .decoded
        .latest
        .samples
        .as_ref()
        .expect("decoded");
    assert_eq!((&samples.code, samples.output.len()), (&three, 3 * 16));
    for odd in [vec![], vec![0.5; 3]] {
        let odd = Action::Decode(Asker::Samples, odd);
        assert!(session.app.check(&odd).is_err());
    }
    // A code of another width is not decoded, and not worth a message.
    session.app.apply(Action::Decode(Asker::Probe, vec![0.5]));
    assert!(session.app.messages.is_empty());
}
