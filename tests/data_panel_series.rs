//! The data panel on series, by its labels.

mod common;
mod gallery_common;

use std::sync::Arc;

use common::{PictureRenderer, keep_picture};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use gallery_common::{Screen, drawn, show};
use hourglass::app::{Action, App, DatasetState, Edit};
use hourglass::data::{BuiltIn, DataSettings, Prepared, Scaling, SeriesFile, SeriesForm, Source};
use hourglass::project::Document;
use hourglass::ui::setup::DataPanel;

type Panel = Harness<'static, Screen<DataPanel>>;

/// 60 hours of load and price, as one series in windows of 10.
fn open(folder: &tempfile::TempDir) -> (Panel, SeriesFile) {
    let path = folder.path().join("a.csv");
    let row = |hour: usize| {
        let price = ((hour * hour) % 11) as f32 - 4.5;
        format!(
            "2024-03-0{} {:02}:00,{},{price}\n",
            1 + hour / 24,
            hour % 24,
            hour % 7
        )
    };
    let rows: String = (0..60).map(row).collect();
    std::fs::write(&path, format!("time,load,price\n{rows}")).expect("written");
    let mut settings = DataSettings::of_path(&path).expect("a table");
    settings.set("source.kind", "series").expect("series");
    settings.set("window", "10").expect("a window");
    settings.validation = 1;
    let data = Prepared::load(&settings).expect("the series");
    let mut app = App::detached(Document::default());
    app.document.data = settings;
    app.dataset = DatasetState::Ready(Arc::new(data));
    let file = SeriesFile {
        path,
        window: 10,
        ..SeriesFile::default()
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
        Some(Action::Edit(Edit::Data(data))) => data.source.clone(),
        other => panic!("no data: {other:?}"),
    }
}

#[test]
fn series_say_what_they_are_and_how_they_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut panel, file) = open(&folder);
    for fact in ["2 channels", "10 steps", "1 test"] {
        panel.get_by_label(fact);
    }
    panel.get_by_label("Draw other training sequences");
    choose(&mut panel, "Form", "a row a sequence");
    let wanted = SeriesFile {
        form: Some(SeriesForm::Wide),
        ..file.clone()
    };
    assert_eq!(asked(&panel), Source::Series(wanted));
    choose(&mut panel, "Time", "none");
    let wanted = SeriesFile {
        time: Some(String::new()),
        ..file
    };
    assert_eq!(asked(&panel), Source::Series(wanted));
    choose(&mut panel, "Read as", "a table");
    assert!(matches!(asked(&panel), Source::Table(_)));
}

#[test]
fn the_built_in_series_are_drawn_and_told() {
    let source = Source::BuiltIn {
        set: BuiltIn::JapaneseVowels,
    };
    let settings = DataSettings::of_source(source);
    assert_eq!(settings.scaling, Scaling::Standardised);
    let data = Prepared::load(&settings).expect("the set");
    assert_eq!(data.split.validation.len(), 22);
    let mut app = App::detached(Document::default());
    app.document.data = settings;
    app.dataset = DatasetState::Ready(Arc::new(data));
    let size = [300.0, 900.0];
    let mut panel = drawn(DataPanel::default(), app, size, PictureRenderer::default());
    for fact in ["12 channels", "7 to 29 steps", "370 test"] {
        panel.get_by_label(fact);
    }
    keep_picture("data-series", &panel.render().expect("a picture"));
}
