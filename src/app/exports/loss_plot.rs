//! The loss curves.

use std::sync::Arc;

use super::about::{ExportAbout, Makes, Need};
use crate::app::App;
use crate::data::Prepared;
use crate::export::Recorded;
use crate::export::loss::{Quantity, axis_name};
use crate::export::svg::{Curve, Curves, Drawn};

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Loss plot…",
    sentence: "Saves the curves of the shown variants as a drawing",
    name: "the loss plot",
    what: "plot",
    kind: "loss",
    needs: &[Need::Data, Need::Curve],
    makes: Makes::Picture(make),
};

fn make(app: &App, _data: &Arc<Prepared>) -> Drawn {
    let curves = app.curves(Quantity::Loss, "Loss");
    Ok(Arc::new(curves.ok_or("the data is still loading")?))
}

impl App {
    /// The curves of `quantity`, called `name`, of all shown variants; `None` while there is no data.
    pub fn curves(&self, quantity: Quantity, name: &str) -> Option<Curves> {
        let view = &self.document.view;
        Some(Curves {
            curves: recorded(self, self.dataset.prepared()?, quantity),
            watched: self.document.data.watched().into(),
            names: [axis_name(view.loss_axis).into(), name.into()],
            log: view.log_loss && quantity.no_logarithm().is_none(),
            best: quantity.best(),
            ..Curves::default()
        })
    }
}

fn recorded(app: &App, data: &Prepared, quantity: Quantity) -> Vec<Curve> {
    app.shown()
        .filter_map(|variant| Some((variant, app.runs.get(&variant.id)?)))
        .filter(|(_, run)| run.history.has_curves())
        .flat_map(|(variant, run)| {
            let recorded = Recorded {
                name: &variant.name,
                colour: variant.colour,
                settings: &variant.settings,
                history: &run.history,
                images: data.split.train.len(),
                shape: data.dataset.shape(),
            };
            recorded.of(quantity, app.document.view.loss_axis)
        })
        .collect()
}
