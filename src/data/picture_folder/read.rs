//! Reads the pictures of a folder as samples.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::canvas::{Canvas, Patches};
use super::decode::decode;
use super::look::{Look, Seen, look};
use super::options::{Colour, PictureFolder, SIDES, USUAL_SIDE};
use crate::data::folder::{
    File, Labelling, Listing, each, find_class_file, list_parts, name_below, said, shortened,
};
use crate::data::held_out::Parting;
use crate::data::named::Named;
use crate::data::path_name::file_name;
use crate::data::reader::{Reader, named_paths};
use crate::data::{About, DataError, Dataset, ImageShape, Samples, TestPart};
use crate::system::check_memory;

/// Bytes a sample beside its pixels: places in the split, in the order of an epoch and while they are drawn.
const BYTES_A_SAMPLE: u64 = 64;

/// A picture that can be decoded, as far as a look tells.
struct Picture {
    file: File,
    seen: Seen,
}

/// Endings of files that other kinds of data are in.
const OF_DATA: [&str; 7] = [".csv", ".tsv", ".tab", ".npy", ".npz", "-ubyte", ".idx"];

impl Reader for PictureFolder {
    fn recognise(named: &Named) -> Option<Result<Self, DataError>> {
        let is_picture = image::guess_format(&named.start).is_ok()
            || named.ends(&[
                ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif",
            ]);
        let folder = Self {
            path: named.path.to_owned(),
            // One picture alone is no set.
            patch: is_picture.then_some(USUAL_SIDE),
            ..Self::default()
        };
        (named.is_folder || is_picture).then_some(Ok(folder))
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn paths_mut(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        let others = [("test", &mut self.test), ("labels", &mut self.labels)];
        named_paths(("path", &mut self.path), others)
    }

    fn found(&self) -> Vec<PathBuf> {
        let unnamed = self.labels.is_none() && self.path.is_dir();
        let found = unnamed.then(|| find_class_file(&self.path)).flatten();
        // What lies in it belongs to the folder.
        let beside = found.filter(|path| !path.starts_with(&self.path));
        beside.into_iter().collect()
    }

    fn has_images(&self) -> bool {
        true
    }

    fn has_test_part(&self) -> bool {
        self.test.is_some()
    }

    fn read(&self, parting: Parting) -> Result<Dataset, DataError> {
        let Listing {
            files,
            mut has_parts,
            warnings,
        } = list_parts(&self.path, self.test.as_deref())?;
        has_parts &= !parting.whole;
        let mut left_out = warnings;
        let pictures = self.pictures(files, &mut left_out)?;
        let canvas = self.canvas(&pictures);
        let pictures = self.whole(pictures, canvas, &mut left_out)?;
        let (pictures, pixels) = self.decoded(pictures, canvas, &mut left_out)?;

        let labelling = Labelling {
            path: &self.path,
            labels: self.labels.as_deref(),
            noun: "picture",
        };
        let files: Vec<&File> = pictures.iter().map(|picture| &picture.file).collect();
        let (class_names, classes) = labelling.classes(&files, &mut left_out)?;
        let counts: Vec<usize> = pixels.iter().map(|all| all.len() / canvas.size()).collect();
        let (parts, test_part) = if has_parts {
            let all = 0..pictures.len() as u32;
            let is_test = |index: &u32| pictures[*index as usize].file.is_test;
            let (test, train): (Vec<u32>, Vec<u32>) = all.partition(is_test);
            let part = match &self.test {
                Some(path) => TestPart::Named(path.clone()),
                None => TestPart::Own,
            };
            let both = [train, test].map(|part| expanded(&part, &counts));
            (both, part)
        } else {
            let part = parting.test_part();
            (self.parted(parting, &counts, classes.as_deref())?, part)
        };
        let name = |(picture, patch): &(u32, u32)| {
            let path = &pictures[*picture as usize].file.path;
            name_below(&self.path, path, self.patch.map(|_| ("patch", *patch)))
        };
        let names = parting.whole.then(|| parts[0].iter().map(name).collect());
        let [train, test] = parts.map(|part| collected(&part, &pixels, canvas, classes.as_deref()));
        drop(pixels);
        let (mut train, test) = (train?, test?);
        if let Some(names) = names {
            train = train.named(names);
        }
        for (part, name) in [(&train, "training"), (&test, "test")] {
            if part.is_empty() && !parting.whole {
                let problem = format!("there are no {name} pictures that can be read");
                return Err(DataError::file(&self.path, problem));
            }
        }
        Ok(Dataset {
            name: file_name(&self.path),
            train,
            test,
            class_names,
            about: About {
                test_part,
                warnings: shortened(left_out),
                ..About::default()
            },
        })
    }
}

impl PictureFolder {
    /// The files that are pictures.
    fn pictures(
        &self,
        files: Vec<File>,
        left_out: &mut Vec<String>,
    ) -> Result<Vec<Picture>, DataError> {
        let is_folder = self.path.is_dir();
        let looks = each(&self.path, &files, |file| look(&file.path))?;
        let (mut pictures, mut others) = (Vec::new(), Vec::new());
        for (file, look) in files.into_iter().zip(looks) {
            match look {
                Look::Picture(seen) => pictures.push(Picture { file, seen }),
                Look::Other if is_folder => others.push(file.path),
                Look::Other => return Err(DataError::file(&self.path, "the file is no picture")),
                Look::Bad(problem) if is_folder => left_out.push(said(&problem, &file.path)),
                Look::Bad(problem) => return Err(DataError::file(&file.path, problem)),
            }
        }
        if pictures.is_empty() {
            return Err(self.none(left_out.first(), &others));
        }
        match others.len() {
            0 => {}
            1 => left_out.push("1 file that is no picture is left out".into()),
            others => left_out.push(format!("{others} files that are no pictures are left out")),
        }
        Ok(pictures)
    }

