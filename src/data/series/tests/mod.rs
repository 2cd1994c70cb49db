//! Series in each form, read and refused.

mod ts;

use std::path::PathBuf;

use proptest::prelude::*;

use super::{SeriesFile, SeriesForm};
use crate::data::{
    DataSettings, Dataset, Prepared, SampleShape, Samples, SequenceShape, Source, TestPart, load,
};

const TS: &str = "#A comment\n@problemName x\n@timeStamps false\n@univariate false\n\
    @classLabel true b a\n@data\n\
    1,2,3:4,5,6:a\n# another\n\n7,?:8,NaN:b\n?,9:10,11:a\n-1.5e1:0:?\n";
const LONG: &str = "id,time,x,y,label\nk,2,3,4,q\nj,1,5,6,p\nk,1,1,2,q\nj,2,,8,p\n";

/// Files in a folder of their own, and the settings of the first.
struct Files {
    folder: tempfile::TempDir,
    file: SeriesFile,
}

impl Files {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let file = SeriesFile {
            path: folder.path().join(files[0].0),
            ..SeriesFile::default()
        };
        Self { folder, file }
    }

    fn settings(&self) -> DataSettings {
        DataSettings {
            validation: 0,
            ..DataSettings::of_source(Source::Series(self.file.clone()))
        }
    }

    fn load(&self) -> Dataset {
        load(&self.settings()).unwrap()
    }

    /// Why it cannot be read, without the folder.
    fn refused(&self) -> String {
        let problem = load(&self.settings()).unwrap_err().to_string();
        let path = format!(
            "{}{}",
            self.folder.path().display(),
            std::path::MAIN_SEPARATOR
        );
        problem.replace(&path, "")
    }
}

fn of(name: &str, text: &str) -> Files {
    Files::new(&[(name, text.as_bytes())])
}

/// A sequence as text, its steps between bars.
fn shown(samples: &Samples, index: usize) -> String {
    let SampleShape::Sequence(SequenceShape { features, .. }) = samples.shape() else {
        panic!("sequences");
    };
    let row = samples.row(index);
    let step = |step: &[f32]| {
        let numbers = step.iter().map(|value| match value.is_nan() {
            true => "-".into(),
            false => value.to_string(),
        });
        numbers.collect::<Vec<String>>().join(" ")
    };
    let steps: Vec<String> = row.chunks(*features).map(step).collect();
    steps.join("|")
}

/// All sequences with their classes, those of both parts in the order of the words.
fn all(data: &Dataset) -> Vec<String> {
    let one = |samples: &Samples, index: usize| {
        let label = samples.label(index).map(|label| data.class_name(label));
        let steps = shown(samples, index);
        format!("{} {steps}", label.unwrap_or("none".into()))
    };
    let parts = [&data.train, &data.test];
    let all = parts
        .iter()
        .flat_map(|part| (0..part.len()).map(|index| one(part, index)));
    let mut all: Vec<String> = all.collect();
    all.sort();
    all
}

#[test]
fn long_tables_are_grouped_by_id_and_put_in_the_order_of_time() {
    let data = of("x.csv", LONG).load();
    assert_eq!(all(&data), ["p 5 6|- 8", "q 1 2|3 4"]);
    assert_eq!(data.train.channels(), ["x", "y"]);
    assert_eq!(data.about.warnings.len(), 1, "{:?}", data.about.warnings);
    let (samples, index) = match data.train.name(0) {
        Some("k") => (&data.train, 0),
        _ => (&data.test, 0),
    };
    assert_eq!(samples.name(index), Some("k"));
    assert_eq!(samples.time(index, 1), Some("2"));
    assert_eq!(samples.first_step(index), None);
    let facts = data.about.series.unwrap();
    assert_eq!(
        (facts.form, &*facts.values),
        (SeriesForm::Long, &["x".into(), "y".into()][..])
    );
}

#[test]
fn wide_tables_are_a_row_a_sequence() {
    let names: Vec<String> = (1..=8).map(|step| format!("t{step}")).collect();
    let text = format!(
        "class,{}\n1,{}\n2,{}\n10,{}\n",
        names.join(","),
        "1,2,3,4,5,6,7,8",
        "1,?,3,,,,,",
        "9,,,,,,,"
    );
    let data = of("x.csv", &text).load();
    assert_eq!(
        all(&data),
        [
            "1 1|2|3|4|5|6|7|8",
            "10 9|-|-|-|-|-|-|-",
            "2 1|-|3|-|-|-|-|-"
        ]
    );
    assert_eq!(data.class_names.unwrap(), ["1", "2", "10"]);
    assert_eq!(data.train.channels(), ["value"]);
}

