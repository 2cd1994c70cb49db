//! Mean losses over the watched images: inputs with the noise of training (each image's always the same), targets
//! clean.

use super::Measures;
use super::feed::Feed;
use crate::data::Corruption;
use crate::model::{LossParts, Model, ModelError, Objective};

/// Measures `model` on the images that `feed` watches. Changes nothing.
pub(super) fn measure(
    model: &dyn Model,
    feed: &Feed,
    objective: &Objective,
    corruption: &Corruption,
) -> Result<Measures, ModelError> {
    let (mut loss, mut squared) = (0.0, 0.0);
    let mut parts = LossParts::default();
    let mut images = 0;
    let mut entropy = Some(0.0);
    let mut numbers = 0;
    feed.watched(corruption, |batch| {
        let errors = model.evaluate(batch, objective)?;
        loss += errors.loss.iter().sum::<f64>();
        squared += errors.squared.iter().sum::<f64>();
        entropy = match (entropy, errors.cross_entropy) {
            (Some(sum), Some(more)) => Some(sum + more.iter().sum::<f64>()),
            _ => None,
        };
        let sum = |values: &[f64]| values.iter().sum::<f64>();
        let batch_parts = LossParts {
            reconstruction: sum(&errors.reconstruction),
            kl: errors.kl.as_deref().map(sum),
            penalty: sum(&errors.penalty),
            duel: None,
        };
        parts.add(&batch_parts, 1.0);
        images += batch.rows;
        numbers += batch.targets.len();
        Ok(())
    })?;
    let (numbers, images) = (numbers.max(1) as f64, images.max(1) as f64);
    Ok(Measures {
        loss: loss / images,
        mse: squared / numbers,
        bce: entropy.map(|sum| sum / numbers),
        parts: parts.mean_over(images),
    })
}
