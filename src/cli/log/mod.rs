//! Log lines: to standard error, like notes, and into a file that is kept from one start to the next.

mod file;
mod level;
mod panics;

use std::io::Write;
use std::path::PathBuf;

use log::{Level, LevelFilter, Log, Metadata, Record};

pub use level::LogLevel;

use super::text::visible;
use super::{folders, terminal};
use crate::system::SHOWN;
use file::LogFile;

/// What this program says of itself begins with its name; libraries say more than anybody asks for.
const OWN: &str = "hourglass";
const OF_LIBRARIES: LevelFilter = LevelFilter::Warn;
/// The readers of sound log what is wrong with a file, which this program says of its own.
const SAID_ANYWAY: &str = "symphonia";

/// Begins to log, from `asked` up or as usual, and says where the file is, if there is one.
pub fn start(asked: Option<LogLevel>) -> Option<PathBuf> {
    let asked = asked.map(LevelFilter::from);
    let file = match asked {
        Some(LevelFilter::Off) => None,
        _ => open_file(),
    };
    let path = file.as_ref().map(|file| file.path().to_owned());
    let log = Both {
        terminal: terminal_log(asked),
        file,
        level: asked.unwrap_or(LevelFilter::Info),
    };
    log::set_max_level(log.terminal.filter().max(log.level));
    // There is one already where a test has made it, and that one stays.
    let _ = log::set_boxed_logger(Box::new(log));
    panics::log_them();
    path
}

fn open_file() -> Option<LogFile> {
    let folder = folders::data()?;
    LogFile::open(&folder.join("logs"))
        .map_err(|problem| terminal::note(&format!("warning: there is no log file, {problem}")))
        .ok()
}

fn terminal_log(asked: Option<LevelFilter>) -> env_logger::Logger {
    let mut builder = match asked {
        Some(level) => {
            let mut builder = env_logger::Builder::new();
            builder
                .filter_level(level.min(OF_LIBRARIES))
                .filter_module(OWN, level);
            builder
        }
        None => env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("warn")),
    };
    builder
        .format(|to, record| {
            let (level, target) = (record.level(), record.target());
            let text = record.args().to_string();
            let style = to.default_level_style(level);
            writeln!(
                to,
                "[{style}{level:<5}{style:#} {target}] {}",
                visible(&text)
            )
        })
        .build()
}

/// Two ways for each line.
struct Both {
    terminal: env_logger::Logger,
    file: Option<LogFile>,
    /// Of the file.
    level: LevelFilter,
}

impl Both {
    fn goes_to_terminal(&self, about: &Metadata) -> bool {
        let is_said = about.target() == SHOWN || about.target().starts_with(SAID_ANYWAY);
        !is_said && self.terminal.enabled(about)
    }

    fn file_for(&self, about: &Metadata) -> Option<&LogFile> {
        let is_meant = is_meant(self.level, about.level(), about.target());
        self.file.as_ref().filter(|_| is_meant)
    }
}

fn is_meant(most: LevelFilter, level: Level, target: &str) -> bool {
    let is_own = target.split("::").next() == Some(OWN);
    level <= if is_own { most } else { most.min(OF_LIBRARIES) }
}

impl Log for Both {
    fn enabled(&self, about: &Metadata) -> bool {
        self.goes_to_terminal(about) || self.file_for(about).is_some()
    }

    fn log(&self, record: &Record) {
        if self.goes_to_terminal(record.metadata()) {
            self.terminal.log(record);
        }
        if let Some(file) = self.file_for(record.metadata()) {
            file.write(record);
        }
    }

    // Each line is written at once.
    fn flush(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_libraries_no_more_than_warnings_are_meant() {
        let found = |most, level| {
            ["hourglass", "hourglass::app::save", "hourglassy", "winit"]
                .map(|target| is_meant(most, level, target))
        };
        assert_eq!(
            found(LevelFilter::Debug, Level::Debug),
            [true, true, false, false]
        );
        assert_eq!(found(LevelFilter::Debug, Level::Warn), [true; 4]);
        assert_eq!(found(LevelFilter::Error, Level::Warn), [false; 4]);
    }
}
