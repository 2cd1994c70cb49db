//! A CPU tensor's numbers as a slice. dfdx offers only copies; kernels must not pay for them.

use dfdx::prelude::*;

/// The numbers of a contiguous tensor, in storage order. Every tensor of this project's graph is contiguous: none
/// is made by broadcasting or permuting on the CPU path.
///
/// # Panics
/// When the tensor is not contiguous.
pub fn slice<S: Shape, T>(tensor: &Tensor<S, f32, Cpu, T>) -> &[f32] {
    let len = tensor.shape().num_elements();
    if len == 0 {
        return &[];
    }
    assert!(is_contiguous(tensor), "a contiguous tensor");
    let first: &f32 = &tensor[S::Concrete::default()];
    // SAFETY: dfdx keeps a tensor's numbers in one `Vec<f32>`; the index of all zeros is its first number, and that of
    // its last one, which was looked up, comes `len - 1` numbers later. The borrow of the tensor keeps the storage
    // alive and unchanged.
    unsafe { std::slice::from_raw_parts(first, len) }
}

/// As [`slice()`], to write. Copies the storage first if another tensor shares it.
pub fn slice_mut<S: Shape, T>(tensor: &mut Tensor<S, f32, Cpu, T>) -> &mut [f32] {
    let len = tensor.shape().num_elements();
    if len == 0 {
        return &mut [];
    }
    assert!(is_contiguous(tensor), "a contiguous tensor");
    let first: &mut f32 = &mut tensor[S::Concrete::default()];
    // SAFETY: as in `slice`; dfdx made the storage unique before it lent the first number mutably.
    unsafe { std::slice::from_raw_parts_mut(first, len) }
}

/// Whether a tensor's numbers lie side by side in the order of its indices. dfdx does not show its strides, so the
/// addresses of numbers are compared: the last one's, and that of the second along each axis.
fn is_contiguous<S: Shape, T>(tensor: &Tensor<S, f32, Cpu, T>) -> bool {
    let sizes = tensor.shape().concrete();
    let start = S::Concrete::default();
    let first = &raw const tensor[start];
    let is_at = |index: S::Concrete, place: usize| {
        let number = &raw const tensor[index];
        number.addr() == first.addr() + place * size_of::<f32>()
    };
    let mut last = start;
    let mut stride = 1;
    for axis in (0..S::NUM_DIMS).rev() {
        let size = sizes[axis];
        last[axis] = size - 1;
        if size > 1 {
            let mut second = start;
            second[axis] = 1;
            if !is_at(second, stride) {
                return false;
            }
        }
        stride *= size;
    }
    is_at(last, stride - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_and_changes_the_numbers_of_one_tensor_alone() {
        let device = Cpu::default();
        let mut tensor = device.tensor([[1.0f32, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        let copy = tensor.clone();
        assert_eq!(slice(&tensor), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        slice_mut(&mut tensor)[5] = 7.0;
        assert_eq!(tensor.array(), [[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]]);
        assert_eq!(copy.array()[1][2], 6.0);
    }

    #[test]
    fn what_does_not_lie_side_by_side_is_no_slice() {
        let device = Cpu::default();
        let tensor = device.tensor([[1.0f32, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        assert!(is_contiguous(&tensor));
        // Numbers of one column beside each other, but the same first and last one.
        let turned = tensor.clone().permute::<Rank2<3, 2>, _>();
        assert!(!is_contiguous(&turned));
        // Two rows that are one and the same.
        let row = device.tensor([1.0f32, 2.0, 3.0]);
        let mut repeated = row.broadcast::<Rank2<2, 3>, _>();
        assert!(!is_contiguous(&repeated));
        let read = std::panic::catch_unwind(|| slice(&repeated).len());
        assert!(read.is_err());
        let write = std::panic::AssertUnwindSafe(|| slice_mut(&mut repeated).len());
        assert!(std::panic::catch_unwind(write).is_err());
        // An axis of one number is passed over.
        let flat = tensor.reshape::<Rank3<2, 1, 3>>();
        assert_eq!(slice(&flat), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(slice(&device.tensor(7.0f32)), [7.0]);
    }
}
