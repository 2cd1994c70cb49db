//! Digits and blurred copies of them as outputs.

use std::sync::Arc;

use hourglass::app::{App, DatasetState};
use hourglass::data::{DataSettings, Scaling};
use hourglass::project::Document;
use hourglass::training::{GalleryRequest, GalleryView, LatentView};

use crate::common::digits::{blurred, digits};
use crate::gallery_common::prepared;

/// So many images, which stand for the training images too.
pub const COUNT: usize = 2_000;
/// Numbers in a code.
pub const CODE: usize = 16;

/// An application that has MNIST's first test images as its data and blurred copies of them as outputs.
pub fn blurred_digits(scaling: Scaling) -> App {
    let images = digits(COUNT);
    let settings = DataSettings {
        scaling,
        validation: 500,
        ..DataSettings::default()
    };
    let mut app = App::detached(Document::default());
    app.document.data = settings.clone();
    let data = prepared(images.clone(), images, settings);
    let test = &data.dataset.test;
    let indices: Vec<u32> = (0..12).collect();
    let numbers = |index: u32| {
        test.image(index as usize)
            .iter()
            .map(|&byte| f32::from(byte) / 255.0)
    };
    let outputs: Vec<f32> = indices
        .iter()
        .flat_map(|&index| blurred(&numbers(index).collect::<Vec<f32>>(), 28))
        .collect();
    let errors = indices
        .iter()
        .zip(outputs.chunks_exact(784))
        .map(|(&i, output)| {
            let squares = numbers(i).zip(output).map(|(x, o)| (x - o).powi(2));
            squares.sum::<f32>() / 784.0
        })
        .collect();
    let id = app.selected().id;
    let run = app.runs.entry(id).or_default();
    run.views.set(Arc::new(GalleryView {
        request: GalleryRequest::default(),
        indices,
        outputs,
        errors,
        step: 1_234,
        ..Default::default()
    }));
    let codes = (0..COUNT)
        .flat_map(|i| code(test.image(i)))
        .collect::<Vec<f32>>();
    run.views.set(Arc::new(LatentView {
        width: CODE,
        codes,
        pca: None,
        step: 1_234,
        ..Default::default()
    }));
    app.dataset = DatasetState::Ready(data);
    app
}

/// Some numbers that depend on the image: means of 16 blocks of rows, centred.
fn code(image: &[u8]) -> Vec<f32> {
    image
        .chunks_exact(784 / CODE)
        .map(|block| block.iter().map(|&b| f32::from(b)).sum::<f32>() / 2_000.0 - 1.2)
        .collect()
}
