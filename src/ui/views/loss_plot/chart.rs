//! Draws the loss curves.

use egui::epaint::TextShape;
use egui::{Align2, Color32, Painter, Pos2, Rect, Role, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{AxisHints, PlotPoint, PlotTransform};

use super::diverged;
use super::label::Label;
use super::line::union;
use super::phases::Mark;
use super::scale::Scale;
use super::series::Curves;
use super::ticks::log_marks;
use crate::export::digits;
use crate::export::loss::Quantity;
use crate::project::LossAxis;
use crate::training::History;
use crate::ui::theme::{self, Palette};
use crate::ui::views::plot;

const DASH: f32 = 5.0;
const GAP: f32 = 4.0;
const WIDTH: f32 = 1.5;
/// A sample of a line and the space after it.
const SAMPLE: f32 = 24.0;
/// Height of a row of words in the plot.
const ROW: f32 = 16.0;
/// A lower plot has no room for words at its points.
const LOW: f32 = 80.0;

/// Everything the chart shows, each variant's curves with what names them.
pub struct Chart<'a> {
    pub curves: Vec<Series<'a>>,
    pub scale: Scale,
    pub quantity: Quantity,
    /// "MSE per pixel".
    pub label: Label,
    /// Phases of the selected variant.
    pub phases: Vec<Mark>,
    /// "validation", or "test" where the test set is watched.
    pub watched: &'static str,
    /// Back to showing everything.
    pub reset: bool,
}

/// One variant.
pub struct Series<'a> {
    pub name: &'a str,
    pub colour: Color32,
    /// Towards this goes the second curve of a pair.
    pub tint: Color32,
    pub curves: &'a Curves,
    /// What the curves were made from.
    pub history: &'a History,
    /// Hairlines and words belong to the selected variant alone.
    pub selected: bool,
}

/// What the chart tells about itself.
pub struct Shown {
    pub response: egui::Response,
    pub transform: PlotTransform,
    /// A person has zoomed or moved it.
    pub moved: bool,
}

impl Series<'_> {
    /// The colour of curve `line`: the variant's own, and a tint of it for the second player.
    pub fn tone(&self, line: usize) -> Color32 {
        if line == 0 {
            self.colour
        } else {
            self.colour.lerp_to_gamma(self.tint, 0.6)
        }
    }
}

