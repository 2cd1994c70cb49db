//! The legend: classes, clickable to see one alone, or a scale of numbers.

use egui::{Align2, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use crate::export::colouring::{Colouring, LEVELS, Legend};
use crate::export::digits::trimmed;
use crate::ui::colour_map::paint_bar;
use crate::ui::theme;
use crate::ui::views::plot;

/// More classes than this have no legend: their colours repeat.
const MOST: usize = 26;

/// Room for a class's mark and the margins of its name.
const MARK: f32 = 21.0;
const BETWEEN: f32 = 2.0;
/// Width of the bar of a scale, and the room between it and its numbers.
const BAR: f32 = 96.0;
const AROUND: f32 = 6.0;

/// What a person did with the legend.
pub struct Chosen {
    /// The class to see alone from now on.
    pub isolated: Option<u32>,
    /// The class under the pointer.
    pub hovered: Option<u32>,
}

/// Shows what the colours stand for; `isolated` is the class seen alone.
pub fn show(ui: &mut Ui, colouring: &Colouring, isolated: Option<u32>) -> Chosen {
    let mut chosen = Chosen {
        isolated,
        hovered: None,
    };
    if let Legend::Scale { of, low, high } = &colouring.legend {
        scale(ui, colouring, of, [*low, *high]);
        return chosen;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(BETWEEN, 2.0);
        for (label, name) in names(colouring) {
            let on = isolated.is_none_or(|one| one == label);
            let response = entry(ui, name, label, on);
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

/// Room that all of it in one line needs.
pub fn width(ui: &Ui, colouring: &Colouring) -> f32 {
    if let Legend::Scale { low, high, .. } = &colouring.legend {
        let ends = [low, high].map(|&end| text(ui, &ends_text(end)).size().x);
        return BAR + ends[0] + ends[1] + 2.0 * AROUND;
    }
    let entries = names(colouring).map(|(_, name)| text(ui, name).size().x + MARK + BETWEEN);
    entries.sum()
}

/// The classes with their names, none when there are too many.
fn names(colouring: &Colouring) -> impl Iterator<Item = (u32, &str)> {
    let names = match &colouring.legend {
        Legend::Classes { names, .. } if names.len() <= MOST => &names[..],
        _ => &[],
    };
    (0..).zip(names.iter().map(String::as_str))
}

fn ends_text(end: f32) -> String {
    trimmed(f64::from(end), 4)
}

/// A bar of all colours between the numbers at its ends.
fn scale(ui: &mut Ui, colouring: &Colouring, of: &str, [low, high]: [f32; 2]) {
    let weak = theme::palette(ui).weak;
    let [left, right] = [low, high].map(|end| text(ui, &ends_text(end)));
    let size = vec2(left.size().x + right.size().x + BAR + 2.0 * AROUND, 18.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let name = format!("{of} from {} to {}", ends_text(low), ends_text(high));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name.as_str()));
    let bar = Rect::from_min_size(
        rect.left_center() + vec2(left.size().x + AROUND, -4.0),
        vec2(BAR, 8.0),
    );
    paint_bar(ui.painter(), bar, |share| {
        theme::opaque(colouring.colour((share * (LEVELS - 1) as f32).round() as u32))
    });
    for (galley, align) in [(left, Align2::LEFT_CENTER), (right, Align2::RIGHT_CENTER)] {
        let at = align.align_size_within_rect(galley.size(), rect);
        ui.painter().galley(at.min, galley, weak);
    }
    response.on_hover_text(format!(
        "{name}: of the test rows, 1% at either end lies beyond and has the colour of that end"
    ));
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
