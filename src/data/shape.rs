//! The shape of a sample: an image, a row of named columns, a sequence, or a text in order.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{ColumnKind, Columns, TextShape};

/// Height, width and channels of one image, stored row by row with the channels innermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImageShape {
    pub height: usize,
    pub width: usize,
    pub channels: usize,
}

impl ImageShape {
    /// Numbers in one image: height x width x channels.
    pub fn size(self) -> usize {
        self.height * self.width * self.channels
    }
}

/// Steps of the longest sequence, and features of each step; kept step after step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SequenceShape {
    pub steps: usize,
    pub features: usize,
}

/// What one sample of a set is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SampleShape {
    Image(ImageShape),
    #[serde(with = "row")]
    Row(Arc<Columns>),
    Sequence(SequenceShape),
    Text(TextShape),
}

impl SampleShape {
    /// The shape of the images, when samples are images.
    pub fn image(&self) -> Option<ImageShape> {
        match self {
            Self::Image(shape) => Some(*shape),
            Self::Row(_) | Self::Sequence(_) | Self::Text(_) => None,
        }
    }

    /// The shape of the sequences, when samples are sequences or texts: of a text each step is a number a token of its
    /// vocabulary.
    pub fn sequence(&self) -> Option<SequenceShape> {
        match self {
            Self::Sequence(shape) => Some(*shape),
            Self::Text(text) => Some(SequenceShape {
                steps: text.steps,
                features: text.vocabulary.len(),
            }),
            Self::Image(_) | Self::Row(_) => None,
        }
    }

    /// The columns of the rows, when samples are rows.
    pub fn columns(&self) -> Option<&Arc<Columns>> {
        match self {
            Self::Row(columns) => Some(columns),
            Self::Image(_) | Self::Sequence(_) | Self::Text(_) => None,
        }
    }

    /// The tokens of texts, when samples are texts in order.
    pub fn text(&self) -> Option<&TextShape> {
        match self {
            Self::Text(text) => Some(text),
            Self::Image(_) | Self::Row(_) | Self::Sequence(_) => None,
        }
    }

    /// What a person calls one sample: "image", "row", "sequence" or "text".
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Image(_) => "image",
            Self::Row(_) => "row",
            Self::Sequence(_) => "sequence",
            Self::Text(_) => "text",
        }
    }

    /// Words about images, said of these samples: "Test image 7" becomes "Test row 7", "per pixel" becomes "per value".
    pub fn say(&self, text: &str) -> String {
        let (noun, capital, value) = match self {
            Self::Image(_) => return text.to_owned(),
            Self::Row(_) => ("row", "Row", "value"),
            Self::Sequence(_) => ("sequence", "Sequence", "value"),
            Self::Text(_) => ("text", "Text", "token"),
        };
        text.replace("an image", &format!("a {noun}"))
            .replace("image", noun)
            .replace("Image", capital)
            .replace("pixel", value)
    }

    /// Whether rows have columns of other kinds than numbers, each with a loss of its kind.
    pub fn is_mixed(&self) -> bool {
        self.columns().is_some_and(|columns| {
            let mut list = columns.list().iter();
            list.any(|column| column.kind != ColumnKind::Numeric)
        })
    }

    /// How many of `most` samples are gone through at a time: fewer of long sequences, and of texts, of which each step is a
    /// number a token that it could be.
    pub fn at_a_time(&self, most: usize) -> usize {
        /// 32 MB.
        const NUMBERS: usize = 8 << 20;
        match self {
            Self::Text(_) | Self::Sequence(_) => {
                (NUMBERS / self.target_width().max(1)).clamp(1, most)
            }
            Self::Image(_) | Self::Row(_) => most,
        }
    }

    /// Values in one sample as it is kept: pixels and channels, columns, steps and features, or tokens.
    pub fn values(&self) -> usize {
        match self {
            Self::Image(shape) => shape.size(),
            Self::Row(columns) => columns.len(),
            Self::Sequence(shape) => shape.steps * shape.features,
            Self::Text(text) => text.steps,
        }
    }

    /// Numbers that a model sees of one sample.
    pub fn input_width(&self) -> usize {
        match self {
            Self::Row(columns) => columns.input_width(),
            Self::Text(text) => text.steps * text.vocabulary.len(),
            Self::Image(_) | Self::Sequence(_) => self.values(),
        }
    }

    /// Numbers that a model makes of one sample, and that these are compared with.
    pub fn target_width(&self) -> usize {
        match self {
            Self::Row(columns) => columns.target_width(),
            Self::Text(text) => text.steps * text.vocabulary.len(),
            Self::Image(_) | Self::Sequence(_) => self.values(),
        }
    }
}

/// `{"columns": [...]}`, so that the kind can stand beside it.
mod row {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::data::Columns;

    #[derive(Serialize, Deserialize)]
    struct Row {
        columns: Columns,
    }

