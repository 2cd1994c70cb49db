//! The application at the edges of what data and settings allow, with its threads.

mod app_support;

use std::fs;
use std::path::{Path, PathBuf};

use app_support::{Session, diverging_document, tiny_document, tiny_project};
use hourglass::app::{Action, Answer, App, DatasetState, Edit, MessageKind, Question, SaveState};
use hourglass::data::{IdxFiles, Scaling, Source};
use hourglass::model::{Activation, Layer, Optimiser};
use hourglass::project::{self, Document};
use hourglass::training::{GalleryChoice, GalleryView, LatentView, RunState, TrainingSettings};

fn open(folder: &Path, document: &Document) -> Session {
    let bundle = folder.join("project");
    project::save(document, &bundle).expect("saved");
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    session
}

fn edit_training(app: &mut App, edit: impl FnOnce(&mut TrainingSettings)) {
    let mut training = app.selected().settings.training;
    edit(&mut training);
    app.apply(Action::Edit(Edit::Training(training)));
}

fn train_to_the_end(session: &mut Session) {
    session.app.apply(Action::Train);
    session.until("the end", |app| app.selected_state() != RunState::Training);
    assert_eq!(
        session.app.selected_state(),
        RunState::Finished,
        "{:?}",
        session.app.messages
    );
    session.until("the views", |app| {
        let run = &app.runs[&app.selected().id];
        let step = run.progress.step;
        let latent = run.views.get::<LatentView>().map(|view| view.step);
        let gallery = run.views.get::<GalleryView>().map(|view| view.step);
        latent == Some(step) && gallery == Some(step)
    });
}

/// Images whose pixels follow `pixel(image, place)`.
fn write_images(path: &Path, count: usize, pixel: impl Fn(usize, usize) -> u8) -> PathBuf {
    let mut file = vec![0, 0, 8, 3];
    for size in [count, 4, 4] {
        file.extend((size as u32).to_be_bytes());
    }
    for image in 0..count {
        file.extend((0..16).map(|place| pixel(image, place)));
    }
    fs::write(path, file).expect("written");
    path.to_path_buf()
}

fn problems(app: &App) -> Vec<&str> {
    let loud = app.messages.iter().filter(|m| m.kind != MessageKind::Info);
    loud.map(|message| message.text.as_str()).collect()
}

fn steps(app: &App) -> Vec<u64> {
    let history = &app.runs[&app.selected().id].history;
    history.steps.iter().map(|record| record.step).collect()
}

#[test]
fn saving_during_training_leaves_the_curve_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = open(folder.path(), &tiny_document(folder.path()));
    edit_training(&mut session.app, |training| training.epochs = 1_000_000);
    session.app.apply(Action::Train);
    for round in 1..=6 {
        session.until("more steps", |app| {
            app.runs[&app.selected().id].progress.step > round * 40
        });
        session.app.apply(Action::Save);
        session.until("the save", |app| app.save != SaveState::Saving);
        session.until("more steps", |app| {
            app.runs[&app.selected().id].progress.step > round * 40 + 20
        });
        let steps = steps(&session.app);
        let back = steps.windows(2).find(|pair| pair[0] >= pair[1]);
        assert_eq!(back, None, "after save {round}");
    }
}

#[test]
fn a_run_that_diverges_at_once_goes_back_to_its_first_weights_and_shows_where_it_went() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = diverging_document(folder.path());
    let mut session = open(folder.path(), &document);
    session.app.apply(Action::Train);
    session.until("the end", |app| {
        app.selected_state() == RunState::Diverged && !app.messages.is_empty()
    });
    let message = session.app.messages.last().expect("a message");
    assert_eq!(message.kind, MessageKind::Warning);
    assert!(
        message.text.ends_with("the weights of step 0 were kept"),
        "{}",
        message.text
    );
    assert!(
        message.advice.starts_with("Lower the learning rate"),
        "{}",
        message.advice
    );
    let run = &session.app.runs[&session.app.selected().id];
    assert_eq!((run.progress.epoch, run.progress.step), (0, 0));
    assert!(run.history.steps.is_empty() && run.history.epochs.is_empty());
    let diverged = run.history.diverged.as_ref().expect("where it diverged");
    assert!(!diverged.way.is_empty() && !session.app.is_trained());

    edit_training(&mut session.app, |training| training.learning_rate = 1e-3);
    assert_eq!(session.app.question, None);
    train_to_the_end(&mut session);
    assert_eq!(steps(&session.app), (1..=8).collect::<Vec<u64>>());
}

