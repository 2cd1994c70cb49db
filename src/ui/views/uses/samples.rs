//! Samples that a use found, each with what the model makes of it.

use std::sync::Arc;

use egui::{Color32, Label, RichText, ScrollArea, Ui, UiBuilder, vec2};

use super::paint::Paint;
use crate::app::{Action, App, Found};
use crate::data::TextShape;
use crate::project::Variant;
use crate::ui::sample::Tile;
use crate::ui::theme;
use crate::ui::tiles::{self, Same, Tiles};
use crate::ui::views::empty;
use crate::ui::views::view::{Area, View, ViewAbout};
use crate::ui::widgets;
use crate::uses::{Input, Shown, ShownSample};

/// Between two samples of a line, and between lines.
const GAP: f32 = 4.0;
const BETWEEN: f32 = 14.0;
/// Below a line.
const CAPTION: f32 = 18.0;
/// A sample is about this large.
const SIDE: f32 = 84.0;

/// A texture for each variant that is shown.
#[derive(Default)]
pub struct UseSamples {
    tiles: Vec<Tiles<(Same<Found>, bool)>>,
    paint: Paint,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Samples found",
    sentence: "Samples with what the model makes of them, as the use finds them",
    building: None,
    comparing: None,
    using: Some(Area::Samples),
    needs: &[],
    observes: &[],
    export: None,
};

impl View for UseSamples {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let (data, trained) = (app.dataset.prepared(), app.selected().trained.as_ref());
        if let Some(data) = data
            && app.using.chosen().is_painted()
            && trained.is_some()
        {
            self.paint.show(ui, app, data, actions);
        }
        // What a file was decoded to can be looked at without the data.
        let alone = trained.filter(|_| data.is_none()).and_then(Input::none);
        let alone = alone.as_ref().map(|alone| &alone.data);
        let Some(data) = data.map(|data| &**data).or(alone) else {
            return;
        };
        let shown = shown(app);
        if shown.is_empty() {
            let selected = app.selected();
            let text = if app.using.found(selected.id).is_some() {
                "It finds no samples to look at"
            } else if app.use_result(selected).is_some() {
                "Run it again to see samples: figures and curves alone stay in the project"
            } else {
                "Samples that a use finds stand here"
            };
            empty::line(ui, text);
            return;
        }
        if let Some(text) = data.dataset.shape().text() {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                for (variant, found) in &shown {
                    if shown.len() > 1 {
                        title(ui, variant);
                    }
                    texts(ui, text, &found.outcome.shown);
                }
            });
            return;
        }
        let dark = ui.visuals().dark_mode;
        let Some(tile) = Tile::of(data, dark) else {
            return;
        };
        self.tiles
            .resize_with(shown.len().max(self.tiles.len()), Tiles::default);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for ((variant, found), tiles) in shown.iter().zip(&mut self.tiles) {
                if shown.len() > 1 {
                    title(ui, variant);
                }
                let content = &found.outcome.shown;
                let key = (Same::of(found), dark);
                tiles.update(ui.ctx(), key, tile.size(), || pixels(&tile, content));
                lines(ui, &tile, content, tiles);
                ui.add_space(10.0);
            }
        });
    }
}

fn title(ui: &mut Ui, variant: &Variant) {
    let name = widgets::strong(ui, variant.name.as_str(), 13.0);
    let colour = theme::variant_colour(variant.colour);
    ui.add(Label::new(name.color(colour)).truncate());
}

/// Each line as texts, one below the other.
fn texts(ui: &mut Ui, text: &TextShape, shown: &Shown) {
    let weak = theme::palette(ui).weak;
    for line in &shown.lines {
        ui.label(RichText::new(&line.caption).size(11.0).color(weak));
        for (heading, sample) in shown.headings.iter().zip(&line.samples) {
            // What is wrong with it stands beside it as its score.
            let Some(ShownSample::Values(values)) = sample else {
                continue;
            };
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(format!("{heading}:")).color(weak));
                ui.label(text.text(&text.likeliest(values)));
            });
        }
        ui.add_space(BETWEEN / 2.0);
    }
}

