//! Projects on disk as the application handles them: questions, names, recent projects, failures.

mod app_support;

use std::path::PathBuf;

use app_support::{Session, tiny_project};
use hourglass::app::{
    Action, Answer, App, DatasetState, Edit, Message, MessageKind, Question, SaveState,
    VariantsEdit,
};
use hourglass::project;
use hourglass::training::RunState;

fn rename(app: &mut App, name: &str) {
    app.apply(Action::Edit(Edit::ProjectName(name.into())));
}

#[test]
fn the_default_project_is_untitled_and_has_nothing_to_save() {
    let session = Session::start(None);
    assert_eq!(session.app.document.name, "untitled");
    assert_eq!(session.app.path, None);
    assert!(!session.app.has_unsaved_changes());
    assert!(session.app.check(&Action::Revert).is_err());
}

#[test]
fn quitting_with_changes_asks_and_saves_where_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(None);
    let quit = Question::Unsaved {
        then: Box::new(Action::Quit),
    };
    session
        .app
        .apply(Action::Edit(Edit::ProjectNotes("look here".into())));
    session.app.apply(Action::Quit);
    assert_eq!(session.app.question, Some(quit.clone()));
    session.app.apply(Action::Answer(Answer::Cancel));
    assert!(!session.app.quit && session.app.question.is_none());

    session.app.apply(Action::Quit);
    session.app.apply(Action::Answer(Answer::Save));
    assert_eq!(session.app.question, Some(Question::SaveAs));
    // Cancelling the dialog stays.
    session.app.apply(Action::Answer(Answer::Cancel));
    assert!(!session.app.quit && session.app.question.is_none());

    session.app.apply(Action::Quit);
    session.app.apply(Action::Answer(Answer::Save));
    let bundle = folder.path().join("digits");
    session.app.apply(Action::SaveAs(bundle.clone()));
    session.until("the end", |app| app.quit);
    let saved = project::open(&bundle).expect("opened").document;
    assert_eq!(saved.notes, "look here");
    assert_eq!(saved.name, "digits");
}

#[test]
fn discarding_leaves_the_disk_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    rename(&mut session.app, "changed");
    session.app.apply(Action::Quit);
    session.app.apply(Action::Answer(Answer::Discard));
    assert!(session.app.quit);
    let saved = project::open(&bundle).expect("opened").document;
    assert_eq!(saved.name, "tiny");
}

#[test]
fn revert_goes_back_to_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle.join("project.json")));
    session.until_ready();
    assert_eq!(session.app.path.as_ref(), Some(&bundle));
    assert!(session.app.check(&Action::Revert).is_err());
    rename(&mut session.app, "changed");
    assert_eq!(session.app.save, SaveState::Unsaved);
    session.app.apply(Action::Revert);
    assert_eq!(session.app.question, Some(Question::Revert));
    assert!(session.app.check(&Action::Answer(Answer::Save)).is_err());
    session.app.apply(Action::Answer(Answer::Cancel));
    assert_eq!(session.app.document.name, "changed");
    session.app.apply(Action::Revert);
    session.app.apply(Action::Answer(Answer::Discard));
    session.until("the project", |app| app.document.name == "tiny");
    assert!(!session.app.has_unsaved_changes());
    assert_eq!(session.app.undo_text(), None);
}

#[test]
fn another_project_is_replaced_only_when_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = tiny_project(folder.path());
    let mut session = Session::start(None);
    let notes = Edit::ProjectNotes("mine".into());
    session.app.apply(Action::Edit(notes));
    let asked = Question::Replace {
        path: other.clone(),
    };
    let question = |app: &App| app.question.is_some();

    session.app.apply(Action::SaveAs(other.clone()));
    session.until("the question", question);
    assert_eq!(session.app.question, Some(asked.clone()));
    assert_eq!(
        session.app.check(&Action::Answer(Answer::Save)),
        Err("This is no answer to the question".into())
    );
    // Back in the dialog, and out of it: all is as before.
    session.app.apply(Action::Answer(Answer::Cancel));
    assert_eq!(session.app.question, Some(Question::SaveAs));
    session.app.apply(Action::Answer(Answer::Cancel));
    assert_eq!(session.app.question, None);
    assert_eq!(session.app.save, SaveState::Unsaved);
    assert_eq!(
        (&session.app.path, &*session.app.document.name),
        (&None, "untitled")
    );
    assert_eq!(project::open(&other).expect("opened").document.name, "tiny");

    // What was to follow the save still follows, after a detour too.
    session.app.apply(Action::Quit);
    session.app.apply(Action::Answer(Answer::Save));
    session
        .app
        .apply(Action::SaveAs(other.join("project.json")));
    session.until("the question", question);
    session.app.apply(Action::Answer(Answer::Cancel));
    session.app.apply(Action::SaveAs(other.clone()));
    session.until("the question", question);
    assert_eq!(session.app.question, Some(asked));
    assert!(!session.app.quit);
    session.app.apply(Action::Answer(Answer::Replace));
    session.until("the end", |app| app.quit);
    let saved = project::open(&other).expect("opened").document;
    assert_eq!((&*saved.notes, &*saved.name), ("mine", "tiny"));
}

