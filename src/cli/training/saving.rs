//! Saves during training, and reports what is on disk.

use std::time::{Duration, Instant};

use super::Training;
use super::end::End;
use crate::app::{Action, Question};
use crate::cli::failure::{Failure, Result};
use crate::cli::{folders, interrupt};
use crate::project;
use crate::settings::words::lower_first;
use crate::system::moment;

/// The project is saved if that was not done for this long, in the middle of an epoch too: a kill loses no more.
const SAVE_EVERY: Duration = Duration::from_secs(30);
/// Where training has ended and nothing else is left to do, another folder is taken after so many failures.
const MOST_FAILURES: u32 = 3;

impl Training<'_> {
    pub(super) fn save_by_clock(&mut self) {
        let is_due = self.saved.is_none_or(|saved| saved.elapsed() >= SAVE_EVERY);
        if is_due && self.saving.is_none() {
            self.save(Vec::new());
        }
    }

    /// Asks for a save, after which `ends` are told.
    pub(super) fn save(&mut self, ends: Vec<End>) {
        self.saving = Some(ends);
        self.app.apply(Action::Save);
    }

    /// Saves, and waits until that is done.
    pub(super) fn save_first(&mut self) -> Result<()> {
        self.save(Vec::new());
        while self.saving.is_some() {
            self.wait()?;
        }
        Ok(())
    }

    pub(super) fn saved(&mut self, warnings: &[String]) {
        for sentence in warnings {
            // Each save would say it again.
            if self.said.insert(sentence.clone()) {
                self.report
                    .note(&format!("warning: {}", lower_first(sentence)));
            }
        }
        self.failures = 0;
        self.saved = Some(Instant::now());
        let ends = self.saving.take().unwrap_or_default();
        for end in &ends {
            end.tell(self.report);
        }
        if !ends.is_empty() {
            self.report.saved(&self.bundle);
        }
    }

    /// A save failed. Before any work that is the end; later the application tries again after `again` while training
    /// goes on, and once that has ended, the work goes to another folder.
    pub(super) fn not_saved(&mut self, problem: String, again: Duration) -> Result<()> {
        if self.saved.is_none() {
            return Err(Failure(problem));
        }
        self.failures += 1;
        let is_over = self.active.is_empty();
        if is_over && (self.failures >= MOST_FAILURES || interrupt::is_urgent()) {
            return self.rescue(problem);
        }
        self.report.note(&format!(
            "warning: {problem}; the work is kept in memory, and saved again in {} s",
            again.as_secs()
        ));
        Ok(())
    }

    /// Saves into a folder of its own, as the project's does not take it.
    fn rescue(&mut self, problem: String) -> Result<()> {
        let name = self.bundle.file_name().unwrap_or_default();
        let name = format!("{}-{}", name.to_string_lossy(), moment::for_file_name());
        let own = folders::data().map(|own| own.join("rescued"));
        let temporary = std::env::temp_dir().join("hourglass-rescued");
        for folder in own.into_iter().chain([temporary]) {
            let place = folder.join(&name);
            if project::save(&self.app.document, &place).is_ok() {
                return Err(Failure(format!(
                    "{problem}; what was trained is saved in another folder: {}",
                    place.display()
                )));
            }
        }
        Err(Failure(problem))
    }

    /// A save may have met another project in its place, which it does not write over.
    pub(super) fn settle_place(&mut self) -> Result<()> {
        let Some(Question::Replace { .. }) = &self.app.question else {
            return Ok(());
        };
        let problem = format!(
            "another project is there already: {}",
            self.bundle.display()
        );
        match self.saved {
            None => Err(Failure(problem)),
            Some(_) => self.rescue(problem),
        }
    }
}