    fn none(&self, reason: Option<&String>, others: &[PathBuf]) -> DataError {
        let mut data = others.iter().filter(|path| {
            let name = path.to_string_lossy().to_lowercase();
            let name = name.strip_suffix(".gz").unwrap_or(&name);
            OF_DATA.iter().any(|ending| name.ends_with(ending))
        });
        let problem = match (reason, data.next()) {
            (None, None) => {
                "there is neither a project nor a picture, sound or text in this folder".to_owned()
            }
            (None, Some(path)) => format!(
                "there is no picture in this folder, name the file of data in it, {}",
                file_name(path)
            ),
            (Some(reason), _) => {
                format!("no picture in this folder can be read, the first because {reason}")
            }
        };
        DataError::file(&self.path, problem)
    }

    fn canvas(&self, pictures: &[Picture]) -> Canvas {
        let patches = self.patch.map(|side| Patches {
            side,
            step: self.step.unwrap_or(side),
        });
        let found = || {
            let first = pictures.first().map_or(0, |picture| picture.seen.width);
            let alike =
                |picture: &Picture| (picture.seen.width, picture.seen.height) == (first, first);
            let is_usual = SIDES.contains(&first) && pictures.iter().all(alike);
            if is_usual { first } else { USUAL_SIDE }
        };
        let has_colour = match self.colour {
            Colour::Auto => pictures.iter().any(|picture| picture.seen.has_colour),
            Colour::Grey => false,
            Colour::Rgb => true,
        };
        Canvas {
            side: self.side.or(self.patch).unwrap_or_else(found),
            channels: if has_colour { 3 } else { 1 },
            fit: self.fit,
            background: self.background.0,
            patches,
        }
    }

