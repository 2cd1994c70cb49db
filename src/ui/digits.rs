//! Numbers as text: of steady width, never longer than needed.

/// Three significant digits: "0.0123", "1.23", "123"; a power of ten below 0.001 and from 1,000 on.
pub fn three_digits(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if !value.is_finite() {
        return if value.is_nan() {
            "not a number".into()
        } else if value > 0.0 {
            "infinite".into()
        } else {
            "-infinite".into()
        };
    }
    // Rounding first, so that 0.9996 counts as 1.00 and not as 0.1000.
    let scientific = format!("{value:.2e}");
    let exponent: i32 = scientific
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse().ok())
        .unwrap_or(0);
    if (-3..=2).contains(&exponent) {
        let decimals = (2 - exponent).max(0) as usize;
        format!("{value:.decimals$}")
    } else {
        scientific
    }
}

/// A whole number with commas between groups of three: "60,000".
pub fn grouped(value: u64) -> String {
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

/// A whole number as a person types it: "5000", "5,000", " 5 000 ". `None` when it is not one.
pub fn parse_whole(text: &str) -> Option<u64> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '_'))
        .collect();
    // `parse` would take a leading plus.
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_significant_digits() {
        for (value, text) in [
            (0.0, "0"),
            (0.012_34, "0.0123"),
            (0.001_234, "0.00123"),
            (0.999_6, "1.00"),
            (0.5, "0.500"),
            (1.239, "1.24"),
            (42.0, "42.0"),
            (999.4, "999"),
            (999.9, "1.00e3"),
            (0.000_123_4, "1.23e-4"),
            (-0.25, "-0.250"),
            (f64::NAN, "not a number"),
            (f64::NEG_INFINITY, "-infinite"),
        ] {
            assert_eq!(three_digits(value), text);
        }
    }

    #[test]
    fn thousands_are_grouped() {
        for (value, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (60_000, "60,000")] {
            assert_eq!(grouped(value), text);
        }
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn typed_numbers() {
        assert_eq!(parse_whole("5,000"), Some(5_000));
        assert_eq!(parse_whole(" 12 "), Some(12));
        for bad in ["", "-1", "+5", "1.5", "ten", "99999999999999999999"] {
            assert_eq!(parse_whole(bad), None, "{bad:?}");
        }
    }
}
