//! The devices a model can be on: the CPU or a GPU, which exist on this machine, and which is chosen.

mod device;

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use crate::system;

pub use device::{DeviceId, DeviceInfo};

/// What to train on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeviceChoice {
    /// The one that a short measurement finds to be the fastest for the model at hand.
    #[default]
    Auto,
    This(DeviceId),
}

impl fmt::Display for DeviceChoice {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::This(id) => id.fmt(f),
        }
    }
}

/// A word that names no device.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a device is auto, cpu, cuda or cuda:N: {0}")]
pub struct NoDevice(String);

impl FromStr for DeviceChoice {
    type Err = NoDevice;

    fn from_str(text: &str) -> Result<Self, NoDevice> {
        let number = |text: &str| -> Option<usize> {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse().ok())?
        };
        let id = match text {
            "auto" => return Ok(Self::Auto),
            "cpu" => Some(DeviceId::Cpu),
            "cuda" => Some(DeviceId::Cuda(0)),
            _ => text
                .strip_prefix("cuda:")
                .and_then(number)
                .map(DeviceId::Cuda),
        };
        id.map(Self::This).ok_or_else(|| NoDevice(text.into()))
    }
}

/// The processor, and with CUDA in this build every GPU, or why there is none. They are looked for once, which takes a
/// moment.
pub fn devices() -> &'static [DeviceInfo] {
    static FOUND: OnceLock<Vec<DeviceInfo>> = OnceLock::new();
    FOUND.get_or_init(|| {
        #[cfg_attr(
            not(feature = "cuda"),
            expect(unused_mut, reason = "GPUs come with CUDA")
        )]
        let mut found = vec![processor()];
        #[cfg(feature = "cuda")]
        found.extend(super::device::cuda::devices());
        found
    })
}

/// The processor, as far as the system tells.
fn processor() -> DeviceInfo {
    DeviceInfo {
        id: DeviceId::Cpu,
        name: system::processor_name().unwrap_or_else(|| "Processor".into()),
        memory: system::memory(),
        problem: None,
    }
}

/// The device of this name, if it can be used.
///
/// # Errors
/// A sentence that says why not.
pub fn usable(id: DeviceId) -> Result<&'static DeviceInfo, String> {
    usable_of(devices(), id)
}

/// As [`usable`], of other devices.
///
/// # Errors
/// As [`usable`].
pub fn usable_of(devices: &[DeviceInfo], id: DeviceId) -> Result<&DeviceInfo, String> {
    match devices.iter().find(|device| device.id == id) {
        None if cfg!(feature = "cuda") => Err(format!("there is no such device: {id}")),
        None => Err(format!(
            "this build has no CUDA, build with --features cuda: {id}"
        )),
        Some(device) => match &device.problem {
            None => Ok(device),
            Some(problem) => Err(format!("{problem}: {id}")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_and_written_in_the_same_words() {
        for (text, choice) in [
            ("auto", DeviceChoice::Auto),
            ("cpu", DeviceChoice::This(DeviceId::Cpu)),
            ("cuda:0", DeviceChoice::This(DeviceId::Cuda(0))),
            ("cuda:11", DeviceChoice::This(DeviceId::Cuda(11))),
        ] {
            assert_eq!(text.parse(), Ok(choice));
            assert_eq!(choice.to_string(), text);
        }
        assert_eq!("cuda".parse(), Ok(DeviceChoice::This(DeviceId::Cuda(0))));
        for text in ["", "gpu", "cuda:", "cuda:-1", "cuda:+1", "CUDA", "cuda:1a"] {
            let refused = text.parse::<DeviceChoice>().unwrap_err().to_string();
            assert_eq!(
                refused,
                format!("a device is auto, cpu, cuda or cuda:N: {text}")
            );
        }
    }

    #[test]
    fn the_processor_is_always_there() {
        assert_eq!(devices()[0].id, DeviceId::Cpu);
        assert!(!devices()[0].name.is_empty());
        assert_eq!(
            usable(DeviceId::Cpu).map(|device| device.id),
            Ok(DeviceId::Cpu)
        );
        let refused = usable(DeviceId::Cuda(99)).unwrap_err();
        assert!(refused.ends_with(": cuda:99"), "{refused}");
    }
}
