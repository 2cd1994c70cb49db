//! Views of rows of a table: the gallery, the inspector and the latent space of the breast cancer set and of a made-up
//! one with gaps, clicked by their labels.

#[path = "../common/mod.rs"]
mod common;
mod ratings;
mod texts;
mod worker;

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use hourglass::app::{Action, App, DatasetState, Export};
use hourglass::data::{Column, ColumnKind, DataSettings, Dataset, Prepared, Samples};
use hourglass::export::{Comparison, html};
use hourglass::project::{Document, LatentColour, Trained, shipped};
use hourglass::training::{Decoded, GalleryRequest, GalleryView, Job, LatentView, Run, RunState};
use hourglass::ui::Panel;
use hourglass::ui::views::{Gallery, Inspect, Latent};

struct Screen<P> {
    panel: P,
    app: App,
    actions: Vec<Action>,
}

fn harness<P: Panel + 'static>(panel: P, app: App, size: [f32; 2]) -> Harness<'static, Screen<P>> {
    let state = Screen {
        panel,
        app,
        actions: Vec::new(),
    };
    let mut harness = Harness::builder()
        .with_size(size)
        .renderer(common::PictureRenderer::default())
        .build_ui_state(
            |ui, screen: &mut Screen<P>| {
                if common::themed(ui) {
                    screen.panel.panel_ui(ui, &screen.app, &mut screen.actions);
                }
            },
            state,
        );
    harness.run();
    harness
}

/// A run of the first variant of `document`, some batches old.
fn run(document: &Document, data: &Arc<Prepared>, batches: u32) -> Run {
    let job = Job::new(
        document.variants[0].id,
        Arc::clone(data),
        document.variants[0].settings.clone(),
    );
    let mut run = Run::new(job).unwrap();
    for _ in 0..batches {
        run.step().unwrap();
    }
    run
}

fn app_of(document: Document, data: Arc<Prepared>, run: &Run, request: GalleryRequest) -> App {
    let id = document.variants[0].id;
    let mut app = App::detached(document);
    app.dataset = DatasetState::Ready(data);
    let status = app.runs.entry(id).or_default();
    status
        .views
        .set(Arc::new(run.gallery_view(request).unwrap()));
    status.views.set(Arc::new(run.latent_view().unwrap()));
    app
}

fn breast_cancer() -> (Document, Arc<Prepared>) {
    let document = shipped("breast-cancer").unwrap().document;
    let data = Prepared::load(&document.data).unwrap();
    (document, Arc::new(data))
}

fn app() -> App {
    let (document, data) = breast_cancer();
    let run = run(&document, &data, 30);
    app_of(document, data, &run, GalleryRequest::default())
}

/// Rows of a number with gaps, an answer and a category of three.
fn gaps() -> (Document, Arc<Prepared>) {
    let column = |name: &str, kind, has_missing| Column::new(name, kind, has_missing);
    let names = ["no".to_owned(), "yes".to_owned()];
    let jobs = ["Private", "State", "Own"].map(String::from).to_vec();
    let columns = vec![
        column("age", ColumnKind::Numeric, true),
        column("married", ColumnKind::YesNo { names }, false),
        column("work", ColumnKind::Category { names: jobs }, true),
    ];
    let columns = Arc::new(columns.into());
    let rows = |count: usize| {
        let values = (0..count).flat_map(|row| {
            let age = if row % 5 == 1 {
                f32::NAN
            } else {
                20.0 + row as f32
            };
            let work = if row % 7 == 2 {
                f32::NAN
            } else {
                (row % 3) as f32
            };
            [age, (row % 2) as f32, work]
        });
        let values: Vec<f32> = values.collect();
        Samples::rows(Arc::clone(&columns), values, None).unwrap()
    };
    let dataset = Dataset::new("people", rows(60), rows(30));
    let mut document = shipped("breast-cancer").unwrap().document;
    let settings = DataSettings {
        validation: 0,
        ..document.data.clone()
    };
    document.data = settings.clone();
    document.variants.truncate(1);
    document.variants[0].settings.architecture.code.width = 2;
    let data = Prepared::new(dataset, &settings).unwrap();
    (document, Arc::new(data))
}

