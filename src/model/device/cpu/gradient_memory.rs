//! Gradient memory that is reused from step to step. Between steps it is marked as stale, so that whoever is first to
//! write a gradient does not add to zeros that somebody had to write before.

/// Stands in the place of the first number of a gradient that is left over from another step: a signalling NaN, which no
/// operation on numbers ever results in.
const LEFT_OVER: u32 = 0x7fa5_0f5a;

/// From now on what is there is left over, and means nothing.
pub fn forget(gradient: &mut [f32]) {
    if let Some(first) = gradient.first_mut() {
        *first = f32::from_bits(LEFT_OVER);
    }
}

/// A gradient's numbers, and whether something was written there in this step; otherwise they are left over from
/// another one, and mean nothing.
pub fn opened(gradient: &mut Vec<f32>, len: usize) -> (&mut [f32], bool) {
    let fits = gradient.len() == len;
    let written = fits && !is_left_over(gradient);
    if !fits {
        gradient.clear();
        gradient.resize(len, 0.0);
    }
    (gradient, written)
}

/// A gradient's numbers to add to.
pub fn zeroed(gradient: &mut Vec<f32>, len: usize) -> &mut [f32] {
    let (numbers, written) = opened(gradient, len);
    if !written {
        numbers.fill(0.0);
    }
    numbers
}

fn is_left_over(gradient: &[f32]) -> bool {
    gradient
        .first()
        .is_some_and(|first| first.to_bits() == LEFT_OVER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_gradient_is_written_before_it_is_added_to() {
        let mut gradient = vec![7.0; 3];
        assert_eq!(opened(&mut gradient, 3), (&mut [7.0, 7.0, 7.0][..], true));
        let address = gradient.as_ptr();
        forget(&mut gradient);
        let (numbers, written) = opened(&mut gradient, 3);
        assert_eq!((numbers.len(), written), (3, false));
        assert_eq!(zeroed(&mut gradient, 3), [0.0; 3]);
        gradient[1] = 2.0;
        assert_eq!(zeroed(&mut gradient, 3), [0.0, 2.0, 0.0]);
        forget(&mut gradient);
        assert_eq!(zeroed(&mut gradient, 3), [0.0; 3]);
        assert_eq!(gradient.as_ptr(), address);
    }

    #[test]
    fn room_that_was_never_written_is_not_read() {
        // As much room as there are numbers, but not one of them.
        let mut gradient = Vec::with_capacity(3);
        assert_eq!(opened(&mut gradient, 3), (&mut [0.0; 3][..], false));
        let mut short = vec![5.0; 2];
        assert_eq!(opened(&mut short, 3), (&mut [0.0; 3][..], false));
        forget(&mut []);
    }

    #[test]
    fn the_mark_is_nothing_that_arithmetic_makes() {
        let mark = f32::from_bits(LEFT_OVER);
        let touched = std::hint::black_box(mark) + std::hint::black_box(1.0);
        assert!(touched.is_nan());
        assert_ne!(touched.to_bits(), LEFT_OVER);
        assert!(!is_left_over(&[f32::NAN, 1.0]));
    }
}
