//! Draws the rows of images, one column an image.

use std::collections::BTreeMap;

use egui::{Align2, FontId, Pos2, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::Shown;
use super::hover::{Hovered, pixel_at};
use super::layout::{BETWEEN, GUTTER, LINE, Layout, layout, rows};
use super::sheet::{Row, Sheet};
use crate::app::PreparedData;
use crate::training::VariantId;
use crate::ui::digits::three_digits;
use crate::ui::theme;
use crate::ui::tiles::{self, GAP, fitted};
use crate::ui::views::comparison::paint_scale;
use crate::ui::views::labels;
use crate::ui::views::selection::{select_image, selected_image};

/// The layout for the space that is left in `ui`, for what is `shown`.
pub(super) fn layout_in(ui: &Ui, data: &PreparedData, shown: &[Shown]) -> Layout {
    let corrupted = shown.iter().filter(|shown| shown.view.corrupted.is_some());
    let shape = data.dataset.shape();
    let mut available = ui.available_size();
    // The bar that appears when several variants need scrolling.
    available.x -= ui.spacing().scroll.allocated_width();
    layout(
        available,
        [shape.width, shape.height],
        rows(shown.len(), corrupted.count()),
        data.dataset.test.len(),
        ui.pixels_per_point(),
    )
}

pub(super) fn show(
    ui: &mut Ui,
    data: &PreparedData,
    shown: &[Shown],
    sheets: &BTreeMap<VariantId, Sheet>,
    layout: Layout,
    top: f32,
) {
    let mut above: Option<&[u32]> = None;
    for (place, group) in shown.iter().enumerate() {
        let Some(sheet) = sheets.get(&group.variant.id) else {
            continue;
        };
        // Best and worst differ from variant to variant, and then each shows its own inputs.
        let with_inputs = above != Some(&group.view.indices[..]);
        above = Some(&group.view.indices);
        if place > 0 {
            ui.add_space(BETWEEN);
        }
        Group {
            data,
            group,
            sheet,
            layout,
            with_inputs,
            top,
        }
        .show(ui);
    }
}

struct Group<'a> {
    data: &'a PreparedData,
    group: &'a Shown<'a>,
    sheet: &'a Sheet,
    layout: Layout,
    with_inputs: bool,
    top: f32,
}

impl Group<'_> {
    fn rows(&self) -> &'static [Row] {
        match (self.with_inputs, self.is_corrupted()) {
            (true, true) => &[Row::Input, Row::Corrupted, Row::Output, Row::Error],
            (true, false) => &[Row::Input, Row::Output, Row::Error],
            (false, true) => &[Row::Corrupted, Row::Output, Row::Error],
            (false, false) => &[Row::Output, Row::Error],
        }
    }

    /// Whether the model saw other inputs than the images themselves.
    fn is_corrupted(&self) -> bool {
        self.group.view.corrupted.is_some()
    }

    fn show(&self, ui: &mut Ui) {
        let columns = self.layout.columns.min(self.group.view.indices.len());
        let labelled = self.with_inputs && self.data.dataset.test.labels().is_some();
        let head = if labelled { LINE } else { 0.0 };
        let images = self.rows().len() as f32 * (self.layout.image.y + GAP) + GAP;
        let width = GUTTER + columns as f32 * self.layout.step + GAP;
        let (rect, _) = ui.allocate_exact_size(vec2(width, head + images + LINE), Sense::hover());
        let mat = Rect::from_min_size(
            rect.min + vec2(GUTTER, head),
            vec2(columns as f32 * self.layout.step + GAP, images),
        );
        ui.painter().rect_filled(mat, 0.0, tiles::mat(ui));
        self.names(ui, rect.left(), mat.top());
        ui.painter().text(
            pos2(rect.left(), mat.bottom() + 2.0),
            Align2::LEFT_TOP,
            "MSE",
            FontId::proportional(11.0),
            theme::palette(ui).weak,
        );
        for column in 0..columns {
            let x = mat.left() + GAP + column as f32 * self.layout.step;
            self.column(ui, column, pos2(x, mat.top() + GAP), rect);
        }
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
                        GUTTER - 24.0,
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
                    let bar = Rect::from_min_size(pos2(left, y + 20.0), vec2(GUTTER - 16.0, 6.0));
                    paint_scale(painter, bar, self.top, palette);
                }
            }
        }
    }

    fn column(&self, ui: &Ui, column: usize, corner: Pos2, group: Rect) {
        let palette = theme::palette(ui);
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
        let label = labels::of_test_image(self.data, index as usize);
        let small = FontId::proportional(11.0);
        if let Some(label) = label.as_ref().filter(|_| self.with_inputs) {
            let galley = egui::WidgetText::from(&label.name).into_galley(
                ui,
                Some(egui::TextWrapMode::Truncate),
                self.layout.step - 10.0,
                small.clone(),
            );
            let dot = pos2(corner.x + 3.0, group.top() + 8.0);
            ui.painter()
                .circle_filled(dot, 3.0, theme::label_colour(label.number));
            let at = pos2(corner.x + 9.0, group.top() + 1.0);
            ui.painter().galley(at, galley, palette.weak);
        }
        let figure = three_digits(f64::from(error));
        ui.painter().text(
            pos2(corner.x + self.layout.image.x, group.bottom() - LINE + 2.0),
            Align2::RIGHT_TOP,
            &figure,
            small,
            palette.text,
        );

        let selected = selected_image(ui.ctx()) == Some(index);
        let id = ui.unique_id().with((self.group.variant.id.0, column));
        let response = ui.interact(whole, id, Sense::click());
        response.widget_info(|| {
            WidgetInfo::selected(
                Role::Button,
                true,
                selected,
                format!("Test image {index}, MSE {figure}"),
            )
        });
        let outline = images
            .iter()
            .fold(Rect::NOTHING, |all, &image| all.union(image));
        if selected || response.hovered() || response.has_focus() {
            let colour = if selected {
                palette.accent
            } else {
                palette.text
            };
            let width = if selected { 2.0 } else { 1.0 };
            let stroke = (width, colour);
            ui.painter()
                .rect_stroke(outline, 0.0, stroke, StrokeKind::Outside);
        }
        if response.clicked() {
            select_image(ui.ctx(), index);
        }
        let shape = self.data.dataset.shape();
        let size = shape.size();
        let pixel = response.hover_pos().and_then(|pointer| {
            images
                .iter()
                .find_map(|&image| pixel_at(image, shape, pointer))
        });
        response.on_hover_ui_at_pointer(|ui| {
            Hovered {
                sheet: self.sheet,
                column,
                index,
                label: label.map(|label| label.name),
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
    }
}
