//! One picture of a trained project: curves, latent scatter, reconstructions and the numbers that matter.

use egui::{Frame, Margin, RichText, Stroke, Ui, UiBuilder, vec2};
use image::RgbaImage;

use crate::app::App;
use crate::ui::views::{Gallery, Latent, LossPlot};
use crate::ui::{Panel, theme};

/// In pixels, with one variant.
const SIZE: [u32; 2] = [1_600, 1_000];
const PIXELS_PER_POINT: f32 = 1.25;
/// In points: at the edges, and between panels.
const MARGIN: i8 = 20;
const GAP: f32 = 12.0;
/// Height of the gallery in points for one variant: three rows of images with their captions.
const GALLERY: f32 = 284.0;
/// What each further variant adds to it and to the picture: two rows of images with their captions.
const GALLERY_MORE: f32 = 175.0;
/// Variants beyond this many are cut off.
const MOST: usize = 12;

/// A number worth a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub name: String,
    pub value: String,
    /// May be empty.
    pub unit: String,
}

/// Draws `app`, with `verdict` as the sentence under its name, in the light mode: 1600 x 1000 pixels, and higher
/// with several variants.
pub fn render(app: &App, verdict: &str, figures: &[Figure]) -> RgbaImage {
    let mut panels = Panels::default();
    let gallery_more = GALLERY_MORE * app.runs.len().clamp(1, MOST).saturating_sub(1) as f32;
    let more = (gallery_more * PIXELS_PER_POINT).round() as u32;
    super::render([SIZE[0], SIZE[1] + more], PIXELS_PER_POINT, false, |ui| {
        if !theme::is_installed(ui.ctx()) {
            theme::install(ui.ctx());
            ui.ctx().all_styles_mut(|style| style.animation_time = 0.0);
            return;
        }
        Frame::new().inner_margin(MARGIN).show(ui, |ui| {
            head(ui, app, verdict, figures);
            ui.add_space(GAP);
            panels.show(ui, app, GALLERY + gallery_more);
        });
    })
}

fn head(ui: &mut Ui, app: &App, verdict: &str, figures: &[Figure]) {
    let palette = theme::palette(ui);
    let title = RichText::new(&app.document.name).font(theme::strong(ui.ctx(), 20.0));
    ui.horizontal(|ui| {
        ui.label(title);
        if let Some(data) = app.dataset.prepared() {
            let of = format!("trained on {}", data.dataset.name);
            ui.label(RichText::new(of).color(palette.weak));
        }
    });
    ui.label(verdict);
    ui.add_space(GAP);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 28.0;
        for figure in figures {
            ui.vertical(|ui| show_figure(ui, figure));
        }
    });
}

fn show_figure(ui: &mut Ui, figure: &Figure) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing = vec2(4.0, 0.0);
    ui.label(RichText::new(&figure.name).size(11.0).color(palette.weak));
    ui.horizontal(|ui| {
        ui.label(RichText::new(&figure.value).font(theme::strong(ui.ctx(), 18.0)));
        if !figure.unit.is_empty() {
            ui.label(RichText::new(&figure.unit).size(11.0).color(palette.weak));
        }
    });
}

#[derive(Default)]
struct Panels {
    loss: LossPlot,
    latent: Latent,
    gallery: Gallery,
}

impl Panels {
    fn show(&mut self, ui: &mut Ui, app: &App, gallery: f32) {
        let all = ui.available_rect_before_wrap();
        let (mut top, mut bottom) = (all, all);
        bottom.min.y = (all.max.y - gallery).max(all.min.y);
        top.max.y = (bottom.min.y - GAP).max(all.min.y);
        let (mut left, mut right) = (top, top);
        left.max.x = top.center().x - GAP / 2.0;
        right.min.x = top.center().x + GAP / 2.0;
        panel(ui, left, self.loss.title(), |ui| {
            self.loss.curves_ui(ui, app);
        });
        panel(ui, right, self.latent.title(), |ui| {
            self.latent.legend_ui(ui, app);
            self.latent.points_ui(ui, app);
        });
        panel(ui, bottom, self.gallery.title(), |ui| {
            self.gallery.images_ui(ui, app);
        });
    }
}

/// A part of the picture with its heading.
fn panel(ui: &mut Ui, rect: egui::Rect, title: &str, content: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(4)
        .inner_margin(Margin::same(12));
    ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
        frame.show(ui, |ui| {
            ui.take_available_space();
            ui.label(RichText::new(title).font(theme::strong(ui.ctx(), 13.0)));
            content(ui);
        });
    });
}
