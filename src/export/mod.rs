//! What leaves the program for others to read: files made of what was trained, without a screen.

pub mod torch;
