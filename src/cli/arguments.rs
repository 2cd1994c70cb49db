//! The command-line arguments.

mod export;
mod uses;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Error, Parser, Subcommand, ValueEnum};

pub use self::export::Export;
pub use self::uses::Use;
use super::assignment::Assignment;
use super::log::LogLevel;
use crate::model::{DeviceChoice, DeviceId};

/// A workbench for autoencoders: choose, train, watch, compare.
#[derive(Debug, Parser)]
#[command(
    name = "hourglass",
    version,
    override_usage = "hourglass [OPTIONS] [PROJECT]\n       hourglass <COMMAND>"
)]
pub struct Arguments {
    #[command(subcommand)]
    pub task: Option<Task>,

    /// What to open: a project's folder, its project.json, or the name of an example
    pub project: Option<String>,

    /// Fail when no window can open, rather than train in the terminal
    #[arg(long)]
    pub window: bool,

    /// What to train on this time: auto, cpu, cuda or cuda:N; what was chosen in the window last otherwise
    #[arg(long, value_name = "DEVICE")]
    pub device: Option<DeviceChoice>,

    /// How much goes into the log file and to standard error: info and warn otherwise
    #[arg(long, global = true, value_enum, value_name = "LEVEL")]
    pub log: Option<LogLevel>,
}

impl Arguments {
    /// Those of this process, or of another that `words` are typed for.
    ///
    /// # Errors
    /// What to show instead: help, the version, or what is wrong.
    pub fn of(words: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Self, Error> {
        let arguments = Self::try_parse_from(words)?;
        // Said by hand, since the level of the log may stand before a command.
        let of_window =
            arguments.project.is_some() || arguments.window || arguments.device.is_some();
        if arguments.task.is_some() && of_window {
            let sentence = "a command takes its project and its options after its name";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, sentence));
        }
        Ok(arguments)
    }
}

#[derive(Debug, Subcommand)]
pub enum Task {
    /// Train in the terminal; Ctrl-C saves, and the same command goes on
    Train(Train),
    /// Read data as a project would and say what they are: samples, shape, columns, classes, warnings
    Import(Import),
    /// Measure trained variants on the whole test set
    Evaluate(Evaluate),
    /// Write a report that compares the trained variants: one HTML file
    Compare(Compare),
    /// Write a trained variant as a Python file that rebuilds it in PyTorch, or a drawing of the variants as SVG or PNG
    Export(Export),
    /// Use trained variants: find anomalies, write codes as features; figures beside those of baselines
    Use(Use),
    /// Measure how fast this program is on this machine
    Bench(Bench),
    /// Train a classifier on a project's labelled pictures, for front layers and the perceptual loss of its variants
    TrainFeatures(TrainFeatures),
}

/// What is done about a project in which something is wrong.
#[derive(Debug, Clone, Copy, Args)]
pub struct Tolerance {
    /// Go on with a project in which something is wrong: defaults take its place, with a warning. A data source that
    /// makes no sense is never replaced
    #[arg(long)]
    pub tolerant: bool,
}

#[derive(Debug, Args)]
pub struct Train {
    /// A project's folder, its project.json, or the name of an example
    #[arg(required_unless_present = "data")]
    pub project: Option<String>,

    /// Train on this file instead of the project's data; without a project, a new one is made that is named after it
    #[arg(long, value_name = "PATH")]
    pub data: Option<PathBuf>,

    /// Copy the files of the data into the project's folder
    #[arg(long)]
    pub copy_data: bool,

    /// Go on with the weights on other data of the same shape and columns
    #[arg(long)]
    pub keep_weights: bool,

    /// Set this of the variants that are trained, or of the data; a key is its place in project.json: training.epochs
    /// below a variant's settings, data.validation. A list is JSON. May be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<Assignment>,

    /// Train on the samples of these classes alone; the test part stays whole. The same as --set data.normal with a list
    #[arg(long, value_name = "CLASS", value_delimiter = ',')]
    pub normal: Vec<String>,

    /// Remove this share of the cells of a table before training, from 0 to 1; hourglass use impute is measured on them. The
    /// same as --set data.missing_share
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub missing: Option<f64>,

    /// Train this variant alone; all of them otherwise. May be given several times
    #[arg(long = "variant", value_name = "NAME")]
    pub variants: Vec<String>,

    /// Train until this many epochs in all are done; the project's own number otherwise
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub epochs: Option<u32>,

    /// Draws the initial weights, the order of the images and dropout
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// What to train on: cpu, cuda (the first NVIDIA GPU), cuda:N, or auto, which measures what is faster for each model
    #[arg(long, value_name = "DEVICE", default_value_t = DeviceChoice::Auto)]
    pub device: DeviceChoice,

    /// Compute threads, as many as there are cores at most; 0 for one a core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,

    /// Save into this folder rather than into the project's own; a bundle of the project there is continued
    #[arg(long, value_name = "BUNDLE")]
    pub out: Option<PathBuf>,

    #[command(flatten)]
    pub tolerance: Tolerance,

