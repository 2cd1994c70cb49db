//! Exports: the comparison of variants as numbers, plots, pictures and a report, and a variant as a PyTorch model.

pub mod animation;
mod checkpoint_model;
mod cloud;
pub mod colouring;
pub mod columns;
mod comparison;
pub mod digits;
pub mod dimensions;
pub mod faces;
mod figure_words;
pub mod gallery;
mod histories;
pub mod html;
pub mod layer_bars;
pub mod loss;
pub mod names;
pub mod palette;
mod plot;
mod png;
pub mod rows;
pub mod svg;
mod told_apart;
pub mod torch;
mod verdict;
mod wav;
pub mod work;

pub use cloud::Cloud;
pub use comparison::{Compared, Comparison, Reached};
pub use figure_words::{baseline_figure, baseline_names, figure_words, lower_is_better};
pub use histories::Recorded;
pub use plot::{Plot, layers};
pub use png::{MADE_BY as PNG_MADE_BY, png, png_file, png_file_of};
pub use told_apart::{ToldCurve, told_apart};
pub use verdict::{against_pca, count as count_against_pca, has_error as pca_has_error};
pub use wav::{MADE_BY as WAV_MADE_BY, wav_file_of};
