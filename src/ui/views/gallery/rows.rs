//! The gallery of table rows and sequences: rows down the left, one of them in full, and the mean error of each column or
//! channel.

use std::sync::Arc;

use egui::{Rect, Ui, UiBuilder};

use super::Shown;
use super::strip::Strip;
use crate::app::App;
use crate::data::Prepared;
use crate::export::digits::grouped;
use crate::export::rows::{Order, title};
use crate::training::{ColumnErrors, GalleryView, VariantId};
use crate::ui::sample::{
    List, Maker, Means, Sequence, TextView, mean_list, order_menu, sequence_ui,
};
use crate::ui::theme;
use crate::ui::views::hovered::hovered_image;
use crate::ui::views::selection::selected_image;
use crate::ui::widgets;

/// So many rows are asked for: more than this are more than anybody looks at.
pub const ROWS: usize = 32;
/// From this width on, the mean errors stand beside the row; below it, in its place.
const WIDE: f32 = 760.0;
/// Of the width that is left beside the strip, the row gets so much where both are shown.
const SHARE: f32 = 0.64;
const GAP: f32 = 16.0;
/// Below this width, headings are short.
const NARROW: f32 = 300.0;

/// What is listed where there is no room for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Front {
    #[default]
    Row,
    Means,
}

/// Draws rows; keeps their pictures.
#[derive(Default)]
pub struct Rows {
    strip: Strip,
    /// The usual one of the samples until somebody chooses.
    order: Option<Order>,
    front: Front,
}

impl Rows {
    /// Draws into all of `ui`; returns the test row under the pointer.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        app: &App,
        data: &Arc<Prepared>,
        shown: &[Shown],
    ) -> Option<u32> {
        // The strip is that of the selected variant: best and worst differ.
        let selected = app.selected().id;
        let is_selected = |shown: &&Shown| shown.variant.id == selected;
        let first = shown.iter().find(is_selected).or(shown.first())?;
        let all = ui.available_rect_before_wrap();
        let mut left = all;
        let are_texts = data.dataset.shape().text().is_some();
        left.set_width(self.strip.width(all.width(), are_texts));
        let mut inside = ui.new_child(UiBuilder::new().id_salt("strip").max_rect(left));
        let hovered = self.strip.show(&mut inside, data, &first.view);
        let mut right = all;
        right.min.x = left.right() + GAP;
        let indices = &first.view.indices;
        let there = |index: &u32| indices.contains(index);
        let index = hovered
            .or_else(|| hovered_image(ui.ctx()).filter(there))
            .or_else(|| selected_image(ui.ctx()).filter(there))
            .or(indices.first().copied());
        self.lists(ui, right, data, shown, first.variant.id, index);
        ui.expand_to_include_rect(all);
        hovered
    }

    fn lists(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        data: &Prepared,
        shown: &[Shown],
        selected: VariantId,
        index: Option<u32>,
    ) {
        if area.width() < 80.0 {
            return;
        }
        let wide = area.width() >= WIDE;
        let (mut row, mut means) = (area, area);
        if wide {
            row.set_width((area.width() - GAP) * SHARE);
            means.min.x = row.right() + GAP;
        }
        // The selected one is first: its errors give the order.
        let is_selected = |shown: &&Shown| shown.variant.id == selected;
        let others = shown.iter().filter(|shown| !is_selected(shown));
        let shown: Vec<&Shown> = shown.iter().filter(is_selected).chain(others).collect();
        if wide || self.front == Front::Row {
            let mut ui = ui.new_child(UiBuilder::new().id_salt("row").max_rect(row));
            ui.horizontal(|ui| {
                match index {
                    _ if !wide => self.fronts(ui, data, area.width()),
                    Some(index) => {
                        ui.strong(title(&data.dataset, index as usize));
                    }
                    None => {}
                }
                if data.dataset.shape().columns().is_none() {
                    return;
                }
                let mut order = self.order(data);
                order_menu(ui, &mut order);
                if order != self.order(data) {
                    self.order = Some(order);
                }
            });
            if let Some(index) = index {
                self.row(&mut ui, data, &shown, index);
            }
        }
        if wide || self.front == Front::Means {
            let mut ui = ui.new_child(UiBuilder::new().id_salt("means").max_rect(means));
            ui.horizontal(|ui| {
                if wide {
                    ui.strong(mean_words(data));
                } else {
                    self.fronts(ui, data, area.width());
                }
            });
            self.means(&mut ui, &shown, data);
        }
    }

    fn order(&self, data: &Prepared) -> Order {
        if data.dataset.shape().text().is_some() {
            // Steps follow each other.
            return Order::File;
        }
        let usual = || Order::usual(&data.settings.source);
        self.order.unwrap_or_else(usual)
    }

    /// What is listed.
    fn fronts(&mut self, ui: &mut Ui, data: &Prepared, width: f32) {
        let means = if width < NARROW {
            "Mean error"
        } else {
            mean_words(data)
        };
        ui.spacing_mut().item_spacing.x = 4.0;
        let (one, all, which) = match data.dataset.shape().columns() {
            Some(_) => (
                "Row",
                "All columns of the row that is picked or under the pointer",
                "Which columns are reconstructed worst, over the test rows",
            ),
            None if data.dataset.shape().text().is_some() => (
                "Text",
                "All tokens of the text that is picked or under the pointer",
                "Which steps are reconstructed worst, over the test texts",
            ),
            None => (
                "Sequence",
                "All channels of the sequence that is picked or under the pointer",
                "Which channels are reconstructed worst, over the test sequences",
            ),
        };
        ui.selectable_value(&mut self.front, Front::Row, one)
            .on_hover_text(all);
        ui.selectable_value(&mut self.front, Front::Means, means)
            .on_hover_text(which);
    }

    fn row(&self, ui: &mut Ui, data: &Prepared, shown: &[&Shown], index: u32) {
        let width = data.dataset.shape().target_width();
        let count = data.dataset.shape().values();
        let makers: Vec<Maker> = shown
            .iter()
            .filter_map(|shown| {
                let (place, errors) = errors_of(&shown.view, index, count)?;
                Some(Maker {
                    name: &shown.variant.name,
                    colour: theme::variant_colour(shown.variant.colour),
                    output: shown.view.outputs.get(place * width..(place + 1) * width)?,
                    errors,
                })
            })
            .collect();
        let corrupted = shown.first().and_then(|shown| {
            let (place, _) = errors_of(&shown.view, index, count)?;
            let all = shown.view.corrupted.as_ref()?;
            all.get(place * width..(place + 1) * width)
        });
        let test = &data.dataset.test;
        if data.dataset.shape().text().is_some() {
            TextView {
                data,
                samples: test,
                index: index as usize,
                corrupted,
                makers: &makers,
            }
            .show(ui);
            return;
        }
        if data.dataset.shape().columns().is_none() {
            sequence_ui(
                ui,
                &Sequence {
                    data,
                    samples: test,
                    index: index as usize,
                    corrupted,
                    makers: &makers,
                },
            );
            return;
        }
        let seen = test.are_ratings().then(|| test.row(index as usize));
        List {
            data,
            row: &test.known_row(index as usize),
            seen: seen.as_deref(),
            corrupted,
            makers: &makers,
            order: self.order(data),
        }
        .show(ui);
    }

    fn means(&self, ui: &mut Ui, shown: &[&Shown], data: &Prepared) {
        let all: Vec<(&Shown, &ColumnErrors)> = shown
            .iter()
            .filter_map(|shown| Some((*shown, shown.view.columns.as_ref()?)))
            .collect();
        let Some((_, first)) = all.first() else {
            return;
        };
        let (count, noun) = (grouped(first.measured as u64), data.dataset.shape().noun());
        let of = match first.measured < data.dataset.test.len() {
            true => format!("Over the first {count} test {noun}s"),
            false => format!("Over all {count} test {noun}s"),
        };
        widgets::hint(ui, of);
        let means: Vec<Means> = all
            .iter()
            .map(|(shown, columns)| Means {
                name: &shown.variant.name,
                colour: theme::variant_colour(shown.variant.colour),
                errors: &columns.mean,
            })
            .collect();
        mean_list(ui, data, &means, self.order(data));
    }
}

