//! The list of a table's columns: type, role and weight of each. Only those in sight are laid out.

use egui::{
    Align2, ComboBox, DragValue, FontId, Label, Rect, RichText, Role, ScrollArea, Sense, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::kinds;
use crate::data::{ColumnChoice, ColumnFacts, ColumnType, TableFacts, TableOptions};
use crate::export::digits::{brief, grouped, shortest};
use crate::ui::theme::palette;
use crate::ui::widgets::{strong, truncated};

/// Height of one column, with two lines of text.
const HEIGHT: f32 = 44.0;
const LINE: f32 = 22.0;
/// Width of the menu of types.
const MENU: f32 = 96.0;
/// Width of the weight.
const WEIGHT: f32 = 52.0;
/// As many are in sight at once.
const SEEN: usize = 5;

/// The list; knows the column that was clicked.
#[derive(Default)]
pub struct ColumnList {
    chosen: Option<String>,
}

impl ColumnList {
    /// The column that was clicked.
    pub fn chosen(&self) -> Option<&str> {
        self.chosen.as_deref()
    }

    /// Draws the list; changes `options` as a person chooses, where there are any.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        facts: &TableFacts,
        mut options: Option<&mut TableOptions>,
    ) {
        let columns = &facts.columns;
        ui.horizontal(|ui| {
            ui.add(Label::new(strong(ui, "Columns", 13.0)).selectable(false));
            let text = RichText::new(summary(columns)).size(11.0);
            let text = text.color(palette(ui).weak);
            ui.add(Label::new(text).truncate());
        });
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical()
                .id_salt("columns of the table")
                .max_height(HEIGHT * columns.len().min(SEEN) as f32)
                .min_scrolled_height(HEIGHT)
                .show_rows(ui, HEIGHT, columns.len(), |ui, seen| {
                    for index in seen {
                        self.column(ui, index, &columns[index], options.as_deref_mut());
                    }
                });
        });
    }

    fn column(
        &mut self,
        ui: &mut Ui,
        index: usize,
        column: &ColumnFacts,
        options: Option<&mut TableOptions>,
    ) {
        let size = vec2(ui.available_width(), HEIGHT);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let colours = palette(ui);
        let right = rect.right() - 6.0;
        let choice = options
            .as_ref()
            .and_then(|options| options.columns.get(&column.name).copied())
            .unwrap_or_default();
        let mut new = choice;

        let text = Rect::from_min_max(rect.min, pos2(right - MENU - 8.0, rect.bottom() - 1.0));
        let response = ui.interact(text, ui.unique_id().with(("column", index)), Sense::click());
        let chosen = self.chosen.as_deref() == Some(&column.name);
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, ui.is_enabled(), chosen, &column.name)
        });
        if chosen || response.hovered() {
            let fill = match chosen {
                true => colours.selection,
                false => colours.control,
            };
            let back = Rect::from_min_max(rect.min, pos2(right + 2.0, rect.bottom() - 2.0));
            ui.painter().rect_filled(back, 3.0, fill);
        }
        let used = column.used;
        let ink = match used == ColumnType::Ignored {
            true => colours.weak,
            false => colours.text,
        };
        let left = rect.left() + 4.0;
        let line = |row: f32| pos2(left, rect.top() + LINE * row + LINE / 2.0 - row * 2.0);
        line_of_text(ui, &column.name, 13.0, ink, line(0.0), text.right() - left);
        let about = description(column, choice.kind.is_none());
        let weighs = kinds::is_trained(used) && options.is_some();
        let room = right - left - if weighs { WEIGHT + 8.0 } else { 0.0 };
        line_of_text(ui, &about, 11.0, colours.weak, line(1.0), room);
        if response.clicked() {
            self.chosen = (!chosen).then(|| column.name.clone());
        }
        response.on_hover_ui(|ui| tooltip(ui, column));

        let corner = pos2(right - MENU, rect.top());
        let place = Rect::from_min_size(corner, vec2(MENU, LINE));
        let Some(options) = options else {
            let font = FontId::proportional(11.0);
            let (at, name) = (place.right_center(), kinds::name(used));
            ui.painter()
                .text(at, Align2::RIGHT_CENTER, name, font, colours.weak);
            return;
        };
        if let Some(kind) = type_menu(ui, index, column, place) {
            new.kind = (kind != column.guessed).then_some(kind);
        }
        if weighs {
            let corner = pos2(right - WEIGHT, rect.top() + LINE);
            let place = Rect::from_min_size(corner, vec2(WEIGHT, LINE - 4.0));
            weight(ui, index, column, place, &mut new);
        }
        if new != choice {
            set(options, &column.name, new);
        }
    }
}

