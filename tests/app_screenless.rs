//! The application without a screen: the same training, nothing that only panels want, and what happened in order.

mod app_support;

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use app_support::tiny_document;
use hourglass::app::{Action, App, AppOptions, DatasetState, News};
use hourglass::project::{Document, Variant};
use hourglass::training::{ObservationId, RunState, VariantId};

const A: VariantId = VariantId(1);
const B: VariantId = VariantId(2);

fn two(folder: &Path) -> Document {
    let mut document = tiny_document(folder);
    let mut second = Variant {
        id: B,
        name: "B".into(),
        ..document.variants[0].clone()
    };
    second.settings.architecture.code.width = 4;
    document.variants.push(second);
    document.next_id = 3;
    document
}

fn start(document: Document, path: &Path) -> (App, Receiver<()>) {
    let (sender, wakes) = channel();
    let wake = Arc::new(move || {
        // Nobody waits any more at the end.
        let _ = sender.send(());
    });
    let options = AppOptions {
        threads: 1,
        data_folder: None,
        ..AppOptions::default()
    };
    let mut app = App::without_screen(wake, (document, path.to_owned(), None), options, None);
    let news = until(&mut app, &wakes, |app, _| {
        matches!(app.dataset, DatasetState::Ready(_))
    });
    assert_eq!(news, []);
    (app, wakes)
}

/// The news until `there`, which is asked with all of them.
fn until(app: &mut App, wakes: &Receiver<()>, there: impl Fn(&App, &[News]) -> bool) -> Vec<News> {
    let mut news = Vec::new();
    loop {
        app.poll();
        news.append(&mut app.take_news());
        if there(app, &news) {
            return news;
        }
        let woken = wakes.recv_timeout(Duration::from_mins(1));
        assert!(woken.is_ok(), "still waiting: {news:?}");
    }
}

fn rests(news: &[News]) -> Vec<(VariantId, RunState)> {
    let each = news.iter().filter_map(|news| match news {
        News::Rests { variant, state } => Some((*variant, *state)),
        _ => None,
    });
    each.collect()
}

#[test]
fn only_what_is_trained_is_loaded_and_no_view_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("two");
    let document = two(folder.path());
    let epochs = document.variants[1].settings.training.epochs;
    let (mut app, wakes) = start(document, &bundle);
    app.apply(Action::TrainVariants(vec![B]));
    let news = until(&mut app, &wakes, |_, news| !rests(news).is_empty());
    assert_eq!(rests(&news), [(B, RunState::Finished)]);
    let done: Vec<u32> = news
        .iter()
        .filter_map(|news| match news {
            News::Epoch { variant, record } => Some(record.epoch).filter(|_| *variant == B),
            _ => None,
        })
        .collect();
    assert_eq!(done, (1..=epochs).collect::<Vec<_>>());
    assert!(matches!(news.last(), Some(News::Rests { .. })), "{news:?}");
    let run = &app.runs[&B];
    assert!(!run.views.has(ObservationId::Latents) && !run.views.has(ObservationId::Gallery));
    assert!(!app.runs.contains_key(&A));
    let trained = app.document.variants[1].trained.as_ref().expect("trained");
    assert_eq!(trained.state, RunState::Finished);

    app.apply(Action::Save);
    let is_saved = |news: &News| matches!(news, News::Saved { .. });
    let news = until(&mut app, &wakes, |_, news| news.iter().any(is_saved));
    let warnings = Vec::new();
    assert_eq!(
        news,
        [News::Saved {
            path: bundle,
            warnings
        }]
    );
    // What was taken does not come again.
    assert_eq!(app.take_news(), []);
}

#[test]
fn those_that_are_named_are_paused_and_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = two(folder.path());
    for variant in &mut document.variants {
        variant.settings.training.epochs = 1_000_000;
    }
    let (mut app, wakes) = start(document, &folder.path().join("two"));
    assert_eq!(
        app.check(&Action::PauseVariants(vec![A])),
        Err("Nothing is training".into())
    );
    app.apply(Action::TrainVariants(vec![A, B]));
    assert!(app.check(&Action::TrainVariants(vec![B])).is_err());
    let epoch_of = |news: &News| matches!(news, News::Epoch { variant: B, .. });
    until(&mut app, &wakes, |_, news| news.iter().any(epoch_of));
    app.apply(Action::PauseVariants(vec![A, B]));
    let news = until(&mut app, &wakes, |_, news| rests(news).len() == 2);
    assert_eq!(rests(&news), [(A, RunState::Paused), (B, RunState::Paused)]);
    assert_eq!(app.check(&Action::TrainVariants(vec![A, B])), Ok(()));
}

#[test]
fn a_screen_keeps_no_news() {
    let mut app = App::detached(Document::default());
    app.apply(Action::Dismiss(7));
    assert_eq!(app.messages.len(), 1);
    assert_eq!(app.take_news(), []);
}
