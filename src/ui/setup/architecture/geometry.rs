//! The layout of the drawing's bars. Pure arithmetic; all lengths in points.

use egui::{Rangef, Rect, Vec2, pos2};

use crate::export::layer_bars::bar_sizes;
use crate::model::edit::extent::Extent;

/// The places of everything in the drawing, from input to output.
#[derive(Debug, Clone, PartialEq)]
pub struct Hourglass {
    /// The bars, centred on one horizontal line.
    pub bars: Vec<Rect>,
    /// Full-height columns that belong to the bars for pointing.
    pub columns: Vec<Rect>,
    /// Full-height strips between bars, one fewer than bars.
    pub gaps: Vec<Rect>,
}

/// Places one bar an extent in `area`: equal distances, heights by the logarithm of the width or of the pixels of
/// one map, and maps the wider the more channels they have.
pub fn lay_out(area: Rect, extents: &[Extent]) -> Hourglass {
    let count = extents.len();
    let slot = area.width() / count.max(1) as f32;
    let sizes = bar_sizes(extents, slot, area.height());
    let centre = |index: usize| area.left() + slot * (index as f32 + 0.5);
    let column = |left: f32, right: f32| Rect::from_x_y_ranges(left..=right, area.y_range());
    // A thin bar gets a wider column than itself, so that it can be hit.
    let widest = sizes.iter().map(|size| size[0]).fold(0.0, f32::max);
    let reach = (widest / 2.0 + 2.0).min(slot * 0.36);
    let bar = |(index, size): (usize, &[f32; 2])| {
        let centre = pos2(centre(index), area.center().y);
        Rect::from_center_size(centre, Vec2::from(*size))
    };
    Hourglass {
        bars: sizes.iter().enumerate().map(bar).collect(),
        columns: (0..count)
            .map(|index| column(centre(index) - reach, centre(index) + reach))
            .collect(),
        gaps: (1..count)
            .map(|index| column(centre(index - 1) + reach, centre(index) - reach))
            .collect(),
    }
}

/// The span a text of `width` takes when it is centred on `centre` but stays inside `area`.
pub fn label_span(area: Rangef, centre: f32, width: f32) -> Rangef {
    let left = (centre - width / 2.0).min(area.max - width).max(area.min);
    Rangef::new(left, left + width)
}

/// Which of `spans` can be shown without coming closer than `distance` to one another. `order` lists them from
/// the most to the least wanted.
pub fn thin_out(spans: &[Rangef], order: &[usize], distance: f32) -> Vec<bool> {
    let mut shown = vec![false; spans.len()];
    for &index in order {
        let Some(span) = spans.get(index) else {
            continue;
        };
        let room = span.expand(distance / 2.0);
        let free = spans.iter().zip(&shown).all(|(other, &shown)| {
            let other = other.expand(distance / 2.0);
            !shown || room.max <= other.min || other.max <= room.min
        });
        shown[index] |= free;
    }
    shown
}

/// Pointer distance that moves a width by one rung of the ladder.
pub const DRAG_STEP: f32 = 12.0;

/// Rungs for a drag of `delta` points; up is negative on the screen and makes wider.
pub fn drag_steps(delta: f32) -> i32 {
    (-delta / DRAG_STEP).round() as i32
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;
    use crate::export::layer_bars::LOWEST;

    fn area(width: f32) -> Rect {
        Rect::from_min_size(pos2(16.0, 10.0), vec2(width, 120.0))
    }

    #[test]
    fn heights_follow_the_logarithm() {
        let drawn = lay_out(area(210.0), &[1024, 32, 1024].map(Extent::Row));
        assert_eq!(drawn.bars[0].height(), 120.0);
        // ln 32 / ln 1024 = 5 / 10.
        assert!((drawn.bars[1].height() - 60.0).abs() < 1e-3);
        assert_eq!(drawn.bars[1].center(), area(210.0).center());
        assert_eq!(drawn.gaps.len(), 2);
    }

    #[test]
    fn twelve_layers_a_side_stay_inside_and_apart_in_a_narrow_panel() {
        let widths = [vec![784; 13], vec![2], vec![784; 13]].concat();
        let widths: Vec<Extent> = widths.into_iter().map(Extent::Row).collect();
        for width in [208.0, 268.0, 468.0] {
            let drawn = lay_out(area(width), &widths);
            assert_eq!(drawn.bars.len(), 27);
            for pair in drawn.bars.windows(2) {
                assert!(pair[0].right() < pair[1].left(), "bars touch at {width}");
            }
            for (index, gap) in drawn.gaps.iter().enumerate() {
                assert!(gap.width() >= 2.0, "no room for a plus at {width}");
                assert!(gap.left() >= drawn.columns[index].right() - 1e-3);
                assert!(gap.right() <= drawn.columns[index + 1].left() + 1e-3);
            }
            assert!(drawn.bars[0].left() >= area(width).left());
            assert!(drawn.bars[26].right() <= area(width).right());
            assert!(drawn.bars[13].height() >= LOWEST);
        }
    }

    #[test]
    fn maps_are_as_high_as_their_sides_and_as_wide_as_their_channels() {
        let maps = |side, channels| {
            Extent::Maps(crate::data::ImageShape {
                height: side,
                width: side,
                channels,
            })
        };
        let drawn = lay_out(
            area(280.0),
            &[maps(28, 1), maps(14, 8), maps(7, 64), maps(7, 64)],
        );
        let [image, first, second, last] = drawn.bars[..] else {
            panic!("four blocks");
        };
        assert_eq!(image.height(), 120.0);
        assert!((first.height() - 120.0 * 14_f32.ln() / 28_f32.ln()).abs() < 1e-3);
        assert!(first.height() > second.height());
        assert!(image.width() < first.width() && first.width() < second.width());
        assert!(second.right() < last.left(), "blocks touch");
    }

    #[test]
    fn no_widths_are_no_bars() {
        let drawn = lay_out(area(100.0), &[]);
        assert!(drawn.bars.is_empty() && drawn.gaps.is_empty());
    }

    #[test]
    fn labels_stay_inside_and_the_wanted_ones_win() {
        let range = Rangef::new(0.0, 100.0);
        assert_eq!(label_span(range, 5.0, 30.0), Rangef::new(0.0, 30.0));
        assert_eq!(label_span(range, 95.0, 30.0), Rangef::new(70.0, 100.0));
        let spans = [
            Rangef::new(0.0, 20.0),
            Rangef::new(15.0, 35.0),
            Rangef::new(40.0, 60.0),
        ];
        assert_eq!(thin_out(&spans, &[0, 1, 2], 4.0), [true, false, true]);
        assert_eq!(thin_out(&spans, &[1, 0, 2], 4.0), [false, true, true]);
        assert_eq!(thin_out(&spans, &[9], 4.0), [false, false, false]);
    }

    #[test]
    fn dragging_up_makes_wider() {
        assert_eq!(drag_steps(-25.0), 2);
        assert_eq!(drag_steps(12.0), -1);
        assert_eq!(drag_steps(5.0), 0);
    }
}
