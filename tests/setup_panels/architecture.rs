//! The architecture panel: the bars and the rows under them edit the model.

use std::sync::Arc;

use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::model::{
    Activation, Architecture, Decoder, DecoderInput, Initialisation, Layer, Recurrent,
    SequenceLayers,
};
use hourglass::project::{Document, Trained};
use hourglass::training::RunState;
use hourglass::ui::setup::ArchitecturePanel;

use crate::bench::{Bench, choose, click, enter, open};

type Window = Harness<'static, Bench<ArchitecturePanel>>;

fn window() -> Window {
    open(300.0, Document::default())
}

fn architecture(window: &Window) -> &Architecture {
    &window.state().settings().architecture
}

fn widths(window: &Window) -> Vec<usize> {
    architecture(window).widths(784)
}

#[test]
fn a_width_is_chosen_by_clicking_a_bar_and_taking_it_from_the_menu() {
    let mut window = window();
    click(&mut window, "Encoder layer 2, width 256");
    assert!(
        window.state().edits.is_empty(),
        "a click alone changes nothing"
    );
    choose(&mut window, "Choose width", "64");
    assert_eq!(widths(&window), [784, 512, 64, 32, 64, 512, 784]);
    click(&mut window, "Code, width 32");
    choose(&mut window, "Choose code width", "2");
    assert_eq!(widths(&window), [784, 512, 64, 2, 64, 512, 784]);
}

#[test]
fn a_typed_width_off_the_ladder_is_refused_and_its_neighbours_offered() {
    let mut window = window();
    click(&mut window, "Encoder layer 1, width 512");
    enter(&mut window, "Width", "128");
    assert_eq!(widths(&window)[1], 128);
    let edits = window.state().edits.len();
    enter(&mut window, "Width", "300");
    assert_eq!(window.state().edits.len(), edits);
    window.get_by_label("No layer of width 300 exists, try 256 or 400");
    click(&mut window, "Use 400");
    assert_eq!(widths(&window)[1], 400);
    assert!(window.query_by_label("Use 400").is_none(), "the hint goes");
}

#[test]
fn what_is_no_number_is_refused_as_a_width() {
    let mut window = window();
    enter(&mut window, "Code width", "many");
    assert!(window.state().edits.is_empty());
    window.get_by_label("many is not a number, write it like 64 or 60,000");
}

#[test]
fn a_width_left_in_the_field_goes_to_the_layer_it_was_typed_for() {
    let mut document = Document::default();
    document.variants[0].settings.architecture.encoder[1].width = 512;
    let mut window = open::<ArchitecturePanel>(300.0, document);
    click(&mut window, "Width");
    window.event(Event::Text("64".into()));
    window.run();
    click(&mut window, "Encoder layer 2, width 512");
    assert_eq!(widths(&window), [784, 64, 512, 32, 512, 64, 784]);
    enter(&mut window, "Width", "128");
    assert_eq!(widths(&window), [784, 64, 128, 32, 128, 64, 784]);
}

fn wheel(window: &mut Window, notches: f32) {
    window.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: vec2(0.0, notches),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    window.run();
}

#[test]
fn the_wheel_steps_the_bar_under_the_pointer_along_the_ladder() {
    let mut window = window();
    window.get_by_label("Encoder layer 2, width 256").hover();
    window.run();
    wheel(&mut window, 1.0);
    assert_eq!(widths(&window)[2], 400);
    wheel(&mut window, -2.0);
    assert_eq!(widths(&window)[2], 128);
    window.get_by_label("Input, width 784").hover();
    window.run();
    let edits = window.state().edits.len();
    wheel(&mut window, 1.0);
    assert_eq!(
        window.state().edits.len(),
        edits,
        "the data fixes the input"
    );
}

#[test]
fn dragging_a_bar_up_makes_it_wider() {
    let mut window = window();
    let start = window.get_by_label("Code, width 32").rect().center();
    window.drag_at(start);
    window.run();
    window.hover_at(start - vec2(0.0, 12.0));
    window.run();
    window.hover_at(start - vec2(0.0, 25.0));
    window.run();
    window.drop_at(start - vec2(0.0, 25.0));
    window.run();
    assert_eq!(architecture(&window).code.width, 64);
}

#[test]
fn keys_step_and_remove_the_bar_that_has_the_keyboard() {
    let mut window = window();
    window.get_by_label("Encoder layer 2, width 256").focus();
    window.run();
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(widths(&window)[2], 400);
    window.key_press(Key::ArrowDown);
    window.run();
    window.key_press(Key::ArrowDown);
    window.run();
    assert_eq!(widths(&window)[2], 128);
    window.key_press(Key::Delete);
    window.run();
    assert_eq!(widths(&window), [784, 512, 32, 512, 784]);
}

#[test]
fn layers_are_added_between_bars_and_from_the_row() {
    let mut window = window();
    click(&mut window, "Add layer after encoder layer 2, width 256");
    assert_eq!(
        widths(&window),
        [784, 512, 256, 100, 32, 100, 256, 512, 784]
    );
    // The new layer is the selected one.
    click(&mut window, "Remove layer");
    assert_eq!(widths(&window), [784, 512, 256, 32, 256, 512, 784]);
    click(&mut window, "Code, width 32");
    click(&mut window, "Add layer");
    assert_eq!(
        widths(&window),
        [784, 512, 256, 100, 32, 100, 256, 512, 784]
    );
}