/// One line of text from `at` on, cut where its room ends.
fn line_of_text(ui: &Ui, text: &str, size: f32, ink: egui::Color32, at: egui::Pos2, room: f32) {
    let font = FontId::proportional(size);
    let galley = truncated(ui.painter(), text, font, ink, room);
    let place = Align2::LEFT_CENTER.anchor_size(at, galley.size());
    ui.painter().galley(place.min, galley, ink);
}

/// The menu of types; another one when it is taken.
fn type_menu(ui: &mut Ui, index: usize, column: &ColumnFacts, place: Rect) -> Option<ColumnType> {
    let mut taken = None;
    // It takes no room of its own, so that whatever it holds, the list stays as wide as it is.
    let ui = &mut ui.new_child(UiBuilder::new().max_rect(place).id_salt(("type", index)));
    ui.spacing_mut().interact_size.y = LINE - 2.0;
    ui.spacing_mut().button_padding = vec2(6.0, 1.0);
    let menu = ComboBox::from_id_salt(("type", index))
        .width(place.width())
        .selected_text(RichText::new(kinds::name(column.used)).size(11.0))
        .truncate()
        .show_ui(ui, |ui| {
            for kind in kinds::ALL {
                let guessed = kind == column.guessed;
                let text = match guessed {
                    true => format!("{} (guessed)", kinds::name(kind)),
                    false => kinds::name(kind).to_owned(),
                };
                let is = kind == column.used;
                let item = ui.selectable_label(is, text);
                if item.on_hover_text(kinds::about(kind)).clicked() && !is {
                    taken = Some(kind);
                }
            }
        });
    menu.response
        .accessible_name(format!("Type of {}", column.name))
        .on_hover_text(kinds::about(column.used));
    taken
}

/// The field of a column's weight.
fn weight(ui: &mut Ui, index: usize, column: &ColumnFacts, place: Rect, choice: &mut ColumnChoice) {
    let before = choice.weight.unwrap_or(1.0);
    let mut value = f64::from(before);
    let ui = &mut ui.new_child(UiBuilder::new().max_rect(place).id_salt(("weight", index)));
    ui.spacing_mut().interact_size = place.size();
    ui.spacing_mut().button_padding = vec2(4.0, 0.0);
    if before == 1.0 {
        let weak = palette(ui).weak;
        ui.visuals_mut().widgets.inactive.fg_stroke.color = weak;
    }
    let field = DragValue::new(&mut value)
        .range(0.0..=1e6)
        .clamp_existing_to_range(false)
        .update_while_editing(false)
        .speed(0.0)
        .custom_formatter(|weight, _| format!("\u{d7} {}", shortest(weight)))
        .custom_parser(|text| text.trim().trim_start_matches('\u{d7}').trim().parse().ok());
    ui.add_sized(place.size(), field)
        .accessible_name(format!("Weight of {}", column.name))
        .on_hover_text("Factor on this column's part of the loss; 0 leaves it out")
        .on_hover_cursor(egui::CursorIcon::Text);
    let value = value as f32;
    if value != before {
        choice.weight = (value != 1.0).then_some(value);
    }
}

