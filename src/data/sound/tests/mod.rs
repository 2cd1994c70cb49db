//! Sounds: files, rates, bands, and the way back.

mod folders;

use std::f32::consts::TAU;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use hound::{SampleFormat, WavSpec, WavWriter};

use super::decode::{Look, decode, decode_bytes, look};
use super::mel::{Frames, Spectrogram};
use super::resample::resample;
use super::{SoundFolder, SoundForm, SoundFormat, spoken_digits};
use crate::data::held_out::Parting;
use crate::data::{DataSettings, HoldOut, Prepared, Samples, Source, TestPart};

const FRAMES: Frames = Frames {
    rate: 8_000,
    frame: 256,
    hop: 200,
    mels: 32,
};

/// A WAV file of one channel of 16 bits.
fn wav(rate: u32, samples: &[f32]) -> Vec<u8> {
    let spec = WavSpec {
        channels: 1,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = WavWriter::new(&mut bytes, spec).unwrap();
    for sample in samples {
        let sample = sample.clamp(-1.0, 1.0) * f32::from(i16::MAX);
        writer.write_sample(sample as i16).unwrap();
    }
    writer.finalize().unwrap();
    bytes.into_inner()
}

fn sine(hertz: f32, rate: u32, count: usize) -> Vec<f32> {
    let at = |n: usize| (TAU * hertz * n as f32 / rate as f32).sin();
    (0..count).map(at).collect()
}

/// `count` samples that come no closer than 1e-4.
fn close(found: &[f32], wanted: &[f32]) -> bool {
    found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-4)
}

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn settings(folder: SoundFolder) -> DataSettings {
    DataSettings {
        validation: 0,
        ..DataSettings::of_source(Source::Sound(folder))
    }
}

fn read(folder: SoundFolder) -> Result<Prepared, String> {
    Prepared::load(&settings(folder))
}

#[test]
fn files_come_back_as_they_were_written() {
    let samples = [0.0, 0.5, -0.25, 1.0, -1.0, 1.5];
    let bytes = wav(8_000, &samples);
    let sound = decode_bytes(bytes, Path::new("a.wav")).unwrap();
    assert_eq!((sound.rate, sound.is_cut), (8_000, false));
    assert!(close(&sound.samples, &[0.0, 0.5, -0.25, 1.0, -1.0, 1.0]));
}

#[test]
fn channels_become_their_mean_and_another_rate_keeps_the_pitch() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stereo.wav");
    let spec = WavSpec {
        channels: 2,
        sample_rate: 44_100,
        bits_per_sample: 32,
        sample_format: SampleFormat::Float,
    };
    let mut writer = WavWriter::create(&path, spec).unwrap();
    for sample in sine(440.0, 44_100, 44_100) {
        writer.write_sample(sample).unwrap();
        writer.write_sample(sample * 0.5).unwrap();
    }
    writer.finalize().unwrap();
    let sound = decode(&path, None).unwrap();
    let wanted: Vec<f32> = sine(440.0, 44_100, 44_100);
    let wanted: Vec<f32> = wanted.iter().map(|sample| sample * 0.75).collect();
    assert!(close(&sound.samples, &wanted));
    let slower = resample(sound.samples, 44_100, 8_000).unwrap();
    assert_eq!(slower.len(), 8_000);
    let wanted = sine(440.0, 8_000, 8_000);
    // Away from both ends, where there is sound on one side alone.
    let inner = 500..7_500;
    let off = slower[inner.clone()].iter().zip(&wanted[inner]);
    let most = off.map(|(a, b)| (a - 0.75 * b).abs()).fold(0.0, f32::max);
    // It comes a tenth of a sample later.
    assert!(most < 0.03, "{most}");
    // The first 0.1 s alone.
    assert_eq!(decode(&path, Some(0.1)).unwrap().samples.len(), 4_410);
}

#[test]
fn bands_are_those_of_numpy() {
    let at = |n: usize| {
        let t = n as f32 / 8_000.0;
        0.5 * (TAU * 1_000.0 * t).sin() + 0.1 * (TAU * 330.0 * t).cos()
    };
    let samples: Vec<f32> = (0..1_000).map(at).collect();
    assert_eq!(
        [1, 256, 257, 456, 457].map(|n| FRAMES.count(n)),
        [1, 1, 1, 2, 2]
    );
    let values = Spectrogram::new(FRAMES).log_mel(&samples, 5);
    // By numpy's rfft in double precision, with the same window and triangles.
    let wanted = [
        (0, -5.308685),
        (1, -4.628286),
        (2, -3.959604),
        (14, 2.98573),
        (15, 2.754593),
        (4 * 32, -2.018123),
        (4 * 32 + 15, 2.742227),
    ];
    for (place, wanted) in wanted {
        assert!(
            (values[place] - wanted).abs() < 2e-3,
            "{place}: {}",
            values[place]
        );
    }
    let silence = Spectrogram::new(FRAMES).log_mel(&[0.0; 10], 1);
    assert!(silence.iter().all(|&value| value == -6.0));
    let names = FRAMES.names();
    assert_eq!((&*names[0], &*names[31]), ("42 Hz", "3736 Hz"));
}

