//! Labels in words.

use crate::data::Prepared;

/// A class: its number and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub number: u32,
    /// The class name where known, else the number.
    pub name: String,
}

/// The label of test sample `index`, when there is such a sample and it has one.
pub fn of_test_image(data: &Prepared, index: usize) -> Option<Label> {
    let number = data.dataset.test.label(index)?;
    Some(Label {
        number,
        name: data.dataset.class_name(number),
    })
}
