//! A device, by its name and as a person sees it.

use std::fmt;

/// A device that models can live on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum DeviceId {
    #[default]
    Cpu,
    /// An NVIDIA GPU, by its number.
    Cuda(usize),
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Cpu => f.write_str("cpu"),
            Self::Cuda(number) => write!(f, "cuda:{number}"),
        }
    }
}

/// A device as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceInfo {
    pub id: DeviceId,
    /// What its maker calls it.
    pub name: String,
    /// Bytes of its memory, as far as that is known.
    pub memory: Option<u64>,
    /// Why it cannot be used: a sentence without a full stop.
    pub problem: Option<String>,
}
