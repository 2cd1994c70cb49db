//! The centre of the window in comparing mode: loss curves, reconstructions, latent spaces and numbers of all shown
//! variants.

use egui::{Rect, Ui};

use super::Preferences;
use super::areas::Areas;
use super::arrangement::Arrangement;
use super::pane::LOSS;
use super::split::{Divider, split};
use crate::app::{Action, App};
use crate::ui::views::{Area, WindowMode};

const MODE: WindowMode = WindowMode::Compare;

/// From this size on, all stand beside each other.
const GRID: [f32; 2] = [1_300.0, 600.0];
/// Height of a loss plot without curves.
const EMPTY_LOSS: f32 = 84.0;
/// No part is made smaller by a divider while there is room.
const LEAST: f32 = 160.0;

/// Draws the views into `rect`; dividers are kept in `preferences`.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    app: &App,
    areas: &mut Areas,
    preferences: &mut Preferences,
    actions: &mut Vec<Action>,
) {
    let parts: Vec<(Rect, &[Area])> = match Arrangement::of(rect.size(), GRID) {
        Arrangement::Grid => {
            let half = rect.width() / 2.0;
            let divider = Divider::CurvesBesideLatents;
            let [left, right] = split(ui, divider, rect, preferences, half, 2.0 * LEAST);
            let automatic = rect.height() * 0.42;
            let divider = Divider::ComparedLoss;
            let [loss, samples] = split(ui, divider, left, preferences, automatic, LEAST);
            let automatic = rect.height() * 0.58;
            let divider = Divider::LatentsOverNumbers;
            let [codes, numbers] = split(ui, divider, right, preferences, automatic, LEAST);
            vec![
                (loss, &[Area::Curves]),
                (samples, &[Area::Samples]),
                (codes, &[Area::Codes]),
                (numbers, &[Area::Numbers]),
            ]
        }
        Arrangement::Tabs => {
            let automatic = if areas.is_filled(app, MODE, Area::Curves) {
                (rect.height() * 0.36).clamp(LOSS, 360.0)
            } else {
                EMPTY_LOSS
            };
            let [upper, lower] = split(ui, Divider::Loss, rect, preferences, automatic, 120.0);
            vec![
                (upper, &[Area::Curves]),
                (lower, &[Area::Samples, Area::Codes, Area::Numbers]),
            ]
        }
    };
    for (rect, places) in parts {
        areas.show(ui, rect, app, MODE, places, actions);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_follows_the_room() {
        assert_eq!(
            Arrangement::of(egui::vec2(1_920.0, 930.0), GRID),
            Arrangement::Grid
        );
        assert_eq!(
            Arrangement::of(egui::vec2(1_440.0, 750.0), GRID),
            Arrangement::Grid
        );
        assert_eq!(
            Arrangement::of(egui::vec2(1_100.0, 560.0), GRID),
            Arrangement::Tabs
        );
    }
}
