//! How series are read, as a person chose it.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// Steps of a window that nobody has chosen.
pub const USUAL_WINDOW: u32 = 64;

/// Series: a .ts file, a table, or an array of NumPy.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[schemars(inline)]
#[serde(default)]
pub struct SeriesFile {
    /// Path of the file.
    pub path: PathBuf,
    /// Path of the file with the test part: the file beside it whose name says so (`x_TRAIN.ts`, `x_TEST.ts`) where it is
    /// absent. Without one a sixth of the sequences is held out, or the last sixth of one long series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<PathBuf>,
    /// How a table or an array holds sequences; found from its columns or dimensions where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<SeriesForm>,
    /// The column that says which sequence a row belongs to; found by its name where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The column of times, by which steps are put in order; found where it is absent, none where it is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The column of classes; found by its name where it is absent, none where it is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The columns that are channels, or steps where each row is a sequence; all other columns of numbers where none is
    /// named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Steps of each window that one long series is cut into.
    #[schemars(range(min = 1))]
    pub window: u32,
    /// Steps from the beginning of a window to that of the next; half a window where it is absent.
    #[schemars(range(min = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stride: Option<u32>,
    /// Name of the encoding; found where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

impl Default for SeriesFile {
    fn default() -> Self {
        Self {
            path: PathBuf::new(),
            test: None,
            form: None,
            id: None,
            time: None,
            label: None,
            columns: Vec::new(),
            window: USUAL_WINDOW,
            stride: None,
            encoding: None,
        }
    }
}

impl SeriesFile {
    /// Steps from the beginning of a window to that of the next.
    pub fn stride(&self) -> usize {
        let stride = self.stride.unwrap_or(self.window / 2);
        stride.max(1) as usize
    }
}

/// How a table or an array holds sequences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize, VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum SeriesForm {
    /// A row a step, and a column that says of which sequence. Of an array: samples, steps, features.
    Long,
    /// A row a sequence of one channel, and a column a step.
    Wide,
    /// A row a step of one long series, which is cut into windows.
    Single,
}

impl SeriesForm {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();
}
