//! A run that goes on with other samples than it was trained on.

use super::check::check_position;
use super::{Position, ResumeState, TrainingSettings};
use crate::model::LossParts;

impl ResumeState {
    /// The same where an epoch has other samples than it had: from the beginning of the present one, where it stands
    /// at none of its batches.
    pub fn among(&self, images: usize, settings: &TrainingSettings) -> Self {
        let mut settled = self.clone();
        if check_position(&self.position, settings, images).is_err() {
            settled.position = Position {
                batch: 0,
                images: 0,
                loss_sum: 0.0,
                parts_sum: LossParts::default(),
                ..self.position
            };
        }
        settled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_begins_again_where_it_has_fewer_batches() {
        let settings = TrainingSettings {
            batch: 4,
            ..TrainingSettings::default()
        };
        let position = Position {
            epoch: 3,
            batch: 2,
            step: 11,
            images: 8,
            loss_sum: 5.0,
            ..Position::default()
        };
        let state = ResumeState {
            position,
            ..ResumeState::default()
        };
        assert_eq!(state.among(12, &settings).position, position);
        let begun = state.among(8, &settings).position;
        assert_eq!((begun.epoch, begun.batch, begun.step), (3, 0, 11));
        assert_eq!((begun.images, begun.loss_sum), (0, 0.0));
    }
}
