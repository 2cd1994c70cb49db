//! The comparison table: a row a variant, the best of a column in semibold.

use super::drawing::Svg;
use super::figure::Figure;
use super::page::Page;
use super::text::{Anchor, Style};
use crate::export::columns::Table;

/// Around everything, and between columns.
const MARGIN: f64 = 12.0;
const BETWEEN: f64 = 20.0;
/// Of a row, of a line of headings, and of a line below.
const ROW: f64 = 22.0;
const LINE: f64 = 14.0;
/// Longer names and texts are shortened.
const LONGEST: f64 = 180.0;
/// From a row's edge to its name.
const DOT: f64 = 14.0;

/// A table to draw.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DrawnTable {
    pub table: Table,
    /// Indices of the columns that are shown.
    pub columns: Vec<usize>,
    /// What must be known to read it right.
    pub note: String,
}

/// A column as it is drawn.
struct Shown {
    /// Words and, below them, the unit.
    heading: [String; 2],
    cells: Vec<(String, bool)>,
    is_numeric: bool,
    width: f64,
}

impl DrawnTable {
    fn shown(&self) -> Vec<Shown> {
        let table = &self.table;
        let columns = self.columns.iter().filter_map(|&index| {
            let column = table.columns.get(index)?;
            // What nobody has anything for is left out on paper.
            if table.column(index).iter().all(|cell| cell.is_empty()) {
                return None;
            }
            let unit = column.unit().map(|unit| format!("({unit})"));
            let heading = [
                table.say(&column.heading()),
                table.say(&unit.unwrap_or_default()),
            ];
            let texts = table.column(index).into_iter().map(|cell| {
                let text = column.shown(cell);
                Style::TEXT.fitted(&text, LONGEST)
            });
            let cells: Vec<(String, bool)> = texts.zip(table.best(index)).collect();
            let heads = heading.iter().map(|line| Style::WEAK.width(line));
            let wide = cells.iter().map(|(text, best)| style(*best).width(text));
            Some(Shown {
                is_numeric: table.is_numeric(index),
                width: heads.chain(wide).fold(0.0, f64::max),
                heading,
                cells,
            })
        });
        columns.collect()
    }

    fn names(&self) -> f64 {
        let names = self.table.rows.iter();
        let names = names.map(|row| Style::TEXT.width(&row.name).min(LONGEST));
        DOT + names.fold(0.0, f64::max)
    }

    fn size_of(&self, shown: &[Shown]) -> [f64; 2] {
        let columns: f64 = shown.iter().map(|column| BETWEEN + column.width).sum();
        let wide = self.names() + columns;
        let notes = Style::WEAK.lines(&self.note, wide).len() as f64;
        let rows = self.table.rows.len() as f64;
        [
            2.0 * MARGIN + wide,
            2.0 * MARGIN + 2.0 * LINE + 6.0 + ROW * rows + LINE * notes,
        ]
    }
}

fn style(best: bool) -> Style {
    if best { Style::STRONG } else { Style::TEXT }
}

impl Figure for DrawnTable {
    fn size(&self) -> [f64; 2] {
        self.size_of(&self.shown())
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        if self.table.rows.is_empty() {
            return Err("there are no variants to compare".into());
        }
        let shown = self.shown();
        let natural = self.size_of(&shown);
        let mut svg = Svg::new(page, natural, natural, "Variants compared");
        let names = MARGIN + self.names();
        let right = natural[0] - MARGIN;
        let head = MARGIN + 2.0 * LINE + 6.0;
        let row = |index: usize| head + ROW * index as f64;
        for (index, of) in self.table.rows.iter().enumerate() {
            let base = row(index) + 15.0;
            svg.hairline([MARGIN, row(index)], [right, row(index)]);
            svg.variant([MARGIN + 4.0, base - 4.0], 4.0, of.colour);
            let name = Style::TEXT.fitted(&of.name, LONGEST);
            svg.label([MARGIN + DOT, base], Anchor::Start, Style::TEXT, &name);
        }
        let mut left = names + BETWEEN;
        for column in &shown {
            let (anchor, x) = match column.is_numeric {
                true => (Anchor::End, left + column.width),
                false => (Anchor::Start, left),
            };
            for (line, words) in column.heading.iter().enumerate() {
                let base = MARGIN + LINE * (line as f64 + 1.0) - 2.0;
                svg.label([x, base], anchor, Style::WEAK, words);
            }
            for (index, (text, best)) in column.cells.iter().enumerate() {
                svg.label([x, row(index) + 15.0], anchor, style(*best), text);
            }
            left += column.width + BETWEEN;
        }
        let last = row(self.table.rows.len());
        svg.hairline([MARGIN, last], [right, last]);
        let notes = Style::WEAK.lines(&self.note, right - MARGIN);
        for (line, note) in notes.iter().enumerate() {
            let at = [MARGIN, last + 15.0 + LINE * line as f64];
            svg.label(at, Anchor::Start, Style::WEAK, note);
        }
        Ok(svg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::columns::{Cell, Column, Figure as Measure, Row};

    #[test]
    fn the_best_is_semibold_and_long_tables_are_made_smaller() {
        let row = |name: &str, mse| Row {
            name: name.into(),
            cells: vec![Cell::Number(mse), Cell::Count(1_000)],
            ..Row::default()
        };
        let figure = DrawnTable {
            table: Table {
                columns: vec![
                    Column::Figure(Measure::Mse),
                    Column::Figure(Measure::Parameters),
                ],
                rows: vec![row("A & B", 0.5), row("变分自编码器", 0.25)],
                ..Table::default()
            },
            columns: vec![0, 1],
            note: "Bold: the best of its column".into(),
        };
        let text = figure.draw(&Page::default()).unwrap().document();
        assert_eq!(text.matches(r#"font-weight="600""#).count(), 1);
        assert!(text.contains(r#"font-weight="600" x="#) && text.contains(">0.250"));
        assert!(text.contains(">1,000</text>") && text.contains(">变分自编码器</text>"));
        assert!(text.contains(">A &amp; B</text>"));
        let [width, height] = figure.size();
        let page = Page {
            size: Some([width / 2.0, height]),
            ..Page::default()
        };
        let half = figure.draw(&page).unwrap();
        assert_eq!(half.size(), [width / 2.0, height]);
        assert_eq!(half.room()[0], width);
        assert!(DrawnTable::default().draw(&page).is_err());
    }
}
