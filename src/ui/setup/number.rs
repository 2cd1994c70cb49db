//! The number field, typed or dragged. What cannot be taken is refused in place, with a hint; the old value stays.

use std::cell::Cell;

use egui::{Align, Id, Layout, Ui};

use super::limits::Limits;
use super::rows::Row;
use crate::ui::theme::palette;
use crate::ui::widgets::warn;

/// How far a drag moves the number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Drag {
    /// By this much a point.
    Even(f64),
    /// Not at all: for numbers that are costly to try out.
    Never,
    /// By a hundredth of itself a point, at least from this size on: for numbers chosen by magnitude.
    Logarithmic(f64),
}

/// A row with a number.
pub struct Number<'a> {
    pub row: Row<'a>,
    pub value: f64,
    pub limits: Limits,
    pub drag: Drag,
    /// Stands behind the number; empty for a bare one.
    pub unit: &'a str,
    /// Stands for 0 where that switches something off; empty where 0 is a number like any other.
    pub zero: &'a str,
    /// Usual values, offered in a menu beside the number.
    pub choices: &'a [usize],
    /// Only these values exist; a drag snaps to them, and typing another is refused with the nearest.
    pub only: Option<Only<'a>>,
}

/// A finite set of values.
#[derive(Clone, Copy)]
pub struct Only<'a> {
    /// Refuses a value with a sentence.
    pub check: &'a dyn Fn(usize) -> Result<usize, String>,
    /// The nearest values to one that was refused.
    pub offer: &'a dyn Fn(usize) -> Vec<usize>,
}

/// What was refused last, kept until the value changes or typing begins again.
#[derive(Clone)]
struct Refused {
    /// The value that stayed.
    value: f64,
    sentence: String,
    offers: Vec<usize>,
}

impl<'a> Number<'a> {
    pub fn new(row: Row<'a>, value: f64, limits: Limits, drag: Drag) -> Self {
        Self {
            row,
            value,
            limits,
            drag,
            unit: "",
            zero: "",
            choices: &[],
            only: None,
        }
    }

    pub fn unit(mut self, unit: &'a str) -> Self {
        self.unit = unit;
        self
    }

    /// Shows 0 as "off", which can be typed as well.
    pub fn off_at_zero(mut self) -> Self {
        self.zero = "off";
        self
    }

    pub fn choices(mut self, choices: &'a [usize]) -> Self {
        self.choices = choices;
        self
    }

    pub fn only(mut self, only: Only<'a>) -> Self {
        self.only = Some(only);
        self
    }

