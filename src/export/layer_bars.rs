//! How large the bars of a drawn model are, in the window and on paper.

use crate::model::edit::extent::{Extent, measures};

/// Bars are at least this high, so that a layer of two can still be seen and hit.
pub const LOWEST: f32 = 8.0;
/// Maps of this many channels are drawn as wide as any.
const MOST_CHANNELS: f32 = 64.0;
/// Plates are at least this thick, with a point between them.
const THINNEST: f32 = 1.5;

/// Width and height of one bar an extent in points, where each has `slot` points of width and all `high` points of
/// height: heights by the logarithm of the width or of the pixels of one map, maps the wider the more channels they have.
pub fn bar_sizes(extents: &[Extent], slot: f32, high: f32) -> Vec<[f32; 2]> {
    let measures = measures(extents);
    let highest = measures.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let of_channels = |channels: usize| {
        let share = (channels.max(1) as f32).ln() / MOST_CHANNELS.ln();
        (slot * (0.24 + 0.46 * share.min(1.0))).clamp(3.0, 40.0)
    };
    let width = |extent: &Extent| match extent {
        Extent::Row(_) => (slot * 0.5).clamp(3.0, 30.0),
        Extent::Maps(maps) => of_channels(maps.channels),
        Extent::Steps(shape) => of_channels(shape.features),
    };
    let each = extents.iter().zip(measures);
    each.map(|(extent, measure)| [width(extent), (high * measure / highest).max(LOWEST)])
        .collect()
}

/// Plates that stand for maps of `channels` in a bar of `width` points: one for each doubling, as many as are still told
/// apart.
pub fn plates(channels: usize, width: f32) -> usize {
    let wanted = 1 + channels.max(1).ilog2() as usize;
    let fit = ((width + 1.0) / (THINNEST + 1.0)) as usize;
    wanted.clamp(1, fit.max(1))
}
