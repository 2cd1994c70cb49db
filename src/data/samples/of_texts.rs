//! Texts in order: the number of a token a step.

use std::sync::Arc;

use super::{Samples, Values};
use crate::data::{DataError, SampleShape, TextShape};

impl Samples {
    /// Texts of the longest one's length: the number of a token of the vocabulary for each of `shape.steps` steps, NaN past
    /// a text's end; and one label a text.
    ///
    /// # Errors
    /// When the values are not whole texts or the labels are of another count.
    pub fn texts(
        shape: TextShape,
        values: impl Into<Vec<f32>>,
        labels: Option<Vec<u32>>,
    ) -> Result<Self, DataError> {
        let values = values.into();
        let steps = shape.steps;
        if steps == 0 || !values.len().is_multiple_of(steps) {
            return Err(DataError::Texts {
                values: values.len(),
                steps,
            });
        }
        Self {
            count: values.len() / steps,
            shape: SampleShape::Text(shape),
            has_gaps: values.iter().any(|value| value.is_nan()),
            values: Values::Numbers(Arc::new(values)),
            labels: None,
            names: None,
            whole: None,
            series: None,
        }
        .labelled(labels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{TokenUnit, Vocabulary};

    #[test]
    fn texts_have_lengths_of_their_own() {
        let shape = TextShape {
            steps: 3,
            unit: TokenUnit::Characters,
            vocabulary: Vocabulary::of(["a".to_owned()]),
        };
        let gap = f32::NAN;
        let values = vec![2.0, 0.0, 1.0, 1.0, gap, gap];
        let texts = Samples::texts(shape.clone(), values, Some(vec![4, 5])).unwrap();
        assert_eq!((texts.len(), texts.lengths()), (2, Some([1, 3])));
        assert_eq!((texts.length(1), texts.label(1)), (1, Some(5)));
        assert!(texts.has_gaps() && texts.channels().is_empty());
        assert_eq!(texts.chosen(&[1, 0]).length(1), 3);
        let refused = Samples::texts(shape, vec![0.0; 4], None).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "4 values are not a whole number of texts of 3 tokens"
        );
    }
}
