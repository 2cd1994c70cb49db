//! How a person saves pictures: remembered from one to the next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::Export;
use crate::export::svg::{Form, Format, Page, Paper, SCALES, check_size};

/// What was chosen last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureChoice {
    pub format: Format,
    pub paper: Paper,
    /// Pixels of a point.
    pub scale: u32,
    /// Width and height in points of each export whose own size was not wanted.
    pub sizes: BTreeMap<String, [f64; 2]>,
}

impl Default for PictureChoice {
    fn default() -> Self {
        let Form {
            format,
            page,
            scale,
        } = Form::default();
        Self {
            format,
            paper: page.paper,
            scale,
            sizes: BTreeMap::new(),
        }
    }
}

impl PictureChoice {
    /// For a picture of `export`.
    pub fn form(&self, export: Export) -> Form {
        Form {
            format: self.format,
            page: Page {
                size: self.sizes.get(export.about().kind).copied(),
                paper: self.paper,
                ..Page::default()
            },
            scale: self.scale,
        }
    }

    /// Keeps `form` for the next picture, its size for the next one of `export`.
    pub fn remember(&mut self, export: Export, form: Form) {
        self.format = form.format;
        self.paper = form.page.paper;
        self.scale = form.scale;
        let kind = export.about().kind;
        match form.page.size {
            Some(size) => self.sizes.insert(kind.into(), size),
            None => self.sizes.remove(kind),
        };
    }

    pub fn within_range(mut self) -> Self {
        let [least, .., most] = SCALES;
        self.scale = self.scale.clamp(least, most);
        self.sizes.retain(|_, size| check_size(*size).is_ok());
        self
    }
}
