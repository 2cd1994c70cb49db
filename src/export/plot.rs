//! The drawings of a measured comparison, by name.

use std::sync::Arc;

use strum::VariantArray;

use super::colouring::Colouring;
use super::digits::grouped;
use super::gallery::Row;
use super::loss::{Quantity, axis_name};
use super::svg::{
    CodeLook, Curves, Drawn, DrawnTable, Figure, Hourglass, Plane, Planes, Reconstructions,
    TradeOff, codes,
};
use super::{Cloud, Comparison};
use crate::data::SampleShape;
use crate::model::cost;
use crate::project::{Variant, VariantSettings};

/// What can be drawn of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum Plot {
    Loss,
    Reconstructions,
    Latent,
    Codes,
    Table,
    TradeOff,
    Architecture,
}

impl Plot {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    pub fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Reconstructions => "reconstructions",
            Self::Latent => "latent",
            Self::Codes => "codes",
            Self::Table => "table",
            Self::TradeOff => "trade-off",
            Self::Architecture => "architecture",
        }
    }

    /// Whether it is of one variant alone.
    pub fn is_of_one(self) -> bool {
        matches!(self, Self::Codes | Self::Architecture)
    }

    /// One sentence on what it shows.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Loss => "The loss over training",
            Self::Reconstructions => "Test images, what is made of them, and their errors",
            Self::Latent => "Test samples by their codes, a plane for each variant",
            Self::Codes => {
                "What each number of one variant's code says, or how all are distributed"
            }
            Self::Table => "Settings that differ, costs and measures",
            Self::TradeOff => "Error by code size, beside PCA",
            Self::Architecture => "The layers of one variant",
        }
    }
}

/// The layers that a variant has by `settings`, on samples of `shape`; nothing need be trained for it.
pub fn layers(
    variant: &Variant,
    settings: &VariantSettings,
    shape: &SampleShape,
) -> Arc<dyn Figure> {
    let architecture = &settings.architecture;
    let parameters = grouped(cost(architecture, shape).parameters as u64);
    Arc::new(Hourglass {
        name: variant.name.clone(),
        colour: variant.colour,
        note: format!("{parameters} parameters"),
        architecture: architecture.clone(),
        shape: shape.clone(),
    })
}

impl Comparison {
    /// The drawing of `plot`; of the first trained variant where it is of one.
    ///
    /// # Errors
    /// One clause, when there is nothing to draw.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the methods themselves are of one lifetime"
    )]
    pub fn figure(&self, plot: Plot) -> Drawn {
        let view = &self.document.view;
        let first = || self.trained().next().ok_or("nothing is trained yet");
        Ok(match plot {
            Plot::Loss => Arc::new(Curves {
                curves: self.curves(|run, axis| run.loss(axis), |_| true),
                watched: self.document.data.watched().into(),
                names: [axis_name(view.loss_axis).into(), "Loss".into()],
                log: view.log_loss,
                best: Quantity::Loss.best(),
                ..Curves::default()
            }),
            Plot::Reconstructions => {
                if self.dataset.shape().image().is_none() {
                    return Err("rows of a table make no picture".into());
                }
                let rows: Vec<Row> = self
                    .trained()
                    .map(|(variant, reached)| Row {
                        name: &variant.name,
                        colour: variant.colour,
                        view: &reached.gallery,
                    })
                    .collect();
                Arc::new(Reconstructions::new(&self.dataset, &rows, true, ""))
            }
            Plot::Latent => {
                let colouring = Colouring::of(&self.dataset, &view.latent_colour);
                let plane = |(variant, reached): (&Variant, &super::Reached)| {
                    let cloud = Cloud::new(&reached.latent, view.latent_axes, &colouring)?;
                    Some(Plane {
                        name: variant.name.clone(),
                        colour: variant.colour,
                        cloud,
                        note: String::new(),
                        is_laid: false,
                    })
                };
                Arc::new(Planes {
                    planes: self.trained().filter_map(plane).collect(),
                    note: String::new(),
                    has_legend: true,
                })
            }
            Plot::Codes => {
                let (variant, reached) = first()?;
                let look = CodeLook::default();
                Arc::new(codes(&reached.latent, &variant.name, variant.colour, look)?)
            }
            Plot::Table => {
                let table = self.table();
                Arc::new(DrawnTable {
                    columns: table.usual(),
                    table,
                    note: String::new(),
                })
            }
            Plot::TradeOff => Arc::new(TradeOff::of_errors(self.points(), &self.pca)),
            Plot::Architecture => {
                let compared = self.variants.first().ok_or("there is no variant")?;
                layers(&compared.variant, compared.settings(), self.dataset.shape())
            }
        })
    }
}
