//! Which sample shapes a loss can be used for.

use crate::data::{ImageShape, SampleShape, Scaler};
use crate::model::{Invalid, Loss, Perceptual, Pyramid, SIDES, Wavelet};

/// Scaling to [0, 1] is exact but for the last bits.
const ROUNDING: f32 = 1e-4;

impl Loss {
    /// Whether this loss can measure samples of this shape.
    ///
    /// # Errors
    /// A sentence that names the shape.
    pub fn check(self, shape: &SampleShape) -> Result<(), Invalid> {
        let image = match shape {
            SampleShape::Image(image) => *image,
            SampleShape::Row(columns) if self == Self::Kl => {
                return Invalid::unless(columns.are_plain(), "loss", || {
                    "The KL loss needs columns of numbers that are all there and weigh the same"
                        .into()
                });
            }
            SampleShape::Row(_) => {
                let by_number = matches!(self, Self::Mse | Self::Bce | Self::L1);
                return Invalid::unless(by_number, "loss", || {
                    format!("The {} loss needs images, not rows of a table", self.name())
                });
            }
            SampleShape::Text(_) => {
                return Invalid::unless(self == Self::CrossEntropy, "loss", || {
                    format!(
                        "Tokens of texts are told apart by their cross-entropy, the {} loss needs numbers",
                        self.name()
                    )
                });
            }
            SampleShape::Sequence(_) => {
                let by_number = matches!(self, Self::Mse | Self::Bce | Self::L1);
                return Invalid::unless(by_number, "loss", || {
                    format!("The {} loss does not exist for sequences", self.name())
                });
            }
        };
        let ImageShape {
            height,
            width,
            channels,
        } = image;
        match self {
            Self::Mse | Self::Bce | Self::L1 | Self::Kl => Ok(()),
            Self::CrossEntropy => Invalid::unless(false, "loss", || {
                "The cross-entropy loss needs texts in order, not images".into()
            }),
            Self::Wavelet => Invalid::unless(Wavelet::most_levels(image) > 0, "loss", || {
                format!(
                    "The wavelet loss needs images whose height and width are even, not {height} × {width} × {channels}"
                )
            }),
            Self::Perceptual => {
                let sides = SIDES.map(|side| side.to_string()).join(", ");
                Invalid::unless(Pyramid::check_image(image).is_ok(), "loss", || {
                    format!(
                        "The perceptual loss needs square images of {sides} pixels a side in 1 or 3 channels, not {height} × {width} × {channels}"
                    )
                })
            }
        }
    }
}

impl Perceptual {
    /// Whether its classifier is there and looks at images of this shape.
    ///
    /// # Errors
    /// A sentence that names what it looks at.
    pub fn check_for(&self, image: ImageShape) -> Result<(), Invalid> {
        let user = format!("The perceptual loss's features of {}", self.features.name());
        self.features
            .check_for(image, &user, "objective.perceptual.features")
    }
}

impl Loss {
    /// Whether this loss can measure samples that are scaled so.
    ///
    /// # Errors
    /// A sentence that names what it needs.
    pub fn check_scaled(self, scaler: &Scaler) -> Result<(), Invalid> {
        let least = scaler.columns().iter().map(|scale| scale.range[0]);
        let has_negative = self == Self::Kl && least.fold(0.0, f32::min) < -ROUNDING;
        Invalid::unless(!has_negative, "loss", || {
            "The KL loss needs values of 0 and more, and scaled so some are below 0".into()
        })
    }
}

