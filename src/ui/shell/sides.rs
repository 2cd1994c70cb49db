//! The side panels: setup at the left, the inspector at the right.

use egui::containers::panel::PanelState;
use egui::{
    Context, Frame, Margin, Panel, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::commands::{self, Command};
use super::time::badge;
use crate::app::{Action, App};
use crate::ui::icons::{Icon, icon_rect};
use crate::ui::setup::{
    ArchitecturePanel, CodePanel, DataPanel, LossPanel, NoisePanel, PhasesPanel, TrainingPanel,
    misread, reveal,
};
use crate::ui::views::{Area, View, ViewId};
use crate::ui::{Panel as _, theme, widgets};

const BUILD: &str = "build";
const INSPECT: &str = "inspect";
/// Width of the strip in the place of a side.
const FOLDED: f32 = 24.0;

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
                    if reveal::unfolds(ui, id) {
                        widgets::unfold(ui, id);
                    }
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
    pub fn views(&self) -> impl Iterator<Item = &dyn View> {
        self.views.iter().map(|(_, view)| &**view)
    }

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
                        badge(ui, app, about.observes);
                        view.panel_ui(ui, app, actions);
                    });
                }
            });
        });
        *width = shown.response.rect.width();
    }
}

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Build,
    Inspect,
}

/// A narrow strip in the place of a side that is put away, which brings it back.
pub fn folded(ui: &mut Ui, side: Side, clicked: &mut Vec<Command>) {
    let (panel, command, name, icon) = match side {
        Side::Build => {
            let panel = Panel::left("folded build");
            (panel, Command::BuildPanel, "Build", Icon::ChevronRight)
        }
        Side::Inspect => {
            let panel = Panel::right("folded inspect");
            (panel, Command::InspectPanel, "Inspect", Icon::ChevronLeft)
        }
    };
    panel.exact_size(FOLDED).frame(frame(ui)).show(ui, |ui| {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click());
        let label = format!("Show the {name} panel");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        let palette = theme::palette(ui);
        let lit = response.hovered() || response.has_focus();
        if lit {
            ui.painter().rect_filled(rect, 0.0, palette.control_hovered);
        }
        let colour = if lit { palette.text } else { palette.weak };
        let top = Rect::from_min_size(rect.min + vec2(0.0, 10.0), vec2(FOLDED, 16.0));
        icon.paint(ui.painter(), icon_rect(top), colour);
        let font = egui::TextStyle::Body.resolve(ui.style());
        let galley = ui.painter().layout_no_wrap(name.into(), font, colour);
        // Read from the bottom to the top, as on the back of a book.
        let at = pos2(
            rect.center().x - galley.size().y / 2.0,
            top.bottom() + 10.0 + galley.size().x,
        );
        let text = egui::epaint::TextShape::new(at, galley, colour);
        ui.painter()
            .add(text.with_angle(-std::f32::consts::FRAC_PI_2));
        if response
            .on_hover_text(commands::tooltip(ui.ctx(), command))
            .clicked()
        {
            clicked.push(command);
        }
    });
}

/// Makes the next frame give both sides their first size.
pub fn forget_sizes(ctx: &Context) {
    ctx.data_mut(egui::util::IdTypeMap::remove_by_type::<PanelState>);
}

pub(super) fn frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::palette(ui).panel)
}

/// The content with the panel's margins inside the scrolled area, so that its bar stands at the very edge.
pub(super) fn scrolled(ui: &mut Ui, id: &str, add: impl FnOnce(&mut Ui)) {
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
