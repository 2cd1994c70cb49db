//! The loss plot's toolbar.

use egui::{RichText, Slider, Ui};

use super::quantity::Quantity;
use crate::app::{Action, App};
use crate::project::LossAxis;
use crate::ui::theme;

/// Heaviest smoothing on offer.
const SMOOTHEST: f32 = 0.99;
/// Width that all controls need, in points, without the choice of what is drawn.
const ONE_LINE: f32 = 640.0;
/// That of the choice.
const CHOICE: f32 = 140.0;

/// Horizontal axes, with what menus say of them.
const AXES: [(LossAxis, &str, &str); 4] = [
    (
        LossAxis::Epoch,
        "Epoch",
        "Horizontal axis in epochs: passes over the training images",
    ),
    (
        LossAxis::Step,
        "Step",
        "Horizontal axis in optimiser updates, one a batch",
    ),
    (
        LossAxis::Time,
        "Time",
        "Horizontal axis in seconds of training, pauses left out",
    ),
    (
        LossAxis::Compute,
        "Multiply-adds",
        "Horizontal axis in multiply-adds spent: those of one image through the model, times 3 for forward and backward, times the images seen",
    ),
];

const NOT_YET: &str =
    "How large an image is, and so what it costs, is known once the data are loaded";

/// The horizontal axis that is drawn: in epochs as long as nobody knows what an image costs.
pub fn axis_of(app: &App) -> LossAxis {
    match app.document.view.loss_axis {
        LossAxis::Compute if app.dataset.prepared().is_none() => LossAxis::Epoch,
        axis => axis,
    }
}

/// Shows the controls; `quantity` becomes one of those `offered`. `true` when everything is to be shown again.
pub fn show(
    ui: &mut Ui,
    app: &App,
    actions: &mut Vec<Action>,
    offered: &[Quantity],
    quantity: &mut Quantity,
    moved: bool,
) -> bool {
    let mut view = app.document.view.clone();
    let mut reset = false;
    // With a menu of axes, and without its label at the slider, all controls stay in one line.
    let choices = if offered.len() > 1 { CHOICE } else { 0.0 };
    let narrow = ui.available_width() < ONE_LINE + choices;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if offered.len() > 1 {
            choice(ui, offered, quantity, if narrow { 96.0 } else { 116.0 });
            ui.separator();
        }
        let can_count = app.dataset.prepared().is_some();
        if narrow {
            axis_menu(ui, axis_of(app), can_count, &mut view.loss_axis);
        } else {
            for (axis, name, hint) in AXES {
                let button = ui
                    .add_enabled(
                        axis != LossAxis::Compute || can_count,
                        egui::Button::selectable(axis == axis_of(app), name),
                    )
                    .on_hover_text(hint)
                    .on_disabled_hover_text(NOT_YET);
                if button.clicked() {
                    view.loss_axis = axis;
                }
            }
        }
        ui.separator();
        let no_logarithm = quantity.no_logarithm();
        let log = egui::Button::selectable(view.log_loss && no_logarithm.is_none(), "Log");
        if ui
            .add_enabled(no_logarithm.is_none(), log)
            .on_hover_text("Logarithmic loss axis: equal factors are equally far apart")
            .on_disabled_hover_text(no_logarithm.unwrap_or_default())
            .clicked()
        {
            view.log_loss = !view.log_loss;
        }
        ui.separator();
        ui.spacing_mut().slider_width = if narrow { 56.0 } else { 72.0 };
        let slider = Slider::new(&mut view.smoothing, 0.0..=SMOOTHEST).show_value(false);
        let slider = if narrow {
            ui.add(slider).accessible_name("Smoothing")
        } else {
            let label = ui.label(RichText::new("Smoothing").color(theme::palette(ui).weak));
            ui.add(slider).labelled_by(label.id)
        };
        slider
            .on_hover_text(format!(
                "Exponential moving average of the train loss: weight {:.2} on what was 1/200 of the run ago, raw values faint behind",
                view.smoothing
            ));
        ui.separator();
        reset = ui
            .add_enabled(moved, egui::Button::new(if narrow { "Reset" } else { "Reset zoom" }))
            .accessible_name("Reset zoom")
            .on_hover_text("Show the whole run again; a double click on the plot does the same")
            .on_disabled_hover_text("The whole run is shown; scroll over the plot to zoom, drag to move")
            .clicked();
    });
    if view != app.document.view {
        actions.push(Action::View(view));
    }
    reset
}

/// The horizontal axes in a menu.
fn axis_menu(ui: &mut Ui, drawn: LossAxis, can_count: bool, wanted: &mut LossAxis) {
    let name = |axis| {
        let found = AXES.iter().find(|(of, ..)| *of == axis);
        found.map_or("", |(_, name, _)| *name)
    };
    let menu = egui::ComboBox::from_id_salt("horizontal axis")
        .selected_text(name(drawn))
        .width(96.0)
        .show_ui(ui, |ui| {
            for (axis, name, hint) in AXES {
                let possible = axis != LossAxis::Compute || can_count;
                let entry = egui::Button::selectable(axis == drawn, name);
                let entry = ui.add_enabled(possible, entry).on_hover_text(hint);
                if entry.on_disabled_hover_text(NOT_YET).clicked() {
                    *wanted = axis;
                }
            }
        });
    menu.response
        .accessible_name("Horizontal axis")
        .on_hover_text("What the curves are drawn over: epochs, steps, time or work");
}

/// What is drawn.
fn choice(ui: &mut Ui, offered: &[Quantity], quantity: &mut Quantity, width: f32) {
    let menu = egui::ComboBox::from_id_salt("quantity")
        .selected_text(quantity.name())
        .width(width)
        .show_ui(ui, |ui| {
            for &offer in offered {
                ui.selectable_value(quantity, offer, offer.name())
                    .on_hover_text(offer.hint());
            }
        });
    menu.response
        .accessible_name("Part of the loss")
        .on_hover_text(quantity.hint());
}
