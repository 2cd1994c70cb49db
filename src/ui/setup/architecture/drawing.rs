//! The drawing of the model as a control: every bar and every gap between bars takes clicks, wheel, drags and keys.

use egui::{
    Event, EventFilter, Key, MouseWheelSource, MouseWheelUnit, Rect, Response, Role, Sense, Ui,
    WidgetInfo, vec2,
};

use super::columns;
use super::describe;
use super::geometry::{self, Hourglass};
use super::paint;
use super::stillness::Stillness;
use super::words;
use crate::data::Columns;
use crate::model::Architecture;
use crate::model::edit;
use crate::model::edit::Ends;
use crate::model::edit::extent::Extent;
use crate::model::edit::ladder;
use crate::model::edit::place::{self, Place, places};

/// Height of the bars' area and of the two lines of text under it.
const BARS_HEIGHT: f32 = 124.0;
const TEXT_HEIGHT: f32 = 32.0;
/// Points of a touchpad that count as one notch of a wheel.
const NOTCH: f32 = 40.0;

/// What the pointer or keyboard asked of the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gesture {
    Select(Place),
    /// Rungs of the ladder.
    Step(Place, i32),
    /// A width, or the channels of a level.
    Set(Place, usize),
    /// A new layer or level after this place.
    Insert(Place),
    Remove(Place),
}

/// What the drawing remembers between frames.
#[derive(Debug, Default)]
pub struct Drawing {
    /// The bar being dragged, and its width or channels when the drag began.
    grabbed: Option<(Place, usize)>,
    /// Wheel points not yet worth a rung.
    wheel_rest: f32,
    /// The wheel changes widths only while the drawing stands still.
    stillness: Stillness,
}

impl Drawing {
    /// Draws the model over the whole width and returns what was asked; `columns` are those of a table.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        architecture: &Architecture,
        (ends, columns): (Ends, Option<&Columns>),
        selected: Place,
    ) -> Vec<Gesture> {
        let size = vec2(ui.available_width(), BARS_HEIGHT + TEXT_HEIGHT);
        let (area, whole) = ui.allocate_exact_size(size, Sense::hover());
        let places = places(architecture);
        let extents: Vec<Extent> = places
            .iter()
            .map(|&place| place::extent(architecture, place, ends))
            .collect();
        let bars_area =
            Rect::from_min_size(area.min, vec2(area.width(), BARS_HEIGHT)).shrink2(vec2(0.0, 6.0));
        let hourglass = geometry::lay_out(bars_area, &extents);
        let settled = self.stillness.rested(area, ui.input(|input| input.time));

        let mut gestures = Vec::new();
        let mut bars = Vec::with_capacity(places.len());
        for (&place, &column) in places.iter().zip(&hourglass.columns) {
            let chosen = selected == place;
            let response = bar(ui, architecture, (place, ends), column, chosen, columns);
            self.gestures_of(ui, &response, architecture, place, settled, &mut gestures);
            bars.push(response);
        }
        let gaps = self.gaps(ui, architecture, ends, &places, &hourglass, &mut gestures);

        if ui.is_rect_visible(area) {
            let hovered = whole.contains_pointer();
            paint::hourglass(
                ui,
                &paint::Scene {
                    area,
                    architecture,
                    places: &places,
                    extents: &extents,
                    hourglass: &hourglass,
                    selected,
                    bars: &bars,
                    gaps: &gaps,
                    hovered,
                },
            );
        }
        gestures
    }

    fn gestures_of(
        &mut self,
        ui: &Ui,
        response: &Response,
        architecture: &Architecture,
        place: Place,
        settled: bool,
        gestures: &mut Vec<Gesture>,
    ) {
        if response.clicked() || response.drag_started() {
            gestures.push(Gesture::Select(place));
        }
        if let Some(amount) = place::amount(architecture, place) {
            if response.drag_started() {
                self.grabbed = Some((place, amount));
            }
            if response.dragged()
                && let Some((grabbed, amount)) = self.grabbed
                && grabbed == place
            {
                let moved = response.total_drag_delta().map_or(0.0, |delta| delta.y);
                let rungs = place::rungs(architecture, place);
                let wanted = ladder::step(rungs, amount, geometry::drag_steps(moved));
                gestures.push(Gesture::Set(place, wanted));
            }
            let mut steps = key_steps(ui, response);
            if response.hovered() && settled {
                steps += self.wheel_steps(ui);
            }
            if steps != 0 {
                gestures.push(Gesture::Step(place, steps));
            }
        }
        if edit::can_remove(architecture, place)
            && response.has_focus()
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Delete))
        {
            gestures.push(Gesture::Remove(place));
        }
    }

    /// Takes the wheel away from the panel's scrolling and counts its notches.
    fn wheel_steps(&mut self, ui: &Ui) -> i32 {
        ui.input_mut(|input| {
            input.smooth_scroll_delta.y = 0.0;
            let points: f32 = input
                .events
                .iter()
                .filter_map(|event| match event {
                    Event::MouseWheel {
                        unit,
                        delta,
                        modifiers,
                        source,
                        ..
                    } if modifiers.is_none() && *source != MouseWheelSource::Momentum => {
                        Some(match unit {
                            MouseWheelUnit::Point => delta.y,
                            MouseWheelUnit::Line | MouseWheelUnit::Page => delta.y * NOTCH,
                        })
                    }
                    _ => None,
                })
                .sum();
            self.wheel_rest += points;
        });
        let steps = (self.wheel_rest / NOTCH).trunc();
        self.wheel_rest -= steps * NOTCH;
        steps as i32
    }

    fn gaps(
        &self,
        ui: &Ui,
        architecture: &Architecture,
        ends: Ends,
        places: &[Place],
        hourglass: &Hourglass,
        gestures: &mut Vec<Gesture>,
    ) -> Vec<Option<Response>> {
        let before = places.iter().zip(&hourglass.gaps);
        before
            .map(|(&place, &gap)| {
                if !edit::can_insert_after(architecture, place) {
                    return None;
                }
                let id = ui.make_persistent_id(("plus", place));
                let label = words::plus_label(architecture, place, ends);
                let response = ui.interact(gap, id, Sense::click());
                response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &label));
                if response.clicked() {
                    gestures.push(Gesture::Insert(place));
                }
                Some(response.on_hover_text(label))
            })
            .collect()
    }
}

