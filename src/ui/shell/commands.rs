//! The table of commands: menus, tooltips, keys and the list of shortcuts all come from it.

mod keys;
mod variant;

use std::sync::{Arc, LazyLock};

use egui::{Key, KeyboardShortcut};

pub use self::keys::pressed;
use self::keys::{ctrl, ctrl_shift, plain};
use crate::app::{Action, App, Export};
use crate::project::Scope;
use crate::training::RunState;

/// Something a menu item or a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    New,
    Open,
    OpenData,
    Save,
    SaveAs,
    Revert,
    Autosave,
    Export(Export),
    ExportTorch,
    SavePicture,
    CopyPicture,
    CopyTable,
    Quit,
    Undo,
    Redo,
    PreviousVariant,
    NextVariant,
    NewVariant,
    DuplicateVariant,
    ForkVariant,
    RenameVariant,
    VariantNotes,
    HideVariant,
    MoveVariantLeft,
    MoveVariantRight,
    DeleteVariant,
    TrainOrPause,
    Step,
    Stop,
    Restart,
    Build,
    Compare,
    Use,
    PlayTime,
    Earlier,
    Later,
    Live,
    FillWindow,
    Messages,
    Presentation,
    ZoomIn,
    ZoomOut,
    ResetZoom,
    BuildPanel,
    InspectPanel,
    ResetLayout,
    FollowSystem,
    Dark,
    Light,
    ReduceMotion,
    Palette,
    Shortcuts,
    CopyDiagnostics,
    About,
}

/// The menu a command stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    File,
    /// Inside of the file menu.
    Export,
    Edit,
    Variant,
    Train,
    View,
    Help,
}

impl Menu {
    pub const ALL: [Self; 6] = [
        Self::File,
        Self::Edit,
        Self::Variant,
        Self::Train,
        Self::View,
        Self::Help,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Export => "Export",
            Self::Edit => "Edit",
            Self::Variant => "Variant",
            Self::Train => "Train",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub command: Command,
    pub menu: Menu,
    /// As in the menu. [`text`] gives the words that fit the moment.
    pub text: &'static str,
    /// One plain sentence.
    pub tooltip: &'static str,
    /// The first is the one that is shown.
    pub keys: &'static [KeyboardShortcut],
}

const fn entry(
    command: Command,
    menu: Menu,
    text: &'static str,
    tooltip: &'static str,
    keys: &'static [KeyboardShortcut],
) -> Entry {
    Entry {
        command,
        menu,
        text,
        tooltip,
        keys,
    }
}

/// All commands, those of a menu in its order.
pub static COMMANDS: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let exports = Export::ALL.map(|export| {
        let about = export.about();
        entry(
            Command::Export(export),
            Menu::Export,
            about.text,
            about.sentence,
            &[],
        )
    });
    exports.iter().chain(OTHERS).copied().collect()
});

