//! Figures of each variant beside what others reach.

use egui::{Grid, RichText, ScrollArea, Ui};

use crate::app::{Action, App};
use crate::export::digits::significant;
use crate::export::{baseline_figure, baseline_names, figure_words, lower_is_better};
use crate::project::{UseResult, Variant};
use crate::ui::theme;
use crate::ui::views::empty;
use crate::ui::views::view::{Area, View, ViewAbout};
use crate::ui::widgets;

#[derive(Default)]
pub struct UseFigures {}

static ABOUT: ViewAbout = ViewAbout {
    title: "Figures",
    sentence: "How good it is, beside what simpler methods reach",
    building: None,
    comparing: None,
    using: Some(Area::Numbers),
    needs: &[],
    observes: &[],
    export: None,
};

/// Height of a line.
const LINE: f32 = 22.0;
/// Longer names are cut.
const NAME: f32 = 150.0;

impl View for UseFigures {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn height(&self, _ui: &Ui, app: &App, _width: f32, room: f32) -> f32 {
        let lines = app.variants_on_screen().map(|variant| {
            let kept = app.use_result(variant);
            kept.map_or(1, |(result, _)| result.figures.numbers().len().max(1))
        });
        ((lines.sum::<usize>() + 2) as f32 * LINE).min(room)
    }

    fn table(&self, app: &App) -> Option<String> {
        let rows = rows(app);
        let baselines = baselines(&rows);
        let mut text = format!("Variant\tFigure\tModel\t{}\n", baselines.join("\t"));
        for row in rows.iter().filter(|row| !row.numbers().is_empty()) {
            for (key, number) in row.numbers() {
                let others = baselines.iter().map(|name| row.baseline(name, &key));
                let others = others.map(|other| other.map_or_else(String::new, |x| x.to_string()));
                let others: Vec<String> = others.collect();
                let name = &row.variant.name;
                text += &format!("{name}\t{key}\t{number}\t{}\n", others.join("\t"));
            }
        }
        (!rows.is_empty()).then_some(text)
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, _actions: &mut Vec<Action>) {
        let rows = rows(app);
        if rows.is_empty() {
            let text = app
                .lacks_for(app.using.chosen())
                .unwrap_or_else(|| "Run it, and its figures stand here".into());
            empty::line(ui, &text);
            return;
        }
        let baselines = baselines(&rows);
        ScrollArea::both().auto_shrink(false).show(ui, |ui| {
            Grid::new("figures of a use")
                .striped(true)
                .num_columns(3 + baselines.len())
                .min_col_width(64.0)
                .spacing([20.0, 4.0])
                .show(ui, |ui| {
                    let weak = theme::palette(ui).weak;
                    let headings = ["Variant", "Figure", "Model"]
                        .into_iter()
                        .map(str::to_owned);
                    for heading in headings.chain(baselines.iter().map(|name| figure_words(name))) {
                        ui.label(RichText::new(heading).size(11.0).color(weak));
                    }
                    ui.end_row();
                    rows.iter().for_each(|row| row.show(ui, app, &baselines));
                });
            rows.iter().for_each(|row| row.says(ui));
        });
    }
}

/// What is known of one variant.
struct Row<'a> {
    variant: &'a Variant,
    result: Option<(&'a UseResult, bool)>,
    failed: Option<&'a str>,
    is_under_way: bool,
}

/// Those shown of which something is known.
fn rows(app: &App) -> Vec<Row<'_>> {
    let rows = app.variants_on_screen().map(|variant| Row {
        variant,
        result: app.use_result(variant),
        failed: app.using.failed(variant.id),
        is_under_way: app.is_used(variant.id),
    });
    rows.filter(|row| row.result.is_some() || row.failed.is_some() || row.is_under_way)
        .collect()
}

/// Whatever some variant is held against, in order.
fn baselines<'a>(rows: &[Row<'a>]) -> Vec<&'a str> {
    let results = rows.iter().filter_map(|row| row.result);
    baseline_names(results.map(|(result, _)| &*result.baselines))
}

