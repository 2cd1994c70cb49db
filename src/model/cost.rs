//! The cost of an architecture: parameters, memory and multiply-adds, from the settings alone.

use super::{
    Adversary, Architecture, CodeShape, Distribution, Down, Pyramid, Recurrent, SequenceLayers,
    adversary,
};
use crate::data::{ImageShape, SampleShape, SequenceShape};

/// Size and work of a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Trainable numbers of encoder and decoder.
    pub parameters: usize,
    /// Trainable numbers of the discriminator, which using the autoencoder does not need.
    pub discriminator: usize,
    /// Bytes of weights, gradients and two optimiser moments, 4 bytes a number; the discriminator's too.
    pub training_bytes: usize,
    /// Multiply-adds of one sample's forward pass.
    pub multiply_adds: usize,
    /// Numbers that the layers make of one sample, its own among them.
    pub activations: usize,
    /// Numbers that a sample is made of, without masks, over numbers in its code.
    pub compression: f64,
}

/// Computes the cost of `architecture` on samples of `shape`. A pyramid counts where it exists for them.
pub fn cost(architecture: &Architecture, shape: &SampleShape) -> Cost {
    let exists = |image: &ImageShape| Pyramid::check_image(*image).is_ok();
    let image = shape.image().filter(exists);
    let target = shape.target_width();
    let mut layers = Layers::default();
    let mut code = architecture.code.width;
    match (&architecture.pyramid, image) {
        (Some(pyramid), Some(image)) => {
            layers.pyramid(pyramid, image);
            code = architecture.code_width(shape);
            if architecture.code.shape == CodeShape::Flat {
                let features = pyramid.features(image.height);
                layers.dense(architecture, [features; 2]);
            }
        }
        _ if let (Some(steps), Some(sequence)) = (&architecture.sequence, shape.sequence()) => {
            layers.over_steps(architecture, steps, sequence);
        }
        _ => layers.dense(architecture, [shape.input_width(), target]),
    }
    let discriminator = match architecture.adversary {
        Some(Adversary::Code { .. }) => discriminator(code),
        Some(Adversary::Output) => discriminator(target),
        None => 0,
    };
    Cost {
        parameters: layers.parameters,
        discriminator,
        training_bytes: (layers.parameters + discriminator) * 4 * 4,
        multiply_adds: layers.multiply_adds,
        activations: shape.input_width() + layers.activations,
        compression: target as f64 / code.max(1) as f64,
    }
}

/// Trainable numbers of a discriminator on `input` numbers.
fn discriminator(input: usize) -> usize {
    let widths = adversary::widths(input);
    widths.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
}

/// Sums over layers.
#[derive(Debug, Default)]
struct Layers {
    parameters: usize,
    multiply_adds: usize,
    activations: usize,
}

impl Layers {
    /// Dense layers from the numbers of an input to the code, and on to those of an output.
    fn dense(&mut self, architecture: &Architecture, [input, output]: [usize; 2]) {
        self.dense_between(architecture, input, Some(output));
    }

    /// As [`Self::dense`]; without an output the last hidden layer, or the code, is the end.
    fn dense_between(&mut self, architecture: &Architecture, input: usize, output: Option<usize>) {
        let mut widths = architecture.widths_between(input, output.unwrap_or(0));
        if output.is_none() {
            widths.pop();
        }
        for pair in widths.windows(2) {
            self.multiply_adds += pair[0] * pair[1];
            self.parameters += (pair[0] + 1) * pair[1];
            self.activations += pair[1];
        }
        if architecture.code.distribution == Distribution::Gaussian {
            // The second head.
            let before = widths[architecture.encoder.len()];
            self.multiply_adds += before * architecture.code.width;
            self.parameters += (before + 1) * architecture.code.width;
            self.activations += architecture.code.width;
        }
    }

    /// Layers over the steps of sequences, with the dense ones between them.
    fn over_steps(
        &mut self,
        architecture: &Architecture,
        layers: &SequenceLayers,
        shape: SequenceShape,
    ) {
        let features = layers.features(shape);
        match layers {
            SequenceLayers::Gru(choice) => self.recurrent(architecture, choice, 3, shape),
            SequenceLayers::Lstm(choice) => self.recurrent(architecture, choice, 4, shape),
            SequenceLayers::Conv1d(choice) => {
                self.dense(architecture, [features; 2]);
                let steps = [vec![shape.steps], choice.steps(shape.steps)].concat();
                let channels = [vec![shape.features], choice.channels.clone()].concat();
                let seen = self.embedded(architecture, shape);
                for level in 0..choice.channels.len() {
                    let windows = match choice.down {
                        Down::MaxPool => steps[level],
                        Down::Stride => steps[level + 1],
                    };
                    let [outer, inner] = [channels[level], channels[level + 1]];
                    let read = if level == 0 { seen } else { outer };
                    self.windows(choice.kernel, [read, inner], windows);
                    self.windows(choice.kernel, [inner, outer], steps[level]);
                }
            }
        }
    }

    fn recurrent(
        &mut self,
        architecture: &Architecture,
        choice: &Recurrent,
        gates: usize,
        shape: SequenceShape,
    ) {
        let (hidden, steps) = (choice.hidden, shape.steps);
        let seen = self.embedded(architecture, shape);
        let last = architecture.decoder_layers().last().copied();
        let fed = last.map_or(architecture.code.width, |layer| layer.width);
        // No dense layer leads out of the code's side.
        self.dense_between(architecture, hidden, None);
        for first in [seen, choice.decoder_inputs(fed, shape.features)] {
            for layer in 0..choice.layers {
                let inputs = if layer == 0 { first } else { hidden };
                // Two biases a gate, as PyTorch has them.
                self.parameters += gates * hidden * (inputs + hidden + 2);
                self.multiply_adds += steps * gates * hidden * (inputs + hidden);
                self.activations += steps * (gates + 1) * hidden;
            }
        }
        self.parameters += (hidden + 1) * shape.features;
        self.multiply_adds += steps * hidden * shape.features;
        self.activations += steps * shape.features;
    }