#[test]
fn an_own_decoder_starts_as_the_mirror_and_is_edited_alone() {
    let mut window = window();
    click(&mut window, "Mirror the encoder");
    let Decoder::Own { layers } = &architecture(&window).decoder else {
        panic!("still mirrored");
    };
    assert_eq!((layers[0].width, layers[1].width), (256, 512));
    click(&mut window, "Decoder layer 1, width 256");
    choose(&mut window, "Choose width", "20");
    assert_eq!(widths(&window), [784, 512, 256, 32, 20, 512, 784]);
    click(&mut window, "Mirror the encoder");
    assert_eq!(widths(&window), [784, 512, 256, 32, 256, 512, 784]);
}

#[test]
fn a_mirrored_decoder_bar_edits_its_twin() {
    let mut window = window();
    click(&mut window, "Decoder layer 2, width 512");
    window.get_by_label("Mirrors encoder layer 1: both change");
    choose(&mut window, "Activation", "tanh");
    assert_eq!(
        architecture(&window).encoder[0].activation,
        Activation::Tanh
    );
    enter(&mut window, "Dropout", "0.25");
    assert_eq!(architecture(&window).encoder[0].dropout, 0.25);
    enter(&mut window, "Dropout", "1");
    assert_eq!(architecture(&window).encoder[0].dropout, 0.25);
    window.get_by_label("It must be at least 0 and below 1");
}

#[test]
fn the_whole_model_has_its_rows() {
    let mut window = window();
    choose(&mut window, "Code activation", "sigmoid");
    choose(&mut window, "Output activation", "identity");
    choose(&mut window, "Initialisation", "Kaiming uniform");
    let now = architecture(&window);
    assert_eq!(now.code.activation, Activation::Sigmoid);
    assert_eq!(now.output, Activation::Identity);
    assert_eq!(now.initialisation, Initialisation::Kaiming);
}

#[test]
fn presets_replace_the_architecture() {
    let mut window = window();
    choose(&mut window, "Presets", "Linear");
    assert_eq!(widths(&window), [784, 16, 784]);
    assert_eq!(architecture(&window).output, Activation::Identity);
}

#[test]
fn figures_follow_the_architecture() {
    let mut window = window();
    // 1,083,696 parameters: weights of 784 x 512 + 512 x 256 + 256 x 32, both ways, and the biases.
    window.get_by_label("1.08M parameters");
    window.get_by_label("1.08M multiply-adds");
    window.get_by_label("17.3 MB in training");
    window.get_by_label("24.5 : 1 compression");
    choose(&mut window, "Presets", "Linear");
    // 25,888 parameters and 25,088 multiply-adds.
    window.get_by_label("25.9K parameters");
    window.get_by_label("25.1K multiply-adds");
    window.get_by_label("49.0 : 1 compression");
}

#[test]
fn the_deepest_model_works_at_every_width() {
    for width in [240.0, 300.0, 500.0] {
        let mut document = Document::default();
        document.variants[0].settings.architecture.encoder = vec![Layer::default(); 12];
        let mut window = open::<ArchitecturePanel>(width, document);
        assert_eq!(
            window
                .get_all_by_label_contains("layer ")
                .filter(|node| node.rect().height() > 60.0)
                .count(),
            24
        );
        assert!(
            window.query_by_label_contains("Add layer after").is_none(),
            "a thirteenth layer is offered"
        );
        click(&mut window, "Decoder layer 12, width 128");
        choose(&mut window, "Choose width", "512");
        assert_eq!(architecture(&window).encoder[0].width, 512);
    }
}

#[test]
fn a_trained_model_says_what_a_change_asks() {
    let mut document = Document::default();
    let variant = &mut document.variants[0];
    variant.trained = Some(Trained {
        resume_state: Arc::default(),
        settings: variant.settings.clone(),
        state: RunState::Paused,
    });
    let window = open::<ArchitecturePanel>(300.0, document);
    window.get_by_label("This model is trained: a change here asks to restart or to fork");
}

#[test]
fn a_project_with_a_width_off_the_ladder_is_shown_and_not_corrected() {
    let mut document = Document::default();
    document.variants[0].settings.architecture.encoder[0].width = 300;
    let mut window = open::<ArchitecturePanel>(240.0, document);
    click(&mut window, "Encoder layer 1, width 300");
    assert!(window.state().edits.is_empty());
    wheel(&mut window, 1.0);
    assert_eq!(widths(&window)[1], 400);
}

#[test]
fn a_decoder_that_reads_its_own_output_says_that_training_looks_better() {
    let mut document = Document::default();
    let settings = &mut document.variants[0].settings;
    settings.architecture.encoder.clear();
    settings.architecture.sequence = Some(SequenceLayers::Gru(Recurrent::default()));
    let mut window = open::<ArchitecturePanel>(300.0, document);
    assert!(window.query_by_label("Teacher forcing").is_none());
    choose(&mut window, "Decoder input", "previous output and code");
    let layers = architecture(&window).sequence.as_ref();
    let layers = layers.and_then(SequenceLayers::recurrent).unwrap();
    assert_eq!(layers.decoder_input, DecoderInput::PreviousOutput);
    let lower = "the loss in training is lower than the one measured";
    assert!(window.query_by_label_contains(lower).is_some());
    enter(&mut window, "Teacher forcing", "0");
    assert_eq!(window.state().settings().objective.teacher_forcing, 0.0);
    assert!(window.query_by_label_contains(lower).is_none());
}
