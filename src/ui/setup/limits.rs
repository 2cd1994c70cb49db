//! The range of a number field, and the sentence that refuses what lies outside.

use std::ops::RangeInclusive;

use crate::export::digits;
use crate::settings::Range;

/// Whole numbers up to this one are exact as f64, in which they are typed.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// How far from a limit that is not taken itself a drag stays.
const LEAST: f64 = 1e-12;

/// The numbers a setting takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits(Range);

impl Limits {
    /// Those that a setting's description names.
    pub const fn of(range: Range) -> Self {
        Self(range)
    }

    /// Numbers from `low` to `high`.
    pub const fn between(low: f64, high: f64) -> Self {
        Self(Range {
            low: Some(low),
            high: Some(high),
            above: false,
            below: false,
            whole: false,
        })
    }

    /// Whole numbers from `low` to `high`.
    pub const fn whole(low: f64, high: f64) -> Self {
        let mut limits = Self::between(low, high);
        limits.0.whole = true;
        limits
    }

    /// Whole numbers that are exact as f64, in which they are typed.
    pub const fn seed() -> Self {
        Self::whole(0.0, EXACT)
    }

    /// Whether only whole numbers are taken.
    pub fn is_whole(&self) -> bool {
        self.0.whole
    }

    /// `number` as it stands in a field and in sentences.
    pub fn write(&self, number: f64) -> String {
        if self.0.whole {
            format!("{number:.0}")
        } else {
            digits::shortest(number)
        }
    }

    /// The numbers that a drag reaches.
    pub fn reach(&self) -> RangeInclusive<f64> {
        let low = match self.0.low {
            Some(low) if self.0.above => low + LEAST,
            low => low.unwrap_or(f64::from(f32::MIN)),
        };
        let high = match self.0.high {
            Some(high) if self.0.below => high - 1e-4,
            Some(high) => high,
            None if self.0.whole => EXACT,
            None => f64::from(f32::MAX),
        };
        low..=high
    }

    /// Reads a typed number: plain or scientific, spaces and underscores between digits allowed, in whole numbers
    /// commas between thousands as well.
    ///
    /// # Errors
    /// A sentence for the person who typed, when it is no number or not one of these.
    pub fn read(&self, text: &str) -> Result<f64, String> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '_')
            .map(|c| if c == '\u{2212}' { '-' } else { c })
            .collect();
        let number = match digits::parse_whole(&plain) {
            Some(whole) if self.0.whole && has_thousands(&plain) => Some(whole as f64),
            _ => plain.parse::<f64>().ok().filter(|n| n.is_finite()),
        };
        let number = match number {
            Some(number) => number,
            None if plain.is_empty() => return Err("Type a number".into()),
            None if plain.contains(',') => {
                return Err(format!("{plain} has a comma, write it with a point"));
            }
            None => {
                let like = match self.0.whole {
                    true => "64 or 60,000",
                    false => "0.001 or 1e-3",
                };
                return Err(format!("{plain} is not a number, write it like {like}"));
            }
        };
        self.check(number)
    }

    /// # Errors
    /// A sentence that says what numbers are taken.
    pub fn check(&self, number: f64) -> Result<f64, String> {
        let range = &self.0;
        if range.whole && number.fract() != 0.0 {
            return Err(format!(
                "{} is not a whole number",
                digits::shortest(number)
            ));
        }
        if range.whole && number > EXACT {
            return Err(format!("It must be at most {EXACT}"));
        }
        if range.contains(number) && (number as f32).is_finite() {
            return Ok(number);
        }
        Err(match (range.low, range.high) {
            (Some(low), Some(high)) if !range.above && !range.below => {
                format!(
                    "It must lie between {} and {}",
                    self.write(low),
                    self.write(high)
                )
            }
            _ => format!("It must be {}", range.words()),
        })
    }
}

/// Whether each comma of `text` stands before a group of three digits.
fn has_thousands(text: &str) -> bool {
    let mut groups = text.split(',').skip(1).peekable();
    groups.peek().is_some() && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Limits = Limits::between(1e-8, 10.0);
    const SEED: Range = Range {
        low: Some(0.0),
        high: None,
        above: false,
        below: false,
        whole: true,
    };
    const SHARE: Range = Range {
        low: Some(0.0),
        high: Some(1.0),
        above: false,
        below: true,
        whole: false,
    };

    #[test]
    fn plain_and_scientific_numbers_are_read() {
        assert_eq!(RATE.read("3e-4"), Ok(3e-4));
        assert_eq!(RATE.read(" 3E-04 "), Ok(3e-4));
        assert_eq!(RATE.read(".01"), Ok(0.01));
        assert_eq!(Limits::whole(1.0, 1e5).read("10_000"), Ok(10_000.0));
        assert_eq!(Limits::whole(1.0, 1e5).read("10,000"), Ok(10_000.0));
        assert!(Limits::whole(1.0, 1e5).read("2,5").is_err());
    }

    #[test]
    fn seeds_are_written_to_the_last_digit() {
        assert_eq!(Limits::of(SEED).write(123_456_789.0), "123456789");
        assert_eq!(RATE.write(3e-4), "3e-4");
    }

    #[test]
    fn what_is_no_number_is_refused_with_a_hint() {
        assert_eq!(RATE.read(""), Err("Type a number".into()));
        assert_eq!(
            RATE.read("fast"),
            Err("fast is not a number, write it like 0.001 or 1e-3".into())
        );
        assert_eq!(
            RATE.read("0,001"),
            Err("0,001 has a comma, write it with a point".into())
        );
        assert!(RATE.read("inf").is_err());
        assert!(RATE.read("nan").is_err());
    }

    #[test]
    fn numbers_out_of_reach_are_refused_with_the_limits() {
        assert_eq!(
            RATE.read("0"),
            Err("It must lie between 1e-8 and 10".into())
        );
        assert_eq!(
            Limits::of(SHARE).read("1"),
            Err("It must be at least 0 and below 1".into())
        );
        assert_eq!(
            Limits::whole(1.0, 100.0).read("2.5"),
            Err("2.5 is not a whole number".into())
        );
        assert_eq!(Limits::of(SHARE).read("0.999"), Ok(0.999));
    }
}
