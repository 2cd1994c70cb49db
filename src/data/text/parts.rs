//! Which texts are trained and tested on, whatever is made of each.

use std::path::Path;
use std::sync::Arc;

use super::TextFacts;
use super::gather::Gathered;
use crate::data::folder::numbered;
use crate::data::held_out::Parting;
use crate::data::{About, DataError, Dataset, Samples, TestPart};

/// Reasons that are given one by one; more are counted.
const MAX_WARNINGS: usize = 100;

/// Texts by their places, in the order in which they were gathered.
pub struct Parted {
    /// Those to train and to test on.
    pub places: [Vec<u32>; 2],
    /// The number of each text's class.
    pub classes: Vec<u32>,
    pub has_classes: bool,
    class_names: Vec<String>,
    test_part: TestPart,
    facts: Option<TextFacts>,
    warnings: Vec<String>,
}

impl Parted {
    /// Of what was gathered at `path`, and of a test part where that is elsewhere.
    ///
    /// # Errors
    /// When there are too few texts.
    pub fn of(
        path: &Path,
        (train, test): (Gathered, Option<(Gathered, TestPart)>),
        parting: Parting,
    ) -> Result<Self, DataError> {
        let has_classes = train.classes.is_some();
        let classes_of = |part: &mut Gathered| {
            let classes = part.classes.take();
            classes.unwrap_or_else(|| vec![None; part.count])
        };
        let mut train = train;
        let mut classes = classes_of(&mut train);
        let (own, mut warnings) = (train.count, train.warnings);
        let mut elsewhere = None;
        if let Some((mut test, part)) = test {
            let of_test = test.warnings.iter();
            warnings.extend(of_test.map(|warning| format!("In the test part: {warning}")));
            classes.extend(classes_of(&mut test));
            elsewhere = Some(part);
        }
        let (class_names, numbers) = numbered(&classes);
        let all = 0..classes.len() as u32;
        let ([train_places, test_places], test_part) = match (elsewhere, train.is_test) {
            (Some(part), _) => {
                let (train, test) = all.partition(|index| (*index as usize) < own);
                ([train, test], part)
            }
            (None, Some(is_test)) => {
                let (test, train) = all.partition(|index| is_test[*index as usize]);
                ([train, test], TestPart::Own)
            }
            (None, None) => {
                let labels = has_classes.then_some(&numbers[..]);
                (parting.indices(own, labels, path)?, parting.test_part())
            }
        };
        if train_places.is_empty() || test_places.is_empty() {
            let problem = "there are no texts to train on, or none to test on";
            return Err(DataError::file(path, problem));
        }
        Ok(Self {
            places: [train_places, test_places],
            classes: numbers,
            has_classes,
            class_names,
            test_part,
            facts: train.like.map(|like| like.facts),
            warnings,
        })
    }

    /// The dataset of both parts; what is `said` of them comes after what was said before.
    pub fn dataset(self, name: String, [train, test]: [Samples; 2], said: Vec<String>) -> Dataset {
        let mut warnings = self.warnings;
        warnings.extend(said);
        Dataset {
            name,
            train,
            test,
            class_names: self.has_classes.then_some(self.class_names),
            about: About {
                test_part: self.test_part,
                texts: self.facts.map(Arc::new),
                warnings: shortened(warnings),
                ..About::default()
            },
        }
    }
}

/// The first of many.
fn shortened(mut warnings: Vec<String>) -> Vec<String> {
    if warnings.len() > MAX_WARNINGS {
        let more = warnings.len() - MAX_WARNINGS;
        warnings.truncate(MAX_WARNINGS);
        warnings.push(format!("{more} more warnings like these are left out"));
    }
    warnings
}
