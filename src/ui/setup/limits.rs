//! The range of a number field, and the sentence that refuses what lies outside.

use crate::export::digits;

/// The numbers a setting takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Taken itself.
    pub low: f64,
    /// Taken itself unless `below`.
    pub high: f64,
    /// Only numbers below `high`.
    pub below: bool,
    /// Only whole numbers.
    pub whole: bool,
}

impl Limits {
    /// Numbers from `low` to `high`.
    pub const fn between(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            below: false,
            whole: false,
        }
    }

    /// Numbers from `low` up to, and without, `high`.
    pub const fn below(low: f64, high: f64) -> Self {
        Self {
            below: true,
            ..Self::between(low, high)
        }
    }

    /// Whole numbers from `low` to `high`.
    pub const fn whole(low: f64, high: f64) -> Self {
        Self {
            whole: true,
            ..Self::between(low, high)
        }
    }

    /// Whole numbers that are exact as f64, in which they are typed: for seeds.
    pub const fn seed() -> Self {
        Self::whole(0.0, 9_007_199_254_740_992.0)
    }

    /// `number` as it stands in a field and in sentences.
    pub fn write(&self, number: f64) -> String {
        if self.whole {
            format!("{number:.0}")
        } else {
            digits::shortest(number)
        }
    }

    /// The largest number a drag reaches.
    pub fn top(&self) -> f64 {
        if self.below {
            self.high - 1e-4
        } else {
            self.high
        }
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
            Some(whole) if self.whole && has_thousands(&plain) => Some(whole as f64),
            _ => plain.parse::<f64>().ok().filter(|n| n.is_finite()),
        };
        let number = match number {
            Some(number) => number,
            None if plain.is_empty() => return Err("Type a number".into()),
            None if plain.contains(',') => {
                return Err(format!("{plain} has a comma, write it with a point"));
            }
            None => {
                return Err(format!(
                    "{plain} is not a number, write it like 0.001 or 1e-3"
                ));
            }
        };
        self.check(number)
    }

    /// # Errors
    /// A sentence that says what numbers are taken.
    pub fn check(&self, number: f64) -> Result<f64, String> {
        let low = self.write(self.low);
        let high = self.write(self.high);
        if self.whole && number.fract() != 0.0 {
            return Err(format!(
                "{} is not a whole number",
                digits::shortest(number)
            ));
        }
        if self.below && (number < self.low || number >= self.high) {
            return Err(format!("It must be at least {low} and below {high}"));
        }
        if number < self.low || number > self.high {
            return Err(format!("It must lie between {low} and {high}"));
        }
        Ok(number)
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
        assert_eq!(Limits::seed().write(123_456_789.0), "123456789");
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
            Limits::below(0.0, 1.0).read("1"),
            Err("It must be at least 0 and below 1".into())
        );
        assert_eq!(
            Limits::whole(1.0, 100.0).read("2.5"),
            Err("2.5 is not a whole number".into())
        );
        assert_eq!(Limits::below(0.0, 1.0).read("0.999"), Ok(0.999));
    }
}
