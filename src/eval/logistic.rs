//! Multinomial logistic regression with an L2 penalty: the linear probe of features.

use super::lbfgs::minimise;
use super::product::{Matrix, multiply};

/// Rows whose logits are held at once.
const BLOCK: usize = 4_096;
/// Largest entry of the gradient of the mean loss that counts as none; single precision reaches it.
const TOLERANCE: f64 = 1e-5;
const MOST_STEPS: usize = 300;

/// Weights and a bias for each class.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticRegression {
    width: usize,
    /// Class after class, `width` weights and then the bias.
    weights: Vec<f64>,
}

impl LogisticRegression {
    /// Fitted to `rows` of `width` numbers and their labels, each below `classes`: where
    /// `c * sum of cross-entropies + (sum of squared weights) / 2` is least, the biases without penalty.
    pub fn fit(rows: &[f32], width: usize, labels: &[u32], classes: usize, c: f64) -> Self {
        let count = labels.len().max(1) as f64;
        let penalty = 1.0 / (c * count);
        let start = vec![0.0; classes * (width + 1)];
        let weights = minimise(start, TOLERANCE, MOST_STEPS, |weights, gradient| {
            gradient.fill(0.0);
            let model = Logits::of(weights, width);
            let mut loss = 0.0;
            let blocks = rows.chunks(BLOCK * width.max(1));
            for (block, labels) in blocks.zip(labels.chunks(BLOCK)) {
                loss += model.add_block(block, labels, gradient);
            }
            let each = weights.chunks(width + 1);
            for (gradient, weights) in gradient.chunks_mut(width + 1).zip(each) {
                gradient.iter_mut().for_each(|g| *g /= count);
                for (g, w) in gradient.iter_mut().zip(weights).take(width) {
                    *g += penalty * w;
                }
            }
            loss / count + penalty * squares(weights, width) / 2.0
        });
        Self { width, weights }
    }

    /// The most probable class of each row, the first of equals.
    pub fn predict(&self, rows: &[f32]) -> Vec<u32> {
        let model = Logits::of(&self.weights, self.width);
        let blocks = rows.chunks(BLOCK * self.width.max(1));
        blocks.flat_map(|block| model.best(block)).collect()
    }
}

fn squares(weights: &[f64], width: usize) -> f64 {
    let each = weights.chunks(width + 1);
    each.flat_map(|class| &class[..width]).map(|w| w * w).sum()
}

/// Weights as they are multiplied with rows.
struct Logits {
    width: usize,
    weights: Vec<f32>,
    biases: Vec<f64>,
}

impl Logits {
    fn of(weights: &[f64], width: usize) -> Self {
        let classes = weights.chunks(width + 1);
        let part = classes.clone().flat_map(|class| &class[..width]);
        Self {
            width,
            weights: part.map(|&w| w as f32).collect(),
            biases: classes.map(|class| class[width]).collect(),
        }
    }

    /// Logits without biases, row after row.
    fn products(&self, block: &[f32]) -> Vec<f32> {
        let rows = block.len() / self.width;
        let mut products = vec![0.0; rows * self.biases.len()];
        let weights = Matrix::new(&self.weights, self.width).transposed();
        multiply(Matrix::new(block, self.width), weights, &mut products);
        products
    }

    /// Adds the gradient of the summed cross-entropy of `block` and returns that sum.
    fn add_block(&self, block: &[f32], labels: &[u32], gradient: &mut [f64]) -> f64 {
        let classes = self.biases.len();
        // Logits become probabilities less 1 at the label, in place.
        let mut residuals = self.products(block);
        let mut loss = 0.0;
        let mut biases = vec![0.0; classes];
        for (row, &label) in residuals.chunks_mut(classes).zip(labels) {
            let logits: Vec<f64> = self.with_biases(row).collect();
            let most = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = logits.iter().map(|z| (z - most).exp()).sum();
            for (class, (out, logit)) in row.iter_mut().zip(&logits).enumerate() {
                let mut residual = (logit - most).exp() / sum;
                if class == label as usize {
                    loss += most + sum.ln() - logit;
                    residual -= 1.0;
                }
                biases[class] += residual;
                *out = residual as f32;
            }
        }
        let mut products = vec![0.0; classes * self.width];
        let residuals = Matrix::new(&residuals, classes).transposed();
        multiply(residuals, Matrix::new(block, self.width), &mut products);
        let parts = products.chunks(self.width).zip(biases);
        for (gradient, (weights, bias)) in gradient.chunks_mut(self.width + 1).zip(parts) {
            for (g, w) in gradient.iter_mut().zip(weights) {
                *g += f64::from(*w);
            }
            gradient[self.width] += bias;
        }
        loss
    }

    fn best(&self, block: &[f32]) -> Vec<u32> {
        let products = self.products(block);
        let best = products.chunks(self.biases.len()).map(|row| {
            let logits = self.with_biases(row).enumerate();
            let best = logits.fold((0, f64::NEG_INFINITY), |best, (class, logit)| {
                match logit > best.1 {
                    true => (class, logit),
                    false => best,
                }
            });
            best.0 as u32
        });
        best.collect()
    }

    fn with_biases(&self, row: &[f32]) -> impl Iterator<Item = f64> {
        let pairs = row.iter().zip(&self.biases);
        pairs.map(|(product, bias)| f64::from(*product) + bias)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_opposite_rows_have_the_weight_that_solves_one_equation() {
        // Weights are w / 2 and -w / 2, and w / 2 = 2 / (1 + exp(w)) where the derivative is 0.
        let fitted = LogisticRegression::fit(&[-1.0, 1.0], 1, &[0, 1], 2, 1.0);
        let expected = [-0.521_298_457, 0.0, 0.521_298_457, 0.0];
        for (found, expected) in fitted.weights.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-4, "{:?}", fitted.weights);
        }
        assert_eq!(fitted.predict(&[-0.2, 0.2, 3.0]), [0, 1, 1]);
    }

    #[test]
    fn three_classes_reach_the_optimum_that_long_descent_found() {
        // Gradient descent in double precision until no entry of the gradient was above 1e-12.
        let rows = [
            0.0, 1.0, 1.0, 0.5, 2.0, -1.0, -1.0, 0.0, 0.5, 2.0, 1.5, 1.5, -0.5, -1.5,
        ];
        let fitted = LogisticRegression::fit(&rows, 2, &[0, 0, 1, 2, 0, 1, 2], 3, 1.0);
        let expected = [
            -0.094_156_32,
            0.560_117_58,
            0.317_654_94,
            0.931_780_84,
            0.012_507_60,
            -0.621_104_92,
            -0.837_624_53,
            -0.572_625_18,
            0.303_449_98,
        ];
        for (found, expected) in fitted.weights.iter().zip(expected) {
            assert!((found - expected).abs() < 3e-4, "{:?}", fitted.weights);
        }
    }

    #[test]
    fn rows_beyond_a_block_count_as_those_within() {
        // The same two rows again and again, so that the penalty alone becomes less.
        let count = BLOCK + 10;
        let rows: Vec<f32> = (0..count).map(|i| [-1.0, 1.0][i % 2]).collect();
        let labels: Vec<u32> = (0..count).map(|i| (i % 2) as u32).collect();
        let c = 2.0 / count as f64;
        let fitted = LogisticRegression::fit(&rows, 1, &labels, 2, c);
        assert!((fitted.weights[2] - 0.521_298_457).abs() < 1e-4);
    }
}
