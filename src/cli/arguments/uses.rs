//! What `hourglass use` is asked for.

use std::path::PathBuf;

use clap::Args;

use super::Tolerance;
use crate::cli::assignment::Assignment;

#[derive(Debug, Args)]
pub struct Use {
    /// What to do with a trained model; --list lists what there is
    #[arg(required_unless_present = "list")]
    pub name: Option<String>,

    /// A project's folder, its project.json, or the name of an example
    #[arg(required_unless_present = "list")]
    pub project: Option<String>,

    /// List the uses with what they are for, what they need and their settings
    #[arg(long)]
    pub list: bool,

    /// Use this variant alone; all of them otherwise. May be given several times
    #[arg(long = "variant", value_name = "NAME")]
    pub variants: Vec<String>,

    /// Use it on this instead of the test part, as far as a use takes something else
    #[arg(long, value_name = "PATH")]
    pub input: Option<PathBuf>,

    /// The file to write what was found or made into, as far as a use can: FILE.csv, FILE.npy, FILE.codes, or a folder
    /// of pictures
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,

    /// How many samples to make; the same as --set count=N
    #[arg(long, value_name = "N")]
    pub count: Option<u32>,

    /// Set this of the use, whose settings --list lists; what a model is and learns from is set by hourglass train. May be
    /// given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<Assignment>,

    /// Remove this share of the cells or pixels at random, and measure what fills them in; the same as --set missing
    #[arg(long, value_name = "SHARE")]
    pub missing: Option<String>,

    #[command(flatten)]
    pub tolerance: Tolerance,

    /// Write one JSON object a line to standard output, and nothing else
    #[arg(long)]
    pub json: bool,

    /// Replace a file that is there, or the pictures in a folder
    #[arg(long)]
    pub force: bool,
}
