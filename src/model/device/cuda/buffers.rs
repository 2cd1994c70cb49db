//! GPU buffers that are reused from operation to operation, and constants that are the same in every step.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use cudarc::driver::{CudaDevice, CudaSlice, DevicePtr, DriverError};

/// Numbers in memory that nobody uses but that stays: 2 GiB.
const MOST_CACHED: usize = 1 << 29;
/// Lists of numbers that are cached.
const MOST_CONSTANTS: usize = 8;

/// Memory that is free, by its count of numbers.
#[derive(Default)]
pub struct Buffers {
    free: RefCell<HashMap<usize, Vec<CudaSlice<f32>>>>,
    cached: Cell<usize>,
}

/// Memory whose numbers mean nothing yet; goes back when dropped.
pub struct Buffer {
    memory: Option<CudaSlice<f32>>,
    home: Rc<Buffers>,
    address: u64,
}

impl Buffers {
    /// Room for `len` numbers.
    ///
    /// # Errors
    /// When the GPU has no memory, even with all that is free here given back.
    pub fn take(
        self: &Rc<Self>,
        device: &Arc<CudaDevice>,
        len: usize,
    ) -> Result<Buffer, DriverError> {
        let cached = self.free.borrow_mut().get_mut(&len).and_then(Vec::pop);
        let memory = match cached {
            Some(memory) => {
                self.cached.set(self.cached.get() - len);
                memory
            }
            // SAFETY: it is written before it is read; see `Buffer`.
            None => match unsafe { device.alloc(len) } {
                Ok(memory) => memory,
                Err(_) => {
                    self.free.borrow_mut().clear();
                    self.cached.set(0);
                    // SAFETY: as above.
                    unsafe { device.alloc(len) }?
                }
            },
        };
        Ok(Buffer {
            address: *memory.device_ptr(),
            memory: Some(memory),
            home: self.clone(),
        })
    }
}

impl Buffer {
    /// Of its first number. A method, so that a closure that asks for it holds the whole buffer.
    pub fn address(&self) -> u64 {
        self.address
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        use cudarc::driver::DeviceSlice as _;
        if let Some(memory) = self.memory.take() {
            let cached = self.home.cached.get() + memory.len();
            if cached <= MOST_CACHED {
                self.home.cached.set(cached);
                let mut free = self.home.free.borrow_mut();
                free.entry(memory.len()).or_default().push(memory);
            }
        }
    }
}

/// Lists of numbers on the GPU, found by what they hold: weights of places, tables of scaled bytes.
#[derive(Default)]
pub struct Constants(RefCell<Vec<Constant>>);

/// The bits of a list, and where it is.
type Constant = (Vec<u32>, Rc<CudaSlice<f32>>);

impl Constants {
    /// `numbers` on the GPU.
    ///
    /// # Errors
    /// When it has no memory.
    pub fn get(
        &self,
        device: &Arc<CudaDevice>,
        numbers: &[f32],
    ) -> Result<Rc<CudaSlice<f32>>, DriverError> {
        let mut constants = self.0.borrow_mut();
        let same = |bits: &[u32]| {
            bits.len() == numbers.len() && bits.iter().zip(numbers).all(|(a, b)| *a == b.to_bits())
        };
        if let Some(at) = constants.iter().position(|(bits, _)| same(bits)) {
            // The latest last.
            constants[at..].rotate_left(1);
        } else {
            if constants.len() == MOST_CONSTANTS {
                constants.remove(0);
            }
            let bits = numbers.iter().map(|number| number.to_bits()).collect();
            constants.push((bits, Rc::new(device.htod_copy(numbers.to_vec())?)));
        }
        Ok(constants[constants.len() - 1].1.clone())
    }
}
