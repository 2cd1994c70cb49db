//! What a panic says.

use std::any::Any;

/// The message of a panic that was caught.
pub fn panic_text(cause: &(dyn Any + Send)) -> &str {
    if let Some(text) = cause.downcast_ref::<&str>() {
        text
    } else if let Some(text) = cause.downcast_ref::<String>() {
        text
    } else {
        "no message"
    }
}
