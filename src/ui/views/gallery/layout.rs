//! The layout of the gallery: how large images are and how many stand side by side.

use egui::{Vec2, vec2};

use crate::ui::tiles::{GAP, multiple, size};

/// Width of the names at the left of the rows, in points: at least the first, and as much as long names need up to the
/// second.
pub const GUTTER: (f32, f32) = (100.0, 168.0);
/// Height of the line of labels above the images.
pub const LINE: f32 = 16.0;

/// Space between the rows of two variants.
pub const BETWEEN: f32 = 12.0;

/// Images are not smaller than this many points if a whole multiple allows it, and not larger than the second where each
/// variant has rows of them.
pub const SIDES: (f32, f32) = (64.0, 168.0);
/// Where one variant alone is shown, whole rows of smaller images are better than a part of larger ones.
const SMALLEST: f32 = 28.0;
/// Rows of one variant, with those of corrupted inputs.
const FEW: usize = 4;
/// So many images should stand side by side before they grow.
const ENOUGH: f32 = 8.0;
/// The class above an image needs this width.
const NARROWEST: f32 = 28.0;
/// More images than this are more than anybody looks at.
const MOST: usize = 64;

/// Sizes in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    /// One image on screen.
    pub image: Vec2,
    /// From one column to the next.
    pub step: f32,
    /// Images side by side.
    pub columns: usize,
    /// Width of the names at the left.
    pub gutter: f32,
}

/// Rows of images: the inputs once, two rows a variant, and one more for each whose inputs are `corrupted`.
pub fn rows(variants: usize, corrupted: usize) -> usize {
    1 + 2 * variants.max(1) + corrupted
}

/// Lays out `rows` rows of images of `image` pixels beside names of width `gutter` in `available` points, `count` of them
/// at most, none of them larger than `largest`.
pub fn layout(
    available: Vec2,
    image: [usize; 2],
    rows: usize,
    count: usize,
    gutter: f32,
    largest: f32,
    pixels_per_point: f32,
) -> Layout {
    let width = (available.x - gutter).max(0.0);
    let by_height = (available.y - LINE) / rows.max(1) as f32 - GAP;
    let by_width = width / ENOUGH - GAP;
    let side = by_width.max(SIDES.0).min(by_height);
    let side = side.clamp(least(rows), largest);
    let image = size(
        image,
        multiple(image, vec2(side, side), pixels_per_point),
        pixels_per_point,
    );
    let step = image.x.max(NARROWEST) + GAP;
    let columns = ((width + GAP) / step) as usize;
    Layout {
        image,
        step,
        columns: columns.clamp(1, count.clamp(1, MOST)),
        gutter,
    }
}

/// Height that shows the rows of `variants` whole, `corrupted` of which have a row of corrupted inputs: in the largest images that the `width` and a
/// height of `room` allow, in the smallest ones where there is less room.
pub fn height(
    width: f32,
    room: f32,
    image: [usize; 2],
    variants: usize,
    corrupted: usize,
    pixels_per_point: f32,
) -> f32 {
    let count = rows(variants, corrupted);
    let rows = count as f32;
    let variants = variants.max(1) as f32;
    let around = LINE + variants * GAP + (variants - 1.0) * BETWEEN;
    let by_width = (width - GUTTER.0) / ENOUGH - GAP;
    let by_height = (room - around) / rows - GAP;
    let side = by_width.max(SIDES.0).min(by_height);
    let side = side.clamp(least(count), SIDES.1);
    let multiple = multiple(image, vec2(side, side), pixels_per_point);
    rows * (size(image, multiple, pixels_per_point).y + GAP) + around
}

/// Side of the smallest images, for so many rows.
fn least(rows: usize) -> f32 {
    if rows <= FEW { SMALLEST } else { SIDES.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGIT: [usize; 2] = [28, 28];
    const NAMES: f32 = 100.0;

    #[test]
    fn images_are_whole_multiples_and_fill_the_width() {
        // 100 for the names, then 57 a column: (700 - 100 + 1) / 57 = 10.5.
        let layout = layout(vec2(700.0, 240.0), DIGIT, 3, 10_000, NAMES, SIDES.1, 1.0);
        assert_eq!(layout.image, vec2(56.0, 56.0));
        assert_eq!(layout.columns, 10);
    }

    #[test]
    fn the_wanted_height_is_what_whole_rows_take() {
        // A line of text and three images with the space around them.
        let of = |width, room, variants| height(width, room, DIGIT, variants, 0, 1.0);
        assert_eq!(of(860.0, 400.0, 1), 17.0 + 3.0 * 85.0);
        assert_eq!(of(860.0, 240.0, 1), 17.0 + 3.0 * 57.0, "no room");
        assert_eq!(of(860.0, 120.0, 1), 17.0 + 3.0 * 29.0, "low");
        assert_eq!(of(600.0, 400.0, 1), 17.0 + 3.0 * 57.0, "no width");
        assert_eq!(of(860.0, 280.0, 2), 30.0 + 5.0 * 57.0);
        let denoising = height(860.0, 280.0, DIGIT, 2, 1, 1.0);
        assert_eq!(denoising, 30.0 + 6.0 * 57.0);
        // As much is enough for what it promises.
        for (width, room) in [(860.0, 272.0), (860.0, 188.0)] {
            let laid_out = layout(vec2(width, room), DIGIT, 3, 10_000, NAMES, SIDES.1, 1.0);
            assert_eq!(of(width, room, 1), 17.0 + 3.0 * (laid_out.image.y + GAP));
        }
    }

    #[test]
    fn images_grow_when_there_is_room_for_enough_of_them() {
        let wide = layout(vec2(1_000.0, 320.0), DIGIT, 3, 10_000, NAMES, SIDES.1, 1.0);
        assert_eq!(wide.image, vec2(84.0, 84.0));
        assert_eq!(wide.columns, 10);
        let low = layout(vec2(1_000.0, 200.0), DIGIT, 3, 10_000, NAMES, SIDES.1, 1.0);
        assert_eq!(low.image, vec2(56.0, 56.0));
    }

    #[test]
    fn a_fine_screen_shows_the_same_size_in_more_pixels() {
        let layout = layout(vec2(700.0, 220.0), DIGIT, 3, 10_000, NAMES, SIDES.1, 2.0);
        assert_eq!(layout.image, vec2(56.0, 56.0));
    }

    #[test]
    fn large_images_are_shown_at_their_own_size() {
        let layout = layout(
            vec2(700.0, 240.0),
            [200, 100],
            3,
            10_000,
            NAMES,
            SIDES.1,
            1.0,
        );
        assert_eq!(layout.image, vec2(200.0, 100.0));
        assert_eq!(layout.columns, 2);
    }

    #[test]
    fn never_more_columns_than_images_and_never_none() {
        assert_eq!(
            layout(vec2(700.0, 240.0), DIGIT, 3, 4, NAMES, SIDES.1, 1.0).columns,
            4
        );
        assert_eq!(
            layout(vec2(20.0, 20.0), DIGIT, 3, 0, NAMES, SIDES.1, 1.0).columns,
            1
        );
        assert_eq!(
            layout(vec2(9_000.0, 240.0), DIGIT, 3, 500, NAMES, SIDES.1, 1.0).columns,
            64
        );
    }

    #[test]
    fn narrow_images_leave_room_for_their_class() {
        let layout = layout(vec2(700.0, 240.0), [8, 32], 3, 100, NAMES, SIDES.1, 1.0);
        assert_eq!(layout.image, vec2(16.0, 64.0));
        assert_eq!(layout.step, 29.0);
    }
}
