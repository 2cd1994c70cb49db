//! The choice between classifiers whose layers or features are used.

use egui::Ui;

use super::image::sample_shape;
use super::rows::Row;
use crate::app::App;
use crate::model::FeaturesOf;

/// Draws the row; returns what was chosen.
pub fn choose(ui: &mut Ui, app: &App, row: Row, now: FeaturesOf) -> Option<FeaturesOf> {
    let mut all = app.features_for(&sample_shape(app));
    // What is chosen stays in sight.
    if !all.contains(&now) {
        all.insert(0, now);
    }
    row.choose(ui, now, &all, FeaturesOf::name)
}
