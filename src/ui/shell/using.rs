//! The centre of the window while what was trained is used: figures, samples, curves, and what is said of each sample.

use egui::{Rect, Ui};

use super::Preferences;
use super::areas::Areas;
use super::arrangement::Arrangement;
use super::split::{Divider, split};
use crate::app::{Action, App};
use crate::ui::views::{Area, WindowMode};

const MODE: WindowMode = WindowMode::Use;

/// From this size on, all stand beside each other.
const GRID: [f32; 2] = [1_000.0, 560.0];
/// No part is made smaller by a divider while there is room.
const LEAST: f32 = 140.0;

/// Draws the views into `rect`; dividers are kept in `preferences`.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    app: &App,
    areas: &mut Areas,
    preferences: &mut Preferences,
    actions: &mut Vec<Action>,
) {
    let figures = |areas: &Areas, ui: &Ui, width: f32, room: f32| {
        areas
            .height(ui, app, MODE, Area::Numbers, [width, room])
            .clamp(LEAST.min(room), room)
    };
    let parts: Vec<(Rect, &[Area])> = match Arrangement::of(rect.size(), GRID) {
        Arrangement::Grid => {
            let half = rect.width() / 2.0;
            let divider = Divider::FoundBeside;
            let [left, right] = split(ui, divider, rect, preferences, half, 2.0 * LEAST);
            let automatic = figures(areas, ui, left.width(), rect.height() * 0.5);
            let divider = Divider::FoundSamples;
            let [numbers, samples] = split(ui, divider, left, preferences, automatic, LEAST);
            let automatic = rect.height() * 0.5;
            let divider = Divider::FoundCurves;
            let [curves, list] = split(ui, divider, right, preferences, automatic, LEAST);
            vec![
                (numbers, &[Area::Numbers]),
                (samples, &[Area::Samples]),
                (curves, &[Area::Curves]),
                (list, &[Area::List]),
            ]
        }
        Arrangement::Tabs => {
            let automatic = figures(areas, ui, rect.width(), rect.height() * 0.4);
            let divider = Divider::FoundSamples;
            let [upper, lower] = split(ui, divider, rect, preferences, automatic, LEAST);
            vec![
                (upper, &[Area::Numbers]),
                (lower, &[Area::Samples, Area::Curves, Area::List]),
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
            Arrangement::of(egui::vec2(1_300.0, 800.0), GRID),
            Arrangement::Grid
        );
        assert_eq!(
            Arrangement::of(egui::vec2(724.0, 560.0), GRID),
            Arrangement::Tabs
        );
    }
}
