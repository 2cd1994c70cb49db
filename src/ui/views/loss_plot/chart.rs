//! Draws the loss curves.

use egui::{Align2, Color32, Painter, Pos2, Rect, Role, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{AxisHints, PlotPoint, PlotTransform};

use super::diverged;
use super::gutter::{self, Entry};
use super::line::union;
use super::markers;
use super::phases::Mark;
use super::scale::Scale;
use super::series::{Curves, RateChange};
use super::ticks::log_marks;
use crate::export::digits;
use crate::export::loss::Quantity;
use crate::project::LossAxis;
use crate::training::History;
use crate::ui::theme::{self, Palette};
use crate::ui::views::plot::{self, DASH, GAP, WIDTH};
use crate::ui::widgets::truncated;

/// Height of a row of words above the plot.
const ROW: f32 = 16.0;

/// Everything the chart shows, each variant's curves with what names them.
pub struct Chart<'a> {
    pub curves: Vec<Series<'a>>,
    pub scale: Scale,
    pub quantity: Quantity,
    /// Values to compare with, and what they are called: "PCA 32".
    pub levels: Vec<(f64, String)>,
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
    /// Its index into the palette of variants.
    pub variant: u8,
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
        let own = theme::variant_colour(self.variant);
        if line == 0 {
            own
        } else {
            own.lerp_to_gamma(self.tint, 0.6)
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
        let entries = self.entries(palette);
        let all = ui.available_rect_before_wrap();
        let gutter_width = gutter::width(ui, &entries, all.width());
        ui.add_space(self.head());
        let shown = styled
            .width(all.width() - gutter_width)
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
        self.axis_name(ui, &shown.transform, palette);
        if gutter_width > 0.0 {
            self.names(ui, entries, &shown.transform, gutter_width, palette);
        }
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
        for y in self
            .levels
            .iter()
            .filter_map(|(value, _)| self.scale.y(*value))
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
                let strength = theme::emphasis(painter.ctx());
                painter.line(place(&line.raw), Stroke::new(strength, colour));
            }
        }
        let strength = theme::emphasis(painter.ctx());
        // The selected variant lies on top.
        for selected in [false, true] {
            for series in self.curves.iter().filter(|s| s.selected == selected) {
                for (index, line) in series.curves.lines.iter().enumerate() {
                    let stroke = Stroke::new(WIDTH * strength, series.tone(index));
                    let train = place(line.train());
                    markers::show(painter, &train, series.variant, stroke.color);
                    painter.line(train, stroke);
                    painter.line(place(&line.astray), Stroke::new(strength, stroke.color));
                    let validation = place(&line.validation);
                    if validation.len() <= 30 {
                        let (radius, colour) = (2.0 * strength, stroke.color);
                        for &at in &validation {
                            theme::variant_marker(painter, at, radius, series.variant, colour);
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
        for (value, _) in &self.levels {
            let Some(y) = self.scale.y(*value) else {
                continue;
            };
            let y = transform.position_from_point_y(y);
            let ends = [pos2(frame.left(), y), pos2(frame.right(), y)];
            painter.extend(Shape::dashed_line(&ends, hairline, DASH, GAP));
        }
        self.phases(ui, painter, transform, palette);
        let mut row = usize::from(!self.phases.is_empty());
        // Words stand above the plot, out of the painter's reach.
        let above = ui.painter_at(frame.expand2(vec2(0.0, self.head())));
        let mut end = frame.left();
        for change in self.rates() {
            let x = transform.position_from_point_x(change.x);
            painter.vline(x, frame.y_range(), hairline);
            if x < end || !frame.x_range().contains(x) {
                continue;
            }
            let text = change.text();
            let at = pos2(x + 4.0, Self::row(frame, row));
            let said = above.text(at, Align2::LEFT_CENTER, text, plot::CAPTION, palette.weak);
            end = said.right() + 8.0;
        }
        row += usize::from(self.rates().next().is_some());
        for series in &self.curves {
            if let Some(x) = series.curves.diverged {
                let x = transform.position_from_point_x(x);
                painter.vline(x, frame.y_range(), Stroke::new(1.0, series.tone(0)));
                diverged::word(&above, frame, (x, Self::row(frame, row)), palette);
            }
            let Some(best) = series.curves.best else {
                continue;
            };
            let at = transform.position_from_point(&best.at);
            let strength = theme::emphasis(painter.ctx());
            painter.circle(
                at,
                4.0 * strength,
                palette.background,
                Stroke::new(WIDTH * strength, series.tone(0)),
            );
        }
    }

    /// Whether the learning rate jumps where no phase begins, which says so itself.
    pub fn rates(&self) -> impl Iterator<Item = &RateChange> {
        let selected = self.curves.iter().filter(|series| series.selected);
        let rates = selected.flat_map(|series| &series.curves.rates);
        rates.filter(|change| !self.phases.iter().any(|phase| phase.x == change.x))
    }

    /// Height of the rows of words above the plot.
    fn head(&self) -> f32 {
        let rows = [
            !self.phases.is_empty(),
            self.rates().next().is_some(),
            self.curves
                .iter()
                .any(|series| series.curves.diverged.is_some()),
        ];
        ROW * rows.into_iter().filter(|row| *row).count() as f32
    }

    /// The middle of a row of words above the plot, the lowest being 0.
    fn row(frame: Rect, row: usize) -> f32 {
        frame.top() - ROW * (row as f32 + 0.5)
    }

    /// A hairline where each phase begins, its name cut where the next one begins.
    fn phases(&self, ui: &Ui, painter: &Painter, transform: &PlotTransform, palette: &Palette) {
        let frame = *transform.frame();
        let end = frame.right();
        let above = ui.painter_at(frame.expand2(vec2(0.0, self.head())));
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
            let galley = truncated(&above, &mark.text, plot::CAPTION, palette.weak, room);
            let y = Self::row(frame, 0) - galley.size().y / 2.0;
            above.galley(pos2(x + 4.0, y), galley, palette.weak);
        }
    }

    /// In the corner below the loss axis, which is free.
    fn axis_name(&self, ui: &Ui, transform: &PlotTransform, palette: &Palette) {
        let corner = transform.frame().left_bottom() + vec2(-10.0, 2.0);
        let name = self.scale.axis_name();
        ui.painter()
            .text(corner, Align2::RIGHT_TOP, name, plot::CAPTION, palette.weak);
    }

    /// What stands beside the plot: what kinds of lines there are, and the curves.
    fn entries(&self, palette: &Palette) -> Vec<Entry> {
        let key = |name: &str, line, dashed| Entry {
            name: name.to_owned(),
            detail: None,
            line,
            dashed,
            variant: None,
            at: None,
            selected: false,
        };
        let mut entries = match self.quantity.pair() {
            Some([first, second]) => {
                let selected = self.curves.iter().find(|series| series.selected);
                let tone = |line| selected.map_or(palette.weak, |series| series.tone(line));
                vec![key(first, tone(0), false), key(second, tone(1), false)]
            }
            // Measured after epochs alone.
            None if self.quantity == Quantity::SquaredError => {
                vec![key(self.watched, palette.weak, true)]
            }
            None => vec![
                key("train", palette.weak, false),
                key(self.watched, palette.weak, true),
            ],
        };
        entries.extend(self.curves.iter().map(|series| {
            let best = series.curves.best.as_ref().filter(|_| series.selected);
            Entry {
                name: series.name.to_owned(),
                detail: best.map(|best| format!("best {}", digits::significant(best.value, 3))),
                line: series.tone(0),
                dashed: false,
                variant: Some(series.variant),
                // Where it ends is known once the plot is laid out.
                at: Some(0.0),
                selected: series.selected,
            }
        }));
        entries.extend(self.levels.iter().map(|(value, name)| Entry {
            name: name.clone(),
            detail: Some(digits::significant(*value, 3)),
            line: palette.weak,
            dashed: true,
            variant: None,
            at: Some(0.0),
            selected: true,
        }));
        entries
    }

    fn names(
        &self,
        ui: &Ui,
        mut entries: Vec<Entry>,
        transform: &PlotTransform,
        width: f32,
        palette: &Palette,
    ) {
        let frame = *transform.frame();
        let ends = self.curves.iter().map(|series| {
            let line = series.curves.lines.first();
            let last = line.and_then(|line| line.train().last().or(line.validation.last()));
            last.map(|last| transform.position_from_point_y(last.y))
        });
        let levels = self.levels.iter().map(|(value, _)| {
            let y = self.scale.y(*value);
            y.map(|y| transform.position_from_point_y(y))
        });
        let ends = ends.chain(levels);
        let placed = entries.iter_mut().filter(|entry| entry.at.is_some());
        for (entry, end) in placed.zip(ends) {
            entry.at = Some(
                end.unwrap_or(frame.top())
                    .clamp(frame.top(), frame.bottom()),
            );
        }
        let gutter = frame
            .with_min_x(frame.right())
            .with_max_x(frame.right() + width);
        let rises = self.quantity.rises();
        gutter::show(ui, (frame, gutter), &entries, rises, palette);
    }
}
