//! The mean error of each column or channel over the test samples, as a list of bars.

use std::borrow::Cow;

use egui::{Color32, FontId, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::data::{ColumnKind, Prepared};
use crate::export::digits::three_digits;
use crate::export::rows::Order;
use crate::ui::theme;
use crate::ui::widgets::truncated;

/// Of one bar, and around all bars of a column.
const BAR: f32 = 14.0;
const AROUND: f32 = 6.0;
/// Room for a figure.
const FIGURE: f32 = 56.0;
/// Room for the scroll bar, which lies over the list.
const SCROLL: f32 = 14.0;
const NAME: (f32, f32) = (64.0, 190.0);

/// The errors of one model.
pub struct Means<'a> {
    pub name: &'a str,
    pub colour: Color32,
    /// One a column, NaN where it is not known.
    pub errors: &'a [f32],
}

/// Draws the list into all that is left of `ui`, ordered by the first of `all`; the lines in view alone.
pub fn mean_list(ui: &mut Ui, data: &Prepared, all: &[Means], order: Order) {
    let Some(first) = all.first() else {
        return;
    };
    let columns = columns(data);
    if first.errors.len() != columns.len() {
        return;
    }
    let top = all.iter().flat_map(|means| means.errors);
    let top = top.copied().filter(|e| e.is_finite()).fold(0.0, f32::max);
    let line = BAR * all.len() as f32 + AROUND;
    let order = order.of(first.errors);
    let width = ui.available_width() - SCROLL;
    let name = (width * 0.34).clamp(NAME.0, NAME.1);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("mean errors")
        .auto_shrink([false, true])
        .show_rows(ui, line, order.len(), |ui, seen| {
            for &index in &order[seen] {
                let (ref name_of, is_number) = columns[index];
                let palette = theme::palette(ui);
                let (rect, response) = ui.allocate_exact_size(vec2(width, line), Sense::hover());
                let font = FontId::proportional(11.0);
                let (text, room) = (name_of, name - 10.0);
                let galley = truncated(ui.painter(), text, font.clone(), palette.text, room);
                let at = rect.left_center() - vec2(0.0, galley.size().y / 2.0);
                ui.painter().galley(at, galley, palette.text);
                let room = (width - name - FIGURE).max(8.0);
                let mut label = name_of.to_string();
                for (place, means) in all.iter().enumerate() {
                    let Some(&error) = means.errors.get(index) else {
                        continue;
                    };
                    let y = rect.top() + AROUND / 2.0 + place as f32 * BAR;
                    let share = (error / top.max(f32::MIN_POSITIVE)).clamp(0.0, 1.0);
                    let bar = Rect::from_min_size(
                        pos2(rect.left() + name, y + 3.0),
                        vec2(room, BAR - 6.0),
                    );
                    ui.painter().rect_filled(bar, 1.0, palette.line);
                    let text = if error.is_nan() {
                        "missing".into()
                    } else {
                        let mut filled = bar;
                        filled.set_width(room * share);
                        ui.painter().rect_filled(filled, 1.0, means.colour);
                        three_digits(f64::from(error))
                    };
                    let at = pos2(rect.left() + width, y + BAR / 2.0);
                    let align = egui::Align2::RIGHT_CENTER;
                    ui.painter()
                        .text(at, align, &text, font.clone(), palette.text);
                    label += &format!(", {} {text}", means.name);
                }
                let unit = match is_number {
                    true => "squared error, in the scale of the inputs",
                    false => "nats, the cross-entropy of the answer",
                };
                let label = format!("Mean error of {label}");
                response
                    .widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, label.as_str()));
                response.on_hover_text(format!("{label}: {unit}"));
            }
        });
}

/// The name of each column, channel or step of texts, and whether it holds numbers.
fn columns(data: &Prepared) -> Vec<(Cow<'_, str>, bool)> {
    let shape = data.dataset.shape();
    match (shape.columns(), shape.text()) {
        (Some(columns), _) => {
            let all = columns.list().iter();
            all.map(|column| ((&*column.name).into(), column.kind == ColumnKind::Numeric))
                .collect()
        }
        (None, Some(text)) => {
            let all = 0..text.steps;
            all.map(|step| (format!("step {step}").into(), false))
                .collect()
        }
        (None, None) => {
            let all = data.dataset.test.channels().iter();
            all.map(|name| ((&**name).into(), true)).collect()
        }
    }
}
