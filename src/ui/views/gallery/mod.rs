//! The gallery: test samples, their reconstructions and errors.

mod column;
mod columns;
mod difference;
mod empty;
mod flicker;
mod hover;
mod layout;
mod mode;
mod noise;
mod pair;
mod rows;
mod settle;
mod sheet;
mod stack;
mod strip;
mod toolbar;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::{Action, App, Export};
use crate::data::Prepared;
use crate::project::Variant;
use crate::training::{GalleryView, ObservationId, VariantId};
use crate::ui::tiles::GAP;
use crate::ui::views::comparison::ErrorScale;
use crate::ui::views::hovered::hover_image;
use crate::ui::views::view::{Area, Need, View, ViewAbout, WindowMode};
use mode::Mode;
use pair::{Pair, Side};

/// The gallery: test samples, their reconstructions and errors.
#[derive(Default)]
pub struct Gallery {
    scale: ErrorScale,
    settle: settle::Settle,
    sheets: BTreeMap<VariantId, sheet::Sheet>,
    mode: Mode,
    /// Who is set against whom in either mode that does so.
    difference: Pair,
    flicker: Pair,
    differences: difference::Difference,
    rows: rows::Rows,
    window: Option<WindowMode>,
    /// Where one variant is built: the others, too.
    all: bool,
}

/// A variant that has something to show.
struct Shown<'a> {
    variant: &'a Variant,
    view: Arc<GalleryView>,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Reconstructions",
    sentence: "Samples of the test part and what the model makes of them",
    building: Some(Area::Samples),
    comparing: Some(Area::Samples),
    using: None,
    needs: &[Need::Data],
    observes: &[ObservationId::Gallery],
    export: Some(Export::Reconstructions),
};

impl View for Gallery {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn sentence(&self, mode: WindowMode) -> &'static str {
        match mode {
            WindowMode::Build | WindowMode::Use => ABOUT.sentence,
            WindowMode::Compare => "Samples of the test part and what each variant makes of them",
        }
    }

    fn set_mode(&mut self, mode: WindowMode) {
        self.window = Some(mode);
    }

    /// That in which all rows can be seen whole, the controls above them included; not more than there is room as long
    /// as that is enough for small images.
    fn height(&self, ui: &egui::Ui, app: &App, width: f32, room: f32) -> f32 {
        let line = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
        let controls = if width < NARROW { 2.0 * line } else { line };
        let data = app.dataset.prepared();
        if data.is_some_and(|data| data.dataset.shape().image().is_none()) {
            return rows::height(controls, room);
        }
        let image = data.and_then(|data| data.dataset.shape().image());
        let image = image.map_or([28, 28], |shape| [shape.width, shape.height]);
        let only = self.only(app);
        let shown = |variant: &&Variant| match only {
            Some(only) => variant.id == only,
            None => is_shown(app, variant),
        };
        let variants = app.document.variants.iter().filter(shown);
        let corrupted = variants.clone();
        let corrupted = corrupted.filter(|variant| noise::of_training(&variant.settings).is_some());
        let (variants, corrupted) = (variants.count(), corrupted.count());
        // Rounding must not cost a row.
        let controls = controls + 4.0;
        let scale = ui.pixels_per_point();
        controls + layout::height(width, room - controls, image, variants, corrupted, scale)
    }

    fn empty_ui(&mut self, ui: &mut egui::Ui, app: &App, _actions: &mut Vec<Action>) {
        empty::without_data(ui, &app.dataset);
    }

    fn draw(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let Some(data) = app.dataset.prepared() else {
            return;
        };
        let is_rows = data.dataset.shape().image().is_none();
        if is_rows {
            self.mode = Mode::Errors;
        }
        let only = self.only(app);
        let shown = self.shown(app, data, only);
        let sides = self.sides(app, &shown);
        let looks = toolbar::Looks {
            mode: &mut self.mode,
            difference: &mut self.difference,
            flicker: &mut self.flicker,
            scale: &mut self.scale,
            sides,
            all: (self.window == Some(WindowMode::Build) && !is_rows).then_some(&mut self.all),
            variants: with_views(app),
        };
        let before = *looks.mode;
        toolbar::show(ui, app, &shown, looks, actions);
        if self.mode != before {
            ui.ctx().request_repaint();
        }
        if is_rows {
            self.ask_for_more(ui, app, rows::ROWS.min(data.dataset.test.len()), actions);
            if shown.is_empty() {
                empty::without_view(ui, app, actions);
                return;
            }
            let hovered = self.rows.show(ui, app, data, &shown);
            hover_image(ui.ctx(), ui.scope_id().with("hovered"), hovered);
            return;
        }
        // Before the scroll area, inside which there is no end to the height.
        let rows = match before {
            Mode::Errors => (rows_of(&shown), layout::SIDES.1),
            Mode::Difference => (4, 112.0),
            Mode::Flicker => (1, 140.0),
        };
        let layout = layout_in(ui, data, &shown, rows);
        if !data.dataset.test.is_empty() {
            self.ask_for_more(ui, app, layout.columns, actions);
        }
        if shown.is_empty() {
            empty::without_view(ui, app, actions);
            return;
        }
        let hovered = match (before, sides) {
            (Mode::Errors, _) => self.images(ui, data, &shown, layout),
            (Mode::Difference, Some(sides)) => self.difference(ui, data, &shown, sides, layout),
            (Mode::Flicker, Some(sides)) => self.flicker(ui, data, &shown, sides, layout),
            (_, None) => {
                ui.weak("There is only one variant with images; show or train another to set them against each other");
                None
            }
        };
        hover_image(ui.ctx(), ui.scope_id().with("hovered"), hovered);
    }
}

