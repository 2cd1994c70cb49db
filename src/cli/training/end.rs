//! How a variant's training ended, in words.

use crate::cli::report::{Reason, Report};
use crate::project::{Document, Variant};
use crate::settings::words::lower_first;
use crate::training::VariantId;

/// The end of one variant's training, for now or for good.
pub struct End {
    name: String,
    reason: Reason,
    /// Whole epochs that its weights have done.
    epoch: u32,
    sentence: String,
}

impl End {
    /// All is done; `None` when there is no such variant.
    pub fn finished(document: &Document, id: VariantId) -> Option<Self> {
        let variant = document.variant(id)?;
        let training = &variant.settings.training;
        let (done, asked) = (epochs_done(variant), training.epochs);
        let stopped_early = variant.trained.as_ref().filter(|_| done < asked);
        let (reason, sentence) = if let Some(trained) = stopped_early {
            let way_on = lower_first(trained.resume_state.way_on(training));
            let sentence = format!(
                "stopped early after epoch {done} of {asked}, the best weights are back; {way_on}"
            );
            (Reason::StoppedEarly, sentence)
        } else if done == asked {
            let sentence = format!("all {asked} epochs are done");
            (Reason::Finished, sentence)
        } else {
            let sentence = format!("{done} epochs are done, and {asked} were asked for");
            (Reason::Finished, sentence)
        };
        Some(Self::new(variant, reason, sentence))
    }

    /// It was asked to stop.
    pub fn interrupted(document: &Document, id: VariantId) -> Option<Self> {
        let variant = document.variant(id)?;
        let epochs = variant.settings.training.epochs;
        let now = (epochs_done(variant) + 1).min(epochs);
        let sentence = format!("stopped in epoch {now} of {epochs}");
        Some(Self::new(variant, Reason::Interrupted, sentence))
    }

    /// It cannot go on; why is told elsewhere.
    pub fn in_trouble(document: &Document, id: VariantId, reason: Reason) -> Option<Self> {
        let sentence = match reason {
            Reason::Diverged => "diverged",
            _ => "failed",
        };
        Some(Self::new(document.variant(id)?, reason, sentence.into()))
    }

    fn new(variant: &Variant, reason: Reason, sentence: String) -> Self {
        Self {
            name: variant.name.clone(),
            reason,
            epoch: epochs_done(variant),
            sentence,
        }
    }

    pub fn tell(&self, report: &mut Report) {
        report.end(&self.name, self.reason, self.epoch, &self.sentence);
    }
}

fn epochs_done(variant: &Variant) -> u32 {
    let trained = variant.trained.as_ref();
    trained.map_or(0, |trained| trained.resume_state.position.epoch)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::project::Trained;
    use crate::training::{Best, EarlyStopping, Position, ResumeState, RunState};

    /// One variant of 5 epochs with `done` of them behind it.
    fn document(done: u32) -> Document {
        let mut document = Document::default();
        let variant = &mut document.variants[0];
        variant.settings.training.epochs = 5;
        variant.settings.training.early_stopping = Some(EarlyStopping {
            patience: 2,
            min_delta: 0.0,
        });
        variant.trained = Some(Trained {
            resume_state: Arc::new(ResumeState {
                position: Position {
                    epoch: done,
                    ..Position::default()
                },
                stopped_early: true,
                best: Some(Best {
                    epoch: 1,
                    loss: 0.5,
                    state: Default::default(),
                }),
                ..ResumeState::default()
            }),
            settings: variant.settings.clone(),
            state: RunState::Finished,
        });
        document
    }

    #[test]
    fn an_end_is_told_with_the_epochs_that_are_done() {
        let id = VariantId(1);
        let finished = |done| {
            let end = End::finished(&document(done), id).unwrap();
            (end.reason, end.epoch, end.sentence)
        };
        assert_eq!(
            finished(3),
            (
                Reason::StoppedEarly,
                3,
                "stopped early after epoch 3 of 5, the best weights are back; raise the patience or switch early \
                 stopping off to go on"
                    .into()
            )
        );
        let all = "all 5 epochs are done";
        assert_eq!(finished(5), (Reason::Finished, 5, all.into()));
        let more = "7 epochs are done, and 5 were asked for";
        assert_eq!(finished(7), (Reason::Finished, 7, more.into()));
        let interrupted = |done| End::interrupted(&document(done), id).unwrap().sentence;
        assert_eq!(interrupted(0), "stopped in epoch 1 of 5");
        assert_eq!(interrupted(5), "stopped in epoch 5 of 5");
        let failed = End::in_trouble(&document(2), id, Reason::Failed).unwrap();
        assert_eq!((failed.epoch, &*failed.sentence), (2, "failed"));
        assert!(End::finished(&document(1), VariantId(9)).is_none());
    }
}
