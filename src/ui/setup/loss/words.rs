//! The names of losses, what they measure, and over what they are summed or averaged.

use crate::data::{ColumnKind, Columns};
use crate::export::digits::grouped;
use crate::model::{Distribution, Loss};

/// The name on its button.
pub fn name(loss: Loss) -> &'static str {
    match loss {
        Loss::Mse => "MSE",
        Loss::Bce => "BCE",
        Loss::L1 => "L1",
        Loss::Kl => "KL",
        Loss::Wavelet => "Wavelet",
        Loss::Perceptual => "Perceptual",
        Loss::CrossEntropy => "Cross-entropy",
    }
}

/// One sentence on the loss of a code of this kind.
pub fn about(loss: Loss, distribution: Distribution) -> String {
    let what = match loss {
        Loss::Mse => "Squared error",
        Loss::Bce => "Binary cross-entropy in nats",
        Loss::L1 => "Absolute error",
        Loss::Kl => {
            return "KL divergence in nats of the softmax of the output from the image scaled to sum 1, summed over the pixels of an image, mean over images".into();
        }
        Loss::Wavelet => "Error of wavelet coefficients",
        Loss::Perceptual => "Squared error of a classifier's features",
        Loss::CrossEntropy => {
            return match distribution {
                Distribution::Point => "Cross-entropy in nats of the softmax over the vocabulary, mean over the tokens that are there",
                Distribution::Gaussian => "Cross-entropy in nats of the softmax over the vocabulary, its mean over the tokens that are there times the steps of the longest text",
            }
            .into();
        }
    };
    let over = match (distribution, loss) {
        (Distribution::Point, Loss::Perceptual) => "mean over features and images",
        (Distribution::Point, _) => "mean over pixels and images",
        (Distribution::Gaussian, Loss::Perceptual) => {
            "mean over features times the pixels of an image, mean over images"
        }
        (Distribution::Gaussian, _) => "summed over the pixels of an image, mean over images",
    };
    format!("{what}, {over}")
}

/// One sentence on the loss of rows, and one line for each kind of columns that they have.
pub fn about_rows(loss: Loss, distribution: Distribution, columns: &Columns) -> Vec<String> {
    if loss == Loss::Kl {
        let columns = grouped(columns.len() as u64);
        return vec![format!(
            "KL divergence in nats of the softmax of all {columns} outputs from the row scaled to sum 1, mean over rows"
        )];
    }
    let over = match distribution {
        Distribution::Point => "Mean over the cells of all rows",
        Distribution::Gaussian => "Summed over the cells of a row, mean over rows",
    };
    let list = columns.list();
    let missing = list.iter().any(|column| column.has_missing);
    let weighted = list.iter().any(|column| column.weight != 1.0);
    let mut lines = vec![match (missing, weighted) {
        (false, false) => over.to_owned(),
        (true, false) => format!("{over}; missing cells are left out"),
        (false, true) => format!("{over}, each times its column's weight"),
        (true, true) => {
            format!("{over}, each times its column's weight; missing cells are left out")
        }
    }];
    let count = |kind: fn(&ColumnKind) -> bool| list.iter().filter(|c| kind(&c.kind)).count();
    let numeric = match loss {
        Loss::Bce => "binary cross-entropy in nats",
        Loss::L1 => "absolute error",
        Loss::Kl => "KL divergence in nats",
        Loss::Mse | Loss::Wavelet | Loss::Perceptual | Loss::CrossEntropy => "squared error",
    };
    let kinds = [
        (
            count(|kind| *kind == ColumnKind::Numeric),
            "numeric",
            numeric,
        ),
        (
            count(|kind| matches!(kind, ColumnKind::YesNo { .. })),
            "yes/no",
            "binary cross-entropy in nats",
        ),
        (
            count(|kind| matches!(kind, ColumnKind::Category { .. })),
            "category",
            "cross-entropy of the softmax, in nats",
        ),
    ];
    for (count, kind, loss) in kinds {
        let columns = match count {
            0 => continue,
            1 => "column",
            _ => "columns",
        };
        lines.push(format!(
            "{} {kind} {columns}: {loss}",
            grouped(count as u64)
        ));
    }
    lines
}

/// The formula, for tooltips.
pub fn formula(loss: Loss) -> &'static str {
    match loss {
        Loss::Mse => "Mean squared error: mean of (x - y)\u{b2}, with input x and output y",
        Loss::Bce => {
            "Binary cross-entropy: mean of -(x ln y + (1 - x) ln(1 - y)), with input x and output y in [0, 1]"
        }
        Loss::L1 => "Mean absolute error: mean of |x - y|, with input x and output y",
        Loss::Kl => {
            "Mean over samples of the sum of p (ln p - ln q), with input p scaled to sum 1 and q the softmax of the output, whatever its activation"
        }
        Loss::Wavelet => {
            "Mean of the weighted wavelet coefficients of y - x, squared or absolute, with input x and output y"
        }
        Loss::CrossEntropy => {
            "Mean of -ln q(x), with the token x of each step and the softmax q of the output at it"
        }
        Loss::Perceptual => {
            "Mean of (f(x) - f(y))\u{b2} with the features f of a trained classifier, input x and output y"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Column;

    #[test]
    fn rows_say_what_each_kind_of_column_is_compared_by() {
        let column = |kind, has_missing| Column::new("a", kind, has_missing);
        let names = ["x", "y", "z"].map(String::from).to_vec();
        let columns = Columns::from(vec![
            column(ColumnKind::Numeric, false),
            column(ColumnKind::Numeric, true),
            column(ColumnKind::Category { names }, false),
        ]);
        assert_eq!(
            about_rows(Loss::Mse, Distribution::Point, &columns),
            [
                "Mean over the cells of all rows; missing cells are left out",
                "2 numeric columns: squared error",
                "1 category column: cross-entropy of the softmax, in nats",
            ]
        );
        let plain = Columns::from(vec![column(ColumnKind::Numeric, false)]);
        assert_eq!(
            about_rows(Loss::L1, Distribution::Gaussian, &plain),
            [
                "Summed over the cells of a row, mean over rows",
                "1 numeric column: absolute error",
            ]
        );
    }

    #[test]
    fn gaussian_codes_sum_over_the_pixels() {
        assert_eq!(
            about(Loss::Bce, Distribution::Gaussian),
            "Binary cross-entropy in nats, summed over the pixels of an image, mean over images"
        );
        assert_eq!(
            about(Loss::Bce, Distribution::Point),
            "Binary cross-entropy in nats, mean over pixels and images"
        );
    }
}
