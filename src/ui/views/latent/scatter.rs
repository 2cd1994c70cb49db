//! Draws the points and answers the pointer.

use egui::{
    Align2, PointerButton, PopupAnchor, RichText, Role, Shape, Stroke, Tooltip, Ui, Vec2b,
    WidgetInfo, pos2, vec2,
};
use egui_plot::{AxisHints, PlotPoint, PlotTransform};

use super::backdrop::Backdrop;
use super::cloud::{Cloud, Look};
use super::image::OneImage;
use super::probe::Probe;
use super::projection::Projection;
use crate::app::{Action, App, PreparedData};
use crate::model::Adversary;
use crate::ui::digits;
use crate::ui::theme;
use crate::ui::tiles::byte_colours;
use crate::ui::views::selection::{select_image, selected_image};
use crate::ui::views::{labels, plot};

/// How far from a point the pointer still means it.
const REACH: f32 = 8.0;

/// The plot of the points.
#[derive(Default)]
pub struct Scatter {
    cloud: Cloud,
    backdrop: Backdrop,
    probe: Probe,
    hovered: OneImage,
    /// The class drawn in front of the others.
    pub front: Option<u8>,
    /// The class the pointer is limited to.
    pub alone: Option<u8>,
    /// Other points than last time: forget where a person had zoomed to.
    pub fresh: bool,
}