    pub fn serialize<S: Serializer>(columns: &Arc<Columns>, to: S) -> Result<S::Ok, S::Error> {
        let columns = Columns::clone(columns);
        Row { columns }.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<Columns>, D::Error> {
        Ok(Arc::new(Row::deserialize(from)?.columns))
    }
}

impl fmt::Display for SampleShape {
    /// "28 x 28 x 1", "30 columns", "100 steps of 6 channels", "18 tokens of 2002 words".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Image(shape) => {
                let ImageShape {
                    height,
                    width,
                    channels,
                } = shape;
                write!(f, "{height} × {width} × {channels}")
            }
            Self::Row(columns) => write!(f, "{} columns", columns.len()),
            Self::Sequence(shape) => {
                let channels = match shape.features {
                    1 => "1 channel".to_owned(),
                    more => format!("{more} channels"),
                };
                write!(f, "{} steps of {channels}", shape.steps)
            }
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl From<ImageShape> for SampleShape {
    fn from(shape: ImageShape) -> Self {
        Self::Image(shape)
    }
}

impl From<Columns> for SampleShape {
    fn from(columns: Columns) -> Self {
        Self::Row(Arc::new(columns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Column;
    use crate::data::{ColumnKind, TokenUnit, Vocabulary};

    fn image() -> SampleShape {
        SampleShape::from(ImageShape {
            height: 4,
            width: 3,
            channels: 2,
        })
    }

    fn numeric(weight: f32, has_missing: bool) -> Column {
        Column {
            name: "age".into(),
            kind: ColumnKind::Numeric,
            weight,
            has_missing,
            masked: true,
        }
    }

    /// Two numbers, of which the first can be missing, and between them a category of three that can be missing.
    fn mixed() -> SampleShape {
        let names = ["x", "y", "z"].map(String::from).to_vec();
        let category = Column {
            name: "size".into(),
            kind: ColumnKind::Category { names },
            weight: 0.5,
            has_missing: true,
            masked: true,
        };
        Columns::from(vec![numeric(1.0, true), category, numeric(1.0, false)]).into()
    }

    fn sequence() -> SampleShape {
        SampleShape::Sequence(SequenceShape {
            steps: 100,
            features: 6,
        })
    }

    fn text() -> SampleShape {
        SampleShape::Text(TextShape {
            steps: 7,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of(["a".to_owned()]),
        })
    }

    #[test]
    fn masks_are_seen_and_not_made() {
        let widths =
            |shape: &SampleShape| [shape.values(), shape.input_width(), shape.target_width()];
        assert_eq!(widths(&image()), [24, 24, 24]);
        assert_eq!(widths(&mixed()), [3, 7, 5]);
        assert_eq!(widths(&sequence()), [600, 600, 600]);
        // A text is kept as its tokens, and seen and made as a number for each that they could be.
        assert_eq!(widths(&text()), [7, 21, 21]);
        assert_eq!(text().sequence().map(|shape| shape.features), Some(3));
        assert!(text().text().is_some() && text().columns().is_none());
        assert_eq!(image().image().map(ImageShape::size), Some(24));
        assert!(image().columns().is_none() && mixed().image().is_none());
        assert_eq!(mixed().columns().map(|columns| columns.len()), Some(3));
    }

    #[test]
    fn shapes_are_said_in_words() {
        assert_eq!(image().to_string(), "4 × 3 × 2");
        assert_eq!(mixed().to_string(), "3 columns");
        assert_eq!(sequence().to_string(), "100 steps of 6 channels");
    }

    #[test]
    fn shapes_are_saved_by_kind_and_come_back() {
        let saved = |shape: &SampleShape| serde_json::to_string(shape).unwrap();
        let numbers = SampleShape::from(Columns::from(vec![numeric(2.0, true)]));
        for (shape, text) in [
            (
                image(),
                r#"{"kind":"image","height":4,"width":3,"channels":2}"#,
            ),
            (
                numbers,
                r#"{"kind":"row","columns":[{"name":"age","kind":"numeric","weight":2.0,"has_missing":true}]}"#,
            ),
            (
                sequence(),
                r#"{"kind":"sequence","steps":100,"features":6}"#,
            ),
            (
                text(),
                r#"{"kind":"text","steps":7,"unit":"words","vocabulary":["<unk>","<eos>","a"]}"#,
            ),
        ] {
            assert_eq!(saved(&shape), text);
            assert_eq!(serde_json::from_str::<SampleShape>(text).unwrap(), shape);
        }
        let back: SampleShape = serde_json::from_str(&saved(&mixed())).unwrap();
        assert_eq!(back, mixed());
        for wrong in [
            r#"{"kind":"image","height":4,"width":3}"#,
            r#"{"kind":"sound","length":4}"#,
            r#"{"kind":"row","columns":[{"name":"age"}]}"#,
        ] {
            assert!(
                serde_json::from_str::<SampleShape>(wrong).is_err(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn words_about_images_are_said_of_other_samples() {
        let image = SampleShape::Image(ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        });
        let row = SampleShape::Row(Arc::new(Columns::default()));
        let text = "Bound of an image: summed over the pixels of test images";
        assert_eq!(image.say(text), text);
        assert_eq!(
            row.say(text),
            "Bound of a row: summed over the values of test rows"
        );
        assert_eq!(row.say("Test image 7"), "Test row 7");
        assert_eq!([image.noun(), row.noun()], ["image", "row"]);
        assert_eq!(
            self::text().say("Test image 7, by pixel"),
            "Test text 7, by token"
        );
    }
}
