//! A dense layer as `nn.Linear`.

use super::activation::applied;
use crate::model::{Activation, Layer};

/// `dropout(activation(x w^T + b))`, rows of `from` numbers to rows of `to`.
#[derive(Debug, Clone, Copy)]
pub struct Dense {
    pub from: usize,
    pub to: usize,
    pub activation: Activation,
    pub dropout: f32,
}

impl Dense {
    /// Layers one after another: `hidden` ones from `from` numbers on, and a last one without dropout.
    pub fn chain(
        from: usize,
        hidden: &[Layer],
        (to, activation): (usize, Activation),
    ) -> Vec<Self> {
        let last = Layer {
            width: to,
            activation,
            dropout: 0.0,
        };
        let mut from = from;
        let layers = hidden.iter().chain([&last]).map(|layer| {
            let dense = Self {
                from,
                to: layer.width,
                activation: layer.activation,
                dropout: layer.dropout,
            };
            from = layer.width;
            dense
        });
        layers.collect()
    }

    /// The module.
    pub fn module(&self) -> String {
        format!("nn.Linear({}, {})", self.from, self.to)
    }

    /// The statement that applies layer `index` to `x`.
    pub fn statement(&self, index: usize) -> String {
        let mut y = applied(self.activation, &format!("self.dense[{index}](x)"));
        if self.dropout > 0.0 {
            y = format!("F.dropout({y}, {:?}, self.training)", self.dropout);
        }
        format!("x = {y}  # (batch, {})", self.to)
    }

    /// Shapes of weight and bias.
    pub fn shapes(&self) -> [Vec<usize>; 2] {
        [vec![self.to, self.from], vec![self.to]]
    }
}
