//! The settings of the use that is looked at: a row each, by what it takes.

use std::collections::BTreeMap;

use egui::{TextEdit, Ui};

use crate::app::{Action, App, UseAction};
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;
use crate::ui::setup::some_of::some_of;
use crate::uses::{Choice, Takes};

/// Texts that are being typed.
#[derive(Default)]
pub struct Settings {
    typed: BTreeMap<(&'static str, &'static str), String>,
}

impl Settings {
    pub fn show(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let chosen = app.using.chosen();
        for choice in chosen.choices() {
            let settings = app.using.settings().iter();
            let mut now = settings.filter(|(key, _)| *key == choice.key);
            let now = now.next().map(|(_, value)| value.as_str());
            if let Some(value) = self.row(ui, app, chosen.name(), choice, now) {
                let value = (!value.is_empty()).then_some(value);
                actions.push(Action::Use(UseAction::Set(choice.key, value)));
            }
        }
    }

    /// Another value, empty for the usual one, once a person gave one.
    fn row(
        &mut self,
        ui: &mut Ui,
        app: &App,
        name: &'static str,
        choice: &'static Choice,
        now: Option<&str>,
    ) -> Option<String> {
        let row = Row::new(choice.name, choice.sentence);
        match choice.takes {
            Takes::Number { usual, range } => {
                let value = now.and_then(|text| text.parse().ok()).unwrap_or(usual);
                let drag = match range.whole {
                    true => Drag::Even(0.1),
                    false => Drag::Even(0.005),
                };
                let limits = Limits::of(range);
                let number = Number::new(row, value, drag).limits(limits).show(ui)?;
                Some(limits.write(number))
            }
            Takes::OneOf(all) => {
                let first = all.first().copied().unwrap_or_default();
                let now = all.iter().find(|one| Some(**one) == now);
                let name = |one: &str| one.replace('_', " ");
                let chosen = row.choose(ui, now.copied().unwrap_or(first), all, name)?;
                Some(chosen.to_owned())
            }
            Takes::Classes => names(ui, row, &class_names(app), now),
            Takes::Columns => names(ui, row, &column_names(app), now),
            Takes::Text => {
                let key = (name, choice.key);
                let stands = now.unwrap_or_default();
                let text = self.typed.entry(key).or_insert_with(|| stands.to_owned());
                let edit = TextEdit::singleline(text).desired_width(f32::INFINITY);
                let response = row.show(ui, |ui| ui.add(edit));
                if response.lost_focus() && text != stands {
                    return Some(text.clone());
                }
                if !response.has_focus() && text != stands {
                    stands.clone_into(text);
                }
                None
            }
        }
    }
}

/// Any of `all`; their list between commas when one is switched.
fn names(ui: &mut Ui, row: Row<'_>, all: &[String], now: Option<&str>) -> Option<String> {
    let now = now.unwrap_or_default().split(',').map(str::trim);
    let now: Vec<String> = now
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    some_of(ui, row, all, &now).map(|names| names.join(","))
}

fn class_names(app: &App) -> Vec<String> {
    let Some(data) = app.dataset.prepared() else {
        return Vec::new();
    };
    let classes = data.label_counts.len() as u32;
    (0..classes)
        .map(|label| data.dataset.class_name(label))
        .collect()
}

/// Names with commas could not be told from several.
fn column_names(app: &App) -> Vec<String> {
    let data = app.dataset.prepared();
    let columns = data.and_then(|data| data.dataset.shape().columns());
    let names = columns.into_iter().flat_map(|columns| columns.list());
    let names = names.map(|column| column.name.clone());
    names.filter(|name| !name.contains(',')).collect()
}
