//! Readings of a run as people read them. Digits all have one width, so as many characters do not move.

/// A loss with about four significant digits: `0.0167`, `0.00712`, `1.83e-5`, `12.4`.
pub fn loss(value: f64) -> String {
    if !value.is_finite() {
        return "not a number".into();
    }
    match value.abs() {
        0.0 => "0.0000".into(),
        v if v < 0.001 => format!("{value:.2e}"),
        v if v < 0.01 => format!("{value:.5}"),
        v if v < 1.0 => format!("{value:.4}"),
        v if v < 10.0 => format!("{value:.3}"),
        v if v < 100_000.0 => format!("{value:.1}"),
        _ => format!("{value:.2e}"),
    }
}

/// A whole number with thousands separated: `60,000`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A rate with at most three significant digits, so that it does not flicker: `9,120`, `48`.
pub fn rate(value: f64) -> String {
    if !value.is_finite() || value <= 0.0 {
        return "–".into();
    }
    let step = match value {
        v if v < 1_000.0 => 1.0,
        v if v < 10_000.0 => 10.0,
        _ => 100.0,
    };
    count(((value / step).round() * step) as u64)
}

/// A length of time: `0:42`, `12:05`, `1:02:10`.
pub fn duration(seconds: f64) -> String {
    if !seconds.is_finite() || seconds < 0.0 {
        return "–".into();
    }
    let seconds = seconds.round() as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_keep_their_digits() {
        assert_eq!(loss(0.016_72), "0.0167");
        assert_eq!(loss(0.007_12), "0.00712");
        assert_eq!(loss(0.000_018_3), "1.83e-5");
        assert_eq!(loss(12.44), "12.4");
        assert_eq!(loss(0.0), "0.0000");
        assert_eq!(loss(-0.5), "-0.5000");
        assert_eq!(loss(f64::NAN), "not a number");
    }

    #[test]
    fn counts_and_rates() {
        assert_eq!(count(60_000), "60,000");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(rate(9_123.4), "9,120");
        assert_eq!(rate(48.4), "48");
        assert_eq!(rate(f64::INFINITY), "–");
    }

    #[test]
    fn durations() {
        assert_eq!(duration(42.4), "0:42");
        assert_eq!(duration(725.0), "12:05");
        assert_eq!(duration(3730.0), "1:02:10");
        assert_eq!(duration(-1.0), "–");
    }
}
