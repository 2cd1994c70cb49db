//! What figures and baselines are called where people read them.

use crate::eval::Figures;

/// Words of keys that are no plain words.
const WORDS: [(&str, &str); 12] = [
    ("auc", "AUC"),
    ("knn", "kNN"),
    ("mse", "MSE"),
    ("psnr", "PSNR"),
    ("snr", "SNR (dB)"),
    ("ssim", "SSIM"),
    ("rmse", "RMSE"),
    ("elbo", "ELBO"),
    ("r2", "R²"),
    ("pca", "PCA"),
    ("jpeg", "JPEG"),
    ("raw", "raw values"),
];
/// Figures that begin so are the better the lower they are; of all others more is better.
const LOWER: [&str; 5] = ["mse", "rmse", "bytes", "bits", "elbo"];

/// "AUC", "average precision", "kNN accuracy 100"
pub fn figure_words(key: &str) -> String {
    let words = key.split(['_', ' ']).map(|word| {
        let known = WORDS.iter().find(|(known, _)| *known == word);
        known.map_or(word, |(_, words)| words)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether less of the figure `key` is better.
pub fn lower_is_better(key: &str) -> bool {
    LOWER.iter().any(|start| key.starts_with(start))
}

/// The names of all that some of these is held against, in the order in which they first stand.
pub fn baseline_names<'a, S: AsRef<str> + 'a>(
    each: impl IntoIterator<Item = &'a [(S, Figures)]>,
) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for (name, _) in each.into_iter().flatten() {
        if !all.contains(&name.as_ref()) {
            all.push(name.as_ref());
        }
    }
    all
}

/// The figure called `key` of what is called `baseline`.
pub fn baseline_figure<S: AsRef<str>>(
    baselines: &[(S, Figures)],
    baseline: &str,
    key: &str,
) -> Option<f64> {
    let mut all = baselines.iter();
    let (_, figures) = all.find(|(name, _)| name.as_ref() == baseline)?;
    figures.number(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_words() {
        assert_eq!(figure_words("knn_accuracy 100"), "kNN accuracy 100");
        assert_eq!(figure_words("global_mean"), "global mean");
        let baselines = |names: &[&'static str]| -> Vec<(&'static str, Figures)> {
            let figures = |name| (name, Figures::of([("auc", 0.5)]));
            names.iter().copied().map(figures).collect()
        };
        let each = [baselines(&["pca"]), baselines(&["raw", "pca"])];
        assert_eq!(
            baseline_names(each.iter().map(Vec::as_slice)),
            ["pca", "raw"]
        );
        assert_eq!(baseline_figure(&each[1], "raw", "auc"), Some(0.5));
        assert_eq!(baseline_figure(&each[0], "raw", "auc"), None);
        assert!(lower_is_better("mse_missing") && !lower_is_better("psnr"));
    }
}
