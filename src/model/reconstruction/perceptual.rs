//! The perceptual loss (Johnson et al. 2016): how far a classifier's features of output and target are from each
//! other.
//!
//! The features are those of both convolutions of the classifier, after ReLU; each level counts by the mean of the
//! squared differences over its maps, as in Johnson's formula 2, and the loss is the mean of the two levels. The
//! classifier's weights stay as they are; the gradient passes through them to the output.

use dfdx::prelude::*;

use crate::data::PictureSet;
use crate::model::ModelError;
use crate::model::device::{Kernels, LossRule, PixelLoss, Rows};
use crate::model::features::{FeatureExtractor, shipped_weights};

const SQUARED: LossRule = LossRule {
    loss: PixelLoss::Mse,
    logits: false,
};
/// Images whose features are held at a time when measuring; 12,544 + 6,272 numbers each.
const CHUNK: usize = 250;

/// The classifiers that can be asked, and where.
pub struct Features<D: Kernels> {
    extractors: [FeatureExtractor<D>; 2],
    device: D,
}

impl<D: Kernels> Features<D> {
    /// # Errors
    /// When a shipped file is damaged or the device fails.
    pub fn load(device: &D) -> Result<Self, ModelError> {
        let extractor = |set| FeatureExtractor::load(&shipped_weights(set)?, device);
        Ok(Self {
            extractors: [
                extractor(PictureSet::Mnist)?,
                extractor(PictureSet::FashionMnist)?,
            ],
            device: device.clone(),
        })
    }

    fn extractor(&self, set: PictureSet) -> &FeatureExtractor<D> {
        match set {
            PictureSet::Mnist => &self.extractors[0],
            PictureSet::FashionMnist => &self.extractors[1],
        }
    }

    /// Mean over the images of a batch.
    pub fn loss<T: Tape<f32, D>>(
        &self,
        output: Rows<usize, D, T>,
        target: &Rows<usize, D>,
        set: PictureSet,
    ) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
        let extractor = self.extractor(set);
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
        set: PictureSet,
    ) -> Result<Vec<f64>, D::Err> {
        let extractor = self.extractor(set);
        let mut all = Vec::with_capacity(output.len() / width);
        let chunks = output.chunks(CHUNK * width);
        for (output, target) in chunks.zip(target.chunks(CHUNK * width)) {
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
