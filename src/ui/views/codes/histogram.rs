//! The histogram of all numbers of all codes.

use egui::{Align2, Color32, Pos2, Rect, Ui, Vec2};

use super::bars::{Frame, over, size_over};
use crate::eval::{CodeStatistics, NEAR_ZERO};
use crate::export::digits::{grouped, three_digits};
use crate::ui::theme;

/// Between texts over the bars.
const GAP: f32 = 4.0;

/// Draws the histogram `of` something in percent; with `log` the height is the logarithm of one plus the count.
pub fn show(ui: &mut Ui, statistics: &CodeStatistics, of: &str, log: bool, colour: Color32) {
    let total: u64 = statistics.histogram.iter().map(|&n| u64::from(n)).sum();
    let height = |count: u32| {
        if log {
            f64::from(count).ln_1p() / std::f64::consts::LN_10
        } else {
            100.0 * f64::from(count) / total.max(1) as f64
        }
    };
    let largest = statistics.histogram.iter().map(|&count| height(count));
    let largest = largest.fold(0.0, f64::max);
    let tick = |mark: f64| {
        if !log {
            format!("{}%", super::bars::plain(mark))
        } else if mark == 0.0 {
            "0".into()
        } else if mark.fract() == 0.0 {
            grouped(10u64.saturating_pow(mark as u32))
        } else {
            String::new()
        }
    };
    let bars = statistics.histogram.len();
    let frame = Frame::new(ui, "Histogram of code activations", bars, largest, tick);
    for (index, &count) in statistics.histogram.iter().enumerate() {
        frame.bar(ui, index, height(count), colour);
    }
    scale(ui, &frame, statistics, of);
    if let Some(index) = frame.hovered() {
        let count = u64::from(statistics.histogram[index]);
        let [from, to] = bounds(statistics, index);
        let share = 100.0 * count as f64 / total.max(1) as f64;
        frame.response.on_hover_text_at_pointer(format!(
            "{} to {}: {} numbers, {share:.2}%",
            three_digits(from),
            three_digits(to),
            grouped(count)
        ));
    }
}

/// Ends of the range, zero, and the mean.
fn scale(ui: &Ui, frame: &Frame, statistics: &CodeStatistics, of: &str) {
    let palette = theme::palette(ui);
    let [low, high] = statistics.range.map(f64::from);
    let place = |value: f64| {
        let share = (value - low) / (high - low).max(f64::MIN_POSITIVE);
        frame.area.left() + share.clamp(0.0, 1.0) as f32 * frame.area.width()
    };
    let area = frame.area;
    frame.foot(ui, area.left(), Align2::LEFT_TOP, three_digits(low));
    frame.foot(ui, area.right(), Align2::RIGHT_TOP, three_digits(high));
    let zero = place(0.0);
    let free = area.left() + 44.0..=area.right() - 44.0;
    if low < 0.0 && high > 0.0 && free.contains(&zero) {
        frame.foot(ui, zero, Align2::CENTER_TOP, "0");
    }
    let mean = place(statistics.mean);
    let painter = ui.painter();
    painter.extend(egui::Shape::dashed_line(
        &[
            egui::pos2(mean, area.top()),
            egui::pos2(mean, area.bottom()),
        ],
        egui::Stroke::new(1.0, palette.text),
        3.0,
        3.0,
    ));
    let right = mean < area.center().x;
    let (at, align) = if right {
        (mean + 4.0, Align2::LEFT_TOP)
    } else {
        (mean - 4.0, Align2::RIGHT_TOP)
    };
    let text = format!("mean {}", three_digits(statistics.mean));
    let at = egui::pos2(at, area.top());
    let text = over(ui, at, align, text, palette.text);
    let near = format!(
        "{:.1}% within {NEAR_ZERO} of zero",
        100.0 * statistics.near_zero
    );
    let below = egui::pos2(at.x, text.bottom() + 2.0);
    let near = over(ui, below, align, near, palette.weak);
    // What is counted, in the other corner.
    if area.width() > 420.0 {
        let align = if right {
            Align2::RIGHT_TOP
        } else {
            Align2::LEFT_TOP
        };
        let corner = free_corner(area, align, size_over(ui, of), text.union(near));
        over(ui, corner, align, of, palette.weak);
    }
}

/// Where in the upper corner of `area` text of this `size` begins: below what is `taken` where both would overlap.
fn free_corner(area: Rect, align: Align2, size: Vec2, taken: Rect) -> Pos2 {
    let corner = match align {
        Align2::RIGHT_TOP => area.right_top(),
        _ => area.left_top(),
    };
    let apart = align.anchor_size(corner, size).expand(GAP);
    match apart.intersects(taken) {
        true => egui::pos2(corner.x, taken.bottom() + GAP),
        false => corner,
    }
}

/// Lowest and highest number of bar `index`.
fn bounds(statistics: &CodeStatistics, index: usize) -> [f64; 2] {
    let [low, high] = statistics.range.map(f64::from);
    let width = (high - low) / statistics.histogram.len().max(1) as f64;
    [0, 1].map(|side| low + width * (index + side) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_never_lies_on_the_mean() {
        let area = Rect::from_min_size(Pos2::ZERO, egui::vec2(430.0, 200.0));
        let size = egui::vec2(220.0, 12.0);
        let mean = |left: f32| Rect::from_min_size(egui::pos2(left, 0.0), egui::vec2(120.0, 26.0));
        let right = |taken| free_corner(area, Align2::RIGHT_TOP, size, taken);
        assert_eq!(right(mean(20.0)), area.right_top());
        assert_eq!(right(mean(200.0)), egui::pos2(430.0, 30.0));
        let left = |taken| free_corner(area, Align2::LEFT_TOP, size, taken);
        assert_eq!(left(mean(300.0)), area.left_top());
        assert_eq!(left(mean(110.0)), egui::pos2(0.0, 30.0));
    }

    #[test]
    fn bars_span_the_range_evenly() {
        let statistics = CodeStatistics {
            range: [-1.0, 3.0],
            histogram: vec![0; 8],
            ..CodeStatistics::default()
        };
        assert_eq!(bounds(&statistics, 0), [-1.0, -0.5]);
        assert_eq!(bounds(&statistics, 7), [2.5, 3.0]);
    }
}
