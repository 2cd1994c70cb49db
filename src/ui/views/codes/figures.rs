//! A line of code statistics for each variant.

use egui::{Grid, ScrollArea, Ui};

use super::{Shown, caption};
use crate::app::App;
use crate::eval::{ACTIVE, NEAR_ZERO};
use crate::export::digits::three_digits;
use crate::training::{LatentView, VariantId};
use crate::ui::theme;
use crate::ui::views::words;

/// Height from which on the lines scroll, in points.
const MOST: f32 = 112.0;
/// Longer names are cut, in points.
const NAME: f32 = 140.0;

/// A figure, its heading and what it means.
struct Figure {
    name: &'static str,
    hint: String,
    value: fn(&LatentView) -> Option<String>,
}

fn columns() -> [Figure; 5] {
    [
        Figure {
            name: "Mean",
            hint: "Mean of all numbers of the codes of the test images".into(),
            value: |view| Some(three_digits(view.statistics.as_ref()?.mean)),
        },
        Figure {
            name: "Mean |z|",
            hint: "Mean of their absolute values, which an L1 penalty makes small".into(),
            value: |view| Some(three_digits(view.statistics.as_ref()?.mean_absolute)),
        },
        Figure {
            name: "Near zero",
            hint: format!("Share of numbers below {NEAR_ZERO} in absolute value"),
            value: |view| {
                let share = view.statistics.as_ref()?.near_zero;
                Some(format!("{:.1}%", 100.0 * share))
            },
        },
        Figure {
            name: "KL",
            hint: "Divergence of Gaussian codes from the prior in nats an image, all dimensions together".into(),
            value: |view| {
                let kl: f64 = view.posterior.as_ref()?.kl.iter().sum();
                Some(three_digits(kl))
            },
        },
        Figure {
            name: "Active",
            hint: format!("Dimensions whose mean varies over the images by more than {ACTIVE} (variance)"),
            value: |view| {
                let posterior = view.posterior.as_ref()?;
                Some(format!("{} of {}", posterior.active_units(), view.width))
            },
        },
    ]
}

/// One line a variant; columns that no variant has are left out.
pub fn show(ui: &mut Ui, app: &App, shown: &[Shown], selected: VariantId) {
    let mut columns: Vec<Figure> = columns().into();
    columns.retain(|figure| shown.iter().any(|one| (figure.value)(&one.view).is_some()));
    ScrollArea::vertical()
        .id_salt("figures")
        .max_height(MOST)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            Grid::new("figures of codes")
                .num_columns(columns.len() + 1)
                .spacing([20.0, 2.0])
                .show(ui, |ui| {
                    ui.label("");
                    for figure in &columns {
                        ui.label(caption(figure.name, ui))
                            .on_hover_text(words::of(app, &figure.hint));
                    }
                    ui.end_row();
                    for one in shown {
                        row(ui, one, &columns, one.variant.id == selected);
                    }
                });
        });
}

fn row(ui: &mut Ui, one: &Shown, columns: &[Figure], selected: bool) {
    let palette = theme::palette(ui);
    let colour = if selected { palette.text } else { palette.weak };
    name(
        ui,
        &one.variant.name,
        theme::variant_colour(one.variant.colour),
        colour,
    );
    for figure in columns {
        let value = (figure.value)(&one.view).unwrap_or_else(|| "–".into());
        ui.label(egui::RichText::new(value).color(colour));
    }
    ui.end_row();
}

/// The variant's name after a dot of its colour.
fn name(ui: &mut Ui, name: &str, dot: egui::Color32, colour: egui::Color32) {
    let galley = egui::WidgetText::from(name).into_galley(
        ui,
        Some(egui::TextWrapMode::Truncate),
        NAME,
        egui::FontId::proportional(13.0),
    );
    let size = egui::vec2(14.0 + galley.size().x, 20.0);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, name));
    let painter = ui.painter();
    painter.circle_filled(rect.left_center() + egui::vec2(4.0, 0.0), 4.0, dot);
    let at = egui::pos2(rect.left() + 14.0, rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, colour);
}
