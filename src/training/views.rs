//! The views of a model in training: what the screen asks for and what comes back, through latest-value cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Slot, VariantId};
use crate::eval::plane::CodeSet;
use crate::eval::{CodeStatistics, Pca, PosteriorStatistics};
use crate::model::DeviceInfo;

/// Which test images the gallery shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GalleryChoice {
    /// A fixed draw by seed.
    #[default]
    Random,
    /// Smallest squared error.
    Best,
    /// Largest squared error.
    Worst,
}

/// What the gallery wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct GalleryRequest {
    pub choice: GalleryChoice,
    /// How many images.
    pub count: usize,
    /// Draws the images for [`GalleryChoice::Random`].
    pub seed: u64,
    /// Strength of the corruption that is looked at, in thousandths (of a standard deviation or a fraction); `None`
    /// for that of training.
    pub noise: Option<u16>,
}

impl Default for GalleryRequest {
    fn default() -> Self {
        Self {
            choice: GalleryChoice::Random,
            count: 12,
            seed: 0,
            noise: None,
        }
    }
}

/// Errors by column: squared error of numeric columns in the scale of the inputs, cross-entropy in nats of the others,
/// without weights.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnErrors {
    /// Of the shown rows, row after row; NaN where the value is missing.
    pub rows: Vec<f32>,
    /// Mean over test rows; NaN for a column that is always missing.
    pub mean: Vec<f32>,
    /// How many test rows, from the first on, `mean` is over.
    pub measured: usize,
}

/// Reconstructions of some test images by the current weights.
#[derive(Debug, Clone, Default)]
pub struct GalleryView {
    pub request: GalleryRequest,
    /// Indices into the test images.
    pub indices: Vec<u32>,
    /// Inputs as the model saw them, in the display scale, sample after sample; `None` where they are the samples
    /// themselves. Of rows without their masks: NaN where the model was told that a value is missing.
    pub corrupted: Option<Vec<f32>>,
    /// Outputs in the display scale (pixels nominally in [0, 1], numbers of a table in their own units), sample after
    /// sample.
    pub outputs: Vec<f32>,
    /// Mean squared error of each image over its pixels, in the display scale; of each row the mean of its
    /// [`ColumnErrors::rows`].
    pub errors: Vec<f32>,
    /// Of rows of a table alone.
    pub columns: Option<ColumnErrors>,
    /// Updates done by the weights that made it.
    pub step: u64,
    /// Epochs done by them, where a person looks at the past; `None` for the present weights.
    pub past: Option<f64>,
}

/// Codes of all test images by the current weights.
#[derive(Debug, Clone, Default)]
pub struct LatentView {
    /// Numbers in a code.
    pub width: usize,
    /// Row-major, one row a test image.
    pub codes: Vec<f32>,
    /// `None` when codes are not finite.
    pub statistics: Option<CodeStatistics>,
    /// `None` for point codes.
    pub posterior: Option<PosteriorStatistics>,
    /// Components of the codes, all of them up to 16; `None` for codes of 2 numbers.
    pub pca: Option<Pca>,
    /// Updates done by the weights that made it.
    pub step: u64,
    /// Epochs done by them, where a person looks at the past; `None` for the present weights.
    pub past: Option<f64>,
}

impl<'a> From<&'a LatentView> for CodeSet<'a> {
    fn from(view: &'a LatentView) -> Self {
        Self {
            width: view.width,
            codes: &view.codes,
            pca: view.pca.as_ref(),
        }
    }
}

impl<'a> From<&'a Arc<LatentView>> for CodeSet<'a> {
    fn from(view: &'a Arc<LatentView>) -> Self {
        (&**view).into()
    }
}

/// Who wants a code decoded. Each one's latest request is answered, whatever the other asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asker {
    /// The point put into the latent plane.
    Probe,
    /// The sliders of the inspector.
    Sliders,
    /// The grid of samples, many codes at once.
    Samples,
}

impl Asker {
    pub const ALL: [Self; 3] = [Self::Probe, Self::Sliders, Self::Samples];
}

/// One of something for each [`Asker`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PerAsker<T> {
    pub probe: T,
    pub sliders: T,
    pub samples: T,
}

impl<T> PerAsker<T> {
    pub fn of(&self, asker: Asker) -> &T {
        match asker {
            Asker::Probe => &self.probe,
            Asker::Sliders => &self.sliders,
            Asker::Samples => &self.samples,
        }
    }

    pub fn of_mut(&mut self, asker: Asker) -> &mut T {
        match asker {
            Asker::Probe => &mut self.probe,
            Asker::Sliders => &mut self.sliders,
            Asker::Samples => &mut self.samples,
        }
    }
}

/// Asks for the outputs of one or more codes, row after row.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodeRequest {
    pub variant: VariantId,
    pub code: Vec<f32>,
}

/// The outputs of the codes by the current weights, in the display scale, image after image.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    pub variant: VariantId,
    pub code: Vec<f32>,
    pub output: Vec<f32>,
}

/// The cells between worker and screen.
#[derive(Debug, Clone, Default)]
pub struct Views {
    /// By variant, so that several can be shown at once.
    pub latents: Slot<BTreeMap<VariantId, Arc<LatentView>>>,
    pub galleries: Slot<BTreeMap<VariantId, Arc<GalleryView>>>,
    /// What models can live on, once the worker has looked.
    pub devices: Slot<&'static [DeviceInfo]>,
    /// Screen to worker: the latest code each asks for.
    pub decode: PerAsker<Slot<DecodeRequest>>,
    pub decoded: PerAsker<Slot<Decoded>>,
}
