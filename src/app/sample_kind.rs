//! The kind of samples a project has, and what they are called: images, rows of a table, sequences, or texts in order.

use super::App;
use crate::data::{SampleShape, Source};

/// The kind of a sample, for the words of sentences and labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleKind {
    Image,
    Row,
    Sequence,
    Text,
}

impl SampleKind {
    /// The kind of samples of this shape.
    pub fn of(shape: &SampleShape) -> Self {
        match shape {
            SampleShape::Image(_) => Self::Image,
            SampleShape::Row(_) => Self::Row,
            SampleShape::Sequence(_) => Self::Sequence,
            SampleShape::Text(_) => Self::Text,
        }
    }

    /// The kind of samples that a source gives, before it has been read.
    pub fn of_source(source: &Source) -> Self {
        match source.has_images() {
            true => Self::Image,
            false if source.has_sequences() => Self::Sequence,
            false if source.has_tokens() => Self::Text,
            false => Self::Row,
        }
    }

    /// "image"
    pub fn one(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Row => "row",
            Self::Sequence => "sequence",
            Self::Text => "text",
        }
    }

    /// "images"
    pub fn many(self) -> &'static str {
        match self {
            Self::Image => "images",
            Self::Row => "rows",
            Self::Sequence => "sequences",
            Self::Text => "texts",
        }
    }

    /// What one value of a sample is called, in the plural: "pixels".
    pub fn values(self) -> &'static str {
        match self {
            Self::Image => "pixels",
            Self::Row => "cells",
            Self::Sequence => "values",
            Self::Text => "tokens",
        }
    }
}

impl App {
    /// The kind of the samples at hand, or of those that the document names while there are none.
    pub fn sample_kind(&self) -> SampleKind {
        match self.dataset.prepared() {
            Some(data) => SampleKind::of(data.dataset.shape()),
            None => SampleKind::of_source(&self.document.data.source),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::BuiltIn;

    #[test]
    fn sources_tell_their_kind_before_they_are_read() {
        let of = |set| SampleKind::of_source(&Source::BuiltIn { set });
        assert_eq!(of(BuiltIn::FashionMnist), SampleKind::Image);
        assert_eq!(of(BuiltIn::BreastCancer), SampleKind::Row);
        assert_eq!(of(BuiltIn::JapaneseVowels), SampleKind::Sequence);
        assert_eq!(of(BuiltIn::Glosses), SampleKind::Row);
        assert_eq!(of(BuiltIn::GlossesInOrder).many(), "texts");
        let file = Source::of_path("a.tsv".as_ref()).expect("a table");
        assert_eq!(SampleKind::of_source(&file).many(), "rows");
        let file = Source::of_path("a.idx".as_ref()).expect("images");
        assert_eq!(SampleKind::of_source(&file).one(), "image");
    }
}
