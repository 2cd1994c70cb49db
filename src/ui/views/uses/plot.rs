//! Draws curves and bars over common axes, with their names above.

use std::borrow::Cow;

use egui::{Align2, Color32, Pos2, RichText, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{AxisHints, PlotPoint, PlotTransform};

use crate::eval::{CurveForm, Curves};
use crate::export::digits;
use crate::ui::theme;
use crate::ui::views::loss_plot::ticks::log_marks;
use crate::ui::views::plot;

/// One curve on screen.
pub struct Drawn<'a> {
    pub form: CurveForm,
    pub colour: Color32,
    pub name: RichText,
    /// On a logarithmic axis their decimal logarithms.
    pub points: Cow<'a, [[f64; 2]]>,
}

/// Draws `all` into the rest of `ui`, on the axes of `curves`, with `marks` on them. With `dragged`, the pointer moves a
/// mark, whose place stands there meanwhile; whether it was let go.
pub fn show(
    ui: &mut Ui,
    curves: &Curves,
    marks: &[(String, f64)],
    all: &[Drawn<'_>],
    dragged: Option<&mut Option<f64>>,
) -> bool {
    legend(ui, all);
    let Some([low, high]) = bounds(all) else {
        return false;
    };
    let mut styled = plot::styled(ui, &format!("use {}", curves.title))
        .custom_x_axes(vec![
            plot::hints(plot::axis(ui, AxisHints::new_x()), curves.log).label_spacing(34.0..=44.0),
        ])
        .custom_y_axes(vec![
            plot::hints(plot::axis(ui, AxisHints::new_y()), false).min_thickness(44.0),
        ]);
    if curves.log {
        styled = styled.x_grid_spacer(|input| log_marks(input.bounds.0, input.bounds.1));
    }
    let shown = styled
        .allow_drag(dragged.is_none())
        .include_x(low[0])
        .include_x(high[0])
        .include_y(low[1])
        .include_y(high[1])
        .show(ui, |plot| {
            plot::zoom_by_wheel(plot);
        });
    let name = format!("{}: {} against {}", curves.title, curves.y, curves.x);
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let transform = shown.transform;
    for drawn in all {
        draw(ui, &transform, drawn);
    }
    let palette = theme::palette(ui);
    let frame = *transform.frame();
    let painter = ui.painter_at(frame);
    for (words, at) in marks {
        let x = place(&transform, [*at, 0.0]).x;
        painter.vline(x, frame.y_range(), Stroke::new(1.5, palette.accent));
        let (align, x) = match x > frame.center().x {
            true => (Align2::RIGHT_TOP, x - 4.0),
            false => (Align2::LEFT_TOP, x + 4.0),
        };
        let at = pos2(x, frame.top() + 4.0);
        painter.text(at, align, words, plot::CAPTION, palette.text);
    }
    let inside = frame.shrink2(vec2(8.0, 5.0));
    let weak = palette.weak;
    painter.text(
        inside.right_bottom(),
        Align2::RIGHT_BOTTOM,
        &curves.x,
        plot::CAPTION,
        weak,
    );
    painter.text(
        inside.left_top(),
        Align2::LEFT_TOP,
        &curves.y,
        plot::CAPTION,
        weak,
    );
    let Some(dragged) = dragged else {
        reading(ui, &transform, &shown.response, curves, all);
        return false;
    };
    let response = shown
        .response
        .on_hover_cursor(egui::CursorIcon::ResizeHorizontal);
    if (response.dragged() || response.clicked())
        && let Some(pointer) = response.interact_pointer_pos()
    {
        let at = transform.value_from_position(pointer).x;
        *dragged = Some(at.clamp(low[0], high[0]));
    }
    response.drag_stopped() || response.clicked()
}

/// What is drawn where all have room.
fn legend(ui: &mut Ui, all: &[Drawn<'_>]) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for drawn in all {
            let (rect, _) = ui.allocate_exact_size(vec2(16.0, 12.0), Sense::hover());
            let painter = ui.painter();
            let (left, right) = (rect.left_center(), rect.right_center());
            let stroke = Stroke::new(2.0, drawn.colour);
            match drawn.form {
                CurveForm::Line => {
                    painter.line_segment([left, right], stroke);
                }
                CurveForm::Dashed => {
                    painter.extend(egui::Shape::dashed_line(
                        &[left, right],
                        stroke,
                        plot::DASH,
                        plot::GAP,
                    ));
                }
                CurveForm::Bars => {
                    painter.rect_filled(
                        rect.shrink2(vec2(3.0, 1.0)),
                        1.0,
                        plot::faint(drawn.colour, 0.6),
                    );
                }
            }
            ui.label(drawn.name.clone().size(11.0));
            ui.add_space(6.0);
        }
    });
}

