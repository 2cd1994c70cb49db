//! Notice of posterior collapse: the Gaussian code of every image is the prior, so that nothing reaches the decoder
//! (Bowman et al. 2016).

use super::{Notice, Recent};
use crate::model::Distribution;

/// Nats a code dimension below which it says nothing.
const SILENT: f64 = 0.01;
/// Epochs it must last: a decoder often learns the mean image first.
const EPOCHS: usize = 2;

pub(super) fn check(recent: &Recent) -> Option<Notice> {
    let code = recent.settings.architecture.code;
    let variational = recent.settings.objective.variational;
    let newest = recent.last(EPOCHS)?;
    let warm = newest
        .iter()
        .all(|record| f64::from(record.epoch) > f64::from(variational.warm_up_epochs));
    if code.distribution != Distribution::Gaussian
        || variational.beta <= 0.0
        || !recent.trains_the_encoder()
        || !warm
    {
        return None;
    }
    let is_silent = |kl: f64| kl < SILENT * code.width as f64;
    let kl = newest.last()?.validation.parts.kl?;
    let is_collapsed = newest
        .iter()
        .all(|record| record.validation.parts.kl.is_some_and(is_silent));
    is_collapsed.then(|| Notice {
        message: format!(
            "The posterior has collapsed: codes say nothing about their images, with a KL divergence of {kl:.4} nats \
             over {} dimensions",
            code.width
        ),
        advice: "Lower beta, let it warm up over some epochs, or give each dimension free bits; then begin again \
                 with fresh weights"
            .into(),
 best_epoch: None,
})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LossParts, Parts};
    use crate::training::{EpochRecord, Measures, Phase, VariantSettings};

    fn checked(edit: impl Fn(&mut VariantSettings), kl: &[f64]) -> Option<Notice> {
        let mut settings = VariantSettings::default();
        settings.architecture.code.distribution = Distribution::Gaussian;
        settings.architecture.code.width = 20;
        edit(&mut settings);
        let record = |(index, &kl): (usize, &f64)| EpochRecord {
            epoch: index as u32 + 1,
            validation: Measures {
                parts: LossParts {
                    kl: Some(kl),
                    ..LossParts::default()
                },
                ..Measures::default()
            },
            ..EpochRecord::default()
        };
        let epochs: Vec<EpochRecord> = kl.iter().enumerate().map(record).collect();
        let phase = settings.phase_at(0);
        check(&Recent {
            settings: &settings,
            phase: &phase,
            epochs: &epochs,
        })
    }

    #[test]
    fn a_silent_code_is_noticed_after_two_epochs() {
        let notice = checked(|_| (), &[0.19, 0.0123]).expect("collapsed");
        assert_eq!(
            notice.message,
            "The posterior has collapsed: codes say nothing about their images, with a KL divergence of 0.0123 nats \
             over 20 dimensions"
        );
        assert!(notice.advice.contains("free bits"));
        assert_eq!(checked(|_| (), &[0.0]), None);
        assert_eq!(checked(|_| (), &[0.0, 0.21]), None);
        assert_eq!(checked(|_| (), &[0.21, 0.0]), None);
        assert_eq!(checked(|_| (), &[25.0, 24.0]), None);
        assert_eq!(checked(|_| (), &[f64::NAN, f64::NAN]), None);
    }

    #[test]
    fn where_nothing_else_can_be_expected_nothing_is_said() {
        assert_eq!(
            checked(|s| s.objective.variational.beta = 0.0, &[0.0; 3]),
            None
        );
        let warming = |s: &mut VariantSettings| s.objective.variational.warm_up_epochs = 3.0;
        assert_eq!(checked(warming, &[0.0; 4]), None);
        assert!(checked(warming, &[0.0; 5]).is_some());
        let point =
            |s: &mut VariantSettings| s.architecture.code.distribution = Distribution::Point;
        assert_eq!(checked(point, &[0.0; 3]), None);
        let decoder = |s: &mut VariantSettings| {
            s.phases = vec![Phase {
                parts: Parts::Decoder,
                ..Phase::default()
            }];
        };
        assert_eq!(checked(decoder, &[0.0; 3]), None);
    }
}
