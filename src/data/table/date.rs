//! Recognises dates and times in cells, which are not trained on.

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Whether `cell` is a day or a month of a year, perhaps with a time of day behind it.
///
/// ISO (`2024-01-31`, `2024-01`, `20240131`), day or month first with the year last (`31.01.2024`, `1/31/24`),
/// English names of months (`31 Jan 2024`, `January 31, 2024`) and `2024年1月31日`.
pub fn is_date(cell: &str) -> bool {
    let Some(first) = cell.chars().next() else {
        return false;
    };
    if cell.len() > 40 || !(first.is_ascii_digit() || first.is_ascii_alphabetic()) {
        return false;
    }
    if let Some((day, time)) = cell.split_once('T')
        && is_time(time)
    {
        return is_numeric_day(day);
    }
    // The time is whatever stands behind the first space that leaves a day before it.
    if let Some((day, time)) = cell.split_once(' ')
        && is_numeric_day(day)
    {
        return is_time(time.trim());
    }
    is_numeric_day(cell) || is_chinese_day(cell) || is_named_day(cell)
}

fn is_numeric_day(text: &str) -> bool {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return (1900..2100).contains(&number(&text[..4])) && is_day(&text[4..6], &text[6..]);
    }
    let Some(separator) = text.chars().find(|letter| "-/.".contains(*letter)) else {
        return false;
    };
    let parts: Vec<&str> = text.split(separator).collect();
    match parts[..] {
        [year, month] => separator != '.' && is_year(year) && month.len() == 2 && is_month(month),
        [year, month, day] if year.len() == 4 => is_year(year) && is_day(month, day),
        [a, b, year] => {
            (is_year(year) || separator == '/' && year.len() == 2 && number(year) < 100)
                && (is_day(a, b) || is_day(b, a))
        }
        _ => false,
    }
}

fn is_chinese_day(text: &str) -> bool {
    let Some((year, rest)) = text.split_once('年') else {
        return false;
    };
    let Some((month, day)) = rest.split_once('月') else {
        return false;
    };
    is_year(year)
        && match day.strip_suffix(['日', '号']) {
            Some(day) => is_day(month, day),
            None => day.is_empty() && is_month(month),
        }
}

fn is_named_day(text: &str) -> bool {
    let parts: Vec<&str> = text
        .split([' ', '-', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let [a, b, year] = parts[..] else {
        return false;
    };
    let named = |month: &str, day: &str| {
        let month = month.trim_end_matches('.').to_ascii_lowercase();
        let place = MONTHS.iter().position(|name| month.starts_with(name));
        place.is_some_and(|place| month.len() <= 9 && is_day(&(place + 1).to_string(), day))
    };
    is_year(year) && (named(a, b) || named(b, a))
}

/// `12:30`, `12:30:05.5`, with `Z`, `+01:00` or `PM` behind it.
fn is_time(text: &str) -> bool {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let upper = text.to_ascii_uppercase();
    let text = upper.trim_end_matches("AM").trim_end_matches("PM").trim();
    let (clock, zone) = match text.find(['+', '-']) {
        Some(at) => (text[..at].trim(), &text[at + 1..]),
        None => (text, ""),
    };
    let zone = zone.replace(':', "");
    if !matches!(zone.len(), 0 | 2 | 4) || !zone.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let parts: Vec<&str> = clock.split(':').collect();
    let whole = |text: &str, below| (1..=2).contains(&text.len()) && number(text) < below;
    match parts[..] {
        [hour, minute] => whole(hour, 25) && whole(minute, 60),
        [hour, minute, second] => {
            let (second, fraction) = second.split_once('.').unwrap_or((second, ""));
            let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
            whole(hour, 25) && whole(minute, 60) && whole(second, 61) && digits
        }
        _ => false,
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (1000..3000).contains(&number(text))
}

fn is_month(text: &str) -> bool {
    (1..=2).contains(&text.len()) && (1..=12).contains(&number(text))
}

/// Whether the month has that day in some year.
fn is_day(month: &str, day: &str) -> bool {
    let days = match number(month) {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    is_month(month) && (1..=2).contains(&day.len()) && (1..=days).contains(&number(day))
}

/// The number that `text` writes in digits alone; out of every range when it does not.
fn number(text: &str) -> u32 {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().unwrap_or(u32::MAX)
    } else {
        u32::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_ways_to_write_a_day_are_dates() {
        for cell in [
            "2024-01-31",
            "2024/1/31",
            "2024-01",
            "20240131",
            "31.01.2024",
            "1/31/2024",
            "31/1/24",
            "2024-02-29T12:30:05Z",
            "2024-01-31 12:30:05.123+01:00",
            "1/31/2024 9:05 PM",
            "31 Jan 2024",
            "January 31, 2024",
            "31-Dec-1999",
            "2024年1月31日",
        ] {
            assert!(is_date(cell), "{cell}");
        }
    }

    #[test]
    fn other_cells_are_no_dates() {
        for cell in [
            "",
            "2024",
            "12.5",
            "1.2.3",
            "2024-13-01",
            "2023-02-30",
            "30/30/2024",
            "20241301",
            "99999999",
            "192.168.0.1",
            "100-2000",
            "31 Foo 2024",
            "2024-01-31 25:61",
            "noon, may 1",
            "-2024-01-01",
            "½-1-2024",
        ] {
            assert!(!is_date(cell), "{cell}");
        }
    }
}
