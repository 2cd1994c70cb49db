//! Sound as data: waveforms, or spectrograms on the mel scale as sequences of frames or as pictures.
//!
//! Files are told by how they begin. A first look at each finds its rate and length; then all cores decode (`decode`), bring
//! to one rate (`resample`), cut (`plan`) and transform (`mel`). `griffin_lim` is the way back.

mod built_in;
mod dataset;
mod decode;
mod format;
mod gather;
mod griffin_lim;
mod mel;
mod new_sounds;
mod options;
mod plan;
mod read;
mod resample;
#[cfg(test)]
mod tests;

pub(super) use built_in::spoken_digits;
pub use format::SoundFormat;
pub(super) use new_sounds::new_sounds;
pub use options::{SoundFolder, SoundForm};
