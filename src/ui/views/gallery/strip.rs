//! The list of test rows at the left of the gallery: a tile each with its label and its error.

use std::sync::Arc;

use egui::{Align2, FontId, Rect, Role, ScrollArea, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::data::{Prepared, SampleShape, TextShape};
use crate::export::digits::{grouped, three_digits};
use crate::settings::words::capital;
use crate::training::GalleryView;
use crate::ui::sample::Tile;
use crate::ui::theme;
use crate::ui::tiles::{Same, Tiles, fitted, multiple, size};
use crate::ui::views::hovered::hovered_image;
use crate::ui::views::labels;
use crate::ui::views::selection::{select_image, selected_image};
use crate::ui::widgets::truncated;

/// A tile fits into this, in points.
const TILE: egui::Vec2 = vec2(64.0, 40.0);
/// Around a tile.
const AROUND: f32 = 6.0;
/// Beside it, for number, label and error.
const WORDS: f32 = 100.0;
const TEXT: f32 = 200.0;
/// Room for the scroll bar, which lies over the rows.
const BAR: f32 = 14.0;

/// Draws the rows; keeps their tiles.
#[derive(Default)]
pub struct Strip {
    tiles: Tiles<Key>,
}

/// What the tiles depend on.
#[derive(PartialEq)]
struct Key {
    data: Same<Prepared>,
    rows: Vec<u32>,
    dark: bool,
    size: [usize; 2],
}

impl Strip {
    /// Of `all` points the width that the rows take: of texts more, whose words need it.
    pub fn width(&self, all: f32, are_texts: bool) -> f32 {
        let words = if are_texts { TEXT } else { WORDS };
        let wanted = TILE.x + words + 2.0 * AROUND + 12.0;
        wanted.min(all * 0.42)
    }

    /// Draws the rows of `view`; returns the one under the pointer.
    pub fn show(&mut self, ui: &mut Ui, data: &Arc<Prepared>, view: &GalleryView) -> Option<u32> {
        let dark = ui.visuals().dark_mode;
        let tile = Tile::of(data, dark)?;
        let pixels = [tile.size().width, tile.size().height];
        let key = Key {
            data: Same::of(data),
            rows: view.indices.clone(),
            dark,
            size: pixels,
        };
        self.tiles.update(ui.ctx(), key, tile.size(), || {
            let rows = view.indices.iter();
            rows.flat_map(|&index| tile.of_test(index as usize))
                .collect()
        });
        let scale = ui.pixels_per_point();
        let area = size(pixels, multiple(pixels, TILE, scale), scale);
        let line = area.y + AROUND;
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut hovered = None;
        ScrollArea::vertical()
            .id_salt("rows")
            .auto_shrink(false)
            .show_rows(ui, line, view.indices.len(), |ui, seen| {
                for place in seen {
                    if self.line(ui, data, view, place, [area.x, area.y]) {
                        hovered = Some(view.indices[place]);
                    }
                }
            });
        hovered
    }

    /// Whether the pointer is on it.
    fn line(
        &self,
        ui: &mut Ui,
        data: &Prepared,
        view: &GalleryView,
        place: usize,
        [wide, high]: [f32; 2],
    ) -> bool {
        let palette = theme::palette(ui);
        let index = view.indices[place];
        let error = view.errors.get(place).copied().unwrap_or(f32::NAN);
        let error = three_digits(f64::from(error));
        let size = vec2(ui.available_width(), high + AROUND);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let selected = selected_image(ui.ctx()) == Some(index);
        response.widget_info(|| {
            let noun = data.dataset.shape().noun();
            let name = format!("Test {noun} {index}, error {error}");
            WidgetInfo::selected(Role::Button, true, selected, name)
        });
        let lit = response.hovered() || hovered_image(ui.ctx()) == Some(index);
        if lit || selected {
            let fill = if selected {
                palette.selection
            } else {
                palette.control
            };
            ui.painter().rect_filled(rect, 3.0, fill);
        }
        let corner = rect.left_center() + vec2(AROUND / 2.0, -high / 2.0);
        let picture = fitted(corner, vec2(wide, high), ui.pixels_per_point());
        self.tiles.draw(ui.painter(), place, picture);
        let stroke = (1.0, palette.line);
        ui.painter()
            .rect_stroke(picture, 0.0, stroke, StrokeKind::Outside);
        let words = Rect::from_min_max(
            pos2(picture.right() + 8.0, rect.top()),
            rect.right_bottom() - vec2(BAR, 0.0),
        );
        self.words(ui, data, index, &error, words);
        if response.clicked() {
            select_image(ui.ctx(), index);
        }
        response.hovered()
    }

    /// Number and error, and between them the label, where there is one.
    fn words(&self, ui: &Ui, data: &Prepared, index: u32, error: &str, rect: Rect) {
        let palette = theme::palette(ui);
        let painter = ui.painter();
        let font = FontId::proportional(11.0);
        let label = labels::of_test_image(data, index as usize);
        let name = match data.dataset.test.name(index as usize) {
            Some(name) => name.to_owned(),
            None if let Some(text) = data.dataset.shape().text() => {
                let row = data.dataset.test.row(index as usize);
                text.text(&TextShape::tokens(&row))
            }
            None => {
                let noun = match data.dataset.shape() {
                    // The word is longer than there is room beside the error.
                    SampleShape::Sequence(_) => "No.".to_owned(),
                    shape => capital(shape.noun()),
                };
                format!("{noun} {}", grouped(index.into()))
            }
        };
        let two = label.is_some() && rect.height() >= 28.0;
        let first = if two {
            rect.center().y - 7.0
        } else {
            rect.center().y
        };
        let at = pos2(rect.left(), first);
        let right = pos2(rect.right(), first);
        let taken = painter.text(
            right,
            Align2::RIGHT_CENTER,
            error,
            font.clone(),
            palette.text,
        );
        // Ids can be long.
        let room = taken.left() - 6.0 - rect.left();
        let name = truncated(painter, &name, font.clone(), palette.text, room);
        painter.galley(at - vec2(0.0, name.size().y / 2.0), name, palette.text);
        if let Some(label) = label.filter(|_| two) {
            let centre = pos2(rect.left() + 4.0, rect.center().y + 8.0);
            painter.circle_filled(centre, 3.0, theme::label_colour(label.number));
            let galley = egui::WidgetText::from(label.name).into_galley(
                ui,
                Some(egui::TextWrapMode::Truncate),
                rect.width() - 12.0,
                font,
            );
            let at = pos2(centre.x + 7.0, centre.y - galley.size().y / 2.0);
            painter.galley(at, galley, palette.weak);
        }
    }
}
