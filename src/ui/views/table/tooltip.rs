//! The tooltips of cells.

use egui::{Rect, Response};

use super::grid::{Grid, Place, is_measured};
use crate::export::columns::{Cell, Column, Row};

impl Grid<'_> {
    /// What is under the pointer, with all digits.
    pub(super) fn tell(&self, strip: Rect, places: &[Place], row: &Row, response: Response) {
        let Some(pointer) = response.hover_pos() else {
            return;
        };
        let x = pointer.x - strip.left();
        let under = places.iter().find(|p| (p.x..p.x + p.width).contains(&x));
        let tooltip = under.and_then(|place| {
            let column = self.table.columns.get(place.index)?;
            let cell = row.cells.get(place.index)?;
            Some(self.table.say(&tooltip(column, cell, row)))
        });
        let text = tooltip.unwrap_or_else(|| "Selects this variant".into());
        response.on_hover_text_at_pointer(text);
    }
}

/// "A: MSE 0.0123456789, of epoch 2.25"
fn tooltip(column: &Column, cell: &Cell, row: &Row) -> String {
    let value = match (cell, column.unit()) {
        (Cell::Empty, _) => return format!("{}: no {}", row.name, column.heading()),
        (cell, Some(unit)) => format!("{} {unit}", cell.exact()),
        (cell, None) => cell.exact(),
    };
    let earlier = if row.behind && is_measured(column) {
        ", of an earlier epoch: measured again when training pauses"
    } else {
        ""
    };
    format!("{}: {} {value}{earlier}", row.name, column.heading())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::columns::Figure;

    #[test]
    fn cells_tell_all_digits_and_what_is_missing() {
        let mut row = Row {
            name: "A".into(),
            ..Row::default()
        };
        let (psnr, number) = (Column::Figure(Figure::Psnr), Cell::Number(12.345_678));
        assert_eq!(tooltip(&psnr, &number, &row), "A: PSNR 12.345678 dB");
        assert_eq!(tooltip(&psnr, &Cell::Empty, &row), "A: no PSNR");
        row.behind = true;
        assert_eq!(
            tooltip(&psnr, &number, &row),
            "A: PSNR 12.345678 dB, of an earlier epoch: measured again when training pauses"
        );
        let code = Column::Figure(Figure::Code);
        assert_eq!(tooltip(&code, &Cell::Count(32), &row), "A: Code size 32");
    }
}
