//! Writes to standard output and standard error: where a closed pipe is no panic, and where text that is not this
//! program's own reaches the terminal without what would steer it.

use std::io::{self, ErrorKind, Write};

use serde_json::Value;

use super::failure::{Failure, Result};
use super::text::{visible, visible_json};

/// Writes one line to standard error.
pub fn note(text: &str) {
    // Nobody is left to be told when this fails.
    let _ = writeln!(io::stderr(), "{}", visible(text));
}

/// Sends log lines to standard error, like notes.
pub fn start_log() {
    let level = env_logger::Env::default().default_filter_or("warn");
    env_logger::Builder::from_env(level)
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
        .init();
}

/// Standard output, line by line. After an error nothing more is written.
#[derive(Debug, Default)]
pub struct Output {
    error: Option<io::Error>,
}

impl Output {
    /// Writes `text` and a line end, and makes it seen at once.
    pub fn line(&mut self, text: &str) {
        self.write(&visible(text));
    }

    /// As [`Self::line`], one JSON object.
    pub fn event(&mut self, event: &Value) {
        self.write(&visible_json(&event.to_string()));
    }

    fn write(&mut self, line: &str) {
        if self.error.is_none() {
            let mut out = io::stdout().lock();
            let written = writeln!(out, "{line}").and_then(|()| out.flush());
            self.error = written.err();
        }
    }

    /// Whether nobody takes what is written any more.
    pub fn is_lost(&self) -> bool {
        self.error.is_some()
    }

    /// Ends what is written; a reader that has seen enough (`| head`) is nothing wrong.
    ///
    /// # Errors
    /// One sentence when it could not be written.
    pub fn finish(self) -> Result<()> {
        match self.error {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure(format!(
                "cannot write the results, {error}: standard output"
            ))),
            _ => Ok(()),
        }
    }
}
