//! The samples view: decoded draws from the prior, or a lattice over the plane.

mod asking;
mod layout;
mod sheet;
mod source;

use std::sync::Arc;
use std::time::Duration;

use egui::{Button, Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::app::{Action, App, Export};
use crate::data::Prepared;
use crate::export::svg::{self, Drawn};
use crate::settings::words::capital;
use crate::training::{Asker, LatentView, ObservationId};
use crate::ui::sample::{self, Tile};
use crate::ui::tiles::{self, GAP, Same, fitted};
use crate::ui::views::latent::image::OneImage;
use crate::ui::views::view::{Area, Need, View, ViewAbout};
use crate::ui::views::{empty, words};
use crate::ui::{theme, widgets};
use asking::{Asking, Next, Wish};
use layout::{Layout, layout};
use sheet::Sheet;
use source::{CodeDistribution, Kind};

/// Codes of at most so many numbers are told in full.
const TOLD: usize = 4;
/// Columns of a hovered row that are told in words: those furthest from the mean.
const COLUMNS: usize = 6;

/// Samples: what the decoder makes of codes that no image has.
#[derive(Default)]
pub struct Samples {
    seed: u64,
    /// Random draws even where there could be a lattice.
    draws: bool,
    asking: Asking,
    /// Asked for last, and the columns they stand in.
    wanted: Option<(Wish, Vec<f32>)>,
    sheet: Sheet,
    hovered: OneImage,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Samples",
    sentence: "What the decoder makes of codes that no image has",
    building: Some(Area::Codes),
    comparing: None,
    using: None,
    needs: &[Need::Observed(ObservationId::Latents), Need::Data],
    observes: &[ObservationId::Latents],
    export: Some(Export::Samples),
};

impl View for Samples {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn promise(&self, app: &App) -> String {
        let noun = capital(words::noun(app));
        format!("{noun}s that the decoder makes of random codes will stand here")
    }

    fn figure(&self, app: &App) -> Option<Drawn> {
        let variant = app.selected();
        let view: Arc<LatentView> = app.runs.get(&variant.id)?.views.get()?;
        let words = CodeDistribution::of(&variant.settings).words(self.kind(&view));
        let images = self.sheet.images();
        Some(
            images
                .ok_or("there are no samples yet".into())
                .map(|images| {
                    Arc::new(svg::Sheet {
                        name: variant.name.clone(),
                        colour: variant.colour,
                        words: words.into(),
                        images,
                        columns: self.sheet.columns,
                    }) as _
                }),
        )
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let variant = app.selected();
        let run = app.runs.get(&variant.id);
        let view: Option<Arc<LatentView>> = run.and_then(|run| run.views.get());
        let (Some(view), Some(data)) = (view, app.dataset.prepared()) else {
            return;
        };
        let source = CodeDistribution::of(&variant.settings);
        let Some(tile) = Tile::of(data, ui.visuals().dark_mode) else {
            return;
        };
        let shape = tile.size();
        let kind = self.kind(&view);
        self.toolbar(ui, app, &view, source, actions);
        // Before the scroll area, inside which there is no end to the height.
        let mut room = ui.available_size();
        room.x -= ui.spacing().scroll.allocated_width();
        let image = [shape.width, shape.height];
        let layout = layout(room, image, kind, ui.pixels_per_point());
        let wish = Wish {
            variant: variant.id,
            manifold: kind == Kind::Manifold,
            seed: self.seed,
            columns: layout.columns,
            rows: layout.rows,
            past: view.past.map(|_| view.step),
        };
        self.ask(ui, app, &view, source, wish, actions);
        self.take(ui, app, data);
        if self.sheet.len() == 0 {
            let finite = view.codes.is_empty() || view.statistics.is_some();
            empty::line(
                ui,
                if finite {
                    "The samples are being made"
                } else {
                    "Some codes are not finite: the run has diverged"
                },
            );
            return;
        }
        self.images(ui, data, layout, kind);
    }
}

impl Samples {
    fn kind(&self, view: &LatentView) -> Kind {
        if view.width == 2 && !self.draws {
            Kind::Manifold
        } else {
            Kind::Draws
        }
    }

    fn toolbar(
        &mut self,
        ui: &mut Ui,
        app: &App,
        view: &LatentView,
        source: CodeDistribution,
        actions: &mut Vec<Action>,
    ) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if view.width == 2 {
                ui.selectable_value(&mut self.draws, false, "Manifold")
                    .on_hover_text("Decode a lattice over the plane of codes");
                ui.selectable_value(&mut self.draws, true, "Draws")
                    .on_hover_text("Decode random codes");
                ui.separator();
            }
            let random = self.kind(view) == Kind::Draws;
            let again = ui
                .add_enabled(random, Button::new("Draw again"))
                .on_hover_text("Decode other random codes, drawn by a new seed")
                .on_disabled_hover_text("A lattice has nothing random");
            if again.accessible_name("Draw other samples").clicked() {
                self.seed = self.seed.wrapping_add(1);
            }
            let save = Button::new("Save picture…");
            let action = Action::Export(Export::Samples);
            let allowed = match self.sheet.len() {
                0 => Err("There are no samples yet".to_owned()),
                _ => app.check(&action),
            };
            if widgets::checked_button(ui, save, "Save the samples as SVG or PNG", allowed) {
                actions.push(action);
            }
        });
        widgets::hint(ui, source.words(self.kind(view)));
    }

    /// Asks for the samples, unless they were asked for or it is too early.
    fn ask(
        &mut self,
        ui: &Ui,
        app: &App,
        view: &Arc<LatentView>,
        source: CodeDistribution,
        wish: Wish,
        actions: &mut Vec<Action>,
    ) {
        let now = ui.input(|input| input.time);
        match self.asking.next(wish, &Same::of(view), now) {
            Next::Nothing => return,
            Next::Wait(seconds) => {
                ui.ctx()
                    .request_repaint_after(Duration::from_secs_f64(seconds));
                return;
            }
            Next::Ask => self.asking.asked(wish, Same::of(view), now),
        }
        let codes = if wish.manifold {
            source.lattice(view, wish.columns, wish.rows)
        } else {
            source.draws(view, wish.seed, wish.columns * wish.rows)
        };
        let Some(codes) = codes else {
            self.wanted = None;
            self.sheet.clear();
            return;
        };
        let action = Action::Decode(Asker::Samples, codes.clone());
        if app.check(&action).is_ok() {
            self.wanted = Some((wish, codes));
            actions.push(action);
        }
    }

    /// Takes in what was decoded, if it is what was asked for last. Until then what was there before stays.
    fn take(&mut self, ui: &Ui, app: &App, data: &Prepared) {
        let Some((wish, codes)) = &self.wanted else {
            return;
        };
        if wish.variant != app.selected().id {
            self.sheet.clear();
            return;
        }
        let Some(decoded) = &app.decoded.latest.samples else {
            // The variant was left and selected again, or its model built anew.
            self.sheet.clear();
            return;
        };
        let Some(tile) = Tile::of(data, ui.visuals().dark_mode) else {
            return;
        };
        let size = data.dataset.shape().target_width();
        let fits = decoded.output.len() == wish.columns * wish.rows * size;
        if decoded.variant == wish.variant && fits && decoded.code == *codes {
            self.sheet.update(ui.ctx(), decoded, wish.columns, &tile);
        }
    }

    fn images(&mut self, ui: &mut Ui, data: &Prepared, layout: Layout, kind: Kind) {
        let (columns, count) = (self.sheet.columns, self.sheet.len());
        if let Some(text) = data.dataset.shape().text().filter(|_| kind == Kind::Draws) {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                for index in 0..count {
                    let tokens = text.likeliest(self.sheet.output(index));
                    ui.label(text.text(&tokens));
                    ui.separator();
                }
            });
            return;
        }
        let rows = count.div_ceil(columns);
        let step = layout.image + vec2(GAP, GAP);
        let size = vec2(columns as f32 * step.x + GAP, rows as f32 * step.y + GAP);
        ScrollArea::both().auto_shrink(false).show(ui, |ui| {
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            let name = match kind {
                Kind::Draws => format!("{count} samples"),
                Kind::Manifold => format!("Manifold of {columns} × {rows} codes"),
            };
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name.as_str()));
            ui.painter().rect_filled(rect, 0.0, tiles::mat(ui));
            let scale = ui.pixels_per_point();
            let place = |index: usize| {
                let (column, row) = (index % columns, index / columns);
                let corner = vec2(column as f32 * step.x, row as f32 * step.y);
                fitted(rect.min + corner + vec2(GAP, GAP), layout.image, scale)
            };
            for index in 0..count {
                self.sheet.draw(ui.painter(), index, place(index));
            }
            let Some(pointer) = response.hover_pos() else {
                return;
            };
            let hovered = (0..count).find(|&index| place(index).contains(pointer));
            if let Some(index) = hovered {
                self.hover(ui, response, data, index, place(index));
            }
        });
    }

    /// One sample enlarged, with its code where that is short.
    fn hover(
        &mut self,
        ui: &Ui,
        response: egui::Response,
        data: &Prepared,
        index: usize,
        place: Rect,
    ) {
        let palette = theme::palette(ui);
        let outline = egui::StrokeKind::Outside;
        ui.painter()
            .rect_stroke(place, 0.0, (1.0, palette.text), outline);
        let code = self.sheet.code(index);
        let text = if code.len() <= TOLD {
            let numbers: Vec<String> = code.iter().map(|z| format!("{z:.2}")).collect();
            format!("Code {}", numbers.join(", "))
        } else {
            format!("Draw {}", index + 1)
        };
        let (pixels, image) = (self.sheet.pixels(index), &mut self.hovered);
        let size = self.sheet.size();
        let unusual_columns = sample::unusual_columns(data, self.sheet.output(index), COLUMNS);
        response.on_hover_ui_at_pointer(|ui| {
            if let Some(size) = size {
                image.show(ui, pixels, size, "Decoded sample");
            }
            for line in unusual_columns {
                ui.label(RichText::new(line).size(11.0));
            }
            ui.label(RichText::new(text).size(11.0).color(palette.weak));
        });
    }
}
