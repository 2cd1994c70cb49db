//! Values no model or run can have, refused with one sentence before anything changes.

use std::fmt::Display;

use crate::data::DataSettings;
use crate::model::{Architecture, Decoder, LADDER, Layer, Optimiser};
use crate::training::{ScheduleShape, TrainingSettings};

type Check = Result<(), String>;

fn ensure(holds: bool, problem: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(problem()) }
}

fn above_zero(value: f64, name: &str) -> Check {
    ensure(value.is_finite() && value > 0.0, || {
        format!("{name} must be a number above 0, not {value}")
    })
}

fn not_negative(value: f64, name: &str) -> Check {
    ensure(value.is_finite() && value >= 0.0, || {
        format!("{name} must be 0 or more, not {value}")
    })
}

/// In [0, 1).
fn fraction(value: f32, name: impl Display) -> Check {
    ensure((0.0..1.0).contains(&value), || {
        format!("{name} must be at least 0 and below 1, not {value}")
    })
}

pub(super) fn architecture(architecture: &Architecture) -> Check {
    layers("encoder", &architecture.encoder)?;
    width(architecture.code.width, "the code")?;
    if let Decoder::Own { layers: own } = &architecture.decoder {
        layers("decoder", own)?;
    }
    Ok(())
}

fn layers(part: &str, layers: &[Layer]) -> Check {
    for (index, layer) in layers.iter().enumerate() {
        let name = format!("{part} layer {}", index + 1);
        width(layer.width, &name)?;
        fraction(layer.dropout, format_args!("The dropout of {name}"))?;
    }
    Ok(())
}

fn width(width: usize, name: &str) -> Check {
    ensure(LADDER.contains(&width), || {
        let widths: Vec<String> = LADDER.iter().map(usize::to_string).collect();
        format!(
            "No layer of width {width} exists for {name}: choose one of {}",
            widths.join(", ")
        )
    })
}

/// `images` are the training images, where known.
pub(super) fn batch(batch: usize, images: Option<usize>) -> Check {
    if let Some(images) = images {
        return ensure(batch <= images, || {
            format!("The batch size must be at most the {images} training images, not {batch}")
        });
    }
    Ok(())
}

pub(super) fn training(settings: &TrainingSettings) -> Check {
    ensure(settings.batch >= 1, || {
        "The batch size must be at least 1".into()
    })?;
    ensure(settings.epochs >= 1, || {
        "The epochs must be at least 1".into()
    })?;
    above_zero(f64::from(settings.learning_rate), "The learning rate")?;
    not_negative(f64::from(settings.weight_decay), "The weight decay")?;
    if let Some(norm) = settings.clip_norm {
        above_zero(f64::from(norm), "The norm at which gradients are clipped")?;
    }
    if let Some(stopping) = settings.early_stopping {
        ensure(stopping.patience >= 1, || {
            "The patience of early stopping must be at least 1 epoch".into()
        })?;
        not_negative(
            stopping.min_delta,
            "The least improvement of early stopping",
        )?;
    }
    not_negative(
        f64::from(settings.schedule.warm_up_epochs),
        "The warm-up epochs",
    )?;
    match settings.schedule.shape {
        ScheduleShape::Constant => {}
        ScheduleShape::Step { every, factor } => {
            ensure(every >= 1, || {
                "The learning rate can step down every epoch or less often, not every 0 epochs"
                    .into()
            })?;
            above_zero(f64::from(factor), "The factor of the schedule")?;
        }
        ScheduleShape::Cosine { floor } => {
            ensure((0.0..=1.0).contains(&floor), || {
                format!("The floor of the schedule must be from 0 to 1, not {floor}")
            })?;
        }
    }
    optimiser(&settings.optimiser)
}

