//! The rows of how sound is read.

use egui::Ui;

use crate::data::{About, SoundFolder, SoundForm, SoundFormat, Source};
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

/// Rates that recordings have.
const RATES: [Option<u32>; 6] = [
    None,
    Some(8_000),
    Some(16_000),
    Some(22_050),
    Some(44_100),
    Some(48_000),
];
/// Lengths in seconds.
const SECONDS: [Option<f32>; 7] = [
    None,
    Some(0.25),
    Some(0.5),
    Some(1.0),
    Some(2.0),
    Some(5.0),
    Some(10.0),
];
const MELS: [u32; 5] = [16, 28, 32, 64, 128];

/// Draws the rows of a project on sound; gives another source once a person chose something else. `about` is what was read
/// of it.
pub fn show(ui: &mut Ui, source: &Source, about: Option<&About>) -> Option<Source> {
    let Source::Sound(folder) = source else {
        return None;
    };
    let mut new = folder.clone();
    let about = about.and_then(|about| about.sound.as_deref());
    let row = Row::new("Seen as", "What a model sees of a sound");
    let row = row.reached_by("data.source.form");
    if let Some(form) = row.choose(ui, new.form, &SoundForm::ALL, |form| name(form).into()) {
        new.form = form;
    }
    rate(ui, &mut new, about);
    let unchosen = match new.form {
        SoundForm::Picture => "of the longest",
        SoundForm::LogMel | SoundForm::Waveform => "their own",
    };
    let about_length =
        "Length that each sound gets: longer ones are cut, shorter ones padded with silence";
    let row = Row::new("Length", about_length).reached_by("data.source.seconds");
    if let Some(chosen) = seconds(ui, row, new.seconds, unchosen) {
        new.seconds = chosen;
    }
    let row = Row::new(
        "Pieces",
        "Whether each recording is cut into pieces of this length",
    );
    let row = row.reached_by("data.source.piece");
    if let Some(chosen) = seconds(ui, row, new.piece, "none") {
        new.piece = chosen;
    }
    if new.form != SoundForm::Waveform {
        frames(ui, &mut new, about);
    }
    (new != *folder).then_some(Source::Sound(new))
}

fn name(form: SoundForm) -> &'static str {
    match form {
        SoundForm::LogMel => "frames of mel bands",
        SoundForm::Picture => "a picture of mel bands",
        SoundForm::Waveform => "waveform",
    }
}

fn rate(ui: &mut Ui, folder: &mut SoundFolder, about: Option<&SoundFormat>) {
    let row = Row::new("Rate", "Samples a second, to which all files are brought");
    let row = row.reached_by("data.source.rate");
    let mut rates = RATES.to_vec();
    if !rates.contains(&folder.rate) {
        rates.push(folder.rate);
    }
    let name = |rate: Option<u32>| match (rate, about) {
        (Some(rate), _) => format!("{rate} Hz"),
        (None, Some(format)) if folder.rate.is_none() => format!("found: {} Hz", format.rate()),
        (None, _) => "found".into(),
    };
    if let Some(rate) = row.choose(ui, folder.rate, &rates, name) {
        folder.rate = rate;
    }
}

fn seconds(ui: &mut Ui, row: Row<'_>, now: Option<f32>, none: &str) -> Option<Option<f32>> {
    let mut lengths = SECONDS.to_vec();
    if !lengths.contains(&now) {
        lengths.push(now);
    }
    let name = |seconds: Option<f32>| match seconds {
        None => none.to_owned(),
        Some(seconds) => format!("{seconds} s"),
    };
    row.choose(ui, now, &lengths, name)
}

fn frames(ui: &mut Ui, folder: &mut SoundFolder, about: Option<&SoundFormat>) {
    let row = Row::new(
        "Mel bands",
        "Bands of each frame; a picture is as wide as it is high",
    );
    let row = row.reached_by("data.source.mels");
    let mut mels = MELS.to_vec();
    if !mels.contains(&folder.mels) {
        mels.push(folder.mels);
    }
    if let Some(mels) = row.choose(ui, folder.mels, &mels, |mels| mels.to_string()) {
        folder.mels = mels;
    }
    // What was found stands there until somebody chooses.
    let found = |chosen: Option<u32>, found: fn(&SoundFormat) -> usize| {
        chosen.or_else(|| about.map(|format| found(format) as u32))
    };
    let samples = |ui: &mut Ui, row: Row<'_>, now: u32, least: f64, most: f64| {
        let number = Number::new(row, f64::from(now), Drag::Never);
        let number = number.limits(Limits::whole(least, most)).unit("samples");
        number.show(ui).map(|chosen| chosen as u32)
    };
    if let Some(frame) = found(folder.frame, |format| format.frames.frame) {
        let row = Row::new("Frame", "Samples of each frame");
        let row = row.reached_by("data.source.frame");
        folder.frame = samples(ui, row, frame, 16.0, 65_536.0).or(folder.frame);
    }
    if let Some(hop) = found(folder.hop, |format| format.frames.hop) {
        let row = Row::new(
            "Hop",
            "Samples from the beginning of a frame to that of the next",
        );
        let row = row.reached_by("data.source.hop");
        folder.hop = samples(ui, row, hop, 1.0, 1_000_000.0).or(folder.hop);
    }
}
