//! The figures of the comparison: test metrics, cost and progress.

/// One thing that is counted or measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Figure {
    State,
    Parameters,
    Code,
    MultiplyAdds,
    Epoch,
    TrainingTime,
    ImagesPerSecond,
    TrainLoss,
    WatchedLoss,
    /// Epochs done when the test set was measured.
    MeasuredAt,
    TestLoss,
    Mse,
    PcaMse,
    PcaRatio,
    Bce,
    Psnr,
    Ssim,
    Penalty,
    Kl,
    Elbo,
    ActiveUnits,
    PriorDistance,
}

/// Which direction is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    Lower,
    Higher,
}

impl Figure {
    /// In the order of the table.
    pub const ALL: [Self; 22] = [
        Self::State,
        Self::Code,
        Self::Parameters,
        Self::MultiplyAdds,
        Self::Mse,
        Self::PcaMse,
        Self::PcaRatio,
        Self::Psnr,
        Self::Ssim,
        Self::TrainLoss,
        Self::WatchedLoss,
        Self::TestLoss,
        Self::Bce,
        Self::Penalty,
        Self::Kl,
        Self::Elbo,
        Self::ActiveUnits,
        Self::PriorDistance,
        Self::Epoch,
        Self::TrainingTime,
        Self::ImagesPerSecond,
        Self::MeasuredAt,
    ];

    /// A name that stays the same from version to version.
    pub fn key(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Parameters => "parameters",
            Self::Code => "code",
            Self::MultiplyAdds => "multiply_adds",
            Self::Epoch => "epoch",
            Self::TrainingTime => "training_time",
            Self::ImagesPerSecond => "images_per_second",
            Self::TrainLoss => "train_loss",
            Self::WatchedLoss => "watched_loss",
            Self::MeasuredAt => "measured_at",
            Self::TestLoss => "test_loss",
            Self::Mse => "mse",
            Self::PcaMse => "pca_mse",
            Self::PcaRatio => "pca_ratio",
            Self::Bce => "bce",
            Self::Psnr => "psnr",
            Self::Ssim => "ssim",
            Self::Penalty => "penalty",
            Self::Kl => "kl",
            Self::Elbo => "elbo",
            Self::ActiveUnits => "active_units",
            Self::PriorDistance => "prior_distance",
        }
    }

    /// Without its unit.
    pub fn heading(self) -> &'static str {
        match self {
            Self::State => "State",
            Self::Parameters => "Parameters",
            Self::Code => "Code size",
            Self::MultiplyAdds => "Multiply-adds",
            Self::Epoch => "Epoch",
            Self::TrainingTime => "Training time",
            Self::ImagesPerSecond => "Speed",
            Self::TrainLoss => "Train loss",
            Self::WatchedLoss => "Watched loss",
            Self::MeasuredAt => "Measured at",
            Self::TestLoss => "Test loss",
            Self::Mse => "MSE",
            Self::PcaMse => "PCA's MSE",
            Self::PcaRatio => "MSE / PCA's",
            Self::Bce => "BCE",
            Self::Psnr => "PSNR",
            Self::Ssim => "SSIM",
            Self::Penalty => "Penalty",
            Self::Kl => "KL",
            Self::Elbo => "ELBO",
            Self::ActiveUnits => "Active units",
            Self::PriorDistance => "Prior distance",
        }
    }

    /// `None` for what has none.
    pub fn unit(self) -> Option<&'static str> {
        match self {
            Self::MultiplyAdds => Some("per image"),
            Self::TrainingTime => Some("s"),
            Self::ImagesPerSecond => Some("images/s"),
            Self::MeasuredAt => Some("epoch"),
            Self::Bce | Self::Kl | Self::Elbo => Some("nats"),
            Self::Psnr => Some("dB"),
            _ => None,
        }
    }

    /// `None` where neither direction is good in itself.
    pub fn better(self) -> Option<Better> {
        match self {
            Self::TrainLoss
            | Self::WatchedLoss
            | Self::TestLoss
            | Self::Mse
            | Self::PcaRatio
            | Self::Bce
            | Self::PriorDistance => Some(Better::Lower),
            Self::Psnr | Self::Ssim | Self::Elbo | Self::ImagesPerSecond => Some(Better::Higher),
            _ => None,
        }
    }

    /// A plain sentence on what it is.
    pub fn hint(self) -> &'static str {
        match self {
            Self::State => "What the run is doing",
            Self::Parameters => "Trainable numbers of encoder and decoder",
            Self::Code => "Numbers in a code",
            Self::MultiplyAdds => "Multiply-adds of one image's way through encoder and decoder",
            Self::Epoch => "Finished epochs",
            Self::TrainingTime => "Seconds of training, pauses and measuring left out",
            Self::ImagesPerSecond => "Training images a second, mean over the run's epochs",
            Self::TrainLoss => "Mean loss of the last finished epoch's training batches",
            Self::WatchedLoss => {
                "Loss on the validation images after the last finished epoch, on test images where none are set aside"
            }
            Self::MeasuredAt => "Epochs done when the test images were measured",
            Self::TestLoss => "Whole loss on the test images, an adversary's part left out",
            Self::Mse => {
                "Squared error on the test images, mean over pixels in the scale of the inputs"
            }
            Self::PcaMse => {
                "Squared error on the test images that as many principal components leave as the code has numbers"
            }
            Self::PcaRatio => "MSE over that of PCA at the same code size: below 1 beats PCA",
            Self::Bce => "Binary cross-entropy on the test images, mean over pixels",
            Self::Psnr => "Peak signal-to-noise ratio of all test pixels: 10 log10(1 / MSE)",
            Self::Ssim => "Structural similarity, mean over the test images: 1 for equal images",
            Self::Penalty => "Penalties on the code, weights applied, mean over the test images",
            Self::Kl => {
                "KL divergence of the code from the standard normal, summed over the code, mean over images"
            }
            Self::Elbo => {
                "Evidence lower bound of an image: -(cross-entropy summed over pixels + KL)"
            }
            Self::ActiveUnits => "Dimensions of a Gaussian code whose mean moves with the image",
            Self::PriorDistance => {
                "Maximum mean discrepancy between codes and the prior: about 0 when they are distributed alike"
            }
        }
    }

    /// Whether it means something for images alone.
    pub fn is_of_pictures(self) -> bool {
        matches!(self, Self::Psnr | Self::Ssim)
    }

    /// Whether it is the loss a variant is trained with, which is not comparable among different losses.
    pub fn is_loss(self) -> bool {
        matches!(self, Self::TrainLoss | Self::WatchedLoss | Self::TestLoss)
    }

    /// Whether it is measured on the test images, of the epoch that [`Self::MeasuredAt`] names.
    pub fn is_measured(self) -> bool {
        matches!(
            self,
            Self::TestLoss
                | Self::Mse
                | Self::PcaRatio
                | Self::Bce
                | Self::Psnr
                | Self::Ssim
                | Self::Penalty
                | Self::Kl
                | Self::Elbo
                | Self::ActiveUnits
                | Self::PriorDistance
        )
    }

    /// Whether its column stands there also while no variant has it.
    pub(super) fn is_always_there(self) -> bool {
        !matches!(
            self,
            Self::Penalty
                | Self::Bce
                | Self::Kl
                | Self::Elbo
                | Self::ActiveUnits
                | Self::PriorDistance
                | Self::MeasuredAt
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_stands_once_under_a_key_of_its_own() {
        let mut keys = Figure::ALL.map(Figure::key).to_vec();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 22);
    }
}
