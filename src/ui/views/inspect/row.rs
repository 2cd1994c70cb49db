//! A table row, a sequence or a text in the inspector: all columns, channels or tokens, the input beside the output and what the sliders make.

use egui::{Color32, RichText, Ui, vec2};

use crate::data::{Prepared, SampleShape};
use crate::eval::{mean_error, row_errors};
use crate::export::digits::three_digits;
use crate::export::rows::{Order, title};
use crate::export::svg::{Lane, Steps};
use crate::project::Variant;
use crate::ui::sample::{List, Maker, Sequence, TextView, order_menu, sequence_ui};
use crate::ui::theme;

/// The list is at least this high.
const LEAST: f32 = 200.0;

/// What there is to draw; outputs in own units, `None` while they are being made.
pub struct Content<'a> {
    pub data: &'a Prepared,
    /// Which test row.
    pub index: usize,
    pub output: Option<&'a [f32]>,
    pub from_sliders: Option<&'a [f32]>,
    pub colour: Color32,
}

/// Draws the columns; keeps their order.
#[derive(Default)]
pub struct RowView {
    /// The usual one of the samples until somebody chooses.
    order: Option<Order>,
}

impl RowView {
    /// Draws all columns, leaving `below` points of the height to others.
    pub fn show(&mut self, ui: &mut Ui, content: &Content, below: f32) {
        let weak = theme::palette(ui).weak;
        let test = &content.data.dataset.test;
        let errors_of = |output: Option<&[f32]>| {
            let output = output.unwrap_or_default();
            row_errors(
                &content.data.scaler,
                &test.wanted_row(content.index),
                output,
            )
        };
        let (errors, edited) = (errors_of(content.output), errors_of(content.from_sliders));
        let usual = || Order::usual(&content.data.settings.source);
        let mut order = self.order.unwrap_or_else(usual);
        let text = if errors.is_empty() {
            "Error not known yet".to_owned()
        } else {
            format!("Error {}", three_digits(mean_error(&errors)))
        };
        ui.horizontal(|ui| {
            ui.label(RichText::new(text).color(weak))
                .on_hover_text("Mean over the values that are there: squared error of numbers in the scale of the inputs, cross-entropy in nats of answers");
            if content.data.dataset.shape().columns().is_none() {
                return;
            }
            let before = order;
            order_menu(ui, &mut order);
            if order != before {
                self.order = Some(order);
            }
        });
        ui.add_space(4.0);
        let mut makers = Vec::new();
        if let Some(output) = content.output.filter(|_| !errors.is_empty()) {
            makers.push(Maker {
                name: "Output",
                colour: content.colour,
                output,
                errors: &errors,
            });
        }
        if let Some(output) = content.from_sliders.filter(|_| !edited.is_empty()) {
            makers.push(Maker {
                name: "Sliders",
                colour: theme::palette(ui).accent,
                output,
                errors: &edited,
            });
        }
        let height = (ui.available_height() - below).max(LEAST);
        let size = vec2(ui.available_width(), height);
        ui.allocate_ui(size, |ui| {
            ui.set_max_height(height);
            if content.data.dataset.shape().text().is_some() {
                TextView {
                    data: content.data,
                    samples: test,
                    index: content.index,
                    corrupted: None,
                    makers: &makers,
                }
                .show(ui);
                return;
            }
            if content.data.dataset.shape().columns().is_none() {
                sequence_ui(
                    ui,
                    &Sequence {
                        data: content.data,
                        samples: test,
                        index: content.index,
                        corrupted: None,
                        makers: &makers,
                    },
                );
                return;
            }
            let seen = test.are_ratings().then(|| test.row(content.index));
            List {
                data: content.data,
                row: &test.known_row(content.index),
                seen: seen.as_deref(),
                corrupted: None,
                makers: &makers,
                order,
            }
            .show(ui);
        });
    }
}

/// Test sequence `index` and what `variant` made of it, for paper; `None` of other samples.
pub fn steps(data: &Prepared, index: usize, output: &[f32], variant: &Variant) -> Option<Steps> {
    let test = &data.dataset.test;
    let SampleShape::Sequence(shape) = *test.shape() else {
        return None;
    };
    let (row, length) = (test.row(index), test.length(index));
    let errors = row_errors(&data.scaler, &row, output);
    let of = |values: &[f32], channel: usize| -> Vec<f32> {
        let steps = values.chunks_exact(shape.features).take(length);
        steps.map(|step| step[channel]).collect()
    };
    let names = test.channels().iter().enumerate();
    let first = test.first_step(index).unwrap_or(0);
    let end = |step: usize| match test.time(index, step) {
        Some(time) => time.to_owned(),
        None => format!("step {}", first + step),
    };
    Some(Steps {
        title: format!("{} by {}", title(&data.dataset, index), variant.name),
        note: format!("Error {}", three_digits(mean_error(&errors))),
        colour: variant.colour,
        channels: names
            .map(|(channel, name)| Lane {
                name: name.clone(),
                input: of(&row, channel),
                made: of(output, channel),
            })
            .collect(),
        ends: [end(0), end(length.saturating_sub(1))],
    })
}
