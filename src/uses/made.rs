//! Samples that a use made, as they are written.

use std::collections::BTreeSet;

use image::{DynamicImage, GrayImage, RgbImage};

use super::made_series::MadeSeries;
use super::npy::npy_of;
use super::{Cells, Column, Table};
use crate::data::{ColumnKind, ImageShape, SampleShape, Samples, SoundFormat};
use crate::export::{png_file_of, wav_file_of};

/// Samples that a use made, in the values' own units: of yes/no columns and categories probabilities.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    shape: SampleShape,
    /// `target_width` numbers a sample.
    values: Vec<f32>,
    /// How they become sound, where they are some.
    sound: Option<SoundFormat>,
    /// Of sequences.
    series: Option<MadeSeries>,
    /// What the file of each is called, without its ending.
    names: Option<Vec<String>>,
}

impl Made {
    /// Of `target_width` numbers a sample, as [`Scaler::unscale`](crate::data::Scaler::unscale) gives them. Sequences have
    /// all steps.
    pub fn new(shape: SampleShape, values: Vec<f32>) -> Self {
        let width = shape.target_width().max(1);
        let series = match &shape {
            SampleShape::Sequence(shape) => Some(*shape),
            SampleShape::Image(_) | SampleShape::Row(_) | SampleShape::Text(_) => None,
        };
        Self {
            series: series.map(|series| MadeSeries::new(series, values.len() / width)),
            shape,
            values,
            sound: None,
            names: None,
        }
    }

    /// The same; sequences with the channels of `samples` and the lengths of those at `places`, one for each that was made,
    /// and with the times of their steps where they stand for the same ones.
    pub fn like(mut self, samples: &Samples, places: &[u32], same: bool) -> Self {
        if let Some(series) = &mut self.series
            && series.take(samples, places, same)
        {
            series.end(&mut self.values);
        }
        self
    }

    /// The same, called as the files of `samples`, from which each was made, where no two are called alike.
    pub fn called(mut self, samples: &Samples) -> Self {
        let names = (0..samples.len()).map(|index| samples.name(index).map(file_stem));
        let names: Option<Vec<String>> = names.collect();
        self.names = names.filter(|names| {
            let different: BTreeSet<&String> = names.iter().collect();
            names.len() == self.len() && different.len() == names.len()
        });
        self
    }

    /// What the file of sample `index` is called, without its ending: as that it was made from, or by its place.
    pub fn file_name(&self, index: usize) -> String {
        let digits = self.len().saturating_sub(1).to_string().len();
        let name = self.names.as_ref().and_then(|names| names.get(index));
        name.cloned().unwrap_or_else(|| format!("{index:0digits$}"))
    }

    /// The same samples, which are sounds.
    pub fn sounding(self, sound: Option<SoundFormat>) -> Self {
        Self { sound, ..self }
    }

