//! The parts of a loss, and the parts of a model that a step trains.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The parts of a model that a step changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Parts {
    #[default]
    All,
    Encoder,
    Decoder,
    /// Greedy layer-wise training: encoder layer `index` (0 at the data) and the decoder layer that undoes it, with
    /// everything between left out. Needs a mirrored dense decoder.
    Layer {
        /// The encoder's dense layer, 0 at the data.
        #[schemars(title = "Layer")]
        #[serde(default)]
        index: usize,
    },
    /// The discriminator alone.
    Adversary,
}

impl Parts {
    /// The field's name for them: "everything", "layer 2".
    pub fn name(self) -> String {
        match self {
            Self::All => "everything".into(),
            Self::Encoder => "encoder".into(),
            Self::Decoder => "decoder".into(),
            Self::Layer { index } => format!("layer {}", index + 1),
            Self::Adversary => "discriminator".into(),
        }
    }

    /// Whether a step on these parts changes the parameter called `name`.
    pub fn include(self, name: &str) -> bool {
        let of = |part: &str| {
            name.strip_prefix(part)
                .is_some_and(|rest| rest.starts_with('.'))
        };
        match self {
            Self::All => true,
            Self::Encoder => of("encoder"),
            Self::Decoder => of("decoder"),
            // The step itself knows which layers were passed through.
            Self::Layer { .. } => !of("discriminator"),
            Self::Adversary => of("discriminator"),
        }
    }
}

/// The parts of a loss. The reconstruction is a mean over pixels for point codes and a sum over the pixels of an
/// image for Gaussian codes, of a table a mean over the cells that are there and that mean times the columns; the others
/// are means over samples.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LossParts {
    pub reconstruction: f64,
    /// KL divergence of the code from its prior in nats an image, before beta and free bits; `None` for point codes.
    pub kl: Option<f64>,
    /// Penalties on the code, weights applied.
    pub penalty: f64,
    /// The losses and accuracies of an adversarial model.
    #[serde(rename = "duel")]
    pub adversarial: Option<AdversarialLosses>,
    /// What each kind of column contributes to the reconstruction; `None` for images, and for tables whose columns are
    /// all numeric, there and weigh the same.
    pub columns: Option<ColumnParts>,
}

/// A table's reconstruction loss by kind of column; the kinds add up to it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnParts {
    /// By the chosen reconstruction loss.
    pub numeric: f64,
    /// By binary cross-entropy.
    pub yes_no: f64,
    /// By the cross-entropy of the softmax.
    pub category: f64,
}

impl ColumnParts {
    /// Each part as `change` makes it.
    pub fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self {
            numeric: change(self.numeric),
            yes_no: change(self.yes_no),
            category: change(self.category),
        }
    }

    /// Adds `weight` times `more`.
    pub fn add(&mut self, more: Self, weight: f64) {
        self.numeric += weight * more.numeric;
        self.yes_no += weight * more.yes_no;
        self.category += weight * more.category;
    }
}

impl From<[f64; 3]> for ColumnParts {
    /// In the order of the fields.
    fn from([numeric, yes_no, category]: [f64; 3]) -> Self {
        Self {
            numeric,
            yes_no,
            category,
        }
    }
}

/// The losses and accuracies of discriminator and generator in one step.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AdversarialLosses {
    /// Cross-entropy of the discriminator in nats, mean over real and made-up examples.
    pub discriminator: f64,
    /// Cross-entropy of calling the made-up ones real, which the generator makes small.
    pub generator: f64,
    /// Share of real examples that the discriminator calls real.
    pub real_accuracy: f64,
    /// Share of made-up examples that it calls made up.
    pub fake_accuracy: f64,
    /// Squared error between its features of outputs and images, where they measure the reconstruction: mean over
    /// features for point codes, sum for Gaussian codes.
    pub features: Option<f64>,
}

