//! The undo history: changes that can be taken back and done again.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::snapshot::Snapshot;
use crate::data::DataSettings;
use crate::project::Document;
use crate::training::VariantId;

/// Older changes are forgotten.
const LIMIT: usize = 200;
/// Edits of the same setting closer together than this are one change.
const MERGE: Duration = Duration::from_secs(1);

/// What an edit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edited {
    /// These places below `settings` of a variant.
    Settings(VariantId, Vec<String>),
    /// These places below `data`.
    Data(Vec<String>),
    VariantName(VariantId),
    VariantNotes(VariantId),
    ProjectName,
    ProjectNotes,
    /// What was taken in place of what could not be read.
    Misread,
}

/// One change: the moment to go back to, and what was done after it ("change the code width").
#[derive(Debug)]
struct Entry {
    text: String,
    /// Edits of the same merge.
    edited: Option<Edited>,
    at: Instant,
    moment: Snapshot,
}

/// Both directions.
#[derive(Debug, Default)]
pub(super) struct UndoHistory {
    undo: VecDeque<Entry>,
    redo: Vec<Entry>,
}

impl UndoHistory {
    /// Notes that the settings are about to leave `moment`. What was `edited` joins the last change of the same if that
    /// is less than a second ago.
    pub fn record(&mut self, text: String, edited: Option<Edited>, moment: Snapshot, now: Instant) {
        if let Some(last) = self.undo.back_mut()
            && self.redo.is_empty()
            && edited.is_some()
            && last.edited == edited
            && now.saturating_duration_since(last.at) < MERGE
        {
            last.at = now;
            return;
        }
        self.redo.clear();
        self.undo.push_back(Entry {
            text,
            edited,
            at: now,
            moment,
        });
        if self.undo.len() > LIMIT {
            self.undo.pop_front();
        }
    }

    pub fn undo(&mut self, document: &mut Document) -> Option<String> {
        let entry = self.undo.pop_back()?;
        let text = entry.text.clone();
        self.redo.push(entry.exchanged(document));
        Some(text)
    }

    pub fn redo(&mut self, document: &mut Document) -> Option<String> {
        let entry = self.redo.pop()?;
        let text = entry.text.clone();
        self.undo.push_back(entry.exchanged(document));
        Some(text)
    }

    pub fn clear(&mut self) {
        self.undo.clear();
        self.redo.clear();
    }

    pub fn undo_text(&self) -> Option<&str> {
        self.undo.back().map(|entry| entry.text.as_str())
    }

    pub fn redo_text(&self) -> Option<&str> {
        self.redo.last().map(|entry| entry.text.as_str())
    }

    /// The moment [`Self::undo`] goes back to.
    pub fn undo_moment(&self) -> Option<&Snapshot> {
        self.undo.back().map(|entry| &entry.moment)
    }

    /// The moment [`Self::redo`] goes forward to.
    pub fn redo_moment(&self) -> Option<&Snapshot> {
        self.redo.last().map(|entry| &entry.moment)
    }

    /// The project file says all that is on screen now: nothing of it waits for a look any more.
    pub fn forget_misread(&mut self) {
        self.undo
            .retain(|entry| entry.edited != Some(Edited::Misread));
        for entry in self.undo.iter_mut().chain(&mut self.redo) {
            entry.moment.misread.clear();
        }
    }

    /// Data that could not be loaded must not come back: `failed` becomes `kept` everywhere, and changes
    /// that change nothing any more go.
    pub fn forget_data(&mut self, failed: &DataSettings, kept: &DataSettings, document: &Document) {
        for entry in self.undo.iter_mut().chain(&mut self.redo) {
            if entry.moment.data == *failed {
                entry.moment.data = kept.clone();
            }
        }
        let idle = |entry: Option<&Entry>| entry.is_some_and(|e| e.moment.is_settings_of(document));
        if idle(self.undo.back()) {
            self.undo.pop_back();
        }
        if idle(self.redo.last()) {
            self.redo.pop();
        }
    }
}

impl Entry {
    /// The same change seen from the other side.
    fn exchanged(self, document: &mut Document) -> Self {
        Self {
            text: self.text,
            // A change gone back to takes no further edits in.
            edited: None,
            at: self.at,
            moment: self.moment.exchange(document),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rename(history: &mut UndoHistory, document: &mut Document, name: &str, at: Instant) {
        let moment = Snapshot::of(document);
        document.name = name.into();
        history.record(
            "change the name".into(),
            Some(Edited::ProjectName),
            moment,
            at,
        );
    }

    #[test]
    fn goes_back_and_forth() {
        let (mut history, mut document) = (UndoHistory::default(), Document::default());
        let start = Instant::now();
        rename(&mut history, &mut document, "one", start);
        rename(
            &mut history,
            &mut document,
            "two",
            start + Duration::from_secs(5),
        );
        assert_eq!(history.undo_text(), Some("change the name"));
        assert_eq!(history.redo_text(), None);
        history.undo(&mut document);
        assert_eq!(document.name, "one");
        history.undo(&mut document);
        assert_eq!(document.name, "untitled");
        assert_eq!(history.undo(&mut document), None);
        history.redo(&mut document);
        history.redo(&mut document);
        assert_eq!(document.name, "two");
        assert_eq!(history.redo(&mut document), None);
    }

    #[test]
    fn quick_edits_of_one_setting_are_one_change() {
        let (mut history, mut document) = (UndoHistory::default(), Document::default());
        let start = Instant::now();
        for (number, name) in ["d", "di", "dig"].iter().enumerate() {
            let at = start + Duration::from_millis(900 * number as u64);
            rename(&mut history, &mut document, name, at);
        }
        rename(
            &mut history,
            &mut document,
            "digits",
            start + Duration::from_millis(2_900),
        );
        history.undo(&mut document);
        assert_eq!(document.name, "dig");
        history.undo(&mut document);
        assert_eq!(document.name, "untitled");
    }

    #[test]
    fn an_edit_after_undo_ends_redo_and_starts_a_change_of_its_own() {
        let (mut history, mut document) = (UndoHistory::default(), Document::default());
        let start = Instant::now();
        rename(&mut history, &mut document, "one", start);
        history.undo(&mut document);
        rename(&mut history, &mut document, "other", start);
        assert_eq!(history.redo_text(), None);
        history.undo(&mut document);
        assert_eq!(document.name, "untitled");
    }

    #[test]
    fn keeps_two_hundred_changes() {
        let (mut history, mut document) = (UndoHistory::default(), Document::default());
        let start = Instant::now();
        for number in 0..250u64 {
            let at = start + Duration::from_secs(number * 2);
            rename(&mut history, &mut document, &number.to_string(), at);
        }
        let mut taken = 0;
        while history.undo(&mut document).is_some() {
            taken += 1;
        }
        assert_eq!(taken, 200);
        assert_eq!(document.name, "49");
    }
}
