//! The data panel on texts, by its labels.

mod gallery_common;

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use gallery_common::{Screen, show};
use hourglass::app::{Action, App, DatasetState};
use hourglass::data::{DataSettings, Prepared, Source, TextFile, Weights};
use hourglass::project::Document;
use hourglass::ui::setup::DataPanel;

const TABLE: &str = "kind\tname\tgloss\n\
    animal\tdog\tA dog that barks at every other dog\n\
    plant\toak\tA tall tree that drops acorns in the autumn\n\
    animal\tcat\tA small animal that sleeps in the sun\n\
    plant\tfern\tA green plant that grows in the shadow\n\
    animal\tcow\tA large animal that gives milk in the morning\n\
    plant\tmoss\tA very small plant that covers stones\n";

type Panel = Harness<'static, Screen<DataPanel>>;

fn open(folder: &tempfile::TempDir, kind: Option<&str>) -> (Panel, TextFile) {
    let path = folder.path().join("a.tsv");
    std::fs::write(&path, TABLE).expect("written");
    let mut settings = DataSettings::of_path(&path).expect("texts");
    if let Some(kind) = kind {
        settings.set("source.kind", kind).expect("another kind");
    }
    settings.validation = 1;
    let data = Prepared::load(&settings).expect("the texts");
    let mut app = App::detached(Document::default());
    app.document.data = settings;
    app.dataset = DatasetState::Ready(Arc::new(data));
    let file = TextFile {
        path,
        ..TextFile::default()
    };
    (show(DataPanel::default(), app, [300.0, 1_400.0]), file)
}

fn choose(panel: &mut Panel, menu: &str, item: &str) {
    panel.get_by_role_and_label(Role::ComboBox, menu).click();
    panel.run();
    let items: Vec<_> = panel.get_all_by_label(item).collect();
    items.last().expect("an item").click();
    panel.run();
}

/// The source that was asked for last.
fn asked(panel: &Panel) -> Source {
    match panel.state().actions.last() {
        Some(Action::ImportSource(source)) => source.clone(),
        Some(Action::Edit(hourglass::app::Edit::Data(data))) => data.source.clone(),
        other => panic!("no data: {other:?}"),
    }
}

#[test]
fn texts_show_their_words_and_how_they_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut panel, file) = open(&folder, None);
    choose(&mut panel, "Words", "500");
    let wanted = TextFile {
        words: 500,
        ..file.clone()
    };
    assert_eq!(asked(&panel), Source::Text(wanted));
    choose(&mut panel, "Weights", "TF-IDF");
    let wanted = TextFile {
        weights: Weights::TfIdf,
        ..file.clone()
    };
    assert_eq!(asked(&panel), Source::Text(wanted));
    choose(&mut panel, "Classes", "none");
    let wanted = TextFile {
        label: Some(String::new()),
        ..file.clone()
    };
    assert_eq!(asked(&panel), Source::Text(wanted));
    choose(&mut panel, "Text", "name");
    let wanted = TextFile {
        text: Some("name".into()),
        ..file
    };
    assert_eq!(asked(&panel), Source::Text(wanted));
    // The first training rows are words, and no grid of columns.
    assert!(panel.query_by_label("First training rows").is_none());
    let words = panel.get_all_by_label_contains("animal");
    assert!(words.count() > 0);
}

#[test]
fn a_table_is_read_as_text_and_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut panel, file) = open(&folder, Some("table"));
    choose(&mut panel, "Read as", "texts");
    assert_eq!(asked(&panel), Source::Text(file));
    let (mut panel, _) = open(&folder, None);
    choose(&mut panel, "Read as", "a table");
    assert!(matches!(asked(&panel), Source::Table(_)));
}