/// All but those that the list of exports makes.
#[rustfmt::skip]
const OTHERS: &[Entry] = &[
    entry(Command::New, Menu::File, "New…", "Begins a new project with digits, an example or your own data", &[ctrl(Key::N)]),
    entry(Command::Open, Menu::File, "Open…", "Opens a project from its folder", &[ctrl(Key::O)]),
    entry(Command::OpenData, Menu::File, "Open data…", "Makes a file of images or a table the data of this project", &[ctrl_shift(Key::O)]),
    entry(Command::Save, Menu::File, "Save", "Saves settings, weights and history, also during training", &[ctrl(Key::S)]),
    entry(Command::SaveAs, Menu::File, "Save as…", "Saves the project into another folder", &[ctrl_shift(Key::S)]),
    entry(Command::Revert, Menu::File, "Revert", "Goes back to what was saved last", &[]),
    entry(Command::Autosave, Menu::File, "Save training by itself", "Saves running training into the project's folder at least every 30 s; work in no folder is kept in any case, and offered after a crash", &[]),
    entry(Command::ExportTorch, Menu::Export, "PyTorch model…", "Saves the selected variant's weights, and a Python file that rebuilds it in PyTorch", &[]),
    entry(Command::SavePicture, Menu::View, "Save picture…", "Saves what the view under the pointer, or chosen last, shows; as the menu of its title does", &[ctrl_shift(Key::E)]),
    entry(Command::CopyPicture, Menu::View, "Copy picture", "Puts what the view under the pointer, or chosen last, shows on the clipboard", &[]),
    entry(Command::CopyTable, Menu::View, "Copy table", "Puts the comparison table on the clipboard, separated by tabs, to paste it into a spreadsheet", &[]),
    entry(Command::Quit, Menu::File, "Quit", "Closes the window", &[ctrl(Key::Q)]),
    entry(Command::Undo, Menu::Edit, "Undo", "Takes back the last change of a setting", &[ctrl(Key::Z)]),
    entry(Command::Redo, Menu::Edit, "Redo", "Makes the change again that was taken back", &[ctrl_shift(Key::Z), ctrl(Key::Y)]),
    entry(Command::PreviousVariant, Menu::Variant, "Previous", "Selects the variant at the left", &[ctrl(Key::PageUp)]),
    entry(Command::NextVariant, Menu::Variant, "Next", "Selects the variant at the right", &[ctrl(Key::PageDown)]),
    entry(Command::NewVariant, Menu::Variant, "New variant", "Adds a variant with default settings", &[ctrl_shift(Key::N)]),
    entry(Command::DuplicateVariant, Menu::Variant, "Duplicate", "Adds a variant with the same settings and fresh weights", &[ctrl(Key::D)]),
    entry(Command::ForkVariant, Menu::Variant, "Fork", "Adds a variant that goes on from these trained weights; layers changed later begin fresh", &[ctrl_shift(Key::D)]),
    entry(Command::RenameVariant, Menu::Variant, "Rename", "Lets the name be typed in the strip", &[plain(Key::F2)]),
    entry(Command::VariantNotes, Menu::Variant, "Notes…", "What this variant is for, in your own words", &[ctrl(Key::M)]),
    entry(Command::HideVariant, Menu::Variant, "Hide", "Leaves the variant out of plots and galleries, or shows it again", &[ctrl(Key::H)]),
    entry(Command::MoveVariantLeft, Menu::Variant, "Move left", "Puts the variant one place further left", &[ctrl_shift(Key::PageUp)]),
    entry(Command::MoveVariantRight, Menu::Variant, "Move right", "Puts the variant one place further right", &[ctrl_shift(Key::PageDown)]),
    entry(Command::DeleteVariant, Menu::Variant, "Delete", "Removes the variant with its weights; undo brings both back", &[ctrl(Key::Delete)]),
    entry(Command::TrainOrPause, Menu::Train, "Train", "Trains until all epochs are done, or pauses after the batch under way", &[ctrl(Key::T), plain(Key::Space)]),
    entry(Command::Step, Menu::Train, "Step", "Makes one update of the weights, then pauses", &[ctrl(Key::ArrowRight), plain(Key::ArrowRight)]),
    entry(Command::Stop, Menu::Train, "Stop", "Ends the run here as if all epochs were done; its weights are kept", &[ctrl(Key::Period)]),
    entry(Command::Restart, Menu::Train, "Restart…", "Throws the trained weights away and begins again at epoch 0", &[ctrl(Key::R)]),
    entry(Command::Build, Menu::View, "Build", "Shows settings and the views of the selected variant", &[]),
    entry(Command::Compare, Menu::View, "Compare", "Shows all variants side by side in place of the side panels, and back", &[ctrl(Key::E)]),
    entry(Command::Use, Menu::View, "Use", "Uses what was trained: finds what is odd, fills gaps, compresses, generates and more; and back", &[ctrl(Key::U)]),
    entry(Command::PlayTime, Menu::View, "Play or pause the past", "Shows the weights that are kept one after the other, over and over", &[plain(Key::P)]),
    entry(Command::Earlier, Menu::View, "Earlier", "Shows the weights kept before those on screen", &[plain(Key::Comma)]),
    entry(Command::Later, Menu::View, "Later", "Shows the weights kept after those on screen", &[plain(Key::Period)]),
    entry(Command::Live, Menu::View, "Live", "Goes back to the present weights", &[plain(Key::L)]),
    entry(Command::FillWindow, Menu::View, "Fill the window", "Gives the whole window to the view under the pointer, and back; as a double click on its title does", &[plain(Key::F)]),
    entry(Command::Messages, Menu::View, "Messages", "Lists all messages of this session", &[ctrl(Key::L)]),
    entry(Command::Presentation, Menu::View, "Presentation", "Shows one view alone with large text and thick lines, for a room; Escape leaves it", &[plain(Key::F11), plain(Key::F5)]),
    entry(Command::ZoomIn, Menu::View, "Zoom in", "Makes everything in the window larger", &[ctrl(Key::Plus), ctrl(Key::Equals)]),
    entry(Command::ZoomOut, Menu::View, "Zoom out", "Makes everything in the window smaller", &[ctrl(Key::Minus)]),
    entry(Command::ResetZoom, Menu::View, "Reset zoom", "Goes back to the size at first", &[ctrl(Key::Num0)]),
    entry(Command::BuildPanel, Menu::View, "Build panel", "Shows or hides the settings at the left", &[ctrl(Key::B)]),
    entry(Command::InspectPanel, Menu::View, "Inspect panel", "Shows or hides the inspector at the right", &[ctrl(Key::I)]),
    entry(Command::ResetLayout, Menu::View, "Reset layout", "Puts all panels back to their first size", &[]),
    entry(Command::FollowSystem, Menu::View, "Follow the system", "Dark or light as the system is", &[]),
    entry(Command::Dark, Menu::View, "Dark", "Light text on dark panels", &[]),
    entry(Command::Light, Menu::View, "Light", "Dark text on light panels", &[]),
    entry(Command::ReduceMotion, Menu::View, "Reduce motion", "Panels, scrolling and marks change at once; as the system wishes until it is chosen here", &[]),
    entry(Command::Palette, Menu::Help, "Find a command or setting…", "Searches all commands and settings by name and by what they do", &[ctrl(Key::K)]),
    entry(Command::Shortcuts, Menu::Help, "Keyboard shortcuts", "Lists all keys", &[plain(Key::F1)]),
    entry(Command::CopyDiagnostics, Menu::Help, "Copy diagnostics", "Copies version, machine, settings and last messages for a report of what went wrong, without personal paths", &[]),
    entry(Command::About, Menu::Help, "About Hourglass", "Names the version and the licences", &[]),
];

