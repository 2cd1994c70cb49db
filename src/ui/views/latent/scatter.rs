//! Draws the scatter plot and answers the pointer.

use egui::{Align2, PointerButton, Role, Ui, Vec2b, WidgetInfo, vec2};
use egui_plot::{AxisHints, PlotPoint, PlotTransform};

use super::backdrop::Backdrop;
use super::cloud::Cloud;
use super::colours::Colours;
use super::image::OneImage;
use super::look::Look;
use super::marks;
use super::probe::Probe;
use super::projection::Projection;
use crate::app::{Action, App};
use crate::data::Prepared;
use crate::export::digits;
use crate::model::Adversary;
use crate::ui::theme;
use crate::ui::views::hovered::{hover_image, hovered_image};
use crate::ui::views::plot;
use crate::ui::views::selection::{select_image, selected_image};

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
    pub front: Option<u32>,
    /// The class the pointer is limited to.
    pub alone: Option<u32>,
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
        data: &Prepared,
        colours: &Colours,
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
            let name = format!("Latent space of the test {}s", data.dataset.shape().noun());
            WidgetInfo::labeled(Role::Image, true, name)
        });

        let palette = theme::palette(ui);
        let look = self.look(app, projection, colours, &shown.transform, ui);
        let painter = ui.painter_at(look.frame);
        let prior = match app.selected().settings.architecture.adversary {
            Some(Adversary::Code { prior }) => Some(prior),
            _ => None,
        };
        if let Some(prior) = prior {
            self.backdrop.paint(&painter, prior, projection, look);
        }
        self.cloud
            .paint(&painter, look, &projection.points, &colours.colouring);
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
        let there = |index: &u32| (*index as usize) < data.dataset.test.len();
        if let Some(index) = selected_image(ui.ctx()).filter(there) {
            marks::picked(ui, &look, projection, index as usize);
        }
        let free = ui.input(|input| !input.pointer.any_down());
        let meant = response.hover_pos().filter(|_| free);
        let meant =
            meant.and_then(|pointer| self.nearest(projection, data, colours, &look, pointer));
        let by = response.id.with("hovered");
        hover_image(ui.ctx(), by, meant.map(|index| index as u32));
        // Here or in another view.
        if let Some(index) = hovered_image(ui.ctx()).filter(there) {
            marks::hovered(ui, &look, projection, &colours.colouring, index as usize);
        }
        if let Some(index) = meant {
            if response.clicked() {
                // What was pressed is an image of its own, not a place between images.
                self.probe.clear();
                select_image(ui.ctx(), index as u32);
            }
            let at = look.place(projection.points[index]);
            marks::thumbnail(ui, at, &mut self.hovered, data, index);
        }
        shown.inner && !reset
    }

    fn look(
        &self,
        app: &App,
        projection: &Projection,
        colours: &Colours,
        transform: &PlotTransform,
        ui: &Ui,
    ) -> Look {
        let [x, y] = transform.dpos_dvalue();
        let palette = theme::palette(ui);
        Look {
            points: projection.generation,
            colours: colours.generation,
            origin: transform.position_from_point(&PlotPoint::new(0.0, 0.0)),
            scale: [x as f32, y as f32],
            frame: *transform.frame(),
            front: self.front,
            plain: theme::variant_colour(app.selected().colour),
            backdrop: palette.weak,
            one_in: 1,
            // Twice the ink, not four times: crowds are not to run together.
            emphasis: theme::emphasis(ui.ctx()).sqrt(),
        }
    }

    /// The test image the pointer means, if any.
    fn nearest(
        &self,
        projection: &Projection,
        data: &Prepared,
        colours: &Colours,
        look: &Look,
        pointer: egui::Pos2,
    ) -> Option<usize> {
        let test = &data.dataset.test;
        let class = |index: usize| colours.colouring.class(index);
        let at = [
            (pointer.x - look.origin.x) / look.scale[0],
            (pointer.y - look.origin.y) / look.scale[1],
        ];
        let wanted = |index: usize| self.alone.is_none() || class(index) == self.alone;
        let nearest = projection.nearest(at, look.scale, REACH, wanted);
        nearest.filter(|&index| index < test.len())
    }
}