    /// Write one JSON object a line to standard output, and nothing else
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Import {
    /// A file or folder of data
    pub path: PathBuf,

    /// Set this of how the data are read; a key is its place in project.json: data.source.side. May be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<Assignment>,

    /// Write one JSON object a line to standard output, and nothing else
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Evaluate {
    /// A project's folder, its project.json, or the name of an example
    pub project: String,

    /// Measure this variant alone; all of them otherwise. May be given several times
    #[arg(long = "variant", value_name = "NAME")]
    pub variants: Vec<String>,

    /// What to measure on: cpu, cuda (the first NVIDIA GPU) or cuda:N; auto is the CPU, which needs moments alone
    #[arg(long, value_name = "DEVICE", default_value_t = DeviceChoice::Auto)]
    pub device: DeviceChoice,

    #[command(flatten)]
    pub tolerance: Tolerance,

    /// Write one JSON object a line to standard output, and nothing else
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Compare {
    /// A project's folder, its project.json, or the name of an example
    pub project: String,

    /// The HTML file to write; an older report that is there is replaced
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,

    /// Compare this variant; all of them otherwise. May be given several times
    #[arg(long = "variant", value_name = "NAME")]
    pub variants: Vec<String>,

    #[command(flatten)]
    pub tolerance: Tolerance,

    /// Replace what is there even if this program did not make it
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Bench {
    /// Measure this alone; everything otherwise. May be given several times
    #[arg(long = "case", value_name = "NAME", value_enum)]
    pub cases: Vec<Case>,

    /// About how long each case may take, its preparation left out
    #[arg(long, value_name = "N", default_value = "3", value_parser = seconds)]
    pub seconds: Duration,

    /// What training and evaluate are measured on: cpu, cuda (the first NVIDIA GPU), cuda:N, or auto, which takes what is
    /// faster for each model. Without --case, a GPU leaves all other cases out
    #[arg(long, value_name = "DEVICE", default_value_t = DeviceChoice::This(DeviceId::Cpu))]
    pub device: DeviceChoice,

    /// Compute threads, as many as there are cores at most; 0 for one a core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,

    /// Write one JSON object a line to standard output, and nothing else
    #[arg(long)]
    pub json: bool,

    /// Measure this process, which `bench` started at this time: nanoseconds since 1970
    #[arg(long, hide = true, value_name = "TIME")]
    pub started_at: Option<u64>,
}

#[derive(Debug, Args)]
pub struct TrainFeatures {
    /// A project's folder, its project.json, or the name of an example; its data must be pictures with labels
    #[arg(required_unless_present = "set", conflicts_with = "set")]
    pub project: Option<String>,

    /// Save into this folder rather than into the project's own; a bundle of the project there is continued
    #[arg(long, value_name = "BUNDLE")]
    pub out: Option<PathBuf>,

    /// How often all training pictures are seen
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub epochs: u32,

    /// Draws the initial weights and the order of the pictures
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,

    /// Compute threads, as many as there are cores at most; 0 for one a core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,

    #[command(flatten)]
    pub tolerance: Tolerance,

    /// Write the program's own classifier of this set into the safetensors file --out, assets/features/SET.safetensors
    #[arg(long, value_enum, hide = true, requires = "out")]
    pub set: Option<Set>,

    /// Folder with the set's four IDX files under their usual names, gzipped or not; the built-in images otherwise
    #[arg(long, value_name = "FOLDER", hide = true, requires = "set")]
    pub data: Option<PathBuf>,

    /// Replace what is there even if this program did not make it
    #[arg(long, hide = true, requires = "set")]
    pub force: bool,
}

/// The sets that features are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Set {
    Mnist,
    FashionMnist,
}

impl Set {
    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mnist => "mnist",
            Self::FashionMnist => "fashion-mnist",
        }
    }
}

/// A number from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let parsed = text.parse().ok();
    parsed
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "give a number from 0 to 1".into())
}

/// A number of seconds above 0.
fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .filter(|seconds| (0.001..=86_400.0).contains(seconds))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "give a number of seconds from 0.001 to 86400".into())
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Case {
    /// Arithmetic peak of this machine: a large matrix product
    Peak,
    /// Training 784-512-256-128-256-512-784 on MNIST, 64 images a step
    #[value(name = "dense-b64")]
    Dense64,
    /// The same, 256 images a step
    #[value(name = "dense-b256")]
    Dense256,
    /// Training the variational vae-20, 784-400-20-400-784, on MNIST, 128 images a step
    #[value(name = "vae-b128")]
    Vae128,
    /// Training the convolutional conv, 16, 8 and 8 channels and back, on MNIST, 128 images a step
    #[value(name = "conv-b128")]
    Conv128,
    /// Training 30-16-8-16-30 on the rows of breast-cancer, 32 rows a step: what a step costs beside its arithmetic
    #[value(name = "table-b32")]
    Table32,
    /// Training a GRU of 64 with a code of 16 on made-up walks of 128 steps, 64 sequences a step
    #[value(name = "gru-b64")]
    Gru64,
    /// The same with a decoder that reads its own last output, half of the sequences with teacher forcing
    #[value(name = "gru-fed-b64")]
    GruFed64,
    /// 10,000 test images measured and encoded by article-mlp
    Evaluate,
    /// Training article-mlp with all views live, and with nobody looking, in turns of about 2 s
    Live,
    /// From asking for a decoded point to having it, while article-mlp trains and all views are live
    Drag,
    /// A frame of the window with 70,000 latent points and 5 variants
    Frame,
    /// From process start to the first frame, and to data ready
    Start,
    /// Peak resident memory with article-mlp in training
    Memory,
}

#[cfg(test)]
mod tests;
