//! Finding the driver and its GPUs at run time.
//!
//! A build with CUDA is one program for machines with and without a GPU: it is not linked against any CUDA library
//! ([`forward`], [`functions`], [`answered`]), but looks for them when it is first asked for its devices
//! ([`search`], [`library`]), and says why there is none that can be used ([`start`], [`version`]).

mod answered;
mod forward;
mod functions;
mod library;
mod search;
mod start;
mod version;

use std::sync::OnceLock;

use cudarc::driver::result;
use dfdx::prelude::{Cuda, CudaError};

use crate::model::parameter::device_error;
use crate::model::{DeviceId, DeviceInfo, ModelError};

/// The name of a GPU that told none.
const ANY: &str = "NVIDIA GPU";

/// Every GPU, or one that stands for them and says why none can be used.
pub fn devices() -> Vec<DeviceInfo> {
    found().to_vec()
}

fn found() -> &'static [DeviceInfo] {
    static FOUND: OnceLock<Vec<DeviceInfo>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let found = start::gpus(None).unwrap_or_else(|problem| {
            vec![DeviceInfo {
                id: DeviceId::Cuda(0),
                name: ANY.into(),
                memory: None,
                problem: Some(problem),
            }]
        });
        log_all(&found);
        found
    })
}

fn log_all(found: &[DeviceInfo]) {
    for device in found {
        let DeviceInfo { id, name, .. } = device;
        match (&device.problem, device.memory) {
            (Some(problem), _) => log::warn!("{name} cannot be used, {problem}"),
            (None, None) => log::info!("{id} is a {name}"),
            (None, Some(bytes)) => {
                let gibibytes = bytes as f64 / f64::from(1 << 30);
                log::info!("{id} is a {name} with {gibibytes:.1} GiB");
            }
        }
    }
    if found.iter().all(|device| device.problem.is_some()) {
        log::warn!("models are on the CPU");
    }
}

/// The GPU of this number.
///
/// # Errors
/// When it cannot be used.
pub fn open(number: usize, seed: u64) -> Result<Cuda, ModelError> {
    let id = DeviceId::Cuda(number);
    let refused = |problem: &str| ModelError::NoDevice(format!("{problem}: {id}"));
    let device = found().iter().find(|device| device.id == id);
    match device.map(|device| device.problem.as_deref()) {
        None => return Err(refused("there is no such device")),
        Some(Some(problem)) => return Err(refused(problem)),
        Some(None) => {}
    }
    // What dfdx would unwrap.
    let ordinal = i32::try_from(number).map_err(|_| refused("there is no such device"))?;
    result::init()
        .and_then(|()| result::device::get(ordinal))
        .map_err(|error| device_error(CudaError::from(error)))?;
    Cuda::try_build(number, seed).map_err(device_error)
}
