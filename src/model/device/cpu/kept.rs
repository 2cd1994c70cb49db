//! Gradients of parameters keep their memory from step to step. Between steps they are empty, so that whoever is first
//! to write one does not add to zeros that somebody had to write before.

/// A gradient's numbers, and whether something was written there in this step; otherwise they are left over from
/// another one, and mean nothing.
pub fn opened(gradient: &mut Vec<f32>, len: usize) -> (&mut [f32], bool) {
    let written = !gradient.is_empty();
    if !written {
        reopen(gradient, len);
    }
    (gradient, written)
}

/// A gradient's numbers to add to.
pub fn zeroed(gradient: &mut Vec<f32>, len: usize) -> &mut [f32] {
    if gradient.is_empty() {
        gradient.resize(len, 0.0);
    }
    gradient
}

fn reopen(gradient: &mut Vec<f32>, len: usize) {
    // Never true after a parameter's first step; numbers that were there once need no others in their place.
    if gradient.capacity() != len {
        gradient.resize(len, 0.0);
    }
    // SAFETY: dfdx allocates a gradient with exactly as many numbers as the parameter has, all written, and nothing
    // here ever makes it longer; emptied, it still holds numbers.
    unsafe { gradient.set_len(len) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emptied_gradient_is_written_before_it_is_added_to() {
        let mut gradient = vec![7.0; 3];
        assert_eq!(opened(&mut gradient, 3), (&mut [7.0, 7.0, 7.0][..], true));
        gradient.clear();
        let (numbers, written) = opened(&mut gradient, 3);
        assert_eq!((numbers.len(), written), (3, false));
        gradient.clear();
        assert_eq!(zeroed(&mut gradient, 3), [0.0; 3]);
        gradient[1] = 2.0;
        assert_eq!(zeroed(&mut gradient, 3), [0.0, 2.0, 0.0]);
        let mut fresh = Vec::new();
        assert_eq!(opened(&mut fresh, 2), (&mut [0.0, 0.0][..], false));
    }
}
