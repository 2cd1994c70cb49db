//! The texts of chips. Differences are computed anew only where settings changed.

use std::collections::BTreeMap;

use egui::Ui;

use crate::app::App;
use crate::export::digits;
use crate::model::Distribution;
use crate::project::{Variant, VariantSettings};
use crate::settings::{Difference, phrase};
use crate::training::{RunState, SETTINGS, VariantId};
use crate::ui::misread::instead;
use crate::ui::theme;

/// What is said of each variant beside its state.
#[derive(Default)]
pub struct Words {
    known: BTreeMap<VariantId, Known>,
    /// Whether any variant stands beside its parent, so that chips have a second line.
    second_line: bool,
}

/// What was worked out, and of what.
struct Known {
    own: VariantSettings,
    /// Name and settings of the parent.
    parent: Option<(String, VariantSettings)>,
    differences: Vec<Difference<VariantSettings>>,
    below: String,
}

impl Words {
    /// Follows the document.
    pub fn update(&mut self, app: &App) {
        let document = &app.document;
        self.known.retain(|id, _| document.variant(*id).is_some());
        self.second_line = false;
        for variant in &document.variants {
            let parent = variant.parent.and_then(|parent| document.variant(parent));
            self.second_line |= parent.is_some();
            let is_new = self.known.get(&variant.id).is_none_or(|known| {
                let before = known.parent.as_ref();
                known.own != variant.settings
                    || before.map(|(name, settings)| (name, settings))
                        != parent.map(|parent| (&parent.name, &parent.settings))
            });
            if is_new {
                self.known.insert(variant.id, Known::new(variant, parent));
            }
        }
    }

    /// The chip's second line, where chips have one.
    pub fn below(&self, id: VariantId) -> Option<&str> {
        let known = self.known.get(&id).filter(|_| self.second_line)?;
        Some(&known.below)
    }

    /// Everything about a variant that has no room on its chip.
    pub fn tooltip(&self, ui: &mut Ui, app: &App, variant: &Variant) {
        ui.set_max_width(360.0);
        let weak = theme::palette(ui).weak;
        let (state, loss) = state_and_loss(app, variant.id);
        let loss = loss.map(|loss| format!(", validation loss {loss}"));
        let loss = loss.unwrap_or_default();
        ui.strong(format!("{}, {state}{loss}", variant.name));
        if !variant.notes.trim().is_empty() {
            ui.label(variant.notes.trim());
        }
        for misread in app.misread_of(Some(variant.id)) {
            let warning = theme::palette(ui).warning;
            let text = format!("{}: {}", misread.setting(), instead(misread));
            ui.colored_label(warning, text);
        }
        if let Some(origin) = app.origin(variant.id) {
            ui.label(origin);
        }
        if let Some(known) = self.known.get(&variant.id)
            && let Some((parent, _)) = &known.parent
        {
            ui.label(match known.differences.len() {
                0 => format!("The same settings as {parent}"),
                _ => format!("Against {parent}:"),
            });
            for difference in &known.differences {
                ui.label(difference.to_string());
            }
        }
        ui.colored_label(
            weak,
            "Double-click to rename, drag to move, right-click for more",
        );
    }
}

impl Known {
    fn new(variant: &Variant, parent: Option<&Variant>) -> Self {
        let own = &variant.settings;
        let differences = parent.map(|parent| SETTINGS.differences(&parent.settings, own));
        let below = match (parent, &differences) {
            (Some(parent), Some(found)) if found.is_empty() => format!("same as {}", parent.name),
            (Some(_), Some(found)) => phrase(found),
            _ => summary(own),
        };
        Self {
            own: own.clone(),
            parent: parent.map(|parent| (parent.name.clone(), parent.settings.clone())),
            differences: differences.unwrap_or_default(),
            below,
        }
    }
}

/// The choices that matter most: "512-256 ReLU, code 32, MSE".
fn summary(settings: &VariantSettings) -> String {
    let architecture = &settings.architecture;
    let value = |key: &str| {
        let setting = SETTINGS.with_key(key);
        setting.map_or_else(String::new, |setting| setting.value(settings))
    };
    let maps = match &architecture.pyramid {
        None => String::new(),
        Some(_) => format!("convolutions {}, ", value("architecture.pyramid")),
    };
    let hidden = match architecture.encoder.is_empty() {
        true => String::new(),
        false => format!("{}, ", value("architecture.encoder")),
    };
    let kind = match architecture.code.distribution {
        Distribution::Point => "",
        Distribution::Gaussian => "Gaussian ",
    };
    let (code, loss) = (value("architecture.code"), value("loss"));
    format!("{maps}{hidden}{kind}code {code}, {loss}")
}

/// "finished  0.0123": what its run is doing, and its last loss.
pub fn note(app: &App, id: VariantId) -> String {
    match state_and_loss(app, id) {
        (state, Some(loss)) => format!("{state}  {loss}"),
        (state, None) => state.to_owned(),
    }
}

/// What could not be read of the variant, in a word; its tooltip has the fields.
pub fn misread(app: &App, id: VariantId) -> Option<String> {
    let count = app.misread_of(Some(id)).count();
    match count {
        0 => None,
        1 => Some("1 field not read".into()),
        _ => Some(format!("{count} fields not read")),
    }
}

/// The loss is that of the validation images, or of the test images where there are none.
fn state_and_loss(app: &App, id: VariantId) -> (&'static str, Option<String>) {
    let run = app.runs.get(&id);
    let state = run.map_or(RunState::Ready, |run| run.state).name();
    let last = run.and_then(|run| run.history.epochs.last());
    (state, last.map(|epoch| digits::loss(epoch.validation.loss)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Action, Edit, VariantsEdit};
    use crate::model::Loss;
    use crate::project::Document;

    #[test]
    fn chips_say_what_differs_from_the_parent() {
        let (a, b) = (VariantId(1), VariantId(2));
        let mut app = App::detached(Document::default());
        let mut words = Words::default();
        words.update(&app);
        assert_eq!(words.below(a), None);
        app.apply(Action::Variants(VariantsEdit::Duplicate(a)));
        words.update(&app);
        assert_eq!(words.below(a), Some("512-256 ReLU, code 32, MSE"));
        assert_eq!(words.below(b), Some("same as A"));
        app.apply(Action::Edit(Edit::Loss(Loss::Bce)));
        words.update(&app);
        assert_eq!(words.below(b), Some("loss MSE → BCE"));
        // What the parent becomes counts too.
        app.apply(Action::Select(a));
        app.apply(Action::Edit(Edit::Loss(Loss::Bce)));
        app.apply(Action::Variants(VariantsEdit::Rename(a, "base".into())));
        words.update(&app);
        assert_eq!(words.below(b), Some("same as base"));
        app.apply(Action::Variants(VariantsEdit::Delete(a)));
        words.update(&app);
        assert_eq!(words.below(b), None);
    }
}