    /// Numbers of a step that the first layer over the steps reads; those of an embedding are counted.
    fn embedded(&mut self, architecture: &Architecture, shape: SequenceShape) -> usize {
        let Some(width) = architecture.embedding else {
            return shape.features;
        };
        self.parameters += shape.features * width;
        self.multiply_adds += shape.steps * shape.features * width;
        self.activations += shape.steps * width;
        width
    }

    /// A convolution over time that has so many windows.
    fn windows(&mut self, kernel: usize, [from, to]: [usize; 2], windows: usize) {
        let weights = kernel * from * to;
        self.parameters += weights + to;
        self.multiply_adds += weights * windows;
        self.activations += to * windows;
    }

    fn pyramid(&mut self, pyramid: &Pyramid, image: ImageShape) {
        let mut side = image.height;
        let mut channels = image.channels;
        for &next in &pyramid.channels {
            let windows = match pyramid.down {
                Down::MaxPool => side,
                Down::Stride => side.div_ceil(2),
            };
            self.level(pyramid, [channels, next], windows);
            side = side.div_ceil(2);
            channels = next;
        }
        let sides = [vec![image.height], pyramid.sides(image.height)].concat();
        for (level, &next) in pyramid.channels.iter().enumerate().rev() {
            // Transposed or not, the windows lie on the smaller map.
            self.level(pyramid, [channels, next], sides[level + 1]);
            channels = next;
        }
        self.convolution(pyramid.kernel, [channels, image.channels], image.height);
    }

    /// A convolution, and batch norm's scale and shift where there is one.
    fn level(&mut self, pyramid: &Pyramid, channels: [usize; 2], windows: usize) {
        self.convolution(pyramid.kernel, channels, windows);
        if pyramid.batch_norm {
            self.parameters += 2 * channels[1];
        }
    }

    /// A convolution of `windows` windows a side.
    fn convolution(&mut self, kernel: usize, [from, to]: [usize; 2], windows: usize) {
        let weights = kernel * kernel * from * to;
        self.parameters += weights + to;
        self.multiply_adds += weights * windows * windows;
        self.activations += to * windows * windows;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind, Columns};
    use crate::model::{Activation, Code, Layer};

    const DIGIT: ImageShape = ImageShape {
        height: 28,
        width: 28,
        channels: 1,
    };

    fn digits(architecture: &Architecture) -> Cost {
        cost(architecture, &DIGIT.into())
    }

    /// Convolutions of 16, 8 and 8 channels with a spatial code.
    fn keras() -> Architecture {
        Architecture {
            pyramid: Some(Pyramid {
                channels: vec![16, 8, 8],
                ..Pyramid::default()
            }),
            encoder: vec![],
            code: Code {
                shape: CodeShape::Spatial,
                ..Code::default()
            },
            ..Architecture::default()
        }
    }

    #[test]
    fn convolutions_cost_their_windows() {
        let cost = digits(&keras());
        // What Keras prints for the article's model, whose layers are the same.
        assert_eq!(cost.parameters, 4_385);
        // 28^2 9 16 + 14^2 9 128 + 7^2 9 64 twice + 4^2 9 64 + 14^2 9 128 + 28^2 9 16
        assert_eq!(cost.multiply_adds, 743_040);
        // 28^2, then 28^2 16 + 14^2 8 + 7^2 8 down and 4^2 8 + 7^2 8 + 14^2 16 + 28^2 up.
        assert_eq!(
            cost.activations,
            784 + 12_544 + 1_568 + 392 + 128 + 392 + 3_136 + 784
        );
        assert_eq!(cost.compression, 6.125);
    }

    #[test]
    fn batch_norm_and_dense_layers_come_on_top() {
        let mut choice = keras();
        choice.code = Code {
            width: 32,
            activation: Activation::Identity,
            ..Code::default()
        };
        choice.encoder = vec![Layer {
            width: 64,
            ..Layer::default()
        }];
        let pyramid = choice.pyramid.as_mut().expect("there is one");
        pyramid.batch_norm = true;
        // Dense layers 128-64-32-64-128 and 16 + 8 + 8 + 8 + 8 + 16 channels with two numbers each.
        let dense = 128 * 64 + 64 + 64 * 32 + 32 + 32 * 64 + 64 + 64 * 128 + 128;
        assert_eq!(digits(&choice).parameters, 4_385 + dense + 2 * 64);
        choice.code.distribution = Distribution::Gaussian;
        let head = 65 * 32;
        assert_eq!(digits(&choice).parameters, 4_385 + dense + 2 * 64 + head);
    }

    #[test]
    fn a_row_is_seen_with_its_masks_and_made_without() {
        let column = |has_missing| Column::new("a", ColumnKind::Numeric, has_missing);
        let mut choice = Architecture {
            encoder: vec![],
            ..Architecture::default()
        };
        choice.code.width = 2;
        let row = Columns::from(vec![
            column(false),
            column(true),
            column(false),
            column(true),
        ]);
        let cost = cost(&choice, &row.into());
        // 6 numbers to 2, and back to 4.
        assert_eq!(cost.parameters, 7 * 2 + 3 * 4);
        assert_eq!(cost.multiply_adds, 6 * 2 + 2 * 4);
        assert_eq!(cost.activations, 6 + 2 + 4);
        assert_eq!(cost.compression, 2.0);
    }
}
