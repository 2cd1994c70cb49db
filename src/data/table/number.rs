//! Parses numbers with a decimal point or comma and perhaps grouped thousands.

/// The number that `cell` is, `None` when it is none; infinite when it is too large for 32 bits.
///
/// The other one of `.` and `,` may group digits before the `decimal` by three: `1.234,5` with a decimal comma.
pub fn parse(cell: &str, decimal: char) -> Option<f32> {
    let first = *cell.as_bytes().first()?;
    if !(first.is_ascii_digit() || b"+-.,iI".contains(&first)) {
        return None;
    }
    let plain = |&byte: &u8| byte.is_ascii_digit() || b".eE+-".contains(&byte);
    if decimal == '.' && cell.as_bytes().iter().all(plain) {
        return cell.parse().ok();
    }
    let unsigned = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let infinite = |word| unsigned.eq_ignore_ascii_case(word);
    if infinite("inf") || infinite("infinity") {
        return Some(if first == b'-' {
            f32::NEG_INFINITY
        } else {
            f32::INFINITY
        });
    }
    let allowed = |&byte: &u8| plain(&byte) || byte == b',';
    if !cell.as_bytes().iter().all(allowed) {
        return None;
    }
    let (whole, rest) = match unsigned.find([decimal, 'e', 'E']) {
        Some(at) => unsigned.split_at(at),
        None => (unsigned, ""),
    };
    let group = if decimal == '.' { ',' } else { '.' };
    if rest.contains(group) || rest.matches(decimal).count() > 1 {
        return None;
    }
    let digits = ungrouped(whole, group)?;
    let sign = if first == b'-' { "-" } else { "" };
    format!("{sign}{digits}{}", rest.replace(decimal, "."))
        .parse()
        .ok()
}

/// `1.234.567` as `1234567`: groups of three behind a first of one to three digits, which is not 0.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let Some((first, rest)) = whole.split_once(group) else {
        return digits(whole).then(|| whole.to_owned());
    };
    let begins = (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0');
    let goes_on = rest
        .split(group)
        .all(|part| part.len() == 3 && digits(part));
    (begins && goes_on).then(|| whole.replace(group, ""))
}

/// The digits of an integer without a sign before them, `None` of other cells.
pub fn integer_digits(cell: &str) -> Option<&str> {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let all = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then_some(digits)
}

/// What speaks for a decimal point and for a decimal comma, gathered cell by cell.
#[derive(Default)]
pub struct DecimalVotes {
    /// Cells that are numbers only with a comma, only with a point.
    sure: [usize; 2],
    /// Cells such as `1,805` that are numbers either way, written with a comma, with a point.
    unsure: [usize; 2],
}

impl DecimalVotes {
    pub fn add(&mut self, cell: &str) {
        if !cell.contains([',', '.']) {
            return;
        }
        match (parse(cell, ',').is_some(), parse(cell, '.').is_some()) {
            (true, false) => self.sure[0] += 1,
            (false, true) => self.sure[1] += 1,
            (true, true) => self.unsure[usize::from(!cell.contains(','))] += 1,
            (false, false) => {}
        }
    }

    /// `.` or `,`, whichever more cells speak for; the point when none does.
    pub fn decimal(&self) -> char {
        let [comma, point] = if self.sure[0] == self.sure[1] {
            self.unsure
        } else {
            self.sure
        };
        if comma > point { ',' } else { '.' }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_a_point_and_with_a_comma() {
        for (cell, value) in [
            ("12.5", 12.5),
            ("-3", -3.0),
            ("+.5", 0.5),
            ("1e-2", 0.01),
            ("1,234,567.5", 1_234_567.5),
            ("1e999", f32::INFINITY),
            ("-Inf", f32::NEG_INFINITY),
        ] {
            assert_eq!(parse(cell, '.'), Some(value), "{cell}");
        }
        for (cell, value) in [
            ("1,72", 1.72),
            ("-12,25", -12.25),
            ("1.234,5", 1234.5),
            ("1e3", 1000.0),
            ("80", 80.0),
            ("12.345", 12_345.0),
        ] {
            assert_eq!(parse(cell, ','), Some(value), "{cell}");
        }
    }

    #[test]
    fn other_cells_are_no_numbers() {
        for cell in [
            "",
            "-",
            "e5",
            "nan",
            "1,5",
            "1,23,456",
            "1.5.2",
            "2024-01-31",
            "5 kg",
            "infra",
            "0x10",
            "1_000",
        ] {
            assert_eq!(parse(cell, '.'), None, "{cell}");
        }
        for cell in ["12.5", "0.123", "31.01.2024", "1,2,3", "1,5.000"] {
            assert_eq!(parse(cell, ','), None, "{cell}");
        }
    }

    #[test]
    fn the_decimal_is_what_more_cells_speak_for() {
        let decimal = |cells: &[&str]| {
            let mut votes = DecimalVotes::default();
            cells.iter().for_each(|cell| votes.add(cell));
            votes.decimal()
        };
        assert_eq!(decimal(&["1,72", "1,805", "1.234,5", "80"]), ',');
        assert_eq!(decimal(&["1.72", "1.805"]), '.');
        assert_eq!(decimal(&["1,805"]), ',');
        assert_eq!(decimal(&["1.805"]), '.');
        assert_eq!(decimal(&["80", "a,b", "31.01.2024"]), '.');
    }

    #[test]
    fn integers_show_their_digits() {
        assert_eq!(integer_digits("007"), Some("007"));
        assert_eq!(integer_digits("-12"), Some("12"));
        for cell in ["", "-", "1.0", "1e3", "x1"] {
            assert_eq!(integer_digits(cell), None, "{cell}");
        }
    }
}