    /// How many samples.
    pub fn len(&self) -> usize {
        self.values.len() / self.width()
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// The numbers of sample `index`.
    pub fn sample(&self, index: usize) -> &[f32] {
        &self.values[index * self.width()..(index + 1) * self.width()]
    }

    fn width(&self) -> usize {
        self.shape.target_width().max(1)
    }

    /// What was made as columns behind those of `table`, which has a row a sample. Sequences have a row a step.
    pub fn beside(&self, table: &Table) -> Table {
        match &self.series {
            Some(series) => series.beside(table, &self.values),
            None => Table(table.0.iter().cloned().chain(self.columns()).collect()),
        }
    }

    /// One a column of a table, categories by their names; one a pixel of pictures; one of texts.
    fn columns(&self) -> Vec<Column> {
        if let Some(text) = self.shape.text() {
            let texts = self.values.chunks_exact(self.width());
            let texts = texts.map(|values| text.text(&text.likeliest(values)));
            return vec![Column {
                name: "text".into(),
                cells: Cells::Texts(texts.collect()),
            }];
        }
        let numbers = |place: usize| {
            let numbers = self.values.iter().skip(place).step_by(self.width());
            Cells::Singles(numbers.copied().collect())
        };
        let Some(columns) = self.shape.columns() else {
            let column = |place| Column {
                name: format!("pixel {place}"),
                cells: numbers(place),
            };
            return (0..self.width()).map(column).collect();
        };
        let all = columns.spans().map(|(column, span)| Column {
            name: column.name.clone(),
            cells: match &column.kind {
                ColumnKind::Numeric => numbers(span.start),
                ColumnKind::YesNo { names } => self.named(names, span.start, |numbers| {
                    usize::from(numbers.first().is_some_and(|&share| share >= 0.5))
                }),
                ColumnKind::Category { names } => {
                    let most = |numbers: &[f32]| {
                        let most = numbers[..names.len().min(numbers.len())].iter();
                        // The first of equals.
                        let most = most.enumerate().rev().max_by(|a, b| a.1.total_cmp(b.1));
                        most.map_or(0, |(place, _)| place)
                    };
                    self.named(names, span.start, most)
                }
            },
        });
        all.collect()
    }

    /// The name that `pick` gives of the numbers from `start` on.
    fn named(&self, names: &[String], start: usize, pick: impl Fn(&[f32]) -> usize) -> Cells {
        let rows = self.values.chunks_exact(self.width());
        let name = |row: &[f32]| names.get(pick(&row[start..])).cloned().unwrap_or_default();
        Cells::Texts(rows.map(name).collect())
    }

    /// A NumPy array: pictures x height x width, and channels where there are several; rows x numbers; sequences x steps x
    /// features, NaN past the end of each; or texts x steps, each the index of a token.
    pub fn array(&self) -> Vec<u8> {
        if let Some(text) = self.shape.text() {
            let texts = self.values.chunks_exact(self.width());
            let tokens = texts.flat_map(|values| text.likeliest(values));
            let tokens = tokens.map(|token| token as f32);
            return npy_of(&[self.len(), text.steps], tokens);
        }
        let lengths = match self.shape.image() {
            Some(image) if image.channels == 1 => vec![self.len(), image.height, image.width],
            Some(image) => vec![self.len(), image.height, image.width, image.channels],
            None => match &self.shape {
                SampleShape::Sequence(shape) => vec![self.len(), shape.steps, shape.features],
                _ => vec![self.len(), self.width()],
            },
        };
        npy_of(&lengths, self.values.iter().copied())
    }

    /// The ending of the files that hold a sample each; `None` where no such file can.
    pub fn ending(&self) -> Option<&'static str> {
        let image = self.shape.image();
        let are_pictures = image.is_some_and(|shape| matches!(shape.channels, 1 | 3));
        match self.sound {
            _ if self.is_empty() => None,
            Some(_) => Some("wav"),
            None => are_pictures.then_some("png"),
        }
    }

    /// Sample `index` as a file: a sound as WAV, of a spectrogram with phases that fit it, and a picture as PNG.
    ///
    /// # Errors
    /// One clause, where it is nothing that such a file can hold.
    pub fn file(&self, index: usize) -> Result<Vec<u8>, String> {
        match &self.sound {
            Some(format) => wav_file_of(format.rate(), &format.sound(self.sample(index))),
            None => self.picture(index),
        }
    }

    /// Sample `index` as a PNG file, numbers beyond black and white cut off.
    ///
    /// # Errors
    /// One clause, where it is no picture that such a file can hold.
    fn picture(&self, index: usize) -> Result<Vec<u8>, String> {
        let Some(shape) = self.shape.image() else {
            return Err(format!("{}s are no pictures", self.shape.noun()));
        };
        let bytes = self.sample(index).iter();
        let bytes = bytes.map(|x| (x * 255.0).round() as u8).collect();
        let picture = picture_of(bytes, shape)
            .ok_or_else(|| format!("there are no pictures of {} channels", shape.channels))?;
        png_file_of(&picture)
    }
}

/// The name of a file without its folders and its ending; a part of it keeps its number.
fn file_stem(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let at = [" piece ", " patch "]
        .iter()
        .find_map(|part| last.rfind(part));
    let (file, part) = last.split_at(at.unwrap_or(last.len()));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    format!("{stem}{part}")
}

