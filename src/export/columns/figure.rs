//! The figures of the comparison: test metrics, cost and progress. One more is a variant, in its place
//! in the table, and its description.

use strum::VariantArray;

use super::about::{About, Better, two_places};
use super::{Cell, Subject, values};
use crate::export::digits::grouped;
use crate::training::TokenErrors;

/// One thing that is counted or measured, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, VariantArray)]
pub enum Figure {
    State,
    Code,
    Parameters,
    MultiplyAdds,
    Mse,
    PcaMse,
    PcaRatio,
    Rmse,
    MeanRmse,
    BiasesRmse,
    CrossEntropy,
    Perplexity,
    RightToken,
    FrequencyPerplexity,
    Psnr,
    Ssim,
    TrainLoss,
    WatchedLoss,
    TestLoss,
    Bce,
    Penalty,
    Kl,
    Elbo,
    ActiveUnits,
    PriorDistance,
    Epoch,
    TrainingTime,
    ImagesPerSecond,
    /// Epochs done when the test set was measured.
    MeasuredAt,
}

impl Figure {
    /// What few look at every day.
    pub const ASIDE: [Self; 3] = [Self::State, Self::MultiplyAdds, Self::MeasuredAt];

    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// All there is to say of it.
    fn about(self) -> About {
        match self {
            Self::State => About::new("state", "State", "What the run is doing", |subject| {
                Cell::Text(values::state(subject.state).into())
            }),
            Self::Parameters => About::new(
                "parameters",
                "Parameters",
                "Trainable numbers of encoder and decoder",
                |subject| Cell::count_of(values::costs(subject).map(|cost| cost.parameters)),
            ),
            Self::Code => About::new("code", "Code size", "Numbers in a code", values::code),
            Self::MultiplyAdds => About::new(
                "multiply_adds",
                "Multiply-adds",
                "Multiply-adds of one image's way through encoder and decoder",
                |subject| Cell::count_of(values::costs(subject).map(|cost| cost.multiply_adds)),
            )
            .unit("per image"),
            Self::Epoch => About::new("epoch", "Epoch", "Finished epochs", |subject| {
                Cell::Count(u64::from(subject.epoch))
            }),
            Self::TrainingTime => About::new(
                "training_time",
                "Training time",
                "Seconds of training, pauses and measuring left out",
                |subject| {
                    let newest = subject.history.steps.last();
                    Cell::number_of(newest.map(|step| step.seconds))
                },
            )
            .unit("s")
            .digits(|seconds| format!("{seconds:.1}")),
            Self::ImagesPerSecond => About::new(
                "images_per_second",
                "Speed",
                "Training images a second, mean over the run's epochs",
                |subject| Cell::number_of(values::speed(&subject.history.epochs)),
            )
            .unit("images/s")
            .better(Better::Higher)
            .digits(|speed| grouped(speed.round().max(0.0) as u64)),
            Self::TrainLoss => About::new(
                "train_loss",
                "Train loss",
                "Mean loss of the last finished epoch's training batches",
                |subject| values::last(subject, |epoch| epoch.train_loss),
            )
            .loss(),
            Self::WatchedLoss => About::new(
                "watched_loss",
                "Watched loss",
                "Loss on the validation images after the last finished epoch, on test images where none are set aside",
                |subject| values::last(subject, |epoch| epoch.validation.loss),
            )
            .loss(),
            Self::MeasuredAt => About::new(
                "measured_at",
                "Measured at",
                "Epochs done when the test images were measured",
                |subject| Cell::number_of(subject.taken.map(|taken| taken.epochs)),
            )
            .unit("epoch")
            .where_it_is()
            .digits(two_places),
            Self::TestLoss => About::new(
                "test_loss",
                "Test loss",
                "Whole loss on the test images, an adversary's part left out",
                |subject| values::measured(subject, |m| Some(m.loss)),
            )
            .loss()
            .measured(),
            Self::Mse => About::new(
                "mse",
                "MSE",
                "Squared error on the test images, mean over pixels in the scale of the inputs",
                |subject| values::measured(subject, |m| Some(m.mse)),
            )
            .better(Better::Lower)
            .measured(),
            Self::PcaMse => About::new(
                "pca_mse",
                "PCA's MSE",
                "Squared error on the test images that as many principal components leave as the code has numbers",
                |subject| Cell::number_of(subject.pca_mse),
            ),
            Self::PcaRatio => About::new(
                "pca_ratio",
                "MSE / PCA's",
                "MSE over that of PCA at the same code size: below 1 beats PCA",
                |subject| Cell::number_of(subject.ratio_to_pca()),
            )
            .better(Better::Lower)
            .measured()
            .digits(two_places),
            Self::Rmse => About::new(
                "rmse",
                "RMSE",
                "Root of the mean squared error on the test ratings, in units of their own, clipped to the ratings seen in training",
                |subject| values::of_ratings(subject, |ratings| ratings.rmse),
            )
            .better(Better::Lower)
            .measured()
            .where_it_is(),
            Self::MeanRmse => About::new(
                "mean_rmse",
                "RMSE of the mean",
                "What the mean of the training ratings alone leaves of the test ratings",
                |subject| values::of_ratings(subject, |ratings| ratings.baselines.mean),
            )
            .where_it_is(),
            Self::BiasesRmse => About::new(
                "biases_rmse",
                "RMSE of biases",
                "What that mean and a bias of each user and each item leave: a model must be below",
                |subject| values::of_ratings(subject, |ratings| ratings.baselines.biases),
            )
            .where_it_is(),
            Self::CrossEntropy => About::new(
                "cross_entropy",
                "Cross-entropy",
                "Cross-entropy of the tokens of the test texts, mean over tokens",
                |subject| values::of_tokens(subject, |tokens| tokens.cross_entropy),
            )
            .unit("nats")
            .better(Better::Lower)
            .measured()
            .where_it_is()
            .digits(|nats| format!("{nats:.3}")),
            Self::Perplexity => About::new(
                "perplexity",
                "Perplexity",
                "The exponential of the cross-entropy: tokens that would be as hard to tell apart, were all equally likely",
                |subject| values::of_tokens(subject, TokenErrors::perplexity),
            )
            .better(Better::Lower)
            .measured()
            .where_it_is()
            .digits(|tokens| format!("{tokens:.1}")),
            Self::RightToken => About::new(
                "right_token",
                "Right token",
                "Share of the test tokens whose likeliest is the right one",
                |subject| values::of_tokens(subject, |tokens| tokens.accuracy),
            )
            .better(Better::Higher)
            .measured()
            .where_it_is()
            .digits(|share| format!("{share:.3}")),
            Self::FrequencyPerplexity => About::new(
                "frequency_perplexity",
                "Perplexity of frequencies",
                "What the frequencies of training tokens leave, of all or of those at each step: a model must be below",
                |subject| values::of_tokens(subject, |tokens| tokens.baselines.perplexity()),
            )
            .where_it_is()
            .digits(|tokens| format!("{tokens:.1}")),
            Self::Bce => About::new(
                "bce",
                "BCE",
                "Binary cross-entropy on the test images, mean over pixels",
                |subject| values::measured(subject, |m| m.bce),
            )
            .unit("nats")
            .better(Better::Lower)
            .measured()
            .where_it_is(),
            Self::Psnr => About::new(
                "psnr",
                "PSNR",
                "Peak signal-to-noise ratio of all test pixels: 10 log10(1 / MSE)",
                |subject| values::measured(subject, |m| m.psnr),
            )
            .unit("dB")
            .better(Better::Higher)
            .measured()
            .of_pictures()
            .digits(two_places),
            Self::Ssim => About::new(
                "ssim",
                "SSIM",
                "Structural similarity, mean over the test images: 1 for equal images",
                |subject| values::measured(subject, |m| m.ssim),
            )
            .better(Better::Higher)
            .measured()
            .of_pictures()
            .digits(|similarity| format!("{similarity:.3}")),
            Self::Penalty => About::new(
                "penalty",
                "Penalty",
                "Penalties on the code, weights applied, mean over the test images",
                |subject| values::measured(subject, |m| Some(m.penalty).filter(|&sum| sum != 0.0)),
            )
            .measured()
            .where_it_is(),
            Self::Kl => About::new(
                "kl",
                "KL",
                "KL divergence of the code from the standard normal, summed over the code, mean over images",
                |subject| values::measured(subject, |m| m.gaussian.map(|code| code.kl)),
            )
            .unit("nats")
            .measured()
            .where_it_is()
            .digits(|nats| format!("{nats:.1}")),
            Self::Elbo => About::new(
                "elbo",
                "ELBO",
                "Evidence lower bound of an image: -(cross-entropy summed over pixels + KL)",
                |subject| values::measured(subject, |m| m.gaussian.and_then(|code| code.elbo)),
            )
            .unit("nats")
            .better(Better::Higher)
            .measured()
            .where_it_is()
            .digits(|nats| format!("{nats:.1}")),
            Self::ActiveUnits => About::new(
                "active_units",
                "Active units",
                "Dimensions of a Gaussian code whose mean moves with the image",
                |subject| {
                    let gaussian = subject.taken.and_then(|taken| taken.measured.gaussian);
                    Cell::count_of(gaussian.map(|code| code.active_units))
                },
            )
            .measured()
            .where_it_is(),
            Self::PriorDistance => About::new(
                "prior_distance",
                "Prior distance",
                "Maximum mean discrepancy between codes and the prior: about 0 when they are distributed alike",
                |subject| values::measured(subject, |m| m.prior_distance),
            )
            .better(Better::Lower)
            .measured()
            .where_it_is()
            .digits(|distance| format!("{distance:.3}")),
        }
    }

