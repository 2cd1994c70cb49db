//! The phases panel: adding, moving, editing and removing, and the epochs of the run that follow.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::Action;
use hourglass::data::Corruption;
use hourglass::model::Parts;
use hourglass::project::{Document, VariantSettings};
use hourglass::ui::setup::PhasesPanel;

use crate::bench::{Bench, choose, click, enter, open, open_on};
use crate::common::is_enabled;
use crate::samples;

type Window = Harness<'static, Bench<PhasesPanel>>;

fn window() -> Window {
    open(300.0, Document::default())
}

fn settings(window: &Window) -> &VariantSettings {
    window.state().settings()
}

fn phases(window: &Window) -> Vec<(Parts, u32)> {
    let phases = settings(window).phases.iter();
    phases.map(|phase| (phase.parts, phase.epochs)).collect()
}

#[test]
fn the_run_is_as_long_as_its_phases() {
    let mut window = window();
    window.get_by_label("Everything is trained all the time");
    click(&mut window, "Add phase");
    assert_eq!(phases(&window), [(Parts::All, 20)]);
    click(&mut window, "Add phase");
    choose(&mut window, "Trains", "decoder");
    enter(&mut window, "Phase epochs", "7");
    assert_eq!(phases(&window), [(Parts::All, 20), (Parts::Decoder, 7)]);
    assert_eq!(settings(&window).training.epochs, 27);
    window.get_by_label("2 phases, 27 epochs");
    click(&mut window, "Phase 1: everything, 20 epochs");
    click(&mut window, "Remove this phase");
    assert_eq!(phases(&window), [(Parts::Decoder, 7)]);
    assert_eq!(settings(&window).training.epochs, 7);
}

#[test]
fn phases_and_epochs_are_undone_together() {
    let mut window = window();
    click(&mut window, "Add phase");
    click(&mut window, "Add phase");
    assert_eq!(settings(&window).training.epochs, 25);
    window.state_mut().app.apply(Action::Undo);
    assert_eq!(phases(&window), [(Parts::All, 20)]);
    assert_eq!(settings(&window).training.epochs, 20);
}

#[test]
fn phases_change_places() {
    let mut window = window();
    click(&mut window, "Add phase");
    click(&mut window, "Add phase");
    assert!(!is_enabled(&window.get_by_label("Move this phase later")));
    click(&mut window, "Move this phase earlier");
    assert_eq!(phases(&window), [(Parts::All, 5), (Parts::All, 20)]);
    assert!(!is_enabled(&window.get_by_label("Move this phase earlier")));
    click(&mut window, "Move this phase later");
    assert_eq!(phases(&window), [(Parts::All, 20), (Parts::All, 5)]);
}

#[test]
fn a_phase_has_a_rate_and_a_noise_of_its_own() {
    let mut window = window();
    click(&mut window, "Add phase");
    enter(&mut window, "Phase rate", "3e-4");
    click(&mut window, "Own noise");
    click(&mut window, "Gaussian");
    let phase = settings(&window).phases[0];
    assert_eq!(phase.learning_rate, 3e-4);
    assert_eq!(phase.corruption, Some(Corruption::Gaussian { std: 0.5 }));
    enter(&mut window, "Phase rate", "0");
    window.get_by_label("It must lie between 1e-8 and 10");
    enter(&mut window, "Phase epochs", "0");
    window.get_by_label("It must lie between 1 and 100000");
    assert_eq!(settings(&window).phases[0].learning_rate, 3e-4);
    click(&mut window, "Own noise");
    assert_eq!(settings(&window).phases[0].corruption, None);
}

#[test]
fn schemes_fill_the_list() {
    let mut window = window();
    choose(&mut window, "Schemes", "Layer by layer, then everything");
    let layer = |index| Parts::Layer { index };
    assert_eq!(
        phases(&window),
        [
            (layer(0), 3),
            (layer(1), 3),
            (layer(2), 3),
            (Parts::All, 11)
        ]
    );
    assert_eq!(settings(&window).training.epochs, 20);
    choose(&mut window, "Schemes", "Then the decoder alone");
    assert_eq!(phases(&window), [(Parts::All, 14), (Parts::Decoder, 6)]);
    choose(&mut window, "Schemes", "Everything together");
    assert!(phases(&window).is_empty());
    assert_eq!(settings(&window).training.epochs, 20);
}

#[test]
fn a_run_of_another_length_is_named_and_mended() {
    let mut wanted = samples::everything();
    wanted.training.epochs = 50;
    let mut window = open_on::<PhasesPanel>(wanted);
    window.get_by_label(
        "The phases add up to 40 epochs and the run has 50: the last phase goes on until then",
    );
    click(&mut window, "Train for 40 epochs");
    assert_eq!(settings(&window).training.epochs, 40);
    assert!(window.query_by_label("Train for 40 epochs").is_none());
}

#[test]
fn a_convolutional_model_has_no_layers_to_train_one_by_one() {
    let wanted = VariantSettings {
        architecture: samples::keras(),
        ..VariantSettings::default()
    };
    let mut window = open_on::<PhasesPanel>(wanted);
    click(&mut window, "Schemes");
    let greedy = "Layer by layer, then everything";
    assert!(!is_enabled(&window.get_by_label(greedy)));
}