/// Whether some program says that it has the project open.
fn is_claimed(bundle: &std::path::Path) -> bool {
    let entries = std::fs::read_dir(bundle).expect("a folder");
    entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with(".hourglass-in-use") && entry.metadata().is_ok_and(|m| m.len() > 0)
    })
}

#[test]
fn two_programs_on_one_project_both_keep_what_they_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut first = Session::start(Some(&bundle));
    first.until_ready();
    // Who was first has said so before the second looks.
    first.until("the claim", |_| is_claimed(&bundle));
    let mut second = Session::without_screen(&bundle);
    second.until_ready();
    let said = |app: &App, part: &str| app.messages.iter().any(|m| m.text.contains(part));
    second.until("the word", |app| {
        said(app, "also open in a window (process ")
    });
    rename(&mut first.app, "first");
    first.app.apply(Action::Save);
    first.until("the save", |app| app.save == SaveState::Saved);

    first.until("the word", |app| {
        said(app, "also open in a training in the terminal (process ")
    });
    // Another field: both changes are kept, and both programs show them.
    let notes = Edit::ProjectNotes("second".into());
    second.app.apply(Action::Edit(notes));
    second.app.apply(Action::Save);
    second.until("the save", |app| app.save == SaveState::Saved);
    let saved = project::open(&bundle).expect("opened").document;
    assert_eq!((&*saved.name, &*saved.notes), ("first", "second"));
    assert_eq!(second.app.document.name, "first");
    assert!(!second.app.has_unsaved_changes());
    assert!(said(&second.app, "both changes are kept"));

    // The same field: the later save counts, and the other version is kept beside it.
    rename(&mut second.app, "theirs");
    second.app.apply(Action::Save);
    second.until("the save", |app| app.save == SaveState::Saved);
    rename(&mut first.app, "mine");
    first.app.apply(Action::Save);
    first.until("the save", |app| app.save == SaveState::Saved);
    assert!(
        said(&first.app, "project.conflict-"),
        "{:?}",
        first.app.messages
    );
    let saved = project::open(&bundle).expect("opened").document;
    assert_eq!((&*saved.name, &*saved.notes), ("mine", "second"));
    let kept = std::fs::read_dir(&bundle).expect("a folder");
    let kept: Vec<String> = kept
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .filter(|name| name.starts_with("project.conflict-"))
        .collect();
    assert_eq!(kept.len(), 1);
    let text = std::fs::read_to_string(bundle.join(&kept[0])).expect("a version");
    assert!(text.contains("\"theirs\""), "{text}");
    // From now on it is this one's again, by any path.
    rename(&mut first.app, "again");
    let detour = folder.path().join(".").join("tiny");
    first.app.apply(Action::SaveAs(detour));
    first.until("the save", |app| app.save == SaveState::Saved);
    let saved = project::open(&bundle).expect("opened").document;
    assert_eq!((first.app.question.as_ref(), &*saved.name), (None, "again"));
}

#[test]
fn an_edit_while_saving_stays_unsaved() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    rename(&mut session.app, "first");
    session.app.apply(Action::Save);
    rename(&mut session.app, "second");
    session.until("the save", |app| app.save != SaveState::Saving);
    assert_eq!(session.app.save, SaveState::Unsaved);
    let saved = project::open(&bundle).expect("opened").document;
    assert_eq!(saved.name, "first");
}

#[test]
fn what_cannot_be_opened_or_saved_keeps_the_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    session
        .app
        .apply(Action::Open(folder.path().join("nothing")));
    session.until("the failure", |app| !app.messages.is_empty());
    assert_eq!(session.app.messages[0].kind, MessageKind::Error);
    assert!(session.app.messages[0].text.contains("nothing"));
    assert_eq!(session.app.path.as_ref(), Some(&bundle));
    assert_eq!(session.app.document.name, "tiny");

    let file = folder.path().join("file");
    std::fs::write(&file, "in the way").expect("written");
    rename(&mut session.app, "changed");
    session.app.apply(Action::SaveAs(file.clone()));
    session.until("the failure", |app| app.save != SaveState::Saving);
    assert_eq!(session.app.save, SaveState::Unsaved);
    assert_eq!(session.app.path.as_ref(), Some(&bundle));
    let message = session.app.messages.last().expect("a message");
    assert!(
        message.text.contains(file.to_str().expect("text")),
        "{message:?}"
    );
}

