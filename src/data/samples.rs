//! Samples of one shape with their labels, in the values they were read in.

mod of_cells;
mod of_sequences;
mod of_texts;
mod removed;

use std::borrow::Cow;
use std::sync::Arc;

use super::cells::Cells;
use super::{Columns, DataError, ImageShape, SampleShape};
use of_sequences::Series;

pub(in crate::data) use of_sequences::Places;

/// Any number of samples of one shape; cheap to clone.
#[derive(Debug, Clone)]
pub struct Samples {
    shape: SampleShape,
    values: Values,
    count: usize,
    has_gaps: bool,
    labels: Option<Arc<[u32]>>,
    names: Option<Arc<[String]>>,
    /// What they were before cells were removed.
    whole: Option<WholeRows>,
    /// Of sequences.
    series: Option<Series>,
}

/// Rows before cells were removed from them.
#[derive(Debug, Clone)]
struct WholeRows {
    columns: Arc<Columns>,
    values: Arc<Vec<f32>>,
}

/// The values of all samples, one sample after another.
#[derive(Debug, Clone)]
enum Values {
    /// Pixels from black, 0, to white, 255.
    Bytes(Arc<[u8]>),
    /// Numbers in units of their own; a missing one is NaN, and so are those past a sequence's end. A category or a token
    /// is its index, a yes/no is 0 or 1.
    /// Kept as they came: they can be most of the memory.
    Numbers(Arc<Vec<f32>>),
    /// The values of rows that are there, of which parts are held out value by value.
    Cells {
        /// What a model sees.
        seen: Arc<Cells>,
        /// What it should make of that, where that is not what it sees.
        wanted: Option<Arc<Cells>>,
        /// What it could see, values held out for validation included.
        whole: Arc<Cells>,
    },
}

impl Samples {
    /// Images of `pixels` (image after image) and one label an image.
    ///
    /// # Errors
    /// When the pixels are not a whole number of images or the labels are of another count.
    pub fn images(
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
        let labels = labels.map(|labels| labels.into_iter().map(u32::from).collect());
        Self {
            count: pixels.len() / shape.size(),
            shape: shape.into(),
            values: Values::Bytes(pixels),
            has_gaps: false,
            labels: None,
            names: None,
            whole: None,
            series: None,
        }
        .labelled(labels)
    }

    /// Rows of a table: `columns.len()` values each, row after row, NaN where one is missing; and one label a row.
    ///
    /// # Errors
    /// When the values are not whole rows or the labels are of another count.
    pub fn rows(
        columns: Arc<Columns>,
        values: impl Into<Vec<f32>>,
        labels: Option<Vec<u32>>,
    ) -> Result<Self, DataError> {
        let values = values.into();
        let width = columns.len();
        if width == 0 || !values.len().is_multiple_of(width) {
            return Err(DataError::Rows {
                values: values.len(),
                columns: width,
            });
        }
        Self {
            count: values.len() / width,
            shape: SampleShape::Row(columns),
            has_gaps: values.iter().any(|value| value.is_nan()),
            values: Values::Numbers(Arc::new(values)),
            labels: None,
            names: None,
            whole: None,
            series: None,
        }
        .labelled(labels)
    }

    /// The same samples with one label each.
    ///
    /// # Errors
    /// When the labels are of another count.
    pub fn labelled(self, labels: Option<Vec<u32>>) -> Result<Self, DataError> {
        match labels {
            Some(labels) if labels.len() != self.count => Err(DataError::Labels {
                labels: labels.len(),
                samples: self.count,
            }),
            labels => Ok(Self {
                labels: labels.map(Into::into),
                ..self
            }),
        }
    }

    /// The same samples, called so.
    pub(super) fn named(self, names: Vec<String>) -> Self {
        Self {
            names: Some(names.into()),
            ..self
        }
    }

    pub fn shape(&self) -> &SampleShape {
        &self.shape
    }

    /// How many samples.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether a value of any sample is missing.
    pub fn has_gaps(&self) -> bool {
        self.has_gaps
    }

    /// What sample `index` is called, where samples have names.
    pub fn name(&self, index: usize) -> Option<&str> {
        Some(self.names.as_ref()?.get(index)?)
    }

    /// The bytes of all images, one after another; none where samples are not kept as bytes.
    pub fn bytes(&self) -> Option<&Arc<[u8]>> {
        match &self.values {
            Values::Bytes(bytes) => Some(bytes),
            Values::Numbers(_) | Values::Cells { .. } => None,
        }
    }

    /// The bytes of image `index`; empty where samples are no images.
    pub fn image(&self, index: usize) -> &[u8] {
        match &self.values {
            Values::Bytes(bytes) => sample(bytes, index, self.shape.values()),
            Values::Numbers(_) | Values::Cells { .. } => &[],
        }
    }

