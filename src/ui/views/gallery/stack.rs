//! Stacked rows of pictures, one column a test image, for two pictures that are compared.

use egui::{Align2, Color32, FontId, Painter, Rect, RichText, Sense, Ui, pos2, vec2};

use super::column;
use super::layout::{LINE, Layout};
use crate::data::Prepared;
use crate::export::digits::grouped;
use crate::ui::theme::{self, Palette};
use crate::ui::tiles::{self, GAP, fitted};

/// Draws the picture of a column.
pub type DrawColumn<'a> = Box<dyn Fn(&Painter, usize, Rect) + 'a>;
/// Draws a scale over a rectangle, its numbers below.
pub type DrawScale<'a> = Box<dyn Fn(&Painter, Rect, &Palette) + 'a>;

/// A row.
pub struct Row<'a> {
    /// Two short lines at the left.
    pub name: &'a str,
    pub below: &'a str,
    /// Of the variant it belongs to.
    pub colour: Option<Color32>,
    /// Draws the picture of a column into a rectangle.
    pub draw: DrawColumn<'a>,
    /// A scale below the name.
    pub scale: Option<DrawScale<'a>>,
}

/// All of it.
pub struct Stack<'a> {
    pub data: &'a Prepared,
    pub layout: Layout,
    /// The test image of each column.
    pub indices: &'a [u32],
    pub rows: Vec<Row<'a>>,
    /// What the figures below the columns are, and these.
    pub figure: &'a str,
    pub figures: &'a [String],
    /// Tells about a column and a pixel of it (row and column) what the picture does not.
    pub about: Box<dyn Fn(usize, Option<[usize; 2]>) -> String + 'a>,
}

impl Stack<'_> {
    /// Draws it; returns the test image under the pointer.
    pub fn show(&self, ui: &mut Ui) -> Option<u32> {
        let Layout {
            image,
            step,
            gutter,
            ..
        } = self.layout;
        let columns = self.layout.columns.min(self.indices.len());
        let head = if self.data.dataset.test.labels().is_some() {
            LINE
        } else {
            0.0
        };
        let images = self.rows.len() as f32 * (image.y + GAP) + GAP;
        let width = gutter + columns as f32 * step + GAP;
        let (rect, _) = ui.allocate_exact_size(vec2(width, head + images + LINE), Sense::hover());
        let mat = Rect::from_min_size(
            rect.min + vec2(gutter, head),
            vec2(columns as f32 * step + GAP, images),
        );
        ui.painter().rect_filled(mat, 0.0, tiles::mat(ui));
        self.names(ui, rect.left(), mat);
        let mut hovered = None;
        for column in 0..columns {
            let corner = mat.min + vec2(GAP + column as f32 * step, GAP);
            if self.column(ui, column, corner, rect) {
                hovered = Some(self.indices[column]);
            }
        }
        hovered
    }

    fn names(&self, ui: &Ui, left: f32, mat: Rect) {
        let palette = theme::palette(ui);
        let painter = ui.painter();
        let small = FontId::proportional(11.0);
        for (i, row) in self.rows.iter().enumerate() {
            let y = mat.top() + GAP + i as f32 * (self.layout.image.y + GAP);
            let indent = if let Some(colour) = row.colour {
                painter.circle_filled(pos2(left + 4.0, y + 9.0), 4.0, colour);
                12.0
            } else {
                0.0
            };
            let name = egui::WidgetText::from(row.name).into_galley(
                ui,
                Some(egui::TextWrapMode::Truncate),
                self.layout.gutter - indent - 12.0,
                FontId::proportional(13.0),
            );
            painter.galley(pos2(left + indent, y + 1.0), name, palette.text);
            let at = pos2(left, y + 18.0);
            painter.text(at, Align2::LEFT_TOP, row.below, small.clone(), palette.weak);
            if let Some(scale) = &row.scale {
                let size = vec2(self.layout.gutter - 16.0, 6.0);
                let top = if row.below.is_empty() { 22.0 } else { 36.0 };
                let bar = Rect::from_min_size(pos2(left, y + top), size);
                scale(painter, bar, palette);
            }
        }
        let at = pos2(left, mat.bottom() + 2.0);
        painter.text(at, Align2::LEFT_TOP, self.figure, small, palette.weak);
    }

    /// Whether the pointer is on it.
    fn column(&self, ui: &Ui, column: usize, corner: egui::Pos2, all: Rect) -> bool {
        let (image, step) = (self.layout.image, self.layout.step);
        let index = self.indices[column];
        let scale = ui.pixels_per_point();
        let images: Vec<Rect> = (0..self.rows.len())
            .map(|i| fitted(corner + vec2(0.0, i as f32 * (image.y + GAP)), image, scale))
            .collect();
        for (row, &rect) in self.rows.iter().zip(&images) {
            (row.draw)(ui.painter(), column, rect);
        }
        column::label(ui, self.data, index, pos2(corner.x, all.top()), step);
        let figure = self.figures.get(column).map_or("", String::as_str);
        ui.painter().text(
            pos2(corner.x + image.x, all.bottom() - LINE + 2.0),
            Align2::RIGHT_TOP,
            figure,
            FontId::proportional(11.0),
            theme::palette(ui).text,
        );
        let whole = Rect::from_min_max(
            pos2(corner.x, all.top()),
            pos2(corner.x + step - GAP, all.bottom()),
        );
        let id = ui.unique_id().with(("stack", column));
        let named = format!("{} {figure}", self.figure);
        let response = column::picked_by_click(ui, id, whole, &images, index, named.trim());
        let pixel = column::pixel_under(&response, &images, self.data);
        let hovered = response.hovered();
        response.on_hover_ui_at_pointer(|ui| {
            ui.strong(format!("Test image {}", grouped(index.into())));
            let text = (self.about)(column, pixel);
            let weak = theme::palette(ui).weak;
            ui.label(RichText::new(text).size(11.0).color(weak));
        });
        hovered
    }
}
