//! The gallery: test images, their reconstructions and errors.

mod columns;
mod hover;
mod layout;
mod noise;
mod settle;
mod sheet;
mod toolbar;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::{Action, App, DatasetState, Export, PreparedData};
use crate::project::Variant;
use crate::training::{GalleryView, RunState, VariantId};
use crate::ui::Panel;
use crate::ui::views::comparison::ErrorScale;
use crate::ui::widgets;

/// The gallery: test images, their reconstructions and errors.
#[derive(Default)]
pub struct Gallery {
    scale: ErrorScale,
    settle: settle::Settle,
    sheets: BTreeMap<VariantId, sheet::Sheet>,
}

/// A variant that has something to show.
struct Shown<'a> {
    variant: &'a Variant,
    view: &'a Arc<GalleryView>,
}

impl Panel for Gallery {
    fn title(&self) -> &'static str {
        "Reconstructions"
    }

    fn export(&self) -> Option<Export> {
        Some(Export::Reconstructions)
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let Some(data) = app.dataset.prepared() else {
            without_data(ui, &app.dataset);
            return;
        };
        let shown = self.shown(app, data);
        toolbar::show(ui, app, &shown, &mut self.scale, actions);
        // Before the scroll area, inside which there is no end to the height.
        let layout = columns::layout_in(ui, data, &shown);
        if !data.dataset.test.is_empty() {
            self.ask_for_more(ui, app, layout.columns, actions);
        }
        if shown.is_empty() {
            without_view(ui, app, actions);
            return;
        }
        self.images(ui, data, &shown, layout);
    }
}

/// Below this width, the controls above the images take two lines.
const NARROW: f32 = 760.0;

impl Gallery {
    /// The images without controls, for pictures. Draws nothing where there are none.
    pub fn images_ui(&mut self, ui: &mut egui::Ui, app: &App) {
        let Some(data) = app.dataset.prepared() else {
            return;
        };
        let shown = self.shown(app, data);
        let layout = columns::layout_in(ui, data, &shown);
        self.images(ui, data, &shown, layout);
    }

    fn images(
        &mut self,
        ui: &mut egui::Ui,
        data: &Arc<PreparedData>,
        shown: &[Shown],
        layout: layout::Layout,
    ) {
        let largest = shown
            .iter()
            .filter_map(|shown| self.sheets.get(&shown.variant.id))
            .fold(0.0, |top: f32, sheet| top.max(sheet.largest));
        let top = self.scale.top(largest);
        for shown in shown {
            if let Some(sheet) = self.sheets.get_mut(&shown.variant.id) {
                sheet.paint_texture(ui.ctx(), data, shown.view, top);
            }
        }
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                columns::show(ui, data, shown, &self.sheets, layout, top);
            });
    }

    /// Height in which all rows can be seen whole, the controls above them included, at `width`; not more than
    /// `room` as long as that is enough for small images.
    pub fn height(ui: &egui::Ui, app: &App, width: f32, room: f32) -> f32 {
        let line = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
        let controls = if width < NARROW { 2.0 * line } else { line };
        let image = app.dataset.prepared().map_or([28, 28], |data| {
            let shape = data.dataset.shape();
            [shape.width, shape.height]
        });
        let shown = |variant: &&Variant| !variant.hidden || variant.id == app.selected().id;
        let variants = app.document.variants.iter().filter(shown);
        let corrupted = variants.clone();
        let corrupted = corrupted.filter(|variant| noise::of_training(&variant.settings).is_some());
        let (variants, corrupted) = (variants.count(), corrupted.count());
        // Rounding must not cost a row.
        let controls = controls + 4.0;
        let scale = ui.pixels_per_point();
        controls + layout::height(width, room - controls, image, variants, corrupted, scale)
    }

    /// Variants with a view that fits the data, the sheets brought up to date.
    fn shown<'a>(&mut self, app: &'a App, data: &Arc<PreparedData>) -> Vec<Shown<'a>> {
        let mut shown = Vec::new();
        for variant in &app.document.variants {
            let visible = !variant.hidden || variant.id == app.selected().id;
            let view = app
                .runs
                .get(&variant.id)
                .and_then(|run| run.gallery.as_ref());
            if let Some(view) = view.filter(|_| visible)
                && !view.indices.is_empty()
                && self
                    .sheets
                    .entry(variant.id)
                    .or_default()
                    .update(data, view)
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

fn without_data(ui: &mut egui::Ui, state: &DatasetState) {
    match state {
        DatasetState::Failed { message } => {
            ui.colored_label(ui.visuals().error_fg_color, message);
            ui.weak("Choose another source under Data");
        }
        DatasetState::Loading { name, .. } => widgets::loading(ui, name, None),
        DatasetState::Ready(_) => {}
    }
}

fn without_view(ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
    if app.selected_state() == RunState::Failed {
        ui.horizontal(|ui| {
            ui.weak("The model failed, so there is nothing to reconstruct");
            let restart = ui
                .button("Restart")
                .on_hover_text("Build the model again with fresh weights");
            if restart.clicked() {
                actions.push(Action::Restart);
            }
        });
    } else {
        ui.weak("Test images and their reconstructions stand here as soon as the model is built");
    }
}
