//! Checks of the list of phases.

use crate::data::SampleShape;
use crate::model::{Invalid, Parts};
use crate::training::{Phase, VariantSettings};

/// Far beyond what anybody plans.
const MAX_PHASES: usize = 256;

/// Whether the phases can be trained, whatever the run's epochs: those it ends before are kept for when they are
/// raised.
pub fn check(settings: &VariantSettings) -> Result<(), Invalid> {
    let count = settings.phases.len();
    Invalid::unless(count <= MAX_PHASES, "phases", || {
        format!("A run can have at most {MAX_PHASES} phases, not {count}")
    })?;
    for (index, phase) in settings.phases.iter().enumerate() {
        check_phase(settings, index, phase)?;
    }
    Ok(())
}

/// Whether samples of this shape can have the noise, that of phases too.
pub fn check_noise(settings: &VariantSettings, shape: &SampleShape) -> Result<(), Invalid> {
    let own = (Some(settings.corruption), "corruption".to_owned());
    let of_phases = settings.phases.iter().enumerate();
    let of_phases =
        of_phases.map(|(index, phase)| (phase.corruption, format!("phases[{index}].corruption")));
    for (corruption, field) in std::iter::once(own).chain(of_phases) {
        if let Some(problem) = corruption.and_then(|noise| noise.problem_for(shape)) {
            return Err(Invalid { problem, field });
        }
    }
    Ok(())
}

fn check_phase(settings: &VariantSettings, index: usize, phase: &Phase) -> Result<(), Invalid> {
    let number = index + 1;
    let field = |name: &str| format!("phases[{index}].{name}");
    let architecture = &settings.architecture;
    match phase.parts {
        Parts::All | Parts::Encoder | Parts::Decoder => Ok(()),
        Parts::Layer { index } => {
            Invalid::unless(Phase::has_layers(architecture), &field("parts"), || {
                format!(
                    "Phase {number} trains layer by layer, which needs dense layers and a mirrored decoder"
                )
            })?;
            let layers = architecture.encoder.len() + 1;
            Invalid::unless(index < layers, &field("parts.index"), || {
                format!(
                    "Phase {number} trains layer {}, and the encoder has {layers} with that of the code",
                    index.saturating_add(1)
                )
            })
        }
        Parts::Adversary => {
            Invalid::unless(architecture.adversary.is_some(), &field("parts"), || {
                format!("Phase {number} trains the adversary alone, and there is none")
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind, Columns, Corruption, ImageShape};
    use crate::model::{Adversary, Decoder, Pyramid};

    #[test]
    fn rows_have_no_rectangles() {
        let columns = vec![Column::new("a", ColumnKind::Numeric, false)];
        let (rows, image) = (
            SampleShape::from(Columns::from(columns)),
            SampleShape::from(ImageShape {
                height: 4,
                width: 4,
                channels: 1,
            }),
        );
        let mut settings = VariantSettings {
            corruption: Corruption::Downsampling { factor: 2 },
            phases: vec![Phase::default()],
            ..VariantSettings::default()
        };
        let refused = |settings: &VariantSettings| check_noise(settings, &rows).unwrap_err();
        assert_eq!(
            refused(&settings).to_string(),
            "Images alone can be seen at a smaller size, not rows: corruption"
        );
        settings.corruption = Corruption::None;
        settings.phases[0].corruption = Some(Corruption::Rectangle {
            height: 2,
            width: 2,
            top: None,
            left: None,
        });
        assert_eq!(
            refused(&settings).to_string(),
            "Rectangles are blacked out of images alone, not rows: phases[0].corruption"
        );
        assert!(check_noise(&settings, &image).is_ok());
    }

    fn refused(edit: impl Fn(&mut VariantSettings)) -> String {
        let mut settings = VariantSettings {
            phases: vec![Phase::default(); 2],
            ..VariantSettings::default()
        };
        assert_eq!(settings.check(), Ok(()));
        edit(&mut settings);
        settings.check().expect_err("refused").to_string()
    }

    #[test]
    fn numbers_of_phases_are_named_by_place() {
        assert_eq!(
            refused(|s| s.phases[1].epochs = 0),
            "Phase epochs must be at least 1 and at most 1000000, not 0: phases[1].epochs"
        );
        assert_eq!(
            refused(|s| s.phases[0].learning_rate = -1.0),
            "Phase rate must be a number above 0, not -1: phases[0].learning_rate"
        );
        let noise = Corruption::Gaussian { std: -0.5 };
        assert_eq!(
            refused(|s| s.phases[1].corruption = Some(noise)),
            "Standard deviation must be 0 or more, not -0.5: phases[1].corruption.std"
        );
        assert_eq!(
            refused(|s| s.corruption = noise),
            "Standard deviation must be 0 or more, not -0.5: corruption.std"
        );
        assert_eq!(
            refused(|s| s.phases = vec![Phase::default(); 300]),
            "A run can have at most 256 phases, not 300: phases"
        );
    }

    #[test]
    fn parts_must_be_there() {
        assert_eq!(
            refused(|s| s.phases[1].parts = Parts::Adversary),
            "Phase 2 trains the adversary alone, and there is none: phases[1].parts"
        );
        assert_eq!(
            refused(|s| s.phases[0].parts = Parts::Layer { index: 3 }),
            "Phase 1 trains layer 4, and the encoder has 3 with that of the code: phases[0].parts.index"
        );
        let layer = Phase {
            parts: Parts::Layer { index: 2 },
            ..Phase::default()
        };
        assert_eq!(
            refused(|s| {
                s.phases[1] = layer;
                s.architecture.decoder = Decoder::Own { layers: Vec::new() };
            }),
            "Phase 2 trains layer by layer, which needs dense layers and a mirrored decoder: phases[1].parts"
        );
        let mut settings = VariantSettings {
            phases: vec![layer],
            ..VariantSettings::default()
        };
        assert_eq!(check(&settings), Ok(()));
        settings.architecture.pyramid = Some(Pyramid::default());
        assert!(check(&settings).is_err());
        settings.phases[0].parts = Parts::Adversary;
        settings.architecture.adversary = Some(Adversary::Output);
        assert_eq!(check(&settings), Ok(()));
    }
}
