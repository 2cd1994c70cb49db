//! The application without a screen: no views are made, and what happens is kept as news.

use std::path::PathBuf;
use std::sync::Arc;

use super::{App, AppOptions, DatasetState, Wake};
use crate::data::Prepared;
use crate::project::{Document, Role, Version};
use crate::training::{ModelFactory, ThisMachine};

impl App {
    /// Starts with `document`, which lives, or will, in the folder `path`; `version` is of the project file there. No
    /// views are made, a run is loaded only when it is trained, and [`Self::take_news`] has what happened.
    ///
    /// `data` are what was read already; they are read where it is `None` or they are not the document's.
    pub fn without_screen(
        wake: Wake,
        project: (Document, PathBuf, Option<Arc<Version>>),
        options: AppOptions,
        data: Option<Arc<Prepared>>,
    ) -> Self {
        Self::start_without_screen(wake, project, options, (Box::new(ThisMachine), data))
    }

    /// As [`Self::without_screen`], with models from `factory`.
    #[cfg(test)]
    pub(crate) fn without_screen_on(
        wake: Wake,
        project: (Document, PathBuf, Option<Arc<Version>>),
        options: AppOptions,
        factory: Box<dyn ModelFactory>,
    ) -> Self {
        Self::start_without_screen(wake, project, options, (factory, None))
    }

    fn start_without_screen(
        wake: Wake,
        (document, path, version): (Document, PathBuf, Option<Arc<Version>>),
        options: AppOptions,
        (factory, data): (Box<dyn ModelFactory>, Option<Arc<Prepared>>),
    ) -> Self {
        let mut app = Self::detached(Document::default());
        if let Some(data) = data {
            app.dataset = DatasetState::Ready(data);
        }
        app.news = Some(Vec::new());
        app.runs.show_views(false);
        app.begin(wake, options, factory);
        app.replace_document(document, Some(path), Role::Works);
        app.saves.version = version;
        app
    }
}
