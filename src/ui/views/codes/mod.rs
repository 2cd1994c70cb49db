//! The code statistics view: sparsity, and the divergence of each dimension of a Gaussian code.

mod bars;
mod dimensions;
mod figures;
mod histogram;

use std::sync::Arc;

use egui::{RichText, Ui};

use crate::app::{Action, App, Export};
use crate::export::dimensions::Order;
use crate::export::svg::{CodeLook, Drawn, MANY_ZEROS};
use crate::project::Variant;
use crate::training::{LatentView, ObservationId};
use crate::ui::theme;
use crate::ui::views::view::{Area, Need, View, ViewAbout};
use crate::ui::views::{empty, words};
use dimensions::Dimensions;

/// Which chart of a Gaussian code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Chart {
    #[default]
    Divergence,
    Histogram,
}

/// The codes as numbers: how sparse they are, and what each dimension of a Gaussian code says.
#[derive(Default)]
pub struct Codes {
    chart: Chart,
    order: Order,
    /// Logarithmic counts; as the codes want it until a person says.
    log: Option<bool>,
    dimensions: Dimensions,
}

/// A variant whose codes are known.
struct Shown<'a> {
    variant: &'a Variant,
    view: Arc<LatentView>,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Codes",
    sentence: "How sparse codes are, and what each number says",
    building: Some(Area::Codes),
    comparing: None,
    using: None,
    needs: &[Need::Observed(ObservationId::Latents)],
    observes: &[ObservationId::Latents],
    export: Some(Export::Codes),
};

impl View for Codes {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn promise(&self, _app: &App) -> String {
        "How sparse codes are, and what each number says, will stand here".into()
    }

    fn figure(&self, app: &App) -> Option<Drawn> {
        let bars = app.code_bars(CodeLook {
            histogram: self.chart == Chart::Histogram,
            order: self.order,
            log: self.log,
        });
        Some(bars.map(|bars| Arc::new(bars) as _))
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let shown = shown(app);
        let selected = shown
            .iter()
            .find(|shown| shown.variant.id == app.selected().id);
        let Some(selected) = selected else {
            self.empty_ui(ui, app, actions);
            return;
        };
        figures::show(ui, app, &shown, app.selected().id);
        ui.add_space(4.0);
        let Some(statistics) = &selected.view.statistics else {
            empty::line(ui, "Some codes are not finite: the run has diverged");
            return;
        };
        let colour = theme::variant_colour(selected.variant.colour);
        // Beside the zeros of a sparse code nothing else could be seen.
        let mut log = self.log.unwrap_or(statistics.near_zero > MANY_ZEROS);
        let log_before = log;
        match &selected.view.posterior {
            Some(posterior) => {
                self.gaussian_controls(ui, &mut log);
                if self.chart == Chart::Divergence {
                    self.dimensions
                        .show(ui, &selected.view, posterior, self.order, colour);
                } else {
                    let of = &words::of(app, "means of the test images' codes");
                    histogram::show(ui, statistics, of, log, colour);
                }
            }
            None => {
                ui.horizontal_wrapped(|ui| log_toggle(ui, &mut log));
                let of = &words::of(app, "numbers in the test images' codes");
                histogram::show(ui, statistics, of, log, colour);
            }
        }
        if log != log_before {
            self.log = Some(log);
        }
    }
}

impl Codes {
    fn gaussian_controls(&mut self, ui: &mut Ui, log: &mut bool) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (chart, name, hint) in [
                (
                    Chart::Divergence,
                    "KL by dimension",
                    "Divergence of each dimension from the prior: how many nats it says about a sample",
                ),
                (
                    Chart::Histogram,
                    "Histogram",
                    "How the means of the codes are distributed",
                ),
            ] {
                ui.selectable_value(&mut self.chart, chart, name)
                    .on_hover_text(hint);
            }
            ui.separator();
            if self.chart == Chart::Histogram {
                log_toggle(ui, log);
                return;
            }
            for (order, name, hint) in [
                (
                    Order::Active,
                    "Sorted",
                    "Active dimensions first, the largest divergence at the left",
                ),
                (Order::Place, "In order", "Dimensions as they stand in the code"),
            ] {
                ui.selectable_value(&mut self.order, order, name)
                    .on_hover_text(hint);
            }
        });
    }
}

fn log_toggle(ui: &mut Ui, log: &mut bool) {
    ui.toggle_value(log, "Log")
        .on_hover_text("Logarithmic height: few numbers can be seen beside many")
        .accessible_name("Logarithmic counts");
}

/// Variants with codes that are not hidden, and the selected one.
fn shown(app: &App) -> Vec<Shown<'_>> {
    let visible = |variant: &&Variant| !variant.hidden || variant.id == app.selected().id;
    let variants = app.document.variants.iter().filter(visible);
    variants
        .filter_map(|variant| {
            let view: Arc<LatentView> = app.runs.get(&variant.id)?.views.get()?;
            (!view.codes.is_empty()).then_some(Shown { variant, view })
        })
        .collect()
}

/// A caption in the weak tone.
fn caption(text: impl Into<String>, ui: &Ui) -> RichText {
    RichText::new(text)
        .size(11.0)
        .color(theme::palette(ui).weak)
}
