//! The list of phases, and the heading of the selected one with the buttons that move it.

use egui::{Align, Align2, FontId, Layout, Role, Sense, Ui, WidgetInfo, vec2};

use super::edit::Change;
use super::words;
use crate::settings::words::capital;
use crate::training::Phase;
use crate::ui::icons::Icon;
use crate::ui::setup::rows::{HEIGHT, heading};
use crate::ui::theme::palette;
use crate::ui::widgets::icon_button;

/// Draws one line a phase; returns another phase when its line is clicked.
pub fn show(ui: &mut Ui, phases: &[Phase], selected: usize) -> Option<usize> {
    let mut chosen = None;
    ui.spacing_mut().item_spacing.y = 1.0;
    for (index, phase) in phases.iter().enumerate() {
        if line(ui, index, phase, index == selected) {
            chosen = Some(index);
        }
    }
    ui.spacing_mut().item_spacing.y = 4.0;
    chosen
}

fn line(ui: &mut Ui, index: usize, phase: &Phase, selected: bool) -> bool {
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let (parts, epochs) = (phase.parts.name(), words::epochs(phase.epochs));
    let number = index + 1;
    response.widget_info(|| {
        let label = format!("Phase {number}: {parts}, {epochs}");
        WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, label)
    });
    let colours = palette(ui);
    let lit = response.hovered() || response.has_focus();
    let fill = match (selected, lit) {
        (true, _) => colours.selection,
        (false, true) => colours.control_hovered,
        (false, false) => colours.panel,
    };
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 4.0, fill);
    let inside = rect.shrink2(vec2(8.0, 0.0));
    let text = |at, align, text: String, colour| {
        painter.text(at, align, text, FontId::proportional(13.0), colour)
    };
    let first = inside.left_center();
    text(first, Align2::LEFT_CENTER, number.to_string(), colours.weak);
    let name = first + vec2(20.0, 0.0);
    text(name, Align2::LEFT_CENTER, capital(&parts), colours.text);
    let end = inside.right_center();
    text(end, Align2::RIGHT_CENTER, epochs, colours.weak);
    response
        .on_hover_text("Shows the choices of this phase below")
        .clicked()
}

/// "Phase 2" and what can be done with it as a whole.
pub fn head(ui: &mut Ui, index: usize, count: usize) -> Option<Change> {
    let mut change = None;
    ui.horizontal(|ui| {
        heading(ui, format!("Phase {}", index + 1));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let mut button = |icon, name: &str, wanted, problem: Option<&str>| {
                let response = ui
                    .add_enabled_ui(problem.is_none(), |ui| icon_button(ui, icon, name))
                    .inner;
                let response = match problem {
                    Some(problem) => response.on_disabled_hover_text(problem),
                    None => response,
                };
                if response.clicked() {
                    change = Some(wanted);
                }
            };
            button(
                Icon::Close,
                "Remove this phase",
                Change::Remove(index),
                None,
            );
            let last = (index + 1 >= count).then_some("This is the last phase");
            button(
                Icon::ChevronDown,
                "Move this phase later",
                Change::Later(index),
                last,
            );
            let first = (index == 0).then_some("This is the first phase");
            button(
                Icon::ChevronUp,
                "Move this phase earlier",
                Change::Earlier(index),
                first,
            );
        });
    });
    change
}
