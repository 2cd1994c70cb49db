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
