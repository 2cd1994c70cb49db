//! The codes of the selected variant as bars.

use std::sync::Arc;

use super::about::{ExportAbout, Makes, Need};
use super::shown::past;
use crate::app::App;
use crate::data::Prepared;
use crate::export::svg::{Bars, CodeLook, Drawn, codes};
use crate::training::{LatentView, ObservationId};

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Codes…",
    sentence: "Saves the chart of the selected variant's codes as a drawing",
    name: "the codes",
    what: "plot",
    kind: "codes",
    needs: &[Need::Data, Need::Selected(ObservationId::Latents)],
    makes: Makes::Picture(make),
};

fn make(app: &App, _data: &Arc<Prepared>) -> Drawn {
    Ok(Arc::new(app.code_bars(CodeLook::default())?))
}

impl App {
    /// The selected variant's codes.
    ///
    /// # Errors
    /// One clause, where there are none, or they are not finite.
    pub fn code_bars(&self, look: CodeLook) -> Result<Bars, String> {
        let variant = self.selected();
        let view = self.runs.get(&variant.id).and_then(|run| run.views.get());
        let view: Arc<LatentView> = view.ok_or("the selected variant is not trained yet")?;
        let mut bars = codes(&view, &variant.name, variant.colour, look)?;
        let past = past(std::iter::once(view.past));
        bars.notes
            .extend(Some(past).filter(|past| !past.is_empty()));
        Ok(bars)
    }
}
