//! What is peculiar to a row of ratings: held out ones first, then those that the model saw, then what it predicts of the
//! others, the best first.

use crate::export::digits::trimmed;
use crate::export::rows::Order;

/// Ratings of one row, a number a column, NaN where there is none.
#[derive(Clone, Copy)]
pub struct Ratings<'a> {
    /// All that are known.
    pub known: &'a [f32],
    /// Those that the model saw.
    pub seen: &'a [f32],
}

impl Ratings<'_> {
    /// The columns in this order: held out ratings by the first model's `errors`, the others by its `output`, or all as in
    /// the file.
    pub fn order(&self, order: Order, errors: &[f32], output: &[f32]) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.known.len()).collect();
        if order == Order::File {
            return places;
        }
        let at = |numbers: &[f32], place: usize| numbers.get(place).copied().unwrap_or(f32::NAN);
        let key = |place: usize| match (self.is_held_out(place), self.is_known(place)) {
            (true, _) => (0, -at(errors, place)),
            (false, true) => (1, -at(self.known, place)),
            (false, false) => (2, -at(output, place)),
        };
        places.sort_by(|&a, &b| {
            let (a, b) = (key(a), key(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        places
    }

    /// The rating in words.
    pub fn text(&self, place: usize) -> String {
        match self.known.get(place) {
            Some(rating) if self.is_held_out(place) => {
                format!("{} held out", trimmed(f64::from(*rating), 4))
            }
            Some(rating) if !rating.is_nan() => trimmed(f64::from(*rating), 4),
            _ => "not rated".into(),
        }
    }

    fn is_known(&self, place: usize) -> bool {
        self.known.get(place).is_some_and(|rating| !rating.is_nan())
    }

    /// Whether it is known, and not to the model.
    fn is_held_out(&self, place: usize) -> bool {
        self.is_known(place) && self.seen.get(place).is_none_or(|seen| seen.is_nan())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn held_out_ratings_come_first_and_predictions_last_the_best_of_them_first() {
        let gap = f32::NAN;
        let ratings = Ratings {
            known: &[gap, 4.0, gap, 2.5, 1.0, 5.0],
            seen: &[gap, 4.0, gap, gap, gap, 5.0],
        };
        let errors = [gap, gap, gap, 0.25, 1.0, gap];
        let output = [3.0, 3.9, 4.5, 3.0, 2.0, 4.9];
        let order = ratings.order(Order::WorstFirst, &errors, &output);
        assert_eq!(order, [4, 3, 5, 1, 2, 0]);
        assert_eq!(
            ratings.order(Order::File, &errors, &output),
            [0, 1, 2, 3, 4, 5]
        );
        let texts = [3, 5, 0].map(|place| ratings.text(place));
        assert_eq!(texts, ["2.5 held out", "5", "not rated"]);
    }
}
