//! The side panels: setup at the left, the inspector at the right.

use egui::containers::panel::PanelState;
use egui::{Context, Frame, Margin, Panel, ScrollArea, Ui};

use super::time::badge;
use crate::app::{Action, App};
use crate::ui::setup::{
    ArchitecturePanel, CodePanel, DataPanel, LossPanel, NoisePanel, PhasesPanel, TrainingPanel,
    misread,
};
use crate::ui::views::{Area, View, ViewId};
use crate::ui::{Panel as _, theme, widgets};

const BUILD: &str = "build";
const INSPECT: &str = "inspect";

/// The left side.
#[derive(Default)]
pub struct SetupSide {
    data: DataPanel,
    architecture: ArchitecturePanel,
    noise: NoisePanel,
    loss: LossPanel,
    code: CodePanel,
    training: TrainingPanel,
    phases: PhasesPanel,
}

impl SetupSide {
    /// Draws the sections one under the other; `width` follows the divider.
    pub fn show(&mut self, ui: &mut Ui, app: &App, width: &mut f32, actions: &mut Vec<Action>) {
        let panel = Panel::left(BUILD)
            .default_size(*width)
            .size_range(220.0..=600.0)
            .frame(frame(ui));
        let shown = panel.show(ui, |ui| {
            scrolled(ui, BUILD, |ui| {
                misread::remember(ui, app);
                misread::list(ui, &misread::in_section(app, None), actions);
                let panels: [(&str, &mut dyn crate::ui::Panel); 7] = [
                    ("data", &mut self.data),
                    ("architecture", &mut self.architecture),
                    ("noise", &mut self.noise),
                    ("loss", &mut self.loss),
                    ("code", &mut self.code),
                    ("training", &mut self.training),
                    ("phases", &mut self.phases),
                ];
                for (id, panel) in panels {
                    let title = panel.title();
                    let marked = misread::in_section(app, Some(id));
                    let is_marked = !marked.is_empty();
                    widgets::marked_section(ui, id, title, is_marked, |ui| {
                        misread::list(ui, &marked, actions);
                        panel.panel_ui(ui, app, actions);
                    });
                }
            });
        });
        *width = shown.response.rect.width();
    }
}

/// The right side.
pub struct InspectSide {
    views: Vec<(ViewId, Box<dyn View>)>,
}

impl Default for InspectSide {
    fn default() -> Self {
        let views = ViewId::ALL.map(|id| (id, id.make())).into_iter();
        Self {
            views: views
                .filter(|(_, view)| view.about().building == Some(Area::Side))
                .collect(),
        }
    }
}

impl InspectSide {
    /// Draws the sections one under the other; `width` follows the divider.
    pub fn show(&mut self, ui: &mut Ui, app: &App, width: &mut f32, actions: &mut Vec<Action>) {
        let panel = Panel::right(INSPECT)
            .default_size(*width)
            .size_range(200.0..=600.0)
            .frame(frame(ui));
        let shown = panel.show(ui, |ui| {
            scrolled(ui, INSPECT, |ui| {
                for (id, view) in &mut self.views {
                    let about = view.about();
                    widgets::section(ui, *id, about.title, |ui| {
                        if !about.observes.is_empty() {
                            badge(ui, app);
                        }
                        view.panel_ui(ui, app, actions);
                    });
                }
            });
        });
        *width = shown.response.rect.width();
    }
}

/// Makes the next frame give both sides their first size.
pub fn forget_sizes(ctx: &Context) {
    ctx.data_mut(egui::util::IdTypeMap::remove_by_type::<PanelState>);
}

fn frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::palette(ui).panel)
}

/// The content with the panel's margins inside the scrolled area, so that its bar stands at the very edge.
fn scrolled(ui: &mut Ui, id: &str, add: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical()
        .id_salt(id)
        .auto_shrink(false)
        .show(ui, |ui| {
            let margin = Margin {
                left: 16,
                right: 16,
                top: 8,
                bottom: 8,
            };
            Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.set_width(ui.available_width());
                add(ui);
            });
        });
}
