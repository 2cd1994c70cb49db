//! The menu bar, made from the table of commands.

use egui::{Button, Frame, Margin, MenuBar, Panel, RichText, Ui, UiBuilder};

use super::commands::{self, COMMANDS, Command, Menu};
use super::messages::Messages;
use super::{Preferences, ThemeChoice, device, mode};
use crate::app::{Action, App, SaveState};
use crate::project::{shipped, shipped_groups};
use crate::ui::icons::Icon;
use crate::ui::theme;
use crate::ui::views::WindowMode;

/// Draws the bar; commands chosen go into `clicked`, the choice of a project into `actions`.
pub fn show(
    ui: &mut Ui,
    app: &App,
    preferences: &Preferences,
    messages: &mut Messages,
    clicked: &mut Vec<Command>,
    actions: &mut Vec<Action>,
) {
    let frame = Frame::new()
        .fill(theme::palette(ui).panel)
        .inner_margin(Margin {
            left: 8,
            right: 8,
            top: 4,
            bottom: 0,
        });
    Panel::top("menus")
        .frame(frame)
        .show_separator_line(false)
        .show(ui, |ui| {
            MenuBar::new().ui(ui, |ui| {
                ui.spacing_mut().button_padding = egui::vec2(8.0, 2.0);
                ui.spacing_mut().item_spacing.x = 0.0;
                for menu in Menu::ALL {
                    ui.menu_button(menu.name(), |ui| {
                        ui.set_min_width(232.0);
                        menu_ui(ui, menu, app, preferences, clicked, actions);
                    });
                }
                let mut rest = ui.available_rect_before_wrap();
                let switch = mode::place(ui, rest);
                mode::show(ui, switch, preferences, clicked);
                rest.min.x = switch.right() + 12.0;
                let layout = egui::Layout::right_to_left(egui::Align::Center);
                ui.scope_builder(UiBuilder::new().max_rect(rest).layout(layout), |ui| {
                    messages.icon(ui, app, clicked);
                    ui.add_space(8.0);
                    project_name(ui, app);
                });
            });
        });
}

/// Name of the project, and whether it is saved.
fn project_name(ui: &mut Ui, app: &App) {
    let weak = theme::palette(ui).weak;
    let state = match app.save {
        _ if app.only_looks() => "open to look",
        SaveState::Saved if app.path.is_none() => "not saved yet",
        SaveState::Saved => "saved",
        SaveState::Unsaved => "unsaved changes",
        SaveState::Saving => "saving…",
    };
    ui.label(RichText::new(state).small().color(weak));
    ui.add_space(8.0);
    let name = ui.add(egui::Label::new(&app.document.name).truncate());
    if let Some(path) = &app.path {
        name.on_hover_text(path.display().to_string());
    }
}

fn menu_ui(
    ui: &mut Ui,
    menu: Menu,
    app: &App,
    preferences: &Preferences,
    clicked: &mut Vec<Command>,
    actions: &mut Vec<Action>,
) {
    for entry in COMMANDS.iter().filter(|entry| entry.menu == menu) {
        let first_of_group = matches!(
            entry.command,
            Command::Save
                | Command::Quit
                | Command::Restart
                | Command::PlayTime
                | Command::NewVariant
                | Command::RenameVariant
                | Command::HideVariant
                | Command::DeleteVariant
                | Command::Presentation
                | Command::BuildPanel
                | Command::SavePicture
                | Command::ResetLayout
                | Command::FollowSystem
                | Command::ReduceMotion
                | Command::Shortcuts
        );
        if first_of_group {
            ui.separator();
        }
        item(ui, entry.command, app, preferences, clicked);
        if entry.command == Command::Open {
            projects(ui, app, actions);
        }
        if entry.command == Command::Restart {
            ui.separator();
            ui.menu_button("Device", |ui| device::menu(ui, app, actions));
        }
        if entry.command == Command::Revert {
            ui.menu_button(Menu::Export.name(), |ui| {
                menu_ui(ui, Menu::Export, app, preferences, clicked, actions);
            });
        }
    }
}

/// One item: a tick where it is on, its words, its key; greyed out with the reason.
pub(super) fn item(
    ui: &mut Ui,
    command: Command,
    app: &App,
    preferences: &Preferences,
    clicked: &mut Vec<Command>,
) {
    let entry = commands::find(command);
    let allowed = commands::check(command, app);
    let words = match (commands::text(command, app), command) {
        (words, Command::ResetZoom) => format!("{words} ({:.0}%)", ui.ctx().zoom_factor() * 100.0),
        (_, Command::Presentation) if theme::emphasis(ui.ctx()) > 1.0 => {
            "Leave presentation".into()
        }
        (words, _) => words,
    };
    let mut button = match is_on(command, app, preferences) {
        Some(on) => {
            let tick = egui::Atom::paint(egui::vec2(12.0, 12.0), move |ui, args| {
                if on {
                    Icon::Check.paint(ui.painter(), args.rect, args.fallback_text_color);
                }
            });
            Button::new((tick, words))
        }
        None => Button::new(words),
    };
    if let Some(key) = entry.keys.first() {
        button = button.shortcut_text(ui.ctx().format_shortcut(key));
    }
    let response = ui.add_enabled(allowed.is_ok(), button);
    match allowed {
        Ok(()) => {
            if response.on_hover_text(entry.tooltip).clicked() {
                clicked.push(command);
                ui.close();
            }
        }
        Err(reason) => {
            response.on_disabled_hover_text(reason);
        }
    }
}

/// Whether a command that switches something is on; `None` for all others.
fn is_on(command: Command, app: &App, preferences: &Preferences) -> Option<bool> {
    Some(match command {
        Command::Autosave => app.document.autosave,
        Command::Build => preferences.mode == WindowMode::Build,
        Command::Compare => preferences.mode == WindowMode::Compare,
        Command::Use => preferences.mode == WindowMode::Use,
        Command::ReduceMotion => preferences.is_still(),
        Command::BuildPanel => preferences.build_panel,
        Command::InspectPanel => preferences.shows_inspect(),
        Command::FollowSystem => preferences.theme == ThemeChoice::System,
        Command::Dark => preferences.theme == ThemeChoice::Dark,
        Command::Light => preferences.theme == ThemeChoice::Light,
        // Never on, but in line with its neighbours.
        Command::ResetLayout => false,
        _ => return None,
    })
}

/// Recent projects and the shipped examples.
fn projects(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    ui.add_enabled_ui(!app.recent.is_empty(), |ui| {
        ui.menu_button("Open recent", |ui| {
            for path in &app.recent {
                let name = path.file_name().map_or_else(
                    || path.display().to_string(),
                    |name| name.to_string_lossy().into_owned(),
                );
                let button = ui.button(name);
                if button.on_hover_text(path.display().to_string()).clicked() {
                    actions.push(Action::Open(path.clone()));
                    ui.close();
                }
            }
        })
        .response
        .on_disabled_hover_text("No project has been opened or saved yet");
    });
    ui.menu_button("Examples", |ui| {
        for (group, names) in shipped_groups() {
            ui.menu_button(*group, |ui| {
                for name in *names {
                    let button = ui.button(*name);
                    if button
                        .on_hover_ui(|ui| what_to_look_for(ui, name))
                        .clicked()
                    {
                        actions.push(Action::OpenShipped((*name).to_owned()));
                        ui.close();
                    }
                }
            });
        }
    });
}

/// The notes of a shipped example.
fn what_to_look_for(ui: &mut Ui, name: &str) {
    ui.set_max_width(320.0);
    if let Some(example) = shipped(name) {
        ui.label(example.document.notes);
    }
}
