//! The keys of commands.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::{COMMANDS, Command};

pub(super) const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

pub(super) const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

pub(super) const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

/// Takes the keys of all commands out of this frame's input. Keys without Ctrl count only while no control has
/// the focus, and keys of text editing only while nobody types.
pub fn pressed(ctx: &egui::Context) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let focused = ctx.egui_wants_keyboard_input();
    let mut keys: Vec<(KeyboardShortcut, Command)> = COMMANDS
        .iter()
        .flat_map(|entry| entry.keys.iter().map(|key| (*key, entry.command)))
        .filter(|(key, _)| match key.logical_key {
            Key::F1 | Key::F2 | Key::F5 | Key::F11 => true,
            Key::Z | Key::Y | Key::ArrowRight | Key::B | Key::I | Key::H | Key::Delete
                if typing =>
            {
                false
            }
            _ => key.modifiers.command || !focused,
        })
        .collect();
    // egui lets Ctrl+Z match while Shift is down too: the longer combination must be asked for first.
    keys.sort_by_key(|(key, _)| !key.modifiers.shift);
    ctx.input_mut(|input| {
        keys.into_iter()
            .filter(|(key, _)| {
                let bare = key.modifiers.is_none() && input.modifiers.any();
                !bare && input.consume_shortcut(key)
            })
            .map(|(_, command)| command)
            .collect()
    })
}