/// What was found in this session, the selected variant first.
fn shown(app: &App) -> Vec<(&Variant, &Arc<Found>)> {
    let selected = app.selected().id;
    let shown = app.variants_on_screen();
    let found = shown.filter_map(|variant| Some((variant, app.using.found(variant.id)?)));
    let mut found: Vec<_> = found
        .filter(|(_, found)| !found.outcome.shown.lines.is_empty())
        .collect();
    found.sort_by_key(|(variant, _)| variant.id != selected);
    found
}

/// Every place of every line, empty ones in the colour of nothing.
fn pixels(tile: &Tile<'_>, shown: &Shown) -> Vec<Color32> {
    let size = tile.size();
    let blank = vec![Color32::TRANSPARENT; size.width * size.height];
    let errors = shown.lines.iter().flat_map(|line| &line.samples);
    let errors = errors.filter_map(|sample| match sample {
        Some(ShownSample::Errors(errors)) => Some(errors),
        _ => None,
    });
    // One scale for all, so that they can be compared.
    let largest = errors.flatten().copied().fold(0.0, f32::max);
    let places = shown.lines.iter().flat_map(|line| {
        let columns = 0..shown.headings.len();
        columns.map(|column| line.samples.get(column).and_then(Option::as_ref))
    });
    places
        .flat_map(|sample| match sample {
            Some(ShownSample::Values(values)) => tile.of_outputs(values),
            Some(ShownSample::Errors(errors)) => tile.of_errors(errors, largest),
            None => blank.clone(),
        })
        .collect()
}

/// As many lines side by side as have room.
fn lines(ui: &mut Ui, tile: &Tile<'_>, shown: &Shown, tiles: &Tiles<(Same<Found>, bool)>) {
    let columns = shown.headings.len().max(1);
    let pixels_per_point = ui.pixels_per_point();
    let image = [tile.size().width, tile.size().height];
    let multiple = tiles::multiple(image, vec2(SIDE, SIDE), pixels_per_point);
    let size = tiles::size(image, multiple, pixels_per_point);
    let headings = shown.headings.join("  ·  ");
    let weak = theme::palette(ui).weak;
    ui.add(Label::new(RichText::new(headings).size(11.0).color(weak)).truncate());
    let block = vec2(columns as f32 * (size.x + GAP) - GAP, size.y + CAPTION);
    let across = (((ui.available_width() + BETWEEN) / (block.x + BETWEEN)) as usize).max(1);
    for (row, chunk) in shown.lines.chunks(across).enumerate() {
        let wide = vec2(ui.available_width(), block.y + 6.0);
        let (place, _) = ui.allocate_exact_size(wide, egui::Sense::hover());
        if !ui.is_rect_visible(place) {
            continue;
        }
        for (column, line) in chunk.iter().enumerate() {
            let left = place.left() + column as f32 * (block.x + BETWEEN);
            let index = row * across + column;
            for sample in 0..columns {
                if line.samples.get(sample).is_none_or(Option::is_none) {
                    continue;
                }
                let corner = egui::pos2(left + sample as f32 * (size.x + GAP), place.top());
                let rect = tiles::fitted(corner, size, pixels_per_point);
                ui.painter()
                    .rect_filled(rect.expand(1.0), 0.0, tiles::mat(ui));
                tiles.draw(ui.painter(), index * columns + sample, rect);
            }
            let below = egui::Rect::from_min_size(
                egui::pos2(left, place.top() + size.y + 1.0),
                vec2(block.x, CAPTION),
            );
            let mut below = ui.new_child(UiBuilder::new().id_salt(index).max_rect(below));
            let caption = RichText::new(&line.caption).size(11.0);
            below.add(Label::new(caption).truncate());
        }
    }
}
