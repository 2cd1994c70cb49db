//! Pictures to publish: every view as SVG and as pixels of the same drawing. Written under the build folder to be looked
//! at; what is checked here is their size, their letters and what stands in them.

mod common;

use std::sync::Arc;

use common::several::several;
use common::{PictureRenderer, keep_picture};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, Export, Figures, PcaErrors, Question};
use hourglass::eval::{CodeStatistics, PosteriorStatistics};
use hourglass::export::svg::{Form, Format, Page, Paper};
use hourglass::training::{LatentView, Measured, VariantId};
use hourglass::ui::Workbench;
use hourglass::ui::views::{TradeOff, View as _, WindowMode};

const LONG: &str = "Denoising, 30% of pixels set to zero, wider code, trained for ever";
const CHINESE: &str = "变分自编码器";

/// Four variants, one of them with a Gaussian code; long and Chinese names. The last one is selected.
fn app() -> App {
    let mut app = several(4, 1_000);
    app.document.name = "publish".into();
    app.document.variants[1].name = LONG.into();
    app.document.variants[3].name = CHINESE.into();
    app.document.selected = VariantId(4);
    for id in [1, 2, 3, 4].map(VariantId) {
        let status = app.runs.get(&id).expect("a run").clone();
        let view: Arc<LatentView> = status.views.get().expect("codes");
        let mut view = (*view).clone();
        view.statistics = CodeStatistics::of(&view.codes);
        if id == VariantId(4) {
            view.posterior = Some(PosteriorStatistics {
                kl: vec![2.9, 1.75],
                variance: vec![0.9, 0.7],
            });
        }
        app.runs.entry(id).or_default().views.set(Arc::new(view));
        let mse = [0.008, 0.019, 0.042, 0.045][id.0 as usize - 1];
        let measured = Measured {
            code: [32, 8, 2, 2][id.0 as usize - 1],
            mse,
            ..Measured::default()
        };
        let figures = Figures {
            step: 5_160,
            epochs: 12.0,
            measured,
        };
        app.figures.by_variant.insert(id, figures);
    }
    app.figures.pca = Some(PcaErrors {
        data: app.document.data.clone(),
        errors: (0..=32u32)
            .map(|size| 0.07 / (1.0 + f64::from(size) * 0.12))
            .collect(),
    });
    app
}

/// All that can be drawn without a window.
const DRAWN: [Export; 7] = [
    Export::LossPlot,
    Export::Reconstructions,
    Export::LatentSpace,
    Export::LatentSpaces,
    Export::Codes,
    Export::Table,
    Export::Architecture,
];

fn form(format: Format, size: Option<[f64; 2]>, scale: u32, paper: Paper) -> Form {
    let page = Page {
        size,
        paper,
        ..Page::default()
    };
    Form {
        format,
        page,
        scale,
    }
}

#[test]
fn every_view_is_drawn_on_light_and_dark_paper() {
    let app = app();
    for export in DRAWN {
        let figure = app.figure(export).expect("something to draw");
        for paper in Paper::ALL {
            let png = form(Format::Png, None, 2, paper).bytes(&*figure).unwrap();
            let picture = image::load_from_memory(&png).unwrap().to_rgba8();
            let name = format!("publish-{}-{}", export.about().kind, paper.name());
            keep_picture(&name, &picture);
            let [width, height] = figure.size().map(|side| (side * 2.0).round() as u32);
            assert_eq!(picture.dimensions(), (width, height), "{export:?}");
            let colours: std::collections::HashSet<_> = picture.pixels().collect();
            assert!(colours.len() > 50, "{export:?} has {}", colours.len());
        }
    }
}

