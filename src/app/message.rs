//! One message to a person: what happened, what to do about it, and buttons that do it.

use std::time::SystemTime;

use super::Offer;
use super::plain_words::in_plain_words;
use crate::training::VariantId;

/// How loud a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    Info,
    Warning,
    Error,
}

/// Something a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Counts the messages of this session, so that each can be spoken of; 0 before it was said.
    pub number: u64,
    /// When it was said.
    pub at: SystemTime,
    pub kind: MessageKind,
    /// What happened, to what.
    pub text: String,
    /// What to do about it; may be empty.
    pub advice: String,
    /// The same for a developer: fields of files, names of tensors and of weight files.
    pub details: Option<String>,
    /// Buttons that do what is advised; one or two.
    pub offers: Vec<Offer>,
    /// What it is about, where a later message about the same takes its place.
    pub about: Option<About>,
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The weights that this variant begins with.
    FirstWeights(VariantId),
    /// That this variant's run has diverged.
    Divergence(VariantId),
    /// Data that could not be read.
    Data,
    /// Data that are not those that variants were trained on.
    OtherData,
    /// What could not be read of the project.
    Misread,
    /// Who else has the project open.
    InUse,
    /// That the project is open to look.
    Looking,
}

impl Message {
    /// What only a developer reads of `text` goes into the details.
    pub fn new(kind: MessageKind, text: impl Into<String>, advice: impl Into<String>) -> Self {
        let (text, details) = in_plain_words(text.into());
        Self {
            number: 0,
            at: SystemTime::now(),
            kind,
            text,
            advice: advice.into(),
            details,
            offers: Vec::new(),
            about: None,
        }
    }

    #[must_use]
    pub fn with_details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into());
        self
    }

    #[must_use]
    pub fn with_offer(mut self, offer: Offer) -> Self {
        self.offers.push(offer);
        self
    }

    #[must_use]
    pub fn about(mut self, about: Option<About>) -> Self {
        self.about = about;
        self
    }

    /// Whether it says what `other` says, whenever that was.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.text == other.text
            && self.advice == other.advice
            && self.details == other.details
            && self.offers == other.offers
            && self.about == other.about
    }
}
