//! The gallery's flicker mode: two pictures of the same image in one place, in turns.

use std::time::Duration;

use egui::Ui;

use super::layout::Layout;
use super::pair::Side;
use super::sheet::{self, Sheet};
use super::stack::{Row, Stack};
use super::{Shown, pair};
use crate::data::Prepared;
use crate::export::digits::three_digits;
use crate::training::VariantId;
use crate::ui::theme;

/// Seconds for which each is shown. Slow enough to do nobody harm.
const TURN: f64 = 0.5;

/// Which of two is shown at `now`, and the seconds until it is the other's turn.
fn turn(now: f64) -> (usize, f64) {
    let turns = (now.max(0.0) / TURN).floor();
    let left = (turns + 1.0) * TURN - now;
    (usize::from(turns % 2.0 != 0.0), left.clamp(0.0, TURN))
}

/// Draws the pictures of the `sides` and asks for the next turn; returns the test image under the pointer.
pub fn show<'a>(
    ui: &mut Ui,
    data: &Prepared,
    shown: &'a [Shown<'a>],
    sides: [Side; 2],
    sheet_of: impl Fn(VariantId) -> Option<&'a Sheet>,
    layout: Layout,
) -> Option<u32> {
    let (now, left) = turn(ui.input(|input| input.time));
    ui.ctx()
        .request_repaint_after(Duration::from_secs_f64(left));
    let of = |id: VariantId| shown.iter().find(|shown| shown.variant.id == id);
    // The inputs are those of the other side.
    let whose = |side: Side| match (side, sides) {
        (Side::Variant(id), _) | (Side::Input, [Side::Variant(id), _] | [_, Side::Variant(id)]) => {
            of(id)
        }
        (Side::Input, [Side::Input, Side::Input]) => None,
    };
    let [first, second] = [whose(sides[0])?, whose(sides[1])?];
    let current = if now == 0 { first } else { second };
    let sheet = sheet_of(current.variant.id)?;
    let picture = match sides[now] {
        Side::Input => sheet::Row::Input,
        Side::Variant(_) => sheet::Row::Output,
    };
    // Images that both have, in the order of the first.
    let common: Vec<u32> = first
        .view
        .indices
        .iter()
        .copied()
        .filter(|index| second.view.indices.contains(index))
        .collect();
    let place = |column: usize| {
        let indices = &current.view.indices;
        indices
            .iter()
            .position(|index| Some(index) == common.get(column))
    };
    let mse = |shown: &Shown, index: u32| {
        let at = shown.view.indices.iter().position(|other| *other == index);
        let error = at.and_then(|at| shown.view.errors.get(at));
        error.map(|&error| three_digits(f64::from(error)))
    };
    let is_input = sides[now] == Side::Input;
    let figures: Vec<String> = common
        .iter()
        .map(|&index| {
            mse(current, index)
                .filter(|_| !is_input)
                .unwrap_or_default()
        })
        .collect();
    let other = pair::name(sides[1 - now], shown);
    let in_turns = format!("in turns with {other}");
    Stack {
        data,
        layout,
        indices: &common,
        rows: vec![Row {
            name: pair::name(sides[now], shown),
            below: "",
            colour: (!is_input).then(|| theme::variant_colour(current.variant.colour)),
            draw: Box::new(move |painter, column, rect| {
                if let Some(at) = place(column) {
                    sheet.draw(painter, picture, at, rect);
                }
            }),
            scale: None,
        }],
        figure: if is_input { "" } else { "MSE" },
        figures: &figures,
        about: Box::new(move |_, _| in_turns.clone()),
    }
    .show(ui)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_take_half_a_second() {
        assert_eq!(turn(0.0), (0, 0.5));
        assert_eq!(turn(0.25), (0, 0.25));
        assert_eq!(turn(0.5), (1, 0.5));
        assert_eq!(turn(1.25).0, 0);
        assert_eq!(turn(-3.0), (0, 0.5));
        // Hours later, too.
        assert_eq!(turn(36_000.75), (1, 0.25));
    }
}
