//! Everything a report says about the variants of a project, measured on the test images.

use std::sync::Arc;

use super::checkpoint_model;
use super::columns::{Subject, Table, Taken};
use super::histories::Recorded;
use super::svg::{Curve, Point};
use crate::data::{Dataset, Prepared};
use crate::eval::Baseline;
use crate::model::{DeviceId, LADDER};
use crate::project::{Document, LossAxis, Trained, Variant, VariantSettings};
use crate::settings::phrase;
use crate::training::{
    ColumnMeasured, GalleryChoice, GalleryRequest, GalleryView, LatentView, Measured, SETTINGS,
    VariantId, measure_test,
};

/// Images down the columns of a gallery.
const IMAGES: usize = 12;

/// A project's variants side by side.
pub struct Comparison {
    pub document: Document,
    pub dataset: Dataset,
    /// In the project's order.
    pub variants: Vec<Compared>,
    /// Mean squared error on the test samples that so many principal components leave, by their number; nothing where
    /// they cannot be compared with models ([`Baseline::measures`]).
    pub pca: Vec<(usize, f64)>,
    /// Images that are trained on: validation images left out.
    pub train_images: usize,
}

/// One variant.
pub struct Compared {
    pub variant: Variant,
    /// The parent's name and what differs from it, where the parent is still there.
    pub parent: Option<(String, String)>,
    /// `None` while it is not trained.
    pub reached: Option<Reached>,
}

/// What a trained variant makes of the test images.
pub struct Reached {
    pub trained: Trained,
    pub measured: Measured,
    /// What each column of a table reaches; none of other samples.
    pub columns: Vec<ColumnMeasured>,
    /// Mean squared error of as many principal components as the code has numbers.
    pub pca_mse: f64,
    /// Of the same images for all variants.
    pub gallery: GalleryView,
    pub latent: LatentView,
}

impl Compared {
    /// The settings that made the weights; the variant's own while there are none.
    pub fn settings(&self) -> &VariantSettings {
        let own = &self.variant.settings;
        let reached = self.reached.as_ref();
        reached.map_or(own, |reached| &reached.trained.settings)
    }
}

impl Comparison {
    /// Measures those of `chosen` that are trained; `tell` is told whom, before each. Takes about a second for each on
    /// 10,000 test images.
    ///
    /// # Errors
    /// One clause, when there are no test images, weights do not fit them or cannot be read.
    pub fn new(
        document: &Document,
        data: &Arc<Prepared>,
        chosen: &[VariantId],
        mut tell: impl FnMut(&str),
    ) -> Result<Self, String> {
        let Prepared {
            dataset,
            scaler,
            split,
            ..
        } = &**data;
        let among = |variant: &&Variant| chosen.contains(&variant.id);
        let sizes = sizes(document.variants.iter().filter(among), dataset);
        let mut pca = Vec::new();
        if let Some(&widest) = sizes.last().filter(|_| Baseline::measures(dataset, split)) {
            tell("PCA");
            let baseline = Baseline::new(dataset, scaler, split, widest)
                .map_err(|error| format!("PCA: {error}"))?;
            let error = |size| (size, baseline.mse(dataset, scaler, size));
            pca = sizes.into_iter().map(error).collect();
        }
        let mut variants = Vec::new();
        for variant in document.variants.iter().filter(among) {
            let reached = match &variant.trained {
                None => None,
                Some(trained) => {
                    tell(&variant.name);
                    Some(reached(document, variant, trained, data, &pca)?)
                }
            };
            variants.push(Compared {
                parent: parent(document, variant),
                // The weights stand in `reached`.
                variant: Variant {
                    trained: None,
                    ..variant.clone()
                },
                reached,
            });
        }
        Ok(Self {
            document: document.clone(),
            dataset: dataset.clone(),
            variants,
            pca,
            train_images: split.train.len(),
        })
    }

    /// The variants that are trained, and what they have reached.
    pub fn trained(&self) -> impl Iterator<Item = (&Variant, &Reached)> {
        self.variants
            .iter()
            .filter_map(|compared| Some((&compared.variant, compared.reached.as_ref()?)))
    }