    /// The pictures that give a sample, once there is room for all samples.
    fn whole(
        &self,
        pictures: Vec<Picture>,
        canvas: Canvas,
        left_out: &mut Vec<String>,
    ) -> Result<Vec<Picture>, DataError> {
        let count = |picture: &Picture| {
            let Seen { width, height, .. } = picture.seen;
            canvas
                .patches
                .map_or(1, |patches| patches.count(width, height))
        };
        let samples: u64 = pictures.iter().map(count).sum();
        // Twice while the samples go to their parts.
        let each = (2 * canvas.size() as u64).saturating_add(BYTES_A_SAMPLE);
        check_memory(samples.saturating_mul(each)).map_err(|shortage| {
            DataError::file(&self.path, format!("its {samples} samples need {shortage}"))
        })?;
        if i32::try_from(samples).is_err() {
            let problem = format!("{samples} samples are more than can be counted");
            return Err(DataError::file(&self.path, problem));
        }
        let (whole, small): (Vec<_>, Vec<_>) =
            pictures.into_iter().partition(|picture| count(picture) > 0);
        for picture in &small {
            let problem = format!(
                "a picture of {} × {} pixels is smaller than a patch",
                picture.seen.width, picture.seen.height
            );
            if whole.is_empty() {
                return Err(DataError::file(&picture.file.path, problem));
            }
            left_out.push(said(&problem, &picture.file.path));
        }
        Ok(whole)
    }

    /// The pictures that can be decoded, with the pixels of the samples of each.
    fn decoded(
        &self,
        pictures: Vec<Picture>,
        canvas: Canvas,
        left_out: &mut Vec<String>,
    ) -> Result<(Vec<Picture>, Vec<Vec<u8>>), DataError> {
        let draw = |picture: &Picture| decode(&picture.file.path).map(|image| canvas.draw(image));
        let drawn = each(&self.path, &pictures, draw)?;
        let (mut good, mut pixels) = (Vec::new(), Vec::new());
        for (picture, drawn) in pictures.into_iter().zip(drawn) {
            match drawn {
                Ok(drawn) if !drawn.is_empty() => {
                    good.push(picture);
                    pixels.push(drawn);
                }
                Ok(_) => left_out.push(said("nothing was in it", &picture.file.path)),
                Err(problem) if self.path.is_dir() => {
                    left_out.push(said(&problem, &picture.file.path));
                }
                Err(problem) => return Err(DataError::file(&picture.file.path, problem)),
            }
        }
        match good.is_empty() {
            true => Err(self.none(left_out.first(), &[])),
            false => Ok((good, pixels)),
        }
    }

    /// A part of the pictures to test on, with all their patches; of one picture a part of its patches.
    fn parted(
        &self,
        parting: Parting,
        counts: &[usize],
        classes: Option<&[u32]>,
    ) -> Result<[Vec<(u32, u32)>; 2], DataError> {
        if let [count] = counts {
            let parts = parting.indices(*count, None, &self.path)?;
            return Ok(parts.map(|part| part.into_iter().map(|patch| (0, patch)).collect()));
        }
        let parts = parting.indices(counts.len(), classes, &self.path)?;
        Ok(parts.map(|part| expanded(&part, counts)))
    }
}

/// The samples of these pictures: the picture and its patch.
fn expanded(pictures: &[u32], counts: &[usize]) -> Vec<(u32, u32)> {
    let patches = |index: &u32| {
        let index = *index;
        (0..counts[index as usize] as u32).map(move |patch| (index, patch))
    };
    pictures.iter().flat_map(patches).collect()
}

/// One part of the samples.
fn collected(
    part: &[(u32, u32)],
    pixels: &[Vec<u8>],
    canvas: Canvas,
    classes: Option<&[u32]>,
) -> Result<Samples, DataError> {
    let size = canvas.size();
    // Taken at once, and never copied.
    let mut all: Arc<[u8]> = std::iter::repeat_n(0, part.len() * size).collect();
    for ((picture, patch), out) in part.iter().zip(Arc::make_mut(&mut all).chunks_mut(size)) {
        let start = *patch as usize * size;
        out.copy_from_slice(&pixels[*picture as usize][start..start + size]);
    }
    let shape = ImageShape {
        height: canvas.side as usize,
        width: canvas.side as usize,
        channels: canvas.channels,
    };
    let labels = classes.map(|classes| {
        let of = part.iter().map(|(picture, _)| classes[*picture as usize]);
        of.collect()
    });
    Samples::images(shape, all, None)?.labelled(labels)
}
