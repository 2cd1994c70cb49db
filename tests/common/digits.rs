//! Digits of the set that comes with the program, for tests that show what a person sees.

use std::sync::OnceLock;

use hourglass::data::{DataSettings, Samples, load};

/// The first `count` test images of MNIST with their labels: 7, 2, 1, 0, 4, 1, 4, 9, 5, 9 and on; at most 10,000.
pub fn digits(count: usize) -> Samples {
    // Unpacked once: most of it is training images, which nobody here looks at.
    static TEST: OnceLock<Samples> = OnceLock::new();
    let test = TEST.get_or_init(|| load(&DataSettings::default()).expect("embedded data").test);
    let first: Vec<u32> = (0..count as u32).collect();
    test.chosen(&first)
}

/// Means over 3 x 3 pixels.
pub fn blurred(image: &[f32], width: usize) -> Vec<f32> {
    let height = image.len() / width;
    let at = |y: usize, x: usize| {
        let inside = (1..=height).contains(&y) && (1..=width).contains(&x);
        if inside {
            image[(y - 1) * width + x - 1]
        } else {
            0.0
        }
    };
    let pixel = |i: usize| {
        let (y, x) = (i / width, i % width);
        let all = (0..3).flat_map(|dy| (0..3).map(move |dx| (dy, dx)));
        all.map(|(dy, dx)| at(y + dy, x + dx)).sum::<f32>() / 9.0
    };
    (0..image.len()).map(pixel).collect()
}
