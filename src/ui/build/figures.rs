//! Numbers as people read them.

/// 401920 as "401,920".
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Three figures and a unit of thousands: 1068592 is ("1.07", "M").
pub fn short(number: usize) -> (String, &'static str) {
    scaled(number as f64, &["", "K", "M", "G", "T"])
}

/// Three figures and a unit of bytes (powers of 1000): 17097472 is ("17.1", "MB").
pub fn bytes(number: usize) -> (String, &'static str) {
    scaled(number as f64, &["B", "kB", "MB", "GB", "TB"])
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

/// A ratio with three figures: "24.5".
pub fn ratio(number: f64) -> String {
    three_figures(number, true)
}

/// The shortest text that gives `number` back as f32: "0.001", "3e-4".
pub fn number(number: f64) -> String {
    let number = number as f32;
    let size = number.abs();
    if size != 0.0 && !(1e-3..1e7).contains(&size) {
        format!("{number:e}")
    } else {
        format!("{number}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(thousands(7), "7");
        assert_eq!(thousands(512), "512");
        assert_eq!(thousands(401_920), "401,920");
        assert_eq!(thousands(1_068_592), "1,068,592");
    }

    #[test]
    fn units_change_where_three_figures_would_overflow() {
        assert_eq!(short(999), ("999".into(), ""));
        assert_eq!(short(1_000), ("1.00".into(), "K"));
        assert_eq!(short(25_450), ("25.4".into(), "K"));
        assert_eq!(short(999_600), ("1.00".into(), "M"));
        assert_eq!(short(1_068_592), ("1.07".into(), "M"));
        assert_eq!(bytes(17_097_472), ("17.1".into(), "MB"));
        assert_eq!(ratio(24.5), "24.5");
        assert_eq!(ratio(392.0), "392");
    }

    #[test]
    fn small_numbers_are_scientific() {
        assert_eq!(number(f64::from(1e-3_f32)), "0.001");
        assert_eq!(number(f64::from(3e-4_f32)), "3e-4");
        assert_eq!(number(f64::from(0.999_f32)), "0.999");
        assert_eq!(number(0.0), "0");
        assert_eq!(number(1e-8), "1e-8");
        assert_eq!(number(128.0), "128");
    }
}
