//! Saves during training, and reports what is on disk.

use std::time::{Duration, Instant};

use super::Training;
use super::end::End;
use crate::app::{Action, Answer, Question};
use crate::cli::failure::{Failure, Result};
use crate::settings::words::lower_first;

/// At the end of an epoch the project is saved if that was not done for this long: a kill loses little.
const SAVE_EVERY: Duration = Duration::from_secs(30);

impl Training<'_> {
    pub(super) fn is_save_due(&self) -> bool {
        self.saved.is_none_or(|saved| saved.elapsed() >= SAVE_EVERY)
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

    pub(super) fn saved(&mut self, left_out: &[String]) {
        // Each save would say it again.
        if self.saved.is_none() {
            for sentence in left_out {
                self.report
                    .note(&format!("warning: {}", lower_first(sentence)));
            }
        }
        self.saved = Some(Instant::now());
        let ends = self.saving.take().unwrap_or_default();
        for end in &ends {
            end.tell(self.report);
        }
        if !ends.is_empty() {
            self.report.saved(&self.bundle);
        }
    }

    /// A save may have met another project in its place. Before any work that is the end; what was trained since is worth
    /// more than what another program wrote meanwhile.
    pub(super) fn settle_place(&mut self) -> Result<()> {
        let Some(Question::Replace { changed, .. }) = &self.app.question else {
            return Ok(());
        };
        let what = if *changed {
            "the project was changed by another program"
        } else {
            "another project is there already"
        };
        let place = self.bundle.display();
        if self.saved.is_none() {
            return Err(Failure(format!("{what}: {place}")));
        }
        self.report
            .note(&format!("warning: {what}, and is written over: {place}"));
        self.app.apply(Action::Answer(Answer::Replace));
        Ok(())
    }
}