#[test]
fn checkpoints_whose_files_are_gone_are_told_after_a_save_and_cost_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut first = Session::start(Some(&bundle));
    first.until_ready();
    first.app.apply(Action::Train);
    first.until_state(RunState::Finished);
    first.app.apply(Action::Save);
    first.until("the save", |app| app.save == SaveState::Saved);
    let kept = |app: &App| {
        let trained = app.selected().trained.as_ref().expect("trained");
        trained.resume_state.checkpoints.clone()
    };
    let count = kept(&first.app).len();
    drop(first);

    let mut again = Session::start(Some(&bundle));
    again.until_ready();
    let file = kept(&again.app)[0].stored_at().expect("on disk").to_owned();
    std::fs::remove_file(&file).expect("removed");
    rename(&mut again.app, "changed");
    again.app.apply(Action::Save);
    again.until("the save", |app| app.save == SaveState::Saved);
    let warning = |message: &&Message| message.kind == MessageKind::Warning;
    let told = again.app.messages.iter().find(warning).expect("a warning");
    let path = file.display().to_string();
    assert!(told.text.starts_with("A checkpoint of"), "{told:?}");
    // Called by its content, so that its name says nothing to a person.
    assert!(!told.text.contains("safetensors"), "{told:?}");
    let details = told.details.as_deref();
    assert!(details.is_some_and(|all| all.ends_with(&path)), "{told:?}");
    let saved = project::open(&bundle).expect("opened");
    assert_eq!(saved.warnings, []);
    assert_eq!(saved.document.name, "changed");
    let trained = saved.document.variants[0].trained.as_ref();
    let left = trained.expect("trained").resume_state.checkpoints.len();
    assert_eq!(left, count - 1);
}

#[test]
fn a_start_with_what_is_no_project_says_so_and_opens_the_default_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = folder.path().join("plain");
    std::fs::create_dir(&plain).expect("made");
    std::fs::write(plain.join("letter.docx"), "dear").expect("written");
    for (path, sentence) in [
        (&folder.path().join("missing"), "there is no project here"),
        (
            &plain.join("letter.docx"),
            "a project is a folder or the project.json in it",
        ),
    ] {
        let mut session = Session::start(Some(path));
        session.until("the data", |app| {
            matches!(app.dataset, DatasetState::Ready(_))
        });
        let app = &session.app;
        let [message] = &app.messages[..] else {
            panic!("{:?}", app.messages);
        };
        assert_eq!(message.kind, MessageKind::Error);
        assert_eq!(message.text, format!("{sentence}: {}", path.display()));
        assert_eq!(message.advice, "The default project is open instead");
        assert_eq!((&*app.document.name, &app.path), ("untitled", &None));
        assert!(!app.has_unsaved_changes());
        assert_eq!(app.check(&Action::Train), Ok(()));
    }
    assert_eq!(std::fs::read_dir(&plain).expect("listed").count(), 1);
}

#[test]
fn examples_open_by_name_without_a_place_on_disk() {
    let mut session = Session::start(None);
    let name = project::shipped_names()[1];
    session.app.apply(Action::OpenShipped(name.into()));
    assert_eq!(session.app.document.name, name);
    assert_eq!(session.app.path, None);
    session.app.apply(Action::OpenShipped("no such".into()));
    let message = session.app.messages.last().expect("a message");
    assert_eq!(message.text, "There is no example of this name: no such");
}

#[test]
fn recent_projects_are_remembered_and_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let config = folder.path().join("config");
    let mut session = Session::start_with(Some(&bundle), Some(config.clone()));
    session.until("the project in the menu", |app| {
        app.recent == [bundle.clone()]
    });
    let listed = |list: Vec<PathBuf>, config: PathBuf| {
        move |_: &App| project::recent_projects(&config) == list
    };
    session.until("the list", listed(vec![bundle.clone()], config.clone()));
    let mut next = Session::start_with(None, Some(config.clone()));
    next.until("the list", |app| app.recent == [bundle.clone()]);
    next.app.apply(Action::ForgetRecent(bundle.clone()));
    assert!(next.app.recent.is_empty());
    next.until("the list", listed(Vec::new(), config));
}

#[test]
fn undo_back_to_what_is_on_disk_leaves_nothing_to_save() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    let rename = |name: &str| Action::Edit(Edit::ProjectName(name.into()));
    session.app.apply(rename("another"));
    session.app.apply(Action::Variants(VariantsEdit::New));
    session.app.apply(Action::Undo);
    assert!(session.app.has_unsaved_changes());
    session.app.apply(Action::Undo);
    assert!(!session.app.has_unsaved_changes());
    session.app.apply(Action::Redo);
    assert!(session.app.has_unsaved_changes());
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
    session.app.apply(Action::Undo);
    assert!(session.app.has_unsaved_changes());
    session.app.apply(Action::Redo);
    assert!(!session.app.has_unsaved_changes());
}
