//! The default model for a dataset, so that training works at once.

use super::VariantSettings;
use crate::data::{Prepared, SampleShape, SequenceShape, TextShape};
use crate::model::{Activation, LADDER, Layer, Loss, Recurrent, SequenceLayers, StepConvolutions};

/// Fewer rows than these are seen more often, in smaller batches.
const FEW_ROWS: usize = 5_000;
/// Steps up to which a GRU is the first model.
const LONGEST_FOR_GRU: usize = 64;

impl VariantSettings {
    /// A first model for `data`: the usual one for images; for rows a small one of one hidden layer, whose output is
    /// linear, as standardised numbers need, or is sigmoid against BCE, as words of texts from 0 to 1 do; for ratings one
    /// hidden layer and weight decay; for sequences a GRU, or convolutions over time where they are long; for texts in order
    /// an embedding before these.
    pub fn fitting(data: &Prepared) -> Self {
        let mut settings = Self::default();
        let shape = data.dataset.shape();
        if let Some(text) = shape.text() {
            return of_texts(settings, data, text);
        }
        if let SampleShape::Sequence(sequence) = shape {
            return of_sequences(settings, data, *sequence);
        }
        if let SampleShape::Image(_) = shape {
            settings.training.batch = settings.training.batch.min(data.split.train.len());
            return settings;
        }
        if data.dataset.train.are_ratings() {
            return of_ratings(settings, data, shape.target_width());
        }
        let numbers = shape.target_width() as f64;
        let hidden = Layer {
            width: ladder_up_to(0.65 * numbers),
            ..Layer::default()
        };
        let architecture = &mut settings.architecture;
        architecture.encoder = vec![hidden];
        architecture.code.width = ladder_up_to(0.8 * numbers.sqrt());
        architecture.output = Activation::Identity;
        let few = data.split.train.len() < FEW_ROWS;
        settings.training.batch = if few { 32 } else { 128 };
        settings.training.batch = settings.training.batch.min(data.split.train.len());
        settings.training.epochs = if few { 100 } else { 20 };
        if data.settings.source.has_words() {
            settings.fit_to_words(data, numbers);
        }
        settings
    }

    /// Words are many, and most texts have few of them: a narrow layer holds what they have in common.
    fn fit_to_words(&mut self, data: &Prepared, words: f64) {
        if let Some(hidden) = self.architecture.encoder.first_mut() {
            hidden.width = ladder_up_to(words / 7.0);
        }
        self.training.batch = 64.min(data.split.train.len());
        self.training.epochs = 30;
        let mut scales = data.scaler.columns().iter();
        if scales.all(|scale| scale.range[0] >= 0.0 && scale.range[1] <= 1.0) {
            self.architecture.output = Activation::Sigmoid;
            self.loss = Loss::Bce;
        }
    }

    /// Whether a model and a loss like these can be trained on `data`.
    pub fn fits(&self, data: &Prepared) -> bool {
        let shape = data.dataset.shape();
        self.architecture.check_for(shape).is_ok()
            && self.loss.check(shape).is_ok()
            && self.loss.check_scaled(&data.scaler).is_ok()
            && self.check_features(shape).is_ok()
    }

    /// Becomes what is [fitting](Self::fitting) for `data`; the seed stays.
    pub fn fit_to(&mut self, data: &Prepared) {
        let seed = self.training.seed;
        *self = Self::fitting(data);
        self.training.seed = seed;
    }
}

/// A code of 16 from recurrent units; a GRU that sees nothing but its code forgets what comes late in a long sequence.
fn of_sequences(
    mut settings: VariantSettings,
    data: &Prepared,
    shape: SequenceShape,
) -> VariantSettings {
    let architecture = &mut settings.architecture;
    architecture.sequence = Some(match shape.steps <= LONGEST_FOR_GRU {
        true => SequenceLayers::default(),
        false => SequenceLayers::Conv1d(StepConvolutions::default()),
    });
    architecture.encoder = Vec::new();
    architecture.code.width = ladder_up_to(((shape.steps * shape.features) as f64).min(16.0));
    architecture.output = Activation::Identity;
    let count = data.split.train.len();
    let few = count < FEW_ROWS;
    settings.training.batch = if few { 16 } else { 64 }.min(count);
    settings.training.epochs = if few { 100 } else { 20 };
    settings
}

/// An embedding of tokens, and recurrent units wide enough to tell many of them apart.
fn of_texts(mut settings: VariantSettings, data: &Prepared, text: &TextShape) -> VariantSettings {
    let architecture = &mut settings.architecture;
    architecture.sequence = Some(match text.steps <= LONGEST_FOR_GRU {
        true => SequenceLayers::Gru(Recurrent {
            hidden: 128,
            ..Recurrent::default()
        }),
        false => SequenceLayers::Conv1d(StepConvolutions::default()),
    });
    architecture.embedding = Some(64);
    architecture.encoder = Vec::new();
    architecture.code.width = 64;
    architecture.output = Activation::Identity;
    settings.loss = Loss::CrossEntropy;
    settings.training.batch = 32.min(data.split.train.len());
    settings.training.epochs = 20;
    settings
}

