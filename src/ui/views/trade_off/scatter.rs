//! Draws the points, their names and the PCA line.

use egui::{
    Align2, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use egui_plot::{AxisHints, PlotPoint, PlotTransform};

use super::point::Point;
use crate::eval::bounds::Bounds;
use crate::export::columns::{Column, Table};
use crate::export::digits;
use crate::export::names;
use crate::training::VariantId;
use crate::ui::theme;
use crate::ui::views::loss_plot::ticks::log_marks;
use crate::ui::views::plot;

const RADIUS: f32 = 5.0;

/// Everything on screen.
pub struct Scatter<'a> {
    pub table: &'a Table,
    /// Indices of the columns along x and y.
    pub columns: [usize; 2],
    /// Whether each axis is logarithmic.
    pub scales: [bool; 2],
    pub points: &'a [Point],
    /// What PCA reaches; may be empty.
    pub line: &'a [[f64; 2]],
    pub selected: VariantId,
}

impl Scatter<'_> {
    /// Draws into all of `ui` and returns the variant that was clicked.
    pub fn show(&self, ui: &mut Ui) -> Option<VariantId> {
        let [low, high] = self.bounds();
        let [x_log, y_log] = self.scales;
        // Another pair of axes is another plot: it begins with everything in view.
        let name = format!(
            "trade-off {:?} {:?}",
            self.columns.map(|c| self.key(c)),
            self.scales
        );
        let mut styled = plot::styled(ui, &name)
            .custom_x_axes(vec![
                plot::hints(plot::axis(ui, AxisHints::new_x()), x_log).label_spacing(34.0..=44.0),
            ])
            .custom_y_axes(vec![
                plot::hints(plot::axis(ui, AxisHints::new_y()), y_log).min_thickness(52.0),
            ]);
        if x_log {
            styled = styled.x_grid_spacer(|input| log_marks(input.bounds.0, input.bounds.1));
        }
        if y_log {
            styled = styled.y_grid_spacer(|input| log_marks(input.bounds.0, input.bounds.1));
        }
        let shown = styled
            .include_x(low[0])
            .include_x(high[0])
            .include_y(low[1])
            .include_y(high[1])
            .show(ui, |plot| {
                plot::zoom_by_wheel(plot);
            });
        let response = shown.response;
        response.widget_info(|| {
            let name = format!("{} against {}", self.heading(1), self.heading(0));
            WidgetInfo::labeled(Role::Image, true, name)
        });
        let transform = shown.transform;
        self.baseline(ui, &transform);
        self.captions(ui, &transform);
        let clicked = self.marks(ui, &transform);
        self.reading(ui, &transform, &response);
        clicked
    }

    /// Where a value stands along an axis.
    fn scaled(&self, at: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| {
            if self.scales[axis] {
                at[axis].log10()
            } else {
                at[axis]
            }
        })
    }

    fn position(&self, transform: &PlotTransform, at: [f64; 2]) -> Pos2 {
        let [x, y] = self.scaled(at);
        transform.position_from_point(&PlotPoint::new(x, y))
    }

    /// Corners of what is worth showing, with room for names.
    fn bounds(&self) -> [[f64; 2]; 2] {
        let smallest = self
            .points
            .iter()
            .map(|p| p.at[0])
            .fold(f64::INFINITY, f64::min);
        // Of the line, the part that stands beside the points.
        let line = self.line.iter().filter(|at| at[0] >= smallest).copied();
        let all = self.points.iter().map(|point| point.at).chain(line);
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for at in all.map(|at| self.scaled(at)) {
            for axis in 0..2 {
                low[axis] = low[axis].min(at[axis]);
                high[axis] = high[axis].max(at[axis]);
            }
        }
        for axis in 0..2 {
            let span = high[axis] - low[axis];
            let least = if self.scales[axis] {
                0.2
            } else {
                high[axis].abs() * 0.1
            };
            let room = (span * 0.1).max(least * 0.5).max(1e-9);
            low[axis] -= room;
            high[axis] += room;
        }
        [low, high]
    }

    fn baseline(&self, ui: &Ui, transform: &PlotTransform) {
        let palette = theme::palette(ui);
        let painter = ui.painter_at(*transform.frame());
        let places: Vec<_> = self
            .line
            .iter()
            .map(|&at| self.position(transform, at))
            .collect();
        painter.extend(Shape::dashed_line(
            &places,
            Stroke::new(1.5 * theme::emphasis(ui.ctx()), palette.weak),
            5.0,
            4.0,
        ));
        // Codes have whole sizes: a dot at each that a variant has.
        for (at, place) in self.line.iter().zip(&places) {
            if self.points.iter().any(|point| point.at[0] == at[0]) {
                painter.circle_filled(*place, 2.5, palette.weak);
            }
        }
        let frame = transform.frame().shrink(6.0);
        if let Some(place) = places.iter().find(|place| frame.contains(**place)) {
            painter.text(
                *place + vec2(6.0, -4.0),
                Align2::LEFT_BOTTOM,
                "PCA",
                plot::CAPTION,
                palette.weak,
            );
        }
    }

    /// Places on the line of PCA, a few points of the screen apart.
    fn along_line(&self, transform: &PlotTransform) -> Vec<Pos2> {
        let position = |at: &[f64; 2]| self.position(transform, *at).into();
        let corners: Vec<[f32; 2]> = self.line.iter().map(position).collect();
        names::along(&corners).into_iter().map(Pos2::from).collect()
    }

    /// Names of the axes, inside of the frame.
    fn captions(&self, ui: &Ui, transform: &PlotTransform) {
        let palette = theme::palette(ui);
        let painter = ui.painter_at(*transform.frame());
        let frame = transform.frame().shrink2(vec2(8.0, 5.0));
        let points = self.points.iter();
        let mut taken = self.along_line(transform);
        taken.extend(points.map(|point| self.position(transform, point.at)));
        for (axis, corners) in [
            (0, [Align2::RIGHT_BOTTOM, Align2::LEFT_BOTTOM]),
            (1, [Align2::LEFT_TOP, Align2::RIGHT_TOP]),
        ] {
            let Some(column) = self.table.columns.get(self.columns[axis]) else {
                continue;
            };
            let text = self.table.say(&column.heading_with_unit());
            let galley = painter.layout_no_wrap(text, plot::CAPTION, palette.weak);
            let rects = corners.map(|corner| corner.align_size_within_rect(galley.size(), frame));
            // In the corner that points and line leave free.
            let crowd = |rect: &Rect| {
                taken
                    .iter()
                    .filter(|at| rect.expand(14.0).contains(**at))
                    .count()
            };
            let [first, second] = rects;
            let place = if crowd(&second) < crowd(&first) {
                second
            } else {
                first
            };
            painter.galley(place.min, galley, palette.weak);
        }
    }

    /// Points and names; the selected one is ringed.
    fn marks(&self, ui: &mut Ui, transform: &PlotTransform) -> Option<VariantId> {
        let palette = theme::palette(ui);
        let frame = *transform.frame();
        let painter = ui.painter_at(frame);
        let places: Vec<_> = self
            .points
            .iter()
            .map(|p| self.position(transform, p.at))
            .collect();
        let galleys: Vec<_> = self
            .points
            .iter()
            .map(|point| painter.layout_no_wrap(point.short_name(), plot::CAPTION, palette.text))
            .collect();
        let beside: Vec<[f32; 2]> = places.iter().map(|&place| place.into()).collect();
        let sizes: Vec<[f32; 2]> = galleys.iter().map(|galley| galley.size().into()).collect();
        let line: Vec<[f32; 2]> = self
            .along_line(transform)
            .into_iter()
            .map(Into::into)
            .collect();
        let room = frame.shrink(4.0);
        let room = Bounds {
            min: room.min.into(),
            max: room.max.into(),
        };
        let names = names::place(&beside, &sizes, &line, room)
            .into_iter()
            .map(|name| Rect::from_min_max(name.min.into(), name.max.into()));
        let mut clicked = None;
        for (((point, place), galley), name) in
            self.points.iter().zip(&places).zip(galleys).zip(names)
        {
            if !frame.contains(*place) {
                continue;
            }
            let selected = point.variant == self.selected;
            let target = Rect::from_center_size(*place, Vec2::splat(16.0))
                .union(name)
                .intersect(frame);
            let response = ui.interact(target, ui.scope_id().with(point.variant), Sense::click());
            response.widget_info(|| {
                WidgetInfo::selected(
                    Role::Button,
                    true,
                    selected,
                    format!("Point {}", point.name),
                )
            });
            let lit = response.hovered() || response.has_focus();
            let radius = RADIUS * theme::emphasis(ui.ctx()) + if lit { 1.5 } else { 0.0 };
            let colour = theme::variant_colour(point.colour);
            theme::variant_marker(&painter, *place, radius, point.colour, colour);
            if selected {
                painter.circle_stroke(*place, radius + 3.0, Stroke::new(1.5, palette.text));
            }
            painter.galley(name.min, galley, palette.text);
            if response.clicked() {
                clicked = Some(point.variant);
            }
            response.on_hover_text(self.tooltip(point));
        }
        clicked
    }

    /// What PCA reaches at the code size under the pointer.
    fn reading(&self, ui: &Ui, transform: &PlotTransform, response: &Response) {
        let Some(pointer) = response.hover_pos().filter(|_| !self.line.is_empty()) else {
            return;
        };
        let x = transform.value_from_position(pointer).x;
        let size = if self.scales[0] { 10f64.powf(x) } else { x }.round();
        let Some(at) = self.line.iter().find(|at| at[0] == size) else {
            return;
        };
        let palette = theme::palette(ui);
        let frame = *transform.frame();
        let painter = ui.painter_at(frame);
        let place = self.position(transform, *at);
        painter.vline(place.x, frame.y_range(), Stroke::new(1.0, palette.line));
        painter.circle_stroke(place, 4.0, Stroke::new(1.5, palette.weak));
        let text = format!("PCA with {size}: {}", digits::three_digits(at[1]));
        let galley = painter.layout_no_wrap(text, plot::CAPTION, palette.text);
        let beside = Align2::LEFT_BOTTOM.anchor_size(place + vec2(7.0, -5.0), galley.size());
        let inside = frame.shrink(4.0);
        let left = beside.left().min(inside.right() - galley.size().x);
        painter.rect_filled(
            beside
                .translate(vec2(left - beside.left(), 0.0))
                .expand(2.0),
            2.0,
            palette.background,
        );
        painter.galley(pos2(left, beside.top()), galley, palette.text);
    }

    fn key(&self, index: usize) -> String {
        self.table
            .columns
            .get(index)
            .map(Column::key)
            .unwrap_or_default()
    }

    fn heading(&self, axis: usize) -> String {
        let column = self.table.columns.get(self.columns[axis]);
        column.map(Column::heading).unwrap_or_default()
    }
}
