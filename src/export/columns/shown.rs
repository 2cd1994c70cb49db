//! Formats cells: numbers of steady length within a column, so that they line up at the right.

use super::{Cell, Column};
use crate::export::digits::grouped;

impl Column {
    /// `cell` as people read it in this column, without its unit; "-" for an empty one.
    pub fn shown(&self, cell: &Cell) -> String {
        match cell {
            Cell::Empty => "-".into(),
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => grouped(*count),
            Cell::Number(number) if !number.is_finite() => "infinite".into(),
            Cell::Number(number) => match self {
                Self::Setting(_) => number.to_string(),
                Self::Figure(figure) => figure.shown(*number),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::columns::Figure;

    #[test]
    fn figures_have_their_digits() {
        let shown = |figure, cell| Column::Figure(figure).shown(&cell);
        for (figure, number, text) in [
            (Figure::Mse, 0.012_345_6, "0.01235"),
            (Figure::Mse, 0.000_001_234, "1.234e-6"),
            (Figure::TestLoss, 105.23, "105.2"),
            (Figure::TestLoss, -0.5, "-0.5000"),
            (Figure::Psnr, 19.876, "19.88"),
            (Figure::Psnr, f64::INFINITY, "infinite"),
            (Figure::ImagesPerSecond, 9_119.6, "9,120"),
            (Figure::TrainingTime, 61.25, "61.2"),
        ] {
            assert_eq!(shown(figure, Cell::Number(number)), text);
        }
        assert_eq!(
            shown(Figure::Parameters, Cell::Count(1_234_567)),
            "1,234,567"
        );
        assert_eq!(shown(Figure::Kl, Cell::Empty), "-");
    }
}
