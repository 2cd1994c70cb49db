//! What every drawing is: something that can be made for any page.

use std::sync::Arc;

use super::drawing::Svg;
use super::page::Page;

/// A drawing that is not made yet.
pub trait Figure: Send + Sync {
    /// Width and height in points that it wants to have.
    fn size(&self) -> [f64; 2];

    /// # Errors
    /// One clause, when there is nothing to draw or a picture inside cannot be made.
    fn draw(&self, page: &Page) -> Result<Svg, String>;
}

/// A drawing, or one clause on why there is none.
pub type Drawn = Result<Arc<dyn Figure>, String>;
