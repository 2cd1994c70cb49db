//! The application without a screen: nothing is made that nobody looks at, and what happens is kept as news.

use std::path::PathBuf;

use super::{App, AppOptions, Wake};
use crate::project::{Document, Stamp};
use crate::training::{ThisMachine, Workshop};

impl App {
    /// Starts with `document`, which lives, or will, in the folder `path`; `stamp` is of the project file there. No
    /// views are made, a run is loaded only when it is trained, and [`Self::take_news`] has what happened.
    pub fn without_screen(
        wake: Wake,
        document: Document,
        path: PathBuf,
        stamp: Option<Stamp>,
        options: AppOptions,
    ) -> Self {
        let project = (document, path, stamp);
        Self::without_screen_on(wake, project, options, Box::new(ThisMachine))
    }

    /// As [`Self::without_screen`], with models from `workshop`.
    pub(crate) fn without_screen_on(
        wake: Wake,
        (document, path, stamp): (Document, PathBuf, Option<Stamp>),
        options: AppOptions,
        workshop: Box<dyn Workshop>,
    ) -> Self {
        let mut app = Self::detached(Document::default());
        app.news = Some(Vec::new());
        app.watching = false;
        app.begin(wake, options, workshop);
        app.replace_document(document, Some(path));
        app.stamp = stamp;
        app
    }
}