#[test]
fn a_run_that_diverges_late_keeps_what_it_had_learned() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = tiny_document(folder.path());
    let settings = &mut document.variants[0].settings;
    settings.architecture.output = Activation::Identity;
    settings.training.optimiser = Optimiser::Sgd {
        momentum: 0.0,
        nesterov: false,
    };
    settings.training.learning_rate = 1e-2;
    settings.training.epochs = 100;
    let mut session = open(folder.path(), &document);
    train_to_the_end(&mut session);
    edit_training(&mut session.app, |training| {
        training.epochs = 200;
        training.learning_rate = 1e6;
    });
    session.app.apply(Action::Train);
    session.until_state(RunState::Diverged);
    let trained = session.app.selected().trained.as_ref().expect("trained");
    let position = trained.resume_state.position;
    assert!((300..=400).contains(&position.step), "{position:?}");
    assert_eq!(trained.state, RunState::Diverged);
    assert_eq!(steps(&session.app).last(), Some(&position.step));
    let diverged = &trained.resume_state.history.diverged;
    let diverged = diverged.as_ref().expect("where it diverged");
    assert!(diverged.step > position.step, "{diverged:?}");
    let weights = &trained.resume_state.state.weights;
    let mut numbers = weights.values().flat_map(|tensor| &tensor.data);
    assert!(numbers.all(|number| number.is_finite()));
}

#[test]
fn images_alone_go_through_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = tiny_document(folder.path());
    let images = folder.path().join("alone.idx");
    document.data.source = Source::Idx(IdxFiles {
        images: write_images(&images, 30, |image, place| (image * 7 + place * 13) as u8),
        labels: None,
        test_images: None,
        test_labels: None,
        ..IdxFiles::default()
    });
    let mut session = open(folder.path(), &document);
    let data = session.app.dataset.prepared().expect("prepared");
    assert_eq!(data.dataset.test.labels(), None);
    assert!(data.label_counts.is_empty());
    train_to_the_end(&mut session);
    assert_eq!(problems(&session.app), [""; 0]);
}

#[test]
fn one_training_image_and_a_batch_for_many() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = tiny_document(folder.path());
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    document.data.source = Source::Idx(IdxFiles {
        images: write_images(&one, 1, |_, place| place as u8 * 16),
        labels: None,
        test_images: Some(write_images(&two, 2, |image, place| (image + place) as u8)),
        test_labels: None,
        ..IdxFiles::default()
    });
    document.data.validation = 0;
    document.data.scaling = Scaling::Standardised;
    document.variants[0].settings.architecture.output = Activation::Identity;
    document.variants[0].settings.training.batch = 500;
    let mut session = open(folder.path(), &document);
    train_to_the_end(&mut session);
    assert_eq!(steps(&session.app), [1, 2]);
    assert_eq!(problems(&session.app), [""; 0]);
}

#[test]
fn blank_images_have_no_spread_to_divide_by() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = tiny_document(folder.path());
    let blank = folder.path().join("blank");
    document.data.source = Source::Idx(IdxFiles {
        images: write_images(&blank, 12, |_, _| 0),
        labels: None,
        test_images: None,
        test_labels: None,
        ..IdxFiles::default()
    });
    document.data.scaling = Scaling::Standardised;
    document.data.validation = 2;
    document.variants[0].settings.architecture.output = Activation::Identity;
    let mut session = open(folder.path(), &document);
    train_to_the_end(&mut session);
    let run = &session.app.runs[&session.app.selected().id];
    assert!(run.history.epochs.iter().all(|e| e.train_loss.is_finite()));
}

#[test]
fn standardised_losses_are_in_scaled_units_and_pictures_in_those_of_pixels() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = tiny_document(folder.path());
    document.data.scaling = Scaling::Standardised;
    document.data.validation = 0;
    document.view.gallery.count = 1_000;
    let settings = &mut document.variants[0].settings;
    settings.architecture.output = Activation::Identity;
    settings.training.epochs = 30;
    let mut session = open(folder.path(), &document);
    train_to_the_end(&mut session);
    let deviation = match session.app.dataset.prepared() {
        Some(data) => f64::from(data.scaler.single().expect("one channel").deviation),
        None => panic!("no data"),
    };
    let run = &session.app.runs[&session.app.selected().id];
    let watched = run.history.epochs.last().expect("an epoch").validation;
    let gallery = run.views.get::<GalleryView>().expect("a gallery");
    assert_eq!(gallery.errors.len(), 10, "all test images");
    let shown: f64 = gallery.errors.iter().map(|e| f64::from(*e)).sum::<f64>() / 10.0;
    let expected = watched.mse * deviation * deviation;
    assert!((shown / expected - 1.0).abs() < 1e-3, "{shown} {expected}");
    assert_eq!(watched.loss, watched.mse);
    assert!(watched.mse < 1.2, "about 1 untrained: {}", watched.mse);
}

#[test]
fn twelve_layers_train_and_reopen() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = tiny_document(folder.path());
    let layer = |width| Layer {
        width,
        activation: Activation::Silu,
        dropout: 0.0,
    };
    let widths = [16, 16, 8, 16, 8, 8, 4, 8, 4, 4, 4, 4];
    let settings = &mut document.variants[0].settings;
    settings.architecture.encoder = widths.map(layer).to_vec();
    settings.training.epochs = 3;
    let mut session = open(folder.path(), &document);
    train_to_the_end(&mut session);
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
    let again = project::open(&folder.path().join("project")).expect("opened");
    assert_eq!(again.warnings, []);
    assert_eq!(again.document, session.app.document);
}

