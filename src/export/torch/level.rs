//! One level of a convolutional pyramid in PyTorch: convolution, batch norm if asked for, activation, and pooling or
//! upsampling.

use super::activation::applied;
use crate::data::ImageShape;
use crate::model::{Activation, Down, Padding, Pyramid, Up};

/// A level between square maps.
#[derive(Debug, Clone, Copy)]
pub struct Level {
    /// Channels.
    pub from: usize,
    pub to: usize,
    kernel: usize,
    padding: Padding,
    stride: usize,
    /// Read from the small map to the big one.
    transposed: bool,
    pub norm: bool,
    activation: Activation,
    /// Side of the maps that come in, of those the convolution makes, and of those that go out.
    sides: [usize; 3],
}

impl Level {
    /// From the image inwards.
    pub fn inward(pyramid: &Pyramid, image: ImageShape) -> Vec<Self> {
        let (mut from, mut side) = (image.channels, image.height);
        let levels = pyramid.channels.iter().map(|&to| {
            let half = side.div_ceil(2);
            let (stride, convolved) = match pyramid.down {
                Down::MaxPool => (1, side),
                Down::Stride => (2, half),
            };
            let level = Self {
                stride,
                sides: [side, convolved, half],
                ..Self::between(pyramid, from, to)
            };
            (from, side) = (to, half);
            level
        });
        levels.collect()
    }

    /// From the innermost maps to the image, whose numbers get the activation `output`.
    pub fn outward(pyramid: &Pyramid, image: ImageShape, output: Activation) -> Vec<Self> {
        let mut sides = vec![image.height];
        sides.extend(pyramid.sides(image.height));
        let count = pyramid.channels.len();
        let mut levels: Vec<Self> = (0..count)
            .rev()
            .map(|index| {
                let (half, side) = (sides[index + 1], sides[index]);
                // The innermost level has no other channels to come from.
                let to = pyramid.channels[index];
                let from = pyramid.channels.get(index + 1).copied().unwrap_or(to);
                let (stride, convolved) = match pyramid.up {
                    Up::Nearest => (1, half),
                    Up::Transposed => (2, side),
                };
                Self {
                    stride,
                    transposed: pyramid.up == Up::Transposed,
                    sides: [half, convolved, side],
                    ..Self::between(pyramid, from, to)
                }
            })
            .collect();
        let from = pyramid.channels.first().copied().unwrap_or(image.channels);
        levels.push(Self {
            norm: false,
            activation: output,
            sides: [image.height; 3],
            ..Self::between(pyramid, from, image.channels)
        });
        levels
    }

    fn between(pyramid: &Pyramid, from: usize, to: usize) -> Self {
        Self {
            from,
            to,
            kernel: pyramid.kernel,
            padding: pyramid.padding,
            stride: 1,
            transposed: false,
            norm: pyramid.batch_norm,
            activation: pyramid.activation,
            sides: [0; 3],
        }
    }

    /// Side of the maps that go out.
    pub fn side(&self) -> usize {
        self.sides[2]
    }

    /// Side of the maps that come in.
    pub fn side_before(&self) -> usize {
        self.sides[0]
    }

    /// Numbers in the maps of an image that come in.
    pub fn features(&self) -> usize {
        self.sides[0] * self.sides[0] * self.from
    }

    /// PyTorch mirrors no more pixels than the map has beside its border.
    fn is_too_small_to_mirror(&self) -> bool {
        self.padding == Padding::Reflect && !self.transposed && self.sides[0] <= self.kernel / 2
    }

    /// The module of the convolution.
    pub fn module(&self) -> String {
        let (kernel, margin) = (self.kernel, self.kernel / 2);
        let kind = if self.transposed {
            "ConvTranspose2d"
        } else {
            "Conv2d"
        };
        let mut text = format!("nn.{kind}({}, {}, {kernel}", self.from, self.to);
        if self.stride > 1 {
            text += &format!(", stride={}", self.stride);
        }
        if !self.is_too_small_to_mirror() {
            text += &format!(", padding={margin}");
            if self.padding == Padding::Reflect && !self.transposed {
                text += ", padding_mode=\"reflect\"";
            }
        }
        if self.transposed {
            // A window over the last pixel of an even side reaches one further than PyTorch looks by itself.
            let missing = 1 - self.sides[1] % 2;
            text += &format!(", output_padding={missing}");
        }
        text + ")"
    }

    /// The statements that apply level `index` to `x`.
    pub fn statements(&self, index: usize) -> Vec<String> {
        let mut statements = Vec::new();
        let [_, convolved, side] = self.sides;
        let shape = |side: usize| format!("# (batch, {}, {side}, {side})", self.to);
        if self.is_too_small_to_mirror() {
            // Twice one pixel: a mirror that goes back and forth, as it should on a map of 2 x 2.
            let once = |x: &str| format!("F.pad({x}, (1, 1, 1, 1), \"reflect\")");
            statements.push("# Mirrored twice: the map has no 2 pixels beside its border.".into());
            statements.push(format!("x = {}", once(&once("x"))));
        }
        let mut y = format!("self.conv[{index}](x)");
        if self.norm {
            y = format!("self.norm[{index}]({y})");
        }
        let y = applied(self.activation, &y);
        statements.push(format!("x = {y}  {}", shape(convolved)));
        if side < convolved {
            let odd = if convolved % 2 == 1 {
                ", ceil_mode=True"
            } else {
                ""
            };
            statements.push(format!("x = F.max_pool2d(x, 2{odd})  {}", shape(side)));
        } else if side > convolved {
            let cut = if side % 2 == 1 {
                format!("[:, :, :{side}, :{side}]")
            } else {
                String::new()
            };
            let y = format!("F.interpolate(x, scale_factor=2){cut}");
            statements.push(format!("x = {y}  {}", shape(side)));
        }
        statements
    }

    /// Shapes of weight and bias.
    pub fn shapes(&self) -> [Vec<usize>; 2] {
        let (first, second) = if self.transposed {
            (self.from, self.to)
        } else {
            (self.to, self.from)
        };
        [vec![first, second, self.kernel, self.kernel], vec![self.to]]
    }
}
