//! The classes: their colours and names, clickable to see one alone.

use egui::{Align2, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use crate::data::Prepared;
use crate::ui::theme;
use crate::ui::views::{labels, plot};

/// More classes than this have no legend: their colours repeat.
const MOST: usize = 26;

/// Room for a class's mark and the margins of its name.
const MARK: f32 = 21.0;
const BETWEEN: f32 = 2.0;

/// What a person did with the legend.
pub struct Chosen {
    /// The class to see alone from now on.
    pub isolated: Option<u32>,
    /// The class under the pointer.
    pub hovered: Option<u32>,
}

/// Shows the classes of the test images; `isolated` is the one seen alone.
pub fn show(ui: &mut Ui, data: &Prepared, isolated: Option<u32>) -> Chosen {
    let mut chosen = Chosen {
        isolated,
        hovered: None,
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(BETWEEN, 2.0);
        for (label, name) in names(data) {
            let on = isolated.is_none_or(|one| one == label);
            let response = entry(ui, &name, label, on);
            if response.hovered() {
                chosen.hovered = Some(label);
            }
            // A double click arrives as two clicks: the first isolates, the second restores.
            if response.clicked() {
                chosen.isolated = (isolated != Some(label)).then_some(label);
            }
            response.on_hover_text(if isolated == Some(label) {
                "Show all classes again"
            } else {
                "Show this class alone"
            });
        }
    });
    chosen
}

/// Room that all classes in one line need.
pub fn width(ui: &Ui, data: &Prepared) -> f32 {
    let entries = names(data).map(|(_, name)| text(ui, &name).size().x + MARK + BETWEEN);
    entries.sum()
}

/// The classes of the test images with their names, none when there are too many.
fn names(data: &Prepared) -> impl Iterator<Item = (u32, String)> {
    let classes = data.dataset.test.label_counts().len();
    let shown = if classes > MOST { 0 } else { classes as u32 };
    (0..shown).map(|label| (label, labels::name(&data.dataset, label)))
}

fn text(ui: &Ui, name: &str) -> std::sync::Arc<egui::Galley> {
    let painter = ui.painter();
    painter.layout_no_wrap(name.to_owned(), plot::CAPTION, egui::Color32::PLACEHOLDER)
}

fn entry(ui: &mut Ui, name: &str, label: u32, on: bool) -> Response {
    let palette = theme::palette(ui);
    let colour = if on { palette.text } else { palette.weak };
    let galley = text(ui, name);
    let size = vec2(galley.size().x + MARK, 18.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, ui.is_enabled(), on, format!("Class {name}"))
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 4.0, palette.line);
    }
    let centre = rect.left_center() + vec2(9.0, 0.0);
    let mark = theme::label_colour(label);
    if on {
        ui.painter().circle_filled(centre, 4.0, mark);
    } else {
        let stroke = egui::Stroke::new(1.0, mark.gamma_multiply(0.6));
        ui.painter().circle_stroke(centre, 3.5, stroke);
    }
    let at = Rect::from_min_max(rect.min + vec2(17.0, 0.0), rect.max);
    let at = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), at);
    ui.painter().galley(at.min, galley, colour);
    response
}
