//! The row above the curves.

use egui::{RichText, Slider, Ui};

use super::quantity::Quantity;
use crate::app::{Action, App};
use crate::project::LossAxis;
use crate::ui::theme;

/// Heaviest smoothing on offer.
const SMOOTHEST: f32 = 0.99;
/// Width that all controls need, in points.
const ONE_LINE: f32 = 690.0;

const WORK: &str = "Horizontal axis in multiply-adds spent: those of one image through the model, times 3 for forward and backward, times the images seen";

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
    // Without its label the slider lets all controls stay in one line.
    let narrow = offered.len() > 1 && ui.available_width() < ONE_LINE;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if offered.len() > 1 {
            choice(ui, offered, quantity, if narrow { 96.0 } else { 116.0 });
            ui.separator();
        }
        for (axis, name, hint) in [
            (LossAxis::Epoch, "Epoch", "Horizontal axis in epochs: passes over the training images"),
            (LossAxis::Step, "Step", "Horizontal axis in optimiser updates, one a batch"),
            (LossAxis::Time, "Time", "Horizontal axis in seconds of training, pauses left out"),
            (LossAxis::Compute, "Multiply-adds", WORK),
        ] {
            let possible = axis != LossAxis::Compute || app.dataset.prepared().is_some();
            let on = axis == axis_of(app);
            let button = ui
                .add_enabled(possible, egui::Button::selectable(on, name))
                .on_hover_text(hint)
                .on_disabled_hover_text("How large an image is, and so what it costs, is known once the data are loaded");
            if button.clicked() {
                view.loss_axis = axis;
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
