//! A picked sample as sound: files of what went in and of what came out.

use std::sync::Arc;

use egui::{Button, Ui};

use crate::app::{Action, App, Contents, ExportFile, FileBytes, Maker};
use crate::data::{Prepared, SampleShape, SoundFormat};
use crate::export::wav_file_of;
use crate::ui::widgets;

/// Buttons that save test sample `index` and its `output`, in the display scale, as WAV files; nothing where samples are no
/// sounds.
pub fn show(
    ui: &mut Ui,
    app: &App,
    (data, index): (&Prepared, usize),
    output: Option<&[f32]>,
    actions: &mut Vec<Action>,
) {
    let Some(format) = &data.dataset.about.sound else {
        return;
    };
    let test = &data.dataset.test;
    let input = || match test.shape() {
        SampleShape::Image(_) => {
            let pixels = test.image(index).iter();
            pixels.map(|&byte| f32::from(byte) / 255.0).collect()
        }
        _ => test.row(index).into_owned(),
    };
    // What is made past the end of a sequence is nothing of it.
    let there = match test.shape() {
        SampleShape::Sequence(shape) => test.length(index) * shape.features,
        _ => usize::MAX,
    };
    let made = output.map(|output| move || output[..output.len().min(there)].to_vec());
    ui.horizontal(|ui| {
        let mut save = |text: &str, name: String, values: Option<&dyn Fn() -> Vec<f32>>| {
            let button = Button::new(text).small();
            let about = "Saves the sound; of a spectrogram one with phases that fit it, which it does not say";
            let allowed = values.map(|_| ()).ok_or("There is no output yet".to_owned());
            if widgets::checked_button(ui, button, about, allowed)
                && let Some(values) = values
            {
                actions.push(Action::SaveFile(file(format, name, values())));
            }
        };
        let name = test.name(index).map_or_else(|| index.to_string(), str::to_owned);
        let by = format!("{name} by {}", app.selected().name);
        save("Input as WAV…", name, Some(&input));
        save(
            "Output as WAV…",
            by,
            made.as_ref().map(|made| made as &dyn Fn() -> Vec<f32>),
        );
    });
}

fn file(format: &Arc<SoundFormat>, name: String, values: Vec<f32>) -> Arc<ExportFile> {
    let format = Arc::clone(format);
    let ending = "wav";
    Arc::new(ExportFile {
        what: "sound",
        name,
        ending,
        contents: Contents::Made(Maker::new(move || {
            let bytes = wav_file_of(format.rate(), &format.sound(&values))?;
            Ok(vec![FileBytes { ending, bytes }])
        })),
    })
}
