//! The centre of the window: loss plot, reconstructions and latent views, laid out by the room there is.

use egui::{CentralPanel, Frame, Rect, Ui};

use super::areas::Areas;
use super::pane::{HEAD, LOSS};
use super::split::{Divider, split};
use super::{Preferences, comparing, using};
use crate::app::{Action, App};
use crate::ui::theme;
use crate::ui::views::{Area, WindowMode};

const MODE: WindowMode = WindowMode::Build;

/// From this width on, the latent space stands beside the others.
const WIDE: f32 = 900.0;
/// Below this height, reconstructions and the views of codes share one place and are chosen by tab.
const LOW: f32 = 560.0;
/// Height of a loss plot without curves.
const EMPTY_LOSS: f32 = HEAD + 44.0;
/// The latent space is not made lower than this for the others' sake.
const LATENT: f32 = 200.0;

/// Where the views stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrangement {
    /// The latent space beside loss and gallery.
    Beside,
    /// One under the other.
    Stacked,
    /// As stacked, gallery and latent space in one place.
    Tabs,
}

fn arrangement(width: f32, height: f32) -> Arrangement {
    if width >= WIDE {
        Arrangement::Beside
    } else if height < LOW {
        Arrangement::Tabs
    } else {
        Arrangement::Stacked
    }
}

/// Draws the views into what is left of `ui`; dividers are kept in `preferences`.
pub fn show(
    ui: &mut Ui,
    app: &App,
    areas: &mut Areas,
    preferences: &mut Preferences,
    actions: &mut Vec<Action>,
) {
    let frame = Frame::new().fill(theme::palette(ui).background);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        let rect = ui.available_rect_before_wrap();
        if areas.show_filling(ui, rect, app, preferences.mode, actions) {
            return;
        }
        match preferences.mode {
            WindowMode::Build => building(ui, rect, app, areas, preferences, actions),
            WindowMode::Compare => comparing::show(ui, rect, app, areas, preferences, actions),
            WindowMode::Use => using::show(ui, rect, app, areas, preferences, actions),
        }
    });
}

fn building(
    ui: &mut Ui,
    rect: Rect,
    app: &App,
    areas: &mut Areas,
    preferences: &mut Preferences,
    actions: &mut Vec<Action>,
) {
    let parts: Vec<(Rect, &[Area])> = match arrangement(rect.width(), rect.height()) {
        Arrangement::Beside => {
            let [left, right] = split(
                ui,
                Divider::GalleryBesideCodes,
                rect,
                preferences,
                rect.width() * 0.6,
                240.0,
            );
            // The gallery gets what its images need.
            let room = left.height() * 0.7;
            let wanted = areas.height(ui, app, MODE, Area::Samples, [left.width(), room]);
            let [upper, lower] = split(
                ui,
                Divider::WideLoss,
                left,
                preferences,
                (left.height() - wanted.min(room)).max(LOSS.min(left.height() * 0.6)),
                120.0,
            );
            vec![
                (upper, &[Area::Curves]),
                (lower, &[Area::Samples]),
                (right, &[Area::Codes]),
            ]
        }
        Arrangement::Stacked => {
            let [top, bottom] = loss_above(ui, rect, app, areas, preferences);
            // As large as beside the curves from the start: images do not change when they appear.
            let curves = rect.height() - full_loss(rect);
            let room = bottom.height().min(curves) - LATENT;
            let wanted = areas.height(ui, app, MODE, Area::Samples, [bottom.width(), room]);
            let [upper, lower] = split(
                ui,
                Divider::GalleryOverCodes,
                bottom,
                preferences,
                wanted.min(room),
                120.0,
            );
            vec![
                (top, &[Area::Curves]),
                (upper, &[Area::Samples]),
                (lower, &[Area::Codes]),
            ]
        }
        Arrangement::Tabs => {
            let [top, bottom] = loss_above(ui, rect, app, areas, preferences);
            vec![
                (top, &[Area::Curves]),
                (bottom, &[Area::Samples, Area::Codes]),
            ]
        }
    };
    for (rect, places) in parts {
        areas.show(ui, rect, app, MODE, places, actions);
    }
}

/// The loss plot over everything else, low while it has no curves.
fn loss_above(
    ui: &mut Ui,
    rect: Rect,
    app: &App,
    areas: &Areas,
    preferences: &mut Preferences,
) -> [Rect; 2] {
    let id = egui::Id::unique("the loss plot has curves");
    let filled = areas.is_filled(app, MODE, Area::Curves);
    let opened = ui
        .ctx()
        .animate_bool_with_time(id, filled, theme::motion(ui.ctx(), 0.12));
    let automatic = egui::lerp(EMPTY_LOSS..=full_loss(rect), opened);
    split(ui, Divider::Loss, rect, preferences, automatic, 120.0)
}

/// Height of a loss plot with curves, of a centre of `rect`.
fn full_loss(rect: Rect) -> f32 {
    (rect.height() * 0.3).clamp(LOSS, 360.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_follows_the_room() {
        assert_eq!(arrangement(1300.0, 800.0), Arrangement::Beside);
        assert_eq!(arrangement(860.0, 760.0), Arrangement::Stacked);
        assert_eq!(arrangement(520.0, 500.0), Arrangement::Tabs);
    }
}
