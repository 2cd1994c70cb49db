//! Data of another kind in place of a project's images: imported, undone, done again, and a failure that leaves all as it
//! was.

mod app_support;

use std::path::{Path, PathBuf};

use app_support::{Session, tiny_project};
use hourglass::app::{Action, Answer, App, DatasetState, Edit, ImportState, Question, Take};
use hourglass::data::{ColumnChoice, ColumnType, Scaling, Source, TableFile};
use hourglass::model::Activation;
use hourglass::training::RunState;

fn ready(app: &App) -> bool {
    matches!(app.dataset, DatasetState::Ready(_))
}

/// 60 rows of four numbers and a label.
fn table(folder: &Path) -> PathBuf {
    let mut text = String::from("a,b,c,d,kind\n");
    for row in 0..60 {
        let kind = if row % 2 == 0 { "x" } else { "y" };
        text += &format!(
            "{row},{}.5,{},{},{kind}\n",
            row * 3 % 7,
            row * 5 % 11,
            row % 4
        );
    }
    let path = folder.join("numbers.csv");
    std::fs::write(&path, text).expect("written");
    path
}

/// The file at `path` as the data of the project.
fn import(path: &Path) -> Action {
    Action::ImportSource(Source::of_path(path).expect("data"))
}

fn widths(app: &App) -> Vec<usize> {
    let data = app.dataset.prepared().expect("data");
    let input = data.dataset.shape().input_width();
    app.selected().settings.architecture.widths(input)
}

#[test]
fn an_import_fits_the_model_and_undo_brings_the_old_one_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    let images = session.app.document.clone();
    assert_eq!(widths(&session.app), [16, 8, 2, 8, 16]);

    let path = table(folder.path());
    session.app.apply(import(&path));
    session.until("the table", ready);
    let data = session.app.dataset.prepared().expect("data");
    assert_eq!(data.dataset.train.len(), 50);
    assert_eq!(data.split.validation.len(), 4);
    assert_eq!(session.app.document.data.validation, 4);
    assert_eq!(session.app.document.data.scaling, Scaling::Standardised);
    assert_eq!(widths(&session.app), [4, 2, 1, 2, 4]);
    let fitted = session.app.selected().settings.clone();
    assert_eq!(fitted.architecture.output, Activation::Identity);
    assert_eq!(fitted.training.batch, 32);

    session.app.apply(Action::Undo);
    session.until("the images", ready);
    assert_eq!(session.app.document, images);
    session.app.apply(Action::Redo);
    session.until("the table again", ready);
    assert_eq!(session.app.selected().settings, fitted);
    session.app.apply(Action::Train);
    session.until("training", |app| app.selected_state() != RunState::Ready);
}

#[test]
fn an_import_undone_before_it_is_there_fits_when_it_is_done_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    session.app.apply(import(&table(folder.path())));
    session.app.apply(Action::Undo);
    session.until("the images", ready);
    assert_eq!(widths(&session.app), [16, 8, 2, 8, 16]);
    session.app.apply(Action::Redo);
    session.until("the table", ready);
    assert_eq!(widths(&session.app), [4, 2, 1, 2, 4]);
}

#[test]
fn a_table_dropped_before_the_first_data_are_there_gets_its_model() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(None);
    let first = session.app.document.clone();
    session.app.apply(import(&table(folder.path())));
    session.until("the table", ready);
    assert_eq!(widths(&session.app), [4, 2, 1, 2, 4]);
    // Nothing is left of what the first project says of its digits.
    let document = &session.app.document;
    assert_eq!((&*document.name, &*document.notes), ("numbers", ""));
    assert_eq!(document.variants[0].name, "dense 1");
    session.app.apply(Action::Undo);
    assert_eq!(session.app.document.notes, first.notes);
    assert_eq!(
        session.app.document.variants[0].name,
        first.variants[0].name
    );
}

