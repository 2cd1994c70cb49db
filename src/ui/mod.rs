//! The window: panels draw the application's state and return actions. With `main.rs` and nothing else, the only
//! place that names `egui`, `eframe` or `rfd`.

pub mod build;
mod panel;
pub mod picture;
pub mod theme;
pub mod views;

pub use panel::Panel;
