//! The timeline of phases: one bar each, as long as its epochs.

use egui::{
    Align2, Color32, FontId, Rangef, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::words;
use crate::training::Phase;
use crate::ui::theme::palette;

const HEIGHT: f32 = 18.0;

/// Draws the phases; `position` is where the run stands, in epochs, marked in the variant's `colour`.
pub fn show(
    ui: &mut Ui,
    phases: &[Phase],
    selected: usize,
    position: Option<f64>,
    colour: Color32,
) {
    let size = vec2(ui.available_width(), HEIGHT + 6.0);
    let (whole, response) = ui.allocate_exact_size(size, Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Image, ui.is_enabled(), "Phases over the run"));
    let area = whole.shrink2(vec2(1.0, 3.0));
    let colours = palette(ui);
    let painter = ui.painter_at(whole);
    let pointed = response.hover_pos();
    let mut about = None;
    for (index, span) in spans(phases, area.x_range()).into_iter().enumerate() {
        let rect = Rect::from_x_y_ranges(span, area.y_range());
        let tone = if index % 2 == 0 { 0.22 } else { 0.38 };
        let fill = colours.panel.lerp_to_gamma(colours.weak, tone);
        painter.rect_filled(rect, 2.0, fill);
        if index == selected {
            let stroke = Stroke::new(1.5, colours.accent);
            painter.rect_stroke(rect, 2.0, stroke, StrokeKind::Inside);
        }
        let text = (index + 1).to_string();
        if rect.width() > 8.0 + 7.0 * text.len() as f32 {
            let font = FontId::proportional(11.0);
            painter.text(
                rect.center(),
                Align2::CENTER_CENTER,
                text,
                font,
                colours.text,
            );
        }
        if pointed.is_some_and(|at| rect.contains(at)) {
            let phase = phases[index];
            let (parts, epochs) = (phase.parts.name(), words::epochs(phase.epochs));
            about = Some(format!("Phase {}: {parts}, {epochs}", index + 1));
        }
    }
    if let Some(epoch) = position {
        let length = f64::from(Phase::total(phases).max(1));
        let part = (epoch / length).clamp(0.0, 1.0) as f32;
        let x = egui::lerp(area.x_range(), part);
        painter.vline(x, whole.y_range(), Stroke::new(1.5, colour));
    }
    response.on_hover_text(about.unwrap_or_else(|| "The phases over the run".into()));
}

/// Where each phase lies, with a point between one and the next.
fn spans(phases: &[Phase], range: Rangef) -> Vec<Rangef> {
    let length = Phase::total(phases).max(1) as f32;
    let mut before = 0.0;
    phases
        .iter()
        .map(|phase| {
            let from = egui::lerp(range, before / length);
            before += phase.epochs as f32;
            let to = egui::lerp(range, before / length);
            Rangef::new(from, (to - 1.0).max(from))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_as_long_as_their_epochs() {
        let phases = [1, 3].map(|epochs| Phase {
            epochs,
            ..Phase::default()
        });
        let spans = spans(&phases, Rangef::new(10.0, 210.0));
        assert_eq!(spans, [Rangef::new(10.0, 59.0), Rangef::new(60.0, 209.0)]);
    }

    #[test]
    fn no_epochs_are_drawn_without_harm() {
        let phases = [Phase {
            epochs: 0,
            ..Phase::default()
        }];
        assert!(spans(&phases, Rangef::new(0.0, 100.0))[0].span() >= 0.0);
    }
}
