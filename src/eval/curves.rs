//! Curves as plain data: what a measurement draws, whoever paints it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// More points of a curve are thinned: no picture shows more.
pub const MOST_POINTS: usize = 200;

/// A plot of one or more curves over the same axes.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Curves {
    /// "ROC"
    pub title: String,
    /// Of the horizontal axis, with its unit.
    pub x: String,
    pub y: String,
    /// The horizontal axis is logarithmic where all of it is above 0.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub log: bool,
    pub curves: Vec<Curve>,
    /// Places on the horizontal axis that mean something, by what they mean: "threshold".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<(String, f64)>,
}

/// One curve.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Curve {
    /// What it is of: "model", "PCA", "normal".
    pub name: String,
    pub form: CurveForm,
    /// From left to right. Of bars the left edges and heights; the last bar is as wide as the one before it.
    pub points: Vec<[f64; 2]>,
}

/// How a curve is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurveForm {
    /// The variant's own.
    Line,
    /// Of what it is held against.
    Dashed,
    Bars,
}

impl Curve {
    /// Of at most 200 of `points`, the first and last among them; those that are no numbers left out.
    pub fn new(name: &str, form: CurveForm, points: impl IntoIterator<Item = [f64; 2]>) -> Self {
        let points = points.into_iter();
        let points: Vec<[f64; 2]> = points.filter(|[x, y]| (x + y).is_finite()).collect();
        let count = points.len();
        let points = match count > MOST_POINTS {
            false => points,
            true => (0..MOST_POINTS)
                .map(|place| points[place * (count - 1) / (MOST_POINTS - 1)])
                .collect(),
        };
        Self {
            name: name.to_owned(),
            form,
            points,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_curves_are_thinned_between_their_ends() {
        let points = (0..10_001).map(|i| [f64::from(i), 1.0]);
        let curve = Curve::new("model", CurveForm::Line, points.chain([[f64::NAN, 0.0]]));
        assert_eq!(curve.points.len(), MOST_POINTS);
        assert_eq!(curve.points[0], [0.0, 1.0]);
        assert_eq!(curve.points[MOST_POINTS - 1], [10_000.0, 1.0]);
        let short = Curve::new("model", CurveForm::Bars, [[1.0, 2.0]]);
        assert_eq!(short.points, [[1.0, 2.0]]);
    }
}