#[test]
fn trained_weights_are_asked_about_and_a_failure_keeps_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    session.app.apply(Action::Train);
    session.until_state(RunState::Finished);
    let before = session.app.document.clone();

    let path = folder.path().join("empty.csv");
    std::fs::write(&path, "").expect("written");
    session.app.apply(import(&path));
    assert!(matches!(
        session.app.question,
        Some(Question::Locked { .. })
    ));
    session.app.apply(Action::Answer(Answer::Restart));
    session.until("the failure", ready);
    assert_eq!(session.app.document, before);
    assert_eq!(session.app.selected_state(), RunState::Finished);
    let failure = session.app.data_failure.as_ref().expect("a failure");
    assert!(
        failure.message.ends_with("empty.csv"),
        "{}",
        failure.message
    );

    // What comes after is fitted as if nothing had been.
    session.app.apply(import(&table(folder.path())));
    session.app.apply(Action::Answer(Answer::Restart));
    session.until("the table", ready);
    assert_eq!(widths(&session.app), [4, 2, 1, 2, 4]);
}

#[test]
fn another_type_of_a_column_is_an_edit_and_one_that_cannot_be_keeps_the_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(None);
    session.app.apply(import(&table(folder.path())));
    session.until("the table", ready);
    let choose = |app: &mut App, name: &str, kind: ColumnType| {
        let mut data = app.document.data.clone();
        let Source::Table(TableFile { options, .. }) = &mut data.source else {
            panic!("a table");
        };
        let choice = ColumnChoice {
            kind: Some(kind),
            weight: None,
        };
        options.columns.insert(name.into(), choice);
        app.apply(Action::Edit(Edit::Data(data)));
    };
    choose(&mut session.app, "d", ColumnType::Category);
    assert_eq!(session.app.undo_text(), Some("change the columns"));
    session.until("the table", ready);
    let data = session.app.dataset.prepared().expect("data");
    assert_eq!(data.dataset.shape().target_width(), 7);
    let good = session.app.document.clone();

    choose(&mut session.app, "a", ColumnType::YesNo);
    session.until("the failure", ready);
    assert_eq!(session.app.document, good);
    let failure = session.app.data_failure.as_ref().expect("a failure");
    let path = folder.path().join("numbers.csv");
    assert_eq!(
        failure.message,
        format!(
            "column a cannot be yes/no, it has 60 different texts and not 2: {}",
            path.display()
        )
    );
}

fn looked_at(app: &App) -> bool {
    let import = app.import.as_ref();
    import.is_some_and(|import| matches!(import.state, ImportState::Ready(_)))
}

#[test]
fn data_are_looked_at_read_in_another_way_and_taken_for_this_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    let before = session.app.document.clone();
    let take = Action::TakeImport(Take::ThisProject);
    assert!(session.app.check(&take).is_err(), "nothing is looked at");
    session.app.apply(Action::Preview(table(folder.path())));
    assert_eq!(
        session.app.check(&take),
        Err("The data are still read".to_owned())
    );
    session.until("a look", looked_at);
    assert_eq!(session.app.document, before, "looking changes nothing");

    let import = session.app.import.as_ref().expect("data");
    let mut other = import.settings.clone();
    let Source::Table(TableFile { options, .. }) = &mut other.source else {
        panic!("a table");
    };
    let left_out = ColumnChoice {
        kind: Some(ColumnType::Ignored),
        ..ColumnChoice::default()
    };
    options.columns.insert("a".into(), left_out);
    session.app.apply(Action::PreviewAs(Box::new(other)));
    let import = session.app.import.as_ref().expect("data");
    assert!(import.prepared().is_some(), "the look of before stays");
    session.until("another look", looked_at);
    session.app.apply(take);
    // What was read is not read again.
    assert!(ready(&session.app) && session.app.import.is_none());
    assert_eq!(widths(&session.app)[0], 3);
    assert_eq!(session.app.document.name, before.name);
    session.app.apply(Action::Undo);
    session.until("the images", ready);
    assert_eq!(session.app.document, before);
}

