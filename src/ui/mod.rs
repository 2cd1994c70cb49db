//! The window: panels draw the application's state and return actions. With `main.rs` and nothing else, the only
//! place that names `egui`, `eframe` or `rfd`.

pub mod build;
pub mod colour_map;
pub mod digits;
mod panel;
pub mod picture;
pub mod theme;
pub mod tiles;
pub mod views;

pub use panel::Panel;
