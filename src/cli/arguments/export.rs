//! What `hourglass export` is asked for: a model for PyTorch, or a drawing.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::Tolerance;
use crate::export::Plot;
use crate::export::svg::{Form, Format, Page, Paper, check_size};

#[derive(Debug, Args)]
pub struct Export {
    /// A project's folder, its project.json, or the name of an example
    pub project: String,

    /// The variant to write; needed where there are several, but for drawings of all of them
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,

    /// The file to write. FILE.py: Python that rebuilds the variant in PyTorch, its weights in a safetensors file of the
    /// same name beside it. FILE.svg and FILE.png: the drawing that --plot names
    #[arg(long, value_name = "FILE", value_parser = exported_file)]
    pub out: PathBuf,

    /// What to draw into an SVG or PNG file
    #[arg(long, value_name = "NAME", value_enum)]
    pub plot: Option<Plot>,

    /// Width and height of the drawing in points, each from 100 to 2400; as large as it wants to be otherwise
    #[arg(long, value_name = "WxH", value_parser = size, requires = "plot")]
    pub size: Option<Size>,

    /// Pixels of a point in a PNG file
    #[arg(long, value_name = "N", default_value_t = Form::default().scale, requires = "plot",
        value_parser = clap::value_parser!(u32).range(1..=4))]
    pub scale: u32,

    /// What the drawing stands on
    #[arg(
        long,
        value_name = "PAPER",
        value_enum,
        default_value_t,
        requires = "plot"
    )]
    pub paper: Paper,

    #[command(flatten)]
    pub tolerance: Tolerance,

    /// Replace what is there even if this program did not make it
    #[arg(long)]
    pub force: bool,
}

/// Width and height in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size(pub [f64; 2]);

impl Export {
    /// The form of the drawing; `None` where the file is no drawing.
    pub fn form(&self) -> Option<Form> {
        Some(Form {
            format: format_of(&self.out)?,
            page: Page {
                size: self.size.map(|Size(size)| size),
                paper: self.paper,
                ..Page::default()
            },
            scale: self.scale,
        })
    }
}

fn format_of(path: &Path) -> Option<Format> {
    Format::of_ending(path.extension()?.to_str()?)
}

fn exported_file(text: &str) -> Result<PathBuf, String> {
    let path = Path::new(text);
    let is_named = path.file_stem().is_some_and(|stem| !stem.is_empty());
    let is_python = path.extension().is_some_and(|ending| ending == "py");
    match is_named && (is_python || format_of(path).is_some()) {
        true => Ok(path.to_owned()),
        false => Err("give the name of a file that ends in .py, .svg or .png".into()),
    }
}

fn size(text: &str) -> Result<Size, String> {
    let sides = text.split_once('x');
    let number = |text: &str| text.trim().parse().ok();
    let sides = sides.and_then(|(width, height)| Some([number(width)?, number(height)?]));
    let size = sides.ok_or("give width and height in points, such as 480x320")?;
    check_size(size).map(|()| Size(size))
}

impl ValueEnum for Plot {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.hint()))
    }
}

impl ValueEnum for Paper {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }))
    }
}
