//! Decodes one picture, turned as it says it should be shown.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use image::{DynamicImage, ImageDecoder, Limits};

use super::look::{open, problem, see};
use crate::system::check_memory;

/// Pictures that take more than this are decoded one at a time, whatever the cores are.
const LARGE: u64 = 64 << 20;
/// Beside the pixels a decoder has tables, rows and what is packed.
const BESIDE: u64 = 64 << 20;

static ONE_LARGE: Mutex<()> = Mutex::new(());

/// The picture in the file at `path`; of several in it the first.
///
/// # Errors
/// One clause on why it cannot be read.
pub fn decode(path: &Path) -> Result<DynamicImage, String> {
    let (seen, orientation, mut decoder) = see(open(path)?)?;
    let _alone = (seen.bytes > LARGE).then(|| {
        // What another left behind when it failed is nothing.
        ONE_LARGE.lock().unwrap_or_else(PoisonError::into_inner)
    });
    // Once decoded, once turned or without its transparency.
    let needed = seen.bytes.saturating_mul(2);
    check_memory(needed).map_err(|shortage| format!("the picture needs {shortage}"))?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(seen.bytes.saturating_add(BESIDE));
    decoder.set_limits(limits).map_err(problem)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(problem)?;
    image.apply_orientation(orientation);
    Ok(image)
}
