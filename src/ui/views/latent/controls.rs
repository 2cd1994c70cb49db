//! The scatter's toolbar: which plane, and how it is shown.

use egui::{Button, ComboBox, RichText, Ui};

use super::plane::{self, Plane};
use crate::app::{Action, App};
use crate::eval::plane::LatentAxes;
use crate::training::LatentView;
use crate::ui::theme;

/// What the controls keep to themselves.
#[derive(Default)]
pub struct Controls {
    /// One unit is as long along both axes.
    pub equal: bool,
    /// Zoomed or moved by a person.
    pub moved: bool,
}

impl Controls {
    /// Shows the controls in the line of `ui`. `true` when everything is to be shown again.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        app: &App,
        actions: &mut Vec<Action>,
        view: &LatentView,
        plane: Plane,
    ) -> bool {
        ui.spacing_mut().item_spacing.x = 4.0;
        if let Some(axes) = axes(ui, view, plane) {
            let mut settings = app.document.view.clone();
            settings.latent_axes = axes;
            actions.push(Action::View(settings));
        }
        ui.toggle_value(&mut self.equal, "1 : 1")
            .on_hover_text("One unit is as long along both axes, so that distances can be compared")
            .accessible_name("Equal units");
        ui.add_enabled(self.moved, Button::new("Reset"))
            .on_hover_text("Show all points again; a double click on the plot does the same")
            .on_disabled_hover_text(
                "All points are shown; scroll to zoom, drag with the secondary button to move",
            )
            .accessible_name("Reset view")
            .clicked()
    }
}

/// Choice of plane for codes of more than two numbers; the new choice, if there is one.
fn axes(ui: &mut Ui, view: &LatentView, plane: Plane) -> Option<LatentAxes> {
    let (mut x, mut y, by_components) = match plane {
        Plane::Whole => return None,
        Plane::Pair { x, y } => (x, y, false),
        Plane::Pca { x, y } => (x, y, true),
    };
    let mut choice = None;
    let components = view.pca.as_ref().map_or(0, plane::components);
    let by_pca = ui
        .add_enabled(components >= 2, Button::selectable(by_components, "PCA"))
        .on_hover_text("Principal components: the directions along which the codes vary most")
        .on_disabled_hover_text("The codes vary along fewer than two directions");
    if by_pca.clicked() && !by_components {
        choice = Some(LatentAxes::Automatic);
    }
    let by_code = ui
        .selectable_label(!by_components, "Code")
        .on_hover_text("Two numbers of the code as they are");
    if by_code.clicked() && by_components {
        choice = Some(LatentAxes::Pair { x: 0, y: 1 });
    }
    let count = if by_components {
        components
    } else {
        view.width
    };
    for (name, at) in [("x", &mut x), ("y", &mut y)] {
        let label = ui.label(RichText::new(name).color(theme::palette(ui).weak));
        let text = |i: usize| {
            let of = |x, y| {
                if by_components {
                    Plane::Pca { x, y }
                } else {
                    Plane::Pair { x, y }
                }
            };
            let [name, _] = of(i, i).names(view);
            name
        };
        let response = ComboBox::from_id_salt(("latent axis", name))
            .selected_text(text(*at))
            .width(84.0)
            .show_ui(ui, |ui| {
                for i in 0..count {
                    ui.selectable_value(at, i, text(i));
                }
            })
            .response;
        response.labelled_by(label.id);
    }
    ui.add_space(4.0);
    let new = if by_components {
        LatentAxes::Pca { x, y }
    } else {
        LatentAxes::Pair { x, y }
    };
    let old = match plane {
        Plane::Pca { x, y } => LatentAxes::Pca { x, y },
        Plane::Pair { x, y } => LatentAxes::Pair { x, y },
        Plane::Whole => return None,
    };
    if new != old { Some(new) } else { choice }
}
