//! What to begin with: a project of late, an example, the digits, or a person's own data.

mod example;

use std::sync::LazyLock;

use egui::{Align, Button, Context, Label, Layout, RichText, ScrollArea, Ui, UiBuilder, vec2};

use self::example::Example;
use super::{entered, sheet};
use crate::app::{Action, App};
use crate::project::shipped_groups;
use crate::system::name_of_folder;
use crate::ui::{theme, widgets};

/// Largest size, in points; smaller windows leave less.
const SIZE: [f32; 2] = [856.0, 560.0];
/// Width of the column of projects.
const COLUMN: f32 = 220.0;
/// Projects of late that are listed.
const RECENT: usize = 8;

/// The examples by group, read when they are first shown.
static EXAMPLES: LazyLock<Vec<(&str, Vec<Example>)>> = LazyLock::new(|| {
    let groups = shipped_groups().iter();
    let examples = groups.map(|(group, names)| {
        let examples = names.iter().filter_map(|name| Example::read(name));
        (*group, examples.collect())
    });
    examples.collect()
});

/// The sheet.
pub struct Start {
    /// A project is open already, which the choice leaves.
    leaves: bool,
}

/// What a person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// To go on with what is there, or with what the actions make of it.
    Done,
    OwnData,
}

impl Start {
    /// `leaves` says whether the present project is left for a new one.
    pub fn new(leaves: bool) -> Self {
        Self { leaves }
    }

    /// Draws the sheet; nothing as long as nothing is chosen.
    pub fn show(&self, ctx: &Context, app: &App, actions: &mut Vec<Action>) -> Option<Choice> {
        let mut choice = None;
        let heading = if self.leaves {
            "New project"
        } else {
            "What to begin with"
        };
        let left = sheet(ctx, heading, SIZE, |ui, area| {
            let column = area.with_max_x(area.left() + COLUMN);
            let rest = area.with_min_x(column.right() + 16.0);
            let layout = Layout::top_down(Align::Min);
            let left = UiBuilder::new().max_rect(column).layout(layout);
            ui.scope_builder(left, |ui| choice = self.column(ui, app, actions));
            let right = UiBuilder::new().max_rect(rest).layout(layout);
            ui.scope_builder(right, |ui| {
                let scroll = ScrollArea::vertical().id_salt("examples");
                scroll.auto_shrink(false).show(ui, |ui| {
                    for (group, examples) in EXAMPLES.iter() {
                        caption(ui, group);
                        ui.horizontal_wrapped(|ui| {
                            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
                            for example in examples {
                                if example.card(ui) {
                                    let name = example.name.to_owned();
                                    actions.push(Action::OpenShipped(name));
                                    choice = Some(Choice::Done);
                                }
                            }
                        });
                        ui.add_space(8.0);
                    }
                });
            });
        });
        if left {
            choice = choice.or(Some(Choice::Done));
        }
        choice
    }

    fn column(&self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) -> Option<Choice> {
        let mut choice = None;
        let wide = vec2(COLUMN, 32.0);
        let digits = widgets::primary(ui, None, "Handwritten digits").min_size(wide);
        let digits = ui.add(digits).on_hover_text(
            "MNIST and a dense autoencoder, ready to train; everything can be changed",
        );
        if digits.clicked() || entered(ui) {
            if self.leaves {
                actions.push(Action::New);
            }
            choice = Some(Choice::Done);
        }
        ui.add_space(4.0);
        let own = ui
            .add(Button::new("Use my data…").min_size(wide))
            .on_hover_text(
                "Pictures, arrays, IDX files, tables, texts, series or sounds: looked at first, then a model that fits is made for them",
            );
        if own.clicked() {
            if self.leaves {
                actions.push(Action::New);
            }
            choice = Some(Choice::OwnData);
        }
        if !app.recent.is_empty() {
            ui.add_space(12.0);
            caption(ui, "Recent projects");
        }
        for path in app.recent.iter().take(RECENT) {
            let button = Button::new(name_of_folder(path))
                .truncate()
                .frame_when_inactive(false);
            let button = ui.add(button).on_hover_text(path.display().to_string());
            if button.clicked() {
                actions.push(Action::Open(path.clone()));
                choice = Some(Choice::Done);
            }
        }
        choice
    }
}

fn caption(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).small().color(theme::palette(ui).weak);
    ui.add(Label::new(text).selectable(false));
}