    /// What `subject` has for it.
    pub(super) fn value(self, subject: &Subject) -> Cell {
        (self.about().value)(subject)
    }

    /// A number of it with the digits people read.
    pub(super) fn shown(self, number: f64) -> String {
        (self.about().digits)(number)
    }

    /// A name that stays the same from version to version.
    pub fn key(self) -> &'static str {
        self.about().key
    }

    /// Without its unit.
    pub fn heading(self) -> &'static str {
        self.about().heading
    }

    /// `None` for what has none.
    pub fn unit(self) -> Option<&'static str> {
        self.about().unit
    }

    /// `None` where neither direction is good in itself.
    pub fn better(self) -> Option<Better> {
        self.about().better
    }

    /// A plain sentence on what it is.
    pub fn hint(self) -> &'static str {
        self.about().hint
    }

    /// Whether it means something for images alone.
    pub fn is_of_pictures(self) -> bool {
        self.about().is_of_pictures
    }

    /// Whether it is the loss a variant is trained with, which is not comparable among different losses.
    pub fn is_loss(self) -> bool {
        self.about().is_loss
    }

    /// Whether it is measured on the test images, of the epoch that [`Self::MeasuredAt`] names.
    pub fn is_measured(self) -> bool {
        self.about().is_measured
    }

    /// Whether its column stands there also while no variant has it.
    pub(super) fn is_always_there(self) -> bool {
        self.about().is_always_there
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
        assert_eq!(keys.len(), 29);
    }
}
