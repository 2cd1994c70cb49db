//! Writes to standard output and standard error, where a closed pipe is no panic.

use std::io::{self, ErrorKind, Write};

/// Writes one line to standard error.
pub fn note(text: &str) {
    // Nobody is left to be told when this fails.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Standard output, line by line. After an error nothing more is written.
#[derive(Debug, Default)]
pub struct Output {
    error: Option<io::Error>,
}

impl Output {
    /// Writes `text` and a line end, and makes it seen at once.
    pub fn line(&mut self, text: &str) {
        if self.error.is_none() {
            let mut out = io::stdout().lock();
            let written = writeln!(out, "{text}").and_then(|()| out.flush());
            self.error = written.err();
        }
    }

    /// Whether nobody takes what is written any more.
    pub fn is_lost(&self) -> bool {
        self.error.is_some()
    }

    /// What went wrong in a sentence; a reader that has seen enough (`| head`) is nothing wrong.
    pub fn failure(&self) -> Option<String> {
        self.error
            .as_ref()
            .filter(|error| error.kind() != ErrorKind::BrokenPipe)
            .map(|error| format!("cannot write the results, {error}: standard output"))
    }
}
