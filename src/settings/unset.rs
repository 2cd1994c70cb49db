//! Values that are only written where somebody chose them.

pub fn is_zero(number: &f64) -> bool {
    *number == 0.0
}