/// Corners of everything; bars stand on 0.
fn bounds(all: &[Drawn<'_>]) -> Option<[[f64; 2]; 2]> {
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for drawn in all {
        let mut take = |[x, y]: [f64; 2]| {
            (low[0], high[0]) = (low[0].min(x), high[0].max(x));
            (low[1], high[1]) = (low[1].min(y), high[1].max(y));
        };
        for point in &*drawn.points {
            take(*point);
        }
        if drawn.form == CurveForm::Bars
            && let Some([x, _]) = drawn.points.last()
        {
            take([x + bar_width(&drawn.points), 0.0]);
        }
    }
    if low[0] > high[0] {
        return None;
    }
    for axis in 0..2 {
        let span = (high[axis] - low[axis])
            .max(high[axis].abs() * 1e-3)
            .max(1e-9);
        // Nothing is below the bars.
        if axis == 0 || low[axis] != 0.0 {
            low[axis] -= 0.03 * span;
        }
        high[axis] += 0.06 * span;
    }
    Some([low, high])
}

fn bar_width(points: &[[f64; 2]]) -> f64 {
    match points {
        [.., [before, _], [last, _]] => last - before,
        _ => 1.0,
    }
}

fn place(transform: &PlotTransform, [x, y]: [f64; 2]) -> Pos2 {
    transform.position_from_point(&PlotPoint::new(x, y))
}

fn draw(ui: &Ui, transform: &PlotTransform, drawn: &Drawn<'_>) {
    let painter = ui.painter_at(*transform.frame());
    let stroke = Stroke::new(plot::WIDTH * theme::emphasis(ui.ctx()), drawn.colour);
    let at = |point: &[f64; 2]| place(transform, *point);
    let places: Vec<Pos2> = drawn.points.iter().map(at).collect();
    match drawn.form {
        CurveForm::Line => {
            if places.len() <= 24 {
                for &place in &places {
                    painter.circle_filled(place, 2.5, drawn.colour);
                }
            }
            painter.line(places, stroke);
        }
        CurveForm::Dashed => {
            painter.extend(egui::Shape::dashed_line(
                &places,
                stroke,
                plot::DASH,
                plot::GAP,
            ));
        }
        CurveForm::Bars => {
            let width = bar_width(&drawn.points);
            for [x, y] in &*drawn.points {
                let corners = [[*x, 0.0], [x + width, *y]].map(|at| place(transform, at));
                let rect = egui::Rect::from_two_pos(corners[0], corners[1]);
                let rect = rect.with_max_x((rect.right() - 1.0).max(rect.left() + 1.0));
                painter.rect_filled(rect, 0.0, plot::faint(drawn.colour, 0.6));
            }
        }
    }
}

/// The values under the pointer.
fn reading(
    ui: &Ui,
    transform: &PlotTransform,
    response: &egui::Response,
    curves: &Curves,
    all: &[Drawn<'_>],
) {
    let Some(pointer) = response.hover_pos() else {
        return;
    };
    let near = all
        .iter()
        .flat_map(|drawn| drawn.points.iter().map(move |point| (drawn, point)));
    let distance = |point: &[f64; 2]| place(transform, *point).distance(pointer);
    let nearest = near.min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
    let Some((drawn, [x, y])) = nearest.filter(|(_, point)| distance(point) < 40.0) else {
        return;
    };
    let palette = theme::palette(ui);
    let painter = ui.painter_at(*transform.frame());
    let at = place(transform, [*x, *y]);
    painter.circle_stroke(at, 4.0, Stroke::new(1.5, drawn.colour));
    let value = |at: f64, log: bool| digits::significant(if log { 10f64.powf(at) } else { at }, 4);
    let (x, y) = (value(*x, curves.log), value(*y, false));
    let text = format!("{}: {y}, {}: {x}", curves.y, curves.x);
    let galley = painter.layout_no_wrap(text, plot::CAPTION, palette.text);
    let inside = transform.frame().shrink(4.0);
    let rect = Align2::LEFT_BOTTOM.anchor_size(at + vec2(7.0, -5.0), galley.size());
    let left = rect.left().min(inside.right() - galley.size().x);
    let top = rect.top().max(inside.top());
    let rect = egui::Rect::from_min_size(pos2(left, top), galley.size());
    painter.rect_filled(rect.expand(2.0), 2.0, palette.background);
    painter.galley(rect.min, galley, palette.text);
}
