//! The noise panel: kinds by click, strengths by typing, and what it does to images.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::Edit;
use hourglass::data::Corruption;
use hourglass::project::Document;
use hourglass::ui::setup::NoisePanel;

use crate::bench::{Bench, click, enter, open, open_app};
use crate::common::made_up;

fn corruption(window: &Harness<'_, Bench<NoisePanel>>) -> Corruption {
    window.state().settings().corruption
}

#[test]
fn each_kind_has_its_numbers() {
    let mut window = open::<NoisePanel>(300.0, Document::default());
    window.get_by_label("The model sees images as they are");
    click(&mut window, "Gaussian");
    enter(&mut window, "Standard deviation", "0.25");
    assert_eq!(corruption(&window), Corruption::Gaussian { std: 0.25 });
    click(&mut window, "Masking");
    enter(&mut window, "Blacked out", "0.5");
    enter(&mut window, "Block side", "4 pixels");
    assert_eq!(
        corruption(&window),
        Corruption::Masking {
            fraction: 0.5,
            block: 4
        }
    );
    click(&mut window, "Salt and pepper");
    enter(&mut window, "Black or white", "0.1");
    assert_eq!(
        corruption(&window),
        Corruption::SaltAndPepper { fraction: 0.1 }
    );
    click(&mut window, "Rectangle");
    enter(&mut window, "Height", "10 pixels");
    let rectangle = |top, left| Corruption::Rectangle {
        height: 10,
        width: 14,
        top,
        left,
    };
    assert_eq!(corruption(&window), rectangle(None, None));
    click(&mut window, "Fixed");
    enter(&mut window, "Rows above", "3 pixels");
    assert_eq!(corruption(&window), rectangle(Some(3), Some(7)));
    click(&mut window, "Drawn");
    assert_eq!(corruption(&window), rectangle(None, None));
    click(&mut window, "Downsampling");
    enter(&mut window, "Factor", "4");
    assert_eq!(corruption(&window), Corruption::Downsampling { factor: 4 });
    click(&mut window, "None");
    assert_eq!(corruption(&window), Corruption::None);
    let live = |edit: &Edit| matches!(edit, Edit::Corruption(_));
    assert!(window.state().edits.iter().all(live));
}

#[test]
fn impossible_strengths_are_refused_in_place() {
    let mut window = open::<NoisePanel>(300.0, Document::default());
    click(&mut window, "Masking");
    let before = corruption(&window);
    enter(&mut window, "Blacked out", "1.5");
    window.get_by_label("It must lie between 0 and 1");
    enter(&mut window, "Block side", "29");
    window.get_by_label("It must lie between 1 and 28");
    assert_eq!(corruption(&window), before);
}

#[test]
fn the_noise_is_shown_on_images() {
    let app = made_up::with_latent(20, 2, true);
    let mut window = open_app::<NoisePanel>(300.0, app);
    let preview = "Training images with noise";
    assert!(window.query_by_label(preview).is_none());
    click(&mut window, "Salt and pepper");
    window.get_by_label(preview);
}
