//! The device menu, by label and keyboard, with devices that no machine needs to have. Pictures of it are left under the
//! build folder to be looked at.

mod common;

use std::sync::Arc;

use common::{PictureRenderer, is_enabled, keep_picture, made_up};
use egui::{Key, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, DatasetState, Message, MessageKind, Offer};
use hourglass::model::{DeviceChoice, DeviceId, DeviceInfo};
use hourglass::training::{Choice, RunState, VariantId};
use hourglass::ui::Workbench;

type Window = Harness<'static, Workbench>;

const A: VariantId = VariantId(1);
const CPU: &str = "CPU: AMD EPYC 9B14, 16 GB";
const FIRST: &str = "GPU 0: NVIDIA H100 80GB HBM3, 80 GB";
const SECOND: &str = "GPU 1: NVIDIA GeForce GTX 780 Ti, 3.0 GB";
const PROBLEM: &str = "this GPU is of compute capability 3.5, and kernels are there for 5.2 and \
                       newer; a newer GPU, or a build for older ones with an older CUDA toolkit, is needed";
const AUTO: &str = "Auto (fastest for each model)";

fn devices() -> &'static [DeviceInfo] {
    let device = |id, name: &str, memory: u64, problem: Option<&str>| DeviceInfo {
        id,
        name: name.into(),
        memory: Some(memory),
        problem: problem.map(Into::into),
    };
    let gigabyte = 1 << 30;
    Box::leak(Box::new([
        device(DeviceId::Cpu, "AMD EPYC 9B14", 16 * gigabyte, None),
        device(
            DeviceId::Cuda(0),
            "NVIDIA H100 80GB HBM3",
            85_520_809_984,
            None,
        ),
        device(
            DeviceId::Cuda(1),
            "NVIDIA GeForce GTX 780 Ti",
            3 * gigabyte,
            Some(PROBLEM),
        ),
    ]))
}

fn window(app: App, size: [f32; 2]) -> Window {
    let mut harness = Harness::builder()
        .with_size(size)
        .renderer(PictureRenderer::default())
        .build_ui_state(
            |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
            Workbench::new(app),
        );
    harness.run_steps(4);
    harness
}

/// Two variants, the first on a GPU because it was measured.
fn on_gpu() -> App {
    let mut app = made_up::two_runs();
    app.devices.found = Some(devices());
    app.runs.get_mut(&A).unwrap().placed = Some(Choice {
        device: DeviceId::Cuda(0),
        reason: Some("images/s of this model: 900,000 on cuda:0, 21,000 on cpu".into()),
    });
    app
}

