//! The slider over the checkpoints: equal steps from one to the next, the present at its right end.

use egui::{EventFilter, Key, Modifiers, Rect, Response, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::words;
use crate::app::App;
use crate::ui::theme;

const HEIGHT: f32 = 24.0;
const KNOB: f32 = 6.0;

/// Fills what is left of the row. `Some` when a person moves it: to a moment, or `None` in it for the present.
pub fn show(ui: &mut Ui, app: &App, times: &[f64]) -> Option<Option<f64>> {
    let width = ui.available_width().max(80.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click_and_drag());
    let track = rect.shrink2(vec2(KNOB + 2.0, 0.0));
    let at = place_of(app.looking_at(), times);
    response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), at as f64, "Moment on screen"));
    let chosen = by_pointer(&response, track, times.len()).or_else(|| by_keys(ui, &response, at));
    let place = chosen.map_or(at, |chosen| chosen.min(times.len()));
    draw(ui, &response, track, times.len(), place);

    let under = response
        .hover_pos()
        .map(|pos| nearest(track, times.len(), pos.x));
    if let Some(under) = under {
        let text = match times.get(under) {
            Some(&time) => format!("Epoch {}", words::epochs(time)),
            None => "Live".into(),
        };
        response.on_hover_text_at_pointer(text);
    }
    (place != at).then(|| times.get(place).copied())
}

/// Which of the places 0 to `times.len()` stands for `at`; the last is the present.
fn place_of(at: Option<f64>, times: &[f64]) -> usize {
    match at {
        None => times.len(),
        // One that is no longer kept is shown by the one before.
        Some(at) => times.iter().rposition(|&time| time <= at).unwrap_or(0),
    }
}

/// Horizontal position of a place.
fn x_of(track: Rect, moments: usize, place: usize) -> f32 {
    track.left() + track.width() * place as f32 / moments.max(1) as f32
}

fn nearest(track: Rect, moments: usize, x: f32) -> usize {
    let share = (x - track.left()) / track.width().max(1.0);
    (share.clamp(0.0, 1.0) * moments as f32).round() as usize
}

fn by_pointer(response: &Response, track: Rect, moments: usize) -> Option<usize> {
    let pressed = response.is_pointer_button_down_on() || response.clicked();
    let pos = response.interact_pointer_pos().filter(|_| pressed)?;
    Some(nearest(track, moments, pos.x))
}

fn by_keys(ui: &Ui, response: &Response, at: usize) -> Option<usize> {
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter {
        horizontal_arrows: true,
        ..Default::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowLeft) {
        Some(at.saturating_sub(1))
    } else if pressed(Key::ArrowRight) {
        Some(at + 1)
    } else if pressed(Key::Home) {
        Some(0)
    } else {
        pressed(Key::End).then_some(usize::MAX)
    }
}

fn draw(ui: &Ui, response: &Response, track: Rect, moments: usize, place: usize) {
    let palette = theme::palette(ui);
    let (painter, middle) = (ui.painter(), track.center().y);
    let line = Stroke::new(2.0, palette.line);
    painter.hline(track.x_range(), middle, line);
    for moment in 0..moments {
        let x = x_of(track, moments, moment).round() + 0.5;
        let tick = Stroke::new(1.0, palette.weak.gamma_multiply(0.7));
        painter.vline(x, middle - 4.0..=middle + 4.0, tick);
    }
    let is_live = place >= moments;
    let end = egui::pos2(track.right(), middle);
    painter.circle(end, 3.0, palette.panel, Stroke::new(1.25, palette.weak));
    let knob = egui::pos2(x_of(track, moments, place), middle);
    let lit = response.hovered() || response.dragged() || response.has_focus();
    let fill = match (is_live, lit) {
        (false, _) => palette.accent,
        (true, true) => palette.text,
        (true, false) => palette.weak,
    };
    painter.circle(knob, KNOB, fill, Stroke::new(2.0, palette.panel));
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: [f64; 4] = [0.0, 0.5, 1.0, 4.0];

    #[test]
    fn every_moment_has_a_place_and_the_present_the_last() {
        let places = [None, Some(0.0), Some(0.5), Some(4.0)].map(|at| place_of(at, &TIMES));
        assert_eq!(places, [4, 0, 1, 3]);
        // No longer kept, or never.
        let places = [Some(3.0), Some(9.0), Some(-1.0)].map(|at| place_of(at, &TIMES));
        assert_eq!(places, [2, 3, 0]);
    }

    #[test]
    fn the_pointer_takes_the_nearest_place() {
        let track = Rect::from_min_size(egui::pos2(100.0, 0.0), vec2(400.0, 20.0));
        assert_eq!(x_of(track, 4, 1), 200.0);
        let places = [0.0, 149.0, 151.0, 449.0, 451.0, 9e9].map(|x| nearest(track, 4, x));
        assert_eq!(places, [0, 0, 1, 3, 4, 4]);
        assert_eq!(x_of(track, 4, 4), 500.0);
    }
}
