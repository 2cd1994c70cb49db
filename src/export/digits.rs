//! Formats numbers: of steady width, never longer than needed. Digits all have one width in the window's typeface, so
//! texts of as many characters do not move.

use std::ops::RangeInclusive;

/// Three significant digits: "0.0123", "1.23", "123"; a power of ten below 0.001 and from 1,000 on.
pub fn three_digits(value: f64) -> String {
    written(value, 3, -3..=2)
}

/// `digits` significant digits, at least 1: "0.0123"; a power of ten below 0.0001 and from a million on.
pub fn significant(value: f64, digits: usize) -> String {
    written(value, digits.max(1), -4..=5)
}

/// As [`significant`], without zeros at the end: for ticks.
pub fn trimmed(value: f64, digits: usize) -> String {
    without_zeros(&significant(value, digits))
}

/// At most three significant digits, without zeros at the end: "0.001", "2.49e-4".
pub fn brief(value: f64) -> String {
    without_zeros(&three_digits(value))
}

/// A loss in a field that does not move while it falls: "0.0167", "0.00712", "1.83e-5", "12.4".
pub fn loss(value: f64) -> String {
    match value.abs() {
        _ if !value.is_finite() => not_finite(value).into(),
        0.0 => "0.0000".into(),
        v if v < 0.001 => format!("{value:.2e}"),
        v if v < 0.01 => format!("{value:.5}"),
        v if v < 1.0 => format!("{value:.4}"),
        v if v < 10.0 => format!("{value:.3}"),
        v if v < 100_000.0 => format!("{value:.1}"),
        _ => format!("{value:.2e}"),
    }
}

/// The shortest text that gives `value` back as f32: "0.001", "3e-4". For fields that are typed into.
pub fn shortest(value: f64) -> String {
    let value = value as f32;
    let size = value.abs();
    if size != 0.0 && !(1e-3..1e7).contains(&size) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}

/// `digits` significant digits; plain while the power of ten of the first is one of `plain`.
fn written(value: f64, digits: usize, plain: RangeInclusive<i32>) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if !value.is_finite() {
        return not_finite(value).into();
    }
    // Rounding first, so that 0.9996 counts as 1.00 and not as 0.1000.
    let scientific = format!("{value:.*e}", digits - 1);
    let exponent: i32 = scientific
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse().ok())
        .unwrap_or(0);
    if plain.contains(&exponent) {
        let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
        format!("{value:.decimals$}")
    } else {
        scientific
    }
}

fn not_finite(value: f64) -> &'static str {
    match value {
        _ if value.is_nan() => "not a number",
        _ if value > 0.0 => "infinite",
        _ => "-infinite",
    }
}

