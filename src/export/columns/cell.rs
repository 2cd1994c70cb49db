//! A cell of the comparison: one value.

/// What stands where a variant's row meets a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing is known, or it means nothing for this variant.
    #[default]
    Empty,
    Text(String),
    Count(u64),
    /// Infinite where it is (the PSNR of no error at all), never not a number.
    Number(f64),
}

impl Cell {
    /// Empty where `number` is missing or not a number.
    pub fn number_of(number: Option<f64>) -> Self {
        match number {
            Some(number) if !number.is_nan() => Self::Number(number),
            _ => Self::Empty,
        }
    }

    /// Empty where `count` is missing.
    pub fn count_of(count: Option<usize>) -> Self {
        count.map_or(Self::Empty, |count| Self::Count(count as u64))
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// Its value, also that of a setting which is a number ("0.001").
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Empty => None,
            Self::Count(count) => Some(*count as f64),
            Self::Number(number) => Some(*number),
            // "inf" and "nan" are words here.
            Self::Text(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        }
    }

    /// All its digits; nothing where it is empty.
    pub fn exact(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Number(number) => number.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_are_numbers_have_a_value() {
        let number = |text: &str| Cell::Text(text.into()).number();
        assert_eq!(number("0.001"), Some(0.001));
        assert_eq!(number("1e-3"), Some(0.001));
        assert_eq!(number("MSE"), None);
        assert_eq!(number("nan"), None);
        assert_eq!(number(""), None);
        assert_eq!(Cell::Count(7).number(), Some(7.0));
    }

    #[test]
    fn what_is_not_a_number_is_empty() {
        assert_eq!(Cell::number_of(Some(f64::NAN)), Cell::Empty);
        assert_eq!(Cell::number_of(None), Cell::Empty);
        assert_eq!(Cell::number_of(Some(f64::INFINITY)).exact(), "inf");
        assert_eq!(Cell::Number(0.1).exact(), "0.1");
        assert_eq!(Cell::count_of(None).exact(), "");
    }
}
