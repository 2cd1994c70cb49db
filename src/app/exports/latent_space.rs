//! The latent spaces as PNG.

use std::sync::Arc;

use super::about::{ExportAbout, Make, Need};
use super::shown::past;
use crate::app::App;
use crate::data::Prepared;
use crate::export::colouring::Colouring;
use crate::export::{Cloud, Space, latent_picture};
use crate::project::Variant;
use crate::training::{LatentView, ObservationId};

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Latent space as PNG…",
    sentence: "Saves the codes of the shown variants as a picture",
    name: "the latent space as PNG",
    what: "picture",
    kind: "latent",
    ending: "png",
    needs: &[Need::Data, Need::Observed(ObservationId::Latents)],
    make,
};

fn make(app: &App, data: Arc<Prepared>) -> Make {
    let views = app.views::<LatentView>();
    let (axes, colour) = (
        app.document.view.latent_axes,
        app.document.view.latent_colour.clone(),
    );
    Box::new(move || {
        let colouring = Colouring::of(&data.dataset, &colour);
        let space = |(variant, view): &(Variant, Arc<LatentView>)| {
            Cloud::new(view, axes, &colouring).map(|cloud| (variant.clone(), cloud))
        };
        let clouds: Vec<(Variant, Cloud)> = views.iter().filter_map(space).collect();
        let note = past(views.iter().map(|(_, view)| view.past));
        png(clouds, &note)
    })
}

fn png(clouds: Vec<(Variant, Cloud)>, note: &str) -> Result<Vec<u8>, String> {
    let spaces: Vec<Space> = clouds
        .iter()
        .map(|(variant, cloud)| Space {
            name: &variant.name,
            colour: variant.colour,
            cloud: cloud.clone(),
        })
        .collect();
    latent_picture(&spaces, note)
        .ok_or("the codes make no plane")?
        .png()
}