fn is_shown(app: &App, variant: &Variant) -> bool {
    !variant.hidden || variant.id == app.selected().id
}

/// How many of the shown variants have reconstructions.
fn with_views(app: &App) -> usize {
    let variants = app.document.variants.iter();
    let has = |variant: &&Variant| {
        let run = app.runs.get(&variant.id);
        run.is_some_and(|run| run.views.has(ObservationId::Gallery))
    };
    variants
        .filter(|variant| is_shown(app, variant))
        .filter(has)
        .count()
}

/// Rows of images where all variants are shown.
fn rows_of(shown: &[Shown]) -> usize {
    let corrupted = shown.iter().filter(|shown| shown.view.corrupted.is_some());
    layout::rows(shown.len(), corrupted.count())
}

/// The layout of so many rows of images of at most so many points, for the space that is left in `ui`.
fn layout_in(
    ui: &egui::Ui,
    data: &Prepared,
    shown: &[Shown],
    (rows, largest): (usize, f32),
) -> layout::Layout {
    let image = data.dataset.shape().image();
    let mut available = ui.available_size();
    // The bar that appears when several variants need scrolling.
    available.x -= ui.spacing().scroll.allocated_width();
    layout::layout(
        available,
        image.map_or([28, 28], |shape| [shape.width, shape.height]),
        rows,
        data.dataset.test.len(),
        gutter(ui, shown),
        largest,
        ui.pixels_per_point(),
    )
}

/// Width of the names: as the longest needs it.
fn gutter(ui: &egui::Ui, shown: &[Shown]) -> f32 {
    let width = |shown: &Shown| {
        let name = shown.variant.name.clone();
        let font = egui::FontId::proportional(13.0);
        let colour = egui::Color32::PLACEHOLDER;
        ui.painter().layout_no_wrap(name, font, colour).size().x
    };
    let (least, most) = layout::GUTTER;
    let longest = shown.iter().map(width).fold(0.0, f32::max);
    (longest + 24.0).clamp(least, most).ceil()
}

/// Below this width, the controls above the images take two lines.
const NARROW: f32 = 760.0;

impl Gallery {
    /// The images without controls, for pictures. Draws nothing where there are none.
    pub fn images_ui(&mut self, ui: &mut egui::Ui, app: &App) {
        let Some(data) = app.dataset.prepared() else {
            return;
        };
        let shown = self.shown(app, data, None);
        if data.dataset.shape().image().is_none() {
            self.rows.show(ui, app, data, &shown);
            return;
        }
        let layout = layout_in(ui, data, &shown, (rows_of(&shown), layout::SIDES.1));
        self.images(ui, data, &shown, layout);
    }

