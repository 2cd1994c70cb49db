//! The device menu: where the selected variant's model is, and what to train on.

use egui::{Atom, Button, Frame, Margin, Popup, RadioButton, Response, Role, Ui, WidgetInfo, vec2};

use crate::app::{Action, App};
use crate::model::{DeviceChoice, DeviceId, DeviceInfo};
use crate::settings::words::capital;
use crate::ui::icons::Icon;
use crate::ui::{theme, widgets};

/// Wide enough for the names of most devices in one line, in points.
const WIDTH: f32 = 312.0;

/// The button and its menu. A choice goes into `actions`.
pub fn show(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let shown = place(app);
    let (word, tooltip) = (word(shown, app.devices()), tooltip(shown));
    let weak = theme::palette(ui).weak;
    let chevron = Atom::paint(vec2(8.0, 8.0), move |ui, args| {
        Icon::ChevronDown.paint(ui.painter(), args.rect, weak);
    });
    let text = egui::RichText::new(&word).small();
    let button = Button::new((text, chevron)).gap(4.0);
    let button = ui
        .add(button.min_size(vec2(64.0, 24.0)))
        .on_hover_text(tooltip);
    let name = format!("Device: {word}");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    Popup::menu(&button).show(|ui| menu(ui, app, actions));
}

/// What there is to train on, each with its name and memory, or why it cannot be used.
pub fn menu(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    ui.set_width(WIDTH);
    widgets::hint(ui, "Train on");
    let chosen = app.device();
    let why = app.device_of(app.selected().id).and_then(|(_, why)| why);
    let auto = DeviceChoice::Auto;
    let radio = RadioButton::new(chosen == auto, "Auto (fastest for each model)");
    let tooltip = "Measures each model for a moment, and trains it on what is faster";
    choose(ui.add(radio).on_hover_text(tooltip), auto, actions);
    if chosen == auto {
        reason(ui, why);
    }
    let Some(found) = app.devices() else {
        widgets::hint(ui, "Other devices are being looked for");
        return;
    };
    for device in found {
        let this = DeviceChoice::This(device.id);
        let radio = RadioButton::new(chosen == this, described(device, found));
        let tooltip = match device.id {
            DeviceId::Cpu => "Trains all models on the processor",
            DeviceId::Cuda(_) => "Trains all models on this GPU",
        };
        let response = ui.add_enabled(device.problem.is_none(), radio);
        choose(response.on_hover_text(tooltip), this, actions);
        match &device.problem {
            Some(problem) => reason(ui, Some(problem)),
            None if chosen == this => reason(ui, why),
            None => {}
        }
    }
    let no_gpu = found.iter().all(|device| device.id == DeviceId::Cpu);
    if no_gpu && !cfg!(feature = "cuda") {
        ui.separator();
        widgets::hint(ui, "GPUs need a build with --features cuda");
    }
}

fn choose(response: Response, choice: DeviceChoice, actions: &mut Vec<Action>) {
    if response.clicked() {
        actions.push(Action::ChooseDevice(choice));
    }
}

/// A weak sentence below the words of what it is about; it wraps.
fn reason(ui: &mut Ui, why: Option<&str>) {
    let Some(why) = why else { return };
    let spacing = ui.spacing();
    let left = spacing.icon_width + spacing.icon_spacing;
    let margin = Margin {
        left: left as i8,
        right: 4,
        bottom: 4,
        top: 0,
    };
    Frame::new()
        .inner_margin(margin)
        // A menu's own layout would stretch the lines.
        .show(ui, |ui| ui.vertical(|ui| widgets::hint(ui, capital(why))));
}

/// Where the selected variant's model is, or will be; `None` where that will be measured.
fn place(app: &App) -> Option<DeviceId> {
    if let Some((device, _)) = app.device_of(app.selected().id) {
        return Some(device);
    }
    let usable = |device: &&DeviceInfo| device.problem.is_none();
    let others = app.devices().unwrap_or_default().iter().filter(usable);
    match app.device() {
        DeviceChoice::This(id) if app.check(&Action::ChooseDevice(app.device())).is_ok() => {
            Some(id)
        }
        DeviceChoice::Auto if others.count() > 1 => None,
        DeviceChoice::Auto | DeviceChoice::This(_) => Some(DeviceId::Cpu),
    }
}

/// "CPU", "GPU", or "GPU 1" where there are several.
fn word(shown: Option<DeviceId>, found: Option<&[DeviceInfo]>) -> String {
    let gpus = found.unwrap_or_default().iter();
    let several = gpus.filter(|device| device.id != DeviceId::Cpu).count() > 1;
    match shown {
        None => "Auto".into(),
        Some(DeviceId::Cpu) => "CPU".into(),
        Some(DeviceId::Cuda(number)) if several => format!("GPU {number}"),
        Some(DeviceId::Cuda(_)) => "GPU".into(),
    }
}

fn tooltip(shown: Option<DeviceId>) -> &'static str {
    match shown {
        None => "Trains on what is found to be the fastest for the model",
        Some(DeviceId::Cpu) => "This variant's model is on the processor",
        Some(DeviceId::Cuda(_)) => "This variant's model is on a GPU",
    }
}

/// "GPU: NVIDIA H100 80GB HBM3, 80 GB"
fn described(device: &DeviceInfo, found: &[DeviceInfo]) -> String {
    let word = word(Some(device.id), Some(found));
    match device.memory {
        Some(bytes) => format!("{word}: {}, {}", device.name, memory(bytes)),
        None => format!("{word}: {}", device.name),
    }
}

/// In powers of 1024, as memory is sold.
fn memory(bytes: u64) -> String {
    let gigabytes = bytes as f64 / f64::from(1 << 30);
    let decimals = usize::from(gigabytes < 9.95);
    format!("{gigabytes:.decimals$} GB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_have_short_words_and_full_names() {
        let device = |id, name: &str, memory| DeviceInfo {
            id,
            name: name.into(),
            memory,
            problem: None,
        };
        let cpu = device(DeviceId::Cpu, "AMD EPYC 9B14", Some(8_321_499_136));
        let gpu = device(
            DeviceId::Cuda(0),
            "NVIDIA H100 80GB HBM3",
            Some(85_520_809_984),
        );
        let one = [cpu.clone(), gpu.clone()];
        assert_eq!(described(&cpu, &one), "CPU: AMD EPYC 9B14, 7.8 GB");
        assert_eq!(described(&gpu, &one), "GPU: NVIDIA H100 80GB HBM3, 80 GB");
        let two = [cpu, gpu, device(DeviceId::Cuda(1), "NVIDIA A2", None)];
        assert_eq!(described(&two[2], &two), "GPU 1: NVIDIA A2");
        assert_eq!(word(Some(DeviceId::Cuda(0)), Some(&two)), "GPU 0");
        assert_eq!(word(Some(DeviceId::Cuda(0)), None), "GPU");
        assert_eq!(word(None, None), "Auto");
    }
}
