//! Takes in what another program had changed in the project when a save met it.

use std::sync::Arc;

use super::App;
use crate::project::{self, Document, Merged, Version};
use crate::training::VariantId;

impl App {
    /// As far as it does not disturb what is in training here: `written` is what was to be saved, `merged` what it became on disk. A sentence for the person.
    pub(super) fn adopt(&mut self, written: &Document, merged: Document) -> Option<String> {
        let mut theirs = merged.clone();
        // Other data would end all runs.
        theirs.data = written.data.clone();
        for variant in &mut theirs.variants {
            if self.is_training(variant.id)
                && let Some(ours) = written.variant(variant.id)
            {
                variant.settings = ours.settings.clone();
                variant.trained = ours.trained.clone();
            }
        }
        let is_all = theirs == merged;
        let origin = Version::of_document(written);
        let Merged { document, .. } = project::merge(&origin, &self.document, theirs.clone());
        let news = theirs != *written || !is_all;
        if document != self.document {
            let before = std::mem::replace(&mut self.document, document);
            let changed = self.document.variants.iter().filter(|variant| {
                let known = before.variant(variant.id);
                known.is_none_or(|known| {
                    known.trained != variant.trained || known.settings != variant.settings
                })
            });
            let changed: Vec<VariantId> = changed.map(|variant| variant.id).collect();
            for id in changed {
                self.drop_run(id);
                self.show_resume_state(id);
            }
            self.sync_runs();
        }
        if !is_all {
            // The next save looks at the disk again, and leaves what was not taken in.
            self.saves.version = Some(Arc::new(Version::of_document(&theirs)));
        }
        news.then(|| {
            let rest = match is_all {
                true => "",
                false => "; what concerns running training counts once the project is opened again",
            };
            format!(
                "Another program changed this project too, and both changes are kept{rest}: {}",
                self.document.name
            )
        })
    }
}
