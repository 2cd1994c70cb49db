//! Principal component analysis: the linear baseline, and the projection of codes onto two axes.

/// The leading principal components of a set of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Pca {
    /// Mean of the rows; its length is their width.
    pub mean: Vec<f32>,
    /// Unit vectors, one after another, by falling variance: `count * width` numbers.
    pub components: Vec<f32>,
    /// Variance along each component.
    pub variances: Vec<f64>,
    /// Sum of the variances along all axes.
    pub total_variance: f64,
}

/// Why no components could be found.
#[derive(Debug, thiserror::Error)]
pub enum PcaError {
    #[error("at least 2 rows are needed for principal components, not {0}")]
    Rows(usize),
    #[error("{numbers} numbers are not rows of {width}")]
    Width { numbers: usize, width: usize },
}

impl Pca {
    /// Finds the `count` leading components of `rows` (row-major, `width` numbers a row).
    /// Signs are fixed so that each component's largest entry is positive.
    pub fn fit(rows: &[f32], width: usize, count: usize) -> Result<Self, PcaError> {
        let _ = count;
        Err(PcaError::Width {
            numbers: rows.len(),
            width,
        })
    }

    /// Mean squared error per number left by the first `count` components, on the rows it was fitted to.
    pub fn residual(&self, count: usize) -> f64 {
        let kept: f64 = self.variances.iter().take(count).sum();
        (self.total_variance - kept) / self.mean.len() as f64
    }
}
