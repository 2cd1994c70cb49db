//! Views of a run by its present weights or by those of a checkpoint: all kinds that the worker makes. Nothing here
//! changes the run.

mod by_column;
mod gallery;
mod latents;
mod observation;
mod observed;
mod whole;

use std::any::Any;
use std::ops::{Index, IndexMut};
use std::sync::Arc;

use strum::VariantArray;

pub use gallery::{ColumnErrors, GalleryChoice, GalleryRequest, GalleryView};
pub use latents::{LatentRequest, LatentView};
pub use observation::Observation;
pub(super) use observation::{Observe, Pass};
pub use observed::Observed;

/// Names a kind of observation, in the order in which they are made: quick ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum ObservationId {
    Gallery,
    Latents,
}

impl ObservationId {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();
}

/// Which observation, and what of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObservationRequest {
    Gallery(GalleryRequest),
    Latents(LatentRequest),
}

impl ObservationRequest {
    /// What is made until a person wants something else.
    pub(in crate::training) fn default_of(id: ObservationId) -> Self {
        match id {
            ObservationId::Gallery => Self::Gallery(GalleryRequest::default()),
            ObservationId::Latents => Self::Latents(LatentRequest),
        }
    }

    pub(in crate::training) fn kind(&self) -> (ObservationId, &dyn Observe) {
        match self {
            Self::Gallery(request) => (ObservationId::Gallery, request),
            Self::Latents(request) => (ObservationId::Latents, request),
        }
    }
}

impl Listed for GalleryView {
    const ID: ObservationId = ObservationId::Gallery;
}

impl Listed for LatentView {
    const ID: ObservationId = ObservationId::Latents;
}

/// An observation by its type.
pub trait Listed: Observation + Sized {
    const ID: ObservationId;

    /// `made`, where it is one of these.
    fn of(made: Arc<dyn Observation>) -> Option<Arc<Self>> {
        (made as Arc<dyn Any + Send + Sync>).downcast().ok()
    }
}

/// One of something for each kind of observation.
#[derive(Debug, Clone, Default)]
pub struct PerObservation<T>([T; ObservationId::ALL.len()]);

impl<T> PerObservation<T> {
    pub fn new(make: impl FnMut(ObservationId) -> T) -> Self {
        Self(ObservationId::ALL.map(make))
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut()
    }
}

impl<T> Index<ObservationId> for PerObservation<T> {
    type Output = T;

    fn index(&self, id: ObservationId) -> &T {
        &self.0[id as usize]
    }
}

impl<T> IndexMut<ObservationId> for PerObservation<T> {
    fn index_mut(&mut self, id: ObservationId) -> &mut T {
        &mut self.0[id as usize]
    }
}

/// What was observed of one model, the newest of each kind.
#[derive(Debug, Clone, Default)]
pub struct Observations(PerObservation<Option<Arc<dyn Observation>>>);

impl Observations {
    pub fn get<T: Listed>(&self) -> Option<Arc<T>> {
        T::of(Arc::clone(self.0[T::ID].as_ref()?))
    }

    pub fn set<T: Listed>(&mut self, made: Arc<T>) {
        self.0[T::ID] = Some(made);
    }

    pub fn remove(&mut self, id: ObservationId) {
        self.0[id] = None;
    }

    /// Puts `made`, which is of kind `id`, in place of the one before.
    pub fn put(&mut self, id: ObservationId, made: Arc<dyn Observation>) {
        self.0[id] = Some(made);
    }

    /// Updates done by the weights that the one of kind `id` is of.
    pub fn step(&self, id: ObservationId) -> Option<u64> {
        self.0[id].as_ref().map(|made| made.step())
    }

    /// Whether there is one.
    pub fn has(&self, id: ObservationId) -> bool {
        self.0[id].is_some()
    }

    /// Whether there is one of each kind, all of the weights after `epochs`.
    pub fn are_all_of(&self, epochs: Option<f64>) -> bool {
        let is_of = |made: &Option<Arc<dyn Observation>>| {
            made.as_ref().is_some_and(|made| made.past() == epochs)
        };
        self.0.iter().all(is_of)
    }
}
