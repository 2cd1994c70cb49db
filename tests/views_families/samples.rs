//! Samples: what is asked for, what is shown of the answer, and saving it.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, DatasetState, Export};
use hourglass::export::svg::{Form, Format};
use hourglass::project::Document;
use hourglass::training::{Asker, Decoded, LatentView, VariantId};
use hourglass::ui::views::{Samples, View as _};
use hourglass::ui::{Panel as _, picture};

use crate::common::screen::{Screen, click, look, open};
use crate::common::{as_panel, families, is_enabled, keep_picture, made_up};

/// The codes asked for last.
fn asked(harness: &Harness<'_, Screen<Samples>>) -> Vec<f32> {
    let codes = harness
        .state()
        .actions
        .iter()
        .rev()
        .find_map(|action| match action {
            Action::Decode(Asker::Samples, codes) => Some(codes.clone()),
            _ => None,
        });
    codes.expect("samples were asked for")
}

/// What a decoder might make of `codes` of `width` numbers: bars whose place and height follow the code.
fn decoded(codes: &[f32], width: usize) -> Decoded {
    let output = codes.chunks_exact(width).flat_map(|code| {
        let (left, top) = (9.0 + 2.5 * code[0], 12.0 - 3.0 * code[1]);
        (0..784).map(move |i| {
            let (x, y) = ((i % 28) as f32, (i / 28) as f32);
            let inside = (left..left + 8.0).contains(&x) && (top..24.0).contains(&y);
            if inside { 0.9 } else { 0.0 }
        })
    });
    Decoded {
        variant: VariantId(1),
        output: output.collect(),
        code: codes.to_vec(),
    }
}

fn answer(harness: &mut Harness<'_, Screen<Samples>>, width: usize) {
    let codes = asked(harness);
    harness.state_mut().app.decoded.latest.samples = Some(decoded(&codes, width));
    harness.run_steps(4);
}

#[test]
fn before_there_is_a_model_it_says_what_will_stand_there() {
    let mut app = App::detached(Document::default());
    app.dataset = DatasetState::Ready(made_up::prepared(4, true).into());
    let harness = open::<Samples>(app, [500.0, 300.0]);
    harness.get_by_label_contains("will stand here");
    harness.get_by_label("Train");
}

#[test]
fn draws_are_asked_for_once_and_shown() {
    let mut harness = open::<Samples>(families::variational(20), [640.0, 300.0]);
    harness.run_steps(20);
    assert_eq!(harness.state().actions.len(), 1, "asked once");
    harness.get_by_label("Decoded draws from the prior, a standard normal");
    let first = asked(&harness);
    let count = first.len() / 20;
    assert!(!is_enabled(&harness.get_by_label("Save picture…")));
    answer(&mut harness, 20);
    harness.get_by_label(&format!("{count} samples"));

    harness.state_mut().actions.clear();
    click(&mut harness, "Draw other samples");
    harness.run_steps(20);
    let again = asked(&harness);
    assert_eq!(again.len(), first.len());
    assert_ne!(again, first);
}

#[test]
fn point_codes_say_that_they_have_no_prior() {
    let harness = open::<Samples>(families::sparse(), [640.0, 300.0]);
    harness.get_by_label_contains("Point codes have no prior");
    assert!(asked(&harness).len().is_multiple_of(32));
}

#[test]
fn codes_of_two_show_their_manifold() {
    let mut harness = open::<Samples>(families::variational(2), [640.0, 300.0]);
    let codes = asked(&harness);
    // The quantiles of the standard normal are symmetric.
    let last = codes.len() - 2;
    assert!((codes[0] + codes[last]).abs() < 1e-5 && codes[0] < -1.0 && codes[1] > 1.0);
    answer(&mut harness, 2);
    // As many as fit, at most twice as many beside as below one another.
    let rows = ((codes.len() / 4) as f64).sqrt() as usize;
    harness.get_by_label(&format!("Manifold of {} × {rows} codes", 2 * rows));
    assert!(!is_enabled(&harness.get_by_label("Draw other samples")));
    click(&mut harness, "Draws");
    harness.run_steps(20);
    assert_ne!(asked(&harness).len(), codes.len());
    assert!(is_enabled(&harness.get_by_label("Draw other samples")));
}

#[test]
fn new_weights_are_asked_about_and_another_code_width_starts_afresh() {
    let mut harness = open::<Samples>(families::variational(20), [640.0, 300.0]);
    answer(&mut harness, 20);
    harness.state_mut().actions.clear();
    let run = harness.state_mut().app.runs.get_mut(&VariantId(1)).unwrap();
    let view = (*run.views.get::<LatentView>().unwrap()).clone();
    run.views.set(Arc::new(view));
    // A kittest frame is a quarter of a second.
    harness.run_steps(8);
    assert_eq!(harness.state().actions.len(), 1);

    harness.state_mut().app = families::variational(8);
    harness.state_mut().app.decoded.latest.samples = None;
    harness.run_steps(8);
    assert!(asked(&harness).len().is_multiple_of(8));
    harness.get_by_label("The samples are being made");
}

#[test]
fn samples_are_saved_as_a_picture() {
    let mut harness = open::<Samples>(families::variational(2), [640.0, 300.0]);
    answer(&mut harness, 2);
    harness.state_mut().actions.clear();
    click(&mut harness, "Save picture…");
    let wanted = [Action::Export(Export::Samples)];
    assert_eq!(harness.state().actions, wanted);
    let screen = harness.state();
    let figure = screen.panel.figure(&screen.app).unwrap().unwrap();
    // Digits of their own size, the lines between them, and what is around: a name and two lines of words.
    let [width, height] = figure.size();
    assert_eq!((width - 24.0 + 1.0) % 29.0, 0.0);
    assert_eq!(width - 24.0 + 1.0, 2.0 * (height - 24.0 - 54.0 + 1.0));
    let form = Form {
        format: Format::Png,
        ..Form::default()
    };
    let picture = image::load_from_memory(&form.bytes(&*figure).unwrap()).unwrap();
    keep_picture("publish-samples", &picture.to_rgba8());
    assert_eq!(f64::from(picture.width()), 2.0 * width);
}

#[test]
fn pictures_of_samples() {
    let twenty = || families::variational(20);
    let two = || families::variational(2);
    type Make<'a> = &'a dyn Fn() -> App;
    let cases: [(&str, Make, usize, [u32; 2]); 4] = [
        ("samples-vae-20", &twenty, 20, [860, 300]),
        ("samples-sparse", &families::sparse, 32, [520, 420]),
        ("samples-manifold", &two, 2, [520, 520]),
        (
            "samples-manifold-low",
            &families::adversarial,
            2,
            [860, 240],
        ),
    ];
    for (name, make, width, size) in cases {
        let mut app = make();
        // What the panel asks for at this size, then the answer.
        let mut panel = Samples::default();
        let mut actions = Vec::new();
        picture::render(size, 1.0, true, |ui| {
            as_panel(ui, |ui| panel.panel_ui(ui, &app, &mut actions));
        });
        let codes = actions.iter().rev().find_map(|action| match action {
            Action::Decode(Asker::Samples, codes) => Some(codes),
            _ => None,
        });
        app.decoded.latest.samples = Some(decoded(codes.expect("asked"), width));
        for image in look::<Samples>(name, &app, size) {
            let white = image.pixels().filter(|pixel| pixel.0[0] == 230).count();
            assert!(white > 2_000, "{name} has {white} pixels of samples");
        }
    }
}