/// `None` of other than one or three channels.
pub fn picture_of(bytes: Vec<u8>, shape: ImageShape) -> Option<DynamicImage> {
    let [width, height] = [shape.width as u32, shape.height as u32];
    match shape.channels {
        1 => GrayImage::from_raw(width, height, bytes).map(DynamicImage::from),
        3 => RgbImage::from_raw(width, height, bytes).map(DynamicImage::from),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Columns, TextShape, TokenUnit, Vocabulary};
    use crate::uses::Table;

    fn image(channels: usize) -> SampleShape {
        SampleShape::Image(ImageShape {
            height: 1,
            width: 2,
            channels,
        })
    }

    #[test]
    fn rows_are_written_by_the_names_of_their_categories() {
        let names = |all: &[&str]| all.iter().copied().map(String::from).collect::<Vec<_>>();
        let answers = ["no", "yes"].map(String::from);
        let column = |name, kind| crate::data::Column::new(name, kind, false);
        let sizes = names(&["small", "large", "huge"]);
        let shape = SampleShape::from(Columns::from(vec![
            column("age", ColumnKind::Numeric),
            column("member", ColumnKind::YesNo { names: answers }),
            column("size", ColumnKind::Category { names: sizes }),
        ]));
        let values = vec![41.5, 0.75, 0.25, 0.5, 0.25, -1.0, 0.25, 0.375, 0.25, 0.375];
        let made = Made::new(shape, values);
        assert_eq!(made.len(), 2);
        let text = Table(made.columns())
            .bytes(crate::uses::Format::Csv)
            .unwrap();
        assert_eq!(
            String::from_utf8(text).unwrap(),
            "age,member,size\n41.5,yes,large\n-1,no,small\n"
        );
        assert_eq!(made.picture(0).unwrap_err(), "rows are no pictures");
    }

    #[test]
    fn texts_are_written_up_to_their_end() {
        let shape = SampleShape::Text(TextShape {
            steps: 3,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of(["a", "dog"].map(String::from)),
        });
        let one_hot = |token: usize| (0..4).map(move |place| f32::from(u8::from(place == token)));
        let values: Vec<f32> = [2, 3, 1, 3, 1, 2].into_iter().flat_map(one_hot).collect();
        let made = Made::new(shape, values);
        let text = Table(made.columns()).bytes(crate::uses::Format::Csv);
        let text = String::from_utf8(text.unwrap()).unwrap();
        assert_eq!(text, "text\na dog\ndog\n");
        let array = made.array();
        assert!(String::from_utf8_lossy(&array).contains("'shape': (2, 3), "));
        assert!(array.ends_with(&2f32.to_le_bytes()));
    }

    #[test]
    fn files_are_called_as_those_they_were_made_from() {
        for (name, stem) in [
            ("a/b/c.d.wav", "c.d"),
            ("long.wav piece 12", "long piece 12"),
            ("plain", "plain"),
        ] {
            assert_eq!(file_stem(name), stem);
        }
    }

    #[test]
    fn pictures_are_arrays_and_files() {
        let made = Made::new(image(1), vec![0.0, 1.0, 0.5, 2.0, -1.0, 0.2]);
        let array = String::from_utf8_lossy(&made.array()).into_owned();
        assert!(array.contains("'shape': (3, 1, 2), "), "{array}");
        let read = image::load_from_memory(&made.picture(1).unwrap()).unwrap();
        assert_eq!(read.to_luma8().into_raw(), [128, 255]);
        assert_eq!(read.color(), image::ColorType::L8);
        let colour = Made::new(image(3), vec![0.0, 1.0, 0.2, 1.0, 0.0, 0.0]);
        let array = String::from_utf8_lossy(&colour.array()).into_owned();
        assert!(array.contains("'shape': (1, 1, 2, 3), "), "{array}");
        let read = image::load_from_memory(&colour.picture(0).unwrap()).unwrap();
        assert_eq!(read.to_rgb8().into_raw(), [0, 255, 51, 255, 0, 0]);
        let two = Made::new(image(2), vec![0.0; 4]);
        assert_eq!(
            two.picture(0).unwrap_err(),
            "there are no pictures of 2 channels"
        );
    }
}
