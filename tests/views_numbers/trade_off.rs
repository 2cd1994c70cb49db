//! Two columns against each other.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::Action;
use hourglass::training::VariantId;
use hourglass::ui::views::TradeOff;

use crate::common::screen::{click, open};
use crate::made_up::measured;

#[test]
fn points_are_read_and_clicked() {
    let mut harness = open::<TradeOff>(measured(4), [700.0, 400.0]);
    harness.get_by_label("MSE against Code size");
    harness.get_by_label("Beats PCA at its code size: dense 2, dense 8, dense 32, VAE of 2");
    let place =
        |harness: &egui_kittest::Harness<'_, _>, name: &str| harness.get_by_label(name).rect();
    // A smaller code stands at the left, a larger error above.
    let (narrow, wide) = (
        place(&harness, "Point dense 2"),
        place(&harness, "Point dense 32"),
    );
    assert!(narrow.center().x < wide.center().x && narrow.center().y < wide.center().y);
    harness.get_by_label("Point dense 8").hover();
    harness.run_steps(40);
    harness.get_by_label("dense 8: Code size 8, MSE 0.01929; PCA's MSE 0.03908");
    click(&mut harness, "Point dense 8");
    click(&mut harness, "Point dense 2");
    assert_eq!(harness.state().actions, [Action::Select(VariantId(2))]);
}

#[test]
fn other_columns_can_be_chosen() {
    let mut harness = open::<TradeOff>(measured(4), [700.0, 400.0]);
    let menu = harness.get_by_role_and_label(Role::ComboBox, "Horizontal axis");
    menu.click();
    harness.run_steps(6);
    click(&mut harness, "Parameters");
    harness.get_by_label("MSE against Parameters");
    click(&mut harness, "Log y");
    harness.get_by_label("MSE against Parameters");
}

#[test]
fn variants_without_numbers_are_named() {
    let mut app = measured(4);
    app.figures.by_variant.remove(&VariantId(2));
    app.figures
        .by_variant
        .get_mut(&VariantId(1))
        .unwrap()
        .measured
        .mse = 0.06;
    let harness = open::<TradeOff>(app, [700.0, 400.0]);
    harness.get_by_label("Without these numbers yet: dense 8");
    harness.get_by_label("Beats PCA at its code size: dense 32, VAE of 2; does not: dense 2");
    let mut app = measured(2);
    app.figures.by_variant.clear();
    let harness = open::<TradeOff>(app, [700.0, 400.0]);
    harness.get_by_label("Measuring the test images");
}
