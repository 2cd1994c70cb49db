//! Folders of sounds and single recordings as datasets.

use super::{FRAMES, SoundFolder, SoundForm, put, read, sine, wav};
use crate::data::{Samples, Source, TestPart};

#[test]
fn folders_give_parts_classes_lengths_and_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, rate, count) in [
        ("train/low/a.wav", 8_000, 600),
        ("train/low/b.wav", 8_000, 1_000),
        ("train/high/c.wav", 16_000, 1_600),
        ("test/high/d.wav", 8_000, 2_000),
    ] {
        let hertz = if name.contains("low") { 200.0 } else { 2_000.0 };
        put(root, name, &wav(rate, &sine(hertz, rate, count)));
    }
    put(root, "train/low/empty.wav", &wav(8_000, &[]));
    put(
        root,
        "train/low/no.wav",
        b"this is no sound at all, but text",
    );
    put(root, "train/notes.md", b"notes");
    let path = root.to_owned();
    let waves = SoundFolder {
        path: path.clone(),
        form: SoundForm::Waveform,
        ..SoundFolder::default()
    };
    let data = read(waves.clone()).unwrap();
    let dataset = &data.dataset;
    let lengths = [&dataset.train, &dataset.test].map(|part| {
        let all = 0..part.len();
        all.map(|index| part.length(index)).collect::<Vec<_>>()
    });
    // By name: high/c is of another rate.
    assert_eq!(lengths, [vec![800, 600, 1_000], vec![2_000]]);
    assert_eq!(dataset.train.labels(), Some(&[0, 1, 1][..]));
    assert_eq!(dataset.class_names.as_deref().unwrap(), ["high", "low"]);
    let said = &dataset.about.warnings;
    let wanted = [
        "brought from another rate to 8000 Hz: 1 sound",
        "there is no sound in it: ",
        "the file is no sound that can be read (WAV, FLAC, OGG, MP3): ",
        "no sound and left out: 1 file",
    ];
    for (said, wanted) in said.iter().zip(wanted) {
        assert!(said.starts_with(wanted), "{said}");
    }
    assert_eq!(said.len(), wanted.len());

    // Whole frames of 32 ms, each 25 ms after the one before.
    let data = read(SoundFolder {
        form: SoundForm::LogMel,
        ..waves.clone()
    });
    let train = data.unwrap().dataset.train;
    let lengths: Vec<usize> = (0..3).map(|index| train.length(index)).collect();
    assert_eq!(lengths, [3, 2, 4]);
    assert_eq!(train.channels().len(), 32);

    // Cut and padded with silence, which is there.
    let data = read(SoundFolder {
        seconds: Some(0.1),
        ..waves.clone()
    });
    let dataset = data.unwrap().dataset;
    let row = dataset.train.row(1);
    assert_eq!((row.len(), row[599] != 0.0, row[600]), (800, true, 0.0));
    assert_eq!(dataset.about.warnings[0], "cut after 0.100 s: 2 sounds");

    let data = read(SoundFolder {
        form: SoundForm::Picture,
        ..waves.clone()
    });
    let dataset = data.unwrap().dataset;
    let shape = dataset.shape().image().expect("pictures");
    assert_eq!((shape.height, shape.width, shape.channels), (32, 32, 1));
    // Of a low tone the lowest rows are bright, of a high one those above.
    let picture = dataset.train.image(1);
    let row = |row: usize| picture[row * 32];
    assert!(row(28) > row(10), "{} {}", row(28), row(10));
    let format = dataset.about.sound.as_deref().unwrap();
    // The longest, 2,000 samples, in 32 frames.
    assert_eq!(format.frames.hop, (2_000 - 256) / 31);

    for (change, said) in [
        (
            SoundFolder {
                hop: Some(0),
                ..waves.clone()
            },
            "0 is not between 1 and 1000000: data.source.hop",
        ),
        (
            SoundFolder {
                seconds: Some(f32::NAN),
                ..waves.clone()
            },
            "NaN is not between 0.001 and 3600: data.source.seconds",
        ),
        (
            SoundFolder {
                mels: 3,
                ..waves.clone()
            },
            "3 is not between 4 and 256: data.source.mels",
        ),
    ] {
        assert_eq!(read(change).unwrap_err(), said);
    }
    let path = root.join("nowhere");
    let gone = read(SoundFolder { path, ..waves }).unwrap_err();
    assert!(
        gone.starts_with("there is no such folder or file: "),
        "{gone}"
    );
}

#[test]
fn a_recording_is_cut_into_pieces_and_its_end_is_for_testing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(
        root,
        "long.wav",
        &wav(8_000, &sine(300.0, 8_000, 8_000 * 12 + 100)),
    );
    let path = root.join("long.wav");
    let Ok(Source::Sound(found)) = Source::of_path(&path) else {
        panic!("it is sound");
    };
    assert_eq!(found.piece, Some(1.0));
    let data = read(found).unwrap();
    let dataset = &data.dataset;
    assert_eq!((dataset.train.len(), dataset.test.len()), (10, 2));
    assert_eq!(dataset.about.test_part, TestPart::Last);
    assert_eq!(dataset.test.name(1), Some("long piece 12"));
    let lengths = [&dataset.train, &dataset.test].map(|part| part.length(0));
    assert_eq!(lengths, [FRAMES.count(8_000); 2]);

    // Of a folder of recordings no piece of one is in both parts.
    for number in 0..6 {
        put(
            root,
            &format!("set/{number}.wav"),
            &wav(8_000, &sine(300.0, 8_000, 8_000)),
        );
    }
    let data = read(SoundFolder {
        path: root.join("set"),
        piece: Some(0.25),
        ..SoundFolder::default()
    });
    let dataset = data.unwrap().dataset;
    assert_eq!((dataset.train.len(), dataset.test.len()), (20, 4));
    let of = |samples: &Samples, index: usize| samples.name(index).unwrap()[..1].to_owned();
    let test = of(&dataset.test, 0);
    assert!((0..4).all(|index| of(&dataset.test, index) == test));
    assert!((0..20).all(|index| of(&dataset.train, index) != test));
}