#[test]
fn data_that_are_looked_at_become_a_project_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    session.app.apply(Action::Train);
    session.until("weights", |app| app.selected_state() == RunState::Finished);
    session.app.apply(Action::Preview(table(folder.path())));
    session.until("a look", looked_at);
    session.app.apply(Action::TakeImport(Take::NewProject));
    // The training is not saved.
    assert!(matches!(
        session.app.question,
        Some(Question::Unsaved { .. })
    ));
    assert!(looked_at(&session.app));
    session.app.apply(Action::Answer(Answer::Discard));
    session.until("the table", ready);
    let document = &session.app.document;
    assert_eq!((&*document.name, document.variants.len()), ("numbers", 1));
    assert_eq!(
        (session.app.path.as_ref(), session.app.is_trained()),
        (None, false)
    );
    assert_eq!(widths(&session.app), [4, 2, 1, 2, 4]);
}

#[test]
fn what_cannot_be_read_is_said_in_the_sheet_and_nothing_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    let before = session.app.document.clone();
    let path = folder.path().join("empty.csv");
    std::fs::write(&path, "").expect("written");
    session.app.apply(Action::Preview(path.clone()));
    session.until("a failure", |app| {
        let import = app.import.as_ref();
        import.is_some_and(|import| matches!(import.state, ImportState::Failed(_)))
    });
    let take = Action::TakeImport(Take::ThisProject);
    let refused = session.app.check(&take).unwrap_err();
    assert!(refused.ends_with(&path.display().to_string()), "{refused}");
    session.app.apply(Action::LeaveImport);
    assert_eq!(
        (session.app.import.is_none(), &session.app.document),
        (true, &before)
    );
    session.app.apply(Action::Preview("a.docx".into()));
    assert!(session.app.import.is_none());
    assert!(session.app.messages.last().is_some(), "said at once");
}

#[test]
fn a_folder_of_pictures_trains_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let pictures = folder.path().join("pictures");
    for number in 0..12u8 {
        let class = pictures.join(["a", "b"][usize::from(number % 2)]);
        std::fs::create_dir_all(&class).expect("a folder");
        let picture = image::RgbImage::from_pixel(50, 40, image::Rgb([number, 20, 200]));
        let path = class.join(format!("{number}.png"));
        picture.save(path).expect("written");
    }
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    session.app.apply(import(&pictures));
    session.until("the pictures", |app| {
        let data = app.dataset.prepared();
        ready(app) && data.is_some_and(|data| data.dataset.shape().to_string() == "32 × 32 × 3")
    });
    let data = session.app.dataset.prepared().expect("data").clone();
    assert_eq!(data.label_counts, [5, 5]);
    assert!(session.app.selected().settings.fits(&data));
    session.app.apply(Action::Train);
    session.until("training", |app| app.selected_state() != RunState::Ready);
}

#[test]
fn a_reading_can_be_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    let before = session.app.document.clone();
    assert!(session.app.check(&Action::StopLoading).is_err());
    let source = Source::of_path(&table(folder.path())).expect("data");
    session.app.apply(Action::ImportSource(source));
    session.app.apply(Action::StopLoading);
    assert!(ready(&session.app));
    assert_eq!(session.app.document.data, before.data);
    let said = &session.app.messages.last().expect("a message").text;
    assert!(said.starts_with("Reading was stopped"), "{said}");
    // What still comes of it changes nothing.
    session.app.apply(Action::Train);
    session.until("training", |app| app.selected_state() == RunState::Finished);
    assert_eq!(session.app.document.data, before.data);
    assert_eq!(widths(&session.app), [16, 8, 2, 8, 16]);

    drop(session);

    // Those of a project that was just opened have nothing before them.
    let mut session = Session::start(Some(&bundle));
    session.until("the project", |app| app.path.is_some());
    if matches!(session.app.dataset, DatasetState::Loading { .. }) {
        session.app.apply(Action::StopLoading);
        assert!(matches!(
            &session.app.dataset,
            DatasetState::Failed { message } if message.ends_with("tiny-images.idx")
        ));
    }
}
