//! The row of the seed, with a button that draws another.

use egui::Ui;

use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::{Row, unlabelled};

pub fn row(ui: &mut Ui, seed: &mut u64) {
    let row = Row::new(
        "Seed",
        "Draws the initial weights, the order of the samples and the dropout: the same seed gives the same run",
    )
    .locked();
    if let Some(typed) = Number::new(row, *seed as f64, Limits::seed(), Drag::Even(0.1)).show(ui) {
        *seed = typed as u64;
    }
    let button = unlabelled(ui, |ui| {
        // The words fit a narrow panel too.
        ui.spacing_mut().button_padding.x = 4.0;
        let width = ui.available_width();
        let button = egui::Button::new("Draw another").truncate();
        ui.add(button.min_size(egui::vec2(width, 0.0)))
    });
    let about = "Draws another seed, of up to six figures";
    if button.on_hover_text(about).clicked() {
        *seed = another(*seed);
    }
}

/// Another seed below a million, spread over all of them.
fn another(seed: u64) -> u64 {
    let mixed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    let drawn = (mixed >> 33) % 1_000_000;
    if drawn == seed { drawn + 1 } else { drawn }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn drawing_again_and_again_gives_many_seeds() {
        let mut seed = 0;
        let mut seen = BTreeSet::new();
        for _ in 0..200 {
            let next = another(seed);
            assert_ne!(next, seed);
            assert!(next <= 1_000_000);
            seen.insert(next);
            seed = next;
        }
        assert!(seen.len() > 150, "only {} different seeds", seen.len());
    }
}
