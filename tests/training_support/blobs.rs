//! Images with something to learn in them, for the real engine.

use hourglass::data::random::{Purpose, stream};
use hourglass::data::{Dataset, ImageShape, Samples};
use rand::Rng;

const SHAPE: ImageShape = ImageShape {
    height: 6,
    width: 6,
    channels: 1,
};

/// Blobs at random places: 46 training images, 11 test images.
pub fn blobs() -> Dataset {
    let images = |count: usize, seed: u64| {
        let mut random = stream(seed, Purpose::Sampling, 0, 0);
        let mut pixels = Vec::new();
        for _ in 0..count {
            let (x, y): (f32, f32) = (random.random_range(0.0..6.0), random.random_range(0.0..6.0));
            for place in 0..36 {
                let (dx, dy) = ((place % 6) as f32 - x, (place / 6) as f32 - y);
                pixels.push((255.0 * (-(dx * dx + dy * dy) / 3.0).exp()) as u8);
            }
        }
        Samples::images(SHAPE, pixels, None).unwrap()
    };
    Dataset::new("blobs", images(46, 1), images(11, 2))
}
