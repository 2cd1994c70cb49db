//! The built program, run as a person or a script runs it.

mod bench;
mod codes;
mod compare;
mod data;
mod denoise;
mod evaluate;
mod export;
mod features;
mod fill;
mod generate;
mod import;
mod in_use;
mod log;
mod names;
mod new_samples;
mod program;
mod recommend;
mod stop;
mod tables;
mod terminal;
mod texts;
mod train;
mod usage;
mod uses;
mod wrong;
