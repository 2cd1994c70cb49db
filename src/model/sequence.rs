//! The serialisable choice of the layers that sequences pass: recurrent, or convolutions over time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::ladder::LADDER;
use super::{Activation, Down, Invalid};
use crate::data::SequenceShape;

/// Channels that exist as compiled convolutions over time.
pub const STEP_CHANNELS: [usize; 4] = super::CHANNELS;
/// Kernels of convolutions over time.
pub const STEP_KERNELS: [usize; 3] = [3, 5, 7];
/// Most recurrent layers on one side.
pub const MAX_RECURRENT_LAYERS: usize = 2;

/// Widths that exist as compiled embeddings.
pub const EMBEDDINGS: [usize; 6] = [8, 16, 32, 64, 128, 256];

/// What becomes the input of the dense layers, or of the code.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Summary {
    /// The state after the last step that is there.
    #[default]
    Last,
    /// The mean of the states over all steps that are there.
    Mean,
}

impl Summary {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    pub fn name(self) -> &'static str {
        match self {
            Self::Last => "last state",
            Self::Mean => "mean of states",
        }
    }
}

/// What a recurrent decoder reads at each step.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum DecoderInput {
    /// The code, the same at every step.
    #[default]
    Code,
    /// What it made of the step before, zeros before the first, and the code beside it (Cho et al. 2014): a code that only
    /// began the states would have to be as wide as they are, and would be forgotten on the way.
    PreviousOutput,
}

impl DecoderInput {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::PreviousOutput => "previous output and code",
        }
    }
}

/// Recurrent layers on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Recurrent {
    /// Numbers in the state of each recurrent layer.
    #[schemars(title = "Hidden width", extend("enum" = LADDER))]
    pub hidden: usize,
    /// Recurrent layers on each side, each of which reads the states of the one before.
    #[schemars(title = "Layers", range(min = 1, max = MAX_RECURRENT_LAYERS))]
    pub layers: usize,
    /// What the encoder hands on: its last layer's state after the last step, or the mean over all steps.
    #[schemars(title = "Code from")]
    pub summary: Summary,
    /// What the decoder reads at each step: the code alone, or what it made of the step before and the code beside it.
    #[schemars(title = "Decoder input")]
    pub decoder_input: DecoderInput,
}

impl Default for Recurrent {
    fn default() -> Self {
        Self {
            hidden: 64,
            layers: 1,
            summary: Summary::Last,
            decoder_input: DecoderInput::Code,
        }
    }
}

impl Recurrent {
    /// Numbers that the decoder's first layer reads at each step, of which `fed` come from the code, on sequences of
    /// `features` numbers a step.
    pub fn decoder_inputs(&self, fed: usize, features: usize) -> usize {
        match self.decoder_input {
            DecoderInput::Code => fed,
            DecoderInput::PreviousOutput => features + fed,
        }
    }
}

/// Convolutions over time that halve the steps level by level, and their mirror on the way back.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct StepConvolutions {
    /// Channels of each level from the data inwards: 1 to 4 levels of 8, 16, 32 or 64 channels, each of which halves the
    /// steps, rounded up.
    #[schemars(title = "Channels", length(min = 1, max = super::MAX_LEVELS), extend("items" = serde_json::json!({"type": "integer", "enum": STEP_CHANNELS})))]
    pub channels: Vec<usize>,
    /// Steps that each convolution looks at.
    #[schemars(title = "Kernel", extend("enum" = STEP_KERNELS))]
    pub kernel: usize,
    /// How a level halves the steps: by the larger of each two, or by convolving every second place only. On the way back
    /// each step is repeated and then convolved.
    #[schemars(title = "Downsampling")]
    pub down: Down,
    /// What is applied after each convolution but the last.
    #[schemars(title = "Map activation")]
    pub activation: Activation,
}

impl Default for StepConvolutions {
    fn default() -> Self {
        Self {
            channels: vec![16, 32],
            kernel: 5,
            down: Down::MaxPool,
            activation: Activation::Relu,
        }
    }
}

impl StepConvolutions {
    /// The steps after each level for sequences of `steps`: each half of the one before, rounded up.
    pub fn steps(&self, steps: usize) -> Vec<usize> {
        let halve = |steps: &mut usize, _: &usize| {
            *steps = steps.div_ceil(2);
            Some(*steps)
        };
        self.channels.iter().scan(steps, halve).collect()
    }

    /// Numbers that the last level makes of a sequence.
    pub fn features(&self, steps: usize) -> usize {
        let steps = self.steps(steps).last().copied().unwrap_or(steps);
        steps * self.channels.last().copied().unwrap_or(1)
    }
}

/// The layers between sequences and the dense layers.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SequenceLayers {
    /// Gated recurrent units (Cho et al. 2014). The decoder reads the code at every step.
    Gru(Recurrent),
    /// Long short-term memory (Hochreiter and Schmidhuber 1997). The decoder reads the code at every step.
    Lstm(Recurrent),
    /// Convolutions over time.
    Conv1d(StepConvolutions),
}

impl Default for SequenceLayers {
    fn default() -> Self {
        Self::Gru(Recurrent::default())
    }
}

