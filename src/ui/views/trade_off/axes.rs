//! The two columns of the trade-off plot, and their scales.

use egui::{ComboBox, Ui};

use super::point::Point;
use crate::export::columns::{Column, Figure, Table};

/// From this ratio of the largest to the smallest value on, an axis is logarithmic unless a person says otherwise.
const WIDE: f64 = 8.0;

/// The two columns. One that is not there (any more) gives way to its default.
pub struct Axes {
    columns: [Column; 2],
    /// Logarithmic or not where a person said so.
    log: [Option<bool>; 2],
    /// As shown last.
    shown: [bool; 2],
}

const DEFAULTS: [Figure; 2] = [Figure::Code, Figure::Mse];

impl Default for Axes {
    fn default() -> Self {
        Self {
            columns: DEFAULTS.map(Column::Figure),
            log: [None; 2],
            shown: [false; 2],
        }
    }
}

impl Axes {
    /// Indices of both columns in `table`.
    pub fn indices(&self, table: &Table) -> Option<[usize; 2]> {
        let find = |axis: usize| {
            let wanted = table.columns.iter().position(|c| *c == self.columns[axis]);
            wanted.or_else(|| table.index_of(DEFAULTS[axis]))
        };
        Some([find(0)?, find(1)?])
    }

    /// Whether each axis is logarithmic: as a person said, else where values lie far apart; never for values that have
    /// no logarithm.
    pub fn scales(&self, points: &[Point], line: &[[f64; 2]]) -> [bool; 2] {
        [0, 1].map(|axis| {
            let values = || points.iter().map(move |point| point.at[axis]);
            let low = values().fold(f64::INFINITY, f64::min);
            let high = values().fold(0.0, f64::max);
            let possible = low > 0.0 && line.iter().all(|at| at[axis] > 0.0);
            let wanted = self.log[axis].unwrap_or(high >= WIDE * low);
            possible && wanted
        })
    }

    /// What is shown from now on.
    pub fn show(&mut self, scales: [bool; 2]) {
        self.shown = scales;
    }

    /// Choosing columns and scales.
    pub fn controls(&mut self, ui: &mut Ui, table: &Table) {
        let offered: Vec<&Column> = (0..table.columns.len())
            .filter(|&index| table.is_numeric(index) || is_default(&table.columns[index]))
            .map(|index| &table.columns[index])
            .collect();
        let Some([x, y]) = self.indices(table) else {
            return;
        };
        ui.horizontal_wrapped(|ui| {
            for (axis, index, name, log) in [
                (1, y, "Vertical axis", "Log y"),
                (0, x, "Horizontal axis", "Log x"),
            ] {
                let column = &table.columns[index];
                if axis == 0 {
                    ui.label("against");
                }
                let menu = ComboBox::from_id_salt(name)
                    .selected_text(column.heading())
                    .width(110.0)
                    .height(360.0)
                    .show_ui(ui, |ui| {
                        for offer in &offered {
                            let here = *offer == column;
                            let response =
                                ui.selectable_label(here, table.say(&offer.heading_with_unit()));
                            if response.on_hover_text(table.say(&offer.hint())).clicked() {
                                self.columns[axis] = (*offer).clone();
                                self.log[axis] = None;
                            }
                        }
                    });
                menu.response
                    .accessible_name(name)
                    .on_hover_text(table.say(&column.hint()));
                let mut on = self.shown[axis];
                let toggle = ui.toggle_value(&mut on, log);
                let toggle = toggle
                    .on_hover_text("A logarithmic axis, for values above zero that lie far apart");
                if toggle.clicked() {
                    self.log[axis] = Some(on);
                    ui.ctx().request_repaint();
                }
            }
        });
    }
}

fn is_default(column: &Column) -> bool {
    DEFAULTS
        .iter()
        .any(|figure| *column == Column::Figure(*figure))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[[f64; 2]]) -> Vec<Point> {
        values
            .iter()
            .map(|&at| Point {
                at,
                ..Point::default()
            })
            .collect()
    }

    #[test]
    fn values_far_apart_get_a_logarithmic_axis() {
        let mut axes = Axes::default();
        let apart = points(&[[2.0, 0.05], [32.0, 0.02]]);
        assert_eq!(axes.scales(&apart, &[]), [true, false]);
        assert_eq!(axes.scales(&apart, &[[0.0, 0.1]]), [false, false]);
        axes.log = [Some(false), Some(true)];
        assert_eq!(axes.scales(&apart, &[]), [false, true]);
        assert_eq!(
            axes.scales(&points(&[[2.0, -1.0], [4.0, 5.0]]), &[]),
            [false, false]
        );
    }
}
