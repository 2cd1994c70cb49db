//! Classes that are normal: training on them alone teaches a model nothing of what is odd.

use super::{Dataset, Samples, Split};

/// More names of classes are not listed.
const MOST_LISTED: usize = 20;

impl Dataset {
    /// The labels of the classes called `names`.
    ///
    /// # Errors
    /// One clause with a capital, where there are no labels, or no samples of such a class.
    pub fn labels_of(&self, names: &[String]) -> Result<Vec<u32>, String> {
        let counts = [&self.train, &self.test].map(Samples::label_counts);
        // Of classes that were trained on elsewhere no sample need be here.
        let elsewhere = self.class_names.as_ref().filter(|_| self.train.is_empty());
        let elsewhere = elsewhere.map_or(0, Vec::len);
        let labels = counts.iter().map(Vec::len).max().unwrap_or(0);
        let labels = labels.max(elsewhere) as u32;
        let has_some = |label: &u32| {
            if (*label as usize) < elsewhere {
                return true;
            }
            let count = |counts: &Vec<usize>| counts.get(*label as usize).copied().unwrap_or(0);
            counts.iter().map(count).sum::<usize>() > 0
        };
        let known: Vec<(u32, String)> = (0..labels)
            .filter(has_some)
            .map(|label| (label, self.class_name(label)))
            .collect();
        if known.is_empty() {
            return Err("The samples have no labels that say what is normal".into());
        }
        let found = names.iter().map(|name| {
            let label = known.iter().find(|(_, known)| known == name);
            label.map(|(label, _)| *label).ok_or_else(|| {
                let listed = known.iter().take(MOST_LISTED).map(|(_, name)| name.clone());
                let mut listed: Vec<String> = listed.collect();
                match known.len() - listed.len() {
                    0 => {}
                    more => listed.push(format!("{more} more")),
                }
                let listed = listed.join(", ");
                format!("There is no class {name} among {listed}")
            })
        });
        found.collect()
    }
}

impl Split {
    /// The same, samples of other classes than `labels` left out of both parts.
    ///
    /// # Errors
    /// One clause with a capital, where nothing is left to train on.
    pub(super) fn of_classes(self, train: &Samples, labels: &[u32]) -> Result<Self, String> {
        let keep = |places: Vec<u32>| {
            let mut places = places;
            places.retain(|&place| {
                let label = train.label(place as usize);
                label.is_some_and(|label| labels.contains(&label))
            });
            places
        };
        let kept = Self {
            train: keep(self.train),
            validation: keep(self.validation),
        };
        match kept.train.is_empty() {
            true => Err("No training samples are of the normal classes".into()),
            false => Ok(kept),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::data::{DataSettings, Dataset, ImageShape, Prepared, Samples, Scaling};

    /// 40 training and 8 test images of the classes "a", "b" and "c" by turns; those of "b" are white.
    fn dataset(labels: bool) -> Dataset {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let images = |count: usize| {
            let pixels: Vec<u8> = (0..count).map(|i| [0, 255, 51][i % 3]).collect();
            let labels = labels.then(|| (0..count).map(|i| (i % 3) as u8).collect());
            Samples::images(shape, pixels, labels).unwrap()
        };
        let mut dataset = Dataset::new("tiny", images(40), images(8));
        dataset.class_names = Some(["a", "b", "c"].map(String::from).to_vec());
        dataset
    }

    fn normal(names: &[&str], validation: usize) -> DataSettings {
        DataSettings {
            normal: names.iter().map(ToString::to_string).collect(),
            scaling: Scaling::Standardised,
            validation,
            ..DataSettings::default()
        }
    }

    #[test]
    fn training_and_validation_are_of_the_normal_classes_and_the_test_part_stays() {
        let all = Prepared::new(dataset(true), &normal(&[], 12)).unwrap();
        let some = Prepared::new(dataset(true), &normal(&["c", "a"], 12)).unwrap();
        let is_normal = |place: &&u32| **place % 3 != 1;
        let of = |places: &[u32]| places.iter().filter(is_normal).copied().collect::<Vec<_>>();
        assert_eq!(some.split.train, of(&all.split.train));
        assert_eq!(some.split.validation, of(&all.split.validation));
        assert!(!some.split.validation.is_empty());
        assert_eq!((some.dataset.test.len(), some.settings.validation), (8, 12));
        // The scaler has seen nothing white.
        assert!(some.scaler.single().unwrap().mean < 0.2);
        // The same once more, of what was prepared already.
        let again = Prepared::new(some.dataset.clone(), &some.settings).unwrap();
        assert_eq!(again.split, some.split);
    }

    #[test]
    fn the_test_part_is_watched_where_no_normal_sample_is_set_aside() {
        for seed in 0..20 {
            let mut settings = normal(&["b"], 1);
            settings.split_seed = seed;
            let some = Prepared::new(dataset(true), &settings).unwrap();
            assert_eq!(some.split.validation.len(), some.settings.validation);
            assert_eq!(some.split.train.len() + some.split.validation.len(), 13);
        }
    }

    #[test]
    fn classes_that_are_not_there_are_refused_by_name() {
        let refused =
            |labels, names: &[&str]| Prepared::new(dataset(labels), &normal(names, 2)).unwrap_err();
        assert_eq!(
            refused(true, &["a", "d"]),
            "There is no class d among a, b, c: data.normal"
        );
        assert_eq!(
            refused(false, &["a"]),
            "The samples have no labels that say what is normal: data.normal"
        );
    }
}
