//! The dimensions of a Gaussian code side by side: which are active, and in which order they stand.

use crate::eval::{ACTIVE, PosteriorStatistics};

/// How dimensions stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Active ones first, each group by falling divergence.
    #[default]
    Active,
    /// As in the code.
    Place,
}

/// Whether its mean varies over the samples.
pub fn is_active(posterior: &PosteriorStatistics, dimension: usize) -> bool {
    posterior
        .variance
        .get(dimension)
        .is_some_and(|&v| v > ACTIVE)
}

/// Dimensions from left to right.
pub fn places(posterior: &PosteriorStatistics, order: Order) -> Vec<usize> {
    let mut places: Vec<usize> = (0..posterior.kl.len()).collect();
    if order == Order::Active {
        let kl = &posterior.kl;
        places.sort_by(|&a, &b| {
            let active = is_active(posterior, b).cmp(&is_active(posterior, a));
            active.then(kl[b].total_cmp(&kl[a]))
        });
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn active_dimensions_come_first_then_the_largest() {
        let posterior = PosteriorStatistics {
            kl: vec![0.5, 3.0, 0.9, 1.0],
            variance: vec![0.2, 0.9, 0.001, 0.5],
        };
        assert_eq!(places(&posterior, Order::Active), [1, 3, 0, 2]);
        assert_eq!(places(&posterior, Order::Place), [0, 1, 2, 3]);
    }

    #[test]
    fn what_is_no_number_is_placed_all_the_same() {
        let posterior = PosteriorStatistics {
            kl: vec![f64::NAN, 1.0],
            variance: vec![f64::NAN, 0.5],
        };
        assert_eq!(places(&posterior, Order::Active), [1, 0]);
    }
}
