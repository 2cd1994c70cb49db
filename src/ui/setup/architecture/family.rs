//! The switch between kinds of encoder.

use egui::Ui;

use crate::data::SampleShape;
use crate::model::edit::family::{Family, set_family};
use crate::model::{Architecture, FeaturesOf};
use crate::ui::setup::segments::{self, Segment};
use crate::ui::widgets::warn;

/// Edits the family; `features` are of the classifier that is offered first.
pub fn show(
    ui: &mut Ui,
    architecture: &mut Architecture,
    shape: &SampleShape,
    features: FeaturesOf,
) {
    let now = Family::of(architecture);
    if now == Family::Dense && shape.image().is_none() {
        // There is nothing to choose from.
        return;
    }
    let segment = |family: Family, name, about| {
        Segment::new(family, name, about).refused(family.problem(shape))
    };
    let all = [
        segment(
            Family::Dense,
            "Dense",
            "Every number of a layer looks at all numbers of the one before",
        ),
        segment(
            Family::Convolutional,
            "Convolutional",
            "Small windows look for the same patterns everywhere in the image, level by level at half the side",
        ),
        segment(
            Family::Pretrained,
            "Pretrained",
            "The encoder begins with the front layers of a classifier: of digits, of clothing, or of one's own pictures",
        ),
    ];
    if let Some(chosen) = segments::choose(ui, now, &all) {
        set_family(architecture, chosen, features);
    } else if let Some(problem) = now.problem(shape) {
        warn(ui, problem);
    }
}
