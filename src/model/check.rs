//! Checks of a model's settings, in one place for the window, the project files and the command line.

use super::sequence::check_embedding;
use super::{
    Adversary, Architecture, CodeShape, Decoder, DecoderInput, Distribution, Invalid, LADDER,
    Layer, Pyramid, SequenceLayers,
};
use crate::data::SampleShape;

/// Hidden layers on one side; far beyond what trains.
const MAX_LAYERS: usize = 256;

impl Architecture {
    /// Whether such a model can be built.
    ///
    /// # Errors
    /// Names the first width that is not on the [`LADDER`], dropout outside [0, 1) or impossible pyramid.
    pub fn check(&self) -> Result<(), Invalid> {
        if let Some(pyramid) = &self.pyramid {
            pyramid.check()?;
            pyramid.check_weights()?;
        }
        if let Some(sequence) = &self.sequence {
            sequence.check()?;
        }
        if let Some(width) = self.embedding {
            check_embedding(width)?;
        }
        if self.code.shape == CodeShape::Spatial {
            return self.check_spatial();
        }
        check_layers("encoder", &self.encoder)?;
        check_width(self.code.width, "code.width", "the code")?;
        match &self.decoder {
            Decoder::Mirrored => Ok(()),
            Decoder::Own { layers } => check_layers("decoder", layers),
        }
    }

    /// Whether such a model can be built for samples of this shape.
    ///
    /// # Errors
    /// As [`Self::check`] and [`Self::check_shape`].
    pub fn check_for(&self, shape: &SampleShape) -> Result<(), Invalid> {
        self.check()?;
        self.check_shape(shape)
    }

    /// Whether samples have what this architecture needs, whatever its own numbers.
    ///
    /// # Errors
    /// Names a shape that the pyramid, or any model, does not exist for.
    pub fn check_shape(&self, shape: &SampleShape) -> Result<(), Invalid> {
        if self.embedding.is_some() {
            Invalid::unless(shape.text().is_some(), "embedding", || {
                format!(
                    "Only tokens of texts in order have an embedding, not {}s",
                    shape.noun()
                )
            })?;
            Invalid::unless(self.sequence.is_some(), "embedding", || {
                "An embedding needs layers over the steps of texts, and there are none here".into()
            })?;
        }
        let image = match shape {
            SampleShape::Image(image) => *image,
            SampleShape::Row(columns) => {
                self.check_no_steps("rows of a table")?;
                Invalid::unless(columns.target_width() > 0, "data", || {
                    "The table has no column to train on".into()
                })?;
                return Invalid::unless(self.pyramid.is_none(), "pyramid", || {
                    "Convolutions need images, not rows of a table".into()
                });
            }
            SampleShape::Sequence(_) | SampleShape::Text(_) => {
                let noun = shape.noun();
                let recurrent = self.sequence.as_ref().and_then(SequenceLayers::recurrent);
                let reads_code =
                    recurrent.is_none_or(|layers| layers.decoder_input == DecoderInput::Code);
                let can_be_read = reads_code || shape.text().is_none();
                Invalid::unless(can_be_read, "sequence.decoder_input", || {
                    "A decoder of texts reads the code at every step, not its previous output"
                        .into()
                })?;
                let adversary = self.adversary != Some(Adversary::Output);
                Invalid::unless(adversary, "adversary", || {
                    format!(
                        "A discriminator looks at codes of {noun}s, not at their reconstructions"
                    )
                })?;
                Invalid::unless(shape.input_width() > 0, "data", || {
                    format!("The {noun}s have no steps to train on")
                })?;
                return Invalid::unless(self.pyramid.is_none(), "pyramid", || {
                    format!("Convolutions of pictures need images, not {noun}s")
                });
            }
        };
        self.check_no_steps("images")?;
        match &self.pyramid {
            Some(_) => Pyramid::check_image(image),
            None => Ok(()),
        }
    }

    /// Layers over the steps of sequences need some.
    fn check_no_steps(&self, samples: &str) -> Result<(), Invalid> {
        Invalid::unless(self.sequence.is_none(), "sequence", || {
            format!("Recurrent layers and convolutions over time need sequences, not {samples}")
        })
    }

    /// A spatial code is the pyramid's innermost maps, with nothing between.
    fn check_spatial(&self) -> Result<(), Invalid> {
        Invalid::unless(self.pyramid.is_some(), "code.shape", || {
            "A spatial code is made by convolutions, and there are none here".into()
        })?;
        let point = self.code.distribution == Distribution::Point;
        Invalid::unless(point, "code.distribution", || {
            "A Gaussian code is flat, choose a flat one or a point".into()
        })?;
        let dense = |part: &str, layers: usize| {
            Invalid::unless(layers == 0, part, || {
                format!("A spatial code has no dense layers around it, the {part} has {layers}")
            })
        };
        dense("encoder", self.encoder.len())?;
        dense("decoder", self.decoder_layers().len())
    }
}

fn check_layers(part: &str, layers: &[Layer]) -> Result<(), Invalid> {
    Invalid::unless(layers.len() <= MAX_LAYERS, part, || {
        format!(
            "The {part} can have at most {MAX_LAYERS} layers, not {}",
            layers.len()
        )
    })?;
    for (index, layer) in layers.iter().enumerate() {
        let name = format!("{part} layer {}", index + 1);
        let field = |key| format!("{part}[{index}].{key}");
        check_width(layer.width, &field("width"), &name)?;
        let dropout = format!("The dropout of {name}");
        Invalid::unless_fraction(layer.dropout, &field("dropout"), &dropout)?;
    }
    Ok(())
}

