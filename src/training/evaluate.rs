//! Mean losses over the watched images.

use super::Measures;
use super::feed::Feed;
use crate::model::{Model, ModelError};

/// Measures `model` on the images that `feed` watches. Changes nothing.
pub(super) fn measure(model: &dyn Model, feed: &Feed) -> Result<Measures, ModelError> {
    let (mut loss, mut squared) = (0.0, 0.0);
    let mut entropy = Some(0.0);
    let mut numbers = 0;
    feed.watched(|inputs, rows| {
        let errors = model.evaluate(inputs, inputs, rows)?;
        loss += errors.loss.iter().sum::<f64>();
        squared += errors.squared.iter().sum::<f64>();
        entropy = match (entropy, errors.cross_entropy) {
            (Some(sum), Some(more)) => Some(sum + more.iter().sum::<f64>()),
            _ => None,
        };
        numbers += inputs.len();
        Ok(())
    })?;
    let numbers = numbers.max(1) as f64;
    Ok(Measures {
        loss: loss / numbers,
        mse: squared / numbers,
        bce: entropy.map(|sum| sum / numbers),
    })
}
