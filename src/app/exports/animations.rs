//! Reconstructions and latent spaces over training, as GIF.

use std::sync::Arc;

use super::about::{ExportAbout, Make, Makes, Need};
use crate::app::App;
use crate::data::Prepared;
use crate::export::animation;

pub(super) static GALLERY: ExportAbout = ExportAbout {
    text: "Animation of reconstructions as GIF…",
    sentence: "Saves reconstructions over training, as far as weights are kept",
    name: "reconstructions over training as GIF",
    what: "animation",
    kind: "reconstructions",
    needs: &[
        Need::Rest,
        Need::Data,
        Need::Images,
        Need::Trained,
        Need::Checkpoints,
    ],
    makes: Makes::File("gif", of_gallery),
};

pub(super) static LATENT: ExportAbout = ExportAbout {
    text: "Animation of latent space as GIF…",
    sentence: "Saves codes over training, as far as weights are kept",
    name: "the latent space over training as GIF",
    what: "animation",
    kind: "latent",
    needs: &[Need::Rest, Need::Data, Need::Trained, Need::Checkpoints],
    makes: Makes::File("gif", of_latent),
};

fn of_gallery(app: &App, data: Arc<Prepared>) -> Make {
    let (document, chosen) = (app.document_with_checkpoints(), app.shown_ids());
    Box::new(move || animation::of_gallery(&document, &data, &chosen))
}

fn of_latent(app: &App, data: Arc<Prepared>) -> Make {
    let (document, chosen) = (app.document_with_checkpoints(), app.shown_ids());
    Box::new(move || animation::of_latent(&document, &data, &chosen))
}
