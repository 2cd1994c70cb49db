//! Warnings of a loss that does not suit the output activation or the data: such a variant trains and learns nothing of
//! use.

use super::{App, SampleKind};
use crate::data::{ColumnKind, Prepared, SampleShape, Scaler, Scaling};
use crate::model::{Activation, Loss};
use crate::settings::words::capital;
use crate::training::VariantId;

/// What does not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// BCE of outputs outside [0, 1], by this activation.
    Output(Activation),
    /// BCE against pixels outside [0, 1].
    Data,
    /// Outputs that cannot become what the pixels are.
    Reach,
    /// BCE against numbers of a table outside [0, 1].
    Numbers,
    /// Outputs, by this activation, that cannot become what the numbers of a table are.
    NumbersReach(Activation),
    /// Samples to train on, so many, that are 0 throughout and have no shares.
    Blank(usize),
}

impl Misfit {
    /// Of this loss and output against pixels scaled so.
    pub fn of(loss: Loss, output: Activation, scaling: Scaling) -> Option<Self> {
        match (loss, output, scaling) {
            // Its softmax takes the place of the activation.
            (Loss::Kl, ..) => None,
            (Loss::Bce, _, Scaling::Standardised | Scaling::Centred | Scaling::Robust) => {
                Some(Self::Data)
            }
            (Loss::Bce, output, _) if output != Activation::Sigmoid => Some(Self::Output(output)),
            (
                _,
                Activation::Sigmoid,
                Scaling::Standardised | Scaling::Centred | Scaling::Robust,
            ) => Some(Self::Reach),
            _ => None,
        }
    }

    /// Of this loss and output against rows of a table, whose yes/no and category columns have a loss and an output of
    /// their own.
    pub fn of_rows(loss: Loss, output: Activation, scaler: &Scaler) -> Option<Self> {
        let is_numeric = |index: usize| match scaler.shape() {
            SampleShape::Image(_) | SampleShape::Text(_) => false,
            SampleShape::Row(columns) => columns.list()[index].kind == ColumnKind::Numeric,
            SampleShape::Sequence(_) => true,
        };
        let numbers = scaler.columns().iter().enumerate();
        let numbers = numbers.filter(|(index, _)| is_numeric(*index));
        let ranges: Vec<[f32; 2]> = numbers.map(|(_, scale)| scale.range).collect();
        if ranges.is_empty() {
            return None;
        }
        // Scaling to [0, 1] is exact but for the last bits.
        let within = |low: f32, high: f32| {
            ranges
                .iter()
                .all(|[least, greatest]| *least >= low - 1e-4 && *greatest <= high + 1e-4)
        };
        match (loss, output) {
            (Loss::Kl, _) => None,
            (Loss::Bce, _) if !within(0.0, 1.0) => Some(Self::Numbers),
            (Loss::Bce, output) if output != Activation::Sigmoid => Some(Self::Output(output)),
            (_, Activation::Sigmoid) if !within(0.0, 1.0) => Some(Self::NumbersReach(output)),
            (_, Activation::Tanh) if !within(-1.0, 1.0) => Some(Self::NumbersReach(output)),
            (_, Activation::Relu) if !within(0.0, f32::INFINITY) => {
                Some(Self::NumbersReach(output))
            }
            _ => None,
        }
    }

    /// Of KL against these samples.
    fn of_shares(loss: Loss, data: &Prepared) -> Option<Self> {
        (loss == Loss::Kl && data.blank() > 0).then(|| Self::Blank(data.blank()))
    }

    /// What it is and a way out, without a full stop.
    pub fn sentence(self) -> String {
        match self {
            Self::Output(output) => format!(
                "BCE needs outputs in [0, 1], and {} leaves it: choose sigmoid",
                output.name()
            ),
            Self::Data => {
                "BCE needs pixels in [0, 1], and standardised ones leave it: scale them to [0, 1] and choose sigmoid"
                    .into()
            }
            Self::Reach => {
                "A sigmoid output stays in [0, 1] and cannot reach standardised pixels: choose identity".into()
            }
            Self::Numbers => {
                "BCE needs numbers in [0, 1], and those of a column or channel leave it: scale them from least to greatest and choose sigmoid"
                    .into()
            }
            Self::Blank(1) => {
                "KL compares shares of a sum: 1 sample to train on is 0 throughout and is left out of the mean".into()
            }
            Self::Blank(count) => format!(
                "KL compares shares of a sum: {count} samples to train on are 0 throughout and are left out of the mean"
            ),
            Self::NumbersReach(output) => format!(
                "{} outputs stay {} and cannot reach all numbers of the data: choose identity",
                capital(output.name()),
                match output {
                    Activation::Sigmoid => "in [0, 1]",
                    Activation::Tanh => "in [-1, 1]",
                    _ => "at 0 or above",
                }
            ),
        }
    }
}

