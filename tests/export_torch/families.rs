//! One small model of every family, trained for a few steps.

use hourglass::data::{ImageShape, PictureSet, Scaler};
use hourglass::model::{
    Activation, Adversary, Architecture, Batch, Blueprint, Code, CodeShape, Decoder, Distribution,
    Down, Layer, Loss, Model, Objective, Optimiser, Padding, Parts, Prior, Pyramid, PyramidWeights,
    StepKey, StepSettings, Up, build,
};
use serde_json::json;

/// A family, and what its images are like.
pub struct Family {
    pub name: &'static str,
    pub architecture: Architecture,
    pub loss: Loss,
    pub image: ImageShape,
    pub scaler: Scaler,
}

/// All channels scaled alike.
pub fn scaler(image: ImageShape, mean: f32, deviation: f32) -> Scaler {
    scaler_of(image, &vec![[mean, deviation]; image.channels])
}

/// Each channel scaled by its mean and deviation, read as a project has it.
fn scaler_of(image: ImageShape, channels: &[[f32; 2]]) -> Scaler {
    let channels = channels.iter().map(|[mean, deviation]| {
        json!({ "mean": mean, "deviation": deviation, "fill": [0.0], "range": [0.0, 1.0] })
    });
    let (height, width) = (image.height, image.width);
    let saved = json!({
        "shape": { "kind": "image", "height": height, "width": width, "channels": image.channels },
        "columns": channels.collect::<Vec<_>>()
    });
    serde_json::from_value(saved).unwrap()
}

pub fn shape(height: usize, width: usize, channels: usize) -> ImageShape {
    ImageShape {
        height,
        width,
        channels,
    }
}

fn layer(width: usize, activation: Activation, dropout: f32) -> Layer {
    Layer {
        width,
        activation,
        dropout,
    }
}

fn code(width: usize, distribution: Distribution) -> Code {
    Code {
        width,
        distribution,
        ..Code::default()
    }
}

/// One hidden layer on either side of a code of 4.
fn small(distribution: Distribution, adversary: Option<Adversary>) -> Architecture {
    Architecture {
        encoder: vec![layer(16, Activation::Relu, 0.0)],
        code: code(4, distribution),
        adversary,
        ..Architecture::default()
    }
}

fn family(name: &'static str, architecture: Architecture, image: ImageShape) -> Family {
    Family {
        name,
        architecture,
        loss: Loss::Mse,
        image,
        scaler: Scaler::unit(image),
    }
}

/// Every activation, dropout, a decoder of its own, logits, standardised colour images, each channel by itself too.
fn dense() -> Vec<Family> {
    let [hidden, last] = [Activation::LeakyRelu, Activation::Silu];
    let own = Architecture {
        encoder: vec![
            layer(32, Activation::Relu, 0.2),
            layer(16, hidden, 0.0),
            layer(10, Activation::Tanh, 0.1),
        ],
        code: Code {
            activation: Activation::Sigmoid,
            ..code(8, Distribution::Point)
        },
        decoder: Decoder::Own {
            layers: vec![layer(20, last, 0.5), layer(64, Activation::Identity, 0.0)],
        },
        output: Activation::Identity,
        ..Architecture::default()
    };
    let linear = Architecture {
        encoder: vec![],
        code: code(2, Distribution::Point),
        output: Activation::Identity,
        ..Architecture::default()
    };
    vec![
        Family {
            scaler: scaler(shape(5, 4, 3), 0.130_7, 0.308_1),
            ..family("dense", own, shape(5, 4, 3))
        },
        Family {
            loss: Loss::Kl,
            ..family(
                "dense-shares",
                small(Distribution::Point, None),
                shape(4, 3, 1),
            )
        },
        Family {
            loss: Loss::Bce,
            ..family(
                "dense-logits",
                small(Distribution::Point, None),
                shape(4, 3, 1),
            )
        },
        Family {
            scaler: scaler_of(shape(3, 4, 3), &[[0.1, 0.5], [0.5, 0.25], [-1.0, 2.0]]),
            ..family("dense-channels", linear.clone(), shape(3, 4, 3))
        },
        family("linear", linear, shape(4, 3, 1)),
    ]
}