fn without_zeros(text: &str) -> String {
    let (mantissa, exponent) = match text.split_once('e') {
        // "infinite" has an e as well.
        Some((mantissa, exponent)) if exponent.parse::<i32>().is_ok() => (mantissa, Some(exponent)),
        _ => (text, None),
    };
    let mantissa = if mantissa.contains('.') {
        mantissa.trim_end_matches('0').trim_end_matches('.')
    } else {
        mantissa
    };
    match exponent {
        Some(exponent) => format!("{mantissa}e{exponent}"),
        None => mantissa.to_owned(),
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

/// Three figures and a unit of thousands: 1068592 is ("1.07", "M").
pub fn short(number: usize) -> (String, &'static str) {
    scaled(number as f64, &["", "K", "M", "G", "T"])
}

/// At most three figures and a unit of thousands, from K (10^3) to E (10^18), for what is counted: "1.5 G", "200".
pub fn counted(number: f64) -> String {
    let (figures, unit) = scaled(number, &["", "K", "M", "G", "T", "P", "E"]);
    let figures = without_zeros(&figures);
    if unit.is_empty() {
        figures
    } else {
        format!("{figures} {unit}")
    }
}

/// Three figures and a unit of bytes (powers of 1000): 17097472 is ("17.1", "MB").
pub fn bytes(number: usize) -> (String, &'static str) {
    scaled(number as f64, &["B", "kB", "MB", "GB", "TB"])
}

/// A ratio with three figures: "24.5".
pub fn ratio(number: f64) -> String {
    three_figures(number, true)
}

fn scaled(mut number: f64, units: &[&'static str]) -> (String, &'static str) {
    let mut unit = 0;
    // What would be rounded up to 1000 already takes the next unit.
    while number >= 999.5 && unit + 1 < units.len() {
        number /= 1000.0;
        unit += 1;
    }
    (three_figures(number, unit > 0), units[unit])
}

fn three_figures(number: f64, fraction: bool) -> String {
    let decimals = match number {
        _ if !fraction => 0,
        n if n < 9.995 => 2,
        n if n < 99.95 => 1,
        _ => 0,
    };
    format!("{number:.decimals$}")
}

/// A rate with at most three significant digits, so that it does not flicker: "9,120", "48".
pub fn rate(value: f64) -> String {
    if !value.is_finite() || value <= 0.0 {
        return "–".into();
    }
    let step = match value {
        v if v < 1_000.0 => 1.0,
        v if v < 10_000.0 => 10.0,
        _ => 100.0,
    };
    grouped(((value / step).round() * step) as u64)
}

/// A length of time: "0:42", "12:05", "1:02:10".
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
    fn numbers_keep_their_significant_digits() {
        assert_eq!(significant(0.012_345, 3), "0.0123");
        assert_eq!(significant(123.456, 3), "123");
        assert_eq!(significant(-2.0, 2), "-2.0");
        assert_eq!(significant(0.000_012_34, 3), "1.23e-5");
        assert_eq!(significant(2e7, 3), "2.00e7");
        assert_eq!(significant(9.9996, 4), "10.00");
    }

    #[test]
    fn ticks_drop_zeros_at_the_end() {
        assert_eq!(trimmed(0.1, 3), "0.1");
        assert_eq!(trimmed(100.0, 3), "100");
        assert_eq!(trimmed(20.0, 3), "20");
        assert_eq!(trimmed(0.000_02, 3), "2e-5");
        assert_eq!(trimmed(0.025, 3), "0.025");
        assert_eq!(trimmed(1e6, 1), "1e6");
        assert_eq!(trimmed(f64::INFINITY, 3), "infinite");
    }

    #[test]
    fn learning_rates_are_brief() {
        assert_eq!(brief(2.490_97e-4), "2.49e-4");
        assert_eq!(brief(3e-4), "3e-4");
        assert_eq!(brief(0.001), "0.001");
        assert_eq!(brief(0.0), "0");
    }

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
    fn typed_values_come_back_as_they_were() {
        assert_eq!(shortest(f64::from(1e-3_f32)), "0.001");
        assert_eq!(shortest(f64::from(3e-4_f32)), "3e-4");
        assert_eq!(shortest(f64::from(0.999_f32)), "0.999");
        assert_eq!(shortest(0.0), "0");
        assert_eq!(shortest(1e-8), "1e-8");
        assert_eq!(shortest(128.0), "128");
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

    #[test]
    fn units_change_where_three_figures_would_overflow() {
        assert_eq!(short(999), ("999".into(), ""));
        assert_eq!(short(1_000), ("1.00".into(), "K"));
        assert_eq!(short(25_450), ("25.4".into(), "K"));
        assert_eq!(short(999_600), ("1.00".into(), "M"));
        assert_eq!(short(1_068_592), ("1.07".into(), "M"));
        assert_eq!(bytes(17_097_472), ("17.1".into(), "MB"));
        assert_eq!(counted(1.5e9), "1.5 G");
        assert_eq!(counted(2e17), "200 P");
        assert_eq!(counted(100.0), "100");
        assert_eq!(ratio(24.5), "24.5");
        assert_eq!(ratio(392.0), "392");
    }

    #[test]
    fn rates_do_not_flicker() {
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
