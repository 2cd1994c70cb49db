//! The curves of the use that is looked at.

use std::sync::Arc;

use super::about::{ExportAbout, Makes, Need};
use crate::app::App;
use crate::data::Prepared;
use crate::export::svg::{Drawn, FoundCurves};

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Curves of a use…",
    sentence: "Saves what the use that is looked at draws: scores, ROC, error by size and the like",
    name: "the curves",
    what: "plot",
    kind: "use",
    needs: &[Need::Data, Need::UseCurves],
    makes: Makes::Picture(make),
};

fn make(app: &App, _data: &Arc<Prepared>) -> Drawn {
    let mut results = app.selected().results.iter();
    let name = app.using.chosen().name();
    let first = results.find(|result| result.name == name);
    let first = first.and_then(|result| result.curves.first());
    let title = first
        .map(|curves| curves.title.as_str())
        .unwrap_or_default();
    Ok(Arc::new(app.found_curves(title)))
}

impl App {
    /// The plot called `title` of the use that is looked at: the selected variant's and those of the other shown ones.
    pub fn found_curves(&self, title: &str) -> FoundCurves {
        let selected = self.document.selected;
        let shown = self.document.variants.iter();
        let mut shown: Vec<_> = shown.filter(|v| !v.hidden || v.id == selected).collect();
        shown.sort_by_key(|variant| variant.id != selected);
        let variants = shown.into_iter().filter_map(|variant| {
            let (result, _) = self.use_result(variant)?;
            let curves = result.curves.iter().find(|curves| curves.title == title)?;
            Some((variant.name.clone(), variant.colour, curves.clone()))
        });
        FoundCurves {
            variants: variants.collect(),
        }
    }
}
