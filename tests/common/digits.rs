//! Digits of the set that comes with the program, for tests that show what a person sees.

use std::sync::OnceLock;

use hourglass::data::{Images, Source, load};

/// The first `count` test images of MNIST with their labels: 7, 2, 1, 0, 4, 1, 4, 9, 5, 9 and on; at most 10,000.
pub fn digits(count: usize) -> Images {
    // Unpacked once: most of it is training images, which nobody here looks at.
    static TEST: OnceLock<Images> = OnceLock::new();
    let test = TEST.get_or_init(|| load(&Source::default()).expect("embedded data").test);
    let pixels = test.pixels()[..count * test.shape().size()].to_vec();
    let labels = test.labels().map(|labels| labels[..count].to_vec());
    Images::new(test.shape(), pixels, labels).expect("as many pixels as before")
}
