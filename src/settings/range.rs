//! The numbers that a setting takes.

use serde_json::Value;

use super::node::has_type;
use super::words::number;

/// An interval, each end of which may be open or not there.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// `low` itself is not taken.
    pub above: bool,
    /// `high` itself is not taken.
    pub below: bool,
    /// Only whole numbers.
    pub whole: bool,
}

impl Range {
    /// As a JSON schema says it.
    pub(super) fn of(schema: &Value) -> Self {
        let get = |key: &str| schema.get(key).and_then(Value::as_f64);
        let (above, below) = (get("exclusiveMinimum"), get("exclusiveMaximum"));
        Self {
            low: above.or(get("minimum")),
            high: below.or(get("maximum")),
            above: above.is_some(),
            below: below.is_some(),
            whole: has_type(schema, "integer"),
        }
    }

    pub fn contains(&self, number: f64) -> bool {
        let reaches = match self.low {
            Some(low) if self.above => number > low,
            Some(low) => number >= low,
            None => true,
        };
        let stays = match self.high {
            Some(high) if self.below => number < high,
            Some(high) => number <= high,
            None => true,
        };
        number.is_finite() && reaches && stays && (!self.whole || number.fract() == 0.0)
    }

    /// What is taken: "at least 0 and below 1", "a number above 0".
    pub fn words(&self) -> String {
        let low = self.low.map(|low| match self.above {
            true => format!("above {}", brief(low)),
            false => format!("at least {}", brief(low)),
        });
        let high = self.high.map(|high| match self.below {
            true => format!("below {}", brief(high)),
            false => format!("at most {}", brief(high)),
        });
        match (low, high) {
            (Some(low), Some(high)) => format!("{low} and {high}"),
            (Some(low), None) if self.above => format!("a number {low}"),
            (Some(_), None) if self.low == Some(0.0) => "0 or more".into(),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) if self.whole => "a whole number".into(),
            (None, None) => "a number".into(),
        }
    }
}

fn brief(value: f64) -> String {
    if value.fract() == 0.0 {
        value.to_string()
    } else {
        number(value as f32)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ends_are_open_or_not() {
        let share = Range::of(&json!({"type": "number", "minimum": 0.0, "exclusiveMaximum": 1.0}));
        assert!(share.contains(0.0) && share.contains(0.99));
        assert!(!share.contains(1.0) && !share.contains(-0.1) && !share.contains(f64::NAN));
        assert_eq!(share.words(), "at least 0 and below 1");
        let rate = Range::of(&json!({"type": "number", "exclusiveMinimum": 0.0}));
        assert!(!rate.contains(0.0) && rate.contains(1e-9) && !rate.contains(f64::INFINITY));
        assert_eq!(rate.words(), "a number above 0");
        let count =
            Range::of(&json!({"type": ["integer", "null"], "minimum": 1, "maximum": 1_048_576}));
        assert!(!count.contains(0.0) && !count.contains(1.5) && count.contains(7.0));
        assert_eq!(count.words(), "at least 1 and at most 1048576");
        assert_eq!(Range::of(&json!({"minimum": 0.0})).words(), "0 or more");
    }
}
