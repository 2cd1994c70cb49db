//! An image beside its reconstruction: error maps, their scale, and the colour bar.

use egui::{Align2, FontId, Painter, Rect, pos2, vec2};

use crate::export::digits::three_digits;
use crate::ui::colour_map::{diverging, magma, paint_bar};
use crate::ui::theme::Palette;

/// |input - output| of every number, both in the display scale.
pub fn absolute_errors(input: &[u8], output: &[f32]) -> Vec<f32> {
    input
        .iter()
        .zip(output)
        .map(|(&byte, &value)| (f32::from(byte) / 255.0 - value).abs())
        .collect()
}

/// Mean of the squared errors.
pub fn mean_squared(errors: &[f32]) -> f64 {
    let sum: f64 = errors.iter().map(|&e| f64::from(e) * f64::from(e)).sum();
    sum / errors.len().max(1) as f64
}

/// The largest finite error, 0 without any.
pub fn largest(errors: &[f32]) -> f32 {
    errors
        .iter()
        .copied()
        .filter(|error| error.is_finite())
        .fold(0.0, f32::max)
}

/// Which error gets the brightest colour.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum ErrorScale {
    /// The largest error on screen.
    #[default]
    LargestShown,
    /// This one, so that pictures can be compared over time.
    Fixed(f32),
}

impl ErrorScale {
    pub const ALL: [Self; 4] = [
        Self::LargestShown,
        Self::Fixed(0.25),
        Self::Fixed(0.5),
        Self::Fixed(1.0),
    ];

    /// What menus call it.
    pub fn name(self) -> String {
        match self {
            Self::LargestShown => "to the largest shown".into(),
            Self::Fixed(top) => format!("0 to {top}"),
        }
    }

    /// The error that gets the brightest colour when `shown` is the largest on screen.
    pub fn top(self, shown: f32) -> f32 {
        match self {
            Self::LargestShown => shown,
            Self::Fixed(top) => top,
        }
    }
}

/// Height of [`paint_scale`] in points.
pub const SCALE_HEIGHT: f32 = 20.0;

/// Paints the colour bar of errors from 0 to `top` with its two numbers.
pub fn paint_scale(painter: &Painter, rect: Rect, top: f32, palette: &Palette) {
    let bar = Rect::from_min_size(rect.min, vec2(rect.width(), 6.0));
    paint_bar(painter, bar, magma);
    let font = FontId::proportional(10.0);
    let y = bar.bottom() + 2.0;
    painter.text(
        pos2(bar.left(), y),
        Align2::LEFT_TOP,
        "0",
        font.clone(),
        palette.weak,
    );
    painter.text(
        pos2(bar.right(), y),
        Align2::RIGHT_TOP,
        three_digits(f64::from(top)),
        font,
        palette.weak,
    );
}

/// Paints the colour bar of differences from -`top` to `top`, zero in the middle, with its three numbers.
pub fn paint_diverging_scale(painter: &Painter, rect: Rect, top: f32, palette: &Palette) {
    let bar = Rect::from_min_size(rect.min, vec2(rect.width(), 6.0));
    paint_bar(painter, bar, |t| diverging(2.0 * t - 1.0));
    let font = FontId::proportional(10.0);
    let end = three_digits(f64::from(top));
    let ends = [
        (bar.left(), Align2::LEFT_TOP, format!("-{end}")),
        (bar.right(), Align2::RIGHT_TOP, end),
    ];
    // Without any difference the middle says it all.
    let ends = ends.into_iter().filter(|_| top > 0.0);
    let middle = (bar.center().x, Align2::CENTER_TOP, "0".to_owned());
    for (x, align, text) in ends.chain([middle]) {
        let at = pos2(x, bar.bottom() + 2.0);
        painter.text(at, align, text, font.clone(), palette.weak);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_absolute_and_in_the_display_scale() {
        let errors = absolute_errors(&[0, 255, 51], &[0.5, 0.75, 0.2]);
        assert_eq!(errors[..2], [0.5, 0.25]);
        assert!(errors[2] < 1e-6);
        assert!((mean_squared(&errors) - 0.3125 / 3.0).abs() < 1e-9);
        assert_eq!(mean_squared(&[]), 0.0);
    }

    #[test]
    fn the_scale_ends_at_the_largest_finite_error() {
        assert_eq!(largest(&[0.1, f32::NAN, 0.7, f32::INFINITY]), 0.7);
        assert_eq!(largest(&[]), 0.0);
        assert_eq!(ErrorScale::LargestShown.top(0.7), 0.7);
        assert_eq!(ErrorScale::Fixed(0.25).top(0.7), 0.25);
        assert_eq!(ErrorScale::Fixed(0.25).name(), "0 to 0.25");
    }
}
