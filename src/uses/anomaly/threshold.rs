//! From which score on a sample is called odd.

use crate::uses::{Choice, Problem, Takes};

pub const THRESHOLD: Choice = Choice {
    key: "threshold",
    name: "Threshold by",
    sentence: "What the level is a share of: of these samples, so many are odd (share); of the training samples, as many score \
               higher (training); of the normal ones among these, as many are false alarms (false_alarms)",
    takes: Takes::OneOf(&["share", "training", "false_alarms"]),
};
pub const LEVEL: Choice = Choice::number(
    "level",
    "Level",
    "The share of samples whose score is above the threshold; 0.05 otherwise",
    0.05,
    [0.0, 1.0],
);

/// The score that at most the share `level` of `scores` is above; `None` without a score that is a number.
pub fn above(scores: impl Iterator<Item = f64>, level: f64) -> Option<f64> {
    let mut scores: Vec<f64> = scores.filter(|score| !score.is_nan()).collect();
    scores.sort_by(f64::total_cmp);
    let over = (level * scores.len() as f64).floor() as usize;
    let place = scores.len().saturating_sub(over + 1);
    scores.get(place).copied()
}

/// What the threshold is taken from.
pub fn of_normal(scores: &[f64], odd: Option<&[Option<bool>]>, level: f64) -> Result<f64, Problem> {
    let odd = odd.unwrap_or_default();
    let normal = scores
        .iter()
        .zip(odd)
        .filter(|(_, odd)| **odd == Some(false));
    above(normal.map(|(score, _)| *score), level).ok_or_else(|| {
        THRESHOLD.refused(
            "false alarms are counted among normal samples, and nothing says which these are",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_the_scores_is_above_it() {
        let scores = || [4.0, 1.0, f64::NAN, 3.0, 2.0].into_iter();
        assert_eq!(above(scores(), 0.25), Some(3.0));
        assert_eq!(above(scores(), 0.0), Some(4.0));
        assert_eq!(above(scores(), 0.3), Some(3.0));
        // All are above the least only where it counts itself.
        assert_eq!(above(scores(), 1.0), Some(1.0));
        assert_eq!(above([f64::NAN].into_iter(), 0.5), None);
        let odd = [Some(true), Some(false), None, Some(false), Some(false)];
        let scores: Vec<f64> = scores().collect();
        assert_eq!(of_normal(&scores, Some(&odd), 0.4), Ok(2.0));
        assert!(of_normal(&scores, None, 0.4).is_err());
    }
}
