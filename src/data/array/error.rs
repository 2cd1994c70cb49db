//! What can be wrong with an array.

use std::io;

use crate::system::MemoryShortage;

/// Why an array cannot be read. Each text is the start of a sentence about a path.
#[derive(Debug, thiserror::Error)]
pub enum ArrayError {
    #[error("the file is empty")]
    Empty,
    #[error("this is no NPY array, it does not begin as one")]
    Magic,
    #[error("version {0} of the NPY format is not known")]
    Version(u8),
    #[error("the header of the array is damaged")]
    Header,
    #[error("the header of the array is cut short")]
    HeaderCut,
    #[error("the header of the array promises {0} bytes of itself, which is no header")]
    HeaderLength(usize),
    #[error(
        "the array holds Python objects, which are not read because reading them can run a program"
    )]
    Objects,
    #[error("the array holds records of several fields, not numbers")]
    Structured,
    #[error("numbers of type {0} are not read")]
    Elements(String),
    #[error("an array of {0} is more than any machine can hold")]
    TooLarge(String),
    #[error("the file is cut short, its header promises {promised} bytes but only {found} follow")]
    Truncated { promised: u64, found: u64 },
    #[error("the header promises {promised} bytes, more than {packed} compressed bytes can hold")]
    Packed { promised: u64, packed: u64 },
    #[error("the NPZ archive is damaged ({0})")]
    Archive(String),
    #[error("the gzip data is damaged ({0})")]
    Gzip(io::Error),
    #[error("the file could not be read ({0})")]
    Read(io::Error),
    #[error("its {count} samples need {shortage}")]
    Memory {
        count: u64,
        shortage: MemoryShortage,
    },
    #[error("the archive holds no array called {wanted}, it has {found}")]
    NoSuchArray { wanted: String, found: String },
    #[error("the archive holds no arrays")]
    NoArrays,
    /// One clause.
    #[error("{0}")]
    Other(String),
}

impl ArrayError {
    /// What `error` means where a header should be.
    pub(super) fn of_header(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::HeaderCut,
            _ => Self::Read(error),
        }
    }
}
