//! The layers of the classifier on one device.
//!
//! An image - convolution 3x3, 16 - 2x2 maximum - convolution 3x3, 32 - 2x2 maximum - dense 64 - dense as wide as there
//! are classes, with zeros beyond the border and ReLU after every layer but the last.

use dfdx::prelude::{HasShape, Tape, WithEmptyTape};
use rand_chacha::ChaCha8Rng;

use super::{CHANNELS, KERNEL};
use crate::data::ImageShape;
use crate::data::random::{Purpose, stream};
use crate::model::device::maps::{Windows, halved};
use crate::model::device::{Kernels, Rows};
use crate::model::gradients::Sizes;
use crate::model::parameter::{AnyParameter, Parameter};
use crate::model::{Activation, Initialisation, ModelError, Padding, Pyramid, SIDES, Tensors};

/// Numbers of the layer between the convolutions and the classes.
const HIDDEN: usize = 64;

/// A weight and a bias.
struct Layer<S: Sizes, D: Kernels> {
    weight: Parameter<S, D>,
    bias: Parameter<(usize,), D>,
}

type Convolution<D> = Layer<(usize, usize, usize, usize), D>;
type Dense<D> = Layer<(usize, usize), D>;

/// Where a layer's numbers come from.
enum Origin<'a> {
    /// Drawn from this seed.
    Seed(u64),
    Tensors(&'a Tensors),
}

impl Origin<'_> {
    /// Layer number `index`, called `name`: `outputs` numbers from `inputs` each.
    fn layer<S: Sizes, D: Kernels>(
        &self,
        (name, index): (&str, u64),
        shape: S,
        (inputs, outputs): (usize, usize),
        device: &D,
    ) -> Result<Layer<S, D>, ModelError> {
        let names = ["weight", "bias"].map(|part| format!("{name}.{part}"));
        let (weight, bias) = match self {
            Self::Seed(seed) => {
                let random: &mut ChaCha8Rng = &mut stream(*seed, Purpose::Initialisation, index, 0);
                Initialisation::Kaiming.draw(inputs, outputs, random)
            }
            Self::Tensors(tensors) => (
                find(tensors, &names[0], &shape.concrete().into())?,
                find(tensors, &names[1], &vec![outputs])?,
            ),
        };
        let [weight_name, bias_name] = names;
        Ok(Layer {
            weight: Parameter::new(weight_name, shape, weight, device)?,
            bias: Parameter::new(bias_name, (outputs,), bias, device)?,
        })
    }
}

/// The numbers of the tensor called `name`, which must have this shape.
fn find(tensors: &Tensors, name: &str, shape: &Vec<usize>) -> Result<Vec<f32>, ModelError> {
    let problem = match tensors.get(name) {
        None => "a tensor is missing".to_string(),
        Some(found) if found.shape != *shape => format!("{:?} is not {shape:?}", found.shape),
        Some(found) if found.data.len() != shape.iter().product::<usize>() => {
            format!("{} numbers are not {shape:?}", found.data.len())
        }
        Some(found) => return Ok(found.data.clone()),
    };
    Err(ModelError::Weights {
        tensor: name.to_string(),
        problem,
    })
}

/// The two convolutions.
pub struct FeatureExtractor<D: Kernels> {
    image: ImageShape,
    layers: [Convolution<D>; 2],
}

/// What each convolution slides over.
fn windows(image: ImageShape, level: usize) -> Windows {
    let big = match level {
        0 => image,
        _ => halved(windows(image, 0).small),
    };
    Windows::new(big, CHANNELS[level], KERNEL, 1, Padding::Zero)
}

/// Shape of the maps of a level's features, before they are halved.
fn maps(image: ImageShape, level: usize) -> ImageShape {
    windows(image, level).small
}

/// The images that a classifier with these weights is made for; `None` where these are no classifier's.
pub fn image_of(weights: &Tensors) -> Option<ImageShape> {
    let [_, channels, ..] = weights.get("features.0.weight")?.shape[..] else {
        return None;
    };
    let [_, inputs] = weights.get("head.0.weight")?.shape[..] else {
        return None;
    };
    let images = SIDES.map(|side| ImageShape {
        height: side,
        width: side,
        channels,
    });
    let mut images = images.into_iter();
    images.find(|&image| {
        Pyramid::check_image(image).is_ok() && halved(maps(image, 1)).size() == inputs
    })
}

impl<D: Kernels> FeatureExtractor<D> {
    /// That of a classifier of images of this shape.
    ///
    /// # Errors
    /// When a tensor is missing or of another shape.
    pub fn load(tensors: &Tensors, image: ImageShape, device: &D) -> Result<Self, ModelError> {
        Self::from(&Origin::Tensors(tensors), image, device)
    }

    fn from(origin: &Origin, image: ImageShape, device: &D) -> Result<Self, ModelError> {
        let layer = |level: usize| {
            let Windows { big, small, .. } = windows(image, level);
            let shape = (small.channels, big.channels, KERNEL, KERNEL);
            let sizes = (big.channels * KERNEL * KERNEL, small.channels);
            let name = format!("features.{level}");
            origin.layer((&name, level as u64), shape, sizes, device)
        };
        Ok(Self {
            image,
            layers: [layer(0)?, layer(1)?],
        })
    }

