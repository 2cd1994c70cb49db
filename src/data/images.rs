//! Images kept as bytes, with their labels.

use std::sync::Arc;

use super::DataError;

/// Height, width and channels of one image, stored row by row with the channels innermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ImageShape {
    pub height: usize,
    pub width: usize,
    pub channels: usize,
}

impl ImageShape {
    /// Numbers in one image: height x width x channels.
    pub fn size(self) -> usize {
        self.height * self.width * self.channels
    }
}

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

    /// All bytes, image after image.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}
