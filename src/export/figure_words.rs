//! What figures and baselines are called where people read them.

/// Words of keys that are no plain words.
const WORDS: [(&str, &str); 11] = [
    ("auc", "AUC"),
    ("knn", "kNN"),
    ("mse", "MSE"),
    ("psnr", "PSNR"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_words() {
        assert_eq!(figure_words("knn_accuracy 100"), "kNN accuracy 100");
        assert_eq!(figure_words("global_mean"), "global mean");
        assert!(lower_is_better("mse_missing") && !lower_is_better("psnr"));
    }
}
