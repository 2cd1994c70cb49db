//! The log file: as many bytes as are worth reading, without personal paths, one process at a time.

use std::fs::{self, File, TryLockError};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use log::Record;
use logforth_append_file::FileBuilder;
use logforth_core::{Append, Diagnostic, Error, Layout, Trap};

use crate::cli::text::visible;
use crate::system::{moment, without_personal_paths};

const NAME: &str = "hourglass";
const ENDING: &str = "log";
/// A file is put aside once it has this many bytes.
const BYTES: NonZeroUsize = NonZeroUsize::new(1_000_000).unwrap();
/// The one that is written, and those put aside.
const FILES: NonZeroUsize = NonZeroUsize::new(3).unwrap();
/// Most processes that log at a time.
const PROCESSES: usize = 32;

/// Of this process; another one finds it taken and writes one of its own beside it, since none may put aside what
/// another writes.
#[derive(Debug)]
pub struct LogFile {
    path: PathBuf,
    appender: logforth_append_file::File,
    /// Ends with the process, however that ends.
    _lock: File,
}

impl LogFile {
    /// The first that is free in `folder`, made if needed, to go on with.
    ///
    /// # Errors
    /// A clause that ends with the path.
    pub fn open(folder: &Path) -> Result<Self, String> {
        Self::open_bounded(folder, BYTES)
    }

    fn open_bounded(folder: &Path, bytes: NonZeroUsize) -> Result<Self, String> {
        let cannot = |error: &dyn std::fmt::Display, path: &Path| {
            format!("cannot write, {error}: {}", path.display())
        };
        fs::create_dir_all(folder).map_err(|error| cannot(&error, folder))?;
        for number in 1..=PROCESSES {
            let name = match number {
                1 => NAME.to_owned(),
                _ => format!("{NAME}-{number}"),
            };
            let lock = folder.join(format!("{name}.lock"));
            let held = File::create(&lock).map_err(|error| cannot(&error, &lock))?;
            // Where there are no locks, two processes in one file are better than none.
            if let Err(TryLockError::WouldBlock) = held.try_lock() {
                continue;
            }
            let path = folder.join(format!("{name}.{ENDING}"));
            let appender = FileBuilder::new(folder, name)
                .filename_suffix(ENDING)
                .rollover_size(bytes)
                .max_log_files(FILES)
                .layout(AsWritten)
                .trap(Unsaid)
                .build()
                .map_err(|error| cannot(&error, &path))?;
            return Ok(Self {
                path,
                appender,
                _lock: held,
            });
        }
        Err(format!(
            "{PROCESSES} processes write theirs already: {}",
            folder.display()
        ))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn write(&self, record: &Record) {
        let text = without_personal_paths(&record.args().to_string());
        let line = format!(
            "{} {:<5} {}: {}",
            moment::for_log(),
            record.level(),
            record.target(),
            visible(&text)
        );
        let record = logforth_core::record::Record::builder();
        // A full disk is said where the work is saved.
        let _ = self
            .appender
            .append(&record.payload(format_args!("{line}")).build(), &[]);
    }
}

/// A line that is ready.
#[derive(Debug)]
struct AsWritten;

impl Layout for AsWritten {
    fn format(
        &self,
        record: &logforth_core::record::Record,
        _: &[Box<dyn Diagnostic>],
    ) -> Result<Vec<u8>, Error> {
        Ok(record.payload().to_string().into_bytes())
    }
}

/// Failures that nobody is told of.
#[derive(Debug)]
struct Unsaid;

impl Trap for Unsaid {
    fn trap(&self, _: &Error) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(file: &LogFile, text: &str) {
        let record = Record::builder();
        let mut record = record;
        file.write(
            &record
                .level(log::Level::Info)
                .target("hourglass::test")
                .args(format_args!("{text}"))
                .build(),
        );
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| {
            let name = entry.unwrap().file_name();
            name.to_string_lossy().into_owned()
        });
        let mut names: Vec<String> = entries.collect();
        names.sort();
        names
    }

    #[test]
    fn old_lines_make_room_and_the_newest_stay() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new/logs");
        let bytes = NonZeroUsize::new(2_000).unwrap();
        // Closed and opened again in between.
        for round in 0..4 {
            let file = LogFile::open_bounded(&folder, bytes).unwrap();
            for number in 0..100 {
                write(
                    &file,
                    &format!("round {round}, line {number}, \u{1b}\nthe same"),
                );
            }
        }
        assert_eq!(
            names(&folder),
            [
                "hourglass.1.log",
                "hourglass.2.log",
                "hourglass.lock",
                "hourglass.log"
            ]
        );
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let files = ["hourglass.2.log", "hourglass.1.log", "hourglass.log"].map(read);
        assert!(files.iter().all(|text| text.len() < 2_200));
        let text = files.concat();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() > 40, "{text}");
        for (line, number) in lines.iter().rev().zip((0..100).rev()) {
            let end =
                format!(" INFO  hourglass::test: round 3, line {number}, \\u{{1b}}\\nthe same");
            assert!(line.ends_with(&end), "{line}");
        }
    }

    #[test]
    fn each_process_has_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let first = LogFile::open(folder.path()).unwrap();
        let second = LogFile::open(folder.path()).unwrap();
        write(&first, "one");
        write(&second, "two");
        assert_eq!(first.path(), folder.path().join("hourglass.log"));
        assert_eq!(second.path(), folder.path().join("hourglass-2.log"));
        drop(first);
        let third = LogFile::open(folder.path()).unwrap();
        write(&third, "three");
        let read = |file: &LogFile| fs::read_to_string(file.path()).unwrap();
        assert_eq!(third.path(), folder.path().join("hourglass.log"));
        let lines: Vec<String> = read(&third).lines().map(str::to_owned).collect();
        assert!(lines[0].ends_with(": one") && lines[1].ends_with(": three"));
        assert_eq!(read(&second).lines().count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let logs = file.join("logs");
        let problem = LogFile::open(&logs).unwrap_err();
        assert!(problem.starts_with("cannot write, "), "{problem}");
        assert!(problem.ends_with(&*logs.to_string_lossy()), "{problem}");
    }

    #[test]
    fn a_folder_that_is_gone_ends_nothing() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("logs");
        let file = LogFile::open_bounded(&folder, NonZeroUsize::new(10).unwrap()).unwrap();
        write(&file, "one");
        fs::remove_dir_all(&folder).unwrap();
        write(&file, "two");
        write(&file, "three");
    }
}
