//! Several made-up variants that have trained on the same images, to be compared.

use std::sync::Arc;

use hourglass::app::{App, DatasetState};
use hourglass::data::{DataSettings, Dataset, Prepared, Split};
use hourglass::eval::Pca;
use hourglass::model::Distribution;
use hourglass::project::{Document, Variant};
use hourglass::training::{GalleryRequest, GalleryView, LatentView, VariantId};

use super::digits::{blurred, digits};
use super::made_up::{Noise, history, run};

/// Name, numbers in a code, the loss it falls towards, and how blurred its outputs are.
const KINDS: [(&str, usize, f64, usize); 5] = [
    ("dense 32", 32, 0.007, 0),
    ("dense 8", 8, 0.018, 1),
    ("code 2", 2, 0.042, 3),
    ("vae 2", 2, 0.046, 4),
    ("sparse denoising convolutional 16", 16, 0.011, 1),
];

/// `count` variants on `images` test images of MNIST, the first selected. The third and the fourth have codes of one
/// shape, turned, mirrored and scaled.
pub fn several(count: usize, images: usize) -> App {
    let data = Arc::new(prepared(images));
    let document = Document {
        variants: (0..count).map(variant).collect(),
        next_id: count as u32 + 1,
        ..Document::default()
    };
    let mut app = App::detached(document);
    for index in 0..count {
        let (_, width, floor, blur) = KINDS[index % KINDS.len()];
        let mut status = run(history(12 - index as u32 % 4, 430, floor, index as u64 + 1));
        status.views.set(Arc::new(latent(&data, width, index)));
        status.views.set(Arc::new(gallery(&data, blur)));
        app.runs.insert(VariantId(index as u32 + 1), status);
    }
    app.dataset = DatasetState::Ready(data);
    app
}

fn variant(index: usize) -> Variant {
    let (name, width, ..) = KINDS[index % KINDS.len()];
    let name = match index / KINDS.len() {
        0 => name.to_owned(),
        round => format!("{name} no. {}", round + 1),
    };
    let mut variant = Variant {
        id: VariantId(index as u32 + 1),
        name,
        colour: index as u8,
        ..Variant::default()
    };
    let code = &mut variant.settings.architecture.code;
    code.width = width;
    if variant.name.starts_with("vae") {
        code.distribution = Distribution::Gaussian;
    }
    variant
}

/// MNIST's first test images, as a part of so many training images as the set has.
fn prepared(count: usize) -> Prepared {
    let images = digits(count);
    let dataset = Dataset::new("MNIST", images.clone(), images);
    let mut prepared = Prepared::new(dataset, &DataSettings::default()).expect("there are images");
    prepared.split = Split::new(55_000, 0, 0);
    prepared
}

/// A cloud of codes for each class, which lie another way in each variant.
fn latent(data: &Prepared, width: usize, index: usize) -> LatentView {
    let test = &data.dataset.test;
    let mut codes = vec![0.0f32; test.len() * width];
    let mut noise = Noise::new(7);
    let (sine, cosine) = (0.9 * index as f64).sin_cos();
    let mirror = if index % 2 == 1 { -1.0 } else { 1.0 };
    let scale = 1.0 + 0.7 * index as f64;
    for (i, code) in codes.chunks_exact_mut(width).enumerate() {
        let class = f64::from(test.label(i).unwrap_or(0));
        let (angle, radius) = (class * 0.95, 1.2 + class * 0.42);
        let spread = 0.35 + 0.06 * class;
        let x = radius * angle.cos() + spread * noise.normal();
        let y = radius * angle.sin() * 0.8 + spread * noise.normal();
        let own = 0.1 * noise.normal();
        for (axis, number) in code.iter_mut().enumerate() {
            *number = match axis {
                0 => scale * (mirror * x * cosine - y * sine) + own,
                1 => scale * (mirror * x * sine + y * cosine) - own,
                _ => 0.3 * own,
            } as f32;
        }
    }
    LatentView {
        width,
        pca: (width > 2)
            .then(|| Pca::fit(&codes, width, 4).ok())
            .flatten(),
        codes,
        step: 5_160,
        ..LatentView::default()
    }
}

/// The first test images, blurred `times` times.
fn gallery(data: &Prepared, times: usize) -> GalleryView {
    let test = &data.dataset.test;
    let request = GalleryRequest::default();
    let indices: Vec<u32> = (0..request.count.min(test.len()) as u32).collect();
    let shape = test.shape().image().expect("images");
    let (mut outputs, mut errors) = (Vec::new(), Vec::new());
    for &index in &indices {
        let bytes = test.image(index as usize);
        let image: Vec<f32> = bytes.iter().map(|&byte| f32::from(byte) / 255.0).collect();
        let mut output: Vec<f32> = image.iter().map(|x| 0.97 * x + 0.01).collect();
        for _ in 0..times {
            output = blurred(&output, shape.width);
        }
        let squares = image.iter().zip(&output).map(|(a, b)| (a - b).powi(2));
        errors.push(squares.sum::<f32>() / image.len() as f32);
        outputs.extend(output);
    }
    GalleryView {
        request,
        indices,
        outputs,
        errors,
        step: 5_160,
        ..GalleryView::default()
    }
}
