//! What the samples at hand allow.

use crate::app::App;
use crate::data::{ImageShape, SampleShape};

/// Before any data has been read.
const USUAL: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};

/// The shape of the samples at hand; that of MNIST while there are none.
pub fn sample_shape(app: &App) -> SampleShape {
    let data = app.dataset.prepared();
    data.map_or(USUAL.into(), |data| data.dataset.shape().clone())
}

/// What goes into a model and comes out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// Images, in and out.
    Image(ImageShape),
    /// Numbers of a row or a sequence. More go in than come out where masks of missing cells go in.
    Row { input: usize, output: usize },
}

impl Ends {
    /// The image, where there is one.
    pub fn image(self) -> Option<ImageShape> {
        match self {
            Self::Image(image) => Some(image),
            Self::Row { .. } => None,
        }
    }

    /// Numbers that go in.
    pub fn input(self) -> usize {
        match self {
            Self::Image(image) => image.size(),
            Self::Row { input, .. } => input,
        }
    }

    /// Numbers that come out.
    pub fn output(self) -> usize {
        match self {
            Self::Image(image) => image.size(),
            Self::Row { output, .. } => output,
        }
    }

    /// What a sample is called.
    pub fn sample(self) -> &'static str {
        match self {
            Self::Image(_) => "an image",
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
        match shape.image() {
            Some(image) => Self::Image(image),
            None => Self::Row {
                input: shape.input_width(),
                output: shape.target_width(),
            },
        }
    }
}

/// "28 x 28" or "32 x 32 x 3".
pub fn shape_name(image: ImageShape) -> String {
    let ImageShape {
        height,
        width,
        channels,
    } = image;
    match channels {
        1 => format!("{height} x {width}"),
        _ => format!("{height} x {width} x {channels}"),
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
        assert_eq!(Ends::from(USUAL).input(), 784);
    }

    #[test]
    fn colour_is_named_with_its_channels() {
        assert_eq!(shape_name(USUAL), "28 x 28");
        let colour = ImageShape {
            channels: 3,
            ..USUAL
        };
        assert_eq!(shape_name(colour), "28 x 28 x 3");
    }
}
