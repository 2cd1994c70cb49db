//! Notice: an L1 penalty so strong that codes of zeros cost least.

use super::{Notice, Recent};

/// Mean absolute code number below which nothing gets through.
const EMPTY: f64 = 1e-3;
/// Epochs it must last.
const EPOCHS: usize = 2;

pub(super) fn check(recent: &Recent) -> Option<Notice> {
    let penalties = recent.settings.objective.penalties;
    let is_alone = penalties.sparsity.weight == 0.0 && penalties.contractive == 0.0;
    if penalties.l1 <= 0.0 || !is_alone || !recent.trains_the_encoder() {
        return None;
    }
    // The penalty is the weight times the sum over the code.
    let width = recent.settings.architecture.code.width as f64;
    let weight = f64::from(penalties.l1) * width;
    let is_empty = recent
        .last(EPOCHS)?
        .iter()
        .all(|record| record.validation.parts.penalty < EMPTY * weight);
    is_empty.then(|| Notice {
        message: format!(
            "The codes are empty: their numbers are below {EMPTY} on average, so nothing gets through"
        ),
        advice: "Lower the weight of the L1 penalty, then begin again with fresh weights".into(),
 best_epoch: None,
})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LossParts;
    use crate::training::{EpochRecord, Measures, VariantSettings};

    fn checked(edit: impl Fn(&mut VariantSettings), penalties: &[f64]) -> Option<Notice> {
        let mut settings = VariantSettings::default();
        settings.objective.penalties.l1 = 0.5;
        settings.architecture.code.width = 10;
        edit(&mut settings);
        let record = |&penalty: &f64| EpochRecord {
            validation: Measures {
                parts: LossParts {
                    penalty,
                    ..LossParts::default()
                },
                ..Measures::default()
            },
            ..EpochRecord::default()
        };
        let epochs: Vec<EpochRecord> = penalties.iter().map(record).collect();
        check(&Recent {
            settings: &settings,
            phase: &settings.phase_at(0),
            epochs: &epochs,
        })
    }

    #[test]
    fn codes_of_zeros_are_noticed_where_the_penalty_makes_them() {
        // 0.5 times ten numbers of 0.001.
        assert!(checked(|_| (), &[0.004_9, 0.0]).is_some());
        assert_eq!(checked(|_| (), &[0.005_1, 0.0]), None);
        assert_eq!(checked(|_| (), &[0.0]), None);
        assert_eq!(checked(|s| s.objective.penalties.l1 = 0.0, &[0.0; 2]), None);
        assert_eq!(
            checked(|s| s.objective.penalties.contractive = 1.0, &[0.0; 2]),
            None
        );
    }
}
