//! The inputs of a row: what is known of one variant.

use crate::data::SampleShape;
use crate::project::Variant;
use crate::training::{History, Measured, RunState};

/// A variant with all that its row is made of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub variant: &'a Variant,
    pub state: RunState,
    /// Finished epochs.
    pub epoch: u32,
    pub history: &'a History,
    /// Of the project's samples; `None` while there are none.
    pub shape: Option<&'a SampleShape>,
    /// On the test images.
    pub taken: Option<Taken>,
    /// Mean squared error on the test images that as many principal components leave as the code has numbers.
    pub pca_mse: Option<f64>,
}

/// Measures and when they were taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taken {
    /// Epochs done, fractional inside one.
    pub epochs: f64,
    pub measured: Measured,
}

impl<'a> Subject<'a> {
    /// As it stands in the project, nothing measured.
    pub fn at_rest(variant: &'a Variant, shape: Option<&'a SampleShape>) -> Self {
        static NOTHING: History = History {
            steps: Vec::new(),
            epochs: Vec::new(),
            diverged: None,
        };
        let trained = variant.trained.as_ref();
        Self {
            variant,
            state: trained.map_or(RunState::Ready, |trained| trained.state),
            epoch: trained.map_or(0, |trained| trained.resume_state.position.epoch),
            history: trained.map_or(&NOTHING, |trained| &trained.resume_state.history),
            shape,
            taken: None,
            pca_mse: None,
        }
    }
}
