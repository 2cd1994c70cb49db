//! Error against code size, with the line of PCA.

use std::sync::Arc;

use super::about::{ExportAbout, Makes, Need};
use crate::app::App;
use crate::data::Prepared;
use crate::export::Comparison;
use crate::export::svg::{Drawn, Figure, Page, Svg, TradeOff};
use crate::project::Document;
use crate::training::VariantId;

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Trade-off…",
    sentence: "Saves test errors against code sizes, or what the trade-off plot shows instead, as a drawing",
    name: "the trade-off plot",
    what: "plot",
    kind: "trade-off",
    needs: &[Need::Data, Need::Trained],
    makes: Makes::Picture(make),
};

fn make(app: &App, data: &Arc<Prepared>) -> Drawn {
    Ok(Arc::new(Unmeasured {
        document: app.document.clone(),
        data: Arc::clone(data),
        chosen: app.shown_ids(),
    }))
}

/// Measures its variants when it is drawn.
struct Unmeasured {
    document: Document,
    data: Arc<Prepared>,
    chosen: Vec<VariantId>,
}

impl Figure for Unmeasured {
    fn size(&self) -> [f64; 2] {
        TradeOff::default().size()
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        let found = Comparison::new(&self.document, &self.data, &self.chosen, |_| {})?;
        TradeOff::of_errors(found.points(), &found.pca).draw(page)
    }
}
