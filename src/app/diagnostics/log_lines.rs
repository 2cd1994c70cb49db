//! The last lines of the log.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// How many are worth reading.
const LINES: usize = 100;
/// More than they have.
const BYTES: u64 = 100_000;

pub(super) fn words(file: Option<&Path>) -> String {
    let Some(file) = file else {
        return "\nThere is no log file.\n".into();
    };
    match tail(file) {
        Ok(lines) => format!("\nThe last lines of the log:\n{lines}"),
        Err(error) => format!("\nThe log cannot be read: {error}\n"),
    }
}

fn tail(file: &Path) -> io::Result<String> {
    let mut file = File::open(file)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(BYTES)))?;
    let mut bytes = Vec::new();
    file.take(BYTES).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let last = &lines[lines.len().saturating_sub(LINES)..];
    Ok(last.iter().map(|line| format!("{line}\n")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_log_the_end_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("log");
        let lines = (0..20_000).map(|number| format!("line {number}\n"));
        std::fs::write(&file, lines.collect::<String>()).unwrap();
        let text = words(Some(&file));
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(lines.len(), 100);
        assert_eq!((lines[0], lines[99]), ("line 19900", "line 19999"));
    }

    #[test]
    fn without_a_log_it_says_so() {
        assert_eq!(words(None), "\nThere is no log file.\n");
        let text = words(Some(Path::new("/nowhere/log")));
        assert!(text.starts_with("\nThe log cannot be read: "), "{text}");
    }
}