impl Scatter {
    /// Whether a person has zoomed or moved the view.
    #[expect(
        clippy::too_many_arguments,
        reason = "one call, from the panel that owns all of them"
    )]
    pub fn show(
        &mut self,
        ui: &mut Ui,
        app: &App,
        actions: &mut Vec<Action>,
        projection: &Projection,
        data: &PreparedData,
        equal: bool,
        reset: bool,
    ) -> bool {
        let reset = std::mem::take(&mut self.fresh) || reset;
        let x_axis = plot::axis(ui, AxisHints::new_x()).label_spacing(36.0..=44.0);
        let y_axis = plot::axis(ui, AxisHints::new_y())
            .label_spacing(18.0..=22.0)
            .min_thickness(32.0);
        let tick = |mark: egui_plot::GridMark, _: &std::ops::RangeInclusive<f64>| {
            digits::trimmed(mark.value, 5)
        };
        let bounds = projection.bounds;
        let mut styled = plot::styled(ui, "latent plot")
            .custom_x_axes(vec![x_axis.formatter(tick)])
            .custom_y_axes(vec![y_axis.formatter(tick)])
            .pan_pointer_button(PointerButton::Secondary)
            .include_x(bounds.min[0])
            .include_x(bounds.max[0])
            .include_y(bounds.min[1])
            .include_y(bounds.max[1]);
        if equal {
            styled = styled.data_aspect(1.0);
        }
        let shown = styled.show(ui, |plot| {
            if reset {
                plot.set_auto_bounds(true);
            }
            plot::zoom_by_wheel(plot);
            plot.auto_bounds() != Vec2b::TRUE
        });
        let response = shown.response;
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Image, true, "Latent space of the test images")
        });

        let palette = theme::palette(ui);
        let look = self.look(app, projection, data, &shown.transform, ui);
        let painter = ui.painter_at(look.frame);
        let labels = data.dataset.test.labels();
        let prior = match app.selected().settings.architecture.adversary {
            Some(Adversary::Code { prior }) => Some(prior),
            _ => None,
        };
        if let Some(prior) = prior {
            let mesh = self.backdrop.mesh(ui.ctx(), prior, projection, look);
            painter.add(Shape::mesh(mesh));
        }
        let mesh = self.cloud.mesh(ui.ctx(), look, &projection.points, labels);
        painter.add(Shape::mesh(mesh));
        let inside = look.frame.shrink2(vec2(8.0, 5.0));
        let [x, y] = projection.plane.names(&projection.view);
        let hint = "click to inspect, drag to decode";
        let behind = prior.map(|prior| {
            let words = format!("behind: draws from the prior, a {}", prior.name());
            (inside.left_bottom(), Align2::LEFT_BOTTOM, words)
        });
        let words = [
            (inside.right_bottom(), Align2::RIGHT_BOTTOM, x),
            (inside.left_top(), Align2::LEFT_TOP, y),
            (inside.right_top(), Align2::RIGHT_TOP, hint.to_owned()),
        ];
        for (at, align, name) in words.into_iter().chain(behind) {
            let galley = painter.layout_no_wrap(name, plot::CAPTION, palette.weak);
            let rect = align.anchor_size(at, galley.size());
            if align == Align2::RIGHT_TOP {
                let id = response.id.with("hint");
                let about = projection.plane.decodes();
                ui.interact(rect, id, egui::Sense::hover())
                    .on_hover_text(about);
            }
            // Points may lie beneath.
            painter.rect_filled(
                rect.expand(2.0),
                2.0,
                palette.background.gamma_multiply(0.7),
            );
            painter.galley(rect.min, galley, palette.weak);
        }

        let down =
            response.is_pointer_button_down_on() && ui.input(|input| input.pointer.primary_down());
        if response.double_clicked() || ui.input(|input| input.key_pressed(egui::Key::Escape)) {
            self.probe.clear();
        } else if down && let Some(pointer) = response.interact_pointer_pos() {
            let at = shown
                .transform
                .value_from_position(pointer.clamp(look.frame.min, look.frame.max));
            self.probe
                .put([at.x as f32, at.y as f32], projection, app, actions);
        }
        self.probe.follow(projection, app, actions);
        self.probe.show(
            ui,
            &painter,
            app,
            projection,
            |point| look.place(point),
            down,
        );
        self.mark_picked(ui, projection, data, &look);
        let free = ui.input(|input| !input.pointer.any_down());
        if free
            && let Some(pointer) = response.hover_pos()
            && let Some(index) = self.nearest(projection, data, &look, pointer)
        {
            if response.clicked() {
                // What was pressed is an image of its own, not a place between images.
                self.probe.clear();
                select_image(ui.ctx(), index as u32);
            }
            self.hover(ui, projection, data, &look, index);
        }
        shown.inner && !reset
    }

    fn look(
        &self,
        app: &App,
        projection: &Projection,
        data: &PreparedData,
        transform: &PlotTransform,
        ui: &Ui,
    ) -> Look {
        let [x, y] = transform.dpos_dvalue();
        let palette = theme::palette(ui);
        Look {
            points: projection.generation,
            data: std::ptr::from_ref(data).addr(),
            origin: transform.position_from_point(&PlotPoint::new(0.0, 0.0)),
            scale: [x as f32, y as f32],
            frame: *transform.frame(),
            front: self.front,
            plain: theme::variant_colour(app.selected().colour),
            backdrop: palette.weak,
        }
    }

    /// The test image the pointer means, if any.
    fn nearest(
        &self,
        projection: &Projection,
        data: &PreparedData,
        look: &Look,
        pointer: egui::Pos2,
    ) -> Option<usize> {
        let test = &data.dataset.test;
        let class = |index: usize| (index < test.len()).then(|| test.label(index)).flatten();
        let at = [
            (pointer.x - look.origin.x) / look.scale[0],
            (pointer.y - look.origin.y) / look.scale[1],
        ];
        let wanted = |index: usize| self.alone.is_none() || class(index) == self.alone;
        let nearest = projection.nearest(at, look.scale, REACH, wanted);
        nearest.filter(|&index| index < test.len())
    }

    /// A ring around the image that the inspector shows.
    fn mark_picked(&self, ui: &Ui, projection: &Projection, data: &PreparedData, look: &Look) {
        let Some(index) = selected_image(ui.ctx()).map(|index| index as usize) else {
            return;
        };
        if index >= data.dataset.test.len() {
            return;
        }
        let point = projection.points.get(index);
        let Some(&point) = point.filter(|point| point.iter().all(|number| number.is_finite()))
        else {
            return;
        };
        let palette = theme::palette(ui);
        let (centre, painter) = (look.place(point), ui.painter_at(look.frame));
        let behind = Stroke::new(4.0, palette.background);
        painter.circle_stroke(centre, 6.0, behind);
        painter.circle_stroke(centre, 6.0, Stroke::new(2.0, palette.accent));
    }

    /// Test image `index`, with its label and number.
    fn hover(
        &mut self,
        ui: &mut Ui,
        projection: &Projection,
        data: &PreparedData,
        look: &Look,
        index: usize,
    ) {
        let test = &data.dataset.test;
        let label = test.label(index);
        let palette = theme::palette(ui);
        let centre = look.place(projection.points[index]);
        let colour = label.map_or(look.plain, theme::label_colour);
        ui.painter_at(look.frame).circle(
            pos2(centre.x, centre.y),
            4.5,
            colour,
            Stroke::new(1.5, palette.text),
        );
        let image = &mut self.hovered;
        let id = ui.scope_id().with("hovered");
        Tooltip::always_open(
            ui.ctx().clone(),
            ui.layer_id(),
            id,
            PopupAnchor::Position(centre),
        )
        .gap(10.0)
        .show(|ui| {
            let shape = test.shape();
            let pixels = byte_colours(test.image(index), shape.channels).collect();
            image.show(ui, pixels, shape, "Test image");
            ui.horizontal(|ui| {
                if let Some(label) = label {
                    ui.label(RichText::new(labels::name(&data.dataset, label)).strong());
                }
                let text = format!("test image {}", digits::grouped(index as u64));
                ui.label(RichText::new(text).color(palette.weak).size(11.0));
            });
        });
    }
}
