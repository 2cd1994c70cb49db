//! A CPU tensor's numbers as a slice. dfdx offers only copies; kernels must not pay for them.

use dfdx::prelude::*;

/// The numbers of a contiguous tensor, in storage order. Every tensor of this project's graph is contiguous: none
/// is made by broadcasting or permuting on the CPU path.
pub fn slice<S: Shape, T>(tensor: &Tensor<S, f32, Cpu, T>) -> &[f32] {
    let len = tensor.shape().num_elements();
    if len == 0 {
        return &[];
    }
    let first: &f32 = &tensor[S::Concrete::default()];
    // SAFETY: dfdx keeps a tensor's numbers in one `Vec<f32>`; the index of all zeros is its first number, and a
    // contiguous tensor has as many numbers as its shape says. The borrow of the tensor keeps the storage alive
    // and unchanged.
    unsafe { std::slice::from_raw_parts(first, len) }
}

/// As [`slice()`], to write. Copies the storage first if another tensor shares it.
pub fn slice_mut<S: Shape, T>(tensor: &mut Tensor<S, f32, Cpu, T>) -> &mut [f32] {
    let len = tensor.shape().num_elements();
    if len == 0 {
        return &mut [];
    }
    let first: &mut f32 = &mut tensor[S::Concrete::default()];
    // SAFETY: as in `slice`; dfdx made the storage unique before it lent the first number mutably.
    unsafe { std::slice::from_raw_parts_mut(first, len) }
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
}
