//! A variant's choices in few plain words, and what differs between two variants: "code 32 -> 2, loss MSE -> BCE".

mod choice;
mod loss;
mod model;
mod training;

use std::fmt;

use crate::training::VariantSettings;
use choice::Choice;

/// More differences than this are shortened by [`phrase`].
const SHOWN: usize = 4;

/// One choice of a variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// "code", "learning rate": the same for every variant, each once.
    pub name: String,
    /// "32", "0.001"; "none" for what is switched off or has no meaning for this variant.
    pub value: String,
}

/// A choice that two variants made differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub name: String,
    pub before: String,
    pub after: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} -> {}", self.name, self.before, self.after)
    }
}

/// Every choice of a variant: the same names in the same order for all, so that they can be compared line by line.
pub fn described(settings: &VariantSettings) -> Vec<Setting> {
    let all = choices(settings).into_iter();
    all.map(|choice| Setting {
        value: choice.text(),
        name: choice.name.into(),
    })
    .collect()
}

/// What differs, in the order of [`described`]. A choice that has a meaning for one of the two alone is left out while
/// it has its usual value there: a code that becomes Gaussian brings a beta along, which nobody chose.
pub fn differences(before: &VariantSettings, after: &VariantSettings) -> Vec<Difference> {
    let pairs = choices(before).into_iter().zip(choices(after));
    pairs
        .filter(|(old, new)| old.differs(new))
        .map(|(old, new)| Difference {
            name: old.name.into(),
            before: old.text(),
            after: new.text(),
        })
        .collect()
}

/// All of it on one line; many are shortened: "code 32 -> 2, loss MSE -> BCE, epochs 20 -> 5 and 3 more".
pub fn phrase(differences: &[Difference]) -> String {
    let shown = match differences.len() {
        all if all <= SHOWN => all,
        _ => SHOWN - 1,
    };
    let texts: Vec<String> = differences[..shown]
        .iter()
        .map(ToString::to_string)
        .collect();
    let text = texts.join(", ");
    match differences.len() - shown {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

fn choices(settings: &VariantSettings) -> Vec<Choice> {
    let mut all = model::choices(&settings.architecture);
    all.extend(loss::choices(settings));
    all.extend(training::choices(settings));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Corruption;
    use crate::model::{Distribution, Loss};

    fn diff(edit: impl Fn(&mut VariantSettings)) -> Vec<String> {
        let before = VariantSettings::default();
        let mut after = before.clone();
        edit(&mut after);
        let found = differences(&before, &after);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn differences_are_few_plain_words() {
        assert_eq!(diff(|_| {}), [""; 0]);
        assert_eq!(
            diff(|s| {
                s.architecture.code.width = 2;
                s.loss = Loss::Bce;
                s.corruption = Corruption::Gaussian { std: 0.5 };
                s.training.learning_rate = 1e-4;
            }),
            [
                "code 32 -> 2",
                "loss MSE -> BCE",
                "noise none -> Gaussian 0.5",
                "learning rate 0.001 -> 0.0001",
            ]
        );
    }

    #[test]
    fn what_a_choice_brings_along_is_no_difference_until_it_is_chosen() {
        let gaussian = |s: &mut VariantSettings| {
            s.architecture.code.distribution = Distribution::Gaussian;
        };
        assert_eq!(diff(gaussian), ["distribution point -> Gaussian"]);
        assert_eq!(
            diff(|s| {
                gaussian(s);
                s.objective.variational.beta = 4.0;
            }),
            ["distribution point -> Gaussian", "beta none -> 4"]
        );
        // Without a Gaussian code nothing is multiplied by it.
        assert_eq!(diff(|s| s.objective.variational.beta = 4.0), [""; 0]);
    }

    #[test]
    fn every_variant_has_the_same_names_each_once() {
        let names = |settings: &VariantSettings| -> Vec<String> {
            let all = described(settings).into_iter();
            all.map(|setting| setting.name).collect()
        };
        let plain = names(&VariantSettings::default());
        for preset in crate::project::shipped_names() {
            let Some(opened) = crate::project::shipped(preset) else {
                panic!("{preset} is shipped");
            };
            for variant in &opened.document.variants {
                assert_eq!(names(&variant.settings), plain, "{preset}");
            }
        }
        let mut once = plain.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), plain.len());
        assert!(described(&VariantSettings::default()).contains(&Setting {
            name: "encoder".into(),
            value: "512-256 ReLU".into(),
        }));
    }

    #[test]
    fn many_differences_are_shortened() {
        let one = |name: &str| Difference {
            name: name.into(),
            before: "1".into(),
            after: "2".into(),
        };
        let all: Vec<_> = ["a", "b", "c", "d", "e"].map(one).into();
        assert_eq!(phrase(&all[..0]), "");
        assert_eq!(phrase(&all[..2]), "a 1 -> 2, b 1 -> 2");
        assert_eq!(phrase(&all[..4]), "a 1 -> 2, b 1 -> 2, c 1 -> 2, d 1 -> 2");
        assert_eq!(phrase(&all), "a 1 -> 2, b 1 -> 2, c 1 -> 2 and 2 more");
    }
}