fn click(harness: &mut Window, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

fn last(harness: &Window) -> Option<Action> {
    harness.state().recent_actions().last().cloned()
}

#[test]
fn a_click_chooses_the_device() {
    let mut harness = window(on_gpu(), [1440.0, 900.0]);
    click(&mut harness, "Device: GPU 0");
    harness.get_by_label("Images/s of this model: 900,000 on cuda:0, 21,000 on cpu");
    harness.get_by_label_contains("This GPU is of compute capability 3.5");
    assert!(!is_enabled(&harness.get_by_label(SECOND)));
    for (label, choice) in [
        (CPU, DeviceChoice::This(DeviceId::Cpu)),
        (FIRST, DeviceChoice::This(DeviceId::Cuda(0))),
        (AUTO, DeviceChoice::Auto),
    ] {
        if harness.query_by_label(label).is_none() {
            click(&mut harness, "Device: GPU 0");
        }
        click(&mut harness, label);
        assert_eq!(last(&harness), Some(Action::ChooseDevice(choice)));
        assert_eq!(harness.state().app.device(), choice);
    }
}

#[test]
fn the_menu_bar_and_the_keyboard_reach_it_too() {
    let mut harness = window(on_gpu(), [1440.0, 900.0]);
    // The button below shares the word.
    let menu = harness
        .get_all_by_label("Train")
        .min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    menu.expect("a menu").click();
    harness.run_steps(4);
    click(&mut harness, "Device");
    click(&mut harness, FIRST);
    let first = DeviceChoice::This(DeviceId::Cuda(0));
    assert_eq!(last(&harness), Some(Action::ChooseDevice(first)));
    harness.key_press(Key::Escape);
    harness.run_steps(4);

    harness.get_by_label("Device: GPU 0").focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    harness.get_by_label(CPU).focus();
    harness.run_steps(2);
    harness.key_press(Key::Space);
    harness.run_steps(4);
    let cpu = DeviceChoice::This(DeviceId::Cpu);
    assert_eq!(last(&harness), Some(Action::ChooseDevice(cpu)));
}

#[test]
fn the_button_says_where_the_selected_model_is_or_will_be() {
    let shown = |app: App| {
        let harness = window(app, [1440.0, 900.0]);
        for word in ["CPU", "GPU", "GPU 0", "GPU 1", "Auto"] {
            if harness.query_by_label(&format!("Device: {word}")).is_some() {
                return word;
            }
        }
        panic!("no button");
    };
    assert_eq!(shown(on_gpu()), "GPU 0");
    let mut one = on_gpu();
    one.devices.found = Some(&devices()[..2]);
    assert_eq!(shown(one), "GPU");
    let mut other = on_gpu();
    other.apply(Action::Select(VariantId(2)));
    assert_eq!(shown(other), "Auto");
    let mut chosen = on_gpu();
    chosen.apply(Action::Select(VariantId(2)));
    chosen.apply(Action::ChooseDevice(DeviceChoice::This(DeviceId::Cuda(0))));
    assert_eq!(shown(chosen), "GPU 0");
    let mut unusable = on_gpu();
    unusable.apply(Action::Select(VariantId(2)));
    unusable.devices.choice = DeviceChoice::This(DeviceId::Cuda(1));
    assert_eq!(shown(unusable), "CPU");
    assert_eq!(shown(made_up::two_runs()), "CPU");
}

#[cfg(not(feature = "cuda"))]
#[test]
fn a_build_without_cuda_says_what_gpus_need() {
    let mut app = made_up::two_runs();
    app.devices.found = Some(&devices()[..1]);
    let mut harness = window(app, [1440.0, 900.0]);
    click(&mut harness, "Device: CPU");
    harness.get_by_label("GPUs need a build with --features cuda");
    keep_picture("device-without-cuda", &harness.render().unwrap());
}

/// A run that has failed on a GPU.
fn failed() -> App {
    let mut app = on_gpu();
    app.dataset = DatasetState::Ready(Arc::new(made_up::prepared(4, true)));
    app.runs.get_mut(&A).unwrap().state = RunState::Failed;
    let text = "A dense 32: the device failed: out of memory";
    let advice = "Its last good weights are kept: go on with the CPU, or train again on the GPU";
    app.say(Message::new(MessageKind::Error, text, advice).with_offer(Offer::Cpu(A)));
    app
}

#[test]
fn a_message_offers_the_cpu() {
    let mut harness = window(failed(), [1440.0, 900.0]);
    click(&mut harness, "Go on with the CPU");
    assert_eq!(last(&harness), Some(Action::GoOnWithCpu(A)));
    let app = &harness.state().app;
    assert_eq!(app.device(), DeviceChoice::This(DeviceId::Cpu));
    assert_eq!(app.messages, []);

    let mut busy = failed();
    busy.runs.get_mut(&A).unwrap().state = RunState::Training;
    let harness = window(busy, [1440.0, 900.0]);
    assert!(!is_enabled(&harness.get_by_label("Go on with the CPU")));
}

#[test]
fn pictures_of_the_menu() {
    for (name, size, mode) in [
        ("device-1440", [1440.0, 900.0], "Dark"),
        ("device-1100", [1100.0, 700.0], "Light"),
        // The smallest window.
        ("device-900", [900.0, 600.0], "Dark"),
    ] {
        let mut app = failed();
        app.runs.get_mut(&A).unwrap().state = RunState::Training;
        app.runs.get_mut(&A).unwrap().progress.samples_per_second = 9_123.0;
        let mut harness = window(app, size);
        click(&mut harness, "View");
        click(&mut harness, mode);
        click(&mut harness, "Device: GPU 0");
        harness.run_steps(4);
        keep_picture(name, &harness.render().unwrap());
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, vec2(size[0], size[1]));
        for label in ["Device: GPU 0", AUTO, CPU, FIRST, SECOND] {
            let rect = harness.get_by_label(label).rect();
            assert!(screen.contains_rect(rect), "{label}: {rect:?}");
        }
        // Nothing of the toolbar lies over anything else.
        let progress = harness.get_by_label("epoch 1 of 20").rect();
        let loss = harness.get_by_label_contains(" validation").rect();
        assert!(progress.right() <= loss.left(), "{progress:?} {loss:?}");
        let reason = harness.get_by_label_contains("This GPU is of").rect();
        assert!(screen.contains_rect(reason), "{reason:?}");
        assert!(reason.height() > 20.0, "it takes several lines: {reason:?}");
    }
}