    /// The values of row or sequence `index` that a model sees, NaN where one is missing; empty where samples are images.
    pub fn row(&self, index: usize) -> Cow<'_, [f32]> {
        match &self.values {
            Values::Numbers(numbers) => sample(numbers, index, self.shape.values()).into(),
            Values::Bytes(_) => Cow::default(),
            Values::Cells { seen, .. } => self.dense(seen, index),
        }
    }

    /// In place of the label of a sample that has none among others that have.
    pub const NO_LABEL: u32 = u32::MAX;

    /// The label of sample `index`, when there is such a sample and it has one.
    pub fn label(&self, index: usize) -> Option<u32> {
        let label = self.labels.as_ref()?.get(index).copied();
        label.filter(|&label| label != Self::NO_LABEL)
    }

    /// The label of every sample, [`Self::NO_LABEL`] where one has none.
    pub fn labels(&self) -> Option<&[u32]> {
        self.labels.as_deref()
    }

    /// How many samples carry each label, from label 0 to the largest; empty without labels.
    pub fn label_counts(&self) -> Vec<usize> {
        let labels = self.labels().unwrap_or_default().iter();
        let labels = labels.filter(|&&label| label != Self::NO_LABEL);
        let largest = labels.clone().max();
        let mut counts = vec![0; largest.map_or(0, |&label| label as usize + 1)];
        for &label in labels {
            counts[label as usize] += 1;
        }
        counts
    }

    /// The samples at `indices`, in this order, with their labels.
    pub fn chosen(&self, indices: &[u32]) -> Self {
        let width = self.shape.values();
        let values = match &self.values {
            Values::Bytes(all) => Values::Bytes(pick(all, indices, width).into()),
            Values::Numbers(all) => Values::Numbers(Arc::new(pick(all, indices, width))),
            Values::Cells {
                seen,
                wanted,
                whole,
            } => Values::Cells {
                seen: Arc::new(seen.chosen(indices)),
                wanted: wanted.as_ref().map(|all| Arc::new(all.chosen(indices))),
                whole: Arc::new(whole.chosen(indices)),
            },
        };
        let labels = self.labels().map(|labels| pick(labels, indices, 1).into());
        let names = self.names.as_ref();
        let name = |all: &Arc<[String]>| {
            let names = indices.iter().map(|&index| all[index as usize].clone());
            names.collect()
        };
        Self {
            shape: self.shape.clone(),
            values,
            count: indices.len(),
            has_gaps: self.has_gaps,
            labels,
            names: names.map(name),
            whole: self.whole.as_ref().map(|whole| WholeRows {
                columns: whole.columns.clone(),
                values: Arc::new(pick(&whole.values, indices, width)),
            }),
            series: self.series.as_ref().map(|series| series.chosen(indices)),
        }
    }
}

fn sample<T>(all: &[T], index: usize, width: usize) -> &[T] {
    &all[index * width..(index + 1) * width]
}

fn pick<T: Copy>(all: &[T], indices: &[u32], width: usize) -> Vec<T> {
    let mut picked = Vec::with_capacity(indices.len() * width);
    for &index in indices {
        picked.extend_from_slice(sample(all, index as usize, width));
    }
    picked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind};

    const SHAPE: ImageShape = ImageShape {
        height: 1,
        width: 2,
        channels: 3,
    };

    fn columns(count: usize) -> Arc<Columns> {
        let column = Column::new("a", ColumnKind::Numeric, false);
        Arc::new(vec![column; count].into())
    }

    #[test]
    fn images_and_labels_are_found_by_index() {
        let pixels: Vec<u8> = (0..12).collect();
        let images = Samples::images(SHAPE, pixels, Some(vec![4, 1])).unwrap();
        assert_eq!(images.len(), 2);
        assert_eq!(images.image(1), [6, 7, 8, 9, 10, 11]);
        assert_eq!(images.label(0), Some(4));
        assert_eq!(images.label(1), Some(1));
        assert_eq!(images.label(2), None);
        let some = images.clone().labelled(Some(vec![Samples::NO_LABEL, 1]));
        assert_eq!(
            [0, 1].map(|index| some.as_ref().unwrap().label(index)),
            [None, Some(1)]
        );
        assert!(images.row(0).is_empty() && !images.has_gaps());
    }

    #[test]
    fn rows_are_found_by_index_and_gaps_are_known() {
        let rows = Samples::rows(columns(2), vec![1.0, 2.0, 3.0, f32::NAN], None).unwrap();
        assert_eq!((rows.len(), &*rows.row(0)), (2, &[1.0, 2.0][..]));
        assert!(rows.has_gaps() && rows.row(1)[1].is_nan());
        assert!(rows.image(0).is_empty() && rows.bytes().is_none());
        assert_eq!(*rows.chosen(&[0, 0]).row(1), [1.0, 2.0]);
    }

    #[test]
    fn counts_that_do_not_fit_are_refused() {
        let text = |pixels: usize, labels: Option<Vec<u8>>| {
            Samples::images(SHAPE, vec![0; pixels], labels)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            text(7, None),
            "7 pixels are not a whole number of images of 6 pixels"
        );
        assert_eq!(text(12, Some(vec![1])), "1 labels do not match 2 samples");
        let nothing = ImageShape { width: 0, ..SHAPE };
        assert!(Samples::images(nothing, vec![], None).is_err());
        let ragged = Samples::rows(columns(2), vec![0.0; 3], None).unwrap_err();
        assert_eq!(
            ragged.to_string(),
            "3 values are not a whole number of rows of 2 columns"
        );
        assert!(Samples::rows(columns(0), vec![], None).is_err());
    }

    #[test]
    fn labels_are_counted_up_to_the_largest() {
        let images = Samples::images(SHAPE, vec![0; 24], Some(vec![3, 0, 3, 3])).unwrap();
        assert_eq!(images.label_counts(), [1, 0, 0, 3]);
        assert_eq!(images.chosen(&[1, 2]).label_counts(), [1, 0, 0, 1]);
        let without = Samples::images(SHAPE, vec![0; 24], None).unwrap();
        assert!(without.label_counts().is_empty());
    }
}
