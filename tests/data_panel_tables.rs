//! The data panel on a table, by its labels.

mod gallery_common;

use std::path::PathBuf;
use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use gallery_common::{Screen, show};
use hourglass::app::{Action, App, DatasetState, Edit};
use hourglass::data::{
    BuiltIn, ColumnType, DataSettings, Prepared, Quote, Scaling, Source, TableFile, TableOptions,
};
use hourglass::project::Document;
use hourglass::ui::setup::DataPanel;

const SIZE: [f32; 2] = [300.0, 1_400.0];

type Panel = Harness<'static, Screen<DataPanel>>;

/// 12 rows: a number with gaps, a yes/no, a category and a label.
const TABLE: &str = "height;member;town;class\n\
    1,5;yes;Bonn;a\n1,7;no;Ulm;b\n?;yes;Bonn;a\n1,9;no;Jena;b\n1,2;yes;Ulm;a\n1,4;no;Bonn;b\n\
    1,6;yes;Ulm;a\n1,8;no;Jena;b\n2,0;yes;Bonn;a\n1,1;no;Ulm;b\n1,3;yes;Jena;a\n1,0;no;Bonn;b\n";

struct Opened {
    panel: Panel,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

fn app_on(settings: DataSettings) -> App {
    let data = Prepared::load(&settings).expect("the table");
    let mut app = App::detached(Document::default());
    app.document.data = settings;
    app.dataset = DatasetState::Ready(Arc::new(data));
    app
}

fn open(text: &str) -> Opened {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("people.csv");
    std::fs::write(&path, text).expect("written");
    let mut settings = DataSettings::of_path(&path).expect("a table");
    settings.validation = 2;
    Opened {
        panel: show(DataPanel::default(), app_on(settings), SIZE),
        path,
        _folder: folder,
    }
}

fn options(panel: &Panel) -> TableOptions {
    let edit = panel
        .state()
        .actions
        .iter()
        .rev()
        .find_map(|action| match action {
            Action::Edit(Edit::Data(data)) => Some(data.source.clone()),
            _ => None,
        });
    match edit {
        Some(Source::Table(TableFile { options, .. })) => options,
        other => panic!("no edit of a table: {other:?}"),
    }
}

fn choose(panel: &mut Panel, menu: &str, item: &str) {
    panel.get_by_role_and_label(Role::ComboBox, menu).click();
    panel.run();
    let items: Vec<_> = panel.get_all_by_label(item).collect();
    items.last().expect("an item").click();
    panel.run();
}

#[test]
fn what_was_found_is_told() {
    let opened = open(TABLE);
    let panel = opened.panel;
    panel.get_by_label("8 training");
    panel.get_by_label("2 validation");
    panel.get_by_label("2 test");
    panel.get_by_label("3 columns");
    panel.get_by_label("The test part is a sixth of the samples, drawn by the split seed 0");
    panel.get_by_label("1 numeric, 1 yes/no, 1 category, 1 label");
    panel.get_by_label("First training rows");
    panel.get_by_label("Class a: 5 rows");
    panel.get_by_label("Validation rows");
    for name in ["height", "member", "town", "class"] {
        panel.get_by_role_and_label(Role::Button, name);
    }
    let value = |name| {
        let menu = panel.get_by_role_and_label(Role::ComboBox, name);
        menu.value().unwrap_or_default()
    };
    assert_eq!(value("Type of height"), "numeric");
    assert_eq!(value("Type of class"), "label");
    // What is never trained on weighs nothing.
    assert!(panel.query_by_label("Weight of class").is_none());
    assert!(panel.query_by_label("Weight of town").is_some());
    assert!(panel.state().actions.is_empty());
}

#[test]
fn types_and_weights_are_chosen_and_taken_back() {
    let mut opened = open(TABLE);
    choose(&mut opened.panel, "Type of height", "id");
    let chosen = options(&opened.panel);
    assert_eq!(chosen.columns["height"].kind, Some(ColumnType::Id));
    // Nothing is kept of a choice that is the guess.
    choose(&mut opened.panel, "Type of class", "category");
    let chosen = options(&opened.panel);
    assert_eq!(chosen.columns.len(), 1);
    assert_eq!(chosen.columns["class"].kind, Some(ColumnType::Category));

    opened
        .panel
        .get_by_role_and_label(Role::SpinButton, "Weight of town")
        .click();
    opened.panel.run();
    opened.panel.event(egui::Event::Text("2.5".into()));
    opened.panel.run();
    opened.panel.key_press(egui::Key::Enter);
    opened.panel.run();
    let chosen = options(&opened.panel);
    assert_eq!(chosen.columns["town"].weight, Some(2.5));
    assert_eq!(chosen.columns["town"].kind, None);
}

#[test]
fn how_the_table_is_read_is_chosen_in_menus() {
    let mut opened = open(TABLE);
    opened.panel.get_by_label("How it is read").click();
    opened.panel.run();
    let value = |panel: &Panel, name| {
        let menu = panel.get_by_role_and_label(Role::ComboBox, name);
        menu.value().unwrap_or_default()
    };
    assert_eq!(value(&opened.panel, "Delimiter"), "found: ; semicolon");
    assert_eq!(value(&opened.panel, "Decimal mark"), "found: , comma");
    assert_eq!(value(&opened.panel, "First line"), "found: names");
    assert_eq!(value(&opened.panel, "Encoding"), "found: UTF-8");
    choose(&mut opened.panel, "Delimiter", "tab");
    assert_eq!(options(&opened.panel).delimiter, Some('\t'));
    choose(&mut opened.panel, "Quotes", "'");
    assert_eq!(options(&opened.panel).quote, Some(Quote::Single));
    choose(&mut opened.panel, "First line", "values");
    assert_eq!(options(&opened.panel).header, Some(false));
    choose(&mut opened.panel, "Encoding", "gb18030");
    assert_eq!(options(&opened.panel).encoding.as_deref(), Some("gb18030"));

    let field = opened
        .panel
        .get_by_role_and_label(Role::TextInput, "Missing cells");
    field.focus();
    opened.panel.run();
    opened
        .panel
        .get_by_role_and_label(Role::TextInput, "Missing cells")
        .type_text("-9, none");
    opened.panel.run();
    opened.panel.key_press(egui::Key::Enter);
    opened.panel.run();
    let words = ["-9", "none"].map(String::from).to_vec();
    assert_eq!(options(&opened.panel).missing, Some(words));
}

#[test]
fn a_clicked_column_shows_its_fitted_numbers() {
    let mut opened =
        open("a,b\n0,10\n2,30\n0,10\n2,30\n0,10\n2,30\n0,10\n2,30\n0,10\n2,30\n0,10\n2,30\n");
    let hint = |panel: &Panel, start: &str| panel.query_by_label_contains(start).is_some();
    assert!(hint(&opened.panel, "a: x = (value - "));
    opened
        .panel
        .get_by_role_and_label(Role::Button, "b")
        .click();
    opened.panel.run();
    assert!(hint(&opened.panel, "b: x = (value - "));
    choose(&mut opened.panel, "Scaling", "as they are");
    let Some(Action::Edit(Edit::Data(data))) = opened.panel.state().actions.last() else {
        panic!("an edit of the data");
    };
    assert_eq!(data.scaling, Scaling::Unit);
}

#[test]
fn a_typed_table_is_imported_and_its_test_part_is_an_edit() {
    let mut opened = open(TABLE);
    let typed = |panel: &mut Panel, name: &str, text: &str| {
        panel.get_by_role_and_label(Role::TextInput, name).focus();
        panel.run();
        panel.key_combination_modifiers(egui::Modifiers::COMMAND, &[egui::Key::A]);
        panel.run();
        panel
            .get_by_role_and_label(Role::TextInput, name)
            .type_text(text);
        panel.run();
        panel.key_press(egui::Key::Enter);
        panel.run();
    };
    typed(&mut opened.panel, "Test table", "t.csv");
    let Some(Action::Edit(Edit::Data(data))) = opened.panel.state().actions.last() else {
        panic!("an edit of the data");
    };
    let Source::Table(TableFile { path, test, .. }) = &data.source else {
        panic!("a table");
    };
    assert_eq!((path, test), (&opened.path, &Some("t.csv".into())));

    let mut opened = open(TABLE);
    typed(&mut opened.panel, "Table", "other.tsv");
    let source = Source::of_path("other.tsv".as_ref()).expect("a table");
    assert_eq!(
        opened.panel.state().actions.last(),
        Some(&Action::ImportSource(source))
    );
}

#[test]
fn many_warnings_fold_and_a_built_in_table_can_be_looked_at() {
    let breast_cancer = DataSettings {
        source: Source::BuiltIn {
            set: BuiltIn::BreastCancer,
        },
        scaling: Scaling::Standardised,
        validation: 39,
        ..DataSettings::default()
    };
    let mut app = app_on(breast_cancer);
    let data = app.dataset.prepared().expect("data");
    let mut dataset = data.dataset.clone();
    dataset.about.warnings = (1..=4)
        .map(|n| format!("warning {n} of the table"))
        .collect();
    let data = Prepared::new(dataset, &data.settings).expect("prepared");
    app.dataset = DatasetState::Ready(Arc::new(data));
    let mut panel = show(DataPanel::default(), app, SIZE);
    panel.get_by_label("30 numeric, 1 label");
    assert!(panel.query_by_label("Type of radius1").is_none());
    assert!(panel.query_by_label("Warning 4 of the table").is_none());
    panel.get_by_label("4 warnings").click();
    panel.run();
    panel.get_by_label("Warning 4 of the table");

    // Another kind of samples begins anew.
    choose(&mut panel, "Dataset", "MNIST");
    assert_eq!(
        panel.state().actions.last(),
        Some(&Action::ImportSource(Source::default()))
    );
}

#[test]
fn of_two_thousand_columns_only_those_in_sight_are_laid_out() {
    let names: Vec<String> = (0..2_000).map(|index| format!("c{index}")).collect();
    let mut text = names.join(",") + "\n";
    for row in 0..12 {
        let cells: Vec<String> = (0..2_000)
            .map(|i| format!("{}.5", (row * (i % 16 + 1)) % 17))
            .collect();
        text += &(cells.join(",") + "\n");
    }
    let opened = open(&text);
    opened.panel.get_by_label("2,000 columns");
    opened.panel.get_by_role_and_label(Role::Button, "c0");
    assert!(opened.panel.query_by_label("c20").is_none());
}

#[test]
fn a_share_of_the_cells_is_removed_as_it_is_typed() {
    let mut panel = open(TABLE).panel;
    assert!(panel.query_by_label("Binarised").is_none());
    let asked = |panel: &Panel| {
        let mut actions = panel.state().actions.iter().rev();
        actions.find_map(|action| match action {
            Action::Edit(Edit::Data(data)) => Some(data.missing_share),
            _ => None,
        })
    };
    let enter = |panel: &mut Panel, text: &str| {
        panel
            .get_by_role_and_label(Role::SpinButton, "Removed share")
            .click();
        panel.run();
        panel.event(egui::Event::Text(text.to_owned()));
        panel.run();
        panel.key_press(egui::Key::Enter);
        panel.run();
    };
    enter(&mut panel, "1.5");
    panel.get_by_label("It must lie between 0 and 1");
    assert_eq!(asked(&panel), None);
    enter(&mut panel, "0.25");
    assert_eq!(asked(&panel), Some(0.25));
}
