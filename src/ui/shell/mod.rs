//! The whole content of the window, without the window: bars, panels, dialogs, keys. Tests and pictures drive it as the
//! real window does.

mod areas;
mod arrangement;
mod centre;
pub mod commands;
mod comparing;
mod device;
mod dialogs;
mod dropped;
mod files;
mod focus;
mod menus;
mod messages;
mod mode;
mod notes;
mod palette;
mod pane;
mod picture_choice;
mod preferences;
mod presentation;
mod shots;
mod sides;
mod split;
mod time;
mod together;
mod toolbar;
mod use_side;
mod using;
mod variants;
mod what_next;

use std::collections::VecDeque;

use egui::{ColorImage, Context, Ui, ViewportCommand};

pub use commands::Command;
pub use preferences::{Motion, Preferences, ThemeChoice};

use self::areas::Areas;
use self::dialogs::Dialogs;
use self::files::Purpose;
use self::focus::Focus;
use self::messages::Messages;
use self::notes::Notes;
use self::palette::{Found, Palette};
use self::presentation::Presentation;
use self::sides::{InspectSide, SetupSide};
use self::use_side::UseSide;
use self::variants::Strip;
use super::setup::reveal;
use super::theme;
use super::views::WindowMode;
use crate::app::{Action, App, Question};

/// From this width of the window on, the inspector has room beside two columns of views.
const WIDE: f32 = 1_600.0;

/// Actions kept for [`Workbench::recent_actions`].
const RECENT_ACTIONS: usize = 32;

/// The application and everything that shows it.
pub struct Workbench {
    pub app: App,
    pub preferences: Preferences,
    strip: Strip,
    build: SetupSide,
    uses: UseSide,
    inspect: InspectSide,
    areas: Areas,
    notes: Notes,
    play: time::Play,
    dialogs: Dialogs,
    messages: Messages,
    palette: Palette,
    presentation: Option<Presentation>,
    focus: Focus,
    /// Whether movements were last switched off.
    is_still: bool,
    /// What was last said to the application about the views being on screen.
    watched: Option<bool>,
    recent_actions: VecDeque<Action>,
}

impl Workbench {
    pub fn new(app: App) -> Self {
        Self {
            app,
            preferences: Preferences::default(),
            strip: Strip::default(),
            build: SetupSide::default(),
            uses: UseSide::default(),
            inspect: InspectSide::default(),
            areas: Areas::default(),
            notes: Notes::default(),
            play: time::Play::default(),
            dialogs: Dialogs::default(),
            messages: Messages::default(),
            palette: Palette::default(),
            presentation: None,
            focus: Focus::default(),
            is_still: false,
            watched: None,
            recent_actions: VecDeque::new(),
        }
    }

    /// Asks what to begin with, over the project that opens when nothing else is asked for.
    pub fn ask_what_to_begin_with(&mut self) {
        self.dialogs.show_start(false);
    }

    /// The actions applied last, oldest first; [`Action::Watch`], [`Action::Figures`] and messages that fade are left out.
    pub fn recent_actions(&self) -> impl Iterator<Item = &Action> {
        self.recent_actions.iter()
    }

    /// Takes in what worker threads reported. Enough while the window is hidden; a frame does it too.
    pub fn hidden(&mut self) {
        self.app.poll();
        self.watch(false);
    }

    /// One frame: takes in news and input, draws everything into `ui`, then applies what was asked for.
    pub fn frame_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        if !theme::is_installed(&ctx) {
            theme::install(&ctx);
            ctx.request_repaint();
            return;
        }
        self.set_looks(&ctx);
        self.focus.follow(&ctx);
        self.preferences.is_wide = ui.available_width() >= WIDE;
        self.app.poll();
        if let Some(text) = self.app.take_clipboard() {
            ctx.copy_text(text);
        }
        if let Some(picture) = self.app.take_clipboard_picture() {
            let size = picture.size.map(|side| side as usize);
            ctx.copy_image(ColorImage::from_rgba_unmultiplied(size, &picture.rgba));
        }
        self.watch(true);

