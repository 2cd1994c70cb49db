//! The GPU address of a tensor's numbers.
//!
//! dfdx 0.13 lends a gradient's memory but not a tensor's. What it does offer is a tensor's `Debug` text, which begins
//! with the memory's address, length and device; the formatting is stopped there, which makes it a few comparisons and
//! no allocation. A length that does not fit the shape (a broadcast tensor) is refused. A permuted one would pass:
//! no tensor that these kernels get is permuted.

use std::fmt::{self, Write as _};

use cudarc::driver::DevicePtr;
use dfdx::prelude::*;

/// A tensor's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Of its first number.
    pub address: u64,
    /// In numbers.
    pub len: usize,
    /// The driver's number of the GPU.
    pub device: usize,
}

/// Finds a tensor's memory. Whoever writes there must know that no other tensor shares it: fresh tensors do not, and
/// a parameter between steps shares it with nothing that is read again.
pub fn place<S: Shape>(tensor: &Tensor<S, f32, Cuda>) -> Place {
    let mut search = Search::default();
    // Stopping it is an error to the formatter.
    let _stopped = write!(search, "{tensor:?}");
    assert_eq!(
        search.found,
        NAMES.len(),
        "a tensor's text names its memory"
    );
    let [address, len, device] = search.numbers;
    assert_eq!(
        len,
        tensor.shape().num_elements() as u64,
        "numbers as the shape says"
    );
    Place {
        address,
        len: len as usize,
        device: device as usize,
    }
}

/// The address of a tensor's first number.
pub fn at<S: Shape>(tensor: &Tensor<S, f32, Cuda>) -> u64 {
    place(tensor).address
}

/// The address of a tensor's gradient, which is zero where there was none.
pub fn slope<S: Shape>(
    gradients: &mut Gradients<f32, Cuda>,
    tensor: &Tensor<S, f32, Cuda>,
) -> Result<u64, CudaError> {
    Ok(*gradients.get_or_alloc_mut(tensor)?.device_ptr())
}

/// The fields that are looked for, in the order in which they come.
const NAMES: [&str; 3] = ["cu_device_ptr: ", "len: ", "cu_device: "];

#[derive(Default)]
struct Search {
    numbers: [u64; NAMES.len()],
    /// Fields read to the end.
    found: usize,
    /// Letters of the next field's name that were just seen.
    seen: usize,
}

impl fmt::Write for Search {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for letter in text.bytes() {
            let name = NAMES[self.found].as_bytes();
            if self.seen < name.len() {
                self.seen = match letter == name[self.seen] {
                    true => self.seen + 1,
                    false => usize::from(letter == name[0]),
                };
            } else if letter.is_ascii_digit() {
                let number = &mut self.numbers[self.found];
                *number = *number * 10 + u64::from(letter - b'0');
            } else {
                self.found += 1;
                self.seen = 0;
                if self.found == NAMES.len() {
                    return Err(fmt::Error);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_a_tensors_text_and_the_rest_is_never_made() {
        struct Rest;
        impl fmt::Debug for Rest {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                panic!("formatted to the end");
            }
        }
        #[derive(Debug)]
        #[expect(dead_code, reason = "only formatted")]
        struct Like {
            id: u32,
            cu_device_ptr: u64,
            len: usize,
            cu_device: i32,
            cu_primary_ctx: u8,
            rest: Rest,
        }
        let like = Like {
            id: 7,
            cu_device_ptr: 140_000_000_512,
            len: 33,
            cu_device: 1,
            cu_primary_ctx: 3,
            rest: Rest,
        };
        let mut search = Search::default();
        assert!(write!(search, "{like:?}").is_err());
        assert_eq!(search.numbers, [140_000_000_512, 33, 1]);
    }
}
