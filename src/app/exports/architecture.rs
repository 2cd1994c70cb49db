//! The drawing of the selected variant's model.

use std::sync::Arc;

use super::about::{ExportAbout, Makes, Need};
use crate::app::App;
use crate::data::Prepared;
use crate::export::digits::grouped;
use crate::export::svg::{Drawn, Hourglass};
use crate::model::cost;

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Architecture…",
    sentence: "Saves the layers of the selected variant as a drawing",
    name: "the architecture",
    what: "drawing",
    kind: "architecture",
    needs: &[Need::Data],
    makes: Makes::Picture(make),
};

fn make(app: &App, data: &Arc<Prepared>) -> Drawn {
    let variant = app.selected();
    let (architecture, shape) = (&variant.settings.architecture, data.dataset.shape());
    let cost = cost(architecture, shape);
    Ok(Arc::new(Hourglass {
        name: variant.name.clone(),
        colour: variant.colour,
        note: format!("{} parameters", grouped(cost.parameters as u64)),
        architecture: architecture.clone(),
        shape: shape.clone(),
    }))
}