        let mut actions = Vec::new();
        self.take_input(&ctx, &mut actions);
        let mut clicked = self.draw(ui, &mut actions);
        let faded = self
            .messages
            .show(&ctx, &self.app, &mut clicked, &mut actions);
        for command in clicked {
            self.perform(&ctx, command, &mut actions);
        }
        let choice = &mut self.preferences.picture;
        self.dialogs.show(&ctx, &self.app, choice, &mut actions);
        match self.palette.show(&ctx) {
            Some(Found::Command(command)) => self.perform(&ctx, command, &mut actions),
            Some(Found::Setting { section, key }) => self.reveal(&ctx, section, &key),
            None => {}
        }
        self.focus.show(&ctx);
        dropped::hint(&ctx);
        self.finish(&ctx, actions);
        for number in faded {
            self.app.apply(Action::Dismiss(number));
        }
    }

    /// Light or dark, how large, how thick, and whether anything moves.
    fn set_looks(&mut self, ctx: &Context) {
        let preferences = &self.preferences;
        ctx.set_theme(preferences.theme.preference());
        // These keys are commands of this program, in its menus.
        if ctx.options(|options| options.zoom_with_keyboard) {
            ctx.options_mut(|options| options.zoom_with_keyboard = false);
        }
        let presentation = self.presentation.as_ref();
        ctx.set_zoom_factor(presentation.map_or(preferences.zoom, Presentation::zoom));
        presentation::emphasise(ctx, presentation);
        if preferences.is_still() != self.is_still {
            self.is_still = preferences.is_still();
            theme::set_still(ctx, self.is_still);
        }
    }

    /// Keys, dropped files and folders, and the wish to close the window.
    fn take_input(&mut self, ctx: &Context, actions: &mut Vec<Action>) {
        if ctx.input(|input| input.viewport().close_requested()) && !self.app.quit {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            actions.push(Action::Quit);
        }
        let dropped = ctx.input_mut(|input| std::mem::take(&mut input.raw.dropped_files));
        if let Some(file) = dropped.first() {
            actions.push(match self.preferences.mode {
                WindowMode::Use => {
                    dropped::action_in_use(file.path(), self.app.using.chosen().takes())
                }
                WindowMode::Build | WindowMode::Compare => dropped::action(file.path()),
            });
        }
        if !self.dialogs.is_open(&self.app) && !self.palette.is_open() {
            let leaves = || ctx.input(|input| input.key_pressed(egui::Key::Escape));
            // A menu that is open takes the key for itself.
            let is_open = egui::Popup::is_any_open(ctx) || self.messages.is_open();
            if !is_open && !ctx.text_edit_focused() && leaves() {
                self.leave();
            }
            for command in commands::pressed(ctx) {
                self.perform(ctx, command, actions);
            }
        }
    }

    /// Puts what had the window to itself back to its place.
    fn leave(&mut self) {
        if let Some(presentation) = self.presentation.take() {
            presentation.end(&mut self.areas);
        } else if self.areas.is_filled_by_one() {
            self.areas.fill_or_leave();
        }
    }

    /// Shows the setting at `key` in the build panel, which comes back if it was put away.
    fn reveal(&mut self, ctx: &Context, section: &'static str, key: &str) {
        self.leave();
        if self.areas.is_filled_by_one() {
            self.areas.fill_or_leave();
        }
        self.preferences.build_panel = true;
        self.preferences.mode = WindowMode::Build;
        reveal::ask(ctx, section, key);
    }

    fn zoom_by(&mut self, steps: Option<i8>) {
        match &mut self.presentation {
            Some(presentation) => presentation.zoom_by(steps),
            None => self.preferences.zoom_by(steps),
        }
    }

    /// All panels, outermost first; returns the commands clicked.
    fn draw(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) -> Vec<Command> {
        let Self {
            app,
            preferences,
            strip,
            messages,
            ..
        } = self;
        let mut clicked = Vec::new();
        let presents = self.presentation.is_some();
        menus::show(ui, app, preferences, messages, &mut clicked, actions);
        if !presents {
            toolbar::show(ui, app, preferences.mode, &mut clicked, actions);
        }
        strip.show(ui, app, preferences, &mut clicked, actions);
        if !presents || app.times().len() > 1 {
            time::show(ui, app, &mut self.play, &mut clicked, actions);
        }
        // A view that fills the window, and comparing, put the sides away.
        let has_sides = !self.areas.is_filled_by_one() && !presents;
        if preferences.mode == WindowMode::Use && has_sides {
            self.uses
                .show(ui, app, &mut preferences.build_width, actions);
        }
        if preferences.mode == WindowMode::Build && has_sides {
            if preferences.build_panel {
                self.build
                    .show(ui, app, &mut preferences.build_width, actions);
            } else {
                sides::folded(ui, sides::Side::Build, &mut clicked);
            }
            if preferences.shows_inspect() {
                self.inspect
                    .show(ui, app, &mut preferences.inspect_width, actions);
            } else {
                sides::folded(ui, sides::Side::Inspect, &mut clicked);
            }
            self.notes.show(ui, app);
        }
        centre::show(ui, app, &mut self.areas, preferences, actions);
        clicked
    }

    /// Does a command, unless it is not possible now.
    fn perform(&mut self, ctx: &Context, command: Command, actions: &mut Vec<Action>) {
        if commands::check(command, &self.app).is_err() {
            return;
        }
        if let Some(action) = commands::action(command, &self.app) {
            actions.push(action);
            return;
        }
        let preferences = &mut self.preferences;
        match command {
            Command::New => self.dialogs.show_start(true),
            Command::Open => self.dialogs.ask_path(Purpose::Open, &self.app),
            Command::OpenData => self.dialogs.ask_path(Purpose::OpenData, &self.app),
            Command::SaveAs => self.dialogs.ask_path(Purpose::SaveAs, &self.app),
            Command::RenameVariant => self.strip.rename(&self.app),
            Command::VariantNotes => self.strip.edit_notes(&self.app),
            Command::Build => preferences.mode = WindowMode::Build,
            Command::Compare => preferences.switch(WindowMode::Compare),
            Command::Use => preferences.switch(WindowMode::Use),
            // Asked for while they are put away, they are wanted back.
            Command::BuildPanel => {
                let away = preferences.mode != WindowMode::Build;
                preferences.build_panel = away || !preferences.build_panel;
                preferences.mode = WindowMode::Build;
            }
            Command::InspectPanel => {
                let away = preferences.mode != WindowMode::Build;
                preferences.inspect_panel = Some(away || !preferences.shows_inspect());
                preferences.mode = WindowMode::Build;
            }
            Command::Messages => self.messages.toggle(),
            Command::FillWindow => self.areas.fill_or_leave(),
            Command::SavePicture => actions.extend(self.areas.export().map(Action::Export)),
            Command::CopyPicture => actions.extend(self.areas.export().map(Action::CopyPicture)),
            Command::CopyTable => actions.extend(self.areas.copied_table(&self.app)),
            Command::Presentation if self.presentation.is_some() => self.leave(),
            Command::Presentation => {
                let zoom = preferences.zoom;
                self.presentation = Some(Presentation::begin(&mut self.areas, zoom));
            }
            Command::ZoomIn => self.zoom_by(Some(1)),
            Command::ZoomOut => self.zoom_by(Some(-1)),
            Command::ResetZoom => self.zoom_by(None),
            Command::ReduceMotion => preferences.switch_motion(),
            Command::Palette => self.palette.open(ctx, &self.app),
            Command::ResetLayout => {
                preferences.reset_layout();
                sides::forget_sizes(ctx);
            }
            Command::FollowSystem => preferences.theme = ThemeChoice::System,
            Command::Dark => preferences.theme = ThemeChoice::Dark,
            Command::Light => preferences.theme = ThemeChoice::Light,
            Command::PlayTime => self.play.toggle(ctx, &self.app, actions),
            Command::Shortcuts => self.dialogs.show_shortcuts(),
            Command::CopyDiagnostics => actions.push(Action::Diagnose(display_words(ctx))),
            Command::About => self.dialogs.show_about(),
            _ => {}
        }
        ctx.request_repaint();
    }

    /// Applies the frame's actions, and draws once more when there were any.
    fn finish(&mut self, ctx: &Context, actions: Vec<Action>) {
        if !actions.is_empty() {
            ctx.request_repaint();
        }
        for action in actions {
            let Some(action) = self.with_shot(action) else {
                continue;
            };
            // A project just chosen is looked at by itself.
            if matches!(action, Action::New | Action::OpenShipped(_)) {
                self.preferences.mode = WindowMode::Build;
            }
            if action != Action::Figures {
                if self.recent_actions.len() == RECENT_ACTIONS {
                    self.recent_actions.pop_front();
                }
                self.recent_actions.push_back(action.clone());
            }
            self.app.apply(action);
        }
        if matches!(self.app.question, Some(Question::SaveAs)) {
            self.dialogs.ask_path(Purpose::SaveAs, &self.app);
        }
        if matches!(self.app.question, Some(Question::SaveFile(_))) {
            self.dialogs.ask_path(Purpose::SaveFile, &self.app);
        }
        if self.app.quit {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn watch(&mut self, visible: bool) {
        if self.watched != Some(visible) {
            self.watched = Some(visible);
            self.app.apply(Action::Watch(visible));
        }
    }
}

/// "1440 x 900 points, 1.25 pixels a point".
fn display_words(ctx: &Context) -> String {
    let size = ctx.content_rect().size();
    let scale = ctx.pixels_per_point();
    format!("{} × {} points, {scale} pixels a point", size.x, size.y)
}