#[test]
fn drawings_have_the_size_that_is_asked_for_and_the_fonts_of_the_window() {
    let app = app();
    let size = Some([360.0, 240.0]);
    for export in DRAWN {
        let figure = app.figure(export).unwrap();
        let of = |format, scale| form(format, size, scale, Paper::Light).bytes(&*figure);
        let svg = String::from_utf8(of(Format::Svg, 1).unwrap()).unwrap();
        assert!(
            svg.contains(r#"width="360pt" height="240pt""#),
            "{export:?}"
        );
        assert!(
            svg.contains("font-family=\"Inter, 'Noto Sans SC'"),
            "{export:?}"
        );
        assert!(svg.contains("</text>"), "{export:?}");
        let pixels = |scale| {
            let png = of(Format::Png, scale).unwrap();
            image::load_from_memory(&png).unwrap().to_rgba8()
        };
        assert_eq!(pixels(1).dimensions(), (360, 240));
        assert_eq!(pixels(3).dimensions(), (1_080, 720));
        let name = format!("publish-{}-small", export.about().kind);
        keep_picture(&name, &pixels(2));
    }
    let svg = |export| {
        let figure = app.figure(export).unwrap();
        let bytes = form(Format::Svg, None, 1, Paper::Light).bytes(&*figure);
        String::from_utf8(bytes.unwrap()).unwrap()
    };
    // Inputs, and outputs and errors of four variants; a picture of points each.
    assert_eq!(svg(Export::Reconstructions).matches("<image").count(), 9);
    assert_eq!(svg(Export::LatentSpaces).matches("<image").count(), 4);
    assert!(svg(Export::Reconstructions).contains("image-rendering:pixelated"));
    assert!(svg(Export::Table).contains(CHINESE));
}

#[test]
fn planes_that_are_aligned_are_drawn_so() {
    let app = app();
    let planes = app.latent_planes(Some(VariantId(3))).unwrap().planes;
    let laid: Vec<bool> = planes.iter().map(|plane| plane.is_laid).collect();
    assert_eq!(laid, [true, true, false, true]);
    assert_eq!(planes[2].note, "reference");
    assert!(
        planes[3].note.starts_with("disparity 0.0"),
        "{}",
        planes[3].note
    );
    let figure = app.latent_planes(Some(VariantId(3))).unwrap();
    let png = form(Format::Png, None, 2, Paper::Light)
        .bytes(&figure)
        .unwrap();
    keep_picture(
        "publish-aligned",
        &image::load_from_memory(&png).unwrap().to_rgba8(),
    );
}

fn window(app: App) -> Harness<'static, Workbench> {
    let mut workbench = Workbench::new(app);
    workbench.preferences.mode = WindowMode::Compare;
    let mut harness = Harness::builder()
        .with_size([1_500.0, 900.0])
        .renderer(PictureRenderer::default())
        .build_ui_state(|ui, all: &mut Workbench| all.frame_ui(ui), workbench);
    harness.run_steps(4);
    harness
}

/// The commands of the window to the system since the last frame.
fn copied(harness: &Harness<'static, Workbench>) -> Vec<egui::OutputCommand> {
    harness.output().platform_output.commands.clone()
}

fn choose(harness: &mut Harness<'static, Workbench>, title: &str, item: &str) {
    harness.get_by_label(title).click_secondary();
    harness.run_steps(3);
    harness.get_by_label(item).click();
    harness.step();
}

/// The one picture that is copied within some frames.
fn copied_picture(harness: &mut Harness<'static, Workbench>, name: &str) -> [usize; 2] {
    let mut images = Vec::new();
    for _ in 0..4 {
        images.extend(
            copied(harness)
                .into_iter()
                .filter_map(|command| match command {
                    egui::OutputCommand::CopyImage(image) => Some(image),
                    _ => None,
                }),
        );
        harness.step();
    }
    let [image] = &images[..] else {
        panic!("{} pictures of {name}", images.len());
    };
    let bytes = image.pixels.iter().flat_map(egui::Color32::to_array);
    let [width, height] = image.size.map(|side| side as u32);
    let kept = image::RgbaImage::from_raw(width, height, bytes.collect()).unwrap();
    keep_picture(&format!("publish-copied-{name}"), &kept);
    image.size
}

#[test]
fn the_menu_of_a_title_copies_its_picture() {
    let mut harness = window(app());
    choose(&mut harness, "Latent spaces", "Copy picture");
    // Four planes side by side, two pixels a point.
    let [width, height] = copied_picture(&mut harness, "latents");
    assert_eq!(width, 2 * 4 * 332);
    let said = &harness.state().app.messages.last().unwrap().text;
    assert_eq!(
        said,
        &format!("Copied: the picture, {width} × {height} pixels")
    );
    choose(&mut harness, "Loss", "Copy picture");
    let [width, _] = copied_picture(&mut harness, "loss");
    assert_eq!(width, 2 * 760);
}

#[test]
fn the_trade_off_is_drawn_as_its_plot_shows_it() {
    let app = app();
    let figure = TradeOff::default().figure(&app).unwrap().unwrap();
    for paper in Paper::ALL {
        let png = form(Format::Png, None, 2, paper).bytes(&*figure).unwrap();
        let picture = image::load_from_memory(&png).unwrap().to_rgba8();
        keep_picture(&format!("publish-trade-off-{}", paper.name()), &picture);
    }
    let svg = form(Format::Svg, None, 1, Paper::Light)
        .bytes(&*figure)
        .unwrap();
    let svg = String::from_utf8(svg).unwrap();
    // A dot for each variant, and for each size of PCA.
    assert_eq!(svg.matches("<circle").count(), 4 + 32);
    assert!(svg.contains(">Code size</text>") && svg.contains(CHINESE));
}

