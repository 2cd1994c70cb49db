//! One level of a pyramid at run-time sizes: convolution, batch norm if asked for, activation, and pooling or
//! upsampling.

use super::MapPlan;
use super::convolution::{Convolution, ConvolutionSpec, Way};
use super::norm::Norm;
use crate::data::ImageShape;
use crate::model::device::Kernels;
use crate::model::device::maps::Windows;
use crate::model::graph::{Plain, Role, Traced};
use crate::model::parameter::AnyParameter;
use crate::model::{Activation, Down, ModelError, Up};

/// See the module.
pub struct Block<D: Kernels> {
    convolution: Convolution<D>,
    norm: Option<Norm<D>>,
    resize: Resize,
}

/// What follows the activation.
enum Resize {
    Nothing,
    /// 2x2 maxima of maps of this shape.
    Pool(ImageShape),
    /// Repetition to maps of this shape.
    Upsample(ImageShape),
}

/// A square map.
fn square(side: usize, channels: usize) -> ImageShape {
    ImageShape {
        height: side,
        width: side,
        channels,
    }
}

impl<D: Kernels> Block<D> {
    /// From maps of `side` pixels a side to half of that, rounded up.
    pub fn down(
        plan: &MapPlan<D>,
        index: usize,
        side: usize,
        [from, to]: [usize; 2],
    ) -> Result<Self, ModelError> {
        let pyramid = plan.pyramid;
        let (stride, resize) = match pyramid.down {
            Down::MaxPool => (1, Resize::Pool(square(side, to))),
            Down::Stride => (2, Resize::Nothing),
        };
        let (kernel, padding) = (pyramid.kernel, pyramid.padding);
        let windows = Windows::new(square(side, from), to, kernel, stride, padding);
        Self::new(plan, index, windows, Way::Convolution, resize)
    }

    /// From maps of half of `side` pixels a side, rounded up, to maps of `side`.
    pub fn up(
        plan: &MapPlan<D>,
        index: usize,
        side: usize,
        [from, to]: [usize; 2],
    ) -> Result<Self, ModelError> {
        let pyramid = plan.pyramid;
        let (kernel, padding) = (pyramid.kernel, pyramid.padding);
        let (windows, way, resize) = match pyramid.up {
            Up::Nearest => {
                let small = square(side.div_ceil(2), from);
                let windows = Windows::new(small, to, kernel, 1, padding);
                let resize = Resize::Upsample(square(side, to));
                (windows, Way::Convolution, resize)
            }
            Up::Transposed => {
                let windows = Windows::new(square(side, to), from, kernel, 2, padding);
                (windows, Way::Transposed, Resize::Nothing)
            }
        };
        Self::new(plan, index, windows, way, resize)
    }

    fn new(
        plan: &MapPlan<D>,
        index: usize,
        windows: Windows,
        way: Way,
        resize: Resize,
    ) -> Result<Self, ModelError> {
        let channels = match way {
            Way::Convolution => windows.small.channels,
            Way::Transposed => windows.big.channels,
        };
        let activation = plan.pyramid.activation;
        let (norm, before_norm) = if plan.pyramid.batch_norm {
            let norm = Norm::new(plan, index, channels, activation)?;
            (Some(norm), Activation::Identity)
        } else {
            (None, activation)
        };
        let spec = ConvolutionSpec {
            windows,
            way,
            activation: before_norm,
            input_gradient: index > 0 || plan.part == Role::Decoder,
        };
        let mut convolution = Convolution::new(plan, index, spec)?;
        if norm.is_some() {
            convolution.hold_bias();
        }
        Ok(Self {
            convolution,
            norm,
            resize,
        })
    }

    /// The output layer: a convolution to the image's channels at its side.
    pub fn output(
        plan: &MapPlan<D>,
        index: usize,
        side: usize,
        [from, to]: [usize; 2],
        activation: Activation,
    ) -> Result<Self, ModelError> {
        let (kernel, padding) = (plan.pyramid.kernel, plan.pyramid.padding);
        let spec = ConvolutionSpec {
            windows: Windows::new(square(side, from), to, kernel, 1, padding),
            way: Way::Convolution,
            activation,
            input_gradient: true,
        };
        Ok(Self {
            convolution: Convolution::new(plan, index, spec)?,
            norm: None,
            resize: Resize::Nothing,
        })
    }

    pub fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        let mut y = self.convolution.run(x)?;
        if let Some(norm) = &self.norm {
            y = norm.run(y)?;
        }
        match self.resize {
            Resize::Nothing => Ok(y),
            Resize::Pool(shape) => D::max_pool(y, shape),
            Resize::Upsample(shape) => D::upsample(y, shape),
        }
    }

    pub fn train(&self, x: Traced<usize, D>) -> Result<Traced<usize, D>, D::Err> {
        let mut y = self.convolution.run(x)?;
        if let Some(norm) = &self.norm {
            y = norm.train(y)?;
        }
        match self.resize {
            Resize::Nothing => Ok(y),
            Resize::Pool(shape) => D::max_pool(y, shape),
            Resize::Upsample(shape) => D::upsample(y, shape),
        }
    }

    pub fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.convolution.parameters(out);
        if let Some(norm) = &self.norm {
            norm.parameters(out);
        }
    }

    pub fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.convolution.parameters_mut(out);
        if let Some(norm) = &mut self.norm {
            norm.parameters_mut(out);
        }
    }
}
