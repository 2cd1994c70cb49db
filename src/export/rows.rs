//! A row of a table beside its reconstruction, in words: for the window and for reports.

use strum::VariantArray;

use super::digits::{grouped, trimmed};
use crate::data::{Column, ColumnKind, ColumnScale, Dataset, Source};

/// Significant digits of a value.
const DIGITS: usize = 4;
/// What stands where a value is missing.
pub const MISSING: &str = "missing";

/// In which order columns are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, VariantArray)]
pub enum Order {
    /// The largest error first.
    #[default]
    WorstFirst,
    /// The largest value first, of the row and of what was made of it together.
    Strongest,
    /// As in the file.
    File,
}

impl Order {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    pub fn name(self) -> &'static str {
        match self {
            Self::WorstFirst => "Worst first",
            Self::Strongest => "Strongest first",
            Self::File => "File order",
        }
    }

    /// What lists of these samples begin with: of a text its words are looked for, of other rows what went wrong.
    pub fn usual(source: &Source) -> Self {
        match source.has_words() {
            true => Self::Strongest,
            false => Self::WorstFirst,
        }
    }

    /// The places of `errors` in this order, or of what stands for them; of those without one, and of equals, the first
    /// one first.
    pub fn of(self, errors: &[f32]) -> Vec<usize> {
        let mut places: Vec<usize> = (0..errors.len()).collect();
        if self != Self::File {
            let known = |place: usize| match errors[place].is_nan() {
                true => f32::NEG_INFINITY,
                false => errors[place],
            };
            places.sort_by(|&a, &b| known(b).total_cmp(&known(a)));
        }
        places
    }
}

/// What test sample `index` is called: "Test row 7", and its name where it has one.
pub fn title(dataset: &Dataset, index: usize) -> String {
    let number = grouped(index as u64);
    let title = format!("Test {} {number}", dataset.shape().noun());
    match dataset.test.name(index) {
        Some(name) => format!("{title}, {name}"),
        None => title,
    }
}

/// A value of `column` in its own unit, or the name of the answer.
pub fn value(column: &Column, value: f32) -> String {
    match &column.kind {
        _ if value.is_nan() => MISSING.into(),
        ColumnKind::Numeric => trimmed(f64::from(value), DIGITS),
        ColumnKind::YesNo { names } => names[usize::from(value > 0.5)].clone(),
        ColumnKind::Category { names } => names.get(value as usize).cloned().unwrap_or_default(),
    }
}

/// What a model made of a value of `column`: a number in its own unit, or the likeliest answer and its probability.
pub fn made(column: &Column, output: &[f32]) -> String {
    let (name, probability) = match &column.kind {
        _ if output.iter().any(|number| number.is_nan()) => return MISSING.into(),
        ColumnKind::Numeric => return value(column, output[0]),
        ColumnKind::YesNo { names } => {
            let yes = output[0];
            let likelier = usize::from(yes > 0.5);
            (names[likelier].as_str(), yes.max(1.0 - yes))
        }
        ColumnKind::Category { names } => {
            let (place, probability) = likeliest(output);
            (names.get(place).map_or("", String::as_str), probability)
        }
    };
    format!("{name} {probability:.2}")
}

/// The place of the likeliest answer and its probability.
pub fn likeliest(output: &[f32]) -> (usize, f32) {
    let each = output.iter().copied().enumerate();
    each.fold((0, f32::NEG_INFINITY), |best, next| {
        if next.1 > best.1 { next } else { best }
    })
}

/// How far `output` is from `value`: the difference of numbers in the column's unit, what an answer costs in nats; empty
/// where the value is missing.
pub fn difference(column: &Column, value: f32, output: &[f32], error: f32) -> String {
    match column.kind {
        _ if value.is_nan() || error.is_nan() => String::new(),
        ColumnKind::Numeric => {
            let by = f64::from(output[0]) - f64::from(value);
            let sign = if by > 0.0 { "+" } else { "" };
            format!("{sign}{}", trimmed(by, 3))
        }
        _ => format!("{} nats", trimmed(f64::from(error), 3)),
    }
}

/// Where a value or an output of a column stands between the least (0) and the greatest (1) of the training part; of
/// answers the probability of the likeliest category, or of the second of two. `None` where it is missing.
pub fn share(column: &Column, scale: &ColumnScale, output: &[f32]) -> Option<f32> {
    let number = output.first().copied().filter(|number| !number.is_nan())?;
    Some(match column.kind {
        ColumnKind::Numeric => {
            let [low, high] = scale.range;
            let share = (scale.rescale(number) - low) / (high - low).max(f32::MIN_POSITIVE);
            share.clamp(0.0, 1.0)
        }
        ColumnKind::YesNo { .. } => number.clamp(0.0, 1.0),
        ColumnKind::Category { .. } => likeliest(output).1.clamp(0.0, 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(kind: ColumnKind) -> Column {
        Column::new("a", kind, false)
    }

    fn answers(names: &[&str]) -> Column {
        let names: Vec<String> = names.iter().map(|&name| name.into()).collect();
        column(match <[String; 2]>::try_from(names) {
            Ok(names) => ColumnKind::YesNo { names },
            Err(names) => ColumnKind::Category { names },
        })
    }

    #[test]
    fn numbers_keep_four_digits_and_answers_their_names() {
        let number = column(ColumnKind::Numeric);
        assert_eq!(value(&number, 17.994_56), "17.99");
        assert_eq!(value(&number, f32::NAN), "missing");
        assert_eq!(made(&number, &[0.118_4]), "0.1184");
        assert_eq!(difference(&number, 10.0, &[12.5], 1.0), "+2.5");
        assert_eq!(difference(&number, 10.0, &[9.0], 1.0), "-1");
        assert_eq!(difference(&number, f32::NAN, &[9.0], f32::NAN), "");
        let two = answers(&["no", "yes"]);
        assert_eq!(
            (value(&two, 1.0), made(&two, &[0.25])),
            ("yes".into(), "no 0.75".into())
        );
        let three = answers(&["x", "y", "z"]);
        assert_eq!(value(&three, 2.0), "z");
        assert_eq!(made(&three, &[0.2, 0.5, 0.3]), "y 0.50");
        assert_eq!(difference(&three, 2.0, &[0.2, 0.5, 0.3], 1.204), "1.2 nats");
        assert_eq!(value(&three, 9.0), "");
    }

    #[test]
    fn the_worst_come_first_and_the_missing_last() {
        let errors = [0.1, f32::NAN, 3.0, 0.1];
        assert_eq!(Order::WorstFirst.of(&errors), [2, 0, 3, 1]);
        assert_eq!(Order::File.of(&errors), [0, 1, 2, 3]);
        assert_eq!(Order::Strongest.of(&errors), [2, 0, 3, 1]);
    }

    #[test]
    fn shares_are_of_the_training_range() {
        let scale = ColumnScale {
            mean: 10.0,
            deviation: 2.0,
            fill: vec![0.0],
            range: [-1.0, 3.0],
        };
        let number = column(ColumnKind::Numeric);
        let at = |value| share(&number, &scale, &[value]);
        assert_eq!(
            [at(8.0), at(12.0), at(99.0)],
            [Some(0.0), Some(0.5), Some(1.0)]
        );
        assert_eq!(at(f32::NAN), None);
        assert_eq!(
            share(&answers(&["a", "b", "c"]), &scale, &[0.1, 0.2, 0.7]),
            Some(0.7)
        );
    }
}