impl Wavelet {
    /// How often both sides of images of this shape can be halved evenly, at most 5 times.
    pub fn most_levels(image: ImageShape) -> usize {
        let halvings = image
            .height
            .trailing_zeros()
            .min(image.width.trailing_zeros());
        (halvings as usize).min(Self::default().details.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::data::{
        Column, ColumnKind, Columns, Samples, Scaling, SequenceShape, TextShape, TokenUnit,
        Vocabulary,
    };
    use crate::model::Objective;

    fn shape(height: usize, width: usize, channels: usize) -> ImageShape {
        ImageShape {
            height,
            width,
            channels,
        }
    }

    #[test]
    fn each_loss_says_which_images_it_cannot_measure() {
        let of_images = |loss: &Loss| *loss != Loss::CrossEntropy;
        for loss in Loss::ALL.into_iter().filter(of_images) {
            assert_eq!(loss.check(&shape(28, 28, 1).into()), Ok(()));
        }
        let refused = Loss::CrossEntropy.check(&shape(28, 28, 1).into());
        assert_eq!(
            refused.expect_err("refused").to_string(),
            "The cross-entropy loss needs texts in order, not images: loss"
        );
        let text = SampleShape::Text(TextShape {
            steps: 4,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of(["a".to_owned()]),
        });
        assert_eq!(Loss::CrossEntropy.check(&text), Ok(()));
        assert_eq!(
            Loss::Mse.check(&text).expect_err("refused").to_string(),
            "Tokens of texts are told apart by their cross-entropy, the MSE loss needs numbers: loss"
        );
        assert_eq!(Loss::Mse.check(&shape(7, 5, 2).into()), Ok(()));
        assert_eq!(Loss::Wavelet.check(&shape(6, 20, 3).into()), Ok(()));
        let refused = Loss::Wavelet
            .check(&shape(1, 30, 1).into())
            .expect_err("refused");
        assert_eq!(
            refused.to_string(),
            "The wavelet loss needs images whose height and width are even, not 1 × 30 × 1: loss"
        );
        let refused = Loss::Perceptual
            .check(&shape(30, 32, 3).into())
            .expect_err("refused");
        assert_eq!(
            refused.to_string(),
            "The perceptual loss needs square images of 28, 32, 64 pixels a side in 1 or 3 channels, not 30 × 32 × 3: loss"
        );
        // Another classifier can be trained for these.
        assert_eq!(Loss::Perceptual.check(&shape(32, 32, 3).into()), Ok(()));
        let perceptual = Perceptual::default();
        assert_eq!(perceptual.check_for(shape(28, 28, 1)), Ok(()));
        let refused = perceptual.check_for(shape(32, 32, 3)).expect_err("refused");
        assert_eq!(
            refused.to_string(),
            "The perceptual loss's features of MNIST are made for images of 28 × 28 × 1, not 32 × 32 × 3: objective.perceptual.features"
        );
    }

    #[test]
    fn shares_need_values_of_0_and_more() {
        let column = Column::new("a", ColumnKind::Numeric, false);
        let columns = Arc::new(Columns::from(vec![column]));
        let rows = Samples::rows(columns, vec![0.0, 1.0, 5.0], None).unwrap();
        let of = |scaling| {
            let scaler = Scaler::fit(scaling, &rows, &[0, 1, 2]);
            assert_eq!(Loss::Mse.check_scaled(&scaler), Ok(()));
            Loss::Kl.check_scaled(&scaler)
        };
        assert_eq!((of(Scaling::Unit), of(Scaling::MinMax)), (Ok(()), Ok(())));
        assert_eq!(
            of(Scaling::Standardised).expect_err("refused").to_string(),
            "The KL loss needs values of 0 and more, and scaled so some are below 0: loss"
        );
    }

    #[test]
    fn rows_are_measured_number_by_number_and_have_no_border() {
        let row = SampleShape::from(Columns::default());
        for loss in [Loss::Mse, Loss::Bce, Loss::L1] {
            assert_eq!(loss.check(&row), Ok(()));
        }
        assert_eq!(Loss::Kl.check(&row), Ok(()));
        let column = Column::new("a", ColumnKind::Numeric, true);
        let gaps = Loss::Kl.check(&Columns::from(vec![column]).into());
        assert_eq!(
            gaps.expect_err("refused").to_string(),
            "The KL loss needs columns of numbers that are all there and weigh the same: loss"
        );
        let refused = |loss: Loss| loss.check(&row).expect_err("refused").to_string();
        assert_eq!(
            refused(Loss::Wavelet),
            "The wavelet loss needs images, not rows of a table: loss"
        );
        assert_eq!(
            refused(Loss::Perceptual),
            "The perceptual loss needs images, not rows of a table: loss"
        );
        let sequence = SampleShape::Sequence(SequenceShape {
            steps: 4,
            features: 1,
        });
        assert_eq!(Loss::Mse.check(&sequence), Ok(()));
        assert_eq!(
            Loss::Kl.check(&sequence).expect_err("refused").to_string(),
            "The KL loss does not exist for sequences: loss"
        );
        let mut objective = Objective::default();
        assert_eq!(objective.check_for(&row), Ok(()));
        objective.border.width = 3;
        assert_eq!(objective.check_for(&shape(28, 28, 1).into()), Ok(()));
        assert_eq!(
            objective.check_for(&row).expect_err("refused").to_string(),
            "Only images have a border to put a window over: objective.border.width"
        );
    }

    #[test]
    fn sides_are_halved_while_both_are_even() {
        assert_eq!(Wavelet::most_levels(shape(28, 28, 1)), 2);
        assert_eq!(Wavelet::most_levels(shape(64, 1024, 3)), 5);
        assert_eq!(Wavelet::most_levels(shape(8, 6, 1)), 1);
        assert_eq!(Wavelet::most_levels(shape(8, 7, 1)), 0);
    }
}
