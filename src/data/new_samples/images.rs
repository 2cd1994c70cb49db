//! New images: pictures are made as large as those that were trained on, and arrays must be.

use std::path::Path;

use crate::data::held_out::Parting;
use crate::data::{
    ArrayFile, Colour, DataError, Dataset, IdxFiles, ImageShape, Layout, PictureFolder,
    SampleShape, Source,
};

/// Reads the images at `path` as `trained` was read, whatever kind of file they are in.
///
/// # Errors
/// When they are no images, or cannot be made to be of `shape`.
pub fn read(path: &Path, trained: &Source, shape: ImageShape) -> Result<Dataset, DataError> {
    let failed = |problem: String| DataError::file(path, problem);
    let wanted = SampleShape::from(shape);
    let source = match Source::of_path(path)? {
        Source::Pictures(_) => {
            if shape.height != shape.width {
                let problem = "pictures become squares, and the weights are for images of";
                return Err(failed(format!("{problem} {wanted}")));
            }
            Source::Pictures(PictureFolder {
                path: path.to_owned(),
                test: None,
                labels: None,
                side: Some(shape.width as u32),
                colour: if shape.channels == 1 {
                    Colour::Grey
                } else {
                    Colour::Rgb
                },
                ..match trained {
                    Source::Pictures(trained) => trained.clone(),
                    _ => PictureFolder::default(),
                }
            })
        }
        Source::Array(found) => Source::Array(array(found, trained, shape)),
        Source::Idx(found) => Source::Idx(IdxFiles {
            test_images: None,
            test_labels: None,
            transpose: matches!(trained, Source::Idx(trained) if trained.transpose),
            ..found
        }),
        _ => {
            let problem = "these are no images, and the weights are for images of";
            return Err(failed(format!("{problem} {wanted}")));
        }
    };
    let dataset = source.read(Parting::WHOLE)?;
    if *dataset.shape() != wanted {
        return Err(failed(format!(
            "the samples are {} but the weights are for {wanted}",
            dataset.shape()
        )));
    }
    Ok(dataset)
}

/// The array that was found, laid out as that of training; rows are images of `shape`.
fn array(found: ArrayFile, trained: &Source, shape: ImageShape) -> ArrayFile {
    let sides = [shape.height, shape.width, shape.channels].map(|side| side as u32);
    match trained {
        Source::Array(trained) => ArrayFile {
            path: found.path,
            labels: found.labels,
            label_array: None,
            test: None,
            test_labels: None,
            ..trained.clone()
        },
        _ => ArrayFile {
            test: None,
            test_labels: None,
            shape: (found.layout == Some(Layout::Rows)).then_some(sides),
            ..found
        },
    }
}
