//! File extensions, for the filters of the system's file dialogs.

/// Of files of images.
pub const IDX_ENDINGS: &[&str] = &["gz", "idx", "ubyte", "idx1-ubyte", "idx3-ubyte"];

/// Of tables.
pub const TABLE_ENDINGS: &[&str] = &["csv", "tsv", "tab", "txt", "gz"];

/// Of arrays.
pub const ARRAY_ENDINGS: &[&str] = &["npy", "npz", "gz"];

/// Of series.
pub const SERIES_ENDINGS: &[&str] = &["ts", "csv", "tsv", "txt", "npy", "npz", "gz"];

/// Of all data.
pub const DATA_ENDINGS: &[&str] = &[
    "csv",
    "tsv",
    "tab",
    "txt",
    "gz",
    "idx",
    "ubyte",
    "idx1-ubyte",
    "idx3-ubyte",
    "npy",
    "npz",
    "ts",
    "png",
    "jpg",
    "jpeg",
    "webp",
    "bmp",
    "tif",
    "tiff",
    "gif",
    "wav",
    "flac",
    "ogg",
    "mp3",
];