/// What stands above the mean errors.
fn mean_words(data: &Prepared) -> &'static str {
    match data.dataset.shape().columns() {
        Some(_) => "Mean error by column",
        None if data.dataset.shape().text().is_some() => "Mean error by step",
        None => "Mean error by channel",
    }
}

/// The place of test row `index` in `view`, and its errors of `columns` columns; `None` where the view does not show it.
fn errors_of(view: &GalleryView, index: u32, columns: usize) -> Option<(usize, &[f32])> {
    let place = view.indices.iter().position(|&shown| shown == index)?;
    let rows = &view.columns.as_ref()?.rows;
    let errors = rows.get(place * columns..(place + 1) * columns)?;
    Some((place, errors))
}

/// Height in which rows can be read, the controls above them included, where there is `room` for it.
pub fn height(controls: f32, room: f32) -> f32 {
    /// Ten columns with their heading, and twenty where there is much room.
    const WANTED: (f32, f32) = (340.0, 620.0);
    (controls + (room * 0.75).clamp(WANTED.0, WANTED.1)).min(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_where_the_view_shows_it() {
        let view = GalleryView {
            indices: vec![7, 3],
            columns: Some(ColumnErrors {
                rows: vec![0.1, 0.2, 0.3, 0.4],
                ..ColumnErrors::default()
            }),
            ..GalleryView::default()
        };
        assert_eq!(errors_of(&view, 3, 2), Some((1, &[0.3, 0.4][..])));
        assert_eq!(errors_of(&view, 8, 2), None);
        assert_eq!(errors_of(&GalleryView::default(), 3, 2), None);
        let heights = [2_000.0, 400.0, 200.0].map(|room| height(30.0, room));
        assert_eq!(heights, [650.0, 370.0, 200.0]);
    }
}
