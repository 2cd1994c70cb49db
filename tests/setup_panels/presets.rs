//! Presets of the architecture panel: several choices at once, undone at once.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::Action;
use hourglass::data::Corruption;
use hourglass::model::{Adversary, CodeShape, Distribution, Loss, Parts};
use hourglass::project::{Document, VariantSettings};
use hourglass::training::Phase;
use hourglass::ui::setup::ArchitecturePanel;

use crate::bench::{Bench, choose, open, open_on};

type Window = Harness<'static, Bench<ArchitecturePanel>>;

fn window() -> Window {
    open(300.0, Document::default())
}

#[test]
fn a_variational_preset_sets_code_and_loss_in_one_step() {
    let mut window = window();
    choose(&mut window, "Presets", "Variational");
    let settings = window.state().settings();
    assert_eq!(settings.loss, Loss::Bce);
    assert_eq!(settings.architecture.widths(784), [784, 400, 20, 400, 784]);
    assert_eq!(
        settings.architecture.code.distribution,
        Distribution::Gaussian
    );
    window.get_by_label("Code, width 20");
    window.state_mut().app.apply(Action::Undo);
    assert_eq!(*window.state().settings(), VariantSettings::default());
}

#[test]
fn one_preset_leaves_nothing_of_another() {
    let mut window = window();
    choose(&mut window, "Presets", "Denoising");
    let noise = window.state().settings().corruption;
    assert!(matches!(noise, Corruption::Masking { .. }));
    choose(&mut window, "Presets", "Sparse");
    let settings = window.state().settings();
    assert_eq!(settings.corruption, Corruption::None);
    assert_eq!(settings.objective.penalties.l1, 1e-4);
    choose(&mut window, "Presets", "Convolutional (Keras)");
    let settings = window.state().settings();
    assert_eq!(settings.objective.penalties.l1, 0.0);
    assert_eq!(settings.architecture.code.shape, CodeShape::Spatial);
    window.get_by_label("Code, 4 × 4 × 8");
    choose(&mut window, "Presets", "Adversarial");
    let settings = window.state().settings();
    assert!(matches!(
        settings.architecture.adversary,
        Some(Adversary::Code { .. })
    ));
    assert_eq!(settings.architecture.pyramid, None);
}

#[test]
fn phases_of_before_do_not_stay_with_another_model() {
    let settings = VariantSettings {
        phases: vec![Phase {
            parts: Parts::Layer { index: 2 },
            ..Phase::default()
        }],
        ..VariantSettings::default()
    };
    let mut window = open_on::<ArchitecturePanel>(settings);
    choose(&mut window, "Presets", "Convolutional variational");
    let settings = window.state().settings();
    assert!(settings.phases.is_empty());
    assert!(settings.architecture.pyramid.is_some());
}
