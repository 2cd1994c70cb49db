//! A training in the terminal and a window on one project.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use hourglass::app::{Action, Answer, App, AppOptions, DatasetState, Question};
use hourglass::project;

use super::program::{Folder, stderr};

struct Window {
    app: App,
    wakes: Receiver<()>,
}

impl Window {
    fn on(folder: &Folder) -> Self {
        let (sender, wakes) = channel();
        let wake = Arc::new(move || {
            let _ = sender.send(());
        });
        let options = AppOptions {
            threads: 1,
            ..AppOptions::default()
        };
        let path = folder.path("tiny");
        let app = App::start(wake, path.to_str(), options);
        Self { app, wakes }
    }

    fn until(&mut self, what: &str, there: impl Fn(&App) -> bool) {
        loop {
            self.app.poll();
            if there(&self.app) {
                return;
            }
            let woken = self.wakes.recv_timeout(Duration::from_mins(1));
            assert!(woken.is_ok(), "{what}: {:?}", self.app.messages);
        }
    }
}

fn is_ready(app: &App) -> bool {
    app.path.is_some() && matches!(app.dataset, DatasetState::Ready(_))
}

#[test]
fn a_window_takes_a_training_over() {
    let folder = Folder::new();
    let mut document = folder.tiny();
    document.variants[0].settings.training.learning_rate = 1e-7;
    project::save(&document, &folder.path("tiny")).unwrap();
    let mut child = folder
        .hourglass(&["train", "tiny", "--json", "--epochs", "1000000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    reader.read_line(&mut text).unwrap();
    // Else it would have nowhere to go on.
    let drain = std::thread::spawn(move || reader.read_to_string(&mut text));

    let mut window = Window::on(&folder);
    window.until("the question", |app| {
        matches!(&app.question, Some(Question::InUse { users, .. })
            if users[0].program == "a training in the terminal")
    });
    window.app.apply(Action::Answer(Answer::TakeOver));
    window.until("the project", is_ready);
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1), "{said}");
    drain.join().unwrap().unwrap();
    let last = said.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("error: the project was taken over by a window (process "),
        "{said}"
    );
    assert!(
        last.ends_with("what was trained is saved in it: tiny"),
        "{said}"
    );
    assert!(!window.app.only_looks());
    assert!(window.app.selected().trained.is_some());
}

#[test]
fn training_says_who_has_the_project_open_and_goes_on() {
    let folder = Folder::with_tiny();
    let mut window = Window::on(&folder);
    window.until("the project", is_ready);
    window.until("the claim", |_| {
        let entries = std::fs::read_dir(folder.path("tiny")).unwrap().flatten();
        let mut sizes = entries
            .filter(|entry| {
                entry
                    .file_name()
                    .to_string_lossy()
                    .starts_with(".hourglass-in-use")
            })
            .map(|entry| entry.metadata().map_or(0, |about| about.len()));
        sizes.any(|size| size > 0)
    });
    let output = folder.run(&["train", "tiny", "--epochs", "30"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let process = std::process::id();
    let who = format!("warning: this project is also open in a window (process {process}) since ");
    assert!(said.contains(&who), "{said}");
}
