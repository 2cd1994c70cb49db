//! The choice between classifiers whose layers or features are used, and the training of one more.

use egui::{Button, Ui};

use super::image::sample_shape;
use super::limits::Limits;
use super::number::{Drag, Number};
use super::rows::Row;
use crate::app::{Action, App, ClassifierAction};
use crate::model::{FeaturesOf, TrainedClassifier};
use crate::ui::icons::Icon;
use crate::ui::widgets;

/// Draws the row; returns what was chosen.
pub fn choose(ui: &mut Ui, app: &App, row: Row, now: FeaturesOf) -> Option<FeaturesOf> {
    let mut all = app.features_for(&sample_shape(app));
    // What is chosen stays in sight.
    if !all.contains(&now) {
        all.insert(0, now);
    }
    row.choose(ui, now, &all, FeaturesOf::name)
}

/// What is to be known of the classifier that is chosen, why it cannot be used where it cannot, and what trains another.
pub fn about(
    ui: &mut Ui,
    app: &App,
    (now, problem): (FeaturesOf, Option<String>),
    actions: &mut Vec<Action>,
) {
    if let FeaturesOf::Trained(id) = now
        && let Some(known) = TrainedClassifier::known(id)
    {
        widgets::hint(ui, in_words(&known));
    }
    if let Some(problem) = problem {
        widgets::warn(
            ui,
            format!("{problem}; train a classifier on these pictures"),
        );
    }
    if let Some((progress, last, epochs)) = app.classifying.under_way() {
        let done = last.map_or(0, |last| last.epoch);
        let right = last.and_then(|last| last.accuracy);
        let right = right.map(|accuracy| format!(", right are {}", accuracy.words()));
        let text = format!(
            "Classifier: {done} of {epochs} epochs are done{}",
            right.unwrap_or_default()
        );
        widgets::hint(ui, text);
        widgets::progress(ui, progress.share().unwrap_or(0.0));
        ui.add_space(4.0);
        let stop = widgets::labelled_icon(Icon::Stop, "Stop classifier");
        let tooltip = "What the last whole epoch made of it is kept";
        if ui.add(stop).on_hover_text(tooltip).clicked() {
            actions.push(Action::Classifier(ClassifierAction::Stop));
        }
        return;
    }
    let row = Row::new(
        "Classifier epochs",
        "How often a new classifier sees all training pictures",
    );
    let epochs = f64::from(app.classifying.epochs());
    let number = Number::new(row, epochs, Drag::Even(0.05)).limits(Limits::whole(1.0, 1000.0));
    if let Some(epochs) = number.show(ui) {
        actions.push(Action::Classifier(ClassifierAction::Epochs(epochs as u32)));
    }
    let action = Action::Classifier(ClassifierAction::Train);
    let allowed = app.check(&action);
    let why = allowed.clone().err();
    let tooltip = "Learns to tell the classes of these pictures apart; its layers and features are then there for all variants of this project";
    if widgets::checked_button(ui, Button::new("Train classifier"), tooltip, allowed) {
        actions.push(action);
    }
    if let Some(why) = why {
        widgets::hint(ui, why);
    }
    if let Some(failed) = app.classifying.failed() {
        widgets::warn(ui, failed);
    }
}

/// "Trained on 1,461 pictures of 10 classes: 61.0% of 318 test images are right".
fn in_words(classifier: &TrainedClassifier) -> String {
    let about = classifier.about();
    let (images, classes) = (about.train_images, about.classes.len());
    let right = about
        .accuracy
        .map(|accuracy| format!(", right are {}", accuracy.words()));
    format!(
        "It was trained on {images} pictures of {classes} classes{}",
        right.unwrap_or_default()
    )
}