#[test]
fn the_gallery_shows_rows_their_columns_and_mean_errors() {
    let mut harness = harness(Gallery::default(), app(), [1_300.0, 420.0]);
    let gallery = |app: &App| -> Arc<GalleryView> {
        app.runs[&app.selected().id]
            .views
            .get::<GalleryView>()
            .unwrap()
    };
    let view = gallery(&harness.state().app);
    let first = view.indices[0];
    harness.get_by_label(&format!("Test row {first}"));
    harness.get_by_label("Mean error by column");
    harness.get_by_label("Over all 94 test rows");
    // What only images have is absent.
    for absent in ["Difference", "Flicker", "Error scale"] {
        assert!(harness.query_by_label(absent).is_none(), "{absent}");
    }
    // The worst column of the first row stands first.
    let errors = &view.columns.as_ref().unwrap().rows[..30];
    let mut order: Vec<usize> = (0..30).collect();
    order.sort_by(|&a, &b| errors[b].total_cmp(&errors[a]));
    let data = harness.state().app.dataset.prepared().unwrap();
    let names: Vec<String> = data
        .dataset
        .shape()
        .columns()
        .unwrap()
        .list()
        .iter()
        .map(|c| c.name.clone())
        .collect();
    let line = |harness: &Harness<'static, Screen<Gallery>>, name: &str| {
        let starts = format!("{name}: ");
        let all = harness.get_all_by_label_contains(&starts);
        all.map(|node| node.rect().top()).next().unwrap()
    };
    assert!(line(&harness, &names[order[0]]) < line(&harness, &names[order[1]]));
    // Another row is picked by a click.
    let second = view.indices[1];
    harness
        .get_by_label_contains(&format!("Test row {second}, error"))
        .click();
    harness.run();
    harness.get_by_label(&format!("Test row {second}"));
    let image = harness.render().unwrap();
    common::keep_picture("rows-gallery", &image);
    // Bars in the variant's colour are there, a third of the panel at most.
    let blue = image
        .pixels()
        .filter(|p| p.0[0] == 0x56 && p.0[1] == 0xb4 && p.0[2] == 0xe9);
    let share = blue.count() as f32 / (image.width() * image.height()) as f32;
    assert!((0.002..0.3).contains(&share), "{share}");
}

#[test]
fn a_narrow_gallery_lists_one_thing_at_a_time() {
    let mut harness = harness(Gallery::default(), app(), [560.0, 360.0]);
    assert!(
        harness
            .query_by_label_contains("Over all 94 test rows")
            .is_none()
    );
    harness.get_by_label("Mean error by column").click();
    harness.run();
    harness.get_by_label("Over all 94 test rows");
    harness.get_by_label_contains("Mean error of radius1, linear 4 ");
}

#[test]
fn pictures_of_rows_are_not_offered() {
    let app = app();
    let why = "Rows of a table make no picture: the report lists them";
    let refused = app.check(&Action::Export(Export::Reconstructions));
    assert_eq!(refused, Err(why.to_owned()));
    let latent = app.check(&Action::Export(Export::LatentSpace));
    assert_eq!(latent, Ok(()));
}

#[test]
fn the_inspector_lists_columns_and_moves_them_by_the_sliders() {
    let app = app();
    let view = app.runs[&app.selected().id]
        .views
        .get::<GalleryView>()
        .unwrap();
    let first = view.indices[0];
    let mut harness = harness(Inspect::default(), app, [320.0, 760.0]);
    harness.get_by_label(&format!("Test row {first}"));
    harness.get_by_label_contains("Error 0.");
    let slider = harness.get_by_role_and_label(egui::accesskit::Role::Slider, "Code 1");
    slider.set_value_accesskit(1.0);
    harness.run();
    let asked = harness
        .state()
        .actions
        .iter()
        .rev()
        .find_map(|action| match action {
            Action::Decode(_, code) => Some(code.clone()),
            _ => None,
        });
    let code = asked.unwrap();
    harness.state_mut().app.decoded.latest.sliders = Some(Decoded {
        variant: harness.state().app.selected().id,
        code,
        output: vec![12.5; 30],
    });
    harness.run();
    let lines: Vec<_> = harness
        .get_all_by_label_contains(", Sliders 12.5")
        .collect();
    assert!(lines.len() > 3, "{}", lines.len());
    drop(lines);
    let image = harness.render().unwrap();
    common::keep_picture("rows-inspect", &image);
}

