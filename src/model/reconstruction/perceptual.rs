//! The perceptual loss (Johnson et al. 2016): how far a classifier's features of output and target are from each
//! other.
//!
//! The features are those of both convolutions of the classifier, after ReLU; each level counts by the mean of the
//! squared differences over its maps, as in Johnson's formula 2, and the loss is the mean of the two levels. The
//! classifier's weights stay as they are; the gradient passes through them to the output.

use std::cell::{Ref, RefCell};

use dfdx::prelude::*;

use crate::data::ImageShape;
use crate::model::device::{Kernels, LossRule, PixelLoss, Rows};
use crate::model::features::{FeatureExtractor, FeaturesOf};
use crate::model::{ModelError, Perceptual};

const SQUARED: LossRule = LossRule {
    loss: PixelLoss::Mse,
    logits: false,
};
/// Numbers of the images whose features are held at a time when measuring; 24 times as many each.
const CHUNK: usize = 250 * 784;

/// The classifiers that were asked so far, and where.
pub struct Features<D: Kernels> {
    /// What they look at.
    image: ImageShape,
    extractors: RefCell<Vec<(FeaturesOf, FeatureExtractor<D>)>>,
    device: D,
}

impl<D: Kernels> Features<D> {
    pub fn new(image: ImageShape, device: &D) -> Self {
        Self {
            image,
            extractors: RefCell::default(),
            device: device.clone(),
        }
    }

    /// Loads the classifier of `perceptual`.
    ///
    /// # Errors
    /// When it is not there, for other images, or the device fails.
    pub fn prepare(&self, perceptual: &Perceptual) -> Result<(), ModelError> {
        let features = perceptual.features;
        let mut extractors = self.extractors.borrow_mut();
        if extractors.iter().all(|(known, _)| *known != features) {
            let fits = perceptual.check_for(self.image);
            fits.map_err(ModelError::Invalid)?;
            let weights = features.weights()?;
            let extractor = FeatureExtractor::load(&weights, self.image, &self.device)?;
            extractors.push((features, extractor));
        }
        Ok(())
    }

    fn extractor(&self, features: FeaturesOf) -> Ref<'_, FeatureExtractor<D>> {
        Ref::map(self.extractors.borrow(), |extractors| {
            let found = extractors.iter().find(|(known, _)| *known == features);
            match found {
                Some((_, extractor)) => extractor,
                None => unreachable!("what is asked for was prepared"),
            }
        })
    }

    /// Mean over the images of a batch.
    pub fn loss<T: Tape<f32, D>>(
        &self,
        output: Rows<usize, D, T>,
        target: &Rows<usize, D>,
        features: FeaturesOf,
    ) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
        let extractor = self.extractor(features);
        let [wanted_near, wanted_far] = extractor.levels(target.clone())?;
        let [near, far] = extractor.levels(output)?;
        let near = D::loss(near, &wanted_near, SQUARED)?;
        let far = D::loss(far, &wanted_far, SQUARED)?;
        near.try_add(far)?.try_mul(0.5)
    }

    /// The same image by image: `output` and `target` have rows of `width` numbers.
    pub fn losses(
        &self,
        output: &[f32],
        target: &[f32],
        width: usize,
        features: FeaturesOf,
    ) -> Result<Vec<f64>, D::Err> {
        let extractor = self.extractor(features);
        let mut all = Vec::with_capacity(output.len() / width);
        let chunk = (CHUNK / width).max(1) * width;
        for (output, target) in output.chunks(chunk).zip(target.chunks(chunk)) {
            let rows = output.len() / width;
            let levels =
                |images: &[f32]| extractor.levels(self.device.upload(images, (rows, width))?);
            let mut sums = vec![0.0; rows];
            for (found, wanted) in levels(output)?.into_iter().zip(levels(target)?) {
                let errors = found.try_sub(wanted)?.try_square()?;
                let means: Tensor<(usize,), f32, D> = errors.try_mean::<(usize,), Axis<1>>()?;
                let means = means.as_vec();
                for (sum, mean) in sums.iter_mut().zip(means) {
                    *sum += 0.5 * f64::from(mean);
                }
            }
            all.extend(sums);
        }
        Ok(all)
    }
}
