//! Images kept as bytes, with their labels.

use std::sync::Arc;

use super::{DataError, ImageShape};

/// Any number of images of one shape; cheap to clone.
#[derive(Debug, Clone)]
pub struct Images {
    shape: ImageShape,
    pixels: Arc<[u8]>,
    labels: Option<Arc<[u8]>>,
}

impl Images {
    /// Wraps `pixels` (image after image) and one label an image.
    ///
    /// # Errors
    /// When the pixels are not a whole number of images or the labels are of another count.
    pub fn new(
        shape: ImageShape,
        pixels: impl Into<Arc<[u8]>>,
        labels: Option<Vec<u8>>,
    ) -> Result<Self, DataError> {
        let pixels = pixels.into();
        if shape.size() == 0 || !pixels.len().is_multiple_of(shape.size()) {
            return Err(DataError::Shape {
                pixels: pixels.len(),
                size: shape.size(),
            });
        }
        let count = pixels.len() / shape.size();
        if let Some(labels) = &labels
            && labels.len() != count
        {
            return Err(DataError::Labels {
                labels: labels.len(),
                images: count,
            });
        }
        Ok(Self {
            shape,
            pixels,
            labels: labels.map(Into::into),
        })
    }

    pub fn shape(&self) -> ImageShape {
        self.shape
    }

    /// How many images.
    pub fn len(&self) -> usize {
        self.pixels.len() / self.shape.size()
    }

    pub fn is_empty(&self) -> bool {
        self.pixels.is_empty()
    }

    /// The bytes of all images, one after another.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.pixels
    }

    /// The bytes of image `index`.
    pub fn image(&self, index: usize) -> &[u8] {
        let size = self.shape.size();
        &self.pixels[index * size..(index + 1) * size]
    }

    /// The label of image `index`, when there are labels.
    pub fn label(&self, index: usize) -> Option<u8> {
        self.labels.as_ref().map(|labels| labels[index])
    }

    pub fn labels(&self) -> Option<&[u8]> {
        self.labels.as_deref()
    }

    /// How many images carry each label, from label 0 to the largest; empty without labels.
    pub fn label_counts(&self) -> Vec<usize> {
        let labels = self.labels().unwrap_or_default();
        let largest = labels.iter().max();
        let mut counts = vec![0; largest.map_or(0, |&label| usize::from(label) + 1)];
        for &label in labels {
            counts[usize::from(label)] += 1;
        }
        counts
    }

    /// The images at `indices`, without labels.
    pub fn chosen(&self, indices: &[u32]) -> Self {
        let images = indices.iter().flat_map(|&index| self.image(index as usize));
        Self {
            shape: self.shape,
            pixels: images.copied().collect(),
            labels: None,
        }
    }

    /// All bytes, image after image.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: ImageShape = ImageShape {
        height: 1,
        width: 2,
        channels: 3,
    };

    #[test]
    fn images_and_labels_are_found_by_index() {
        let pixels: Vec<u8> = (0..12).collect();
        let images = Images::new(SHAPE, pixels, Some(vec![4, 1])).unwrap();
        assert_eq!(images.len(), 2);
        assert_eq!(images.image(1), [6, 7, 8, 9, 10, 11]);
        assert_eq!(images.label(0), Some(4));
        assert_eq!(images.label(1), Some(1));
    }

    #[test]
    fn counts_that_do_not_fit_are_refused() {
        let text = |pixels: usize, labels: Option<Vec<u8>>| {
            Images::new(SHAPE, vec![0; pixels], labels)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            text(7, None),
            "7 pixels are not a whole number of images of 6 pixels"
        );
        assert_eq!(text(12, Some(vec![1])), "1 labels do not match 2 images");
        let nothing = ImageShape { width: 0, ..SHAPE };
        assert!(Images::new(nothing, vec![], None).is_err());
    }

    #[test]
    fn labels_are_counted_up_to_the_largest() {
        let images = Images::new(SHAPE, vec![0; 24], Some(vec![3, 0, 3, 3])).unwrap();
        assert_eq!(images.label_counts(), [1, 0, 0, 3]);
        let without = Images::new(SHAPE, vec![0; 24], None).unwrap();
        assert!(without.label_counts().is_empty());
    }
}
