//! Sound in the terminal: looked at, trained on, and written as WAV files again.

use std::f32::consts::TAU;
use std::fs;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

use super::program::{Folder, events, keys};

/// A tone of `seconds` on so many channels.
fn tone(folder: &Folder, name: &str, rate: u32, channels: u16, hertz: f32, seconds: f32) {
    let path = folder.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let spec = WavSpec {
        channels,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut writer = WavWriter::create(path, spec).unwrap();
    for n in 0..(seconds * rate as f32) as usize {
        let sample = 0.3 * (TAU * hertz * n as f32 / rate as f32).sin();
        for _ in 0..channels {
            let sample = (sample * f32::from(i16::MAX)) as i16;
            writer.write_sample(sample).unwrap();
        }
    }
    writer.finalize().unwrap();
}

/// Tones of two classes, of different lengths.
fn tones() -> Folder {
    let folder = Folder::new();
    for number in 0..12 {
        let (class, hertz) = if number % 2 == 0 {
            ("low", 300.0)
        } else {
            ("high", 1_500.0)
        };
        let hertz = hertz + 20.0 * number as f32;
        let name = format!("tones/{class}/{number}.wav");
        tone(&folder, &name, 8_000, 1, hertz, 0.1 + 0.01 * number as f32);
    }
    folder
}

/// A file of a folder.
fn first(folder: &Folder, name: &str) -> std::path::PathBuf {
    let mut entries = fs::read_dir(folder.path(name)).unwrap();
    entries.next().expect("a file").unwrap().path()
}

#[test]
fn sounds_are_looked_at_and_trained_on_as_frames() {
    let folder = tones();
    let event = events(&folder.succeed(&["import", "tones", "--json"])).remove(0);
    assert_eq!(event["kind"], "series");
    assert_eq!(event["samples"], 12);
    assert_eq!(event["rate"], 8_000);
    assert_eq!(event["classes"], serde_json::json!(["high", "low"]));
    // 0.1 s are 3 whole frames, 0.21 s are 8.
    assert_eq!(event["lengths"], serde_json::json!([3, 8]));
    let said = folder.succeed(&["import", "tones"]);
    let wanted = "Sound at 8000 Hz, 32 mel bands of frames of 256 samples every 200";
    assert!(said.lines().any(|line| line == wanted), "{said}");

    let train = [
        "train",
        "--data",
        "tones",
        "--set",
        "data.seconds=0.1",
        "--epochs",
        "3",
    ];
    folder.succeed(&[&train[..], &["--out", "p"]].concat());
    let denoise = |more: &[&str]| {
        let start = ["use", "denoise", "p", "--json", "--set", "noise=gaussian"];
        events(&folder.succeed(&[&start[..], more].concat())).remove(0)
    };
    let event = denoise(&["--set", "strength=0.2", "--out", "clean"]);
    assert_eq!(keys(&event["figures"]), ["mse", "snr"]);
    assert_eq!(keys(&event["baselines"]["noisy"]), ["mse", "snr"]);
    let made = WavReader::open(first(&folder, "clean")).unwrap();
    // Three frames of 256 samples every 200.
    assert_eq!((made.spec().sample_rate, made.duration()), (8_000, 656));
    // Weaker noise leaves more of the signal.
    let weak = denoise(&["--set", "strength=0.05"]);
    let snr = |event: &serde_json::Value| event["baselines"]["noisy"]["snr"].as_f64().unwrap();
    assert!(snr(&weak) > snr(&event), "{weak} {event}");

    // New files are read as those of training, whatever their rate and channels.
    tone(&folder, "new/a.wav", 44_100, 2, 310.0, 0.1);
    tone(&folder, "new/b.wav", 8_000, 1, 310.0, 0.1);
    let out = ["--input", "new", "--out", "codes.csv"];
    folder.succeed(&[&["use", "features", "p"][..], &out].concat());
    let text = fs::read_to_string(folder.path("codes.csv")).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!((rows.len(), rows[1][0], rows[2][0]), (3, "a.wav", "b.wav"));
    let code = |row: usize| -> f32 { rows[row].last().unwrap().parse().unwrap() };
    assert!((code(1) - code(2)).abs() < 0.1, "{text}");

    // What is made of them is called as they are.
    folder.succeed(&["use", "denoise", "p", "--input", "new", "--out", "quiet"]);
    let mut names: Vec<String> = fs::read_dir(folder.path("quiet"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["a.wav", "b.wav"]);

    // A project that nobody names lies beside data that are called as it would be.
    folder.succeed(&["train", "--data", "tones", "--epochs", "1"]);
    assert!(folder.path("tones-project/project.json").is_file());

    fs::write(folder.path("words.txt"), "no sound\n").unwrap();
    let refused = folder.fail(&[
        "use",
        "features",
        "p",
        "--input",
        "words.txt",
        "--out",
        "x.csv",
    ]);
    assert!(refused.ends_with(": words.txt"), "{refused}");
}

#[test]
fn waveforms_and_pictures_become_sound_again() {
    let folder = tones();
    for (form, more) in [
        ("waveform", "data.seconds=0.05"),
        ("picture", "data.mels=28"),
    ] {
        let form = format!("data.form={form}");
        let out = ["--set", &form, "--set", more, "--epochs", "1", "--out", "p"];
        folder.succeed(&[&["train", "--data", "tones"][..], &out].concat());
        let denoise = ["use", "denoise", "p", "--set", "noise=gaussian", "--json"];
        let out = ["--out", "made", "--force"];
        let event = events(&folder.succeed(&[&denoise[..], &out].concat())).remove(0);
        assert!(event["figures"]["snr"].is_number(), "{event}");
        let made = WavReader::open(first(&folder, "made")).unwrap();
        assert_eq!(made.spec().sample_rate, 8_000);
        fs::remove_dir_all(folder.path("p")).unwrap();
    }
    let refused = folder.fail(&["import", "tones", "--set", "data.mels=2"]);
    let wanted = "Mel bands must be at least 4 and at most 256, not 2: data.mels";
    assert_eq!(refused, wanted);
}
