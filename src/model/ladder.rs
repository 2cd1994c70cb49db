//! The widths that exist.

/// Widths that exist as compiled layers. Input and output widths are free.
pub const LADDER: [usize; 22] = [
    1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 50, 64, 100, 128, 256, 400, 512, 784, 1000, 1024,
];
