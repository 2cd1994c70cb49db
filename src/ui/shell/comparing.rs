//! The centre of the window in comparing mode: loss curves, reconstructions, latent spaces and numbers of all shown
//! variants.

use egui::{Rect, Ui};

use super::Preferences;
use super::pane::{body_ui, pane, tabs};
use super::split::{Direction, split};
use crate::app::{Action, App};
use crate::ui::Panel;
use crate::ui::views::{Gallery, Latents, LossPlot, TradeOff, VariantTable};

/// From this size on, all stand beside each other.
const GRID: [f32; 2] = [1_300.0, 600.0];
/// No part is made smaller by a divider while there is room.
const LEAST: f32 = 160.0;
/// Height of a loss plot without curves.
const EMPTY_LOSS: f32 = 84.0;

/// Where the views stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrangement {
    /// Two by two.
    Grid,
    /// Curves above, everything else in one place, chosen by tab.
    Tabs,
}

fn arrangement(width: f32, height: f32) -> Arrangement {
    if width >= GRID[0] && height >= GRID[1] {
        Arrangement::Grid
    } else {
        Arrangement::Tabs
    }
}

/// A view that shares its place with others.
struct Tab {
    panel: Box<dyn Panel>,
    /// One plain sentence.
    hint: &'static str,
}

/// The views that only comparing has, and which are in front.
pub struct Comparing {
    latents: Latents,
    /// Variants as rows and as points: what shares the place at the lower right.
    numbers: Vec<Tab>,
    /// Which of `numbers` is in front.
    number: usize,
    /// Which of all is in front where everything shares one place.
    front: usize,
}

/// The tabs at the lower right, in order.
fn numbers() -> Vec<Tab> {
    vec![
        Tab {
            panel: Box::new(VariantTable::default()),
            hint: "Settings that differ, costs and measures, a row for each variant",
        },
        Tab {
            panel: Box::new(TradeOff::default()),
            hint: "Any two columns of the table against each other, a point for each variant",
        },
    ]
}

impl Default for Comparing {
    fn default() -> Self {
        Self {
            latents: Latents::default(),
            numbers: numbers(),
            number: 0,
            front: 0,
        }
    }
}

impl Comparing {
    /// Draws the views into `rect`; curves and reconstructions are those of the centre. Dividers are kept in
    /// `preferences`.
    #[expect(clippy::too_many_arguments, reason = "one call, from the centre")]
    pub fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        app: &App,
        loss: &mut LossPlot,
        gallery: &mut Gallery,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) {
        match arrangement(rect.width(), rect.height()) {
            Arrangement::Grid => {
                let [left, right] = split(
                    ui,
                    "Curves and latent spaces",
                    rect,
                    Direction::Columns,
                    &mut preferences.comparing_width_share,
                    rect.width() / 2.0,
                    2.0 * LEAST,
                );
                let automatic = rect.height() * 0.42;
                let [upper, lower] = split(
                    ui,
                    "Loss and reconstructions",
                    left,
                    Direction::Rows,
                    &mut preferences.comparing_loss_share,
                    automatic,
                    LEAST,
                );
                pane(ui, upper, loss, app, actions);
                pane(ui, lower, gallery, app, actions);
                self.at_the_right(ui, right, app, preferences, actions);
            }
            Arrangement::Tabs => {
                let automatic = if LossPlot::has_curves(app) {
                    (rect.height() * 0.36).clamp(150.0, 320.0)
                } else {
                    EMPTY_LOSS
                };
                let [upper, lower] = split(
                    ui,
                    "Loss and views",
                    rect,
                    Direction::Rows,
                    &mut preferences.loss_share,
                    automatic,
                    120.0,
                );
                pane(ui, upper, loss, app, actions);
                self.all_in_one_place(ui, lower, app, gallery, actions);
            }
        }
    }

    /// Latent spaces over numbers.
    fn at_the_right(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        app: &App,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) {
        if self.numbers.is_empty() {
            pane(ui, rect, &mut self.latents, app, actions);
            return;
        }
        let [upper, lower] = split(
            ui,
            "Latent spaces and numbers",
            rect,
            Direction::Rows,
            &mut preferences.comparing_latent_share,
            rect.height() * 0.58,
            LEAST,
        );
        pane(ui, upper, &mut self.latents, app, actions);
        let titles: Vec<_> = self.numbers.iter().map(Tab::title).collect();
        let front = self.number.min(titles.len() - 1);
        let (body, next) = tabs(ui, lower, app, false, &titles, front);
        body_ui(ui, body, &mut *self.numbers[front].panel, app, actions);
        self.number = next;
    }

    fn all_in_one_place(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        app: &App,
        gallery: &mut Gallery,
        actions: &mut Vec<Action>,
    ) {
        let mut titles = vec![
            (
                gallery.title(),
                "Samples of the test part and what each variant makes of them",
            ),
            (
                self.latents.title(),
                "Every test image by its code, variant beside variant",
            ),
        ];
        let before = titles.len();
        titles.extend(self.numbers.iter().map(Tab::title));
        let front = self.front.min(titles.len() - 1);
        let (body, next) = tabs(ui, rect, app, front < before, &titles, front);
        let panel: &mut dyn Panel = match front {
            0 => gallery,
            1 => &mut self.latents,
            other => &mut *self.numbers[other - before].panel,
        };
        body_ui(ui, body, panel, app, actions);
        self.front = next;
    }
}

impl Tab {
    fn title(&self) -> (&'static str, &'static str) {
        (self.panel.title(), self.hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_follows_the_room() {
        assert_eq!(arrangement(1_920.0, 930.0), Arrangement::Grid);
        assert_eq!(arrangement(1_440.0, 750.0), Arrangement::Grid);
        assert_eq!(arrangement(1_100.0, 560.0), Arrangement::Tabs);
    }
}