fn bar(
    ui: &Ui,
    architecture: &Architecture,
    (place, ends): (Place, Ends),
    column: Rect,
    selected: bool,
    columns: Option<&Columns>,
) -> Response {
    let id = ui.make_persistent_id(("bar", place));
    let chosen = place::amount(architecture, place).is_some();
    let sense = if chosen {
        Sense::click_and_drag()
    } else {
        Sense::click()
    };
    let response = ui.interact(column, id, sense);
    let label = words::bar_label(architecture, place, ends);
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), selected, &label));
    let mut about = format!(
        "{}\n{}",
        place.name(),
        describe::describe(architecture, place, ends)
    );
    let pointed = columns.filter(|_| response.hovered());
    if let Some(behind) = pointed.and_then(|columns| columns::behind(columns, place)) {
        about += "\n";
        about += &behind;
    }
    if chosen {
        let what = match place::level(architecture, place) {
            Some(_) if !place::is_recurrent(architecture) => "channels",
            _ => "width",
        };
        about += &format!("\nScroll or drag to change the {what}");
        return response
            .on_hover_cursor(egui::CursorIcon::ResizeVertical)
            .on_hover_text(about);
    }
    response
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .on_hover_text(about)
}

/// Up and down arrows on the bar that has the keyboard.
fn key_steps(ui: &Ui, response: &Response) -> i32 {
    if !response.has_focus() {
        return 0;
    }
    let arrows = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    ui.input_mut(|input| {
        let up = input.count_and_consume_key(egui::Modifiers::NONE, Key::ArrowUp);
        let down = input.count_and_consume_key(egui::Modifiers::NONE, Key::ArrowDown);
        up as i32 - down as i32
    })
}