#[test]
fn sound_that_is_made_of_bands_has_nearly_these_bands() {
    let dataset = spoken_digits("digits", Parting::WHOLE).unwrap();
    let format = dataset.about.sound.as_deref().unwrap();
    let spectrogram = Spectrogram::new(FRAMES);
    let mut worst = 0.0f32;
    for index in (0..dataset.train.len()).step_by(61) {
        let wanted = dataset.train.row(index);
        let sound = format.sound(&wanted);
        assert_eq!(sound.len(), FRAMES.length(32));
        let found = spectrogram.log_mel(&sound, 32);
        // Where there is sound: the ear does not hear how silent silence is.
        let heard = wanted
            .iter()
            .zip(&found)
            .filter(|(wanted, _)| **wanted > -2.0);
        let (sum, count) = heard.fold((0.0, 0), |(sum, count), (a, b)| {
            (sum + (a - b) * (a - b), count + 1)
        });
        worst = worst.max((sum / count as f32).sqrt());
    }
    // In powers of ten, of which the bands of a digit span five.
    assert!(worst < 0.3, "{worst}");
}

#[test]
fn what_values_mean_is_kept() {
    let format = SoundFormat {
        form: SoundForm::Picture,
        frames: FRAMES,
        range: [-6.0, 2.5],
    };
    let text =
        r#"{"form":"picture","rate":8000,"frame":256,"hop":200,"mels":32,"range":[-6.0,2.5]}"#;
    assert_eq!(serde_json::to_string(&format).unwrap(), text);
    assert_eq!(serde_json::from_str::<SoundFormat>(text).unwrap(), format);
    assert_eq!(
        [-7.0, -6.0, -1.75, 2.5].map(|log| format.byte(log)),
        [0, 0, 128, 255]
    );
    assert!((format.amplitude(0.0) - 1e-3).abs() < 1e-9);
}

#[test]
fn the_built_in_digits_are_parted_by_voice() {
    let parting = Parting {
        how: HoldOut::Drawn,
        seed: 0,
        whole: false,
    };
    let data = spoken_digits("digits", parting).unwrap();
    assert_eq!((data.train.len(), data.test.len()), (500, 200));
    assert_eq!(data.about.test_part, TestPart::Own);
    let digits: Vec<String> = (0..10).map(|digit| digit.to_string()).collect();
    assert_eq!(data.class_names, Some(digits));
    let counts = [&data.train, &data.test].map(Samples::label_counts);
    assert_eq!(counts, [vec![50; 10], vec![20; 10]]);
    // By numpy, of the file test/3/en-gb-scotland_belinda_0.wav.
    let three = (0..200).find(|&index| {
        let name = data.test.name(index);
        name == Some("en-gb-scotland_belinda_0") && data.test.label(index) == Some(3)
    });
    let row = data.test.row(three.expect("it is there"));
    assert!((row[5 * 32 + 10] - 0.316319).abs() < 1e-3);
    assert!((row[10 * 32 + 20] + 3.24435).abs() < 1e-3);
}

#[test]
fn damaged_files_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let whole = wav(8_000, &sine(300.0, 8_000, 4_000));
    put(root, "cut.wav", &whole[..whole.len() / 2]);
    let cut = decode(&root.join("cut.wav"), None).unwrap();
    assert!(cut.samples.len() > 1_000 && cut.samples.len() < 4_000);
    assert!(cut.is_cut);
    put(root, "header.wav", &whole[..20]);
    put(root, "none.wav", b"");
    put(root, "empty.wav", &wav(8_000, &[]));
    put(root, "table.csv", b"a,b\n1,2\n");
    let reason = |name: &str| match look(&root.join(name)) {
        Look::Bad(reason) => reason,
        other => format!("{other:?}"),
    };
    assert_eq!(reason("none.wav"), "the file is empty");
    assert_eq!(reason("empty.wav"), "there is no sound in it");
    assert_eq!(reason("table.csv"), "Other");
    let refused = decode(&root.join("header.wav"), None);
    assert!(refused.is_err(), "{refused:?}");
    let spec = WavSpec {
        channels: 1,
        sample_rate: 8_000,
        bits_per_sample: 32,
        sample_format: SampleFormat::Float,
    };
    let mut writer = WavWriter::create(root.join("nan.wav"), spec).unwrap();
    writer.write_sample(f32::NAN).unwrap();
    writer.finalize().unwrap();
    let refused = decode(&root.join("nan.wav"), None).unwrap_err();
    assert_eq!(refused, "it has samples that are no numbers");
    let alone = read(SoundFolder {
        path: root.join("empty.wav"),
        ..SoundFolder::default()
    });
    let said = alone.unwrap_err();
    assert!(said.starts_with("there is no sound in it: "), "{said}");
}
