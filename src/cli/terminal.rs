//! Writes to standard output and standard error: where a closed pipe is no panic, and where text that is not this
//! program's own reaches the terminal without what would steer it.

use std::io::{self, ErrorKind, Write};

use serde_json::Value;

use super::failure::{Failure, Result};
use super::text::{visible, visible_json};
use crate::system::SHOWN;

/// Writes one line to standard error, and logs it.
pub fn note(text: &str) {
    log::info!(target: SHOWN, "{text}");
    write(text);
}

/// Says why the program failed.
pub fn fail(failure: &Failure) {
    log::error!(target: SHOWN, "{failure}");
    write(&format!("error: {failure}"));
}

fn write(line: &str) {
    // Nobody is left to be told when this fails.
    let _ = writeln!(io::stderr(), "{}", visible(line));
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