impl Chart<'_> {
    pub fn show(&self, ui: &mut Ui) -> Shown {
        let palette = theme::palette(ui);
        let log = self.scale.log;
        let mut y_axis = plot::axis(ui, AxisHints::new_y());
        // The name of the other axis stands below.
        let works = self.scale.run.axis == LossAxis::Compute;
        y_axis = y_axis.min_thickness(if works { 76.0 } else { 44.0 });
        let mut styled = plot::styled(ui, "loss plot");
        if log {
            styled = styled.y_grid_spacer(|input| log_marks(input.bounds.0, input.bounds.1));
            y_axis = y_axis
                .label_spacing(16.0..=20.0)
                .formatter(|mark, _| digits::trimmed(10f64.powf(mark.value), 4));
        } else {
            y_axis = y_axis.formatter(|mark, _| digits::trimmed(mark.value, 4));
        }
        let x_axis = plot::axis(ui, AxisHints::new_x())
            .label_spacing(36.0..=44.0)
            .formatter(move |mark, _| {
                if mark.value < 0.0 {
                    String::new()
                } else if works {
                    digits::counted(mark.value)
                } else {
                    digits::trimmed(mark.value, 6)
                }
            });
        let [low, high] = self.bounds();
        let shown = styled
            .custom_x_axes(vec![x_axis])
            .custom_y_axes(vec![y_axis])
            .include_x(low.x)
            .include_x(high.x)
            .include_y(low.y)
            .include_y(high.y)
            .show(ui, |plot| {
                if self.reset {
                    plot.set_auto_bounds(true);
                }
                plot::zoom_by_wheel(plot);
                plot.auto_bounds() != egui::Vec2b::TRUE
            });
        let painter = ui.painter_at(*shown.transform.frame());
        self.lines(&painter, &shown.transform);
        self.marks(ui, &painter, &shown.transform, palette);
        self.words(ui, &painter, &shown.transform, palette);
        shown
            .response
            .widget_info(|| WidgetInfo::labeled(Role::Image, true, "Loss curves"));
        Shown {
            response: shown.response,
            transform: shown.transform,
            moved: shown.inner && !self.reset,
        }
    }

    /// Corners of what is worth showing, with some room.
    fn bounds(&self) -> [PlotPoint; 2] {
        let extents = self.curves.iter().map(|s| s.curves.extent());
        let extent = extents.fold(None, union);
        let [mut low, mut high] =
            extent.unwrap_or([PlotPoint::new(0.0, 0.0), PlotPoint::new(1.0, 1.0)]);
        // Training begins at nothing, whatever was recorded first.
        low.x = low.x.min(0.0);
        high.x += (high.x - low.x).max(1e-9) * 0.02;
        if let Some((value, _)) = self.quantity.draw()
            && let Some(y) = self.scale.y(value)
        {
            (low.y, high.y) = (low.y.min(y), high.y.max(y));
        }
        if self.quantity == Quantity::Accuracy {
            (low.y, high.y) = (0.0, 100.0);
        }
        let room = ((high.y - low.y) * 0.06).max(high.y.abs() * 1e-3).max(1e-9);
        let all_above_zero = !self.scale.log && low.y >= 0.0;
        low.y -= room;
        high.y += room;
        if all_above_zero {
            low.y = low.y.max(0.0);
        }
        [low, high]
    }

    fn lines(&self, painter: &Painter, transform: &PlotTransform) {
        let place = |points: &[PlotPoint]| -> Vec<Pos2> {
            points
                .iter()
                .map(|point| transform.position_from_point(point))
                .collect()
        };
        for line in self.curves.iter().flat_map(|series| {
            let lines = series.curves.lines.iter().enumerate();
            lines.map(|(index, line)| (series.tone(index), line))
        }) {
            let (colour, line) = line;
            if !line.smooth.is_empty() {
                let colour = plot::faint(colour, 0.2);
                painter.line(place(&line.raw), Stroke::new(1.0, colour));
            }
        }
        // The selected variant lies on top.
        for selected in [false, true] {
            for series in self.curves.iter().filter(|s| s.selected == selected) {
                for (index, line) in series.curves.lines.iter().enumerate() {
                    let stroke = Stroke::new(WIDTH, series.tone(index));
                    painter.line(place(line.train()), stroke);
                    painter.line(place(&line.astray), Stroke::new(1.0, stroke.color));
                    let validation = place(&line.validation);
                    if validation.len() <= 30 {
                        for &at in &validation {
                            painter.circle_filled(at, 2.0, stroke.color);
                        }
                    }
                    painter.extend(Shape::dashed_line(&validation, stroke, DASH, GAP));
                }
            }
        }
    }

    /// Phases, jumps of the learning rate, the value at which nobody wins, and best points.
    fn marks(&self, ui: &Ui, painter: &Painter, transform: &PlotTransform, palette: &Palette) {
        let frame = *transform.frame();
        let hairline = Stroke::new(1.0, palette.weak.gamma_multiply(0.5));
        if let Some((value, name)) = self.quantity.draw()
            && let Some(y) = self.scale.y(value)
        {
            let y = transform.position_from_point_y(y);
            painter.extend(Shape::dashed_line(
                &[pos2(frame.left(), y), pos2(frame.right(), y)],
                hairline,
                2.0,
                4.0,
            ));
            let at = pos2(frame.left() + 8.0, y - 2.0);
            painter.text(at, Align2::LEFT_BOTTOM, name, plot::CAPTION, palette.weak);
        }
        self.phases(ui, painter, transform, palette);
        for series in &self.curves {
            if let Some(x) = series.curves.diverged {
                let x = transform.position_from_point_x(x);
                diverged::mark(painter, frame, (x, series.tone(0)), palette);
            }
            if series.selected {
                let rates = series.curves.rates.iter();
                // A phase tells its learning rate itself.
                for change in rates.filter(|change| !self.phases.iter().any(|p| p.x == change.x)) {
                    let x = transform.position_from_point_x(change.x);
                    painter.vline(x, frame.y_range(), hairline);
                    let text = format!("learning rate {}", digits::brief(change.rate));
                    let row = if self.phases.is_empty() { 1 } else { 2 };
                    let at = pos2(x + 4.0, self.row(frame, row));
                    painter.text(at, Align2::LEFT_CENTER, text, plot::CAPTION, palette.weak);
                }
            }
            let Some(best) = series.curves.best else {
                continue;
            };
            let at = transform.position_from_point(&best.at);
            painter.circle(
                at,
                4.0,
                palette.background,
                Stroke::new(WIDTH, series.colour),
            );
            if series.selected && frame.height() > LOW * self.curves.len().min(2) as f32 {
                let text = format!("best {}", digits::significant(best.value, 3));
                let galley = painter.layout_no_wrap(text, plot::CAPTION, palette.text);
                // On the side where the curve leaves room.
                let beside = if self.quantity.rises() {
                    Align2::CENTER_TOP.anchor_size(at + vec2(0.0, 7.0), galley.size())
                } else {
                    Align2::CENTER_BOTTOM.anchor_size(at - vec2(0.0, 7.0), galley.size())
                };
                let rect = keep_inside(beside, frame.shrink(4.0));
                painter.add(TextShape::new(rect.min, galley, palette.text));
            }
        }
    }

    /// The middle of a row of words: from the top, or from the bottom where the curves end at the top.
    fn row(&self, frame: Rect, row: usize) -> f32 {
        let from = 12.0 + ROW * row as f32;
        if self.quantity.rises() {
            frame.bottom() - from
        } else {
            frame.top() + from
        }
    }

    /// A hairline where each phase begins, its name cut where the next one begins.
    fn phases(&self, ui: &Ui, painter: &Painter, transform: &PlotTransform, palette: &Palette) {
        let frame = *transform.frame();
        // The names of the variants stand at the right of the same row.
        let names = self.curves.iter().map(|series| {
            let name = series.name.to_owned();
            let galley = painter.layout_no_wrap(name, plot::CAPTION, palette.text);
            galley.size().x + SAMPLE + 16.0
        });
        let end = frame.right() - names.fold(0.0, f32::max);
        for (index, mark) in self.phases.iter().enumerate() {
            let x = transform.position_from_point_x(mark.x);
            if index > 0 {
                let stroke = Stroke::new(1.0, palette.weak.gamma_multiply(0.7));
                painter.vline(x, frame.y_range(), stroke);
            }
            let next = self
                .phases
                .get(index + 1)
                .map_or(end, |next| transform.position_from_point_x(next.x));
            let x = x.max(frame.left());
            let room = next.min(end) - x - 8.0;
            if room < 28.0 {
                continue;
            }
            let text = egui::WidgetText::from(egui::RichText::new(&mark.text).font(plot::CAPTION));
            let galley =
                text.into_galley(ui, Some(egui::TextWrapMode::Truncate), room, plot::CAPTION);
            let y = self.row(frame, 1) - galley.size().y / 2.0;
            painter.galley(pos2(x + 4.0, y), galley, palette.weak);
        }
    }

    /// Names of axes and curves, inside the frame so that the curves get the room.
    fn words(&self, ui: &Ui, painter: &Painter, transform: &PlotTransform, palette: &Palette) {
        let frame = transform.frame().shrink2(vec2(8.0, 5.0));
        // The corner below the loss axis is free.
        let corner = transform.frame().left_bottom() + vec2(-10.0, 2.0);
        let name = self.scale.axis_name();
        ui.painter()
            .text(corner, Align2::RIGHT_TOP, name, plot::CAPTION, palette.weak);

        let mut right = frame.right();
        let y = self.row(*transform.frame(), 0);
        let mut key = |name, colour, dashed| {
            let at = pos2(right, y);
            right = self.entry(painter, at, name, (colour, palette.weak), dashed, palette);
        };
        if let Some([first, second]) = self.quantity.pair() {
            let selected = self.curves.iter().find(|series| series.selected);
            let tone = |line| selected.map_or(palette.weak, |series| series.tone(line));
            key(second, tone(1), false);
            key(first, tone(0), false);
        } else {
            key(self.watched, palette.weak, true);
            key("train", palette.weak, false);
        }
        // At the right, for every curve begins high at the left.
        let galley = painter.layout_no_wrap(self.label.whole(), plot::CAPTION, palette.weak);
        // Where it gets narrow, what is measured goes before how.
        let fits = galley.size().x < (right - frame.left()) * 0.75;
        let galley = match fits {
            true => galley,
            false => painter.layout_no_wrap(self.label.what.clone(), plot::CAPTION, palette.weak),
        };
        if galley.size().x <= right - frame.left() {
            let rect = Align2::RIGHT_CENTER.anchor_size(pos2(right, y), galley.size());
            plate(painter, rect, palette);
            painter.galley(rect.min, galley, palette.weak);
        }
        // Where there is no room for all names, none would do: the strip has the colours.
        let rows = 12.0 + ROW * self.curves.len() as f32;
        if rows > frame.height() {
            return;
        }
        for (row, series) in self.curves.iter().enumerate() {
            let at = pos2(frame.right(), self.row(*transform.frame(), row + 1));
            self.entry(
                painter,
                at,
                series.name,
                (series.colour, palette.text),
                false,
                palette,
            );
        }
    }

    /// A sample of a line and its name, ending at `right`. Returns where the next may end.
    fn entry(
        &self,
        painter: &Painter,
        right: Pos2,
        name: &str,
        (line, text): (Color32, Color32),
        dashed: bool,
        palette: &Palette,
    ) -> f32 {
        let galley = painter.layout_no_wrap(name.to_owned(), plot::CAPTION, text);
        let rect = Align2::RIGHT_CENTER.anchor_size(right, galley.size());
        let mut behind = rect;
        behind.min.x -= SAMPLE;
        plate(painter, behind, palette);
        painter.galley(rect.min, galley, text);
        let sample = [
            pos2(rect.left() - SAMPLE, right.y),
            pos2(rect.left() - 6.0, right.y),
        ];
        let stroke = Stroke::new(WIDTH, line);
        if dashed {
            painter.extend(Shape::dashed_line(&sample, stroke, DASH, GAP));
        } else {
            painter.line_segment(sample, stroke);
        }
        rect.left() - 36.0
    }
}

/// Dims the curves behind words.
fn plate(painter: &Painter, rect: Rect, palette: &Palette) {
    let colour = palette.background.gamma_multiply(0.8);
    painter.rect_filled(rect.expand2(vec2(3.0, 0.0)), 2.0, colour);
}

fn keep_inside(rect: Rect, frame: Rect) -> Rect {
    let x = (frame.left() - rect.left()).max(0.0) - (rect.right() - frame.right()).max(0.0);
    let y = (frame.top() - rect.top()).max(0.0) - (rect.bottom() - frame.bottom()).max(0.0);
    rect.translate(vec2(x, y))
}
