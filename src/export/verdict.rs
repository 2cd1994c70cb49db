//! Whether a model beats the PCA baseline, in words.

/// Errors of less than this are what rounding leaves: as many principal components as the data have explain all of them.
const NO_ERROR: f64 = 1e-10;

/// Whether an error can be held against that of PCA: it has one.
pub fn has_error(pca: f64) -> bool {
    pca > NO_ERROR
}

/// How the error `mse` compares with `pca`, the error of as many principal components.
pub fn against_pca(mse: f64, pca: f64) -> String {
    let percent = 100.0 * (mse / pca - 1.0);
    if pca.is_finite() && !has_error(pca) {
        "cannot be compared with PCA at the same code size, which leaves no error".into()
    } else if !percent.is_finite() {
        "cannot be compared with PCA at the same code size".into()
    } else if percent.abs() < 0.05 {
        "is as good as PCA at the same code size".into()
    } else {
        let figure = if percent.abs() < 10.0 {
            format!("{:.1}", percent.abs())
        } else {
            format!("{:.0}", percent.abs())
        };
        if percent < 0.0 {
            format!("beats PCA at the same code size by {figure}%")
        } else {
            format!("does not beat PCA at the same code size, its error is {figure}% higher")
        }
    }
}

/// How many of `pairs` (own error, error of PCA) beat PCA: "2 of 4 variants beat PCA at the same code size".
pub fn count(pairs: &[(f64, f64)]) -> String {
    let better = pairs.iter().filter(|(mse, pca)| mse < pca).count();
    match (better, pairs.len()) {
        (0, 1) => "The variant does not beat PCA at the same code size".into(),
        (1, 1) => "The variant beats PCA at the same code size".into(),
        (0, _) => "No variant beats PCA at the same code size".into(),
        (better, all) if better == all => "All variants beat PCA at the same code size".into(),
        (1, all) => format!("1 of {all} variants beats PCA at the same code size"),
        (better, all) => format!("{better} of {all} variants beat PCA at the same code size"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_baseline_is_beaten_or_not() {
        assert_eq!(
            against_pca(0.63, 1.0),
            "beats PCA at the same code size by 37%"
        );
        assert_eq!(
            against_pca(1.013, 1.0),
            "does not beat PCA at the same code size, its error is 1.3% higher"
        );
        assert_eq!(
            against_pca(1.0, 1.0),
            "is as good as PCA at the same code size"
        );
        for nothing in [0.0, 1e-13] {
            assert_eq!(
                against_pca(0.1, nothing),
                "cannot be compared with PCA at the same code size, which leaves no error"
            );
        }
        assert!(against_pca(0.1, f64::NAN).starts_with("cannot"));
    }

    #[test]
    fn those_that_beat_it_are_counted() {
        let (good, bad) = ((0.5, 1.0), (2.0, 1.0));
        assert_eq!(
            count(&[good, bad, good]),
            "2 of 3 variants beat PCA at the same code size"
        );
        assert!(count(&[good, bad]).starts_with("1 of 2 variants beats"));
        assert!(count(&[good, good]).starts_with("All variants beat"));
        assert!(count(&[bad, (f64::NAN, 1.0)]).starts_with("No variant beats"));
        assert!(count(&[good]).starts_with("The variant beats"));
    }
}
