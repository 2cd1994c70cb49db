//! The menu beside the Train button, where there are several variants: which to train, and in which order.

use egui::{Popup, Ui};

use crate::app::{Action, App};
use crate::project::{Scope, Together};
use crate::training::TrainingOrder;
use crate::ui::icons::Icon;
use crate::ui::widgets;

const SCOPES: [(Scope, &str, &str); 3] = [
    (
        Scope::Selected,
        "This variant",
        "Train, Step and Stop are about the selected variant",
    ),
    (
        Scope::Shown,
        "Shown variants",
        "Train, Step and Stop are about all variants that are not hidden",
    ),
    (
        Scope::All,
        "All variants",
        "Train, Step and Stop are about all variants, hidden ones too",
    ),
];

const ORDERS: [(TrainingOrder, &str, &str); 2] = [
    (
        TrainingOrder::LockStep,
        "In lock-step",
        "All move through the epochs together, those that are behind first; on several cores beside each other",
    ),
    (
        TrainingOrder::OneAfterAnother,
        "One after another",
        "Each trains to its end before the next begins, with all cores; the results are the same",
    ),
];

/// A small menu; nothing where there is one variant. A choice goes into `actions`.
pub fn show(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    if app.document.variants.len() < 2 {
        return;
    }
    let now = app.document.together;
    let button = widgets::icon_button(ui, Icon::ChevronDown, "Whom to train, and in which order");
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(168.0);
        widgets::hint(ui, "Train");
        for (scope, text, tooltip) in SCOPES {
            let chosen = ui.radio(now.scope == scope, text).on_hover_text(tooltip);
            if chosen.clicked() {
                actions.push(Action::Together(Together { scope, ..now }));
            }
        }
        ui.separator();
        widgets::hint(ui, "When there are several");
        for (order, text, tooltip) in ORDERS {
            let chosen = ui.radio(now.order == order, text).on_hover_text(tooltip);
            if chosen.clicked() {
                actions.push(Action::Together(Together { order, ..now }));
            }
        }
    });
}