    fn images(
        &mut self,
        ui: &mut egui::Ui,
        data: &Arc<Prepared>,
        shown: &[Shown],
        layout: layout::Layout,
    ) -> Option<u32> {
        let top = self.paint_textures(ui, data, shown);
        let between = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
        let (above, hovered) = columns::inputs(ui, data, shown, &self.sheets, layout);
        if above {
            // Both have a line of the mat where they meet.
            ui.add_space(-GAP);
        }
        let below = egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = between;
                columns::show(ui, data, shown, &self.sheets, layout, top, above)
            });
        below.inner.or(hovered)
    }

    /// The two that are set against each other, where there are two.
    fn sides(&self, app: &App, shown: &[Shown]) -> Option<[Side; 2]> {
        let ids: Vec<_> = shown.iter().map(|shown| shown.variant.id).collect();
        let selected = app.selected().id;
        match self.mode {
            Mode::Errors => None,
            Mode::Difference => self.difference.among(&ids, selected, false),
            Mode::Flicker => self.flicker.among(&ids, selected, true),
        }
    }

    fn difference(
        &mut self,
        ui: &mut egui::Ui,
        data: &Arc<Prepared>,
        shown: &[Shown],
        sides: [Side; 2],
        layout: layout::Layout,
    ) -> Option<u32> {
        self.paint_textures(ui, data, shown);
        let of = |side: Side| {
            let is = |shown: &&Shown| Side::Variant(shown.variant.id) == side;
            let shown = shown.iter().find(is)?;
            Some((shown, self.sheets.get(&shown.variant.id)?))
        };
        let [(a, a_sheet), (b, b_sheet)] = [of(sides[0])?, of(sides[1])?];
        self.differences.update(data, [&a.view, &b.view]);
        if self.differences.is_empty() {
            ui.weak("The two show no image in common; choose Random to see the same ones of both");
            return None;
        }
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                let (pair, sheets) = ([a, b], [a_sheet, b_sheet]);
                self.differences
                    .show(ui, data, pair, sheets, layout, self.scale)
            })
            .inner
    }

    fn flicker(
        &mut self,
        ui: &mut egui::Ui,
        data: &Arc<Prepared>,
        shown: &[Shown],
        sides: [Side; 2],
        layout: layout::Layout,
    ) -> Option<u32> {
        self.paint_textures(ui, data, shown);
        let sheet_of = |id| self.sheets.get(&id);
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                flicker::show(ui, data, shown, sides, sheet_of, layout)
            })
            .inner
    }

    /// Brings all textures up to date; returns the error that gets the brightest colour.
    fn paint_textures(&mut self, ui: &egui::Ui, data: &Arc<Prepared>, shown: &[Shown]) -> f32 {
        let largest = shown
            .iter()
            .filter_map(|shown| self.sheets.get(&shown.variant.id))
            .fold(0.0, |top: f32, sheet| top.max(sheet.largest));
        let top = self.scale.top(largest);
        for shown in shown {
            if let Some(sheet) = self.sheets.get_mut(&shown.variant.id) {
                sheet.paint_texture(ui.ctx(), data, &shown.view, top);
            }
        }
        top
    }

    /// The one variant whose images are shown, where not all are.
    fn only(&self, app: &App) -> Option<VariantId> {
        let building = self.window == Some(WindowMode::Build) && !self.all;
        (building && self.mode == Mode::Errors).then_some(app.selected().id)
    }

    /// Variants with a view that fits the data, the sheets brought up to date.
    fn shown<'a>(
        &mut self,
        app: &'a App,
        data: &Arc<Prepared>,
        only: Option<VariantId>,
    ) -> Vec<Shown<'a>> {
        let mut shown = Vec::new();
        for variant in &app.document.variants {
            let visible = only.map_or(is_shown(app, variant), |only| only == variant.id);
            let run = app.runs.get(&variant.id).filter(|_| visible);
            if let Some(view) = run.and_then(|run| run.views.get::<GalleryView>())
                && !view.indices.is_empty()
                && self
                    .sheets
                    .entry(variant.id)
                    .or_default()
                    .update(data, &view)
            {
                shown.push(Shown { variant, view });
            }
        }
        self.sheets
            .retain(|id, _| shown.iter().any(|shown| shown.variant.id == *id));
        shown
    }

    /// Asks for as many images as fit side by side, `fits`, once the width has come to rest.
    fn ask_for_more(&mut self, ui: &egui::Ui, app: &App, fits: usize, actions: &mut Vec<Action>) {
        let current = app.document.view.gallery.count;
        let (now, dragging) = ui.input(|input| (input.time, input.pointer.any_down()));
        if let Some(count) = self.settle.poll(now, dragging, fits, current) {
            let mut view = app.document.view.clone();
            view.gallery.count = count;
            actions.push(Action::View(view));
        } else if self.settle.waiting(current) && !dragging {
            let rest = std::time::Duration::from_secs_f64(settle::REST);
            ui.ctx().request_repaint_after(rest);
        }
    }
}
