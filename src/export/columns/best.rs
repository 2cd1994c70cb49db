//! Finds the best value of a column, where values can be compared.

use super::{Better, Cell};
use crate::model::{Distribution, Loss};
use crate::training::VariantSettings;

/// Which of `cells` have the best value; none where there is nothing to compare.
pub(super) fn best(cells: &[&Cell], better: Better) -> Vec<bool> {
    let numbers: Vec<Option<f64>> = cells.iter().map(|cell| cell.number()).collect();
    let known = || numbers.iter().flatten().copied();
    let (low, high) = (
        known().fold(f64::INFINITY, f64::min),
        known().fold(f64::NEG_INFINITY, f64::max),
    );
    let best = match better {
        Better::Lower => low,
        Better::Higher => high,
    };
    // Where all are equal (or there is one alone), none stands out.
    let differ = low < high;
    numbers
        .iter()
        .map(|number| differ && *number == Some(best))
        .collect()
}

/// Whether the losses of two variants measure the same thing: the same kind, summed alike, with the same weights.
pub(super) fn same_loss(a: &VariantSettings, b: &VariantSettings) -> bool {
    let (x, y) = (&a.objective, &b.objective);
    let (one, other) = (&a.architecture.code, &b.architecture.code);
    a.loss == b.loss
        && one.distribution == other.distribution
        && (one.distribution != Distribution::Gaussian || x.variational == y.variational)
        && x.penalties == y.penalties
        && x.border == y.border
        && (a.loss != Loss::Wavelet || x.wavelet == y.wavelet)
        && (a.loss != Loss::Perceptual || x.perceptual == y.perceptual)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(cells: &[Cell], better: Better) -> Vec<bool> {
        best(&cells.iter().collect::<Vec<_>>(), better)
    }

    #[test]
    fn the_best_and_its_equals_are_marked() {
        let cells = [
            Cell::Number(0.5),
            Cell::Empty,
            Cell::Number(0.25),
            Cell::Number(0.25),
        ];
        assert_eq!(marks(&cells, Better::Lower), [false, false, true, true]);
        assert_eq!(marks(&cells, Better::Higher), [true, false, false, false]);
        let infinite = [Cell::Number(20.0), Cell::Number(f64::INFINITY)];
        assert_eq!(marks(&infinite, Better::Higher), [false, true]);
    }

    #[test]
    fn nothing_stands_out_among_equals_or_alone() {
        let equal = [Cell::Number(0.5), Cell::Number(0.5)];
        assert_eq!(marks(&equal, Better::Lower), [false, false]);
        let alone = [Cell::Number(0.5), Cell::Empty];
        assert_eq!(marks(&alone, Better::Lower), [false, false]);
    }

    #[test]
    fn losses_are_the_same_when_all_that_counts_is() {
        let plain = VariantSettings::default();
        let mut other = plain.clone();
        other.objective.variational.beta = 4.0;
        other.architecture.code.width = 7;
        assert!(same_loss(&plain, &other), "beta is not part of it");
        other.architecture.code.distribution = Distribution::Gaussian;
        assert!(!same_loss(&plain, &other), "sums are no means");
        let mut penalised = plain.clone();
        penalised.objective.penalties.l1 = 1e-3;
        assert!(!same_loss(&plain, &penalised));
        let mut bce = plain.clone();
        bce.loss = Loss::Bce;
        assert!(!same_loss(&plain, &bce));
    }
}
