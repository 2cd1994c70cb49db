//! Latent spaces side by side: every shown variant's codes of the same test images, one picture each.

mod aligned;
mod cell;
mod layout;
mod title;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Context, Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::hovered::{hover_image, hovered_image};
use super::latent::colours::{self, Colours};
use super::latent::image::OneImage;
use super::latent::{legend, marks, nothing_yet};
use super::selection::{select_image, selected_image};
use crate::app::{Action, App, Export};
use crate::data::Prepared;
use crate::eval::bounds::Bounds;
use crate::export::svg::Drawn;
use crate::project::Variant;
use crate::training::{ObservationId, VariantId};
use crate::ui::theme;
use crate::ui::views::view::{Area, Need, View, ViewAbout};
use cell::Cell;

/// Points of all variants that are drawn at most: more would hold up frames.
const DRAWN: usize = 70_000;
/// Between the toggle and the legend in one line.
const APART: f32 = 12.0;

/// Latent spaces side by side. A panel belongs to one window: it keeps textures.
#[derive(Default)]
pub struct Latents {
    cells: BTreeMap<VariantId, Cell>,
    /// All are laid onto the selected one.
    align: bool,
    /// The class seen alone.
    isolated: Option<u32>,
    colours: Colours,
    thumbnail: OneImage,
    /// Counts the sets of points made.
    generations: u64,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Latent spaces",
    sentence: "Every test image by its code, variant beside variant",
    building: None,
    comparing: Some(Area::Codes),
    using: None,
    needs: &[Need::Data],
    observes: &[ObservationId::Latents],
    export: Some(Export::LatentSpaces),
};

impl View for Latents {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn empty_ui(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        self.cells.clear();
        nothing_yet(ui, app, actions);
    }

    fn figure(&self, app: &App) -> Option<Drawn> {
        let onto = reference(app, &shown(app), &self.cells).filter(|_| self.align);
        let planes = app.latent_planes(onto);
        Some(planes.map(|planes| Arc::new(planes) as _))
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let shown = shown(app);
        let Some(data) = app.dataset.prepared() else {
            return;
        };
        self.follow(ui.ctx(), app, &shown, data);
        if !self.cells.values().any(Cell::has_points) {
            nothing_yet(ui, app, actions);
            return;
        }
        if self.colours.follow(data, &app.document.view.latent_colour) {
            self.isolated = None;
        }
        let mut front = None;
        ui.horizontal_wrapped(|ui| {
            self.align_ui(ui);
            self.thinned_ui(ui);
            colours::menu(ui, app, data, actions);
            let colouring = &self.colours.colouring;
            let room = ui.available_size_before_wrap().x - APART;
            if legend::width(ui, colouring) <= room {
                ui.add_space(APART);
                front = Some(legend::show(ui, colouring, self.isolated));
            }
        });
        let colouring = &self.colours.colouring;
        let chosen = front.unwrap_or_else(|| legend::show(ui, colouring, self.isolated));
        self.isolated = chosen.isolated;
        let onto = reference(app, &shown, &self.cells).filter(|_| self.align);
        self.lay_over(ui.ctx(), onto);
        let front = chosen.hovered.or(chosen.isolated);
        self.grid(ui, app, &shown, data, onto, front, actions);
    }
}

fn shown(app: &App) -> Vec<&Variant> {
    app.variants_on_screen().collect()
}

impl Latents {
    /// Brings all points up to date.
    fn follow(&mut self, context: &Context, app: &App, shown: &[&Variant], data: &Prepared) {
        self.cells
            .retain(|id, _| shown.iter().any(|variant| variant.id == *id));
        for variant in shown {
            let run = app.runs.get(&variant.id);
            let view = run.and_then(|run| run.views.get());
            let axes = app.document.view.latent_axes;
            let cell = self.cells.entry(variant.id).or_default();
            cell.follow(
                context,
                variant.id,
                view.as_ref(),
                axes,
                data,
                &mut self.generations,
            );
        }
    }

    fn align_ui(&mut self, ui: &mut Ui) {
        let with_points = self
            .cells
            .values()
            .filter(|cell| cell.projection().is_some());
        let several = with_points.count() > 1;
        let toggle = egui::Button::selectable(self.align && several, "Align");
        let clicked = ui
            .add_enabled(several, toggle)
            .on_hover_text("Rotates, mirrors, scales and moves every plane onto the selected variant's (Procrustes), so that shapes can be compared")
            .on_disabled_hover_text("Only one variant has codes in a plane; there is nothing to align it with")
            .clicked();
        if clicked {
            self.align = !self.align;
        }
    }

    /// So many points of all variants are drawn as one.
    fn one_in(&self) -> u32 {
        let points = self.cells.values().filter_map(Cell::projection);
        let points: usize = points.map(|projection| projection.points.len()).sum();
        points.div_ceil(DRAWN).max(1) as u32
    }

