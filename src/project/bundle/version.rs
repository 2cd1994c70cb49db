//! A project as this program last read or wrote it: by it a save knows what has changed since, here and on disk.

use std::collections::BTreeMap;

use crate::project::{Document, Trained, Variant, VariantSettings};
use crate::training::{Position, RunState, VariantId};

/// What a project was, without the weights and histories of its variants.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Of the project file; `None` where the document never was all that is in the file.
    file: Option<blake3::Hash>,
    pub(super) document: Document,
    reached: BTreeMap<VariantId, Reached>,
}

/// How far a variant was trained. Positions hold measured seconds, so no two trainings have the same.
#[derive(Debug, Clone, PartialEq)]
struct Reached {
    position: Position,
    settings: VariantSettings,
    state: RunState,
}

impl Version {
    /// `document`, and the `text` of its project file.
    pub(super) fn of(document: &Document, text: &[u8]) -> Self {
        Self {
            file: Some(blake3::hash(text)),
            ..Self::of_document(document)
        }
    }

    /// `document`, which is not all that is on disk: the next save looks there again.
    pub fn of_document(document: &Document) -> Self {
        let trained = |v: &Variant| Some((v.id, Reached::of(v.trained.as_ref()?)));
        Self {
            file: None,
            reached: document.variants.iter().filter_map(trained).collect(),
            document: without_training(document),
        }
    }

    /// The hash of the project file in hexadecimal digits.
    pub fn file_hash(&self) -> Option<String> {
        self.file.map(|hash| hash.to_hex().to_string())
    }

    /// Whether `text` is that of the project file.
    pub(super) fn is_file(&self, text: &[u8]) -> bool {
        self.file == Some(blake3::hash(text))
    }

    /// Whether nothing in the file would be lost by writing the document over it.
    pub fn is_read_whole(&self) -> bool {
        self.document.misread.iter().all(|misread| misread.is_kept)
    }

    /// Whether `document` is what was read or written, whichever of its variants is selected.
    pub fn is_of(&self, document: &Document) -> bool {
        let reached = |variant: &Variant| self.has_reached(variant.id, variant.trained.as_ref());
        let same = Document {
            selected: self.document.selected,
            next_id: self.document.next_id,
            ..without_training(document)
        };
        document.variants.iter().all(reached) && self.document == same
    }

    /// Whether the variant `id` was trained as far as `trained` says.
    pub(super) fn has_reached(&self, id: VariantId, trained: Option<&Trained>) -> bool {
        self.reached.get(&id) == trained.map(Reached::of).as_ref()
    }
}

fn without_training(document: &Document) -> Document {
    let variants = document.variants.iter().map(|variant| Variant {
        trained: None,
        ..variant.clone()
    });
    Document {
        variants: variants.collect(),
        ..document.clone()
    }
}

impl Reached {
    fn of(trained: &Trained) -> Self {
        Self {
            position: trained.resume_state.position,
            settings: trained.settings.clone(),
            state: trained.state,
        }
    }
}
