//! What could not be read of a project waits for a person's look: nothing is trained by it and nothing saved over it
//! before they have changed it, or taken what is used in its place.

use std::time::Instant;

use super::snapshot::Snapshot;
use super::undo::Edited;
use super::{About, Action, App, Offer, Question};
use crate::project::{Misread, forget_changed_marks};
use crate::training::VariantId;

impl App {
    /// What could not be read of the settings of variant `id`, and what of the whole project.
    pub fn misread_of(&self, id: Option<VariantId>) -> impl Iterator<Item = &Misread> {
        let all = self.document.misread.iter();
        all.filter(move |misread| misread.variant == id)
    }

    /// Whether a save would lose something that a person wrote and has not looked at.
    pub(super) fn would_lose(&self) -> bool {
        self.document.misread.iter().any(|misread| !misread.is_kept)
    }

    /// Whether `action` waits for a look at what could not be read.
    pub(super) fn must_look_before(&self, action: &Action) -> bool {
        match action {
            Action::Save | Action::SaveAs(_) => self.would_lose(),
            Action::Train | Action::TrainMore | Action::Step => self.are_misread(&self.in_scope()),
            Action::TrainVariants(variants) => self.are_misread(variants),
            Action::GoOnWithCpu(variant) | Action::TryRemedy(variant, _) => {
                self.are_misread(&[*variant])
            }
            _ => false,
        }
    }

    fn are_misread(&self, variants: &[VariantId]) -> bool {
        let mut open = self.document.misread.iter().filter(|one| !one.is_kept);
        open.any(|one| variants.iter().any(|id| one.concerns_training_of(*id)))
    }

    /// Asks for the look, and goes on with `then` after it.
    pub(super) fn look_first(&mut self, then: Option<Action>) {
        self.question = Some(Question::Misread {
            then: then.map(Box::new),
        });
    }

    /// Says what could not be read, where there is something.
    pub(super) fn tell_of_misread(&mut self) {
        let text = match self.document.misread.as_slice() {
            [] => return,
            [one] => format!(
                "One field of the project file could not be read, {}: {}",
                one.problem, one.key
            ),
            several => {
                let count = several.len();
                format!("{count} fields of the project file could not be read")
            }
        };
        let advice = match self.would_lose() {
            true => "Training and saving wait until you have looked",
            false => "It is kept as it is",
        };
        self.warn_with_offer(text, advice, Offer::Look, Some(About::Misread));
    }

    /// Takes what is used in place of what stood at `keys`, as one step of undo.
    pub(super) fn use_instead(&mut self, keys: &[String]) {
        let moment = Snapshot::of(&self.document);
        self.document
            .misread
            .retain(|misread| !keys.contains(&misread.key));
        let what = "use what was read".into();
        self.undo
            .record(what, Some(Edited::Misread), moment, Instant::now());
        self.touch();
    }

    /// As [`Self::use_instead`], of everything.
    pub(super) fn use_all_instead(&mut self) {
        let open = self.document.misread.iter();
        let keys: Vec<String> = open.map(|misread| misread.key.clone()).collect();
        self.use_instead(&keys);
    }

    /// The document has changed: what a person has chosen since no longer waits.
    pub(super) fn follow_misread(&mut self) {
        if !self.document.misread.is_empty() {
            forget_changed_marks(&mut self.document);
        }
        if self.document.misread.is_empty() {
            let about = Some(About::Misread);
            self.withdraw(|message| message.about == about);
        }
    }

    /// A copy of a variant has what could not be read of the original's settings.
    pub(super) fn misread_with(&mut self, original: VariantId, copy: VariantId) {
        let of_settings = self.misread_of(Some(original));
        let of_settings = of_settings.filter(|misread| misread.watched.is_some());
        let copied = of_settings.map(|misread| Misread {
            variant: Some(copy),
            ..misread.clone()
        });
        let copied: Vec<Misread> = copied.collect();
        self.document.misread.extend(copied);
    }
}
