//! The centre of the window: loss plot, reconstructions and latent views, laid out by the room there is.

use egui::{CentralPanel, Frame, Rect, Ui};

use super::Preferences;
use super::comparing::Comparing;
use super::pane::{HEAD, body_ui, headed, pane};
use super::split::{Direction, split};
use super::time::badge;
use crate::app::{Action, App};
use crate::ui::views::{Codes, Gallery, Latent, LossPlot, Samples};
use crate::ui::{Panel, theme};

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

/// The views.
#[derive(Default)]
pub struct Centre {
    loss: LossPlot,
    gallery: Gallery,
    latent: Latent,
    codes: Codes,
    samples: Samples,
    /// Which view of codes is in front.
    front: Front,
    /// Whether that lies over the gallery, where both share one place.
    over_gallery: bool,
    comparing: Comparing,
}

/// A view of codes; they share one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Front {
    #[default]
    Latent,
    Codes,
    Samples,
}

impl Front {
    const ALL: [(Self, &str); 3] = [
        (Self::Latent, "Every test image by its code"),
        (
            Self::Codes,
            "How sparse codes are, and what each number says",
        ),
        (
            Self::Samples,
            "What the decoder makes of codes that no image has",
        ),
    ];
}

impl Centre {
    /// Draws the views into what is left of `ui`; dividers are kept in `preferences`.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        app: &App,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) {
        let frame = Frame::new().fill(theme::palette(ui).background);
        CentralPanel::default().frame(frame).show(ui, |ui| {
            let rect = ui.available_rect_before_wrap();
            if preferences.comparing {
                let (loss, gallery) = (&mut self.loss, &mut self.gallery);
                self.comparing
                    .show(ui, rect, app, loss, gallery, preferences, actions);
                return;
            }
            match arrangement(rect.width(), rect.height()) {
                Arrangement::Beside => self.beside(ui, rect, app, preferences, actions),
                Arrangement::Stacked => {
                    let bottom = self.loss_above(ui, rect, app, preferences, actions);
                    // As large as beside the curves from the start: images do not change when they appear.
                    let curves = rect.height() - full_loss(rect);
                    let room = bottom.height().min(curves) - LATENT;
                    let wanted = gallery_height(ui, app, bottom.width(), room);
                    let [upper, lower] = split(
                        ui,
                        "Reconstructions over latent space",
                        bottom,
                        Direction::Rows,
                        &mut preferences.gallery_height_share,
                        wanted.min(room),
                        120.0,
                    );
                    pane(ui, upper, &mut self.gallery, app, actions);
                    self.tabs(ui, lower, app, false, actions);
                }
                Arrangement::Tabs => {
                    let bottom = self.loss_above(ui, rect, app, preferences, actions);
                    self.tabs(ui, bottom, app, true, actions);
                }
            }
        });
    }

    /// The loss plot over everything else, low while it has no curves; returns what is left.
    fn loss_above(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        app: &App,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) -> Rect {
        let id = egui::Id::unique("the loss plot has curves");
        let opened = ui
            .ctx()
            .animate_bool_with_time(id, LossPlot::has_curves(app), 0.12);
        let [top, bottom] = split(
            ui,
            "Loss and views",
            rect,
            Direction::Rows,
            &mut preferences.loss_share,
            egui::lerp(EMPTY_LOSS..=full_loss(rect), opened),
            120.0,
        );
        pane(ui, top, &mut self.loss, app, actions);
        bottom
    }

    /// Loss over gallery, which gets what its images need, beside the latent space.
    fn beside(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        app: &App,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) {
        let [left, right] = split(
            ui,
            "Reconstructions and latent space",
            rect,
            Direction::Columns,
            &mut preferences.gallery_width_share,
            rect.width() * 0.6,
            240.0,
        );
        let room = left.height() * 0.7;
        let wanted = gallery_height(ui, app, left.width(), room);
        let [upper, lower] = split(
            ui,
            "Loss and views",
            left,
            Direction::Rows,
            &mut preferences.wide_loss_share,
            left.height() - wanted.min(room),
            120.0,
        );
        pane(ui, upper, &mut self.loss, app, actions);
        pane(ui, lower, &mut self.gallery, app, actions);
        self.tabs(ui, right, app, false, actions);
    }

    /// The views of codes in one place, `with_gallery` the reconstructions too.
    fn tabs(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        app: &App,
        with_gallery: bool,
        actions: &mut Vec<Action>,
    ) {
        let gallery = self.gallery.title();
        let titles = Front::ALL.map(|(front, hint)| (front, self.panel(front).title(), hint));
        let before = (self.front, self.over_gallery);
        let gallery_in_front = with_gallery && !self.over_gallery;
        let body = headed(ui, rect, |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if with_gallery
                && ui
                    .selectable_label(gallery_in_front, gallery)
                    .on_hover_text("Samples of the test part and what the model makes of them")
                    .clicked()
            {
                self.over_gallery = false;
            }
            for (front, title, hint) in titles {
                let in_front = !gallery_in_front && self.front == front;
                let tab = ui.selectable_label(in_front, title).on_hover_text(hint);
                if tab.clicked() {
                    self.front = front;
                    self.over_gallery = true;
                }
            }
            ui.add_space(4.0);
            badge(ui, app);
        });
        if gallery_in_front {
            body_ui(ui, body, &mut self.gallery, app, actions);
        } else {
            let panel = self.panel(before.0);
            body_ui(ui, body, panel, app, actions);
        }
        if (self.front, self.over_gallery) != before {
            ui.ctx().request_repaint();
        }
    }

    fn panel(&mut self, front: Front) -> &mut dyn Panel {
        match front {
            Front::Latent => &mut self.latent,
            Front::Codes => &mut self.codes,
            Front::Samples => &mut self.samples,
        }
    }
}

/// Height of a loss plot with curves, of a centre of `rect`.
fn full_loss(rect: Rect) -> f32 {
    (rect.height() * 0.26).clamp(150.0, 320.0)
}

/// What the gallery wants in a pane of this `width` where there is `room` for it.
fn gallery_height(ui: &Ui, app: &App, width: f32, room: f32) -> f32 {
    HEAD + Gallery::height(ui, app, width - 24.0, room - HEAD)
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
