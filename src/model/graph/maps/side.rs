//! The sides of square maps as types, so that the compiler knows what half a side is.

use crate::model::Movable;

/// A number of pixels.
pub trait Side: Movable + 'static {
    const PIXELS: usize;
    /// What 2x2 pooling or a stride of 2 leaves: half, rounded up.
    type Half: Side;
}

/// The side of `N` pixels.
pub struct Pixels<const N: usize>;

macro_rules! sides {
    ($($side:literal to $half:literal),*) => {
        $(
            impl Side for Pixels<$side> {
                const PIXELS: usize = $side;
                type Half = Pixels<$half>;
            }
            const _: () = assert!($half == usize::div_ceil($side, 2));
        )*
    };
}

// The last is its own half, which ends the chains.
sides!(64 to 32, 32 to 16, 28 to 14, 16 to 8, 14 to 7, 8 to 4, 7 to 4, 4 to 2, 2 to 1, 1 to 1);
