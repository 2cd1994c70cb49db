//! The timeline: a slider over the checkpoints, moved by hand or played.

mod badge;
mod budget;
mod play;
mod slider;
mod words;

use egui::{Align, Button, Frame, Layout, Margin, Panel, RichText, Ui, vec2};

pub use badge::badge;
pub use play::Play;

use super::commands::{self, Command};
use crate::app::{Action, App, VariantsEdit};
use crate::ui::icons::Icon;
use crate::ui::{theme, widgets};

const HEIGHT: f32 = 32.0;
/// Room for the longest words, so that the slider stays where it is: "Epoch 0.13 of 100".
const WORDS: f32 = 132.0;
/// And for "digits: epoch 12, its last".
const BEHIND: f32 = 168.0;

/// Draws the row, of the same height from the start, so that nothing moves once there is a past; commands pressed go into `clicked`, other wishes into `actions`.
pub fn show(
    ui: &mut Ui,
    app: &App,
    play: &mut Play,
    clicked: &mut Vec<Command>,
    actions: &mut Vec<Action>,
) {
    let times = app.times();
    play.go_on(ui.ctx(), app, &times, actions);
    let frame = Frame::new()
        .fill(theme::palette(ui).panel)
        .inner_margin(Margin::symmetric(16, 0));
    Panel::top("time")
        .frame(frame)
        .exact_size(HEIGHT)
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                buttons(ui, app, play, clicked);
                let is_past = times.len() >= 2;
                if !is_past {
                    let promise = match app.document.checkpoint_megabytes {
                        0 => "No weights of the past are kept",
                        _ => "Weights of the past can be looked at here once training runs",
                    };
                    ui.label(RichText::new(promise).color(theme::palette(ui).weak));
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 8.0;
                    budget::show(ui, app, actions);
                    if !is_past {
                        return;
                    }
                    fork(ui, app, actions);
                    live(ui, app, clicked);
                    position(ui, app, &times);
                    if let Some(chosen) = slider::show(ui, app, &times) {
                        actions.push(Action::LookAt(chosen));
                    }
                });
            });
        });
}

fn buttons(ui: &mut Ui, app: &App, play: &Play, clicked: &mut Vec<Command>) {
    let (icon, name) = if play.is_on() {
        (Icon::Pause, "Pause the playback")
    } else {
        (Icon::Play, "Play the past")
    };
    let buttons = [
        (Command::PlayTime, icon, name),
        (Command::Earlier, Icon::ChevronLeft, "Earlier"),
        (Command::Later, Icon::ChevronRight, "Later"),
    ];
    for (command, icon, name) in buttons {
        let allowed = commands::check(command, app);
        let button = ui.add_enabled_ui(allowed.is_ok(), |ui| widgets::icon_button(ui, icon, name));
        let response = match allowed {
            Ok(()) => button
                .inner
                .on_hover_text(commands::tooltip(ui.ctx(), command)),
            Err(reason) => button.inner.on_disabled_hover_text(reason),
        };
        if response.clicked() {
            clicked.push(command);
        }
    }
}

/// Which epoch is on screen, and what the selected variant shows where that is another.
fn position(ui: &mut Ui, app: &App, times: &[f64]) {
    let palette = theme::palette(ui);
    let words = words::position(app, times);
    let colour = if app.looking_at().is_some() {
        palette.text
    } else {
        palette.weak
    };
    widgets::right_aligned(ui, WORDS, |ui| {
        ui.label(RichText::new(words).color(colour))
            .on_hover_text("Whose weights the views show, by epochs of training");
    });
    // Held where there are several: the slider should not move while it is dragged.
    if app.document.variants.len() > 1 {
        let behind = words::behind(app).unwrap_or_default();
        widgets::right_aligned(ui, BEHIND, |ui| {
            let text = RichText::new(behind).small().color(palette.weak);
            ui.add(egui::Label::new(text).truncate());
        });
    }
}

/// Back to the present; its dot is lit while views are live.
fn live(ui: &mut Ui, app: &App, clicked: &mut Vec<Command>) {
    let is_live = app.looking_at().is_none();
    let palette = theme::palette(ui);
    let colour = if is_live {
        palette.accent
    } else {
        palette.weak
    };
    let dot = egui::Atom::paint(vec2(8.0, 8.0), move |ui, args| {
        let (painter, centre) = (ui.painter(), args.rect.center());
        if is_live {
            painter.circle_filled(centre, 3.5, colour);
        } else {
            painter.circle_stroke(centre, 3.0, egui::Stroke::new(1.25, colour));
        }
    });
    let button = Button::new((dot, "Live")).gap(6.0).selected(is_live);
    let tooltip = commands::tooltip(ui.ctx(), Command::Live);
    if ui.add(button).on_hover_text(tooltip).clicked() && !is_live {
        clicked.push(Command::Live);
    }
}

fn fork(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let variant = app.selected().id;
    let epochs = app.shown_time(variant);
    let edit = Action::Variants(VariantsEdit::Fork { variant, epochs });
    let tooltip = match epochs {
        Some(epochs) => format!(
            "Makes a variant that goes on from the weights of epoch {}",
            words::epochs(epochs)
        ),
        None => "Makes a variant that goes on from the present weights".to_owned(),
    };
    let button = Button::new("Fork from here");
    if widgets::checked_button(ui, button, &tooltip, app.check(&edit)) {
        actions.push(edit);
    }
}
