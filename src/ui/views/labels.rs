//! Labels in words.

use crate::data::{Dataset, Prepared};

/// A class: its number and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub number: u32,
    /// The class name where known, else the number.
    pub name: String,
}

/// What class `number` of `dataset` is called.
pub fn name(dataset: &Dataset, number: u32) -> String {
    dataset
        .class_names
        .as_ref()
        .and_then(|names| names.get(number as usize))
        .cloned()
        .unwrap_or_else(|| number.to_string())
}

/// The label of test image `index`, when there are labels and such an image.
pub fn of_test_image(data: &Prepared, index: usize) -> Option<Label> {
    let number = *data.dataset.test.labels()?.get(index)?;
    Some(Label {
        number,
        name: name(&data.dataset, number),
    })
}
