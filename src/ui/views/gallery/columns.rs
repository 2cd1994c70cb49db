//! Draws the gallery of images, one column an image.

use std::collections::BTreeMap;

use egui::{Align2, Color32, FontId, Pos2, Rect, Sense, Ui, pos2, vec2};

use super::Shown;
use super::column;
use super::hover::Hovered;
use super::layout::{BETWEEN, LINE, Layout};
use super::sheet::{Row, Sheet};
use crate::data::Prepared;
use crate::export::digits::three_digits;
use crate::training::VariantId;
use crate::ui::theme;
use crate::ui::tiles::{self, GAP, fitted};
use crate::ui::views::comparison::paint_scale;
use crate::ui::views::labels;

/// The row of images that all variants share, to stay in sight over theirs; nothing where they show different ones or
/// there is only one. Returns whether there is such a row, and the test image under the pointer.
pub(super) fn inputs(
    ui: &mut Ui,
    data: &Prepared,
    shown: &[Shown],
    sheets: &BTreeMap<VariantId, Sheet>,
    layout: Layout,
) -> (bool, Option<u32>) {
    let [first, others @ ..] = shown else {
        return (false, None);
    };
    let same = |other: &Shown| other.view.indices == first.view.indices;
    let sheet = sheets.get(&first.variant.id);
    let Some(sheet) = sheet.filter(|_| !others.is_empty() && others.iter().all(same)) else {
        return (false, None);
    };
    let group = Group {
        data,
        group: first,
        sheet,
        layout,
        part: RowChoice::Inputs,
        top: 0.0,
    };
    (true, group.show(ui))
}

/// The rows of all variants, errors up to `top` on the colour scale; with the inputs, unless those are `above` already.
pub(super) fn show(
    ui: &mut Ui,
    data: &Prepared,
    shown: &[Shown],
    sheets: &BTreeMap<VariantId, Sheet>,
    layout: Layout,
    top: f32,
    above: bool,
) -> Option<u32> {
    let mut hovered = None;
    let first = shown.first().map(|first| &first.view.indices[..]);
    let mut above: Option<&[u32]> = first.filter(|_| above);
    for (place, group) in shown.iter().enumerate() {
        let Some(sheet) = sheets.get(&group.variant.id) else {
            continue;
        };
        // Best and worst differ from variant to variant, and then each shows its own inputs.
        let part = if above == Some(&group.view.indices[..]) {
            RowChoice::Outputs
        } else {
            RowChoice::All
        };
        above = Some(&group.view.indices);
        if place > 0 {
            ui.add_space(BETWEEN);
        }
        let group = Group {
            data,
            group,
            sheet,
            layout,
            part,
            top,
        };
        hovered = group.show(ui).or(hovered);
    }
    hovered
}

/// Height of a name with a colour scale below it.
const SCALE: f32 = 44.0;

/// The `error` of an image in the corner of its error `map`, which is dark in either theme; where it is too small for
/// that, the tooltip has it.
fn in_corner(ui: &Ui, map: Rect, error: &str) {
    let font = FontId::proportional(10.0);
    let white = Color32::from_gray(235);
    let galley = ui.painter().layout_no_wrap(error.to_owned(), font, white);
    let plate = galley.size() + vec2(4.0, 0.0);
    if plate.x > map.width() || 2.0 * plate.y > map.height() {
        return;
    }
    let plate = Rect::from_min_max(map.max - plate, map.max);
    ui.painter()
        .rect_filled(plate, 0.0, Color32::from_black_alpha(170));
    ui.painter()
        .galley(plate.min + vec2(2.0, 0.0), galley, white);
}

struct Group<'a> {
    data: &'a Prepared,
    group: &'a Shown<'a>,
    sheet: &'a Sheet,
    layout: Layout,
    part: RowChoice,
    top: f32,
}

/// Which rows of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowChoice {
    All,
    Inputs,
    Outputs,
}

