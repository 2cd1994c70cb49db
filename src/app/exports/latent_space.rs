//! The latent space of the selected variant, and those of all shown variants side by side.

use std::sync::Arc;

use super::about::{ExportAbout, Makes, Need};
use super::shown::past;
use crate::app::App;
use crate::data::Prepared;
use crate::eval::Procrustes;
use crate::eval::bounds::Bounds;
use crate::export::Cloud;
use crate::export::colouring::Colouring;
use crate::export::digits::three_digits;
use crate::export::svg::{Drawn, Plane, Planes};
use crate::project::Variant;
use crate::training::{LatentView, ObservationId, VariantId};

pub(super) static ONE: ExportAbout = ExportAbout {
    text: "Latent space…",
    sentence: "Saves the codes of the selected variant as a picture",
    name: "the latent space",
    what: "picture",
    kind: "latent",
    needs: &[Need::Data, Need::Selected(ObservationId::Latents)],
    makes: Makes::Picture(of_selected),
};

pub(super) static ALL: ExportAbout = ExportAbout {
    text: "Latent spaces side by side…",
    sentence: "Saves the codes of all shown variants as a picture, aligned where they are on screen",
    name: "latent spaces",
    what: "picture",
    kind: "latents",
    needs: &[Need::Data, Need::Observed(ObservationId::Latents)],
    makes: Makes::Picture(of_shown),
};

fn of_selected(app: &App, data: &Arc<Prepared>) -> Drawn {
    let variant = app.selected();
    let view = app.runs.get(&variant.id).and_then(|run| run.views.get());
    let views = view.map(|view: Arc<LatentView>| (variant.clone(), view));
    Ok(Arc::new(planes(app, data, views.as_slice(), None)?))
}

fn of_shown(app: &App, data: &Arc<Prepared>) -> Drawn {
    Ok(Arc::new(planes(app, data, &app.views(), None)?))
}

impl App {
    /// The planes of all shown variants, laid onto that of the variant `onto` where there is one.
    ///
    /// # Errors
    /// One clause, where no codes make a plane.
    pub fn latent_planes(&self, onto: Option<VariantId>) -> Result<Planes, String> {
        let data = self.dataset.prepared().ok_or("the data is still loading")?;
        planes(self, data, &self.views(), onto)
    }
}

fn planes(
    app: &App,
    data: &Prepared,
    views: &[(Variant, Arc<LatentView>)],
    onto: Option<VariantId>,
) -> Result<Planes, String> {
    let view = &app.document.view;
    let colouring = Colouring::of(&data.dataset, &view.latent_colour);
    // Codes of another dataset than the one on screen: the next view is on its way.
    let fits = |view: &LatentView| view.codes.len() == view.width * data.dataset.test.len();
    let clouds: Vec<(&Variant, Cloud)> = views
        .iter()
        .filter(|(_, view)| fits(view))
        .filter_map(|(variant, codes)| {
            Some((variant, Cloud::new(codes, view.latent_axes, &colouring)?))
        })
        .collect();
    if clouds.is_empty() {
        return Err("the codes make no plane".into());
    }
    let target = clouds.iter().find(|(variant, _)| Some(variant.id) == onto);
    let target = target.map(|(_, cloud)| cloud.points.clone());
    let planes = clouds.into_iter().map(|(variant, cloud)| {
        let plane = Plane {
            name: variant.name.clone(),
            colour: variant.colour,
            cloud,
            note: String::new(),
            is_laid: false,
        };
        match &target {
            Some(_) if Some(variant.id) == onto => Plane {
                note: "reference".into(),
                ..plane
            },
            Some(target) => laid(plane, target),
            None => plane,
        }
    });
    Ok(Planes {
        planes: planes.collect(),
        note: past(views.iter().map(|(_, view)| view.past)),
        has_legend: true,
    })
}

/// `plane` turned, mirrored, scaled and moved onto the points of another; as it is where they have nothing in common.
fn laid(mut plane: Plane, target: &[[f32; 2]]) -> Plane {
    let Some(fit) = Procrustes::fit(&plane.cloud.points, target) else {
        plane.note = "not alignable".into();
        return plane;
    };
    for point in &mut plane.cloud.points {
        *point = fit.place(*point);
    }
    plane.cloud.bounds = Bounds::around(&plane.cloud.points).unwrap_or(plane.cloud.bounds);
    plane.note = format!("disparity {}", three_digits(fit.disparity));
    plane.is_laid = true;
    plane
}
