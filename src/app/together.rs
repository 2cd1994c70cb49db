//! Training several variants.

use super::App;
use crate::project::Together;
use crate::training::Command;

impl App {
    pub(super) fn train_together(&mut self, together: Together) {
        if self.document.together == together {
            return;
        }
        self.document.together = together;
        self.link.send(Command::Order(together.order));
        self.touch();
    }
}