/// Puts what was chosen of a column; a table has one label at most.
fn set(options: &mut TableOptions, name: &str, choice: ColumnChoice) {
    if choice.kind == Some(ColumnType::Label) {
        for other in options.columns.values_mut() {
            if other.kind == Some(ColumnType::Label) {
                other.kind = None;
            }
        }
    }
    options.columns.insert(name.to_owned(), choice);
    let nothing = ColumnChoice::default();
    options.columns.retain(|_, choice| *choice != nothing);
}

/// "15 columns: 6 numeric, 8 category, 1 label".
fn summary(columns: &[ColumnFacts]) -> String {
    let counts = kinds::ALL.into_iter().filter_map(|kind| {
        let count = columns.iter().filter(|column| column.used == kind).count();
        (count > 0).then(|| format!("{} {}", grouped(count as u64), kinds::name(kind)))
    });
    counts.collect::<Vec<_>>().join(", ")
}

/// "guessed, 17 to 90, 12 missing".
fn description(column: &ColumnFacts, guessed: bool) -> String {
    let mut parts = Vec::new();
    if guessed {
        parts.push("guessed".to_owned());
    }
    match (column.used, column.range) {
        (ColumnType::Numeric, Some([least, greatest])) => {
            let [least, greatest] = [least, greatest].map(number);
            parts.push(format!("{least} to {greatest}"));
        }
        _ => {
            let more = if column.more_distinct {
                "more than "
            } else {
                ""
            };
            parts.push(format!(
                "{more}{} different",
                grouped(column.distinct as u64)
            ));
        }
    }
    if column.missing > 0 {
        parts.push(format!("{} missing", grouped(column.missing as u64)));
    }
    parts.join(", ")
}

/// Whole numbers in full, others with the digits that tell them apart.
fn number(value: f32) -> String {
    if value.fract() != 0.0 || value.abs() >= 1e7 {
        return brief(f64::from(value));
    }
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}", grouped(value.abs() as u64))
}

fn tooltip(ui: &mut Ui, column: &ColumnFacts) {
    ui.set_max_width(320.0);
    ui.label(strong(ui, &column.name, 13.0));
    let guess = kinds::name(column.guessed);
    ui.label(format!("Guessed {guess}: {}", column.reason));
    if column.used != column.guessed {
        ui.label(format!("Chosen: {}", kinds::name(column.used)));
    }
    if !column.examples.is_empty() {
        let text = format!("For example {}", column.examples.join(", "));
        ui.label(RichText::new(text).color(palette(ui).weak));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Reason;

    fn column(used: ColumnType, missing: usize, range: Option<[f32; 2]>) -> ColumnFacts {
        ColumnFacts {
            name: "age".into(),
            guessed: ColumnType::Numeric,
            used,
            reason: Reason::Numbers,
            missing,
            distinct: 1_234,
            more_distinct: false,
            examples: Vec::new(),
            range,
        }
    }

    #[test]
    fn a_column_is_told_by_its_range_or_its_texts() {
        let numeric = column(ColumnType::Numeric, 12, Some([17.0, 90.5]));
        assert_eq!(
            description(&numeric, true),
            "guessed, 17 to 90.5, 12 missing"
        );
        let large = column(ColumnType::Numeric, 0, Some([-13_769.0, 1_490_400.0]));
        assert_eq!(description(&large, false), "-13,769 to 1,490,400");
        let category = column(ColumnType::Category, 0, Some([17.0, 90.5]));
        assert_eq!(description(&category, false), "1,234 different");
        assert_eq!(
            summary(&[numeric.clone(), numeric, category]),
            "2 numeric, 1 category"
        );
    }

    #[test]
    fn one_label_takes_the_place_of_another_and_what_is_as_guessed_is_not_kept() {
        let mut options = TableOptions::default();
        let label = ColumnChoice {
            kind: Some(ColumnType::Label),
            weight: None,
        };
        set(&mut options, "a", label);
        set(&mut options, "b", label);
        assert_eq!(options.columns.len(), 1);
        assert_eq!(options.columns["b"], label);
        set(&mut options, "b", ColumnChoice::default());
        assert!(options.columns.is_empty());
    }
}
