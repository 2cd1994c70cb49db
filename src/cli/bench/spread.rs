//! The spread of repeated measurements: median, least and greatest.

/// Measurements in rising order; never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread(Vec<f64>);

impl Spread {
    /// `None` without measurements.
    pub fn new(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        (!values.is_empty()).then_some(Self(values))
    }

    /// The smallest value that at least `share` of all do not exceed; `share` in [0, 1].
    pub fn quantile(&self, share: f64) -> f64 {
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0[rank.clamp(1, self.0.len()) - 1]
    }

    /// Of an even count, the mean of the two in the middle.
    pub fn median(&self) -> f64 {
        let half = self.0.len() / 2;
        if self.0.len().is_multiple_of(2) {
            (self.0[half - 1] + self.0[half]) / 2.0
        } else {
            self.0[half]
        }
    }

    pub fn min(&self) -> f64 {
        self.0[0]
    }

    pub fn max(&self) -> f64 {
        self.0[self.0.len() - 1]
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_matter() {
        let spread = Spread::new(vec![3.0, 1.0, 2.0, 10.0]).unwrap();
        assert_eq!((spread.min(), spread.max()), (1.0, 10.0));
        assert_eq!((spread.median(), spread.count()), (2.5, 4));
        assert_eq!(Spread::new(vec![5.0, 1.0, 4.0]).unwrap().median(), 4.0);
        assert_eq!(Spread::new(Vec::new()), None);
    }

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let spread = Spread::new((1..=200).map(f64::from).collect()).unwrap();
        assert_eq!(spread.quantile(0.99), 198.0);
        assert_eq!((spread.quantile(0.0), spread.quantile(1.0)), (1.0, 200.0));
        assert_eq!(Spread::new(vec![7.0]).unwrap().quantile(0.99), 7.0);
    }
}
