//! The centre: the loss plot above, reconstructions and latent space below, laid out by the room there is.

use egui::{CentralPanel, Frame, Rect, Ui, UiBuilder, vec2};

use super::Preferences;
use super::split::{Direction, split};
use crate::app::{Action, App};
use crate::ui::views::{Gallery, Latent, LossPlot};
use crate::ui::{Panel, theme, widgets};

/// From this width on, reconstructions and latent space stand side by side.
const WIDE: f32 = 900.0;
/// Below this height, they share one place and are chosen by tab.
const LOW: f32 = 560.0;

/// What stands below the loss plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Below {
    SideBySide,
    Stacked,
    Tabs,
}

fn below(width: f32, height: f32) -> Below {
    if width >= WIDE {
        Below::SideBySide
    } else if height < LOW {
        Below::Tabs
    } else {
        Below::Stacked
    }
}

/// The three views.
#[derive(Default)]
pub struct Centre {
    loss: LossPlot,
    gallery: Gallery,
    latent: Latent,
    /// Which tab is in front, where there are tabs.
    latent_in_front: bool,
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
            let first = Preferences::default();
            let [top, bottom] = split(
                ui,
                "Loss and views",
                rect,
                Direction::Rows,
                &mut preferences.loss_share,
                first.loss_share,
                120.0,
            );
            pane(ui, top, &mut self.loss, app, actions);
            match below(rect.width(), rect.height()) {
                Below::SideBySide => {
                    let [left, right] = split(
                        ui,
                        "Reconstructions and latent space",
                        bottom,
                        Direction::Columns,
                        &mut preferences.gallery_width_share,
                        first.gallery_width_share,
                        240.0,
                    );
                    pane(ui, left, &mut self.gallery, app, actions);
                    pane(ui, right, &mut self.latent, app, actions);
                }
                Below::Stacked => {
                    let [upper, lower] = split(
                        ui,
                        "Reconstructions over latent space",
                        bottom,
                        Direction::Rows,
                        &mut preferences.gallery_height_share,
                        first.gallery_height_share,
                        120.0,
                    );
                    pane(ui, upper, &mut self.gallery, app, actions);
                    pane(ui, lower, &mut self.latent, app, actions);
                }
                Below::Tabs => self.tabs(ui, bottom, app, actions),
            }
        });
    }

    fn tabs(&mut self, ui: &mut Ui, rect: Rect, app: &App, actions: &mut Vec<Action>) {
        let titles = [self.gallery.title(), self.latent.title()];
        let chosen = self.latent_in_front;
        let mut next = chosen;
        let body = headed(ui, rect, |ui| {
            for (is_latent, title) in [(false, titles[0]), (true, titles[1])] {
                if ui.selectable_label(chosen == is_latent, title).clicked() {
                    next = is_latent;
                }
            }
        });
        let panel: &mut dyn Panel = if chosen {
            &mut self.latent
        } else {
            &mut self.gallery
        };
        body_ui(ui, body, panel, app, actions);
        if next != chosen {
            self.latent_in_front = next;
            ui.ctx().request_repaint();
        }
    }
}

/// A view under its heading.
fn pane(ui: &mut Ui, rect: Rect, panel: &mut dyn Panel, app: &App, actions: &mut Vec<Action>) {
    let title = panel.title();
    let body = headed(ui, rect, |ui| {
        ui.label(widgets::strong(ui, title, 13.0));
    });
    body_ui(ui, body, panel, app, actions);
}

/// Draws a line of heading at the top of `rect` and returns what is left, within margins.
fn headed(ui: &mut Ui, rect: Rect, add: impl FnOnce(&mut Ui)) -> Rect {
    let inner = rect.shrink2(vec2(12.0, 6.0));
    let head = Rect::from_min_size(inner.min, vec2(inner.width(), widgets::ROW));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut header = ui.new_child(
        UiBuilder::new()
            .id_salt("head")
            .max_rect(head)
            .layout(layout),
    );
    add(&mut header);
    Rect::from_min_max(egui::pos2(inner.left(), head.bottom() + 2.0), inner.max)
}

fn body_ui(ui: &mut Ui, rect: Rect, panel: &mut dyn Panel, app: &App, actions: &mut Vec<Action>) {
    if rect.width() < 40.0 || rect.height() < 40.0 {
        return;
    }
    let mut body = ui.new_child(
        UiBuilder::new()
            .id_salt(panel.title())
            .max_rect(rect)
            .layout(egui::Layout::top_down(egui::Align::Min)),
    );
    body.set_clip_rect(rect.expand(4.0).intersect(ui.clip_rect()));
    panel.panel_ui(&mut body, app, actions);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_follows_the_room() {
        assert_eq!(below(1300.0, 800.0), Below::SideBySide);
        assert_eq!(below(860.0, 760.0), Below::Stacked);
        assert_eq!(below(520.0, 500.0), Below::Tabs);
    }
}