impl LossParts {
    /// Adds `weight` times `more`, part by part, for a weighted mean.
    pub fn add(&mut self, more: &Self, weight: f64) {
        let plus = |sum: Option<f64>, more: Option<f64>| {
            more.map(|more| sum.unwrap_or(0.0) + weight * more).or(sum)
        };
        self.reconstruction += weight * more.reconstruction;
        self.kl = plus(self.kl, more.kl);
        self.penalty += weight * more.penalty;
        if let Some(more) = more.adversarial {
            let adversarial = self.adversarial.get_or_insert_default();
            adversarial.discriminator += weight * more.discriminator;
            adversarial.generator += weight * more.generator;
            adversarial.real_accuracy += weight * more.real_accuracy;
            adversarial.fake_accuracy += weight * more.fake_accuracy;
            adversarial.features = plus(adversarial.features, more.features);
        }
        if let Some(more) = more.columns {
            self.columns.get_or_insert_default().add(more, weight);
        }
    }

    /// Sums over `count` images as means. Divided, so that a loss that is its reconstruction alone is so to the bit.
    pub fn mean_over(&self, count: f64) -> Self {
        Self {
            reconstruction: self.reconstruction / count,
            kl: self.kl.map(|kl| kl / count),
            penalty: self.penalty / count,
            adversarial: self.adversarial.map(|adversarial| AdversarialLosses {
                discriminator: adversarial.discriminator / count,
                generator: adversarial.generator / count,
                real_accuracy: adversarial.real_accuracy / count,
                fake_accuracy: adversarial.fake_accuracy / count,
                features: adversarial.features.map(|features| features / count),
            }),
            columns: self.columns.map(|columns| columns.map(|part| part / count)),
        }
    }

    /// The parts of a loss that is nothing but its reconstruction.
    pub fn plain(loss: f64) -> Self {
        Self {
            reconstruction: loss,
            ..Self::default()
        }
    }

    /// Rounded to what 32 bits hold, as the record of steps keeps them.
    pub fn in_single_precision(&self) -> Self {
        let round = |value: f64| f64::from(value as f32);
        Self {
            reconstruction: round(self.reconstruction),
            kl: self.kl.map(round),
            penalty: round(self.penalty),
            adversarial: self.adversarial.map(|adversarial| AdversarialLosses {
                discriminator: round(adversarial.discriminator),
                generator: round(adversarial.generator),
                real_accuracy: round(adversarial.real_accuracy),
                fake_accuracy: round(adversarial.fake_accuracy),
                features: adversarial.features.map(round),
            }),
            columns: self.columns.map(|columns| columns.map(round)),
        }
    }

    /// All parts times `factor`.
    pub fn scaled(&self, factor: f64) -> Self {
        let mut scaled = Self::default();
        scaled.add(self, factor);
        scaled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_go_by_the_names_of_parameters() {
        assert!(Parts::Encoder.include("encoder.0.weight"));
        assert!(!Parts::Encoder.include("decoder.0.weight"));
        assert!(!Parts::Decoder.include("decoders.0"));
        assert!(Parts::Adversary.include("discriminator.1.bias"));
        assert!(!Parts::Layer { index: 0 }.include("discriminator.1.bias"));
        assert!(Parts::All.include("discriminator.1.bias"));
    }

    #[test]
    fn parts_add_up_to_weighted_means() {
        let parts = |reconstruction, kl| LossParts {
            reconstruction,
            kl,
            ..LossParts::default()
        };
        let mut sum = LossParts::default();
        sum.add(&parts(2.0, Some(1.0)), 3.0);
        sum.add(&parts(6.0, Some(5.0)), 1.0);
        let mean = sum.mean_over(4.0);
        assert_eq!(mean, sum.scaled(0.25));
        assert_eq!(mean, parts(3.0, Some(2.0)));
    }

    #[test]
    fn parts_by_kind_of_column_add_up_like_the_others() {
        let parts = |columns: [f64; 3]| LossParts {
            columns: Some(columns.into()),
            ..LossParts::default()
        };
        let mut sum = LossParts::default();
        sum.add(&parts([2.0, 0.0, 1.0]), 3.0);
        sum.add(&LossParts::default(), 7.0);
        sum.add(&parts([6.0, 4.0, 1.0]), 1.0);
        assert_eq!(sum.mean_over(4.0), parts([3.0, 1.0, 1.0]));
        let rounded = parts([0.1, 1.0, 0.0]).in_single_precision();
        let columns = rounded.columns.expect("they stay");
        assert_eq!(columns.numeric, f64::from(0.1f32));
        assert_eq!(columns.yes_no, 1.0);
    }
}
