//! The settings of training.

use super::objective::noise;
use crate::model::Optimiser;
use crate::settings::Setting;
use crate::settings::words::{NONE, epochs_or_none, number, number_or_none};
use crate::training::{EarlyStopping, Phase, ScheduleShape, VariantSettings};

type Of = Setting<VariantSettings>;

pub(super) const SETTINGS: &[Of] = &[
    Of::new("training.optimiser", "optimiser", |s| {
        optimiser(s.training.optimiser)
    })
    .in_names(|s| optimiser(s.training.optimiser)),
    Of::new("training.learning_rate", "learning rate", |s| {
        number(s.training.learning_rate)
    })
    .live(),
    Of::new("training.weight_decay", "weight decay", |s| {
        number_or_none(s.training.weight_decay)
    })
    .live(),
    Of::new("training.schedule", "schedule", |s| {
        schedule(s.training.schedule.shape)
    })
    .live(),
    Of::new("training.schedule.warm_up_epochs", "warm-up", |s| {
        epochs_or_none(s.training.schedule.warm_up_epochs)
    })
    .live()
    .called("the schedule"),
    Of::new("training.batch", "batch", |s| s.training.batch.to_string()).called("the batch size"),
    Of::new("training.epochs", "epochs", |s| {
        s.training.epochs.to_string()
    })
    .live()
    // Training for longer makes nothing else of a model.
    .in_names(|_| String::new()),
    Of::new("training.seed", "seed", |s| s.training.seed.to_string()),
    Of::new("training.clip_norm", "clipping", |s| {
        let clipping = s.training.clip_norm.map(number);
        clipping.map_or_else(|| NONE.into(), |norm| format!("to norm {norm}"))
    })
    .live()
    .called("gradient clipping"),
    Of::new("training.early_stopping", "early stopping", |s| {
        early_stopping(s.training.early_stopping)
    })
    .live()
    .called("early stopping"),
    Of::new("phases", "phases", |s| phases(&s.phases)).live(),
];

/// The name, and each number that is not the usual one: "SGD, momentum 0.5".
fn optimiser(optimiser: Optimiser) -> String {
    let kind = |one: &Optimiser| std::mem::discriminant(one);
    let mut all = Optimiser::ALL.into_iter();
    let usual = all.find(|one| kind(one) == kind(&optimiser));
    let usual = usual.map(numbers).unwrap_or_default();
    let mut parts = vec![optimiser.name().to_owned()];
    for (place, (number, value)) in numbers(optimiser).into_iter().enumerate() {
        if usual.get(place).is_none_or(|(_, usual)| *usual != value) {
            parts.push(format!("{number} {value}"));
        }
    }
    parts.join(", ")
}

fn numbers(optimiser: Optimiser) -> Vec<(&'static str, String)> {
    match optimiser {
        Optimiser::Sgd { momentum, nesterov } => vec![
            ("momentum", number(momentum)),
            ("Nesterov", if nesterov { "on" } else { "off" }.into()),
        ],
        Optimiser::Adam {
            beta1,
            beta2,
            epsilon,
        }
        | Optimiser::AdamW {
            beta1,
            beta2,
            epsilon,
        } => vec![
            ("beta1", number(beta1)),
            ("beta2", number(beta2)),
            ("epsilon", number(epsilon)),
        ],
        Optimiser::RmsProp {
            alpha,
            epsilon,
            momentum,
        } => vec![
            ("alpha", number(alpha)),
            ("epsilon", number(epsilon)),
            ("momentum", number(momentum)),
        ],
    }
}

fn schedule(shape: ScheduleShape) -> String {
    match shape {
        ScheduleShape::Constant => "constant".into(),
        ScheduleShape::Step { every, factor } => {
            let every = epochs_or_none(every as f32);
            format!("times {} every {every}", number(factor))
        }
        ScheduleShape::Cosine { floor: 0.0 } => "cosine".into(),
        ScheduleShape::Cosine { floor } => format!("cosine to {}", number(floor)),
    }
}

fn early_stopping(stopping: Option<EarlyStopping>) -> String {
    let Some(stopping) = stopping else {
        return NONE.into();
    };
    let patience = epochs_or_none(stopping.patience as f32);
    match stopping.min_delta {
        0.0 => format!("after {patience}"),
        delta => format!("after {patience} without {delta}"),
    }
}

/// "everything 10 epochs at 0.001, decoder 20 epochs at 0.0001".
fn phases(phases: &[Phase]) -> String {
    if phases.is_empty() {
        return NONE.into();
    }
    let each = |phase: &Phase| {
        let noise = phase
            .corruption
            .map(|kind| format!(" with noise {}", noise(kind)));
        format!(
            "{} {} at {}{}",
            phase.parts.name(),
            epochs_or_none(phase.epochs as f32),
            number(phase.learning_rate),
            noise.unwrap_or_default()
        )
    };
    let texts: Vec<String> = phases.iter().map(each).collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Corruption;
    use crate::model::Parts;

    #[test]
    fn optimisers_tell_their_unusual_numbers() {
        assert_eq!(optimiser(Optimiser::default()), "Adam");
        let slow = Optimiser::Sgd {
            momentum: 0.5,
            nesterov: true,
        };
        assert_eq!(optimiser(slow), "SGD, momentum 0.5, Nesterov on");
        let adam = Optimiser::Adam {
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-5,
        };
        assert_eq!(optimiser(adam), "Adam, epsilon 1e-5");
    }

    #[test]
    fn schedules_and_stopping() {
        assert_eq!(schedule(ScheduleShape::Constant), "constant");
        assert_eq!(
            schedule(ScheduleShape::Step {
                every: 3,
                factor: 0.5
            }),
            "times 0.5 every 3 epochs"
        );
        assert_eq!(schedule(ScheduleShape::Cosine { floor: 0.0 }), "cosine");
        assert_eq!(
            schedule(ScheduleShape::Cosine { floor: 0.01 }),
            "cosine to 0.01"
        );
        assert_eq!(early_stopping(None), "none");
        let patient = EarlyStopping {
            patience: 5,
            min_delta: 0.001,
        };
        assert_eq!(
            early_stopping(Some(patient)),
            "after 5 epochs without 0.001"
        );
    }

    #[test]
    fn phases_are_told_apart() {
        assert_eq!(phases(&[]), "none");
        let mut two = Phase::decoder_fine_tuning(10, 1, 1e-3);
        two[1].corruption = Some(Corruption::Gaussian { std: 0.5 });
        two[1].parts = Parts::Layer { index: 1 };
        assert_eq!(
            phases(&two),
            "everything 10 epochs at 0.001, layer 2 1 epoch at 0.001 with noise Gaussian 0.5"
        );
    }
}
