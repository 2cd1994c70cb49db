//! The switch between kinds of encoder.

use egui::Ui;

use crate::data::SampleShape;
use crate::model::edit::family::{Family, set_family};
use crate::model::{Architecture, FeaturesOf};
use crate::ui::setup::segments::{self, Segment};
use crate::ui::widgets::warn;

type Named = (Family, &'static str, &'static str);

const DENSE: Named = (
    Family::Dense,
    "Dense",
    "Every number of a layer looks at all numbers of the one before",
);
const OF_IMAGES: [Named; 3] = [
    DENSE,
    (
        Family::Convolutional,
        "Convolutional",
        "Small windows look for the same patterns everywhere in the image, level by level at half the side",
    ),
    (
        Family::Pretrained,
        "Pretrained",
        "The encoder begins with the front layers of a classifier: of digits, of clothing, or of one's own pictures",
    ),
];
const OF_SEQUENCES: [Named; 4] = [
    DENSE,
    (
        Family::Gru,
        "GRU",
        "Gated recurrent units go through the steps one after another and remember what they saw",
    ),
    (
        Family::Lstm,
        "LSTM",
        "Long short-term memory: as GRU, with a memory of its own beside the state",
    ),
    (
        Family::Conv1d,
        "Conv1d",
        "Windows over a few steps look for the same patterns everywhere in time, level by level at half the steps",
    ),
];

/// Edits the family; `features` are of the classifier that is offered first.
pub fn show(
    ui: &mut Ui,
    architecture: &mut Architecture,
    shape: &SampleShape,
    features: FeaturesOf,
) {
    let now = Family::of(architecture);
    let families = match shape {
        SampleShape::Image(_) => &OF_IMAGES[..],
        SampleShape::Sequence(_) | SampleShape::Text(_) => &OF_SEQUENCES[..],
        // There is nothing to choose from.
        SampleShape::Row(_) if now == Family::Dense => return,
        SampleShape::Row(_) => &OF_IMAGES[..],
    };
    let segments = families.iter().map(|&(family, name, about)| {
        Segment::new(family, name, about).refused(family.problem(shape))
    });
    if let Some(chosen) = segments::choose(ui, now, &segments.collect::<Vec<_>>()) {
        set_family(architecture, chosen, features);
    } else if let Some(problem) = now.problem(shape) {
        warn(ui, problem);
    }
}
