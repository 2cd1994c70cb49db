//! The colouring of latent points: by label, or by a column of the table.

use std::sync::Arc;

use super::palette::{self, Colour};
use crate::data::{ColumnKind, Dataset, Samples};
use crate::project::LatentColour;

/// Colours that a scale of numbers is drawn with.
pub const LEVELS: u32 = 64;
/// The part of the map whose colours can be seen on dark and on light.
const SEEN: [f32; 2] = [0.25, 0.92];
/// Numbers beyond this share at either end get the colour of that end, so that one outlier does not make all others
/// alike.
const BEYOND: f64 = 0.01;

/// A colour for each test sample.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Colouring {
    /// One for each test sample: a class, or a level of the scale; [`Samples::NO_LABEL`] where it is missing. Empty where
    /// all are plain.
    classes: Arc<[u32]>,
    pub legend: Legend,
}

/// What the colours stand for.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Legend {
    /// All points look the same.
    #[default]
    None,
    /// Names of the classes; `of` is the column whose answers they are, `None` for labels.
    Classes {
        of: Option<String>,
        names: Vec<String>,
    },
    /// Numbers of a column from `low` to `high`, in its unit.
    Scale { of: String, low: f32, high: f32 },
}

impl Colouring {
    /// What `colour` asks for of the test part; labels where there is no such column.
    pub fn of(dataset: &Dataset, colour: &LatentColour) -> Self {
        let column = match colour {
            LatentColour::Label => None,
            LatentColour::Column { name } => dataset.shape().columns().and_then(|columns| {
                let mut names = columns.list().iter();
                names.position(|column| column.name == *name)
            }),
        };
        match column {
            Some(index) => Self::by_column(dataset, index),
            None => Self::by_label(dataset),
        }
    }

    /// Of classes without names.
    #[cfg(test)]
    pub fn of_classes(classes: &[u32]) -> Self {
        Self {
            classes: classes.into(),
            legend: Legend::None,
        }
    }

    fn by_label(dataset: &Dataset) -> Self {
        let test = &dataset.test;
        let Some(labels) = test.labels() else {
            return Self::default();
        };
        let count = test.label_counts().len();
        let names = match &dataset.class_names {
            Some(names) => names.clone(),
            None => (0..count).map(|label| label.to_string()).collect(),
        };
        Self {
            classes: labels.into(),
            legend: Legend::Classes { of: None, names },
        }
    }

    fn by_column(dataset: &Dataset, index: usize) -> Self {
        let test = &dataset.test;
        let Some(columns) = dataset.shape().columns() else {
            return Self::default();
        };
        let column = &columns.list()[index];
        let values = || (0..test.len()).map(|row| test.known_row(row)[index]);
        let classes = |names: &[String]| {
            let class = |value: f32| match value.is_nan() {
                true => Samples::NO_LABEL,
                false => value as u32,
            };
            Self {
                classes: values().map(class).collect(),
                legend: Legend::Classes {
                    of: Some(column.name.clone()),
                    names: names.to_vec(),
                },
            }
        };
        match &column.kind {
            ColumnKind::YesNo { names } => classes(names),
            ColumnKind::Category { names } => classes(names),
            ColumnKind::Numeric => {
                let [low, high] = ends(values());
                let level = |value: f32| {
                    if value.is_nan() {
                        return Samples::NO_LABEL;
                    }
                    // Where all are one number, that is the middle.
                    let share = if high > low {
                        (value - low) / (high - low)
                    } else {
                        0.5
                    };
                    (share.clamp(0.0, 1.0) * (LEVELS - 1) as f32).round() as u32
                };
                Self {
                    classes: values().map(level).collect(),
                    legend: Legend::Scale {
                        of: column.name.clone(),
                        low,
                        high,
                    },
                }
            }
        }
    }

    /// What tells the colour of sample `index`: its class, or its level of the scale.
    pub fn class(&self, index: usize) -> Option<u32> {
        let class = self.classes.get(index).copied();
        class.filter(|&class| class != Samples::NO_LABEL)
    }

    /// The colour of what [`Self::class`] gives.
    pub fn colour(&self, class: u32) -> Colour {
        match self.legend {
            Legend::Scale { .. } => {
                let [low, high] = SEEN;
                let share = class as f32 / (LEVELS - 1) as f32;
                palette::viridis(low + share * (high - low))
            }
            _ => palette::label(class),
        }
    }
}

/// Nearly the least and nearly the greatest of the numbers that are there: what lies beyond is rare.
fn ends(values: impl Iterator<Item = f32>) -> [f32; 2] {
    let mut there: Vec<f32> = values.filter(|value| value.is_finite()).collect();
    if there.is_empty() {
        return [0.0; 2];
    }
    there.sort_unstable_by(f32::total_cmp);
    let last = there.len() - 1;
    let beyond = (last as f64 * BEYOND) as usize;
    let [low, high] = [there[beyond], there[last - beyond]];
    if low < high {
        [low, high]
    } else {
        [there[0], there[last]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{About, Column};

    fn dataset() -> Dataset {
        let column = |name: &str, kind| Column::new(name, kind, true);
        let names = ["no".to_owned(), "yes".to_owned()];
        let columns = vec![
            column("age", ColumnKind::Numeric),
            column("smokes", ColumnKind::YesNo { names }),
        ];
        let values = vec![10.0, 1.0, f32::NAN, 0.0, 40.0, f32::NAN, 20.0, 0.0];
        let samples =
            Samples::rows(Arc::new(columns.into()), values, Some(vec![0, 1, 1, 0])).unwrap();
        Dataset {
            name: "four".into(),
            train: samples.clone(),
            test: samples,
            class_names: Some(vec!["well".into(), "ill".into()]),
            about: About::default(),
        }
    }

    fn of(name: &str) -> Colouring {
        let colour = LatentColour::Column { name: name.into() };
        Colouring::of(&dataset(), &colour)
    }

    #[test]
    fn numbers_have_a_scale_and_missing_ones_no_colour() {
        let age = of("age");
        let scale = Legend::Scale {
            of: "age".into(),
            low: 10.0,
            high: 40.0,
        };
        assert_eq!(age.legend, scale);
        let classes: Vec<_> = (0..5).map(|index| age.class(index)).collect();
        assert_eq!(classes, [Some(0), None, Some(63), Some(21), None]);
        assert_eq!(age.colour(0), [59, 82, 139]);
        assert_eq!(age.colour(63), [200, 224, 45]);
    }

    #[test]
    fn answers_and_labels_have_names() {
        let smokes = of("smokes");
        let legend = |of: Option<&str>, names: [&str; 2]| Legend::Classes {
            of: of.map(str::to_owned),
            names: names.map(str::to_owned).to_vec(),
        };
        assert_eq!(smokes.legend, legend(Some("smokes"), ["no", "yes"]));
        assert_eq!([0, 2].map(|index| smokes.class(index)), [Some(1), None]);
        let label = Colouring::of(&dataset(), &LatentColour::Label);
        assert_eq!(label.legend, legend(None, ["well", "ill"]));
        assert_eq!(label.colour(1), palette::label(1));
        assert_eq!(of("weight"), label, "no such column");
    }

    #[test]
    fn one_outlier_does_not_make_all_others_alike() {
        let values = (0..1_000).map(|value| if value == 999 { 1e9 } else { value as f32 });
        assert_eq!(ends(values), [9.0, 990.0]);
        assert_eq!(ends([0.0, 0.0, 5.0].into_iter()), [0.0, 5.0]);
        assert_eq!(ends([f32::NAN].into_iter()), [0.0, 0.0]);
    }
}