fn optimiser(optimiser: &Optimiser) -> Check {
    match *optimiser {
        Optimiser::Sgd { momentum, .. } => fraction(momentum, "The momentum"),
        Optimiser::Adam {
            beta1,
            beta2,
            epsilon,
        }
        | Optimiser::AdamW {
            beta1,
            beta2,
            epsilon,
        } => {
            fraction(beta1, "Beta 1")?;
            fraction(beta2, "Beta 2")?;
            above_zero(f64::from(epsilon), "Epsilon")
        }
        Optimiser::RmsProp {
            alpha,
            epsilon,
            momentum,
        } => {
            fraction(alpha, "Alpha")?;
            fraction(momentum, "The momentum")?;
            above_zero(f64::from(epsilon), "Epsilon")
        }
    }
}

/// `images` are the training images of this source, where known.
pub(super) fn data(settings: &DataSettings, images: Option<usize>) -> Check {
    match images {
        Some(images) => ensure(settings.validation < images, || {
            format!(
                "The validation images must be fewer than the {images} training images, not {}",
                settings.validation
            )
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{EarlyStopping, Schedule};

    fn problem(edit: impl Fn(&mut TrainingSettings)) -> String {
        let mut settings = TrainingSettings::default();
        edit(&mut settings);
        training(&settings).expect_err("refused")
    }

    #[test]
    fn the_defaults_are_possible() {
        assert_eq!(architecture(&Architecture::default()), Ok(()));
        assert_eq!(training(&TrainingSettings::default()), Ok(()));
        for optimiser in Optimiser::ALL {
            let settings = TrainingSettings {
                optimiser,
                ..TrainingSettings::default()
            };
            assert_eq!(training(&settings), Ok(()));
        }
    }

    #[test]
    fn impossible_training_settings_are_named() {
        assert_eq!(
            problem(|s| s.batch = 0),
            "The batch size must be at least 1"
        );
        assert_eq!(problem(|s| s.epochs = 0), "The epochs must be at least 1");
        for rate in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            assert!(problem(|s| s.learning_rate = rate).starts_with("The learning rate must be"));
        }
        assert!(problem(|s| s.weight_decay = -0.1).starts_with("The weight decay"));
        assert!(problem(|s| s.clip_norm = Some(0.0)).contains("clipped"));
        assert!(
            problem(|s| {
                s.early_stopping = Some(EarlyStopping {
                    patience: 0,
                    min_delta: 0.0,
                });
            })
            .contains("patience")
        );
        assert!(
            problem(|s| {
                s.schedule = Schedule {
                    warm_up_epochs: 0.0,
                    shape: ScheduleShape::Step {
                        every: 0,
                        factor: 0.5,
                    },
                };
            })
            .contains("every 0 epochs")
        );
        assert!(
            problem(|s| {
                s.optimiser = Optimiser::Adam {
                    beta1: 1.0,
                    beta2: 0.999,
                    epsilon: 1e-8,
                };
            })
            .starts_with("Beta 1")
        );
    }

    #[test]
    fn widths_come_from_the_ladder_and_dropout_stays_below_one() {
        let mut choice = Architecture::default();
        choice.code.width = 3;
        let text = architecture(&choice).expect_err("refused");
        assert!(
            text.starts_with("No layer of width 3 exists for the code: choose one of 2, 4"),
            "{text}"
        );
        let mut choice = Architecture::default();
        choice.encoder[0].dropout = 1.0;
        assert_eq!(
            architecture(&choice).expect_err("refused"),
            "The dropout of encoder layer 1 must be at least 0 and below 1, not 1"
        );
        let choice = Architecture {
            decoder: Decoder::Own {
                layers: vec![Layer {
                    width: 0,
                    ..Layer::default()
                }],
            },
            ..Architecture::default()
        };
        assert!(
            architecture(&choice)
                .expect_err("refused")
                .contains("decoder layer 1")
        );
    }

    #[test]
    fn validation_leaves_images_to_train_on() {
        let settings = DataSettings {
            validation: 100,
            ..DataSettings::default()
        };
        assert_eq!(data(&settings, None), Ok(()));
        assert_eq!(data(&settings, Some(101)), Ok(()));
        assert_eq!(
            data(&settings, Some(100)).expect_err("refused"),
            "The validation images must be fewer than the 100 training images, not 100"
        );
        assert!(batch(101, Some(100)).is_err());
        assert_eq!(batch(100, Some(100)), Ok(()));
    }
}