#[test]
fn a_missing_input_says_so_with_the_reconstruction_beside_it() {
    let (document, data) = gaps();
    let run = run(&document, &data, 1);
    let request = GalleryRequest {
        count: 30,
        ..GalleryRequest::default()
    };
    let app = app_of(document, data, &run, request);
    let mut harness = harness(Gallery::default(), app, [1_100.0, 1_600.0]);
    harness.get_by_label_contains("Test row 1, error").click();
    harness.run();
    harness.get_by_label("Test row 1");
    harness.get_by_label_contains("age: missing, linear 4 ");
    harness.get_by_label_contains("married: yes, linear 4 ");
    harness.get_by_label_contains("work: State, linear 4 ");
}

#[test]
fn points_are_coloured_by_a_column_that_a_menu_chooses() {
    let mut harness = harness(Latent::default(), app(), [700.0, 480.0]);
    harness.get_by_label("Latent space of the test rows");
    harness.get_by_label("Class malignant");
    let of_label = harness.render().unwrap();
    harness.get_by_label("Colour by").click();
    harness.run();
    harness.get_by_label("area1").click();
    harness.run();
    let Some(Action::View(view)) = harness.state_mut().actions.pop() else {
        panic!("no change of the view");
    };
    let column = LatentColour::Column {
        name: "area1".into(),
    };
    assert_eq!(view.latent_colour, column);
    harness.state_mut().app.document.view = view;
    harness.run();
    assert!(harness.query_by_label("Class malignant").is_none());
    harness.get_by_label_contains("area1 from ");
    let of_column = harness.render().unwrap();
    common::keep_picture("rows-latent", &of_column);
    assert_ne!(of_label, of_column);
}

#[test]
fn the_colour_is_kept_with_the_project_unless_it_is_the_usual_one() {
    let mut document = Document::default();
    let of = |document: &Document| serde_json::to_value(&document.view).unwrap();
    assert!(of(&document).get("latent_colour").is_none());
    document.view.latent_colour = LatentColour::Column { name: "age".into() };
    let kept = of(&document);
    assert_eq!(
        kept["latent_colour"],
        serde_json::json!({"kind": "column", "name": "age"})
    );
    let read: hourglass::project::ViewSettings = serde_json::from_value(kept).unwrap();
    assert_eq!(read, document.view);
}

/// Codes that the tests above look at have as many rows as the test part.
#[test]
fn codes_are_there_for_every_test_row() {
    let app = app();
    let view = app.runs[&app.selected().id]
        .views
        .get::<LatentView>()
        .unwrap();
    assert_eq!((view.width, view.codes.len()), (4, 4 * 94));
}

#[test]
fn the_report_lists_rows_by_their_worst_columns_and_the_mean_of_each() {
    let (mut document, data) = breast_cancer();
    document.variants.truncate(1);
    let run = run(&document, &data, 30);
    document.variants[0].trained = Some(Trained {
        resume_state: Arc::new(run.resume_state()),
        settings: document.variants[0].settings.clone(),
        state: RunState::Paused,
    });
    let chosen = [document.variants[0].id];
    let comparison = Comparison::new(&document, &data, &chosen, |_| {}).unwrap();
    let page = html::report(&comparison).unwrap();
    assert_eq!(page.matches("<h3>Test row ").count(), 4);
    assert!(page.contains("<h3>Mean error by column over all 94 test rows</h3>"));
    for column in ["radius1", "fractal_dimension3"] {
        assert!(page.contains(column), "{column}");
    }
    assert!(page.contains("Every test row by its code"));
    // Below stand all settings, also those that mean nothing here.
    let text = page.split("</style>").nth(1).unwrap();
    let text = text.split("<h2>Settings").next().unwrap();
    for word in ["PSNR", "SSIM", "est image", " pixel"] {
        assert!(!text.contains(word), "{word}");
    }
}