fn check_width(width: usize, field: &str, name: &str) -> Result<(), Invalid> {
    Invalid::unless(LADDER.contains(&width), field, || {
        let widths: Vec<String> = LADDER.iter().map(usize::to_string).collect();
        let widths = widths.join(", ");
        format!("No layer of width {width} exists for {name}, choose one of {widths}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{
        Column, ColumnKind, Columns, SequenceShape, TextShape, TokenUnit, Vocabulary,
    };
    use crate::model::SequenceLayers;

    #[test]
    fn defaults_are_possible() {
        assert_eq!(Architecture::default().check(), Ok(()));
    }

    #[test]
    fn widths_come_from_the_ladder_and_dropout_stays_below_one() {
        let mut choice = Architecture::default();
        choice.code.width = 7;
        let text = choice.check().expect_err("refused").to_string();
        assert!(
            text.starts_with("No layer of width 7 exists for the code, choose one of 1, 2, 3, 4"),
            "{text}"
        );
        assert!(text.ends_with(": code.width"), "{text}");
        let mut choice = Architecture::default();
        choice.encoder[0].dropout = 1.0;
        assert_eq!(
            choice.check().expect_err("refused").to_string(),
            "The dropout of encoder layer 1 must be at least 0 and below 1, not 1: encoder[0].dropout"
        );
        let layer = Layer {
            width: 0,
            ..Layer::default()
        };
        let choice = Architecture {
            decoder: Decoder::Own {
                layers: vec![layer],
            },
            ..Architecture::default()
        };
        assert_eq!(
            choice.check().expect_err("refused").field,
            "decoder[0].width"
        );
    }

    #[test]
    fn a_spatial_code_stands_between_pyramids_alone() {
        let mut choice = Architecture {
            encoder: vec![],
            ..Architecture::default()
        };
        choice.code.shape = CodeShape::Spatial;
        // Widths mean nothing here.
        choice.code.width = 7;
        let refused = |choice: &Architecture| choice.check().expect_err("refused").to_string();
        assert_eq!(
            refused(&choice),
            "A spatial code is made by convolutions, and there are none here: code.shape"
        );
        choice.pyramid = Some(Pyramid::default());
        assert_eq!(choice.check(), Ok(()));
        choice.code.distribution = Distribution::Gaussian;
        assert_eq!(
            refused(&choice),
            "A Gaussian code is flat, choose a flat one or a point: code.distribution"
        );
        choice.code.distribution = Distribution::Point;
        choice.encoder = vec![Layer::default()];
        assert_eq!(
            refused(&choice),
            "A spatial code has no dense layers around it, the encoder has 1: encoder"
        );
    }

    #[test]
    fn rows_and_sequences_have_no_convolutions_of_pictures() {
        let column = Column::new("a", ColumnKind::Numeric, false);
        let row = SampleShape::from(Columns::from(vec![column]));
        let mut choice = Architecture::default();
        assert_eq!(choice.check_for(&row), Ok(()));
        let refused = |choice: &Architecture, shape: &SampleShape| {
            choice.check_for(shape).expect_err("refused").to_string()
        };
        assert_eq!(
            refused(&choice, &Columns::from(vec![]).into()),
            "The table has no column to train on: data"
        );
        let sequence = SampleShape::Sequence(SequenceShape {
            steps: 5,
            features: 2,
        });
        assert_eq!(choice.check_for(&sequence), Ok(()));
        choice.sequence = Some(SequenceLayers::default());
        assert_eq!(choice.check_for(&sequence), Ok(()));
        assert_eq!(
            refused(&choice, &row),
            "Recurrent layers and convolutions over time need sequences, not rows of a table: sequence"
        );
        choice.sequence = None;
        choice.adversary = Some(Adversary::Output);
        assert_eq!(
            refused(&choice, &sequence),
            "A discriminator looks at codes of sequences, not at their reconstructions: adversary"
        );
        choice.adversary = None;
        let text = SampleShape::Text(TextShape {
            steps: 5,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of(["a".to_owned()]),
        });
        choice.embedding = Some(16);
        assert_eq!(
            refused(&choice, &text),
            "An embedding needs layers over the steps of texts, and there are none here: embedding"
        );
        choice.sequence = Some(SequenceLayers::default());
        assert_eq!(choice.check_for(&text), Ok(()));
        assert_eq!(
            refused(&choice, &sequence),
            "Only tokens of texts in order have an embedding, not sequences: embedding"
        );
        choice.embedding = Some(17);
        assert_eq!(
            refused(&choice, &text),
            "No embedding of width 17 exists, choose one of 8, 16, 32, 64, 128, 256: embedding"
        );
        (choice.sequence, choice.embedding) = (None, None);
        choice.pyramid = Some(Pyramid::default());
        assert_eq!(
            refused(&choice, &sequence),
            "Convolutions of pictures need images, not sequences: pyramid"
        );
        assert_eq!(
            refused(&choice, &row),
            "Convolutions need images, not rows of a table: pyramid"
        );
    }
}
