//! The curves of the use that is looked at.

use std::sync::Arc;

use super::about::{ExportAbout, Makes, Need};
use crate::app::App;
use crate::data::Prepared;
use crate::eval::Curves;
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
    let result = app.use_result(app.selected());
    let first = result.and_then(|(result, _)| result.curves.first());
    let first = first.ok_or("no use has drawn curves yet")?;
    Ok(Arc::new(app.found_curves(&first.title)))
}

impl App {
    /// The plot called `title` of the use that is looked at: the selected variant's, then those of the others on screen.
    pub fn curves_called<'a>(
        &'a self,
        title: &'a str,
    ) -> impl Iterator<Item = (&'a str, u8, &'a Curves)> {
        let selected = self.document.selected;
        let others = self.variants_on_screen();
        let others = others.filter(move |variant| variant.id != selected);
        let variants = std::iter::once(self.selected()).chain(others);
        variants.filter_map(move |variant| {
            let (result, _) = self.use_result(variant)?;
            let mut curves = result.curves.iter();
            let curves = curves.find(|curves| curves.title == title)?;
            Some((variant.name.as_str(), variant.colour, curves))
        })
    }

    /// The same as a drawing.
    pub fn found_curves(&self, title: &str) -> FoundCurves {
        let variants = self.curves_called(title);
        let owned =
            |(name, colour, curves): (&str, u8, &Curves)| (name.into(), colour, curves.clone());
        FoundCurves {
            variants: variants.map(owned).collect(),
        }
    }
}
