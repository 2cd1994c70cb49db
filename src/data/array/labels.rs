//! The classes of samples, from an array of numbers or texts.

use std::collections::{BTreeMap, BTreeSet};

use super::header::shape_text;
use super::{ArrayError, Elements, Place};
use crate::data::{DataError, Samples};

/// More classes than these are no classes.
const MAX_CLASSES: usize = 1_000;

/// A label as it is written; ordered as its class is to be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    Whole(i64),
    /// Of any other number the text.
    Text(String),
    None,
}

/// One label a sample, kept as numbers of those that differ.
#[derive(Debug, Default)]
pub struct Labels {
    /// Those that differ, each with its number.
    distinct: BTreeMap<Label, u32>,
    of_each: Vec<u32>,
    /// More differ than can be classes; the rest was not looked at.
    are_too_many: bool,
}

impl Labels {
    fn push(&mut self, label: Label) {
        let next = self.distinct.len();
        if next > MAX_CLASSES {
            self.are_too_many = true;
            return;
        }
        let number = self.distinct.entry(label).or_insert(next as u32);
        self.of_each.push(*number);
    }

    /// The class of each sample as it is written; `None` when they are too many to be classes.
    pub fn texts(&self) -> Option<Vec<Option<String>>> {
        if self.are_too_many {
            return None;
        }
        let mut texts = vec![None; self.distinct.len()];
        for (label, number) in &self.distinct {
            texts[*number as usize] = match label {
                Label::Whole(number) => Some(number.to_string()),
                Label::Text(text) => Some(text.clone()),
                Label::None => None,
            };
        }
        let text = |number: &u32| texts[*number as usize].clone();
        Some(self.of_each.iter().map(text).collect())
    }
}

/// Reads one label a sample.
///
/// # Errors
/// When the array is damaged, or has more dimensions than one.
pub fn read_labels(place: &Place, count: usize) -> Result<Labels, DataError> {
    place.open(|header, mut body| {
        let long = header.shape.iter().filter(|size| **size != 1).count();
        if long > 1 || header.shape.is_empty() {
            let text = shape_text(&header.shape);
            let problem = format!("labels are one a sample, and not an array of {text}");
            return Err(ArrayError::Other(problem));
        }
        let (_, found) = header.bytes()?;
        if found != count as u64 {
            let problem = format!("{found} labels do not match {count} samples");
            return Err(ArrayError::Other(problem));
        }
        let mut labels = Labels::default();
        match header.elements {
            Elements::Numbers(number) => body.each_block(number.size, |block| {
                number.each(block, |value| labels.push(of_number(value)));
                Ok(())
            })?,
            elements @ Elements::Text { is_big_endian, .. } => {
                body.each_block(elements.size(), |block| {
                    // Texts without a letter take no bytes.
                    let texts = block.chunks_exact(elements.size().max(1));
                    texts.for_each(|text| labels.push(of_text(text, is_big_endian)));
                    Ok(())
                })?;
            }
        }
        Ok(labels)
    })
}

fn of_number(value: f64) -> Label {
    // The whole numbers that stand for themselves.
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Label::Whole(value as i64);
    }
    match value.is_nan() {
        true => Label::None,
        false => Label::Text(value.to_string()),
    }
}

/// Letters of four bytes, filled up with zeros.
fn of_text(bytes: &[u8], is_big_endian: bool) -> Label {
    let letters = bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|letter| match is_big_endian {
            true => u32::from_be_bytes(*letter),
            false => u32::from_le_bytes(*letter),
        });
    let letters = letters.map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    let text: String = letters.collect();
    match text.trim_end_matches('\0') {
        "" => Label::None,
        text => Label::Text(text.to_owned()),
    }
}

/// What labels stand for.
pub struct Classes {
    numbers: BTreeMap<Label, u32>,
    /// `None` where the labels are the numbers of the classes.
    pub names: Option<Vec<String>>,
}

impl Classes {
    /// Of all labels of these parts; `None` when they are too many to be classes, or none at all.
    pub fn of(parts: &[&Labels]) -> Option<Self> {
        let distinct = parts.iter().flat_map(|labels| labels.distinct.keys());
        let all: BTreeSet<&Label> = distinct.filter(|label| **label != Label::None).collect();
        let are_too_many = parts.iter().any(|labels| labels.are_too_many);
        if all.is_empty() || are_too_many || all.len() > MAX_CLASSES {
            return None;
        }
        let are_numbers = |label: &&Label| match label {
            Label::Whole(number) => (0..MAX_CLASSES as i64).contains(number),
            _ => false,
        };
        if all.iter().all(are_numbers) {
            let numbers = all.into_iter().map(|label| (label.clone(), whole(label)));
            return Some(Self {
                numbers: numbers.collect(),
                names: None,
            });
        }
        let names = all.iter().map(|label| match label {
            Label::Whole(number) => number.to_string(),
            Label::Text(text) => text.clone(),
            Label::None => String::new(),
        });
        Some(Self {
            names: Some(names.collect()),
            numbers: all.into_iter().cloned().zip(0..).collect(),
        })
    }

    /// The class of each sample.
    pub fn of_each(&self, labels: &Labels) -> Vec<u32> {
        let mut classes = vec![Samples::NO_LABEL; labels.distinct.len()];
        for (label, code) in &labels.distinct {
            if let Some(class) = self.numbers.get(label) {
                classes[*code as usize] = *class;
            }
        }
        let class = |code: &u32| classes[*code as usize];
        labels.of_each.iter().map(class).collect()
    }
}

fn whole(label: &Label) -> u32 {
    match label {
        Label::Whole(number) => *number as u32,
        _ => Samples::NO_LABEL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(all: impl IntoIterator<Item = Label>) -> Labels {
        let mut labels = Labels::default();
        all.into_iter().for_each(|label| labels.push(label));
        labels
    }

    #[test]
    fn numbers_of_classes_stay_and_all_else_gets_names() {
        let classes = |all: &[Label]| {
            let labels = labels(all.to_vec());
            let classes = Classes::of(&[&labels]).expect("classes");
            (classes.of_each(&labels), classes.names)
        };
        let numbers = [5.0, 0.0, 5.0].map(of_number);
        assert_eq!(classes(&numbers), (vec![5, 0, 5], None));
        let signs = [1.0, -1.0, f64::NAN].map(of_number);
        let names = Some(vec!["-1".to_owned(), "1".into()]);
        assert_eq!(classes(&signs), (vec![1, 0, Samples::NO_LABEL], names));
        let code = |text: &str| {
            let letters = text
                .chars()
                .flat_map(|letter| (letter as u32).to_be_bytes());
            of_text(&letters.chain([0; 8]).collect::<Vec<u8>>(), true)
        };
        let texts = ["cat", "天", "", "cat"].map(code);
        let names = Some(vec!["cat".to_owned(), "天".into()]);
        assert_eq!(classes(&texts), (vec![0, 1, Samples::NO_LABEL, 0], names));
    }

    #[test]
    fn too_many_are_no_classes() {
        let many = labels((0..2_000).map(Label::Whole));
        assert!(many.of_each.len() <= MAX_CLASSES + 1);
        assert!(Classes::of(&[&many]).is_none() && Classes::of(&[]).is_none());
    }
}
