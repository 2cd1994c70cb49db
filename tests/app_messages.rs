//! What messages offer, done on real runs.

mod app_support;

use app_support::{Session, diverging_document};
use hourglass::app::{Action, App, MessageKind, Offer, Remedy};
use hourglass::project;
use hourglass::training::RunState;

fn has_diverged(app: &App) -> bool {
    app.selected_state() == RunState::Diverged && !app.messages.is_empty()
}

#[test]
fn a_run_that_has_diverged_goes_on_with_a_lower_learning_rate() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = diverging_document(folder.path());
    let bundle = folder.path().join("project");
    project::save(&document, &bundle).expect("saved");
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    let id = session.app.selected().id;
    let lower = Action::TryRemedy(id, Remedy::LowerLearningRate);
    assert!(session.app.check(&lower).is_err(), "it has not diverged");
    session.app.apply(Action::Train);
    // Lower, and yet too high.
    for rate in [1e5, 1e4] {
        session.until("the end", has_diverged);
        let [message] = &session.app.messages[..] else {
            panic!("{:?}", session.app.messages);
        };
        assert_eq!(message.kind, MessageKind::Warning);
        let remedies = Remedy::ALL.map(|remedy| Offer::Remedy(id, remedy));
        assert_eq!(message.offers, remedies);

        session.app.apply(lower.clone());
        assert_eq!(session.app.question, None);
        assert_eq!(session.app.selected_state(), RunState::Training);
        let training = session.app.selected().settings.training;
        assert_eq!(training.learning_rate, rate);
        assert!(session.app.check(&lower).is_err(), "it is in training");
        session.until("the news", |app| {
            app.messages.is_empty() || app.messages[0].number > 1
        });
    }
    let log = session.app.message_log.newest_first();
    assert!(log.len() <= 2, "a later word on it takes the place");
}