#[test]
fn one_long_series_is_cut_into_windows_that_share_no_step_with_the_test_part() {
    let lines = (0..60).map(|hour| {
        format!(
            "2024-03-0{} {:02}:00,{hour},{}\n",
            1 + hour / 24,
            hour % 24,
            -hour
        )
    });
    let text = format!("when,load,price\n{}", lines.collect::<String>());
    let mut files = of("x.csv", &text);
    (files.file.window, files.file.stride) = (5, Some(5));
    let data = files.load();
    assert_eq!((data.train.len(), data.test.len()), (10, 2));
    assert_eq!(shown(&data.test, 0), "50 -50|51 -51|52 -52|53 -53|54 -54");
    assert_eq!(data.test.first_step(1), Some(55));
    assert_eq!(data.test.time(1, 2), Some("2024-03-03 09:00"));
    assert_eq!(data.about.test_part, TestPart::Last);
    // Overlapping windows set aside for validation leave a gap before them.
    files.file.stride = Some(1);
    let settings = DataSettings {
        validation: 6,
        ..files.settings()
    };
    let data = Prepared::load(&settings).unwrap();
    let train = &data.dataset.train;
    let last = |part: &[u32]| train.first_step(part[part.len() - 1] as usize).unwrap();
    let first = train.first_step(data.split.validation[0] as usize).unwrap();
    assert_eq!(
        (data.split.validation.len(), last(&data.split.validation)),
        (6, 45)
    );
    assert_eq!((last(&data.split.train) + 5, first), (40, 40));

    files.file.window = 31;
    assert_eq!(
        files.refused(),
        "the series has 60 steps, too few for windows of 31 to train on and others to test on: x.csv"
    );
}

#[test]
fn choices_and_damage_in_tables_are_named() {
    let with = |text: &str, change: fn(&mut SeriesFile)| {
        let mut files = of("x.csv", text);
        change(&mut files.file);
        files.refused()
    };
    assert_eq!(
        with("id,x\na,1\na,2\nb,3\nb,four\n", |_| {}),
        "line 5 has no number but \"four\" in the column x: x.csv"
    );
    assert_eq!(
        with("id,x\na,1\na,1e99\n", |_| {}),
        "line 3 has 1e99, beyond single precision, in the column x: x.csv"
    );
    assert_eq!(
        with("id,x,label\na,1,p\na,2,q\n", |_| {}),
        "line 3 gives the sequence a another class: x.csv"
    );
    assert_eq!(
        with("id,x\na,1\n,2\na,3\n", |_| {}),
        "line 3 has nothing in the column id: x.csv"
    );
    assert_eq!(
        with("u,x\na,1\na,2\n", |file| file.form = Some(SeriesForm::Long)),
        "no column says which sequence a row belongs to; name it as id: x.csv"
    );
    assert_eq!(
        with("id,x\na,1\na,2\n", |file| file.id = Some("y".into())),
        "the table has no column called y: x.csv"
    );
    assert_eq!(
        with("id,x\na,1\na,2\n", |file| file.columns = vec!["id".into()]),
        "line 2 has no number but \"a\" in the column id: x.csv"
    );
    assert_eq!(
        with("id,x\na,1\na,2\n", |_| {}),
        "one sample cannot be both for training and for testing: x.csv"
    );
}

/// A NPY file of these sizes.
fn npy(sizes: &str, values: &[f32]) -> Vec<u8> {
    let mut header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {sizes}, }}");
    while !(header.len() + 11).is_multiple_of(64) {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    bytes
}