    /// Draws the row, and a hint under it while there is one; returns a new value when one is given.
    pub fn show(self, ui: &mut Ui) -> Option<f64> {
        let memory = ui.make_persistent_id((self.row.label(), "refused"));
        let refused = Cell::new(None);
        let mut value = self.value;
        let mut chosen = None;
        let response = self.row.show(ui, |ui| {
            // From the right, so that the field takes what the menu leaves.
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                if !self.choices.is_empty() {
                    chosen = choice_menu(ui, self.row.label(), self.value as usize, self.choices);
                }
                let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
                if self.is_off() {
                    let weak = palette(ui).weak;
                    ui.visuals_mut().widgets.inactive.fg_stroke.color = weak;
                }
                let field = self.field(&mut value, &refused, size.x);
                let response = ui.add(field.min_size(size));
                match self.drag {
                    Drag::Never => response.on_hover_cursor(egui::CursorIcon::Text),
                    Drag::Even(_) | Drag::Logarithmic(_) => response,
                }
            })
            .inner
        });
        if let Some(refused) = refused.take() {
            ui.data_mut(|data| data.insert_temp(memory, refused));
        } else if response.gained_focus() || response.dragged() || value != self.value {
            ui.data_mut(|data| data.remove::<Refused>(memory));
        }
        let offered = show_refused(ui, memory, self.value);
        chosen
            .or(offered)
            .map(|choice| choice as f64)
            .or((value != self.value).then_some(value))
    }

    /// Whether the value switches something off.
    fn is_off(&self) -> bool {
        !self.zero.is_empty() && self.value == 0.0
    }

    fn field<'v>(
        &'v self,
        value: &'v mut f64,
        refused: &'v Cell<Option<Refused>>,
        room: f32,
    ) -> egui::DragValue<'v> {
        let kept = self.value;
        let limits = self.limits;
        let only = self.only;
        let get_set = move |new: Option<f64>| {
            if let Some(new) = new {
                *value = match only {
                    Some(only) => nearest(new, only),
                    None if limits.whole => new.round(),
                    None => new,
                };
            }
            *value
        };
        let speed = match self.drag {
            Drag::Even(speed) => speed,
            Drag::Never => 0.0,
            Drag::Logarithmic(least) => (kept.abs() * 0.01).max(least),
        };
        let (unit, zero) = (self.unit, self.zero);
        let off = self.is_off();
        let field = egui::DragValue::from_get_set(get_set)
            .range(limits.low..=limits.top())
            .clamp_existing_to_range(false)
            .update_while_editing(false)
            .speed(speed)
            .custom_formatter(move |number, _| {
                if number == 0.0 && !zero.is_empty() {
                    return zero.to_owned();
                }
                limits.write(number)
            })
            .custom_parser(move |text| {
                if !zero.is_empty() && text.trim().eq_ignore_ascii_case(zero) {
                    return Some(0.0);
                }
                let read = limits
                    .read(text.trim_end_matches(unit))
                    .map_err(|sentence| (sentence, vec![]))
                    .and_then(|number| match only {
                        Some(only) => (only.check)(number as usize)
                            .map(|taken| taken as f64)
                            .map_err(|sentence| (sentence, (only.offer)(number as usize))),
                        None => Ok(number),
                    });
                match read {
                    Ok(number) => Some(number),
                    Err((sentence, offers)) => {
                        refused.set(Some(Refused {
                            value: kept,
                            sentence,
                            offers,
                        }));
                        None
                    }
                }
            });
        // Where it gets narrow, the number goes before its unit.
        if unit.is_empty() || off || room < 40.0 + 7.0 * unit.len() as f32 {
            field
        } else {
            field.suffix(format!(" {unit}"))
        }
    }
}

/// The existing value nearest to `wanted`.
fn nearest(wanted: f64, only: Only<'_>) -> f64 {
    let rounded = wanted.round().max(0.0) as usize;
    if (only.check)(rounded).is_ok() {
        return rounded as f64;
    }
    (only.offer)(rounded)
        .into_iter()
        .map(|offer| offer as f64)
        .min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()))
        .unwrap_or(wanted)
}

/// Choices under each other in a menu; more stand beside them.
const MENU_ROWS: usize = 11;

fn choice_menu(ui: &mut Ui, label: &str, now: usize, choices: &[usize]) -> Option<usize> {
    let mut chosen = None;
    egui::ComboBox::from_id_salt((label, "choices"))
        .width(0.0)
        // All of them at once, without scrolling.
        .height(420.0)
        .selected_text("")
        .show_ui(ui, |ui| {
            let mut offer = |ui: &mut Ui, choice: usize| {
                let text = choice.to_string();
                if ui.selectable_label(choice == now, text).clicked() && choice != now {
                    chosen = Some(choice);
                }
            };
            ui.horizontal_top(|ui| {
                for column in choices.chunks(MENU_ROWS) {
                    ui.vertical(|ui| column.iter().for_each(|&choice| offer(ui, choice)));
                }
            });
        })
        .response
        .accessible_name(format!("Choose {}", label.to_lowercase()));
    chosen
}

/// The hint under a refused number, with a button for each value that would be taken.
fn show_refused(ui: &mut Ui, memory: Id, value: f64) -> Option<usize> {
    let refused: Refused = ui.data(|data| data.get_temp(memory))?;
    if refused.value != value {
        ui.data_mut(|data| data.remove::<Refused>(memory));
        return None;
    }
    warn(ui, refused.sentence);
    if refused.offers.is_empty() {
        return None;
    }
    let mut taken = None;
    ui.horizontal_wrapped(|ui| {
        for offer in refused.offers {
            if ui.small_button(format!("Use {offer}")).clicked() {
                taken = Some(offer);
            }
        }
    });
    taken
}