#[test]
fn the_inspected_sample_is_copied_from_its_dialog() {
    let mut workbench = Workbench::new(app());
    workbench.preferences.build_panel = false;
    let mut harness = Harness::builder()
        .with_size([1_700.0, 1_000.0])
        .build_ui_state(|ui, all: &mut Workbench| all.frame_ui(ui), workbench);
    harness.run_steps(4);
    harness.get_by_label("Save the inspected sample…").click();
    harness.run_steps(3);
    harness.get_by_label("Copy").click();
    harness.step();
    let size = copied_picture(&mut harness, "sample");
    assert_eq!(size, [2 * (3 * 112 + 2 * 12 + 24), 2 * (112 + 140 + 24)]);
}

#[test]
fn the_menu_of_the_table_copies_cells() {
    let mut harness = window(app());
    choose(&mut harness, "Table", "Copy table");
    let mut texts = Vec::new();
    for _ in 0..4 {
        texts.extend(
            copied(&harness)
                .into_iter()
                .filter_map(|command| match command {
                    egui::OutputCommand::CopyText(text) => Some(text),
                    _ => None,
                }),
        );
        harness.step();
    }
    let [text] = &texts[..] else {
        panic!("{texts:?}");
    };
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(lines[0].starts_with("Variant\t"));
    assert!(lines[4].starts_with(CHINESE) && lines[4].contains('\t'));
}

#[test]
fn a_picture_is_saved_in_the_form_that_is_chosen() {
    let mut harness = window(app());
    choose(&mut harness, "Latent spaces", "Save picture…");
    harness.run_steps(2);
    keep_picture("publish-dialog", &harness.render().unwrap());
    harness.get_by_label("Save latent spaces");
    harness.get_by_label("PNG").click();
    harness.run_steps(2);
    harness.get_by_label("Dark").click();
    harness.get_by_label("3×").click();
    harness.run_steps(2);
    harness.get_by_label("3984 × 1050 pixels");
    harness.get_by_label("Save…").click();
    harness.run_steps(2);
    let app = &harness.state().app;
    let Some(Question::SaveFile(file)) = &app.question else {
        panic!("no file to save: {:?}", app.messages);
    };
    assert_eq!((&*file.name, file.ending), ("publish-latents", "png"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    file.write(&path, false).unwrap();
    let picture = image::open(&path).unwrap().to_rgba8();
    assert_eq!(picture.width(), 3 * 4 * 332);
    assert_eq!(picture.get_pixel(0, 0).0, [0x16, 0x18, 0x1d, 255]);
    let choice = &harness.state().preferences.picture;
    assert_eq!(
        (choice.format, choice.paper, choice.scale),
        (Format::Png, Paper::Dark, 3)
    );
    assert!(choice.sizes.is_empty());
}

#[test]
fn what_cannot_be_is_a_sentence() {
    let mut app = app();
    let shot = |app: &App| hourglass::app::Shot {
        export: Export::LossPlot,
        figure: app.figure(Export::LossPlot).unwrap(),
    };
    let wide = form(Format::Png, Some([0.0, 300.0]), 2, Paper::Light);
    let refused = app
        .check(&Action::SavePicture(shot(&app), wide))
        .unwrap_err();
    assert_eq!(
        refused,
        "There is no such picture, width and height must be from 100 to 2400 points: 0 × 300"
    );
    // A path that cannot be written.
    app.apply(Action::SavePicture(shot(&app), Form::default()));
    let Some(Question::SaveFile(file)) = app.question.take() else {
        panic!("no file");
    };
    let nowhere = tempfile::tempdir().unwrap().path().join("gone/loss.svg");
    let problem = file.write(&nowhere, false).unwrap_err();
    assert!(problem.starts_with("The plot was not saved, ") && problem.ends_with("loss.svg"));
    // Nothing to draw.
    for variant in &mut app.document.variants {
        variant.hidden = true;
    }
    let refused = app
        .check(&Action::CopyPicture(Export::LatentSpaces))
        .unwrap_err();
    assert_eq!(refused, "Nothing is trained yet");
    app.apply(Action::Export(Export::Samples));
    let said = &app.messages.last().unwrap().text;
    assert_eq!(
        said,
        "There is no picture of samples, it is not on screen yet"
    );
}
