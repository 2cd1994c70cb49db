//! Making, changing and removing variants.

use super::{App, VariantsEdit};

impl App {
    /// `Err` with one sentence when the change is not possible.
    pub(super) fn can_edit_variants(&self, _edit: &VariantsEdit) -> Result<(), String> {
        Ok(())
    }

    pub(super) fn edit_variants(&mut self, _edit: VariantsEdit) {}
}
