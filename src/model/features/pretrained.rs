//! Pretrained convolutions as the first levels of an encoder's pyramid.

use super::{CHANNELS, KERNEL};
use crate::data::ImageShape;
use crate::model::device::Kernels;
use crate::model::graph::ConvStack;
use crate::model::{Activation, Down, Invalid, ModelError, Padding, Pyramid, PyramidWeights};

impl Pyramid {
    /// Whether pretrained convolutions, where they are asked for, fit the rest of this choice.
    ///
    /// # Errors
    /// Names the first thing that pretrained convolutions have otherwise.
    pub fn check_weights(&self) -> Result<(), Invalid> {
        if self.weights == PyramidWeights::Fresh {
            return Ok(());
        }
        let alike = |holds: bool, field: &str, wanted: &str, found: String| {
            Invalid::unless(holds, field, || {
                format!("Trained front layers have {wanted}, not {found}")
            })
        };
        let list = |channels: &[usize]| {
            let channels: Vec<String> = channels.iter().map(usize::to_string).collect();
            channels.join(", ")
        };
        let channels = &self.channels;
        alike(
            *channels == CHANNELS,
            "pyramid.channels",
            "two levels of 16 and 32 channels",
            format!("{} of {}", channels.len(), list(channels)),
        )?;
        let kernel = self.kernel;
        alike(
            kernel == KERNEL,
            "pyramid.kernel",
            "3 × 3 kernels",
            format!("{kernel} × {kernel}"),
        )?;
        alike(
            self.padding == Padding::Zero,
            "pyramid.padding",
            "zeros beyond the border",
            "its reflection".into(),
        )?;
        alike(
            self.down == Down::MaxPool,
            "pyramid.down",
            "2 × 2 maxima",
            "strides".into(),
        )?;
        alike(
            !self.batch_norm,
            "pyramid.batch_norm",
            "no batch normalisation",
            "one".into(),
        )?;
        let activation = self.activation;
        alike(
            activation == Activation::Relu,
            "pyramid.activation",
            "ReLU",
            activation.name().into(),
        )
    }

    /// As [`Self::check_weights`], for images of this shape.
    ///
    /// # Errors
    /// Also names a shape that the pretrained convolutions are not made for, or a classifier that is not there.
    pub fn check_weights_for(&self, image: ImageShape) -> Result<(), Invalid> {
        self.check_weights()?;
        match self.weights {
            PyramidWeights::Fresh => Ok(()),
            PyramidWeights::Pretrained { set, .. } => {
                set.check_for(image, "Trained front layers", "pyramid.weights")
            }
        }
    }
}

/// Puts trained weights into the encoder's pyramid where the choice asks for them, and holds them there if frozen.
///
/// # Errors
/// When the pyramid is not that of pretrained convolutions.
pub fn install<D: Kernels>(
    pyramid: &Pyramid,
    image: ImageShape,
    encoder: &mut dyn ConvStack<D>,
) -> Result<(), ModelError> {
    let PyramidWeights::Pretrained { set, frozen } = pyramid.weights else {
        return Ok(());
    };
    pyramid
        .check_weights_for(image)
        .map_err(ModelError::Invalid)?;
    let weights = set.weights()?;
    let mut parameters = Vec::new();
    encoder.parameters_mut(&mut parameters);
    for parameter in parameters {
        let name = parameter.name().replacen("encoder.conv.", "features.", 1);
        match weights.get(&name) {
            Some(tensor) if tensor.shape == parameter.shape() => parameter.write(&tensor.data),
            _ => {
                return Err(ModelError::Weights {
                    tensor: name,
                    problem: "the trained front has none of this name and shape".into(),
                });
            }
        }
        if frozen {
            parameter.freeze();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::PictureSet;
    use crate::model::features::IMAGE;

    #[test]
    fn a_pyramid_that_is_not_the_fronts_says_what_differs() {
        let trained = Pyramid {
            weights: PyramidWeights::Pretrained {
                set: PictureSet::Mnist.into(),
                frozen: true,
            },
            ..Pyramid::default()
        };
        assert_eq!(trained.check_weights_for(IMAGE), Ok(()));
        let refused = |edit: fn(&mut Pyramid)| {
            let mut pyramid = trained.clone();
            edit(&mut pyramid);
            let refused = pyramid.check_weights().expect_err("refused").to_string();
            // The same pyramid with weights of its own is as good as any.
            pyramid.weights = PyramidWeights::Fresh;
            assert_eq!(pyramid.check_weights(), Ok(()));
            refused
        };
        assert_eq!(
            refused(|p| p.channels = vec![16, 8, 8]),
            "Trained front layers have two levels of 16 and 32 channels, not 3 of 16, 8, 8: pyramid.channels"
        );
        assert_eq!(
            refused(|p| p.kernel = 5),
            "Trained front layers have 3 × 3 kernels, not 5 × 5: pyramid.kernel"
        );
        assert_eq!(
            refused(|p| p.activation = Activation::Silu),
            "Trained front layers have ReLU, not SiLU: pyramid.activation"
        );
        assert!(refused(|p| p.padding = Padding::Reflect).ends_with("pyramid.padding"));
        assert!(refused(|p| p.down = Down::Stride).ends_with("pyramid.down"));
        assert!(refused(|p| p.batch_norm = true).ends_with("pyramid.batch_norm"));
        let colour = ImageShape {
            channels: 3,
            ..IMAGE
        };
        assert_eq!(
            trained
                .check_weights_for(colour)
                .expect_err("refused")
                .to_string(),
            "Trained front layers are made for images of 28 × 28 × 1, not 28 × 28 × 3: pyramid.weights"
        );
    }
}