    fn convolve<T: Tape<f32, D>>(
        &self,
        level: usize,
        x: Rows<usize, D, T>,
        input_gradient: bool,
    ) -> Result<Rows<usize, D, T>, D::Err> {
        let Layer { weight, bias } = &self.layers[level];
        let (weight, bias) = (&weight.tensor, &bias.tensor);
        let windows = windows(self.image, level);
        D::convolution(x, weight, bias, windows, Activation::Relu, input_gradient)
    }

    /// Each level's features of images, after ReLU and before they are halved: of images of 28 x 28 maps of
    /// 28 x 28 x 16 and 14 x 14 x 32 numbers. On a tape, both must find their way into the result.
    pub fn levels<T: Tape<f32, D>>(
        &self,
        images: Rows<usize, D, T>,
    ) -> Result<[Rows<usize, D, T>; 2], D::Err> {
        let first = self.convolve(0, images, true)?;
        let halved = D::max_pool(first.with_empty_tape(), maps(self.image, 0))?;
        let second = self.convolve(1, halved, true)?;
        Ok([first, second])
    }

    /// What the head sees: of images of 28 x 28 these are 7 x 7 x 32 numbers each.
    fn last<T: Tape<f32, D>>(
        &self,
        images: Rows<usize, D, T>,
    ) -> Result<Rows<usize, D, T>, D::Err> {
        let first = D::max_pool(self.convolve(0, images, false)?, maps(self.image, 0))?;
        D::max_pool(self.convolve(1, first, true)?, maps(self.image, 1))
    }
}

/// The feature extractor and the dense layers.
pub struct Network<D: Kernels> {
    extractor: FeatureExtractor<D>,
    head: [Dense<D>; 2],
}

impl<D: Kernels> Network<D> {
    /// Draws fresh weights.
    ///
    /// # Errors
    /// When the device fails.
    pub fn fresh(
        image: ImageShape,
        classes: usize,
        seed: u64,
        device: &D,
    ) -> Result<Self, ModelError> {
        Self::from(&Origin::Seed(seed), image, classes, device)
    }

    /// That of any classifier: the weights say which images it is made for, and how many classes it tells apart.
    ///
    /// # Errors
    /// When a tensor is missing or of another shape.
    pub fn load(tensors: &Tensors, device: &D) -> Result<Self, ModelError> {
        let image = image_of(tensors).ok_or_else(|| ModelError::Weights {
            tensor: "features.0.weight".into(),
            problem: "these are no layers of a classifier".into(),
        })?;
        let classes = tensors.get("head.1.bias").map_or(0, |bias| bias.data.len());
        Self::from(&Origin::Tensors(tensors), image, classes, device)
    }

    fn from(
        origin: &Origin,
        image: ImageShape,
        classes: usize,
        device: &D,
    ) -> Result<Self, ModelError> {
        let features = halved(maps(image, 1)).size();
        let dense = |index: u64, inputs: usize, outputs: usize| {
            let name = format!("head.{index}");
            let (shape, sizes) = ((outputs, inputs), (inputs, outputs));
            origin.layer((&name, 2 + index), shape, sizes, device)
        };
        Ok(Self {
            extractor: FeatureExtractor::from(origin, image, device)?,
            head: [dense(0, features, HIDDEN)?, dense(1, HIDDEN, classes)?],
        })
    }

    /// The images that it is made for.
    pub fn image(&self) -> ImageShape {
        self.extractor.image
    }

    /// How many classes it tells apart.
    pub fn classes(&self) -> usize {
        self.head[1].bias.tensor.shape().0
    }

    /// One logit a class.
    pub fn logits<T: Tape<f32, D>>(
        &self,
        images: Rows<usize, D, T>,
    ) -> Result<Rows<usize, D, T>, D::Err> {
        let mut x = self.extractor.last(images)?;
        for (layer, activation) in self
            .head
            .iter()
            .zip([Activation::Relu, Activation::Identity])
        {
            x = D::dense(
                x,
                &layer.weight.tensor,
                &layer.bias.tensor,
                activation,
                true,
            )?;
        }
        Ok(x)
    }

    /// All weights and biases, outermost first.
    pub fn parameters_mut(&mut self) -> Vec<&mut dyn AnyParameter<D>> {
        let mut all: Vec<&mut dyn AnyParameter<D>> = Vec::new();
        for Layer { weight, bias } in &mut self.extractor.layers {
            all.push(weight);
            all.push(bias);
        }
        for Layer { weight, bias } in &mut self.head {
            all.push(weight);
            all.push(bias);
        }
        all
    }

    /// Weights, copied out.
    pub fn weights(&self) -> Tensors {
        let convolutions = self
            .extractor
            .layers
            .iter()
            .flat_map(|layer| [&layer.weight as &dyn AnyParameter<D>, &layer.bias]);
        let dense = self
            .head
            .iter()
            .flat_map(|layer| [&layer.weight as &dyn AnyParameter<D>, &layer.bias]);
        convolutions
            .chain(dense)
            .map(|parameter| (parameter.name().to_string(), parameter.read()))
            .collect()
    }
}
