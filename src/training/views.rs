//! The views of a model in training: what the screen asks for and what comes back, through latest-value cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use strum::VariantArray;

use super::{Listed, Observation, PerObservation, Slot, VariantId};
use crate::model::DeviceInfo;

/// Who wants a code decoded. Each one's latest request is answered, whatever the other asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, VariantArray)]
pub enum Asker {
    /// The point put into the latent plane.
    Probe,
    /// The sliders of the inspector.
    Sliders,
    /// The grid of samples, many codes at once.
    Samples,
}

impl Asker {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();
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

/// One observation of each variant that has one.
pub type ByVariant<T> = BTreeMap<VariantId, Arc<T>>;

/// The cells between worker and screen.
#[derive(Debug, Clone, Default)]
pub struct Views {
    /// By variant, so that several can be shown at once.
    pub observations: PerObservation<Slot<ByVariant<dyn Observation>>>,
    /// What models can live on, once the worker has looked.
    pub devices: Slot<&'static [DeviceInfo]>,
    /// Screen to worker: the latest code each asks for.
    pub decode: PerAsker<Slot<DecodeRequest>>,
    pub decoded: PerAsker<Slot<Decoded>>,
}

impl Views {
    /// Takes what was observed of this kind, if anything came since the last time.
    pub fn take<T: Listed>(&self) -> Option<ByVariant<T>> {
        let all = self.observations[T::ID].take()?;
        let typed = |(variant, made)| Some((variant, T::of(made)?));
        Some(all.into_iter().filter_map(typed).collect())
    }
}
