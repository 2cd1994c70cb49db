//! The colours of points, cached while neither data nor choice change, and the menu for them.

use std::sync::Arc;

use egui::{ComboBox, Ui};

use crate::app::{Action, App};
use crate::data::Prepared;
use crate::export::colouring::Colouring;
use crate::project::LatentColour;
use crate::ui::tiles::Same;

/// What a menu calls the labels.
const LABEL: &str = "Label";
const WIDTH: f32 = 136.0;

/// The colours of the test samples.
#[derive(Default)]
pub struct Colours {
    of: Option<(Same<Prepared>, LatentColour)>,
    pub colouring: Colouring,
    /// Another number whenever the colours change.
    pub generation: u64,
}

impl Colours {
    /// Brings the colours up to date; `true` when they are others than before.
    pub fn follow(&mut self, data: &Arc<Prepared>, colour: &LatentColour) -> bool {
        let of = (Same::of(data), colour.clone());
        if self.of.as_ref() == Some(&of) {
            return false;
        }
        self.colouring = Colouring::of(&data.dataset, colour);
        self.of = Some(of);
        self.generation += 1;
        true
    }
}

/// The menu of labels and columns; absent where samples have no columns.
pub fn menu(ui: &mut Ui, app: &App, data: &Prepared, actions: &mut Vec<Action>) {
    let Some(columns) = data.dataset.shape().columns() else {
        return;
    };
    let current = &app.document.view.latent_colour;
    let name = match current {
        LatentColour::Column { name } if columns.list().iter().any(|c| c.name == *name) => name,
        _ => LABEL,
    };
    let mut chosen = current.clone();
    let menu = ComboBox::from_id_salt("latent colour")
        // In one piece: a label of its own could stay behind on the line before.
        .selected_text(format!("Colour: {name}"))
        .truncate()
        .width(WIDTH)
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut chosen, LatentColour::Label, LABEL);
            for column in columns.list() {
                let by = LatentColour::Column {
                    name: column.name.clone(),
                };
                ui.selectable_value(&mut chosen, by, &column.name);
            }
        });
    menu.response
        .accessible_name("Colour by")
        .on_hover_text("Colour the points by their label, or by any column of the table; points without a value stay plain");
    if chosen != *current {
        let mut view = app.document.view.clone();
        view.latent_colour = chosen;
        actions.push(Action::View(view));
    }
    ui.add_space(4.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{BuiltIn, DataSettings, Source};
    use crate::export::colouring::Legend;

    #[test]
    fn colours_change_with_the_choice_alone() {
        let settings = DataSettings {
            source: Source::BuiltIn {
                set: BuiltIn::BreastCancer,
            },
            ..DataSettings::default()
        };
        let data = Arc::new(Prepared::load(&settings).unwrap());
        let mut colours = Colours::default();
        assert!(colours.follow(&data, &LatentColour::Label));
        assert!(!colours.follow(&data, &LatentColour::Label));
        assert!(
            matches!(&colours.colouring.legend, Legend::Classes { of: None, names } if names.len() == 2)
        );
        let column = data.dataset.shape().columns().unwrap().list()[0]
            .name
            .clone();
        let by = LatentColour::Column { name: column };
        assert!(colours.follow(&data, &by));
        assert!(matches!(colours.colouring.legend, Legend::Scale { .. }));
        assert_eq!(colours.generation, 2);
    }
}
