//! The panel of what the loss asks of the code.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::Edit;
use hourglass::model::{Adversary, Distribution, Objective};
use hourglass::project::{Document, VariantSettings};
use hourglass::ui::setup::CodePanel;

use crate::bench::{Bench, enter, open, open_on};

type Window = Harness<'static, Bench<CodePanel>>;

fn objective(window: &Window) -> Objective {
    window.state().settings().objective
}

#[test]
fn penalties_begin_switched_off_and_are_typed() {
    let mut window = open::<CodePanel>(300.0, Document::default());
    assert!(window.query_by_label("Beta").is_none(), "codes are points");
    assert_eq!(
        window.get_by_label("L1 penalty").value(),
        Some("off".into())
    );
    assert!(window.query_by_label("Wanted activation").is_none());
    enter(&mut window, "L1 penalty", "1e-4");
    enter(&mut window, "KL sparsity", "0.1");
    enter(&mut window, "Wanted activation", "0.2");
    enter(&mut window, "Contractive", "0.001");
    let penalties = objective(&window).penalties;
    assert_eq!(penalties.l1, 1e-4);
    assert_eq!(penalties.sparsity.weight, 0.1);
    assert_eq!(penalties.sparsity.target, 0.2);
    assert_eq!(penalties.contractive, 1e-3);
    enter(&mut window, "KL sparsity", "off");
    assert_eq!(objective(&window).penalties.sparsity.weight, 0.0);
    assert!(
        matches!(window.state().edits.last(), Some(Edit::Objective(_))),
        "a run takes these without a restart"
    );
}

#[test]
fn impossible_weights_are_refused_in_place() {
    let mut window = open::<CodePanel>(300.0, Document::default());
    for typed in ["-1", "nan", "much"] {
        enter(&mut window, "L1 penalty", typed);
        assert_eq!(objective(&window).penalties.l1, 0.0, "{typed}");
    }
    window.get_by_label("much is not a number, write it like 0.001 or 1e-3");
    enter(&mut window, "KL sparsity", "1");
    enter(&mut window, "Wanted activation", "1");
    window.get_by_label("It must lie between 1e-4 and 0.9999");
    assert_eq!(objective(&window).penalties.sparsity.target, 0.05);
}

#[test]
fn gaussian_codes_have_a_divergence() {
    let mut settings = VariantSettings::default();
    settings.architecture.code.distribution = Distribution::Gaussian;
    let mut window = open_on::<CodePanel>(settings);
    enter(&mut window, "Beta", "4");
    enter(&mut window, "Beta warm-up", "2.5");
    enter(&mut window, "Free bits", "0.05");
    let variational = objective(&window).variational;
    assert_eq!(variational.beta, 4.0);
    assert_eq!(variational.warm_up_epochs, 2.5);
    assert_eq!(variational.free_bits, 0.05);
}

#[test]
fn a_discriminator_has_its_own_rate() {
    let mut settings = VariantSettings::default();
    settings.architecture.adversary = Some(Adversary::Output);
    let mut window = open_on::<CodePanel>(settings);
    enter(&mut window, "Adversary weight", "0.5");
    enter(&mut window, "Pixel weight", "2");
    enter(&mut window, "Discriminator rate", "1e-3");
    let adversarial = objective(&window).adversarial;
    assert_eq!((adversarial.weight, adversarial.pixels), (0.5, 2.0));
    assert_eq!(adversarial.discriminator_rate, 1e-3);
    enter(&mut window, "Discriminator rate", "0");
    window.get_by_label("It must lie between 1e-8 and 10");
}
