//! What a trained model is good for: each use is one file with its name, a sentence, its settings and what it finds, and one
//! line in [`ALL`].
//!
//! What it finds is plain data ([`Outcome`]): figures beside those of baselines, which a model must beat to be of use, and a
//! table to save.

mod anomaly;
mod choices;
mod code_file;
mod compress;
mod crossing;
mod cut;
mod decompress;
mod definition;
mod denoise;
mod features;
mod format;
mod generate;
mod impute;
mod input;
mod kept;
mod made;
mod made_series;
mod npy;
mod numeric_target;
mod outcome;
mod probes;
mod problem;
mod recommend;
mod run;
mod shown;
mod subject;
mod table;

pub use anomaly::Moment;
pub use choices::{Choice, Choices, Takes};
pub use code_file::MARK as CODES_MARK;
pub use cut::Cut;
pub use definition::Use;
pub use format::Format;
pub use impute::Filler;
pub use input::Input;
pub use made::Made;
pub use outcome::Outcome;
pub use problem::Problem;
pub use run::run;
pub use shown::{Shown, ShownLine, ShownSample};
pub use subject::{Given, Subject};
pub use table::{Cells, Column, Table};

/// Every use.
pub const ALL: [&dyn Use; 8] = [
    &anomaly::Anomaly,
    &impute::Impute,
    &compress::Compress,
    &decompress::Decompress,
    &features::Features,
    &denoise::Denoise,
    &generate::Generate,
    &recommend::Recommend,
];

/// The use called `name`.
pub fn find(name: &str) -> Option<&'static dyn Use> {
    ALL.into_iter().find(|one| one.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_are_found_by_names_that_differ() {
        for one in ALL {
            let found = find(one.name()).map(Use::sentence);
            assert_eq!(found, Some(one.sentence()));
            assert!(!one.sentence().ends_with('.') && !one.needs().is_empty());
            // Such a command is understood, and its project ships.
            let mut words = one.example().split(' ').skip(2);
            assert_eq!(words.next(), Some(one.name()));
            let project = words.next().unwrap_or_default();
            assert!(
                crate::project::shipped_names().contains(&project),
                "{project}"
            );
        }
        assert!(find("anomalies").is_none());
    }
}
