//! What there is to draw of scores: how they are spread, and how well they find what is odd.

use crate::eval::{Curve, CurveForm, Curves, precision_curve, roc_curve};

/// The title of the plot of scores.
pub const SCORES: &str = "Scores";
const BARS: usize = 48;
/// Scores above all but this share go into the last bar: one that is far off would leave no room for the others.
const TAIL: f64 = 0.005;

/// Scores with whether each is odd, as far as that is known, those of the model first.
pub struct Scored<'a> {
    pub model: &'a [f64],
    pub pca: Option<&'a [f64]>,
    pub odd: Option<&'a [Option<bool>]>,
}

impl Scored<'_> {
    pub fn curves(&self) -> Vec<Curves> {
        let mut all = vec![self.histogram()];
        let Some(odd) = self.odd else {
            return all;
        };
        let drawn = |name: &str, x: &str, y: &str, of: fn(&[f64], &[bool]) -> Vec<[f64; 2]>| {
            let each = [
                ("model", CurveForm::Line, Some(self.model)),
                ("PCA", CurveForm::Dashed, self.pca),
            ];
            let curves = each.into_iter().filter_map(|(name, form, scores)| {
                let (scores, odd) = known(scores?, odd);
                Some(Curve::new(name, form, of(&scores, &odd)))
            });
            Curves {
                title: name.into(),
                x: x.into(),
                y: y.into(),
                log: false,
                curves: curves.filter(|curve| !curve.points.is_empty()).collect(),
                marks: Vec::new(),
            }
        };
        all.push(drawn(
            "ROC",
            "share of normal samples above",
            "share of odd samples above",
            roc_curve,
        ));
        all.push(drawn(
            "Precision and recall",
            "recall",
            "precision",
            precision_curve,
        ));
        all.retain(|curves| !curves.curves.is_empty());
        all
    }

    /// Of normal and odd samples where they are known, of all otherwise.
    fn histogram(&self) -> Curves {
        let mut sorted: Vec<f64> = self
            .model
            .iter()
            .copied()
            .filter(|x| x.is_finite())
            .collect();
        sorted.sort_by(f64::total_cmp);
        let low = sorted.first().copied().unwrap_or(0.0);
        let last = (sorted.len() as f64 * (1.0 - TAIL)) as usize;
        let high = sorted
            .get(last.min(sorted.len().saturating_sub(1)))
            .copied()
            .unwrap_or(1.0);
        let width = ((high - low) / BARS as f64).max(f64::MIN_POSITIVE);
        let bars = |name: &str, of: &dyn Fn(usize) -> bool| {
            let mut counts = [0u32; BARS];
            let scores = self
                .model
                .iter()
                .enumerate()
                .filter(|(place, x)| x.is_finite() && of(*place));
            for (_, score) in scores {
                counts[(((score - low) / width) as usize).min(BARS - 1)] += 1;
            }
            let edges = counts.iter().enumerate();
            let points =
                edges.map(|(place, count)| [low + place as f64 * width, f64::from(*count)]);
            Curve::new(name, CurveForm::Bars, points)
        };
        let curves = match self.odd {
            None => vec![bars("samples", &|_| true)],
            Some(odd) => vec![
                bars("odd", &|place| odd[place] == Some(true)),
                bars("normal", &|place| odd[place] == Some(false)),
            ],
        };
        Curves {
            title: SCORES.into(),
            x: "score".into(),
            y: "samples".into(),
            log: false,
            curves,
            marks: Vec::new(),
        }
    }
}

/// Scores that are numbers, of samples of which it is known whether they are odd.
pub fn known(scores: &[f64], odd: &[Option<bool>]) -> (Vec<f64>, Vec<bool>) {
    let both = scores
        .iter()
        .zip(odd)
        .filter_map(|(score, odd)| Some((*score, (*odd)?)));
    both.filter(|(score, _)| !score.is_nan()).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_counted_by_what_is_known_of_them() {
        let odd = [Some(true), Some(false), None, Some(false)];
        let scored = Scored {
            model: &[4.8, 0.0, 2.0, 1.0],
            pca: Some(&[0.0, 1.0, 2.0, 3.0]),
            odd: Some(&odd),
        };
        let curves = scored.curves();
        let titles: Vec<&str> = curves.iter().map(|curves| curves.title.as_str()).collect();
        assert_eq!(titles, [SCORES, "ROC", "Precision and recall"]);
        let counts = |place: usize| -> f64 {
            let points = &curves[0].curves[place].points;
            points.iter().map(|[_, count]| count).sum()
        };
        assert_eq!([counts(0), counts(1)], [1.0, 2.0]);
        let [edge, count] = curves[0].curves[1].points[10];
        assert!((edge - 1.0).abs() < 1e-12 && count == 1.0);
        // The odd one scores highest by the model and lowest by PCA.
        assert_eq!(curves[1].curves[0].points[1], [0.0, 1.0]);
        assert_eq!(curves[1].curves[1].points[2], [1.0, 0.0]);
        assert_eq!(curves[2].curves[0].points[0], [1.0, 1.0]);
    }
}
