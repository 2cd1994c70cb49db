//! Who crosses a threshold: what stands above it is marked, and it can be moved without scoring again.

use super::{Cells, Column, Cut, Outcome};

impl Outcome {
    /// The same with its threshold at `at`.
    pub fn cut_at(&self, at: f64) -> Self {
        let mut moved = self.clone();
        if let Some(cut) = &mut moved.cut {
            cut.at = at;
        }
        moved.mark();
        moved
    }

    /// Marks what is above the threshold, in table and plot.
    pub(super) fn mark(&mut self) {
        let Some(cut) = &self.cut else {
            return;
        };
        let marks = scores(&self.table.0, cut)
            .iter()
            .map(|score| match *score > cut.at {
                _ if score.is_nan() => cut.unscored.to_owned(),
                true => "yes".to_owned(),
                false => "no".to_owned(),
            })
            .collect();
        // A sample's own columns may be called the same; the marks stand behind the scores.
        let behind = place(&self.table.0, cut).unwrap_or(0);
        let mut behind = self.table.0[behind..].iter_mut();
        let column = behind.find(|column| column.name == cut.mark);
        if let Some(column) = column {
            column.cells = Cells::Texts(marks);
        }
        for curves in self
            .curves
            .iter_mut()
            .filter(|curves| curves.title == cut.plot)
        {
            curves.marks = vec![("threshold".into(), cut.at)];
        }
    }

    /// "512 of 10,000 are above 0.0834, 480 of 9,021 odd and 32 of 979 normal ones": who would cross a threshold at `at`.
    pub fn crossing(&self, at: f64) -> Option<String> {
        let cut = self.cut.as_ref()?;
        let scores = scores(&self.table.0, cut);
        let count = |of: &dyn Fn(Option<bool>) -> bool| {
            let wanted = cut.wanted.iter().copied().chain(std::iter::repeat(None));
            let all = scores.iter().zip(wanted).filter(|(_, wanted)| of(*wanted));
            all.fold((0, 0), |(above, all), (score, _)| {
                (above + usize::from(*score > at), all + 1)
            })
        };
        let (above, all) = count(&|_| true);
        let mut words = format!("{above} of {all} are above");
        let (odd, of_odd) = count(&|wanted| wanted == Some(true));
        let (normal, of_normal) = count(&|wanted| wanted == Some(false));
        if of_odd + of_normal > 0 {
            words += &format!(": {odd} of {of_odd} odd, {normal} of {of_normal} normal");
        }
        Some(words)
    }
}

/// Where the scores stand.
fn place(columns: &[Column], cut: &Cut) -> Option<usize> {
    let is_score =
        |column: &Column| column.name == cut.score && matches!(column.cells, Cells::Numbers(_));
    columns.iter().position(is_score)
}

fn scores<'a>(columns: &'a [Column], cut: &Cut) -> &'a [f64] {
    match place(columns, cut).map(|place| &columns[place].cells) {
        Some(Cells::Numbers(scores)) => scores,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Curves;
    use crate::uses::Table;

    #[test]
    fn moving_it_marks_others_in_table_and_plot() {
        let column = |name: &str, cells| Column {
            name: name.into(),
            cells,
        };
        let mut outcome = Outcome {
            table: Table(vec![
                column("score", Cells::Numbers(vec![0.5, 2.0, f64::NAN, 1.0])),
                column("odd", Cells::Texts(Vec::new())),
            ]),
            curves: vec![Curves {
                title: "Scores".into(),
                ..Curves::default()
            }],
            cut: Some(Cut {
                at: 0.5,
                score: "score",
                mark: "odd",
                plot: "Scores",
                unscored: "nothing known",
                wanted: vec![Some(false), Some(true), None, Some(false)],
            }),
            ..Outcome::default()
        };
        outcome.mark();
        let marks = |outcome: &Outcome| match &outcome.table.0[1].cells {
            Cells::Texts(marks) => marks.join(" "),
            _ => String::new(),
        };
        assert_eq!(marks(&outcome), "no yes nothing known yes");
        assert_eq!(
            outcome.crossing(0.5).unwrap(),
            "2 of 4 are above: 1 of 1 odd, 1 of 2 normal"
        );
        let moved = outcome.cut_at(1.0);
        assert_eq!(marks(&moved), "no yes nothing known no");
        assert_eq!(moved.curves[0].marks, [("threshold".to_owned(), 1.0)]);
        assert_eq!(Outcome::default().crossing(0.5), None);
    }
}
