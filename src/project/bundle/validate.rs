//! Validates the numbers of a project that are of the right type. Each check gives one clause on what is wrong.

use crate::data::DataSettings;
use crate::eval::plane::LatentAxes;
use crate::model::{CHANNELS, LADDER, SIDES};
use crate::project::{Document, Variant, VariantSettings, ViewSettings};

const MAX_GALLERY: usize = 1_000;
/// Ids stay so small that counting on never overflows.
pub const MAX_ID: u32 = 1_000_000_000;

/// Everything of a document but its variants.
pub fn document(document: &Document) -> Result<(), String> {
    data(&document.data)?;
    require(document.next_id <= MAX_ID, || {
        format!("next_id is beyond {MAX_ID}")
    })?;
    view(&document.view)
}

pub fn variant(variant: &Variant) -> Result<(), String> {
    require(variant.id.0 < MAX_ID, || {
        format!("the id is not below {MAX_ID}")
    })?;
    settings(&variant.settings)
}

pub fn settings(settings: &VariantSettings) -> Result<(), String> {
    settings.check().map_err(|invalid| invalid.problem)
}

fn data(data: &DataSettings) -> Result<(), String> {
    // The split takes as many as there are; this only keeps nonsense from the screen.
    require(u32::try_from(data.validation).is_ok(), || {
        format!("{} validation images are too many", data.validation)
    })
}

fn view(view: &ViewSettings) -> Result<(), String> {
    let count = view.gallery.count;
    require((1..=MAX_GALLERY).contains(&count), || {
        format!("a gallery shows 1 to {MAX_GALLERY} images, not {count}")
    })?;
    require((0.0..1.0).contains(&view.smoothing), || {
        format!("smoothing {} is outside [0, 1)", view.smoothing)
    })?;
    if let LatentAxes::Pca { x, y } | LatentAxes::Pair { x, y } = view.latent_axes {
        let most = |choices: &[usize]| choices.iter().copied().max().unwrap_or(0);
        let spatial = (most(&SIDES) / 2).pow(2) * most(&CHANNELS);
        let widest = most(&LADDER).max(spatial);
        require(x < widest && y < widest, || {
            format!("no code has numbers {x} and {y}")
        })?;
    }
    Ok(())
}

fn require(is_fine: bool, problem: impl FnOnce() -> String) -> Result<(), String> {
    if is_fine { Ok(()) } else { Err(problem()) }
}