/// The row of `command`.
pub fn find(command: Command) -> &'static Entry {
    COMMANDS
        .iter()
        .find(|entry| entry.command == command)
        .unwrap_or(&COMMANDS[0])
}

/// What `command` asks of the application now; `None` for what concerns the window alone.
pub fn action(command: Command, app: &App) -> Option<Action> {
    Some(match command {
        Command::Save => Action::Save,
        Command::Revert => Action::Revert,
        Command::Autosave => Action::Autosave(!app.document.autosave),
        Command::Quit => Action::Quit,
        Command::Undo => Action::Undo,
        Command::Redo => Action::Redo,
        Command::TrainOrPause if app.training_in_scope() > 0 => Action::Pause,
        Command::TrainOrPause if app.more_epochs().is_some() => Action::TrainMore,
        Command::TrainOrPause => Action::Train,
        Command::Step => Action::Step,
        Command::Stop => Action::Stop,
        Command::Restart => Action::Restart,
        Command::Earlier => Action::LookAt(Some(app.earlier_time()?)),
        Command::Later => Action::LookAt(app.later_time()?),
        Command::Live => Action::LookAt(None),
        Command::Export(export) => Action::Export(export),
        Command::ExportTorch => Action::SaveFile(Arc::new(app.torch_model().ok()?)),
        _ => return variant::action(command, app),
    })
}

/// The command's words as they fit now: "Pause" during training, "Undo: change the code width".
pub fn text(command: Command, app: &App) -> String {
    let plain = find(command).text;
    match command {
        Command::TrainOrPause => {
            let verb = match app.selected_state() {
                _ if app.training_in_scope() > 0 => "Pause",
                _ if let Some(more) = app.more_epochs() => return format!("Train {more} more"),
                RunState::Paused => "Resume",
                _ => plain,
            };
            match app.document.together.scope {
                _ if app.document.variants.len() == 1 => verb.into(),
                Scope::Selected => verb.into(),
                Scope::Shown => format!("{verb} shown"),
                Scope::All => format!("{verb} all"),
            }
        }
        Command::Undo => with_what(plain, app.undo_text()),
        Command::Redo => with_what(plain, app.redo_text()),
        _ => variant::text(command, app).unwrap_or(plain).into(),
    }
}

