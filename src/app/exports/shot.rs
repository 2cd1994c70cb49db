//! A drawing to save or to copy, as its view shows it at that moment.

use std::fmt;
use std::sync::Arc;

use super::Export;
use crate::export::svg::Figure;

/// What is saved or copied.
#[derive(Clone)]
pub struct Shot {
    pub export: Export,
    pub figure: Arc<dyn Figure>,
}

impl PartialEq for Shot {
    fn eq(&self, other: &Self) -> bool {
        self.export == other.export && Arc::ptr_eq(&self.figure, &other.figure)
    }
}

impl fmt::Debug for Shot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Shot").field(&self.export).finish()
    }
}
