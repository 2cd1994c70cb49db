//! The data panel on sound, by its labels.

mod common;
mod gallery_common;

use std::f32::consts::TAU;
use std::fs;
use std::sync::Arc;

use common::{PictureRenderer, keep_picture};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use gallery_common::{Screen, drawn, show};
use hourglass::app::{Action, App, DatasetState, Edit};
use hourglass::data::{BuiltIn, DataSettings, Prepared, SoundFolder, SoundForm, Source};
use hourglass::export::wav_file_of;
use hourglass::project::Document;
use hourglass::ui::setup::DataPanel;

type Panel = Harness<'static, Screen<DataPanel>>;

/// Tones of a tenth of a second and more.
fn open(folder: &tempfile::TempDir) -> (Panel, SoundFolder) {
    for number in 0..12usize {
        let class = folder
            .path()
            .join(if number % 2 == 0 { "low" } else { "high" });
        fs::create_dir_all(&class).expect("a folder");
        let step = TAU * (200.0 + 100.0 * number as f32) / 8_000.0;
        let samples = (0..800 + 80 * number).map(|n| 0.3 * (step * n as f32).sin());
        let bytes = wav_file_of(8_000, &samples.collect::<Vec<_>>()).expect("a file");
        fs::write(class.join(format!("{number}.wav")), bytes).expect("written");
    }
    let settings = DataSettings {
        validation: 1,
        ..DataSettings::of_path(folder.path()).expect("sounds")
    };
    let Source::Sound(found) = settings.source.clone() else {
        panic!("no sounds: {:?}", settings.source);
    };
    let data = Prepared::load(&settings).expect("the sounds");
    let mut app = App::detached(Document::default());
    app.document.data = settings;
    app.dataset = DatasetState::Ready(Arc::new(data));
    (show(DataPanel::default(), app, [300.0, 1_400.0]), found)
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
fn sounds_say_what_they_are_and_how_they_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut panel, found) = open(&folder);
    for fact in ["8000 Hz", "32 channels", "3 to 8 steps", "2 test"] {
        panel.get_by_label(fact);
    }
    choose(&mut panel, "Seen as", "waveform");
    let wanted = SoundFolder {
        form: SoundForm::Waveform,
        ..found.clone()
    };
    assert_eq!(asked(&panel), Source::Sound(wanted));
    choose(&mut panel, "Length", "0.5 s");
    let wanted = SoundFolder {
        seconds: Some(0.5),
        ..found.clone()
    };
    assert_eq!(asked(&panel), Source::Sound(wanted));
    choose(&mut panel, "Rate", "16000 Hz");
    let wanted = SoundFolder {
        rate: Some(16_000),
        ..found
    };
    assert_eq!(asked(&panel), Source::Sound(wanted));
}

#[test]
fn the_built_in_sounds_are_drawn_and_told() {
    let source = Source::BuiltIn {
        set: BuiltIn::SpokenDigits,
    };
    let settings = DataSettings::of_source(source);
    let data = Prepared::load(&settings).expect("the set");
    let mut app = App::detached(Document::default());
    app.document.data = settings;
    app.dataset = DatasetState::Ready(Arc::new(data));
    let size = [300.0, 900.0];
    let mut panel = drawn(DataPanel::default(), app, size, PictureRenderer::default());
    for fact in ["32 channels", "32 steps", "200 test"] {
        panel.get_by_label(fact);
    }
    keep_picture("data-sound", &panel.render().expect("a picture"));
}
