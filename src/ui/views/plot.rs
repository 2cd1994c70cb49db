//! The style of plots: quiet axes and grid, zoom by the wheel, ticks at round numbers.

use egui::{Color32, FontId, Stroke, Ui, Vec2};
use egui_plot::{AxisHints, GridInput, GridMark, Plot, PlotUi};

use crate::export::digits;
pub use crate::export::svg::round_step;
use crate::ui::theme;

/// Width of a curve.
pub const WIDTH: f32 = 1.5;
/// Of a dashed curve: what is drawn, and what is left out.
pub const DASH: f32 = 5.0;
pub const GAP: f32 = 4.0;

/// Captions, ticks and legends.
pub const CAPTION: FontId = FontId::proportional(11.0);

/// An empty plot in the window's style. The wheel is left to [`zoom_by_wheel`], readings to the panels.
pub fn styled<'a>(ui: &mut Ui, name: &str) -> Plot<'a> {
    let palette = theme::palette(ui);
    let visuals = ui.visuals_mut();
    visuals.extreme_bg_color = palette.background;
    visuals.widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.line);
    Plot::new(name)
        .grid_color(palette.line)
        .grid_fade(0.6)
        .x_grid_spacer(even_marks(48.0))
        .y_grid_spacer(even_marks(28.0))
        .show_x(false)
        .show_y(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .set_margin_fraction(Vec2::ZERO)
}

/// Ticks in the weak tone.
pub fn axis<'a>(ui: &Ui, hints: AxisHints<'a>) -> AxisHints<'a> {
    hints
        .tick_label_color(theme::palette(ui).weak)
        .tick_label_font(CAPTION)
}

/// Ticks as values, also on a logarithmic axis.
pub fn hints(hints: AxisHints<'_>, log: bool) -> AxisHints<'_> {
    hints.label_spacing(16.0..=20.0).formatter(move |mark, _| {
        let value = if log {
            10f64.powf(mark.value)
        } else {
            mark.value
        };
        digits::trimmed(value, 4)
    })
}

/// Marks at multiples of 1, 2 or 5 times a power of ten, at least `spacing` points apart.
pub fn even_marks(spacing: f64) -> impl Fn(GridInput) -> Vec<GridMark> {
    move |input| {
        let (low, high) = input.bounds;
        // The plot suggests steps of 8 points.
        let step = round_step(input.base_step_size / 8.0 * spacing);
        let (first, last) = ((low / step).ceil(), (high / step).floor());
        if !(step > 0.0 && step.is_finite() && (0.0..1_000.0).contains(&(last - first))) {
            return Vec::new();
        }
        let count = (last - first) as usize;
        (0..=count)
            .map(|i| GridMark {
                value: (first + i as f64) * step,
                step_size: step,
            })
            .collect()
    }
}

/// Scrolling over the plot zooms about the pointer. Tells whether it did.
pub fn zoom_by_wheel(plot: &mut PlotUi<'_>) -> bool {
    if !plot.response().contains_pointer() {
        return false;
    }
    let scroll = plot.ctx().input(|input| input.smooth_scroll_delta.y);
    if scroll == 0.0 {
        return false;
    }
    plot.zoom_bounds_around_hovered(Vec2::splat((scroll * 0.005).exp()));
    // What lies under the plot must not scroll as well.
    plot.ctx()
        .input_mut(|input| input.smooth_scroll_delta = Vec2::ZERO);
    true
}

/// `colour` mixed into what is behind it.
pub fn faint(colour: Color32, strength: f32) -> Color32 {
    colour.gamma_multiply(strength)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_numbers_far_enough_apart() {
        let marks = |low, high, points: f64| -> Vec<f64> {
            let input = GridInput {
                bounds: (low, high),
                base_step_size: 8.0 * (high - low) / points,
            };
            even_marks(48.0)(input)
                .iter()
                .map(|mark| mark.value)
                .collect()
        };
        assert_eq!(
            marks(0.0, 12.0, 340.0),
            [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]
        );
        assert_eq!(marks(-6.0, 6.0, 200.0), [-5.0, 0.0, 5.0]);
        assert_eq!(
            marks(0.0, 0.3, 300.0),
            [
                0.0,
                0.05,
                0.1,
                0.15000000000000002,
                0.2,
                0.25,
                0.30000000000000004
            ][..6]
        );
        assert!(marks(0.1, 0.2, 20.0).is_empty());
        assert!(marks(f64::NAN, 1.0, 300.0).is_empty());
        assert!(marks(1.0, 1.0, 300.0).is_empty());
    }
}
