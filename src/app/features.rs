//! The classifiers whose layers and features variants can use.

use super::App;
use crate::data::{PictureSet, SampleShape, Source};
use crate::model::FeaturesOf;

impl App {
    /// Those that are there for samples of `shape`: the shipped ones, and those that were trained in the project.
    pub fn features_for(&self, shape: &SampleShape) -> Vec<FeaturesOf> {
        let Some(image) = shape.image() else {
            return Vec::new();
        };
        let shipped = PictureSet::ALL.map(FeaturesOf::Shipped);
        let own = self.document.classifiers.iter();
        let all = shipped.into_iter().chain(own.map(|one| (&**one).into()));
        all.filter(|features| features.check_for(image, "", "").is_ok())
            .collect()
    }

    /// The one to begin with: that of the built-in set in use, or else the newest of the project's own; the usual one
    /// where none is for such samples.
    pub fn usual_features(&self, shape: &SampleShape) -> FeaturesOf {
        let of_set = match self.document.data.source {
            Source::BuiltIn { set } => set.pictures().map(FeaturesOf::Shipped),
            _ => None,
        };
        let all = self.features_for(shape);
        of_set
            .or(all.iter().rev().find(|one| is_own(**one)).copied())
            .or(all.first().copied())
            .unwrap_or_default()
    }
}

fn is_own(features: FeaturesOf) -> bool {
    matches!(features, FeaturesOf::Trained(_))
}