impl Group<'_> {
    fn rows(&self) -> &'static [Row] {
        match (self.part, self.is_corrupted()) {
            (RowChoice::Inputs, _) => &[Row::Input],
            (RowChoice::All, true) => &[Row::Input, Row::Corrupted, Row::Output, Row::Error],
            (RowChoice::All, false) => &[Row::Input, Row::Output, Row::Error],
            (RowChoice::Outputs, true) => &[Row::Corrupted, Row::Output, Row::Error],
            (RowChoice::Outputs, false) => &[Row::Output, Row::Error],
        }
    }

    /// Whether the model saw other inputs than the images themselves.
    fn is_corrupted(&self) -> bool {
        self.group.view.corrupted.is_some()
    }

    /// Returns the test image under the pointer.
    fn show(&self, ui: &mut Ui) -> Option<u32> {
        let gutter = self.layout.gutter;
        let columns = self.layout.columns.min(self.group.view.indices.len());
        let labelled = self.part != RowChoice::Outputs && self.data.dataset.test.labels().is_some();
        let head = if labelled { LINE } else { 0.0 };
        let images = self.rows().len() as f32 * (self.layout.image.y + GAP) + GAP;
        let width = gutter + columns as f32 * self.layout.step + GAP;
        let (rect, _) = ui.allocate_exact_size(vec2(width, head + images), Sense::hover());
        let mat = Rect::from_min_size(
            rect.min + vec2(gutter, head),
            vec2(columns as f32 * self.layout.step + GAP, images),
        );
        ui.painter().rect_filled(mat, 0.0, tiles::mat(ui));
        self.names(ui, rect.left(), mat.top());
        let mut hovered = None;
        for column in 0..columns {
            let x = mat.left() + GAP + column as f32 * self.layout.step;
            if self.column(ui, column, pos2(x, mat.top() + GAP), rect) {
                hovered = Some(self.group.view.indices[column]);
            }
        }
        hovered
    }

    /// What stands in which row, at the left.
    fn names(&self, ui: &Ui, left: f32, top: f32) {
        let palette = theme::palette(ui);
        let painter = ui.painter();
        let font = FontId::proportional(11.0);
        for (i, row) in self.rows().iter().enumerate() {
            let y = top + GAP + i as f32 * (self.layout.image.y + GAP);
            let text = |offset: f32, text: &str| {
                let at = pos2(left, y + offset);
                painter.text(at, Align2::LEFT_TOP, text, font.clone(), palette.weak);
            };
            match row {
                Row::Input if self.is_corrupted() => text(2.0, "Clean"),
                Row::Input => text(2.0, "Input"),
                Row::Corrupted => text(2.0, "Corrupted"),
                Row::Output => {
                    let colour = theme::variant_colour(self.group.variant.colour);
                    painter.circle_filled(pos2(left + 4.0, y + 9.0), 4.0, colour);
                    let name = egui::WidgetText::from(&self.group.variant.name).into_galley(
                        ui,
                        Some(egui::TextWrapMode::Truncate),
                        self.layout.gutter - 24.0,
                        FontId::proportional(13.0),
                    );
                    painter.galley(pos2(left + 12.0, y + 1.0), name, palette.text);
                    let what = if self.is_corrupted() {
                        "Restored"
                    } else {
                        "Reconstruction"
                    };
                    text(18.0, what);
                }
                Row::Error => {
                    text(2.0, "Absolute error");
                    if self.layout.image.y < SCALE {
                        continue;
                    }
                    let bar = Rect::from_min_size(
                        pos2(left, y + 20.0),
                        vec2(self.layout.gutter - 16.0, 6.0),
                    );
                    paint_scale(painter, bar, self.top, palette);
                }
            }
        }
    }

    /// Whether the pointer is on it.
    fn column(&self, ui: &Ui, column: usize, corner: Pos2, group: Rect) -> bool {
        let index = self.group.view.indices[column];
        let error = self.group.view.errors[column];
        let scale = ui.pixels_per_point();
        let images: Vec<Rect> = (0..self.rows().len())
            .map(|i| {
                let down = i as f32 * (self.layout.image.y + GAP);
                fitted(corner + vec2(0.0, down), self.layout.image, scale)
            })
            .collect();
        let whole = Rect::from_min_max(
            pos2(corner.x, group.top()),
            pos2(corner.x + self.layout.step - GAP, group.bottom()),
        );
        for (&row, &rect) in self.rows().iter().zip(&images) {
            self.sheet.draw(ui.painter(), row, column, rect);
        }
        if self.part != RowChoice::Outputs {
            let at = pos2(corner.x, group.top());
            column::label(ui, self.data, index, at, self.layout.step);
        }
        let figure = three_digits(f64::from(error));
        if self.rows().last() == Some(&Row::Error)
            && let Some(&map) = images.last()
        {
            in_corner(ui, map, &figure);
        }
        let of_inputs = self.part == RowChoice::Inputs;
        let id = ui.unique_id();
        let id = id.with((self.group.variant.id.0, of_inputs, column));
        let named = if of_inputs {
            "input".to_owned()
        } else {
            format!("MSE {figure}")
        };
        let response = column::picked_by_click(ui, id, whole, &images, index, &named);
        let pixel = column::pixel_under(&response, &images, self.data);
        let hovered = response.hovered();
        let Some(shape) = self.data.dataset.shape().image() else {
            return hovered;
        };
        let size = shape.size();
        response.on_hover_ui_at_pointer(|ui| {
            Hovered {
                sheet: self.sheet,
                column,
                index,
                label: labels::of_test_image(self.data, index as usize).map(|label| label.name),
                error,
                shape,
                input: self.data.dataset.test.image(index as usize),
                corrupted: self
                    .group
                    .view
                    .corrupted
                    .as_ref()
                    .and_then(|corrupted| corrupted.get(column * size..(column + 1) * size)),
                output: &self.group.view.outputs[column * size..(column + 1) * size],
                pixel,
            }
            .show(ui);
        });
        hovered
    }
}
