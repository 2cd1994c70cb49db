//! The strip of variants: one chip each with its colour, its state and its last loss.

use egui::{Align2, Frame, Margin, Panel, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::toolbar::state_name;
use crate::app::{Action, App};
use crate::project::Variant;
use crate::training::RunState;
use crate::ui::digits;
use crate::ui::theme;

/// Draws the strip; choosing a variant goes into `actions`.
pub fn show(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let frame = Frame::new()
        .fill(theme::palette(ui).panel)
        .inner_margin(Margin {
            left: 16,
            right: 16,
            top: 0,
            bottom: 6,
        });
    Panel::top("variants").frame(frame).show(ui, |ui| {
        ScrollArea::horizontal().show(ui, |ui| {
            ui.horizontal(|ui| {
                for variant in &app.document.variants {
                    chip(ui, app, variant, actions);
                }
            });
        });
    });
}

fn chip(ui: &mut Ui, app: &App, variant: &Variant, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let selected = app.selected().id == variant.id;
    let run = app.runs.get(&variant.id);
    let state = run.map_or(RunState::Ready, |run| run.state);
    let loss = run
        .and_then(|run| run.history.epochs.last())
        .map(|epoch| digits::loss(epoch.validation.loss));
    let note = loss.map_or_else(
        || state_name(state).to_owned(),
        |loss| format!("{}  {loss}", state_name(state)),
    );

    let body = egui::TextStyle::Body.resolve(ui.style());
    let small = egui::TextStyle::Small.resolve(ui.style());
    let name_font = if selected {
        theme::strong(ui.ctx(), 13.0)
    } else {
        body
    };
    let painter = ui.painter();
    let name = painter.layout_no_wrap(variant.name.clone(), name_font, palette.text);
    let note = painter.layout_no_wrap(note, small, palette.weak);
    // The note's room is held for its longest words, so that chips stay where they are during training.
    let note_width = note.size().x.max(104.0);
    let size = vec2(28.0 + name.size().x + 12.0 + note_width + 8.0, 26.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::Button,
            true,
            selected,
            format!("Variant {}", variant.name),
        )
    });
    let fill = if selected {
        palette.selection
    } else if response.hovered() {
        palette.control_hovered
    } else {
        palette.control
    };
    let painter = ui.painter();
    painter.rect_filled(rect, 4.0, fill);
    if response.has_focus() {
        let stroke = Stroke::new(1.0, palette.accent);
        painter.rect_stroke(rect, 4.0, stroke, egui::StrokeKind::Inside);
    }
    let dot = rect.left_center() + vec2(14.0, 0.0);
    painter.circle_filled(dot, 5.0, theme::variant_colour(variant.colour));
    let middle = rect.center().y;
    let at = egui::pos2(rect.left() + 28.0, middle - name.size().y / 2.0);
    painter.galley(at, name.clone(), palette.text);
    let right = egui::pos2(rect.right() - 8.0, middle);
    let note_rect = Align2::RIGHT_CENTER.anchor_size(right, note.size());
    painter.galley(note_rect.min, note, palette.weak);

    if response.clicked() && !selected {
        actions.push(Action::Select(variant.id));
    }
    let tooltip = if variant.notes.is_empty() {
        "Shows this variant's settings at the left".to_owned()
    } else {
        variant.notes.clone()
    };
    response.on_hover_text(tooltip);
}
