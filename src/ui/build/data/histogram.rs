//! How many training images each class has.

use egui::{Align2, FontId, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::PreparedData;
use crate::ui::digits::grouped;
use crate::ui::theme;
use crate::ui::views::labels;

const ROW: f32 = 16.0;
const NAME: f32 = 84.0;
const COUNT: f32 = 52.0;
/// More classes than this scroll.
const MOST: f32 = 12.0;

/// One bar a class with its name and count; nothing without labels.
pub fn show(ui: &mut Ui, data: &PreparedData) {
    if data.label_counts.is_empty() {
        ui.weak("These images have no labels");
        return;
    }
    let lengths = lengths(&data.label_counts);
    egui::ScrollArea::vertical()
        .id_salt("classes")
        .max_height(MOST * ROW)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (class, (&count, length)) in data.label_counts.iter().zip(lengths).enumerate() {
                bar(ui, data, class as u8, count, length);
            }
        });
}

fn bar(ui: &mut Ui, data: &PreparedData, class: u8, count: usize, length: f32) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let name = labels::name(&data.dataset, class);
    let named = data.dataset.class_names.is_some();
    let left = rect.left() + if named { NAME } else { 24.0 };
    let room = (rect.right() - COUNT - left).max(0.0);
    let font = FontId::proportional(11.0);
    let galley = egui::WidgetText::from(&name).into_galley(
        ui,
        Some(egui::TextWrapMode::Truncate),
        left - rect.left() - 8.0,
        font.clone(),
    );
    let painter = ui.painter();
    let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, palette.weak);
    let bar = Rect::from_min_max(
        pos2(left, rect.top() + 3.0),
        pos2(left + room * length, rect.bottom() - 3.0),
    );
    painter.rect_filled(bar, 1.0, theme::label_colour(class));
    let count = grouped(count as u64);
    let at = rect.right_center();
    painter.text(at, Align2::RIGHT_CENTER, &count, font, palette.text);
    response.widget_info(|| {
        WidgetInfo::labeled(
            egui::Role::Label,
            true,
            format!("Class {name}: {count} images"),
        )
    });
    response.on_hover_text(format!("{count} training images of class {name}"));
}

/// Bar lengths: the largest class fills its room.
fn lengths(counts: &[usize]) -> Vec<f32> {
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f32;
    counts.iter().map(|&count| count as f32 / most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_class_fills_its_room() {
        assert_eq!(lengths(&[5, 10, 0]), [0.5, 1.0, 0.0]);
        assert_eq!(lengths(&[0, 0]), [0.0, 0.0]);
        assert!(lengths(&[]).is_empty());
    }
}
