//! Sorting, choosing and copying.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, Contents};
use hourglass::project::Document;
use hourglass::training::VariantId;
use hourglass::ui::views::VariantTable;

use crate::common::screen::{Screen, click, open};
use crate::made_up::measured;

type Window = Harness<'static, Screen<VariantTable>>;

/// Names as they stand under each other.
fn rows(harness: &Window) -> Vec<String> {
    let mut rows: Vec<(f32, String)> = harness
        .get_all_by_label_contains("Row ")
        .filter_map(|node| {
            use egui_kittest::kittest::NodeT as _;
            let label = node.accesskit_node().label()?;
            Some((node.rect().top(), label.strip_prefix("Row ")?.to_owned()))
        })
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn headings_sort_and_sort_back() {
    let mut harness = open::<VariantTable>(measured(4), [1_400.0, 260.0]);
    let as_left = ["dense 2", "dense 8", "dense 32", "VAE of 2"];
    assert_eq!(rows(&harness), as_left);
    click(&mut harness, "Sort by MSE");
    let by_error = ["dense 32", "dense 8", "dense 2", "VAE of 2"];
    assert_eq!(rows(&harness), by_error);
    click(&mut harness, "Sort by MSE");
    assert_eq!(
        rows(&harness),
        by_error.into_iter().rev().collect::<Vec<_>>()
    );
    // Better is higher here: the best comes first.
    click(&mut harness, "Sort by PSNR");
    assert_eq!(rows(&harness), by_error);
    click(&mut harness, "Sort by Variant");
    assert_eq!(
        rows(&harness),
        ["dense 2", "dense 32", "dense 8", "VAE of 2"]
    );
}

#[test]
fn a_row_is_selected_by_its_name_and_by_its_values() {
    let mut harness = open::<VariantTable>(measured(4), [1_000.0, 260.0]);
    click(&mut harness, "Row dense 32");
    click(&mut harness, "Values of dense 8");
    // The selected one already.
    click(&mut harness, "Row dense 2");
    assert_eq!(
        harness.state().actions,
        [Action::Select(VariantId(3)), Action::Select(VariantId(2))]
    );
}

#[test]
fn the_table_is_copied_as_it_stands() {
    let mut harness = open::<VariantTable>(measured(2), [1_400.0, 720.0]);
    click(&mut harness, "Sort by Code size");
    click(&mut harness, "Sort by Code size");
    click(&mut harness, "Columns");
    for column in [
        "Train loss",
        "Watched loss",
        "Test loss",
        "Parameters",
        "Epoch",
    ] {
        click(&mut harness, column);
    }
    assert!(harness.query_by_label("Sort by Epoch").is_none());
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    harness.get_by_label("Copy").click();
    harness.step();
    let copied =
        harness
            .output()
            .platform_output
            .commands
            .iter()
            .find_map(|command| match command {
                egui::OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            });
    let copied = copied.expect("something is copied");
    let lines: Vec<&str> = copied.lines().collect();
    assert!(
        lines[0].starts_with(
            "Variant\tCode size\tMSE\tPCA's MSE\tMSE / PCA's\tPSNR (dB)\tSSIM\tBCE (nats)"
        ),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].starts_with("dense 8\t8\t0.01928571428571"),
        "{}",
        lines[1]
    );
    assert!(lines[2].starts_with("dense 2\t2\t"), "{}", lines[2]);
    harness.run_steps(2);
    harness.get_by_label("Copied");
}

#[test]
fn the_table_is_saved_with_all_its_columns() {
    let mut harness = open::<VariantTable>(measured(2), [1_000.0, 260.0]);
    click(&mut harness, "Save as CSV\u{2026}");
    let [Action::SaveFile(file)] = &harness.state().actions[..] else {
        panic!("{:?}", harness.state().actions);
    };
    assert_eq!((file.name.as_str(), file.ending), ("codes variants", "csv"));
    let Contents::Text(text) = &file.contents else {
        panic!("no text");
    };
    assert!(
        text.starts_with("Variant,State,Code size,Parameters,Multiply-adds (per image),MSE,"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 3);
}

#[test]
fn different_losses_are_said_to_be_not_compared() {
    let harness = open::<VariantTable>(measured(4), [1_000.0, 260.0]);
    harness.get_by_label_contains("Losses are not compared");
    let harness = open::<VariantTable>(measured(2), [1_000.0, 260.0]);
    assert!(
        harness
            .query_by_label_contains("Losses are not compared")
            .is_none()
    );
}

#[test]
fn a_fresh_project_has_its_row_and_an_unmeasured_run_its_reason() {
    let harness = open::<VariantTable>(App::detached(Document::default()), [600.0, 200.0]);
    harness.get_by_label("Row A");
    let mut app = measured(1);
    app.document.variants[0].trained = None;
    app.figures.by_variant.clear();
    let harness = open::<VariantTable>(app, [600.0, 200.0]);
    harness.get_by_label("Measures come once a variant is trained");
}

#[test]
fn measures_of_an_earlier_epoch_show_when_they_were_taken() {
    let mut app = measured(2);
    let harness = open::<VariantTable>(measured(2), [1_800.0, 260.0]);
    assert!(harness.query_by_label("Sort by Measured at").is_none());
    app.runs.get_mut(&VariantId(1)).unwrap().progress.epoch = 15;
    let harness = open::<VariantTable>(app, [1_800.0, 260.0]);
    harness.get_by_label("Sort by Measured at");
    harness.get_by_label_contains("Weak figures are of an earlier epoch");
}

#[test]
fn cells_scroll_sideways_under_their_headings() {
    let mut harness = open::<VariantTable>(measured(4), [420.0, 240.0]);
    let name = harness.get_by_label("Row dense 2").rect();
    assert!(harness.query_by_label("Sort by Speed").is_none());
    harness.hover_at(egui::pos2(300.0, 120.0));
    harness.run_steps(2);
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(-5_000.0, 0.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
        source: egui::MouseWheelSource::Unknown,
    });
    harness.run_steps(30);
    harness.get_by_label("Sort by Speed");
    assert_eq!(harness.get_by_label("Row dense 2").rect(), name);
}
