//! Drawings for paper as SVG: they open in any browser or drawing program, stand in the report as they are, and become
//! pixels at any scale.
//!
//! What is drawn neutrally also has a class (`paper`, `line`, `text`, `weak`), so that a page around it can give it
//! colours of its own.

mod axis;
mod bars;
mod chart;
mod codes;
mod curves;
mod drawing;
mod figure;
mod fonts;
mod form;
mod found;
mod hourglass;
mod legend;
mod page;
mod planes;
mod raster;
mod reconstructions;
mod sample;
mod sheet;
mod steps;
mod table;
mod text;
mod trade_off;

pub use axis::round_step;
pub use bars::Bars;
pub use codes::{CodeLook, MANY_ZEROS, codes};
pub use curves::{Curve, Curves};
pub use drawing::{MADE_BY, Svg};
pub use figure::{Drawn, Figure};
pub use form::{Form, Format};
pub use found::FoundCurves;
pub use hourglass::{Hourglass, short_activation};
pub use page::{Page, Paper, SIDES, check_size};
pub use planes::{Plane, Planes};
pub use raster::SCALES;
pub use reconstructions::Reconstructions;
pub use sample::Sample;
pub use sheet::Sheet;
pub use steps::{Lane, Steps};
pub use table::DrawnTable;
pub use text::escaped;
pub use trade_off::{Point, TradeOff};