    fn thinned_ui(&self, ui: &mut Ui) {
        let one_in = self.one_in();
        if one_in > 1 {
            let text = RichText::new(format!("1 in {one_in} points drawn")).size(11.0);
            ui.label(text.color(theme::palette(ui).weak))
                .on_hover_text("So many points in so many planes would slow the window down; pointer, alignment and a class seen alone know all of them");
        }
    }

    /// Lays all planes onto that of variant `onto`, or shows each as it is.
    fn lay_over(&mut self, context: &Context, onto: Option<VariantId>) {
        let target = onto.and_then(|id| Some((id, self.cells.get(&id)?.target()?)));
        for (id, cell) in &mut self.cells {
            match &target {
                Some((onto, target)) if onto != id => {
                    cell.align(context, target, &mut self.generations);
                }
                _ => cell.stay(),
            }
        }
    }

    /// What all cells show of the plane, while they are aligned.
    fn common_bounds(&self) -> Option<Bounds> {
        let bounds = self.cells.values().filter_map(Cell::placed);
        bounds.map(|placed| placed.bounds).reduce(Bounds::union)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one call, from the panel that owns all of them"
    )]
    fn grid(
        &mut self,
        ui: &mut Ui,
        app: &App,
        shown: &[&Variant],
        data: &Arc<Prepared>,
        onto: Option<VariantId>,
        front: Option<u32>,
        actions: &mut Vec<Action>,
    ) {
        let layout = layout::layout(ui.available_size(), shown.len());
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let (area, _) = ui.allocate_exact_size(layout.size(), Sense::hover());
            let bounds = onto.and_then(|_| self.common_bounds());
            let one_in = self.one_in();
            // Which image the pointer means is known before any point is drawn: all cells ring it in one frame.
            let mut meant = None;
            let mut frames = Vec::new();
            for (place, variant) in shown.iter().enumerate() {
                let rect = layout.cell(area.min, place);
                let axes = title::show(
                    ui,
                    title::of(rect),
                    app,
                    variant,
                    &self.cells,
                    onto,
                    actions,
                );
                let frame =
                    Rect::from_min_max(pos2(rect.left(), rect.top() + title::HEIGHT), rect.max);
                let response = ui.interact(frame, ui.scope_id().with(variant.id.0), Sense::click());
                response.widget_info(|| {
                    let name = format!("Latent space of {}", variant.name);
                    WidgetInfo::labeled(Role::Image, true, name)
                });
                let cell = self.cells.get(&variant.id);
                let look = cell.and_then(|cell| {
                    let plain = theme::variant_colour(variant.colour);
                    let colours = self.colours.generation;
                    cell.look(ui, frame.shrink(1.0), bounds, colours, front, plain, one_in)
                });
                if let (Some(cell), Some(look), Some(pointer)) = (cell, &look, response.hover_pos())
                    && let Some(index) =
                        cell.nearest(look, data, &self.colours.colouring, self.isolated, pointer)
                {
                    if response.clicked() {
                        select_image(ui.ctx(), index as u32);
                    }
                    meant = Some((variant.id, index));
                }
                frames.push((frame, look, axes));
            }
            let by = ui.scope_id().with("hovered");
            hover_image(ui.ctx(), by, meant.map(|(_, index)| index as u32));
            let ringed = hovered_image(ui.ctx());
            let selected = selected_image(ui.ctx());
            for (variant, (frame, look, axes)) in shown.iter().zip(frames) {
                let on = variant.id == app.selected().id;
                let Some(cell) = self.cells.get_mut(&variant.id) else {
                    continue;
                };
                cell.paint(ui, frame, look, &self.colours.colouring, on);
                if let Some(axes) = axes {
                    title::axes(ui, frame, &axes);
                }
                let Some((look, placed)) = look.zip(cell.placed()) else {
                    continue;
                };
                let mark = |index: Option<u32>| {
                    let index = index.map(|index| index as usize);
                    index.filter(|&index| index < data.dataset.test.len())
                };
                if let Some(index) = mark(selected) {
                    marks::picked(ui, &look, placed, index);
                }
                if let Some(index) = mark(ringed) {
                    marks::hovered(ui, &look, placed, &self.colours.colouring, index);
                }
                if let Some((_, index)) = meant.filter(|(id, _)| *id == variant.id) {
                    let at = look.place(placed.points[index]);
                    marks::thumbnail(ui, at, &mut self.thumbnail, data, index);
                }
            }
        });
    }
}

/// Room around a grid of `cells`, in points.
const GAP: egui::Vec2 = vec2(12.0, 8.0);

/// The variant whose plane the others are laid onto: the selected one, or the first one shown that has points.
fn reference(
    app: &App,
    shown: &[&Variant],
    cells: &BTreeMap<VariantId, Cell>,
) -> Option<VariantId> {
    let has_points = |id: &VariantId| {
        cells
            .get(id)
            .is_some_and(|cell| cell.projection().is_some())
    };
    let ids = std::iter::once(app.selected().id).chain(shown.iter().map(|variant| variant.id));
    ids.into_iter().find(has_points)
}
