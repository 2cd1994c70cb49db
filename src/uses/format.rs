//! What a result can be written as.

/// What a result can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180), nothing in empty cells.
    Csv,
    /// A NumPy array: the columns of single precision, or the samples that were made.
    Npy,
    /// Quantised codes, entropy-coded.
    Codes,
    /// A folder of files, one a sample that was made: PNG of pictures, WAV of sounds.
    Files,
}

impl Format {
    /// Of the file, without the point; none of a folder.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Npy => "npy",
            Self::Codes => "codes",
            Self::Files => "",
        }
    }

    /// Whether it is a folder of files, which has no ending.
    pub fn is_folder(self) -> bool {
        self == Self::Files
    }
}
