//! What can be found: all commands, and all settings of the selected variant and of the data.

use serde::Serialize;
use serde_json::Value;

use crate::app::App;
use crate::data;
use crate::settings::words::{NONE, capital, number, switch};
use crate::settings::{Schema, Settings};
use crate::training::{SCHEMA, SETTINGS};
use crate::ui::setup::misread::section_of;
use crate::ui::shell::commands::{self, COMMANDS, Command, Menu};

/// What is done with a thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Command(Command),
    /// Its place in the build panel.
    Setting {
        section: &'static str,
        key: String,
    },
}

/// One thing that can be found.
#[derive(Debug)]
pub struct Entry {
    pub found: Found,
    pub name: String,
    pub sentence: String,
    /// The key of a command, the present value of a setting; often empty.
    pub value: String,
    /// A setting's place in the project file; empty for a command.
    pub key: String,
    /// Why it cannot be done now.
    pub refused: Option<String>,
}

/// All there is, commands first.
pub fn all(ctx: &egui::Context, app: &App) -> Vec<Entry> {
    let mut entries: Vec<Entry> = COMMANDS
        .iter()
        .filter(|entry| entry.command != Command::Palette)
        .map(|entry| of_command(ctx, app, entry))
        .collect();
    let variant = &app.selected().settings;
    entries.extend(of_settings(variant, &SETTINGS, &SCHEMA, ["", ""]));
    let data = &app.document.data;
    let place = ["data.", "Data: "];
    entries.extend(of_settings(data, &data::SETTINGS, &data::SCHEMA, place));
    entries
}

fn of_command(ctx: &egui::Context, app: &App, entry: &commands::Entry) -> Entry {
    let text = commands::text(entry.command, app);
    let name = match entry.menu {
        Menu::Export => format!("{}: {text}", entry.menu.name()),
        _ => text,
    };
    let key = entry.keys.first();
    Entry {
        found: Found::Command(entry.command),
        name,
        sentence: entry.tooltip.to_owned(),
        value: key.map_or_else(String::new, |key| ctx.format_shortcut(key)),
        key: String::new(),
        refused: commands::check(entry.command, app).err(),
    }
}

/// The settings of `of`, then what has a row of its own inside of them. `place` is what keys and names begin with.
fn of_settings<T: Serialize>(
    of: &T,
    settings: &'static Settings<T>,
    schema: &Schema,
    place: [&str; 2],
) -> Vec<Entry> {
    let tree = serde_json::to_value(of).unwrap_or_default();
    let named = |key: &str, name: &str, sentence: String, value: String| {
        let key = format!("{}{key}", place[0]);
        let name = match place[1] {
            "" => capital(name),
            of => format!("{of}{name}"),
        };
        Some(Entry {
            found: Found::Setting {
                section: section_of(&key)?,
                key: key.clone(),
            },
            name,
            sentence,
            value,
            key,
            refused: None,
        })
    };
    let by_key = schema.fields_by_key();
    let own = settings.iter().filter_map(|setting| {
        // One of a kind that is not chosen now is described as well.
        let field = schema.field(setting.key, &tree);
        let field = field.or_else(|| by_key.get(setting.key).cloned());
        let field = field.unwrap_or_default();
        let entry = named(
            setting.key,
            setting.name,
            field.sentence,
            (setting.text)(of),
        )?;
        Some(Entry {
            refused: (!setting.means_something(of))
                .then(|| "Means nothing with what is chosen now".into()),
            ..entry
        })
    });
    let inside = by_key.iter().filter_map(|(key, field)| {
        let setting = settings.of(key)?;
        let again = setting.key == key || setting.name.eq_ignore_ascii_case(&field.title);
        if field.title.is_empty() || again || !setting.means_something(of) {
            return None;
        }
        let value = shown(tree.pointer(&format!("/{}", key.replace('.', "/")))?)?;
        named(key, &field.title, field.sentence.clone(), value)
    });
    own.chain(inside).collect()
}

/// A value in words; `None` for what holds others.
fn shown(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => NONE.into(),
        Value::Bool(on) => switch(*on),
        Value::Number(whole) if !whole.is_f64() => whole.to_string(),
        Value::Number(float) => number(float.as_f64()? as f32),
        Value::String(text) => text.replace('_', " "),
        Value::Array(_) | Value::Object(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Document;

    #[test]
    fn every_setting_has_a_sentence_and_a_section() {
        let app = App::detached(Document::default());
        let all = all(&egui::Context::default(), &app);
        for setting in SETTINGS.iter() {
            let found = all.iter().find(|entry| entry.key == setting.key);
            assert!(found.is_some(), "{} has no section", setting.key);
        }
        assert!(all.iter().any(|entry| entry.key == "data.scaling"));
        for entry in &all {
            assert!(!entry.sentence.is_empty(), "{} {}", entry.name, entry.key);
        }
    }

    #[test]
    fn what_is_inside_of_a_setting_is_found_while_it_is_there() {
        let app = App::detached(Document::default());
        let all = all(&egui::Context::default(), &app);
        let value = |key: &str| {
            let entry = all.iter().find(|entry| entry.key == key)?;
            Some((&*entry.name, &*entry.value))
        };
        assert_eq!(value("training.optimiser.beta1"), Some(("Beta 1", "0.9")));
        assert_eq!(value("training.optimiser.momentum"), None);
        assert_eq!(value("training.schedule.shape"), None);
        assert!(value("training.learning_rate").is_some());
    }
}
