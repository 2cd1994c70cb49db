//! How pictures are read, as a person chose it.

use std::fmt;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// Sides that fit every model.
pub const SIDES: [u32; 3] = [28, 32, 64];
/// The side of images that nobody has chosen one for.
pub const USUAL_SIDE: u32 = 32;

/// A folder of pictures, or one picture.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[schemars(inline)]
#[serde(default)]
pub struct PictureFolder {
    /// Path of the folder, or of one picture.
    pub path: PathBuf,
    /// Path of a folder with the test part. Without one it is the folder `test` beside a folder `train` in the first, and
    /// held out pictures where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<PathBuf>,
    /// Path of a CSV file with the name of a picture and its class in each line. Without one classes are the first
    /// subfolders that differ, or such a file in the folder or beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<PathBuf>,
    /// Height and width that each picture gets. Where it is absent it is that of all pictures if these are squares of 28, 32
    /// or 64 pixels, and 32 otherwise.
    #[schemars(title = "Side", range(min = 8, max = 256), extend("x-unit" = "pixels"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<u32>,
    /// How a picture becomes a square.
    #[schemars(title = "Fit")]
    pub fit: Fit,
    /// Whether images are grey or in colour.
    #[schemars(title = "Colour")]
    pub colour: Colour,
    /// What is seen through transparent pixels, and around what is padded: `#rrggbb`.
    #[schemars(
        title = "Background",
        with = "String",
        regex(pattern = "^#[0-9a-fA-F]{6}$")
    )]
    #[serde(skip_serializing_if = "Background::is_default")]
    pub background: Background,
    /// Cuts each picture into squares of this side rather than shrinking it.
    #[schemars(title = "Patch", range(min = 8, max = 4096), extend("x-unit" = "pixels"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<u32>,
    /// How far one patch is from the next; the side of a patch where it is absent.
    #[schemars(title = "Step", range(min = 1, max = 4096), extend("x-unit" = "pixels"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<u32>,
}

/// How a picture becomes a square.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// The largest square in its middle.
    #[default]
    Crop,
    /// All of it, its sides stretched alike.
    Stretch,
    /// All of it in its own proportions, with the background around.
    Pad,
}

impl Fit {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();
}

/// Whether images are grey or in colour.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// In colour where any picture is.
    #[default]
    Auto,
    /// One channel.
    Grey,
    /// Three channels.
    Rgb,
}

impl Colour {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();
}

/// A colour behind pictures; white unless somebody chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Background(pub [u8; 3]);

impl Background {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Background {
    fn default() -> Self {
        Self([255; 3])
    }
}

impl fmt::Display for Background {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl From<Background> for String {
    fn from(background: Background) -> Self {
        background.to_string()
    }
}

impl TryFrom<String> for Background {
    type Error = String;

    /// # Errors
    /// One clause, when it is no colour.
    fn try_from(text: String) -> Result<Self, String> {
        let are_digits =
            |text: &&str| text.len() == 6 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let digits = text.strip_prefix('#').filter(are_digits);
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match number.map(u32::to_be_bytes) {
            Some([_, red, green, blue]) => Ok(Self([red, green, blue])),
            None => Err(format!("a colour is written as #rrggbb, and not {text}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_written_as_on_the_web() {
        let read = |text: &str| serde_json::from_value::<Background>(text.into());
        assert_eq!(read("#0080ff").unwrap(), Background([0, 128, 255]));
        assert_eq!(Background([0, 128, 255]).to_string(), "#0080ff");
        for wrong in ["", "white", "#fff", "#00000g", "#+00000", "0080ff0"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_what_is_chosen_is_written() {
        let folder = PictureFolder {
            path: "a".into(),
            ..PictureFolder::default()
        };
        let text = r#"{"path":"a","fit":"crop","colour":"auto"}"#;
        assert_eq!(serde_json::to_string(&folder).unwrap(), text);
        assert_eq!(serde_json::from_str::<PictureFolder>(text).unwrap(), folder);
    }
}