fn gaussian_and_adversarial() -> Vec<Family> {
    let bare = Architecture {
        encoder: vec![],
        ..small(Distribution::Gaussian, None)
    };
    let prior = Prior::SwissRoll;
    let on_code = small(Distribution::Point, Some(Adversary::Code { prior }));
    let on_output = small(Distribution::Gaussian, Some(Adversary::Output));
    let image = shape(4, 4, 1);
    vec![
        family("gaussian", small(Distribution::Gaussian, None), image),
        family("gaussian-bare", bare, image),
        family("adversary-on-code", on_code, image),
        family("adversary-on-output", on_output, image),
    ]
}

fn convolutional() -> Vec<Family> {
    let spatial = |pyramid| Architecture {
        pyramid: Some(pyramid),
        encoder: vec![],
        code: Code {
            shape: CodeShape::Spatial,
            ..Code::default()
        },
        ..Architecture::default()
    };
    let flat = |pyramid, distribution| Architecture {
        pyramid: Some(pyramid),
        ..small(distribution, None)
    };
    // Sides 28, 14, 7, 4: maxima of odd sides, and repetition that is cut.
    let pool = Pyramid {
        channels: vec![8, 16, 8],
        ..Pyramid::default()
    };
    let stride = Pyramid {
        channels: vec![8, 8, 16],
        kernel: 5,
        padding: Padding::Reflect,
        down: Down::Stride,
        up: Up::Transposed,
        batch_norm: true,
        activation: Activation::Tanh,
        ..Pyramid::default()
    };
    // Down to a side of 2, where a mirror of 2 pixels goes back and forth.
    let deep = Pyramid {
        channels: vec![8, 8, 8, 8],
        down: Down::MaxPool,
        up: Up::Nearest,
        activation: Activation::LeakyRelu,
        ..stride.clone()
    };
    let front = Pyramid {
        channels: vec![16, 32],
        weights: PyramidWeights::Pretrained {
            set: PictureSet::Mnist.into(),
            frozen: true,
        },
        ..Pyramid::default()
    };
    let grey = shape(28, 28, 1);
    vec![
        family("conv-spatial", spatial(pool), grey),
        family(
            "conv-stride-norm",
            flat(stride.clone(), Distribution::Gaussian),
            grey,
        ),
        family("conv-spatial-norm", spatial(stride), shape(28, 28, 3)),
        Family {
            scaler: scaler(shape(32, 32, 3), 0.25, 0.5),
            ..family(
                "conv-mirror",
                flat(deep, Distribution::Point),
                shape(32, 32, 3),
            )
        },
        family("conv-trained-front", flat(front, Distribution::Point), grey),
    ]
}

pub fn all() -> Vec<Family> {
    let mut all = dense();
    all.extend(gaussian_and_adversarial());
    all.extend(convolutional());
    all
}

/// Numbers in [0, 1] that differ from image to image.
pub fn pixels(rows: usize, image: ImageShape) -> Vec<f32> {
    let width = image.size();
    let pixel = |i: usize| {
        let (row, place) = (i / width, i % width);
        ((place * (row + 3) + 5 * row) % 17) as f32 / 16.0
    };
    (0..rows * width).map(pixel).collect()
}

impl Family {
    /// Pixels as the model sees them.
    pub fn scaled(&self, pixels: &[f32]) -> Vec<f32> {
        let channels = self.scaler.columns().iter().cycle();
        let scaled = pixels.iter().zip(channels);
        scaled.map(|(&x, scale)| scale.rescale(x)).collect()
    }

    /// The model after a few steps.
    pub fn trained(&self) -> Box<dyn Model> {
        let mut model = build(&Blueprint {
            architecture: self.architecture.clone(),
            loss: self.loss,
            shape: self.image.into(),
            seed: 5,
        })
        .unwrap();
        let settings = StepSettings {
            objective: Objective::default(),
            parts: Parts::All,
            optimiser: Optimiser::default(),
            learning_rate: 0.01,
            weight_decay: 0.0,
            clip_norm: None,
        };
        let x = self.scaled(&pixels(4, self.image));
        for batch in 0..3 {
            let key = StepKey {
                seed: 5,
                epoch: 0,
                batch,
            };
            let report = model.train_step(&Batch::plain(&x, 4, 0), key, &settings);
            assert!(report.unwrap().loss.is_finite(), "{}", self.name);
        }
        model
    }
}