impl Row<'_> {
    fn numbers(&self) -> Vec<(String, f64)> {
        self.result
            .map_or_else(Vec::new, |(result, _)| result.figures.numbers())
    }

    fn baseline(&self, name: &str, key: &str) -> Option<f64> {
        let (result, _) = self.result?;
        baseline_figure(&result.baselines, name, key)
    }

    fn show(&self, ui: &mut Ui, app: &App, baselines: &[&str]) {
        let numbers = self.numbers();
        for (place, (key, reached)) in numbers.iter().enumerate() {
            match place {
                0 => self.name(ui, app),
                _ => {
                    ui.label("");
                }
            }
            ui.label(figure_words(key));
            let others: Vec<Option<f64>> = baselines
                .iter()
                .map(|name| self.baseline(name, key))
                .collect();
            let best = best(key, *reached, &others);
            figure(ui, Some(*reached), best);
            for other in others {
                figure(ui, other, best);
            }
            ui.end_row();
        }
    }

    /// Why there are no figures of it, or none yet.
    fn says(&self, ui: &mut Ui) {
        let palette = theme::palette(ui);
        let name = &self.variant.name;
        let (words, colour) = match (self.failed, self.result) {
            (Some(why), _) => (format!("{name}: {why}"), palette.warning),
            _ if self.is_under_way => (format!("{name}: at work"), palette.weak),
            (None, Some((result, _))) if result.figures.is_empty() => {
                let why = result.unmeasured.as_deref();
                let why = why.unwrap_or("there is nothing to measure on");
                (format!("{name} is not measured, {why}"), palette.weak)
            }
            _ => return,
        };
        ui.add(egui::Label::new(RichText::new(words).color(colour)).wrap());
    }

    /// With the epoch of the weights where the variant has others now.
    fn name(&self, ui: &mut Ui, app: &App) {
        let palette = theme::palette(ui);
        let line = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(egui::vec2(NAME, LINE - 4.0), line, |ui| {
            ui.set_width(NAME);
            ui.spacing_mut().item_spacing.x = 6.0;
            let (dot, _) =
                ui.allocate_exact_size(egui::vec2(10.0, LINE - 4.0), egui::Sense::hover());
            let colour = theme::variant_colour(self.variant.colour);
            theme::variant_marker(ui.painter(), dot.center(), 4.0, self.variant.colour, colour);
            let selected = app.selected().id == self.variant.id;
            let name = match selected {
                true => widgets::strong(ui, self.variant.name.as_str(), 13.0),
                false => RichText::new(self.variant.name.as_str()),
            };
            ui.add(egui::Label::new(name).truncate());
            if let Some((result, true)) = self.result {
                let words = format!("at epoch {}", result.weights.epoch);
                ui.label(RichText::new(words).size(11.0).color(palette.warning))
                    .on_hover_text("The variant has other weights now: run it again");
            }
        });
    }
}

/// The best that anything reaches.
fn best(key: &str, reached: f64, others: &[Option<f64>]) -> f64 {
    let all = others.iter().flatten().copied();
    match lower_is_better(key) {
        true => all.fold(reached, f64::min),
        false => all.fold(reached, f64::max),
    }
}

/// Bold where it is the best of its line.
fn figure(ui: &mut Ui, number: Option<f64>, best: f64) {
    match number {
        Some(number) if number == best => {
            let text = widgets::strong(ui, significant(number, 4), 13.0);
            ui.label(text).on_hover_text("The best of its line");
        }
        Some(number) => {
            ui.label(significant(number, 4));
        }
        None => {
            ui.label(RichText::new("–").color(theme::palette(ui).weak));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_a_line_is_the_lowest_error_and_the_highest_accuracy() {
        assert_eq!(best("mse", 0.5, &[Some(0.25), None]), 0.25);
        assert_eq!(best("auc", 0.5, &[Some(0.25), None]), 0.5);
    }
}
