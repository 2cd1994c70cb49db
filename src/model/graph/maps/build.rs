//! Builds typed pyramids from run-time channels and sides: each is lifted to a constant or type, once at each seam.

use super::MapPlan;
use super::decoder::{DecoderLevel, MapDecoder, OutputImage, Unflatten};
use super::encoder::{EncoderLevel, Flatten, InputImage, MapEncoder};
use super::level::{Down, Output, Up};
use super::side::{Pixels, Side};
use crate::data::ImageShape;
use crate::model::device::Kernels;
use crate::model::graph::{ConvStack, Role};
use crate::model::pyramid::{refused_channels, refused_shape};
use crate::model::{Activation, Initialisation, ModelError, Pyramid};

/// Evaluates `$body` with `$name` standing for the run-time `$channels` as a constant. They are those of
/// [`crate::model::CHANNELS`]; a test holds the two lists together.
macro_rules! lift_channels {
    ($channels:expr, $level:expr, $name:ident => $body:expr) => {
        lift_channels!(@ $channels, $level, $name, $body, 8 16 32 64)
    };
    (@ $channels:expr, $level:expr, $name:ident, $body:expr, $($value:literal)*) => {
        match $channels {
            $($value => { const $name: usize = $value; $body })*
            other => Err(ModelError::Invalid(refused_channels(other, $level))),
        }
    };
}

/// Evaluates `$body` with `$channels` and the type `$side` standing for those of a square `$image`.
macro_rules! lift_image {
    ($image:expr, $channels:ident, $side:ident => $body:expr) => {
        lift_image!(@ $image, $channels, $side, $body, 28 1, 28 3, 32 1, 32 3, 64 1, 64 3)
    };
    (@ $image:expr, $channels:ident, $side:ident, $body:expr, $($pixels:literal $count:literal),*) => {
        match ($image.height, $image.width, $image.channels) {
            $(($pixels, $pixels, $count) => {
                const $channels: usize = $count;
                type $side = Pixels<$pixels>;
                $body
            })*
            _ => Err(ModelError::Invalid(refused_shape($image))),
        }
    };
}

/// The pyramid from an image to its features.
pub fn encoder<D: Kernels>(
    pyramid: &Pyramid,
    image: ImageShape,
    (initialisation, seed): (Initialisation, u64),
    device: &D,
) -> Result<Box<dyn ConvStack<D>>, ModelError> {
    let plan = MapPlan {
        part: Role::Encoder,
        pyramid,
        initialisation,
        seed,
        device,
    };
    lift_image!(image, C, S => {
        let image: Box<dyn MapEncoder<C, S, D>> = Box::new(InputImage);
        deepen(image, 0, &plan)
    })
}

/// `before` and the levels from `index` on.
fn deepen<const C: usize, S: Side, D: Kernels>(
    before: Box<dyn MapEncoder<C, S, D>>,
    index: usize,
    plan: &MapPlan<D>,
) -> Result<Box<dyn ConvStack<D>>, ModelError> {
    let Some(&channels) = plan.pyramid.channels.get(index) else {
        return Ok(Box::new(Flatten::new(before)));
    };
    lift_channels!(channels, index, M => {
        let level = Down::<C, M, S, D>::new(plan, index)?;
        deepen::<M, S::Half, D>(Box::new(EncoderLevel { before, level }), index + 1, plan)
    })
}

/// The pyramid from an image's features back to the image, whose numbers get the activation `output`.
pub fn decoder<D: Kernels>(
    pyramid: &Pyramid,
    image: ImageShape,
    output: Activation,
    (initialisation, seed): (Initialisation, u64),
    device: &D,
) -> Result<Box<dyn ConvStack<D>>, ModelError> {
    let plan = MapPlan {
        part: Role::Decoder,
        pyramid,
        initialisation,
        seed,
        device,
    };
    let channels = pyramid.channels.first().copied().unwrap_or(0);
    lift_image!(image, I, S => {
        lift_channels!(channels, 0, C => {
            let screen = Output::<C, I, S, D>::new(&plan, pyramid.channels.len(), output)?;
            let after: Box<dyn MapDecoder<C, S, D>> = Box::new(OutputImage(screen));
            widen(after, 1, &plan)
        })
    })
}

/// `after`, whose channels are those of level `index - 1`, and the levels further in.
fn widen<const C: usize, S: Side, D: Kernels>(
    after: Box<dyn MapDecoder<C, S, D>>,
    index: usize,
    plan: &MapPlan<D>,
) -> Result<Box<dyn ConvStack<D>>, ModelError> {
    let levels = plan.pyramid.channels.len();
    let Some(&channels) = plan.pyramid.channels.get(index) else {
        let level = Up::<C, C, S, D>::new(plan, 0)?;
        let maps: Box<dyn MapDecoder<C, S::Half, D>> = Box::new(DecoderLevel { level, after });
        return Ok(Box::new(Unflatten::new(maps)));
    };
    lift_channels!(channels, index, M => {
        // Numbered from the code outwards.
        let level = Up::<M, C, S, D>::new(plan, levels - index)?;
        widen::<M, S::Half, D>(Box::new(DecoderLevel { level, after }), index + 1, plan)
    })
}