#[test]
fn arrays_of_one_two_and_three_dimensions_are_series() {
    let values: Vec<f32> = (0..12).map(|value| value as f32).collect();
    let read = |sizes: &str, form, window| {
        let mut files = Files::new(&[("x.npy", &npy(sizes, &values))]);
        (files.file.form, files.file.window) = (form, window);
        load(&files.settings()).map_err(|_| files.refused())
    };
    let three = read("(3, 2, 2)", None, 9).unwrap();
    assert_eq!(
        all(&three),
        ["none 0 1|2 3", "none 4 5|6 7", "none 8 9|10 11"]
    );
    let two = read("(3, 4)", None, 9).unwrap();
    assert_eq!(all(&two)[0], "none 0|1|2|3");
    let two = read("(6, 2)", Some(SeriesForm::Single), 3).unwrap();
    assert_eq!(all(&two), ["none 0 1|2 3|4 5", "none 6 7|8 9|10 11"]);
    let one = read("(12,)", None, 6).unwrap();
    assert_eq!(one.test.first_step(0), Some(6));
    assert_eq!(
        read("(12,)", Some(SeriesForm::Wide), 6).unwrap_err(),
        "the array has 1 dimension, and series have two (samples, steps): x.npy"
    );
}

#[test]
fn sequences_of_one_step_and_of_very_many_are_read_and_scaled() {
    let long: Vec<String> = (0..100_000).map(|step| (step % 10).to_string()).collect();
    let constant = vec!["7"; 100_000].join(",");
    let text = format!(
        "@classLabel false\n@data\n{}:{constant}\n1:7\n",
        long.join(",")
    );
    let data = Prepared::load(&of("x.ts", &text).settings()).unwrap();
    assert_eq!(data.dataset.shape().values(), 200_000);
    let scales = data.scaler.columns();
    assert_eq!((scales[1].mean, scales[1].deviation), (7.0, 1.0));
}

#[test]
fn new_sequences_are_cut_or_padded_and_other_channels_refused() {
    use crate::data::{NewSamples, TrainedOn};
    let train = Files::new(&[
        ("x.csv", LONG.as_bytes()),
        (
            "longer.csv",
            b"id,x,y,z\na,1,2,0\na,3,4,0\na,5,6,0\nb,7,8,0\n",
        ),
        ("other.csv", b"id,x,z\na,1,2\n"),
        ("three.ts", b"@classLabel true p\n@data\n1:2:3:p\n"),
        ("two.ts", b"@classLabel true p q n\n@data\n1:2:q\n3:4:n\n"),
    ]);
    let data = Prepared::load(&train.settings()).unwrap();
    let on = TrainedOn::of(&data);
    let read = |name: &str| {
        let path: PathBuf = train.folder.path().join(name);
        NewSamples::read(&path, &on, &data.scaler, Some(&data)).map_err(|error| {
            let folder = format!(
                "{}{}",
                train.folder.path().display(),
                std::path::MAIN_SEPARATOR
            );
            error.to_string().replace(&folder, "")
        })
    };
    let new = read("longer.csv").unwrap();
    assert_eq!(
        [0, 1].map(|index| shown(&new.samples, index)),
        ["1 2|3 4", "7 8|- -"]
    );
    assert_eq!(new.origin.unwrap().cells, [["a", "b"]]);
    assert_eq!(
        new.warnings,
        ["1 sequence longer than the 2 steps of training are seen up to there"]
    );
    assert_eq!(
        read("other.csv").unwrap_err(),
        "the table has no column called y: other.csv"
    );
    assert_eq!(
        read("three.ts").unwrap_err(),
        "the sequences have 3 channels (channel 1, channel 2, channel 3) but the weights are for 2 channels (x, y): three.ts"
    );
    let new = read("two.ts").unwrap();
    assert_eq!(
        (new.samples.label(0), new.samples.label(1)),
        (Some(1), None)
    );
    assert_eq!(new.samples.channels(), ["x", "y"]);
}

proptest! {
    /// Bytes bent at random are read or refused, by a sentence that ends with the path.
    #[test]
    fn bent_bytes_are_read_or_refused(
        is_table in any::<bool>(),
        bends in prop::collection::vec((0usize..190, any::<u8>()), 0..6),
        cut in 0usize..200,
    ) {
        let (name, text) = if is_table { ("x.csv", LONG) } else { ("x.ts", TS) };
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte) in bends {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        bytes.truncate(cut);
        let mut files = Files::new(&[(name, &bytes)]);
        files.file.window = 2;
        match Prepared::load(&files.settings()) {
            Ok(data) => {
                let parts = [&data.dataset.train, &data.dataset.test];
                prop_assert!(parts.iter().all(|part| !part.is_empty() && part.length(0) > 0));
            }
            Err(problem) => {
                let end = [files.file.path.display().to_string(), "x.csv".into(), "x.ts".into()];
                prop_assert!(end.iter().any(|end| problem.ends_with(end)), "{}", problem);
            }
        }
    }
}
