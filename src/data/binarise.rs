//! Binary pictures drawn of grey ones: each pixel is white with its own brightness as probability (Salakhutdinov and
//! Murray 2008), which makes the cross-entropy a likelihood.

use rand::Rng;
use rayon::prelude::*;

use super::random::Purpose;
use super::{DataError, DataSettings, Draw, SampleShape, Samples, Scaling};

/// Draws of a stream at a time.
const DRAWS: usize = 256;

impl Draw {
    /// Makes `pixels` from 0 to 1 of the image at `index` black or white.
    fn binarise(self, index: u32, pixels: &mut [f32]) {
        let mut random = self.stream_of(Purpose::Binarisation, index);
        let mut draws = [0u32; DRAWS];
        for pixels in pixels.chunks_mut(DRAWS) {
            let draws = &mut draws[..pixels.len()];
            random.fill(draws);
            for (pixel, &draw) in pixels.iter_mut().zip(&*draws) {
                *pixel = f32::from(f64::from(draw) < f64::from(*pixel) * (1u64 << 32) as f64);
            }
        }
    }
}

/// Makes images of `size` pixels from 0 to 1, image after image, black and white; `indices` are their places in their
/// set.
pub fn binarise(images: &mut [f32], size: usize, indices: &[u32], draw: Draw) {
    let images = images.par_chunks_mut(size.max(1)).zip(indices);
    images.for_each(|(image, &index)| draw.binarise(index, image));
}

impl Samples {
    /// Images drawn once, the same whenever they are; other samples stay.
    ///
    /// # Errors
    /// When labels are of another count, which they are not.
    pub fn binarised(&self) -> Result<Self, DataError> {
        let (Some(bytes), SampleShape::Image(shape)) = (self.bytes(), self.shape()) else {
            return Ok(self.clone());
        };
        let mut drawn = vec![0u8; bytes.len()];
        let images = drawn
            .par_chunks_mut(shape.size())
            .zip(bytes.par_chunks(shape.size()));
        images.enumerate().for_each(|(index, (drawn, image))| {
            let mut pixels: Vec<f32> = image.iter().map(|&byte| f32::from(byte) / 255.0).collect();
            Draw::Fixed.binarise(index as u32, &mut pixels);
            for (byte, &pixel) in drawn.iter_mut().zip(&pixels) {
                *byte = (255.0 * pixel) as u8;
            }
        });
        let labels = self.labels().map(<[u32]>::to_vec);
        Self::images(*shape, drawn, None)?.labelled(labels)
    }
}

impl DataSettings {
    /// Why samples of this shape cannot be binarised as they are scaled, where somebody wants that: one clause with a
    /// capital.
    pub(super) fn not_binary(&self, shape: &SampleShape) -> Option<String> {
        match (shape, self.scaling) {
            _ if !self.binarise => None,
            (SampleShape::Image(_), Scaling::Unit) => None,
            (SampleShape::Image(_), _) => Some(
                "Pictures are binarised from 0 to 1, choose the scaling unit or leave them as they are".into(),
            ),
            (shape, _) => Some(format!("Pictures alone can be binarised, not {}s", shape.noun())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind, Dataset, ImageShape, Prepared};

    const SHAPE: ImageShape = ImageShape {
        height: 20,
        width: 20,
        channels: 1,
    };

    /// Ten images, the first black, the second white, the others of the grey of 51 / 255 = 0.2.
    fn images() -> Samples {
        let grey = |i: usize| [0, 255, 51][(i / SHAPE.size()).min(2)];
        let pixels: Vec<u8> = (0..10 * SHAPE.size()).map(grey).collect();
        let labels = (0..10).map(|i| i % 3).collect();
        Samples::images(SHAPE, pixels, Some(labels)).unwrap()
    }

    #[test]
    fn a_pixel_is_white_as_often_as_it_is_bright() {
        let drawn = images().binarised().unwrap();
        assert_eq!(drawn.labels(), images().labels());
        assert!(drawn.image(0).iter().all(|&byte| byte == 0));
        assert!(drawn.image(1).iter().all(|&byte| byte == 255));
        let grey = (2..10).flat_map(|index| drawn.image(index));
        let white = grey.filter(|&&byte| byte == 255).count();
        // Of 3,200 draws 640 with a standard deviation of 23.
        assert!((560..720).contains(&white), "{white}");
        assert_ne!(drawn.image(2), drawn.image(3));
        // Black and white stay as they are.
        assert_eq!(drawn.binarised().unwrap().bytes(), drawn.bytes());
    }

    #[test]
    fn draws_are_those_of_the_image_and_the_epoch() {
        let of = |indices: &[u32], draw| {
            let mut pixels = vec![0.5; indices.len() * SHAPE.size()];
            binarise(&mut pixels, SHAPE.size(), indices, draw);
            assert!(pixels.iter().all(|pixel| [0.0, 1.0].contains(pixel)));
            pixels
        };
        let epoch = |epoch| Draw::Epoch { seed: 1, epoch };
        let both = of(&[4, 7], epoch(3));
        assert_eq!(of(&[7], epoch(3)), both[SHAPE.size()..]);
        assert_ne!(of(&[7], epoch(4)), both[SHAPE.size()..]);
        assert_eq!(of(&[7], Draw::Fixed), of(&[7], Draw::Fixed));
    }

    fn prepared(dataset: Dataset, scaling: Scaling) -> Result<Prepared, String> {
        let settings = DataSettings {
            binarise: true,
            validation: 2,
            scaling,
            ..DataSettings::default()
        };
        Prepared::new(dataset, &settings)
    }

    #[test]
    fn the_test_part_is_drawn_once_and_what_is_no_picture_from_0_to_1_is_refused() {
        let dataset = Dataset::new("grey", images(), images());
        let data = prepared(dataset.clone(), Scaling::Unit).unwrap();
        let drawn = images().binarised().unwrap();
        assert_eq!(data.dataset.test.bytes(), drawn.bytes());
        assert_eq!(data.dataset.train.bytes(), images().bytes());
        assert_eq!(
            prepared(dataset, Scaling::Standardised).unwrap_err(),
            "Pictures are binarised from 0 to 1, choose the scaling unit or leave them as they are: data.binarise"
        );
        let column = Column::new("a", ColumnKind::Numeric, false);
        let columns = std::sync::Arc::new(vec![column].into());
        let rows = Samples::rows(columns, vec![1.0; 5], None).unwrap();
        let dataset = Dataset::new("rows", rows.clone(), rows);
        assert_eq!(
            prepared(dataset, Scaling::Unit).unwrap_err(),
            "Pictures alone can be binarised, not rows: data.binarise"
        );
    }
}
