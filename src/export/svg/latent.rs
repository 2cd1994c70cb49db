//! One latent scatter in its frame. The points are a picture: as shapes, thousands of them would be heavy.

use super::Svg;
use super::axis::Axis;
use super::chart::Chart;
use crate::export::cloud::Cloud;

/// Side of the square of points.
const SIDE: f64 = 300.0;
const LEFT: f64 = 62.0;
const RIGHT: f64 = 10.0;
const TOP: f64 = 8.0;
const BELOW: f64 = 40.0;
/// Picture points for each point of the page.
const SHARPNESS: f64 = 2.0;

/// The drawing of `cloud`, called `title` for those who cannot see it.
///
/// # Errors
/// One clause, when the picture cannot be made.
pub fn latent(cloud: &Cloud, title: &str) -> Result<Svg, String> {
    let bounds = cloud.bounds;
    let axis = |index: usize| Axis {
        low: f64::from(bounds.min[index]),
        high: f64::from(bounds.max[index]),
        log: false,
        name: cloud.names[index].clone(),
    };
    let chart = Chart {
        left: LEFT,
        top: TOP,
        width: SIDE,
        height: SIDE,
        x: axis(0),
        y: axis(1),
    };
    let mut svg = Svg::new(LEFT + SIDE + RIGHT, TOP + SIDE + BELOW, title);
    chart.draw(&mut svg);
    let side = (SIDE * SHARPNESS) as u32;
    let png = cloud.picture(side, side).png()?;
    svg.picture([LEFT, TOP], [SIDE, SIDE], &png);
    Ok(svg)
}
