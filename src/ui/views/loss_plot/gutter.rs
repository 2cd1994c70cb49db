//! The names of the curves, beside the plot at the height where each ends, so that nothing lies over the curves.

use egui::{Align2, Color32, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::markers;
use crate::ui::theme::Palette;
use crate::ui::views::plot::{self, DASH, GAP, WIDTH};
use crate::ui::widgets::truncated;

/// Height of a row of words.
pub const ROW: f32 = 14.0;
/// A sample of a line, or of a colour, and the space after it.
const SAMPLE: f32 = 16.0;
/// Between the plot and the names.
const APART: f32 = 6.0;
/// Longer names are cut.
const MOST: f32 = 150.0;
/// A narrower place is left to the curves; the strip of variants has their names and colours.
const NARROW: f32 = 360.0;

/// A word in the gutter.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub name: String,
    /// Below the name: "best 0.0173".
    pub detail: Option<String>,
    pub line: Color32,
    pub dashed: bool,
    /// Palette index of the variant whose marker is on the line.
    pub variant: Option<u8>,
    /// Where its curve ends, in points; one of the key has no place of its own.
    pub at: Option<f32>,
    /// Stays where there is no room for all.
    pub selected: bool,
}

impl Entry {
    fn height(&self) -> f32 {
        match self.detail {
            Some(_) => 2.0 * ROW - 1.0,
            None => ROW,
        }
    }
}

/// Width that `entries` take beside a plot in `width` points; nothing where that is too narrow.
pub fn width(ui: &Ui, entries: &[Entry], width: f32) -> f32 {
    if width < NARROW {
        return 0.0;
    }
    let length = |text: &String| {
        let galley = ui
            .painter()
            .layout_no_wrap(text.clone(), plot::CAPTION, Color32::PLACEHOLDER);
        galley.size().x
    };
    let texts = entries
        .iter()
        .flat_map(|entry| [Some(&entry.name), entry.detail.as_ref()]);
    let longest = texts.flatten().map(length).fold(0.0, f32::max);
    (APART + SAMPLE + longest + 2.0)
        .ceil()
        .min(MOST.min(width * 0.3))
}

/// Draws `entries` into `gutter`, at the height of `frame`; those of the key at the top, or at the bottom where curves rise.
pub fn show(
    ui: &Ui,
    (frame, gutter): (Rect, Rect),
    entries: &[Entry],
    rises: bool,
    palette: &Palette,
) {
    let painter = ui.painter();
    for (entry, y) in placed(entries, [frame.top(), frame.bottom()], rises) {
        let middle = y + ROW / 2.0;
        let left = gutter.left() + APART;
        let sample = [pos2(left, middle), pos2(left + SAMPLE - 5.0, middle)];
        let strength = crate::ui::theme::emphasis(ui.ctx());
        let stroke = Stroke::new(WIDTH * strength, entry.line);
        match entry.dashed {
            true => painter.extend(Shape::dashed_line(&sample, stroke, DASH - 1.0, GAP - 1.0)),
            false => {
                painter.line_segment(sample, stroke);
            }
        }
        if let Some(variant) = entry.variant {
            markers::show(painter, &sample, variant, entry.line);
        }
        let room = gutter.right() - left - SAMPLE;
        let colour = match entry.at {
            Some(_) => palette.text,
            None => palette.weak,
        };
        let galley = truncated(painter, &entry.name, plot::CAPTION, colour, room);
        let size = galley.size();
        let at = Align2::LEFT_CENTER.anchor_size(pos2(left + SAMPLE, middle), size);
        painter.galley(at.min, galley, colour);
        if let Some(detail) = &entry.detail {
            let at = at.left_center() + vec2(0.0, ROW - 1.0);
            painter.text(at, Align2::LEFT_CENTER, detail, plot::CAPTION, palette.weak);
        }
    }
}

/// The entries that have room between `top` and `bottom`, each with the top of its row: as near to where its curve ends as
/// the others let it.
fn placed(entries: &[Entry], [top, bottom]: [f32; 2], rises: bool) -> Vec<(&Entry, f32)> {
    let (names, key): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.at.is_some());
    let of_key = ROW * key.len() as f32;
    let (first, [top, bottom]) = match rises {
        true => (bottom - of_key, [top, bottom - of_key]),
        false => (top, [top + of_key, bottom]),
    };
    let key = key.into_iter().enumerate();
    let mut out: Vec<_> = key
        .map(|(row, entry)| (entry, first + ROW * row as f32))
        .collect();

    let mut names = names;
    // Where there is no room for all, the selected one stays, and others in their order.
    names.sort_by_key(|entry| !entry.selected);
    let mut room = bottom - top;
    names.retain(|entry| {
        room -= entry.height();
        room >= 0.0
    });
    names.sort_by(|a, b| a.at.unwrap_or(0.0).total_cmp(&b.at.unwrap_or(0.0)));
    let mut free = top;
    let mut tops: Vec<f32> = names
        .iter()
        .map(|entry| {
            let y = (entry.at.unwrap_or(top) - ROW / 2.0).max(free);
            free = y + entry.height();
            y
        })
        .collect();
    let mut end = bottom;
    for (y, entry) in tops.iter_mut().zip(&names).rev() {
        *y = y.min(end - entry.height());
        end = *y;
    }
    out.extend(names.into_iter().zip(tops));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, at: Option<f32>) -> Entry {
        Entry {
            name: name.into(),
            detail: None,
            line: Color32::WHITE,
            variant: None,
            dashed: false,
            at,
            selected: name == "chosen",
        }
    }

    fn tops(entries: &[Entry], range: [f32; 2], rises: bool) -> Vec<(&str, f32)> {
        let placed = placed(entries, range, rises);
        placed.iter().map(|(entry, y)| (&*entry.name, *y)).collect()
    }

    #[test]
    fn names_stand_where_their_curves_end_and_never_on_each_other() {
        let entries = [
            entry("train", None),
            entry("a", Some(50.0)),
            entry("b", Some(52.0)),
        ];
        let found = tops(&entries, [0.0, 200.0], false);
        assert_eq!(found, [("train", 0.0), ("a", 43.0), ("b", 57.0)]);
        // At the lower end they go up, at the upper one below the key.
        let entries = [
            entry("train", None),
            entry("a", Some(198.0)),
            entry("b", Some(199.0)),
        ];
        let found = tops(&entries, [0.0, 200.0], false);
        assert_eq!(found, [("train", 0.0), ("a", 172.0), ("b", 186.0)]);
        let entries = [entry("train", None), entry("a", Some(2.0))];
        assert_eq!(
            tops(&entries, [0.0, 200.0], false),
            [("train", 0.0), ("a", 14.0)]
        );
        assert_eq!(
            tops(&entries, [0.0, 200.0], true),
            [("train", 186.0), ("a", 0.0)]
        );
    }

    #[test]
    fn where_there_is_no_room_the_selected_one_stays() {
        let all: Vec<Entry> = ["a", "b", "chosen"]
            .map(|name| entry(name, Some(10.0)))
            .into();
        let found = tops(&all, [0.0, 30.0], false);
        assert_eq!(found.len(), 2);
        assert!(found.iter().any(|(name, _)| *name == "chosen"));
        assert!(found.iter().any(|(name, _)| *name == "a"));
        assert_eq!(tops(&all, [0.0, 10.0], false), []);
    }
}
