//! What goes into a model and comes out of it, as far as the width of its outermost layers depends on it.

use crate::data::{ImageShape, SampleShape, SequenceShape};

/// What goes into a model and comes out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// Images, in and out.
    Image(ImageShape),
    /// Sequences, in and out.
    Sequence(SequenceShape),
    /// Numbers of a row. More go in than come out where masks of missing cells go in.
    Row { input: usize, output: usize },
}

impl Ends {
    /// The image, where there is one.
    pub fn image(self) -> Option<ImageShape> {
        match self {
            Self::Image(image) => Some(image),
            Self::Sequence(_) | Self::Row { .. } => None,
        }
    }

    /// Numbers that go in.
    pub fn input(self) -> usize {
        match self {
            Self::Image(image) => image.size(),
            Self::Sequence(shape) => shape.steps * shape.features,
            Self::Row { input, .. } => input,
        }
    }

    /// Numbers that come out.
    pub fn output(self) -> usize {
        match self {
            Self::Image(image) => image.size(),
            Self::Sequence(shape) => shape.steps * shape.features,
            Self::Row { output, .. } => output,
        }
    }

    /// What a sample is called.
    pub fn sample(self) -> &'static str {
        match self {
            Self::Image(_) => "an image",
            Self::Sequence(_) => "a sequence",
            Self::Row { .. } => "a row",
        }
    }
}

impl From<ImageShape> for Ends {
    fn from(image: ImageShape) -> Self {
        Self::Image(image)
    }
}

impl From<&SampleShape> for Ends {
    fn from(shape: &SampleShape) -> Self {
        match shape {
            SampleShape::Image(image) => Self::Image(*image),
            SampleShape::Sequence(sequence) => Self::Sequence(*sequence),
            SampleShape::Text(text) => Self::Sequence(SequenceShape {
                steps: text.steps,
                features: text.vocabulary.len(),
            }),
            SampleShape::Row(_) => Self::Row {
                input: shape.input_width(),
                output: shape.target_width(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind, Columns};

    #[test]
    fn more_numbers_go_into_a_row_with_masks_than_come_out() {
        let column = |has_missing| Column::new("a", ColumnKind::Numeric, has_missing);
        let columns = Columns::from(vec![column(true), column(false)]);
        let ends = Ends::from(&SampleShape::from(columns));
        assert_eq!((ends.input(), ends.output()), (3, 2));
        assert_eq!(ends.image(), None);
        let digit = ImageShape {
            height: 28,
            width: 28,
            channels: 1,
        };
        assert_eq!(Ends::from(digit).input(), 784);
    }
}
