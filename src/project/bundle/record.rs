//! The history of a run in the file: the training module's types, with numbers that may be NaN.
//!
//! The parts of a loss are written only where it has more than its reconstruction. Every original is taken apart and
//! put together field by field, so a field added there is an error here.

mod parts;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::number;
use crate::training::{Divergence, EpochRecord, Measures, Position, RunState, StepRecord};
use parts::{PartsEntry, StepParts};

/// What a trained variant's entry says apart from its settings, weights and history.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stand {
    pub state: RunState,
    /// Ended by early stopping.
    pub stopped_early: bool,
    #[serde(with = "position")]
    pub position: Position,
}

/// The best epoch, without its weights.
#[derive(Debug, Serialize, Deserialize)]
pub struct BestEntry {
    pub epoch: u32,
    #[serde(with = "number")]
    pub loss: f64,
}

/// One row of the history by steps.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "StepEntry", into = "StepEntry")]
pub struct StepRow(pub StepRecord);

/// One row of the history by epochs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "EpochEntry", into = "EpochEntry")]
pub struct EpochRow(pub EpochRecord);

/// The last divergence.
#[derive(Debug, Serialize, Deserialize)]
pub struct DivergenceEntry {
    step: u64,
    #[serde(with = "number")]
    seconds: f64,
    way: Vec<StepRow>,
}

impl From<Divergence> for DivergenceEntry {
    fn from(divergence: Divergence) -> Self {
        let Divergence { step, seconds, way } = divergence;
        let way = way.into_iter().map(StepRow).collect();
        Self { step, seconds, way }
    }
}

impl From<DivergenceEntry> for Divergence {
    fn from(entry: DivergenceEntry) -> Self {
        Self {
            step: entry.step,
            seconds: entry.seconds,
            way: entry.way.into_iter().map(|row| row.0).collect(),
        }
    }
}

/// Reads one row; the error says what is wrong with it.
pub fn read_row<T: for<'de> Deserialize<'de>>(row: &Value) -> Result<T, String> {
    T::deserialize(row).map_err(|error| error.to_string())
}

mod position {
    use super::{Deserialize, Deserializer, Position, PositionEntry, Serialize, Serializer};

    pub fn serialize<S: Serializer>(position: &Position, to: S) -> Result<S::Ok, S::Error> {
        PositionEntry::from(*position).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Position, D::Error> {
        Ok(PositionEntry::deserialize(from)?.into())
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct PositionEntry {
    epoch: u32,
    batch: u32,
    step: u64,
    #[serde(with = "number")]
    seconds: f64,
    #[serde(with = "number")]
    loss_sum: f64,
    parts_sum: Option<PartsEntry>,
    images: u64,
}

impl From<Position> for PositionEntry {
    fn from(position: Position) -> Self {
        let Position {
            epoch,
            batch,
            step,
            seconds,
            loss_sum,
            parts_sum,
            images,
        } = position;
        Self {
            epoch,
            batch,
            step,
            seconds,
            loss_sum,
            parts_sum: PartsEntry::unless_plain(parts_sum, loss_sum),
            images,
        }
    }
}

impl From<PositionEntry> for Position {
    fn from(entry: PositionEntry) -> Self {
        Self {
            epoch: entry.epoch,
            batch: entry.batch,
            step: entry.step,
            seconds: entry.seconds,
            loss_sum: entry.loss_sum,
            parts_sum: PartsEntry::or_plain(entry.parts_sum, entry.loss_sum),
            images: entry.images,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct StepEntry {
    step: u64,
    #[serde(with = "number")]
    seconds: f64,
    #[serde(with = "number")]
    loss: f32,
    /// Keys of the same object, so that a step stays one line.
    #[serde(flatten)]
    parts: StepParts,
}

impl From<StepRow> for StepEntry {
    fn from(row: StepRow) -> Self {
        let StepRecord {
            step,
            seconds,
            loss,
            parts,
        } = row.0;
        Self {
            step,
            seconds,
            loss,
            parts: StepParts::new(parts, loss),
        }
    }
}

impl From<StepEntry> for StepRow {
    fn from(entry: StepEntry) -> Self {
        Self(StepRecord {
            step: entry.step,
            seconds: entry.seconds,
            loss: entry.loss,
            parts: entry.parts.parts(entry.loss),
        })
    }
}

#[derive(Serialize, Deserialize)]
struct EpochEntry {
    epoch: u32,
    step: u64,
    #[serde(with = "number")]
    seconds: f64,
    #[serde(with = "number")]
    train_loss: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    train_parts: Option<PartsEntry>,
    validation: MeasuresEntry,
    #[serde(with = "number")]
    learning_rate: f64,
    #[serde(with = "number")]
    samples_per_second: f64,
}

impl From<EpochRow> for EpochEntry {
    fn from(row: EpochRow) -> Self {
        let EpochRecord {
            epoch,
            step,
            seconds,
            train_loss,
            train_parts,
            validation,
            learning_rate,
            samples_per_second,
        } = row.0;
        Self {
            epoch,
            step,
            seconds,
            train_loss,
            train_parts: PartsEntry::unless_plain(train_parts, train_loss),
            validation: validation.into(),
            learning_rate,
            samples_per_second,
        }
    }
}

impl From<EpochEntry> for EpochRow {
    fn from(entry: EpochEntry) -> Self {
        Self(EpochRecord {
            epoch: entry.epoch,
            step: entry.step,
            seconds: entry.seconds,
            train_loss: entry.train_loss,
            train_parts: PartsEntry::or_plain(entry.train_parts, entry.train_loss),
            validation: entry.validation.into(),
            learning_rate: entry.learning_rate,
            samples_per_second: entry.samples_per_second,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct MeasuresEntry {
    #[serde(with = "number")]
    loss: f64,
    #[serde(with = "number")]
    mse: f64,
    #[serde(with = "number::option", default)]
    bce: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parts: Option<PartsEntry>,
}

impl From<Measures> for MeasuresEntry {
    fn from(measures: Measures) -> Self {
        let Measures {
            loss,
            mse,
            bce,
            parts,
        } = measures;
        Self {
            loss,
            mse,
            bce,
            parts: PartsEntry::unless_plain(parts, loss),
        }
    }
}

impl From<MeasuresEntry> for Measures {
    fn from(entry: MeasuresEntry) -> Self {
        Self {
            loss: entry.loss,
            mse: entry.mse,
            bce: entry.bce,
            parts: PartsEntry::or_plain(entry.parts, entry.loss),
        }
    }
}