impl App {
    /// What of the variant's settings and of the data does not go together.
    pub fn misfit(&self, id: VariantId) -> Option<Misfit> {
        let settings = &self.document.variant(id)?.settings;
        let output = settings.architecture.output;
        let prepared = self.dataset.prepared();
        if let Some(blank) = prepared.and_then(|data| Misfit::of_shares(settings.loss, data)) {
            return Some(blank);
        }
        if let Some(data) = prepared
            && data.dataset.shape().image().is_none()
        {
            return Misfit::of_rows(settings.loss, output, &data.scaler);
        }
        if SampleKind::of_source(&self.document.data.source) != SampleKind::Image {
            return None;
        }
        Misfit::of(settings.loss, output, self.document.data.scaling)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Column, Columns, DataSettings, Dataset, Samples};

    /// Three rows of a number (0, 5 and 10) and a yes/no.
    fn scaler(scaling: Scaling, numeric: bool) -> Scaler {
        let column = |kind| Column::new("a", kind, false);
        let answer = ColumnKind::YesNo {
            names: ["no", "yes"].map(String::from),
        };
        let first = if numeric {
            ColumnKind::Numeric
        } else {
            answer.clone()
        };
        let columns = Columns::from(vec![column(first), column(answer)]);
        let values = match numeric {
            true => vec![0.0, 0.0, 5.0, 1.0, 10.0, 1.0],
            false => vec![0.0, 0.0, 1.0, 1.0, 1.0, 0.0],
        };
        let rows = Samples::rows(Arc::new(columns), values, None).expect("rows");
        Scaler::fit(scaling, &rows, &[0, 1, 2])
    }

    #[test]
    fn rows_mind_their_numeric_columns_alone() {
        let of = |loss, output, scaling| Misfit::of_rows(loss, output, &scaler(scaling, true));
        let (sigmoid, identity) = (Activation::Sigmoid, Activation::Identity);
        assert_eq!(of(Loss::Bce, sigmoid, Scaling::Unit), Some(Misfit::Numbers));
        assert_eq!(of(Loss::Bce, sigmoid, Scaling::MinMax), None);
        assert_eq!(
            of(Loss::Bce, identity, Scaling::MinMax),
            Some(Misfit::Output(identity))
        );
        assert_eq!(of(Loss::Mse, identity, Scaling::Standardised), None);
        let found = of(Loss::Mse, sigmoid, Scaling::Standardised).expect("out of reach");
        assert_eq!(
            found.sentence(),
            "Sigmoid outputs stay in [0, 1] and cannot reach all numbers of the data: choose identity"
        );
        let relu = Activation::Relu;
        assert_eq!(of(Loss::L1, relu, Scaling::Unit), None);
        let found = of(Loss::L1, relu, Scaling::Standardised);
        assert_eq!(found, Some(Misfit::NumbersReach(relu)));
        let answers = scaler(Scaling::Standardised, false);
        assert_eq!(Misfit::of_rows(Loss::Bce, identity, &answers), None);
    }

    #[test]
    fn bce_wants_sigmoid_outputs_and_unit_pixels() {
        let unit = Scaling::Unit;
        assert_eq!(Misfit::of(Loss::Bce, Activation::Sigmoid, unit), None);
        let found = Misfit::of(Loss::Bce, Activation::Relu, unit);
        assert_eq!(found, Some(Misfit::Output(Activation::Relu)));
        let standardised = Scaling::Standardised;
        let found = Misfit::of(Loss::Bce, Activation::Sigmoid, standardised);
        assert_eq!(found, Some(Misfit::Data));
    }

    #[test]
    fn other_losses_only_mind_outputs_that_cannot_reach_the_pixels() {
        let standardised = Scaling::Standardised;
        assert_eq!(Misfit::of(Loss::Mse, Activation::Relu, Scaling::Unit), None);
        let found = Misfit::of(Loss::L1, Activation::Sigmoid, standardised);
        assert_eq!(found, Some(Misfit::Reach));
        let found = Misfit::of(Loss::L1, Activation::Identity, standardised);
        assert_eq!(found, None);
    }

    #[test]
    fn samples_without_shares_are_counted_and_no_activation_matters() {
        let of = Misfit::of(Loss::Kl, Activation::Tanh, Scaling::Unit);
        assert_eq!(of, None);
        let column = Column::new("a", ColumnKind::Numeric, false);
        let columns = Arc::new(Columns::from(vec![column.clone(), column]));
        let values = vec![0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 1.0, 0.0];
        let rows = Samples::rows(columns, values, None).unwrap();
        let settings = DataSettings {
            validation: 0,
            ..DataSettings::default()
        };
        let data = Prepared::new(Dataset::new("made up", rows.clone(), rows), &settings).unwrap();
        assert_eq!(Misfit::of_shares(Loss::Bce, &data), None);
        let found = Misfit::of_shares(Loss::Kl, &data).expect("two are left out");
        assert_eq!(
            found.sentence(),
            "KL compares shares of a sum: 2 samples to train on are 0 throughout and are left out of the mean"
        );
    }
}