impl SequenceLayers {
    /// The field's name for them.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Gru(_) => "GRU",
            Self::Lstm(_) => "LSTM",
            Self::Conv1d(_) => "Conv1d",
        }
    }

    /// The recurrent layers, where there are some.
    pub fn recurrent(&self) -> Option<&Recurrent> {
        match self {
            Self::Gru(layers) | Self::Lstm(layers) => Some(layers),
            Self::Conv1d(_) => None,
        }
    }

    /// As [`Self::recurrent`], to change them.
    pub fn recurrent_mut(&mut self) -> Option<&mut Recurrent> {
        match self {
            Self::Gru(layers) | Self::Lstm(layers) => Some(layers),
            Self::Conv1d(_) => None,
        }
    }

    /// The convolutions, where there are some.
    pub fn convolutions(&self) -> Option<&StepConvolutions> {
        match self {
            Self::Conv1d(layers) => Some(layers),
            Self::Gru(_) | Self::Lstm(_) => None,
        }
    }

    /// As [`Self::convolutions`], to change them.
    pub fn convolutions_mut(&mut self) -> Option<&mut StepConvolutions> {
        match self {
            Self::Conv1d(layers) => Some(layers),
            Self::Gru(_) | Self::Lstm(_) => None,
        }
    }

    /// Numbers that the encoder's half hands on of a sequence.
    pub fn features(&self, shape: SequenceShape) -> usize {
        match self {
            Self::Gru(layers) | Self::Lstm(layers) => layers.hidden,
            Self::Conv1d(layers) => layers.features(shape.steps),
        }
    }

    /// Whether such layers exist, whatever the sequences.
    ///
    /// # Errors
    /// Names the first number that no compiled layer has.
    pub fn check(&self) -> Result<(), Invalid> {
        match self {
            Self::Gru(layers) | Self::Lstm(layers) => layers.check(),
            Self::Conv1d(layers) => layers.check(),
        }
    }
}

impl Recurrent {
    fn check(&self) -> Result<(), Invalid> {
        let Self { hidden, layers, .. } = *self;
        Invalid::unless(LADDER.contains(&hidden), "sequence.hidden", || {
            let widths = LADDER.map(|width| width.to_string()).join(", ");
            format!("No recurrent layer of width {hidden} exists, choose one of {widths}")
        })?;
        let possible = (1..=MAX_RECURRENT_LAYERS).contains(&layers);
        Invalid::unless(possible, "sequence.layers", || {
            format!("There are 1 to {MAX_RECURRENT_LAYERS} recurrent layers, not {layers}")
        })
    }
}

impl StepConvolutions {
    fn check(&self) -> Result<(), Invalid> {
        let levels = self.channels.len();
        let possible = (1..=super::MAX_LEVELS).contains(&levels);
        Invalid::unless(possible, "sequence.channels", || {
            let most = super::MAX_LEVELS;
            format!("Convolutions over time have 1 to {most} levels, not {levels}")
        })?;
        for (level, channels) in self.channels.iter().enumerate() {
            if !STEP_CHANNELS.contains(channels) {
                return Err(refused_channels(*channels, level));
            }
        }
        let kernel = self.kernel;
        Invalid::unless(STEP_KERNELS.contains(&kernel), "sequence.kernel", || {
            format!("Convolutions over time see 3, 5 or 7 steps, not {kernel}")
        })
    }
}

/// Whether tokens can have embeddings of this width.
///
/// # Errors
/// When there is none.
pub(in crate::model) fn check_embedding(width: usize) -> Result<(), Invalid> {
    match EMBEDDINGS.contains(&width) {
        true => Ok(()),
        false => Err(refused_embedding(width)),
    }
}

/// Why there is no embedding of `width` numbers.
pub(in crate::model) fn refused_embedding(width: usize) -> Invalid {
    let all = EMBEDDINGS.map(|width| width.to_string()).join(", ");
    Invalid {
        problem: format!("No embedding of width {width} exists, choose one of {all}"),
        field: "embedding".into(),
    }
}

/// Why there is no level of `channels` channels.
pub(in crate::model) fn refused_channels(channels: usize, level: usize) -> Invalid {
    let all = STEP_CHANNELS
        .map(|channels| channels.to_string())
        .join(", ");
    Invalid {
        problem: format!("No level of {channels} channels exists, choose one of {all}"),
        field: format!("sequence.channels[{level}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_halved_and_rounded_up() {
        let layers = StepConvolutions::default();
        assert_eq!(layers.steps(251), [126, 63]);
        let shape = SequenceShape {
            steps: 251,
            features: 1,
        };
        assert_eq!(SequenceLayers::Conv1d(layers).features(shape), 63 * 32);
        assert_eq!(SequenceLayers::default().features(shape), 64);
    }

    #[test]
    fn impossible_layers_are_named() {
        let refused = |layers: SequenceLayers| layers.check().expect_err("refused").to_string();
        let recurrent = |hidden, layers| Recurrent {
            hidden,
            layers,
            ..Recurrent::default()
        };
        assert!(
            refused(SequenceLayers::Gru(recurrent(65, 1)))
                .starts_with("No recurrent layer of width 65 exists, choose one of 1, 2, ")
        );
        assert_eq!(
            refused(SequenceLayers::Lstm(recurrent(64, 3))),
            "There are 1 to 2 recurrent layers, not 3: sequence.layers"
        );
        let conv = |change: fn(&mut StepConvolutions)| {
            let mut layers = StepConvolutions::default();
            change(&mut layers);
            refused(SequenceLayers::Conv1d(layers))
        };
        assert_eq!(
            conv(|c| c.channels = vec![]),
            "Convolutions over time have 1 to 4 levels, not 0: sequence.channels"
        );
        assert_eq!(
            conv(|c| c.channels = vec![16, 7]),
            "No level of 7 channels exists, choose one of 8, 16, 32, 64: sequence.channels[1]"
        );
        assert_eq!(
            conv(|c| c.kernel = 4),
            "Convolutions over time see 3, 5 or 7 steps, not 4: sequence.kernel"
        );
    }
}
