//! Slots on the GPU for numbers of steps, until somebody reads them.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;
use std::sync::Arc;

use cudarc::driver::{CudaDevice, CudaSlice, DevicePtr};
use dfdx::prelude::*;

/// Slots of a page; the first is enough but for the largest models with many steps under way.
const PAGE: usize = 4096;

/// Slots for numbers in double precision.
pub struct Ledger {
    device: Arc<CudaDevice>,
    pages: RefCell<Vec<CudaSlice<f64>>>,
    /// Lowest first, so that what is in use lies close together.
    free: RefCell<BinaryHeap<Reverse<usize>>>,
}

/// A number in a slot, which is free again once the last clone is gone.
#[derive(Clone)]
pub struct Number(Rc<Slot>);

struct Slot {
    ledger: Rc<Ledger>,
    index: usize,
    address: u64,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.ledger.free.borrow_mut().push(Reverse(self.index));
    }
}

impl Number {
    /// Where it lies.
    pub fn address(&self) -> u64 {
        self.0.address
    }
}

impl Ledger {
    pub fn new(device: Arc<CudaDevice>) -> Self {
        Self {
            device,
            pages: RefCell::default(),
            free: RefCell::default(),
        }
    }

    /// A slot that a kernel is about to write.
    ///
    /// # Errors
    /// When the GPU has no memory for more.
    pub fn slot(self: &Rc<Self>) -> Result<Number, CudaError> {
        let mut pages = self.pages.borrow_mut();
        let mut free = self.free.borrow_mut();
        if free.is_empty() {
            pages.push(self.device.alloc_zeros(PAGE)?);
            free.extend(((pages.len() - 1) * PAGE..pages.len() * PAGE).map(Reverse));
        }
        let index = free.pop().map_or(0, |Reverse(index)| index);
        let offset = (index % PAGE * size_of::<f64>()) as u64;
        Ok(Number(Rc::new(Slot {
            ledger: self.clone(),
            index,
            address: *pages[index / PAGE].device_ptr() + offset,
        })))
    }

    /// Waits for the numbers at `indices`, which come back in their order: one copy for each page that has some.
    fn read(&self, indices: &[usize]) -> Result<Vec<f64>, CudaError> {
        let mut found = vec![0.0; indices.len()];
        for (number, page) in self.pages.borrow().iter().enumerate() {
            let here = || {
                let indices = indices.iter().enumerate();
                indices.filter(move |(_, index)| **index / PAGE == number)
            };
            let places = || here().map(|(_, index)| index % PAGE);
            let (Some(first), Some(last)) = (places().min(), places().max()) else {
                continue;
            };
            let mut numbers = vec![0.0; last - first + 1];
            let range = page.slice(first..last + 1);
            self.device.dtoh_sync_copy_into(&range, &mut numbers)?;
            for (to, index) in here() {
                found[to] = numbers[index % PAGE - first];
            }
        }
        Ok(found)
    }
}

/// See [`crate::model::device::Kernels::read`].
pub fn read(numbers: &[Number]) -> Result<Vec<f64>, CudaError> {
    let Some(Number(first)) = numbers.first() else {
        return Ok(Vec::new());
    };
    let indices: Vec<usize> = numbers.iter().map(|number| number.0.index).collect();
    first.ledger.read(&indices)
}
