//! What the images at hand allow.

use crate::app::App;
use crate::data::ImageShape;

/// Before any data has been read.
const USUAL: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};

/// The shape of the images at hand; that of MNIST while there are none.
pub fn image_shape(app: &App) -> ImageShape {
    let data = app.dataset.prepared();
    data.map_or(USUAL, |data| data.dataset.shape())
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

/// How often both sides can be halved without a rest.
pub fn halvings(image: ImageShape) -> usize {
    let times = image
        .height
        .trailing_zeros()
        .min(image.width.trailing_zeros());
    times as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_are_halved_while_both_are_even() {
        let of = |height, width| {
            halvings(ImageShape {
                height,
                width,
                channels: 1,
            })
        };
        assert_eq!(of(28, 28), 2);
        assert_eq!(of(64, 64), 6);
        assert_eq!(of(28, 27), 0);
        assert_eq!(of(64, 12), 2);
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
