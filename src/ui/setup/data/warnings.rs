//! Warnings about how the data were read.

use egui::Ui;

use crate::data::About;
use crate::export::digits::grouped;
use crate::settings::words::capital;
use crate::ui::setup::fold;
use crate::ui::widgets::{hint, warn};

/// More than these fold under a line.
const SHOWN: usize = 3;

/// Where the test part comes from, and all warnings in full.
pub fn show(ui: &mut Ui, about: &About) {
    hint(ui, about.test_part.to_string());
    if about.warnings.len() <= SHOWN {
        for warning in &about.warnings {
            warn(ui, capital(warning));
        }
        ui.add_space(4.0);
        return;
    }
    let title = format!("{} warnings", grouped(about.warnings.len() as u64));
    fold::show(ui, &title, &about.warnings[0], |ui| {
        for warning in &about.warnings {
            warn(ui, capital(warning));
        }
    });
}