#[test]
fn epochs_lowered_during_a_run_end_it_and_raised_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = open(folder.path(), &tiny_document(folder.path()));
    edit_training(&mut session.app, |training| training.epochs = 1_000_000);
    session.app.apply(Action::Train);
    session.until("epochs", |app| {
        app.runs[&app.selected().id].progress.epoch >= 3
    });
    edit_training(&mut session.app, |training| training.epochs = 2);
    session.until_state(RunState::Finished);
    assert!(session.app.check(&Action::Train).is_err());
    let done = session.app.runs[&session.app.selected().id].progress.epoch;
    edit_training(&mut session.app, |training| training.epochs = done + 2);
    train_to_the_end(&mut session);
    let run = &session.app.runs[&session.app.selected().id];
    assert_eq!(run.history.epochs.len() as u32, done + 2);
}

#[test]
fn a_deleted_weight_file_costs_the_weights_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    train_to_the_end(&mut session);
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
    fs::remove_dir_all(bundle.join("weights")).expect("removed");
    drop(session);
    let mut next = Session::start(Some(&bundle));
    next.until_ready();
    assert_eq!(next.app.document.name, "tiny");
    assert!(!next.app.is_trained());
    let problems = problems(&next.app);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("weights"), "{problems:?}");
    // Fresh ones take their place once a person has seen that.
    let seen = |app: &App| app.document.misread.iter().map(|m| m.key.clone()).collect();
    next.app.apply(Action::UseInstead(seen(&next.app)));
    train_to_the_end(&mut next);
}

#[test]
fn another_project_opened_during_training_takes_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut other = tiny_document(folder.path());
    other.name = "other".into();
    other.variants[0].settings.architecture.code.width = 4;
    let second = folder.path().join("other");
    project::save(&other, &second).expect("saved");
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    edit_training(&mut session.app, |training| training.epochs = 1_000_000);
    session.app.apply(Action::Train);
    session.until("steps", |app| {
        app.runs[&app.selected().id].progress.step > 20
    });
    session.app.apply(Action::Open(second.clone()));
    assert!(matches!(
        session.app.question,
        Some(Question::Unsaved { .. })
    ));
    session.app.apply(Action::Answer(Answer::Discard));
    session.until("the other", |app| {
        app.document.name == "other" && matches!(app.dataset, DatasetState::Ready(_))
    });
    assert_eq!(session.app.path.as_ref(), Some(&second));
    assert_eq!(session.app.selected_state(), RunState::Ready);
    assert!(!session.app.is_trained() && !session.app.has_unsaved_changes());
    train_to_the_end(&mut session);
    let run = &session.app.runs[&session.app.selected().id];
    assert_eq!(run.views.get::<LatentView>().expect("latents").width, 4);
    assert_eq!(steps(&session.app), (1..=8).collect::<Vec<u64>>());
}

#[test]
fn worst_images_are_those_with_the_largest_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = open(folder.path(), &tiny_document(folder.path()));
    train_to_the_end(&mut session);
    let mut ends = Vec::new();
    for choice in [GalleryChoice::Best, GalleryChoice::Worst] {
        let mut view = session.app.document.view.clone();
        view.gallery.choice = choice;
        view.gallery.count = 3;
        session.app.apply(Action::View(view));
        session.until("the gallery", |app| {
            let gallery = app.runs[&app.selected().id].views.get::<GalleryView>();
            gallery.is_some_and(|g| g.request.choice == choice && g.request.count == 3)
        });
        let run = &session.app.runs[&session.app.selected().id];
        let gallery = run.views.get::<GalleryView>().expect("a gallery");
        ends.push(gallery.errors.clone());
    }
    let (best, worst) = (&ends[0], &ends[1]);
    assert!(best.is_sorted() && worst.is_sorted_by(|a, b| a >= b));
    assert!(best[2] < worst[2], "{best:?} {worst:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_leaves_the_project_unsaved_and_training() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = open(folder.path(), &tiny_document(folder.path()));
    let bundle = session.app.path.clone();
    edit_training(&mut session.app, |training| training.epochs = 1_000_000);
    session.app.apply(Action::Train);
    session.until("steps", |app| {
        app.runs[&app.selected().id].progress.step > 20
    });
    // Nobody, the system's owner included, can make a folder here.
    session
        .app
        .apply(Action::SaveAs("/proc/no-such-folder".into()));
    session.until("the failure", |app| app.save != SaveState::Saving);
    assert!(session.app.has_unsaved_changes());
    assert_eq!(session.app.path, bundle);
    assert_eq!(session.app.selected_state(), RunState::Training);
    let message = session.app.messages.last().expect("a message");
    assert_eq!(message.kind, MessageKind::Error);
    assert!(
        message.text.ends_with("/proc/no-such-folder"),
        "{}",
        message.text
    );
}
