//! What somebody who helps has to know, as a text for the clipboard.

mod log_lines;
mod machine;
mod project;

pub use machine::build_and_system;

use std::fmt::Write as _;
use std::path::PathBuf;

use super::background::Report;
use super::{App, MessageKind};
use crate::system::without_personal_paths;

/// As many messages, the newest, are among the diagnostics.
const MESSAGES: usize = 50;

/// What is asked about this process.
#[derive(Debug, Default)]
pub(super) struct Diagnostics {
    /// As asked for at the start; 0 for one a core.
    pub(super) threads: usize,
    pub(super) log_file: Option<PathBuf>,
}

impl App {
    /// Puts the diagnostics together; `display` says where the window is.
    pub(super) fn diagnose(&self, display: String) {
        let Some(background) = &self.background else {
            return;
        };
        let document = self.document.clone();
        let (devices, project) = (self.device_words(), self.project_words());
        let messages = self.message_words();
        let (threads, log_file) = (self.diagnostics.threads, self.diagnostics.log_file.clone());
        background.run(
            "diagnostics",
            move || {
                let mut text = machine::words(&display, threads);
                text += &devices;
                text += &project;
                text += &project::settings(&document);
                text += &messages;
                text += &log_lines::words(log_file.as_deref());
                Ok(without_personal_paths(&text))
            },
            |result| Report::Diagnosed { result },
        );
    }

    pub(super) fn diagnosed(&mut self, result: Result<String, String>) {
        match result {
            Ok(text) => {
                self.clipboard.text = Some(text);
                self.inform("Copied: what this program and machine are, without personal paths");
            }
            Err(problem) => self.fail(format!("The diagnostics were not copied: {problem}"), ""),
        }
    }

    fn device_words(&self) -> String {
        let mut text = format!("Device chosen: {}\n", self.device());
        for device in self.devices().unwrap_or_default() {
            let problem = device.problem.as_ref();
            let problem = problem.map(|problem| format!(", cannot be used: {problem}"));
            let _ = writeln!(
                text,
                "- {}: {}{}",
                device.id,
                device.name,
                problem.unwrap_or_default()
            );
        }
        text
    }

    fn message_words(&self) -> String {
        let mut text = "\nMessages, oldest first:\n".to_owned();
        let newest: Vec<_> = self.message_log.newest_first().take(MESSAGES).collect();
        for message in newest.iter().rev().map(|logged| &logged.message) {
            let kind = match message.kind {
                MessageKind::Info => "info",
                MessageKind::Warning => "warning",
                MessageKind::Error => "error",
            };
            let _ = writeln!(text, "- {kind}: {}", message.text);
            if !message.advice.is_empty() {
                let _ = writeln!(text, "  {}", message.advice);
            }
            if let Some(details) = &message.details {
                let _ = writeln!(text, "  {details}");
            }
        }
        text
    }
}
