//! A segmented control: a choice with all its values in sight, one click each.

use egui::{Button, Response, Role, TextStyle, Ui, WidgetInfo, WidgetText, vec2};

use crate::ui::widgets::ROW;

/// Space between two buttons.
const GAP: f32 = 4.0;
/// Least space between a button's edge and its text.
const PADDING: f32 = 6.0;

/// One value.
#[derive(Debug, Clone)]
pub struct Segment<T> {
    pub value: T,
    pub name: &'static str,
    /// One sentence for the tooltip.
    pub about: &'static str,
    /// Why it cannot be taken.
    pub refused: Option<String>,
}

impl<T> Segment<T> {
    pub fn new(value: T, name: &'static str, about: &'static str) -> Self {
        Self {
            value,
            name,
            about,
            refused: None,
        }
    }

    /// Cannot be taken, for this reason, if there is one.
    pub fn refused(mut self, reason: Option<String>) -> Self {
        self.refused = reason;
        self
    }
}

/// Draws the segments over the whole width, in as few lines as hold them; returns another value when one is taken.
pub fn choose<T: Copy + PartialEq>(ui: &mut Ui, now: T, segments: &[Segment<T>]) -> Option<T> {
    let widths: Vec<f32> = segments.iter().map(|one| width(ui, one.name)).collect();
    let line = line_length(&widths, ui.available_width());
    let mut chosen = None;
    ui.spacing_mut().button_padding.x = PADDING;
    for (segments, widths) in segments.chunks(line).zip(widths.chunks(line)) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for (segment, width) in segments.iter().zip(spread(widths, ui.available_width())) {
                let selected = segment.value == now;
                let clicked = button(ui, segment, width.floor(), selected).clicked();
                if clicked && !selected {
                    chosen = Some(segment.value);
                }
            }
        });
    }
    chosen
}

fn button<T>(ui: &mut Ui, segment: &Segment<T>, width: f32, selected: bool) -> Response {
    let button = Button::selectable(selected, segment.name)
        .frame_when_inactive(true)
        .min_size(vec2(width, ROW));
    // What is there stays readable, whatever speaks against choosing it anew.
    let enabled = ui.is_enabled() && (selected || segment.refused.is_none());
    let mut response = ui.add_enabled(enabled, button).on_hover_text(segment.about);
    if let Some(reason) = &segment.refused {
        response = response.on_disabled_hover_text(reason);
    }
    response
        .widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, selected, segment.name));
    response
}

fn width(ui: &Ui, name: &str) -> f32 {
    let text = WidgetText::from(name).into_galley(
        ui,
        Some(egui::TextWrapMode::Extend),
        f32::INFINITY,
        TextStyle::Button,
    );
    text.size().x + 2.0 * PADDING
}

/// The widths of one line that fill `room`: equal where the texts allow it.
fn spread(widths: &[f32], room: f32) -> Vec<f32> {
    let count = widths.len().max(1) as f32;
    let room = room - GAP * (count - 1.0);
    let equal = room / count;
    if widths.iter().all(|&width| width <= equal) {
        return vec![equal; widths.len()];
    }
    let share = (room - widths.iter().sum::<f32>()).max(0.0) / count;
    widths.iter().map(|width| width + share).collect()
}

/// Segments in one line: as equal lines as can be, as few as fit into `room`.
fn line_length(widths: &[f32], room: f32) -> usize {
    let fits = |length: usize| {
        widths.chunks(length).all(|line| {
            let gaps = GAP * (line.len() - 1) as f32;
            line.iter().sum::<f32>() + gaps <= room
        })
    };
    let lines = 1..=widths.len();
    lines
        .map(|lines| widths.len().div_ceil(lines))
        .find(|&length| fits(length))
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_filled() {
        assert_eq!(spread(&[40.0, 60.0], 124.0), [60.0, 60.0]);
        assert_eq!(spread(&[40.0, 70.0], 124.0), [45.0, 75.0]);
        assert_eq!(spread(&[40.0, 70.0], 20.0), [40.0, 70.0], "too narrow");
    }

    #[test]
    fn lines_are_few_and_about_equal() {
        let widths = [40.0, 40.0, 30.0, 60.0, 80.0];
        assert_eq!(line_length(&widths, 266.0), 5);
        assert_eq!(line_length(&widths, 265.0), 3);
        assert_eq!(line_length(&widths, 100.0), 2);
        assert_eq!(line_length(&widths, 90.0), 1);
        assert_eq!(line_length(&widths, 10.0), 1, "too narrow for any");
        assert_eq!(line_length(&[], 10.0), 1);
    }
}
