//! The parts of a loss in the file: left out where the loss is its reconstruction and nothing else.

use serde::{Deserialize, Serialize};

use crate::model::{AdversarialLosses, ColumnParts, LossParts};
use crate::project::bundle::number;

/// The parts of a mean or sum, as an object of their own.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct PartsEntry {
    #[serde(with = "number")]
    reconstruction: f64,
    #[serde(
        with = "number::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    kl: Option<f64>,
    #[serde(with = "number", default)]
    penalty: f64,
    #[serde(rename = "duel", default, skip_serializing_if = "Option::is_none")]
    adversarial: Option<AdversarialEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    columns: Option<ColumnsEntry>,
}

impl PartsEntry {
    /// `None` where `loss` says it all.
    pub fn unless_plain(parts: LossParts, loss: f64) -> Option<Self> {
        let LossParts {
            reconstruction,
            kl,
            penalty,
            adversarial,
            columns,
        } = parts;
        (!is_plain(&parts, loss)).then(|| Self {
            reconstruction,
            kl,
            penalty,
            adversarial: adversarial.map(AdversarialEntry::from),
            columns: columns.map(ColumnsEntry::from),
        })
    }

    pub fn or_plain(entry: Option<Self>, loss: f64) -> LossParts {
        let Some(entry) = entry else {
            return LossParts::plain(loss);
        };
        LossParts {
            reconstruction: entry.reconstruction,
            kl: entry.kl,
            penalty: entry.penalty,
            adversarial: entry.adversarial.map(AdversarialLosses::from),
            columns: entry.columns.map(ColumnParts::from),
        }
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct ColumnsEntry {
    #[serde(with = "number")]
    numeric: f64,
    #[serde(with = "number")]
    yes_no: f64,
    #[serde(with = "number")]
    category: f64,
}

impl From<ColumnParts> for ColumnsEntry {
    fn from(parts: ColumnParts) -> Self {
        let ColumnParts {
            numeric,
            yes_no,
            category,
        } = parts;
        Self {
            numeric,
            yes_no,
            category,
        }
    }
}

impl From<ColumnsEntry> for ColumnParts {
    fn from(entry: ColumnsEntry) -> Self {
        Self {
            numeric: entry.numeric,
            yes_no: entry.yes_no,
            category: entry.category,
        }
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct AdversarialEntry {
    #[serde(with = "number")]
    discriminator: f64,
    #[serde(with = "number")]
    generator: f64,
    #[serde(with = "number")]
    real_accuracy: f64,
    #[serde(with = "number")]
    fake_accuracy: f64,
    #[serde(
        with = "number::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    features: Option<f64>,
}

impl From<AdversarialLosses> for AdversarialEntry {
    fn from(adversarial: AdversarialLosses) -> Self {
        let AdversarialLosses {
            discriminator,
            generator,
            real_accuracy,
            fake_accuracy,
            features,
        } = adversarial;
        Self {
            discriminator,
            generator,
            real_accuracy,
            fake_accuracy,
            features,
        }
    }
}

impl From<AdversarialEntry> for AdversarialLosses {
    fn from(entry: AdversarialEntry) -> Self {
        Self {
            discriminator: entry.discriminator,
            generator: entry.generator,
            real_accuracy: entry.real_accuracy,
            fake_accuracy: entry.fake_accuracy,
            features: entry.features,
        }
    }
}

/// The parts of a step's loss, each a key of the step itself, in single precision.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StepParts {
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    reconstruction: Option<f32>,
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    kl: Option<f32>,
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    penalty: Option<f32>,
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    discriminator: Option<f32>,
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    generator: Option<f32>,
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    real_accuracy: Option<f32>,
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    fake_accuracy: Option<f32>,
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    features: Option<f32>,
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    numeric: Option<f32>,
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    yes_no: Option<f32>,
    #[serde(with = "single", skip_serializing_if = "Option::is_none")]
    category: Option<f32>,
}

impl StepParts {
    pub fn new(parts: LossParts, loss: f32) -> Self {
        let LossParts {
            reconstruction,
            kl,
            penalty,
            adversarial,
            columns,
        } = parts;
        let adversarial_part = |part: fn(AdversarialLosses) -> f64| {
            adversarial.map(|adversarial| part(adversarial) as f32)
        };
        let is_plain = reconstruction.to_bits() == f64::from(loss).to_bits();
        Self {
            reconstruction: (!is_plain).then_some(reconstruction as f32),
            kl: kl.map(|kl| kl as f32),
            penalty: (penalty.to_bits() != 0).then_some(penalty as f32),
            discriminator: adversarial_part(|adversarial| adversarial.discriminator),
            generator: adversarial_part(|adversarial| adversarial.generator),
            real_accuracy: adversarial_part(|adversarial| adversarial.real_accuracy),
            fake_accuracy: adversarial_part(|adversarial| adversarial.fake_accuracy),
            features: adversarial
                .and_then(|adversarial| adversarial.features)
                .map(|features| features as f32),
            numeric: columns.map(|columns| columns.numeric as f32),
            yes_no: columns.map(|columns| columns.yes_no as f32),
            category: columns.map(|columns| columns.category as f32),
        }
    }

    pub fn parts(self, loss: f32) -> LossParts {
        let or_zero = |part: Option<f32>| f64::from(part.unwrap_or_default());
        let adversarial = [
            self.discriminator,
            self.generator,
            self.real_accuracy,
            self.fake_accuracy,
        ];
        let columns = [self.numeric, self.yes_no, self.category];
        LossParts {
            reconstruction: f64::from(self.reconstruction.unwrap_or(loss)),
            kl: self.kl.map(f64::from),
            penalty: or_zero(self.penalty),
            adversarial: adversarial
                .iter()
                .any(Option::is_some)
                .then(|| AdversarialLosses {
                    discriminator: or_zero(self.discriminator),
                    generator: or_zero(self.generator),
                    real_accuracy: or_zero(self.real_accuracy),
                    fake_accuracy: or_zero(self.fake_accuracy),
                    features: self.features.map(f64::from),
                }),
            columns: columns
                .iter()
                .any(Option::is_some)
                .then(|| ColumnParts::from(columns.map(or_zero))),
        }
    }
}

/// Compared by bits, as the file gives the same bits back.
fn is_plain(parts: &LossParts, loss: f64) -> bool {
    parts.reconstruction.to_bits() == loss.to_bits()
        && parts.kl.is_none()
        && parts.penalty.to_bits() == 0
        && parts.adversarial.is_none()
        && parts.columns.is_none()
}

/// An `Option<f32>` that may be NaN.
mod single {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::project::bundle::number;

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Single(#[serde(with = "number")] f32);

    pub fn serialize<S: Serializer>(value: &Option<f32>, to: S) -> Result<S::Ok, S::Error> {
        value.map(Single).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f32>, D::Error> {
        Ok(Option::<Single>::deserialize(from)?.map(|single| single.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::bundle::record::{EpochRow, Stand, StepRow, read_row};
    use crate::training::{EpochRecord, Measures, Position, StepRecord};

    fn step(parts: LossParts) -> StepRecord {
        StepRecord {
            step: 7,
            seconds: 0.5,
            loss: 0.1,
            parts,
        }
    }

    fn text(record: StepRecord) -> String {
        serde_json::to_string(&StepRow(record)).unwrap()
    }

    const ADVERSARIAL: AdversarialLosses = AdversarialLosses {
        discriminator: 0.5,
        generator: 0.75,
        real_accuracy: 1.0,
        fake_accuracy: 0.0,
        features: Some(0.25),
    };

    #[test]
    fn a_step_names_only_the_parts_it_has() {
        let plain = step(LossParts::plain(f64::from(0.1f32)));
        assert_eq!(text(plain), r#"{"step":7,"seconds":0.5,"loss":0.1}"#);
        let gaussian = step(LossParts {
            kl: Some(f64::from(0.3f32)),
            ..LossParts::plain(f64::NAN)
        });
        assert_eq!(
            text(gaussian),
            r#"{"step":7,"seconds":0.5,"loss":0.1,"reconstruction":"NaN","kl":0.3}"#
        );
        let all = LossParts {
            reconstruction: 2.0,
            kl: Some(f64::INFINITY),
            penalty: f64::from(0.7f32),
            adversarial: Some(ADVERSARIAL),
            columns: None,
        };
        let table = LossParts {
            columns: Some([0.5, 0.0, 1.5].into()),
            ..LossParts::plain(f64::from(0.1f32))
        };
        assert_eq!(
            text(step(table)),
            r#"{"step":7,"seconds":0.5,"loss":0.1,"numeric":0.5,"yes_no":0.0,"category":1.5}"#
        );
        for parts in [plain.parts, all, table] {
            let value = serde_json::from_str(&text(step(parts))).unwrap();
            assert_eq!(read_row::<StepRow>(&value).unwrap().0, step(parts));
        }
        assert!(text(step(all)).ends_with(
            r#""penalty":0.7,"discriminator":0.5,"generator":0.75,"real_accuracy":1.0,"fake_accuracy":0.0,"features":0.25}"#
        ));
    }

    #[test]
    fn an_epoch_without_parts_is_its_reconstruction_alone() {
        let record = EpochRecord {
            train_loss: 0.1,
            train_parts: LossParts::plain(0.1),
            validation: Measures {
                loss: 0.2,
                parts: LossParts {
                    adversarial: Some(ADVERSARIAL),
                    kl: Some(0.1 + 0.2),
                    columns: Some([0.1, 0.05, f64::INFINITY].into()),
                    ..LossParts::plain(0.2)
                },
                ..Measures::default()
            },
            ..EpochRecord::default()
        };
        let value = serde_json::to_value(EpochRow(record.clone())).unwrap();
        assert_eq!(value.get("train_parts"), None);
        assert_eq!(value["validation"]["parts"]["duel"]["generator"], 0.75);
        assert_eq!(value["validation"]["parts"]["columns"]["yes_no"], 0.05);
        assert_eq!(value["validation"]["parts"]["columns"]["category"], "inf");
        assert_eq!(read_row::<EpochRow>(&value).unwrap().0, record);
    }

    #[test]
    fn a_position_keeps_sums_of_parts_and_old_ones_are_plain() {
        let stand = |parts_sum| Stand {
            position: Position {
                loss_sum: 0.3,
                parts_sum,
                ..Position::default()
            },
            ..Stand::default()
        };
        for parts in [
            LossParts::default(),
            LossParts::plain(0.3),
            LossParts {
                kl: Some(f64::INFINITY),
                ..LossParts::plain(0.25)
            },
        ] {
            let text = serde_json::to_string(&stand(parts)).unwrap();
            let read: Stand = serde_json::from_str(&text).unwrap();
            assert_eq!(read.position.parts_sum, parts, "{text}");
        }
        let old = r#"{"position": {"loss_sum": 0.3, "images": 8}}"#;
        let read: Stand = serde_json::from_str(old).unwrap();
        assert_eq!(
            read.position,
            Position {
                images: 8,
                ..stand(LossParts::plain(0.3)).position
            }
        );
    }

    #[test]
    fn parts_of_the_wrong_type_are_a_sentence() {
        let row = serde_json::json!({"step": 1, "seconds": 0.0, "loss": 0.1, "kl": "many"});
        let problem = read_row::<StepRow>(&row).expect_err("refused");
        assert!(problem.contains("expected a number"), "{problem}");
    }
}
