//! The PCA line: the error of as many principal components as a code has numbers.

use super::point::Point;
use crate::app::App;
use crate::data::Scaler;
use crate::eval::psnr;
use crate::export::columns::{Column, Figure, Table};

/// Code sizes and what PCA reaches with them, from one number to the largest of `points`; nothing unless the columns
/// are code size against MSE or PSNR.
pub fn line(app: &App, table: &Table, columns: [usize; 2], points: &[Point]) -> Vec<[f64; 2]> {
    let is =
        |axis: usize, figure| table.columns.get(columns[axis]) == Some(&Column::Figure(figure));
    let (Some(pca), true) = (&app.figures.pca, is(0, Figure::Code)) else {
        return Vec::new();
    };
    let scaler = app.dataset.prepared().map(|data| &data.scaler);
    let reached = |error: f64| {
        if is(1, Figure::Mse) {
            Some(error)
        } else if is(1, Figure::Psnr) {
            shown_psnr(error, scaler?).filter(|psnr| psnr.is_finite())
        } else {
            None
        }
    };
    let largest = points.iter().map(|point| point.at[0]).fold(2.0, f64::max);
    let errors = pca.errors.iter().enumerate().skip(1);
    errors
        .take_while(|(size, _)| *size as f64 <= largest)
        .filter_map(|(size, &error)| Some([size as f64, reached(error)?]))
        .collect()
}

/// The PSNR of an error in the scale of the inputs. Outputs of PCA are not clamped to [0, 1]. `None` where
/// channels are scaled differently.
fn shown_psnr(error: f64, scaler: &Scaler) -> Option<f64> {
    let slope = f64::from(scaler.single()?.deviation);
    Some(psnr(error * slope * slope))
}
