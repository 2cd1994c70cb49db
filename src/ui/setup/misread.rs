//! What could not be read of the project file, at the settings it is about.

use std::sync::Arc;

use egui::{Id, RichText, Sense, Ui, WidgetInfo, vec2};

use crate::app::{Action, App};
use crate::project::Misread;
use crate::ui::icons::Icon;
use crate::ui::misread::{instead, sentence};
use crate::ui::theme::palette;

/// The section of the build panel, by its id, that a field stands in; `None` for what has no section.
pub fn section(misread: &Misread) -> Option<&'static str> {
    // A project's other fields, and a variant's, have different names.
    section_of(misread.setting()).filter(|id| misread.variant.is_none() == (*id == "data"))
}

/// The section of the build panel, by its id, that the setting at `key` stands in: of a variant, or below `data`.
pub fn section_of(setting: &str) -> Option<&'static str> {
    let is_within = |key: &str| {
        let rest = setting.strip_prefix(key);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let sections = [
        ("data", "data"),
        ("architecture", "architecture"),
        ("corruption", "noise"),
        ("loss", "loss"),
        ("objective.border", "loss"),
        ("objective.wavelet", "loss"),
        ("objective.perceptual", "loss"),
        ("objective", "code"),
        ("training", "training"),
        ("phases", "phases"),
    ];
    let found = sections.iter().find(|(key, _)| is_within(key));
    found.map(|(_, id)| *id)
}

/// Those of the selected variant and of the project, in the section `id`.
pub fn in_section<'a>(app: &'a App, id: Option<&str>) -> Vec<&'a Misread> {
    let own = app.misread_of(Some(app.selected().id));
    let all = app.misread_of(None).chain(own);
    all.filter(|misread| section(misread) == id).collect()
}

/// Lists them, each with a button that takes what is used.
pub fn list(ui: &mut Ui, misread: &[&Misread], actions: &mut Vec<Action>) {
    for one in misread {
        let colour = palette(ui).warning;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            sign(ui, one.setting(), &sentence(one));
            let width = (ui.available_width() - 76.0).max(80.0);
            ui.vertical(|ui| {
                ui.set_width(width);
                let name = RichText::new(one.setting()).small().color(colour);
                ui.add(egui::Label::new(name).wrap());
                let text = RichText::new(instead(one)).small().color(palette(ui).weak);
                ui.add(egui::Label::new(text).wrap());
            });
            if !one.is_kept {
                let button = egui::Button::new(RichText::new("Use this").small());
                let tooltip = "Takes what is shown, so that training and saving go on with it";
                if ui.add(button).on_hover_text(tooltip).clicked() {
                    actions.push(Action::UseInstead(vec![one.key.clone()]));
                }
            }
        });
    }
    if !misread.is_empty() {
        ui.add_space(4.0);
    }
}

/// The sign of warning, called by what it is about.
pub fn sign(ui: &mut Ui, about: &str, tooltip: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(12.0, 14.0), Sense::hover());
    let label = format!("Not read: {about}");
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &label));
    Icon::Warning.paint(ui.painter(), rect, palette(ui).warning);
    response.on_hover_text(tooltip);
}

/// What is said at rows, by the setting.
type AtRows = Arc<Vec<(String, String)>>;

fn at_rows_id() -> Id {
    Id::unique("what could not be read, at rows")
}

/// Lets the rows of this frame be marked.
pub fn remember(ui: &Ui, app: &App) {
    let own = app.misread_of(Some(app.selected().id));
    let at_rows: Vec<(String, String)> = own
        .map(|misread| (misread.setting().to_owned(), sentence(misread)))
        .collect();
    ui.data_mut(|data| {
        if at_rows.is_empty() {
            data.remove::<AtRows>(at_rows_id());
        } else {
            data.insert_temp(at_rows_id(), Arc::new(at_rows));
        }
    });
}

/// What is to be said at the row of the setting `key`: of itself, or of something in it that has no row.
pub fn at_row(ui: &Ui, key: &str) -> Option<String> {
    let at_rows = ui.data(|data| data.get_temp::<AtRows>(at_rows_id()))?;
    let is_about = |setting: &str| {
        let below = setting.strip_prefix(key).or(key.strip_prefix(setting));
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let found = at_rows.iter().find(|(setting, _)| is_about(setting));
    found.map(|(_, text)| text.clone())
}
