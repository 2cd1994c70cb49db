//! IDX files made up for tests.

use std::io::Write;

use super::{IdxError, ImageShape, Images, read_images};

/// An IDX file of type `kind` with these sizes and bytes.
pub fn idx(kind: u8, sizes: &[u32], bytes: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, kind, sizes.len() as u8];
    file.extend(sizes.iter().flat_map(|size| size.to_be_bytes()));
    file.extend(bytes);
    file
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn images(file: &[u8]) -> Result<(ImageShape, Vec<u8>), IdxError> {
    let images = read_images(file, file.len() as u64)?.content;
    images.brightness()?;
    Ok(bytes_of(images))
}

pub fn bytes_of(images: Images) -> (ImageShape, Vec<u8>) {
    let brightness = images.brightness().unwrap();
    (images.shape, images.pixels(brightness))
}

pub fn images_text(file: &[u8]) -> String {
    images(file).unwrap_err().to_string()
}
