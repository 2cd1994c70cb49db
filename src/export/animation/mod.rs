//! Training as an animation, from the weights that runs keep of their past: a GIF file.

mod gif;
mod reel;

use super::canvas::Canvas;
use super::cloud::Cloud;
use super::comparison::request;
use super::digits::trimmed;
use super::gallery::{self, Row};
use super::plane::Plane;
use super::spaces::{self, Space};
use crate::data::Dataset;
use crate::project::Document;
use crate::training::{GalleryView, LatentView, VariantId};
use reel::{Reel, moments, reels};

/// More moments than these are thinned evenly.
const MOMENTS: usize = 60;

/// Reconstructions of the same test images by `chosen` as they trained: the bytes of a GIF file.
///
/// # Errors
/// One clause: when weights of fewer than two moments are kept, cannot be read or do not fit the data.
pub fn of_gallery(
    document: &Document,
    dataset: &Dataset,
    chosen: &[VariantId],
) -> Result<Vec<u8>, String> {
    let reels = reels(document, dataset, chosen);
    let moments = moments(&reels, MOMENTS)?;
    let request = request(document);
    let views: Vec<Vec<GalleryView>> = reels
        .iter()
        .map(|reel| reel.views(&moments, |run| run.gallery_view(request)))
        .collect::<Result<_, _>>()?;
    let frames = moments.iter().enumerate().map(|(index, &epochs)| {
        let rows: Vec<Row> = reels
            .iter()
            .zip(&views)
            .map(|(reel, views)| Row {
                name: &reel.variant.name,
                colour: reel.variant.colour,
                view: &views[index],
            })
            .collect();
        gallery::picture(dataset, &rows, false, &note(epochs))
    });
    encoded(frames)
}

/// Codes of the test images by `chosen` as they trained, all in the plane of the last moment: the bytes of a GIF file.
///
/// # Errors
/// As [`of_gallery`], and when no codes make a plane.
pub fn of_latent(
    document: &Document,
    dataset: &Dataset,
    chosen: &[VariantId],
) -> Result<Vec<u8>, String> {
    let mut reels = reels(document, dataset, chosen);
    let moments = moments(&reels, MOMENTS)?;
    let mut clouds: Vec<Vec<Cloud>> = Vec::new();
    let mut drawn = Vec::new();
    for reel in reels.drain(..) {
        if let Some(of_reel) = self::clouds(document, dataset, &reel, &moments)? {
            clouds.push(of_reel);
            drawn.push(reel);
        }
    }
    if drawn.is_empty() {
        return Err("the codes make no plane".into());
    }
    let classes = classes(dataset);
    let frames = moments.iter().enumerate().map(|(index, &epochs)| {
        let spaces: Vec<Space> = drawn
            .iter()
            .zip(&clouds)
            .map(|(reel, clouds)| Space {
                name: &reel.variant.name,
                colour: reel.variant.colour,
                cloud: clouds[index].clone(),
            })
            .collect();
        spaces::picture(&spaces, &classes, &note(epochs))
    });
    encoded(frames)
}

/// One cloud for each moment, all in one plane and one frame, so that nothing but the codes moves. `None` where the
/// last codes make no plane.
fn clouds(
    document: &Document,
    dataset: &Dataset,
    reel: &Reel,
    moments: &[f64],
) -> Result<Option<Vec<Cloud>>, String> {
    let Some(last) = moments.last() else {
        return Ok(None);
    };
    let axes = document.view.latent_axes;
    let last: Vec<LatentView> = reel.views(&[*last], |run| run.latent_view())?;
    let Some(last) = last.into_iter().next() else {
        return Ok(None);
    };
    let (Some(plane), Some(cloud)) = (
        Plane::new(axes, &last),
        Cloud::new(&last, axes, dataset.test.labels()),
    ) else {
        return Ok(None);
    };
    let points = reel.views(moments, |run| {
        let view = run.latent_view()?;
        let pca = last.pca.clone();
        Ok(plane.project(&LatentView { pca, ..view }))
    })?;
    let mut bounds = cloud.bounds;
    for own in points
        .iter()
        .filter_map(|points| super::bounds::Bounds::around(points))
    {
        for axis in 0..2 {
            bounds.min[axis] = bounds.min[axis].min(own.min[axis]);
            bounds.max[axis] = bounds.max[axis].max(own.max[axis]);
        }
    }
    let frame = |points| Cloud {
        points,
        bounds,
        ..cloud.clone()
    };
    Ok(Some(points.into_iter().map(frame).collect()))
}

/// Names of the classes, of numbers where they have none; none without labels.
pub fn classes(dataset: &Dataset) -> Vec<String> {
    let count = dataset.test.label_counts().len();
    match &dataset.class_names {
        Some(names) if dataset.test.labels().is_some() => names.clone(),
        _ => (0..count).map(|label| label.to_string()).collect(),
    }
}

/// "epoch 0.5"
pub fn note(epochs: f64) -> String {
    format!("epoch {}", trimmed(epochs, 3))
}

fn encoded(frames: impl Iterator<Item = Option<Canvas>>) -> Result<Vec<u8>, String> {
    let frames: Vec<Canvas> = frames.flatten().collect();
    gif::encoded(frames)
}