/// One hidden layer and weight decay: AutoRec, which is the usual model of ratings.
fn of_ratings(mut settings: VariantSettings, data: &Prepared, numbers: usize) -> VariantSettings {
    let code = &mut settings.architecture.code;
    (code.width, code.activation) = (ladder_up_to(numbers.min(64) as f64), Activation::Sigmoid);
    settings.architecture.encoder = Vec::new();
    settings.architecture.output = Activation::Identity;
    let training = &mut settings.training;
    training.batch = data.split.train.len().clamp(1, 32);
    training.weight_decay = 1e-3;
    training.epochs = match data.split.train.len() < FEW_ROWS {
        true => 100,
        false => 20,
    };
    settings
}

/// The widest layer there is of at most `wanted` numbers, or the narrowest.
fn ladder_up_to(wanted: f64) -> usize {
    let narrow = LADDER
        .into_iter()
        .rev()
        .find(|&width| width as f64 <= wanted);
    narrow.unwrap_or(LADDER[0])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Column, ColumnKind, DataSettings, Dataset, Samples, Source, TextFile};

    fn rows(columns: usize, rows: usize) -> Prepared {
        let column =
            |index: usize| Column::new(format!("column {index}"), ColumnKind::Numeric, false);
        let list: Vec<Column> = (0..columns).map(column).collect();
        let values: Vec<f32> = (0..columns * rows).map(|i| (i % 7) as f32).collect();
        let samples = Samples::rows(Arc::new(list.into()), values, None).unwrap();
        let dataset = Dataset::new("made up", samples.clone(), samples);
        let settings = DataSettings {
            validation: 0,
            ..DataSettings::default()
        };
        Prepared::new(dataset, &settings).unwrap()
    }

    #[test]
    fn widths_follow_the_columns() {
        let widths = |columns| {
            let settings = VariantSettings::fitting(&rows(columns, 10));
            assert_eq!(settings.check(), Ok(()));
            let architecture = settings.architecture;
            [architecture.encoder[0].width, architecture.code.width]
        };
        assert_eq!(widths(30), [16, 4]);
        assert_eq!(widths(106), [64, 8]);
        assert_eq!(widths(9), [5, 2]);
        assert_eq!(widths(1), [1, 1]);
        assert_eq!(widths(2_000), [1024, 32]);
    }

    #[test]
    fn words_get_probabilities_and_bce() {
        let of = |values: [f32; 4]| {
            let columns = ["a", "b"].map(|word| Column::new(word, ColumnKind::Numeric, false));
            let columns = Arc::new(columns.to_vec().into());
            let samples = Samples::rows(columns, values.to_vec(), None).unwrap();
            let settings = DataSettings {
                source: Source::Text(TextFile::default()),
                validation: 0,
                ..DataSettings::default()
            };
            let dataset = Dataset::new("made up", samples.clone(), samples);
            VariantSettings::fitting(&Prepared::new(dataset, &settings).unwrap())
        };
        let presence = of([0.0, 1.0, 1.0, 0.0]);
        assert_eq!(presence.check(), Ok(()));
        let output = presence.architecture.output;
        assert_eq!((output, presence.loss), (Activation::Sigmoid, Loss::Bce));
        assert_eq!((presence.training.batch, presence.training.epochs), (2, 30));
        let counts = of([0.0, 3.0, 1.0, 0.0]);
        let output = counts.architecture.output;
        assert_eq!((output, counts.loss), (Activation::Identity, Loss::Mse));
    }

    #[test]
    fn long_sequences_get_convolutions_and_short_ones_a_gru() {
        let of = |steps: usize| {
            let shape = SequenceShape { steps, features: 2 };
            let values = vec![0.5; 40 * 2 * steps];
            let names = vec!["a".to_owned(), "b".to_owned()];
            let samples = Samples::sequences(shape, names, values, None).unwrap();
            let settings = DataSettings {
                validation: 0,
                ..DataSettings::default()
            };
            let dataset = Dataset::new("made up", samples.clone(), samples);
            let data = Prepared::new(dataset, &settings).unwrap();
            let settings = VariantSettings::fitting(&data);
            assert!(settings.fits(&data) && settings.check() == Ok(()));
            let name = settings.architecture.sequence.map(|layers| layers.name());
            (
                name,
                settings.architecture.code.width,
                settings.training.batch,
            )
        };
        assert_eq!(of(29), (Some("GRU"), 16, 16));
        assert_eq!(of(251), (Some("Conv1d"), 16, 16));
        assert_eq!(of(1), (Some("GRU"), 2, 16));
    }

    #[test]
    fn small_tables_get_batches_that_they_can_fill() {
        let settings = VariantSettings::fitting(&rows(3, 10));
        assert_eq!(
            (settings.training.batch, settings.training.epochs),
            (10, 100)
        );
        let settings = VariantSettings::fitting(&rows(3, 6_000));
        assert_eq!(
            (settings.training.batch, settings.training.epochs),
            (128, 20)
        );
        assert_eq!(settings.architecture.output, Activation::Identity);
    }
}
