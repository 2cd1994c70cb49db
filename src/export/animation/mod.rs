//! Training as an animated GIF, one frame a checkpoint.

mod gif;
mod reel;
mod turning;

use std::sync::Arc;

use image::RgbaImage;

use super::cloud::Cloud;
use super::colouring::Colouring;
use super::comparison::request;
use super::digits::trimmed;
use super::gallery::Row;
use super::svg::{Figure, Page, Plane, Planes, Reconstructions};
use crate::data::{Dataset, Prepared};
use crate::eval::bounds::Bounds;
use crate::project::Document;
use crate::training::{GalleryView, VariantId};
use reel::{Reel, moments, reels};
use turning::{Moment, lay};

/// More moments than these are thinned evenly.
const MOMENTS: usize = 60;

/// Reconstructions of the same test images by `chosen` as they trained: the bytes of a GIF file.
///
/// # Errors
/// One clause: when weights of fewer than two moments are kept, cannot be read or do not fit the data.
pub fn of_gallery(
    document: &Document,
    data: &Arc<Prepared>,
    chosen: &[VariantId],
) -> Result<Vec<u8>, String> {
    let reels = reels(document, data, chosen);
    let moments = moments(&reels, MOMENTS)?;
    let request = request(document);
    let views: Vec<Vec<GalleryView>> = reels
        .iter()
        .map(|reel| reel.views(&moments, |past| past.gallery_view(request)))
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
        frame(&Reconstructions::new(
            &data.dataset,
            &rows,
            false,
            &note(epochs),
        ))
    });
    encoded(frames)
}

/// Codes of the test images by `chosen` as they trained, each moment in its own plane; planes of principal components
/// are turned and mirrored so that they do not jump: the bytes of a GIF file.
///
/// # Errors
/// As [`of_gallery`], and when no codes make a plane.
pub fn of_latent(
    document: &Document,
    data: &Arc<Prepared>,
    chosen: &[VariantId],
) -> Result<Vec<u8>, String> {
    let mut reels = reels(document, data, chosen);
    let moments = moments(&reels, MOMENTS)?;
    let mut clouds: Vec<Vec<Cloud>> = Vec::new();
    let mut drawn = Vec::new();
    for reel in reels.drain(..) {
        if let Some(of_reel) = self::clouds(document, &data.dataset, &reel, &moments)? {
            clouds.push(of_reel);
            drawn.push(reel);
        }
    }
    if drawn.is_empty() {
        return Err("the codes make no plane".into());
    }
    let frames = moments.iter().enumerate().map(|(index, &epochs)| {
        let planes = drawn.iter().zip(&clouds).map(|(reel, clouds)| Plane {
            name: reel.variant.name.clone(),
            colour: reel.variant.colour,
            cloud: clouds[index].clone(),
            note: String::new(),
            is_laid: false,
        });
        frame(&Planes {
            planes: planes.collect(),
            note: note(epochs),
            has_legend: true,
        })
    });
    encoded(frames)
}

/// One cloud for each moment, all in one frame, so that nothing but the codes moves. `None` where the codes make no
/// plane.
fn clouds(
    document: &Document,
    dataset: &Dataset,
    reel: &Reel,
    moments: &[f64],
) -> Result<Option<Vec<Cloud>>, String> {
    let axes = document.view.latent_axes;
    let seen = reel.views(moments, |past| Ok(Moment::new(axes, &past.latent_view()?)))?;
    let Some(mut seen) = seen.into_iter().collect::<Option<Vec<Moment>>>() else {
        return Ok(None);
    };
    lay(&mut seen);
    let bounds = seen.iter().filter_map(|at| Bounds::around(&at.points));
    let Some(bounds) = bounds.reduce(Bounds::union) else {
        return Ok(None);
    };
    let colouring = Colouring::of(dataset, &document.view.latent_colour);
    let cloud = |Moment { points, names, .. }: Moment| Cloud {
        points,
        bounds,
        names,
        colouring: colouring.clone(),
    };
    Ok(Some(seen.into_iter().map(cloud).collect()))
}

/// "epoch 0.5"
pub fn note(epochs: f64) -> String {
    format!("epoch {}", trimmed(epochs, 3))
}

fn frame(figure: &impl Figure) -> Result<RgbaImage, String> {
    let page = Page {
        sharpness: 1,
        ..Page::default()
    };
    figure.draw(&page)?.pixels(1)
}

fn encoded(frames: impl Iterator<Item = Result<RgbaImage, String>>) -> Result<Vec<u8>, String> {
    gif::encoded(frames.collect::<Result<_, _>>()?)
}
