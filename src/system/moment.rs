//! Dates and times for people, and for names of files.

use jiff::Timestamp;
use jiff::Zoned;

/// Today in UTC: "2026-11-23".
pub fn today() -> String {
    Timestamp::now().strftime("%Y-%m-%d").to_string()
}

/// Now in UTC, for the name of a file: "2026-11-23T20-15-07".
pub fn for_file_name() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H-%M-%S").to_string()
}

/// Now on this system's clock, for a line of a log: "2026-11-23 20:15:07.123+01".
pub fn for_log() -> String {
    Zoned::now()
        .strftime("%Y-%m-%d %H:%M:%S%.3f%:::z")
        .to_string()
}

/// `time` on this system's clock: "20:15" today, "2026-11-22 20:15" before.
pub fn for_people(time: std::time::SystemTime) -> String {
    let Ok(time) = Zoned::try_from(time) else {
        return "an unknown time".into();
    };
    let format = match time.date() == Zoned::now().date() {
        true => "%H:%M",
        false => "%Y-%m-%d %H:%M",
    };
    time.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    #[test]
    fn moments_are_said_as_short_as_they_are_clear() {
        let now = for_people(SystemTime::now());
        assert!(now.len() == 5 && now.as_bytes()[2] == b':', "{now}");
        let before = for_people(UNIX_EPOCH + Duration::from_hours(24 * 365));
        assert!(before.starts_with("197") && before.len() == 16, "{before}");
        let name = for_file_name();
        assert!(name.starts_with(&today()) && !name.contains(':'), "{name}");
    }
}