fn with_what(verb: &str, what: Option<&str>) -> String {
    what.map_or_else(|| verb.into(), |what| format!("{verb}: {what}"))
}

/// Whether the command is possible now.
///
/// # Errors
/// One sentence on why not.
pub fn check(command: Command, app: &App) -> Result<(), String> {
    match command {
        Command::Undo if app.undo_text().is_none() => Err("Nothing to take back".into()),
        Command::Redo if app.redo_text().is_none() => Err("Nothing was taken back".into()),
        _ if variant::check(command, app).is_err() => variant::check(command, app),
        Command::Revert if app.path.is_none() => Err("The project has not been saved yet".into()),
        Command::PlayTime | Command::Earlier | Command::Later if app.times().len() < 2 => {
            Err("No weights of the past are kept yet".into())
        }
        Command::Earlier if app.earlier_time().is_none() => {
            Err("These are the first weights that are kept".into())
        }
        Command::Later | Command::Live if app.looking_at().is_none() => {
            Err("The present weights are on screen".into())
        }
        Command::ExportTorch => {
            let file = app.torch_model()?;
            app.check(&Action::SaveFile(Arc::new(file)))
        }
        _ => action(command, app).map_or(Ok(()), |action| app.check(&action)),
    }
}

/// The command's tooltip with its key: "Saves the project (Ctrl+S)".
pub fn tooltip(ctx: &egui::Context, command: Command) -> String {
    let entry = find(command);
    entry.keys.first().map_or_else(
        || entry.tooltip.to_owned(),
        |key| format!("{} ({})", entry.tooltip, ctx.format_shortcut(key)),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::project::Document;

    #[test]
    fn no_two_commands_share_a_key() {
        let mut seen: HashMap<String, Command> = HashMap::new();
        for entry in COMMANDS.iter() {
            for key in entry.keys {
                let before = seen.insert(format!("{key:?}"), entry.command);
                assert_eq!(before, None, "{key:?} also does {:?}", entry.command);
            }
        }
        assert!(seen.len() > 12);
    }

    #[test]
    fn every_command_stands_once_in_the_table_and_says_what_it_does() {
        for (i, entry) in COMMANDS.iter().enumerate() {
            assert_eq!(find(entry.command).text, COMMANDS[i].text);
            assert!(!entry.tooltip.ends_with('.'), "{}", entry.tooltip);
            assert!(entry.tooltip.len() > 8, "{}", entry.tooltip);
        }
    }

    #[test]
    fn train_becomes_pause_while_training() {
        let mut app = App::detached(Document::default());
        assert_eq!(action(Command::TrainOrPause, &app), Some(Action::Train));
        assert_eq!(text(Command::TrainOrPause, &app), "Train");
        let id = app.selected().id;
        app.runs.entry(id).or_default().state = RunState::Training;
        assert_eq!(action(Command::TrainOrPause, &app), Some(Action::Pause));
        assert_eq!(text(Command::TrainOrPause, &app), "Pause");
        app.runs.entry(id).or_default().state = RunState::Paused;
        assert_eq!(text(Command::TrainOrPause, &app), "Resume");
    }

    #[test]
    fn what_concerns_the_window_is_no_action() {
        let app = App::detached(Document::default());
        for command in [
            Command::Open,
            Command::SaveAs,
            Command::Dark,
            Command::About,
        ] {
            assert_eq!(action(command, &app), None);
            assert_eq!(check(command, &app), Ok(()));
        }
    }

    #[test]
    fn undo_with_nothing_to_undo_says_so() {
        let app = App::detached(Document::default());
        assert_eq!(
            check(Command::Undo, &app),
            Err("Nothing to take back".into())
        );
        assert_eq!(
            check(Command::Revert, &app),
            Err("The project has not been saved yet".into())
        );
        assert_eq!(
            check(Command::ExportTorch, &app),
            Err("The variant is not trained yet".into())
        );
        assert!(check(Command::Export(Export::Report), &app).is_err());
    }
}
