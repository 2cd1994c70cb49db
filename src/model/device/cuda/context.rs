//! The CUDA context of a thread: the kernels, a cuBLAS handle, and memory that operations share. dfdx has some of it
//! and lends none.
//!
//! Everything runs on the driver's default stream, as dfdx's own operations do: in the order in which it was asked
//! for. So memory may be given back, or written anew, while kernels that use it are still waiting for their turn.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use cudarc::cublas::CudaBlas;
use cudarc::driver::sys::CUresult;
use cudarc::driver::{
    CudaDevice, CudaFunction, CudaSlice, DevicePtr, DriverError, LaunchAsync, LaunchConfig,
};
use dfdx::prelude::*;

use super::buffers::{Buffers, Constants};
use super::cached_images::CachedImages;
use super::functions::Functions;
use super::ledger::Ledger;
use super::pointer::{place, slope};

/// Threads of every block, as in `kernels/common.cuh`.
pub const THREADS: usize = 256;
/// Blocks of a grid at most; their threads go on to further numbers.
pub const MOST_BLOCKS: usize = 2048;
/// Numbers in the memory for partial sums.
pub const PARTIAL_SUMS: usize = 1 << 21;
/// Blocks that can be counted as they arrive at a sum.
pub const ARRIVALS: usize = 4096;

/// See the module.
pub struct Context {
    pub functions: Functions,
    pub blas: CudaBlas,
    pub buffers: Rc<Buffers>,
    pub constants: Constants,
    pub ledger: Rc<Ledger>,
    pub images: CachedImages,
    /// Gradients that hold another step's numbers: the first to write there does not add. By address.
    forgotten: RefCell<HashSet<u64>>,
    partial: CudaSlice<f32>,
    arrived: CudaSlice<u32>,
    pub device: Arc<CudaDevice>,
}

thread_local! {
    /// By the driver's number of the GPU; a thread's models share them.
    static CONTEXTS: RefCell<Vec<(usize, Rc<Context>)>> = const { RefCell::new(Vec::new()) };
}

impl Context {
    /// That of a tensor's GPU; made when it is first asked for.
    ///
    /// # Errors
    /// When the driver cannot load the kernels, or has no memory.
    pub fn of<S: Shape>(tensor: &Tensor<S, f32, Cuda>) -> Result<Rc<Self>, CudaError> {
        let number = place(tensor).device;
        let known = CONTEXTS.with_borrow(|contexts| {
            let found = contexts.iter().find(|(known, _)| *known == number);
            found.map(|(_, context)| context.clone())
        });
        if let Some(context) = known {
            return Ok(context);
        }
        let device = Storage::<f32>::try_alloc_len(tensor.device(), 1)?.device();
        let context = Rc::new(Self::new(device)?);
        CONTEXTS.with_borrow_mut(|contexts| contexts.push((number, context.clone())));
        Ok(context)
    }

    fn new(device: Arc<CudaDevice>) -> Result<Self, CudaError> {
        Ok(Self {
            functions: Functions::load(&device)?,
            blas: CudaBlas::new(device.clone())?,
            buffers: Rc::default(),
            constants: Constants::default(),
            ledger: Rc::new(Ledger::new(device.clone())),
            images: CachedImages::default(),
            forgotten: RefCell::default(),
            partial: device.alloc_zeros(PARTIAL_SUMS)?,
            arrived: device.alloc_zeros(ARRIVALS)?,
            device,
        })
    }

    /// Puts a kernel on the stream. Addresses among `params` are of memory that lives until the call returns, with as
    /// many numbers as the kernel goes through.
    pub fn launch<P>(
        &self,
        function: &CudaFunction,
        (across, down): (u32, u32),
        params: P,
    ) -> Result<(), CudaError>
    where
        CudaFunction: LaunchAsync<P>,
    {
        let config = LaunchConfig {
            grid_dim: (across, down, 1),
            block_dim: (THREADS as u32, 1, 1),
            shared_mem_bytes: 0,
        };
        // SAFETY: the callers, all in this folder, pass what the kernel of that name takes.
        unsafe { function.clone().launch(config, params) }.map_err(CudaError::from)
    }

    /// Memory for the partial sums of one kernel, and the counters that go with it.
    pub fn sums(&self) -> (u64, u64) {
        (*self.partial.device_ptr(), *self.arrived.device_ptr())
    }

    /// From now on what the gradient at `address` holds is another step's.
    pub fn forget(&self, address: u64) {
        self.forgotten.borrow_mut().insert(address);
    }

    /// The address of a parameter's gradient, which the caller is about to write, and whether to add to what is there.
    pub fn parameter_slope<S: Shape>(
        &self,
        gradients: &mut Gradients<f32, Cuda>,
        parameter: &Tensor<S, f32, Cuda>,
    ) -> Result<(u64, bool), CudaError> {
        let address = slope(gradients, parameter)?;
        let add = !self.forgotten.borrow_mut().remove(&address);
        Ok((address, add))
    }

    /// The address of a parameter's gradient to read: zeros where nothing was written in this step.
    pub fn parameter_slope_read<S: Shape>(
        &self,
        gradients: &mut Gradients<f32, Cuda>,
        parameter: &Tensor<S, f32, Cuda>,
    ) -> Result<u64, CudaError> {
        let (address, written) = self.parameter_slope(gradients, parameter)?;
        if !written {
            let gradient = gradients.get_or_alloc_mut(parameter)?;
            self.device.memset_zeros(gradient)?;
        }
        Ok(address)
    }
}

/// A count of numbers as kernels take it.
///
/// # Errors
/// When it is beyond what their indices reach.
pub fn count(numbers: usize) -> Result<u32, CudaError> {
    // A thread's index goes one grid beyond the last number.
    let most = u32::MAX as usize - MOST_BLOCKS * THREADS;
    if numbers > most {
        return Err(DriverError(CUresult::CUDA_ERROR_INVALID_VALUE).into());
    }
    Ok(numbers as u32)
}

/// A grid for kernels that go through `numbers` one by one.
pub fn grid(numbers: u32) -> (u32, u32) {
    let blocks = (numbers as usize).div_ceil(THREADS);
    (blocks.clamp(1, MOST_BLOCKS) as u32, 1)
}

/// As [`grid`], once for each of `images`.
pub fn grid_of_images(numbers: u32, images: u32) -> (u32, u32) {
    (grid(numbers).0, images.clamp(1, 65_535))
}
