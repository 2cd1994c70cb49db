//! One valid example of each choice that comes in kinds, so that a kind with a wrong or missing number keeps the
//! rest of what was written.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::Value;

use super::json::to_json;
use crate::data::{BuiltIn, Corruption, PictureSet, Source, TableOptions};
use crate::eval::plane::LatentAxes;
use crate::model::{Adversary, Decoder, Optimiser, Parts, Prior, PyramidWeights};
use crate::training::ScheduleShape;

/// The examples whose `kind` is `kind`; two choices may use the same word.
pub fn templates(kind: &str) -> Vec<Value> {
    all()
        .into_iter()
        .filter(|value| value["kind"] == kind)
        .collect()
}

fn all() -> Vec<Value> {
    let mut all = values(&Optimiser::ALL);
    all.extend(values(&[
        ScheduleShape::Constant,
        ScheduleShape::Step {
            every: 10,
            factor: 0.5,
        },
        ScheduleShape::Cosine { floor: 0.0 },
    ]));
    all.extend(values(&[
        Decoder::Mirrored,
        Decoder::Own { layers: Vec::new() },
    ]));
    let set = PictureSet::default();
    let frozen = true;
    all.extend(values(&[
        PyramidWeights::Fresh,
        PyramidWeights::Pretrained { set, frozen },
    ]));
    let prior = Prior::default();
    all.extend(values(&[Adversary::Code { prior }, Adversary::Output]));
    let (std, fraction, block) = (0.5, 0.25, 1);
    all.extend(values(&[
        Corruption::None,
        Corruption::Gaussian { std },
        Corruption::Masking { fraction, block },
        Corruption::SaltAndPepper { fraction },
    ]));
    all.extend(values(&[
        Parts::All,
        Parts::Encoder,
        Parts::Decoder,
        Parts::Layer { index: 0 },
        Parts::Adversary,
    ]));
    all.extend(values(&[
        Source::BuiltIn {
            set: BuiltIn::default(),
        },
        Source::Idx {
            images: PathBuf::new(),
            labels: None,
            test_images: None,
            test_labels: None,
        },
        Source::Table {
            path: PathBuf::new(),
            test: None,
            options: TableOptions::default(),
        },
    ]));
    all.extend(values(&[
        LatentAxes::Automatic,
        LatentAxes::Pca { x: 0, y: 1 },
        LatentAxes::Pair { x: 0, y: 1 },
    ]));
    all
}

fn values(choices: &[impl Serialize]) -> Vec<Value> {
    choices.iter().filter_map(|c| to_json(c).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_found_by_its_kind() {
        assert_eq!(all().len(), 28);
        for value in all() {
            let kind = value["kind"].as_str().unwrap();
            assert!(templates(kind).contains(&value), "{value}");
        }
        assert!(templates("lion").is_empty());
    }
}
