//! Samples of compressed codes.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::code_file::{MARK, Quantised};
use super::{Choice, Choices, Format, Given, Outcome, Problem, Subject, Use};
use super::{Shown, ShownLine, ShownSample};

pub struct Decompress;

/// Larger files (bytes) are not read.
const MOST: u64 = 1 << 30;
/// Of samples that are made of a file at once: 2 GiB of them.
const MOST_NUMBERS: u64 = 1 << 29;
const SHOWN: usize = 20;

impl Use for Decompress {
    fn name(&self) -> &'static str {
        "decompress"
    }

    fn title(&self) -> &'static str {
        "Decompress"
    }

    fn sentence(&self) -> &'static str {
        "Writes the samples that a file of compressed codes stands for, by the weights it was compressed with"
    }

    fn needs(&self) -> &'static str {
        "a file that compress wrote, as --input"
    }

    fn example(&self) -> &'static str {
        "hourglass use decompress deep --input digits.codes --out digits"
    }

    fn takes(&self) -> Given {
        Given::File
    }

    fn choices(&self) -> &'static [Choice] {
        &[]
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Npy, Format::Csv, Format::Files]
    }

    fn run(&self, subject: &Subject, _: &Choices) -> Result<Outcome, Problem> {
        let path = subject
            .file
            .ok_or_else(|| subject.refused("give the file of codes"))?;
        let model = subject.model_alone()?;
        let at = |why: String| Problem(format!("{why}: {}", path.display()));
        let bytes = read(path).map_err(at)?;
        let read = Quantised::read(&bytes, &subject.fingerprint(), model.code_width());
        let quantised = read.map_err(at)?;
        let width = subject.scaler.shape().target_width() as u64;
        let count = quantised.count();
        if count.saturating_mul(width) > MOST_NUMBERS {
            return Err(at(format!(
                "it stands for {count} samples of {width} numbers, which is more than fits"
            )));
        }
        let mut values = model.decode(&quantised.codes()).map_err(Problem::of)?;
        subject.scaler.unscale(&mut values);
        if !values.iter().all(|number| number.is_finite()) {
            return Err(at("its codes stand for no finite numbers".into()));
        }
        let made = subject.made(values);
        let lines = (0..made.len().min(SHOWN)).map(|index| ShownLine {
            caption: format!("{index}"),
            samples: vec![Some(ShownSample::Values(made.sample(index).to_vec()))],
        });
        Ok(Outcome {
            shown: Shown {
                headings: vec!["decompressed"],
                lines: lines.collect(),
            },
            made: Some(made),
            ..Outcome::default()
        })
    }
}

/// The bytes of the file at `path`, or its beginning where that shows that it is another.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    // Looked at before it is opened, because opening a pipe waits for its other end.
    let metadata = fs::metadata(path).map_err(|error| format!("it cannot be read, {error}"))?;
    if !metadata.is_file() {
        return Err("this is no file".into());
    }
    if metadata.len() > MOST {
        return Err("this is larger than files of codes are".into());
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|mut file| {
        file.by_ref()
            .take(MARK.len() as u64)
            .read_to_end(&mut bytes)?;
        match bytes == MARK {
            true => file.take(MOST).read_to_end(&mut bytes),
            false => Ok(0),
        }
    });
    read.map_err(|error| format!("it cannot be read, {error}"))?;
    Ok(bytes)
}
