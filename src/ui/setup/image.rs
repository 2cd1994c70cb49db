//! The shape of the samples at hand, as panels need it.

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

/// "28 x 28" or "32 x 32 x 3".
pub fn shape_name(image: ImageShape) -> String {
    let ImageShape {
        height,
        width,
        channels,
    } = image;
    match channels {
        1 => format!("{height} × {width}"),
        _ => format!("{height} × {width} × {channels}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_named_with_its_channels() {
        assert_eq!(shape_name(USUAL), "28 × 28");
        let colour = ImageShape {
            channels: 3,
            ..USUAL
        };
        assert_eq!(shape_name(colour), "28 × 28 × 3");
    }
}