    /// Every figure of every variant.
    pub fn table(&self) -> Table {
        let shape = Some(self.dataset.shape());
        // A row is about the settings that made the weights, not about those edited since.
        let variants: Vec<Variant> = self
            .variants
            .iter()
            .map(|compared| match &compared.reached {
                None => compared.variant.clone(),
                Some(reached) => Variant {
                    settings: reached.trained.settings.clone(),
                    trained: Some(reached.trained.clone()),
                    ..compared.variant.clone()
                },
            })
            .collect();
        let subjects: Vec<Subject> = variants
            .iter()
            .zip(&self.variants)
            .map(|(variant, compared)| {
                let reached = compared.reached.as_ref();
                Subject {
                    taken: reached.map(|reached| Taken {
                        epochs: epochs_done(reached, self.train_images),
                        measured: reached.measured,
                    }),
                    pca_mse: reached
                        .map(|reached| reached.pca_mse)
                        .filter(|mse| mse.is_finite()),
                    ..Subject::at_rest(variant, shape)
                }
            })
            .collect();
        Table::of(&subjects)
    }

    /// The curve that `of` makes of each trained variant that `wanted` is true for.
    pub fn curves(
        &self,
        of: fn(&Recorded, LossAxis) -> Curve,
        wanted: impl Fn(&Trained) -> bool,
    ) -> Vec<Curve> {
        self.trained()
            .filter(|(_, reached)| wanted(&reached.trained))
            .map(|(variant, reached)| {
                let recorded = Recorded {
                    name: &variant.name,
                    colour: variant.colour,
                    settings: &reached.trained.settings,
                    history: &reached.trained.resume_state.history,
                    images: self.train_images,
                    shape: self.dataset.shape(),
                };
                of(&recorded, self.document.view.loss_axis)
            })
            .collect()
    }

    /// Code size and error of each trained variant.
    pub fn points(&self) -> Vec<Point> {
        self.trained()
            .map(|(variant, reached)| Point {
                name: variant.name.clone(),
                colour: variant.colour,
                at: [reached.measured.code as f64, reached.measured.mse],
            })
            .collect()
    }
}

/// Epochs done, fractional inside one.
fn epochs_done(reached: &Reached, images: usize) -> f64 {
    let position = reached.trained.resume_state.position;
    f64::from(position.epoch) + position.images as f64 / images.max(1) as f64
}

/// Code sizes of those that are trained, and the usual ones below the largest of them, ascending.
fn sizes<'a>(variants: impl Iterator<Item = &'a Variant>, dataset: &Dataset) -> Vec<usize> {
    let trained = variants.filter_map(|variant| variant.trained.as_ref());
    let mut sizes: Vec<usize> = trained
        .map(|trained| trained.settings.architecture.code_width(dataset.shape()))
        .collect();
    let (low, high) = (sizes.iter().min().copied(), sizes.iter().max().copied());
    if let (Some(low), Some(high)) = (low, high) {
        let between = |size: &usize| (low.min(2)..high).contains(size);
        sizes.extend(LADDER.into_iter().filter(between));
    }
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

fn parent(document: &Document, variant: &Variant) -> Option<(String, String)> {
    let parent = document.variant(variant.parent?)?;
    let found = SETTINGS.differences(&parent.settings, &variant.settings);
    Some((parent.name.clone(), phrase(&found)))
}

fn reached(
    document: &Document,
    variant: &Variant,
    trained: &Trained,
    data: &Arc<Prepared>,
    pca: &[(usize, f64)],
) -> Result<Reached, String> {
    let named = |error: crate::training::RunError| format!("{}: {error}", variant.name);
    let (settings, resume_state) = (&trained.settings, &trained.resume_state);
    let (state, position) = (&resume_state.state, &resume_state.position);
    let (dataset, scaler) = (&data.dataset, resume_state.scaler_for(data));
    let (measured, columns) =
        measure_test(settings, state, position, dataset, &scaler, DeviceId::Cpu).map_err(named)?;
    let run = checkpoint_model::present(variant, trained, data)?;
    let of_its_size = pca.iter().find(|(size, _)| *size == measured.code);
    Ok(Reached {
        trained: trained.clone(),
        measured,
        columns,
        pca_mse: of_its_size.map_or(f64::NAN, |(_, mse)| *mse),
        gallery: run.gallery_view(request(document)).map_err(named)?,
        latent: run.latent_view().map_err(named)?,
    })
}

/// Drawn images alone are the same for all variants.
pub(super) fn request(document: &Document) -> GalleryRequest {
    GalleryRequest {
        choice: GalleryChoice::Random,
        count: IMAGES,
        noise: None,
        ..document.view.gallery
    }
}
