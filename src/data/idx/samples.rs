//! IDX files made up for tests.

use std::io::Write;

use super::{IdxError, ImageShape, read_images};

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
    read_images(file, file.len() as u64).map(|found| found.content)
}

pub fn images_text(file: &[u8]) -> String {
    images(file).unwrap_err().to_string()
}
