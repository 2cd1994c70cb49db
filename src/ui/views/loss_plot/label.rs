//! The label of the vertical axis.

use crate::export::loss::Quantity;
use crate::model::{Distribution, Loss};
use crate::project::VariantSettings;

/// What the vertical axis measures, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub what: String,
    /// Left out where there is no room for it.
    pub how: Option<String>,
}

impl Label {
    /// Both on one line.
    pub fn whole(&self) -> String {
        match &self.how {
            Some(how) => format!("{}; {how}", self.what),
            None => self.what.clone(),
        }
    }
}

/// The words for all `variants` together: those that differ share the axis in name only, and it says so. `mixed` columns
/// have losses of several kinds.
pub fn of_all<'a>(
    quantity: Quantity,
    variants: impl Iterator<Item = &'a VariantSettings>,
    mixed: bool,
) -> String {
    let names = variants.map(|settings| label(quantity, settings, mixed));
    let mut names: Vec<String> = names.collect();
    names.dedup();
    match names.as_slice() {
        [name] => name.clone(),
        [] => String::new(),
        _ => match quantity {
            Quantity::Loss => "loss, each variant its own".into(),
            _ => format!("{}, each variant its own", quantity.name().to_lowercase()),
        },
    }
}

/// As [`of_all`], for one.
pub fn label(quantity: Quantity, settings: &VariantSettings, mixed: bool) -> String {
    let architecture = &settings.architecture;
    let gaussian = architecture.code.distribution == Distribution::Gaussian;
    // A Gaussian code's loss is a sum over the image, as the ELBO has it.
    let per = match (gaussian, mixed) {
        (true, _) => "per image",
        (false, _) if settings.loss == Loss::Kl => "per image",
        (false, true) => "per cell",
        (false, false) => "per pixel",
    };
    let loss = match mixed {
        true => "loss by column",
        false => settings.loss.name(),
    };
    let unit = match settings.loss {
        Loss::Bce | Loss::Kl | Loss::CrossEntropy if !mixed => " (nats)",
        _ => "",
    };
    let beta = settings.objective.variational.beta;
    let penalties = &settings.objective.penalties;
    let penalised =
        penalties.l1 > 0.0 || penalties.sparsity.weight > 0.0 || penalties.contractive > 0.0;
    match quantity {
        Quantity::Loss => {
            let mut sum = loss.to_owned();
            if gaussian && beta == 1.0 {
                sum.push_str(" + KL");
            } else if gaussian {
                sum.push_str(&format!(" + {beta} KL"));
            }
            if penalised {
                sum.push_str(" + penalty");
            }
            // An adversary's part is left out, so that training and watched losses compare.
            format!("{sum} {per}{unit}")
        }
        Quantity::Reconstruction => format!("{loss} {per}{unit}"),
        Quantity::SquaredError => "mean squared error per pixel".into(),
        Quantity::Kl => "KL divergence per image (nats)".into(),
        Quantity::Elbo => format!("ELBO per image{unit}"),
        Quantity::Penalty => "penalty on the code per image".into(),
        Quantity::Players => "cross-entropy of both players (nats)".into(),
        Quantity::Accuracy => "accuracy of the discriminator (%)".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Adversary, Prior};

    #[test]
    fn the_axis_says_what_it_sums() {
        let words =
            |quantity, settings: &VariantSettings| of_all(quantity, [settings].into_iter(), false);
        let mut settings = VariantSettings {
            loss: Loss::Bce,
            ..VariantSettings::default()
        };
        let loss = Quantity::Loss;
        assert_eq!(words(loss, &settings), "BCE per pixel (nats)");
        let mixed = of_all(loss, [&settings].into_iter(), true);
        assert_eq!(mixed, "loss by column per cell");
        settings.objective.penalties.l1 = 1e-3;
        assert_eq!(words(loss, &settings), "BCE + penalty per pixel (nats)");
        settings.objective.penalties.l1 = 0.0;
        settings.architecture.code.distribution = Distribution::Gaussian;
        assert_eq!(words(loss, &settings), "BCE + KL per image (nats)");
        settings.objective.variational.beta = 4.0;
        assert_eq!(words(loss, &settings), "BCE + 4 KL per image (nats)");
        assert_eq!(words(Quantity::Elbo, &settings), "ELBO per image (nats)");
        settings.architecture.code.distribution = Distribution::Point;
        settings.architecture.adversary = Some(Adversary::Code {
            prior: Prior::Gaussian,
        });
        settings.loss = Loss::Mse;
        assert_eq!(words(loss, &settings), "MSE per pixel");
    }

    #[test]
    fn variants_of_different_losses_share_the_axis_in_name_only() {
        let (a, mut b) = (VariantSettings::default(), VariantSettings::default());
        assert_eq!(
            of_all(Quantity::Loss, [&a, &b].into_iter(), false),
            "MSE per pixel"
        );
        b.loss = Loss::Bce;
        let words = of_all(Quantity::Reconstruction, [&a, &b].into_iter(), false);
        assert_eq!(words, "reconstruction, each variant its own");
        assert_eq!(of_all(Quantity::Loss, [].into_iter(), false), "");
    }
}
