//! The window: panels draw the application's state and return actions. With `main.rs` and nothing else, the only
//! place that names `egui`, `eframe` or `rfd`.

pub mod colour_map;
mod endings;
pub mod headless;
pub mod icons;
mod later;
mod misread;
mod pace;
mod panel;
pub mod picture;
pub mod sample;
pub mod setup;
mod shell;
pub mod theme;
pub mod tiles;
mod typed_path;
pub mod views;
pub mod widgets;
mod window;

pub use panel::Panel;
pub use shell::{Command, Motion, Preferences, ThemeChoice, Workbench, commands};
pub use window::{display_available, run};
