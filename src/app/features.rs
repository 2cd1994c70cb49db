//! The classifiers whose layers and features variants can use.

use super::{App, Edit};
use crate::data::{PictureSet, SampleShape, Source};
use crate::model::{FeaturesOf, PyramidWeights};
use crate::training::VariantSettings;

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

    /// The selected variant takes `features` where it asks for some and has none for its samples, and that costs nothing.
    pub(super) fn take_features(&mut self, features: FeaturesOf) {
        let Some(data) = self.dataset.prepared() else {
            return;
        };
        let before = &self.selected().settings;
        let wanted = with_features(before, features);
        let shape = data.dataset.shape();
        if before.check_features(shape).is_err() && wanted.check_features(shape).is_ok() {
            let edit = Edit::Settings(Box::new(wanted));
            if !self.is_locked(&edit) && self.check_edit(&edit).is_ok() {
                self.edit(edit);
            }
        }
    }
}

fn is_own(features: FeaturesOf) -> bool {
    matches!(features, FeaturesOf::Trained(_))
}

fn with_features(settings: &VariantSettings, features: FeaturesOf) -> VariantSettings {
    let mut settings = settings.clone();
    settings.objective.perceptual.features = features;
    if let Some(pyramid) = &mut settings.architecture.pyramid
        && let PyramidWeights::Pretrained { set, .. } = &mut pyramid.weights
    {
        *set = features;
    }
    settings
}
