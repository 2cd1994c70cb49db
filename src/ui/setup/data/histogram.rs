//! The histogram of classes in the training part.

use egui::{Align2, Color32, FontId, Rangef, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::SampleKind;
use crate::data::Prepared;
use crate::export::digits::grouped;
use crate::ui::theme;

const BARS: f32 = 28.0;
const NUMBERS: f32 = 14.0;
/// More classes are counted alone.
const MOST: usize = 120;
/// Narrower bars have no number under them.
const NUMBERED: f32 = 14.0;

/// One bar a class over its number, all in one row; nothing without labels.
pub fn show(ui: &mut Ui, data: &Prepared) {
    if data.label_counts.is_empty() {
        let many = SampleKind::of(data.dataset.shape()).many();
        ui.weak(format!("These {many} have no labels"));
        return;
    }
    if data.label_counts.len() > MOST {
        let most = data.label_counts.iter().max().copied().unwrap_or_default();
        let (classes, most) = (data.label_counts.len(), grouped(most as u64));
        ui.weak(format!(
            "{} classes, at most {most} of one",
            grouped(classes as u64)
        ));
        return;
    }
    let heights = heights(&data.label_counts);
    let size = vec2(ui.available_width(), BARS + NUMBERS);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let step = area.width() / heights.len() as f32;
    // Names where all of them fit, as those of few classes do; numbers among names would say less.
    let fits = |class: usize| {
        let (name, font) = (
            data.dataset.class_name(class as u32),
            FontId::proportional(11.0),
        );
        let galley = ui
            .painter()
            .layout_no_wrap(name, font, Color32::PLACEHOLDER);
        galley.size().x <= step - 4.0
    };
    let is_named = (0..heights.len()).all(fits);
    for (class, (&count, height)) in data.label_counts.iter().zip(heights).enumerate() {
        let left = area.left() + step * class as f32;
        let column = Rect::from_x_y_ranges(Rangef::new(left, left + step), area.y_range());
        bar(ui, data, (class, is_named), column, count, height);
    }
}

fn bar(
    ui: &Ui,
    data: &Prepared,
    (class, is_named): (usize, bool),
    column: Rect,
    count: usize,
    height: f32,
) {
    let palette = theme::palette(ui);
    let number = class as u32;
    let name = data.dataset.class_name(number);
    let response = ui.interact(
        column,
        ui.unique_id().with(("class", class)),
        Sense::hover(),
    );
    let foot = column.bottom() - NUMBERS;
    // Even the smallest class can be seen.
    let top = foot - (BARS * height).max(1.0);
    let gap = (column.width() * 0.1).min(2.0);
    let bar = Rect::from_min_max(
        pos2(column.left() + gap, top),
        pos2(column.right() - gap, foot),
    );
    let painter = ui.painter();
    painter.rect_filled(bar, 1.0, theme::label_colour(number));
    if column.width() >= NUMBERED {
        let at = pos2(column.center().x, foot + 1.0);
        let colour = if response.hovered() {
            palette.text
        } else {
            palette.weak
        };
        let font = FontId::proportional(11.0);
        let text = if is_named {
            name.clone()
        } else {
            class.to_string()
        };
        painter.text(at, Align2::CENTER_TOP, text, font, colour);
    }
    let count = grouped(count as u64);
    let many = SampleKind::of(data.dataset.shape()).many();
    response.widget_info(|| {
        let text = format!("Class {name}: {count} {many}");
        WidgetInfo::labeled(Role::Label, true, text)
    });
    response.on_hover_text(format!("{count} training {many} of class {name}"));
}

/// Bar heights: the largest class fills its room.
fn heights(counts: &[usize]) -> Vec<f32> {
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f32;
    counts.iter().map(|&count| count as f32 / most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_class_fills_its_room() {
        assert_eq!(heights(&[5, 10, 0]), [0.5, 1.0, 0.0]);
        assert_eq!(heights(&[0, 0]), [0.0, 0.0]);
        assert!(heights(&[]).is_empty());
    }
}
