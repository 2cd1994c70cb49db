//! Latent planes beside each other, each in its frame. The points are a picture: as shapes, thousands of them would be
//! heavy, and could not lie over each other in the order of the samples.

use super::axis::Axis;
use super::chart::Chart;
use super::drawing::Svg;
use super::figure::Figure;
use super::legend;
use super::page::Page;
use super::text::{Anchor, Style};
use crate::eval::bounds::Bounds;
use crate::export::cloud::Cloud;
use crate::export::png;

/// Side of a plane where there is room: of one alone, and of several.
const ALONE: f64 = 340.0;
const SIDE: f64 = 260.0;
/// A frame is not made smaller; the drawing as a whole is.
const LEAST: f64 = 120.0;
/// Around a frame: ticks and names of the axes.
const LEFT: f64 = 62.0;
const RIGHT: f64 = 10.0;
const BELOW: f64 = 38.0;
/// Above it, with a name and without.
const NAMED: f64 = 26.0;
const PLAIN: f64 = 8.0;
/// Of the line above all.
const NOTE: f64 = 24.0;
/// Around the legend.
const LEGEND: f64 = 8.0;
/// Side by side at most, where a page does not say otherwise.
const COLUMNS: usize = 4;

/// One variant's codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    /// Above it; nothing where it is empty.
    pub name: String,
    /// Index into the palette of variants.
    pub colour: u8,
    pub cloud: Cloud,
    /// Beside the name.
    pub note: String,
    /// Laid onto another's plane: its axes are not its own.
    pub is_laid: bool,
}

/// Planes side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Planes {
    pub planes: Vec<Plane>,
    /// Above all of them.
    pub note: String,
    /// Whether it says what colours stand for.
    pub has_legend: bool,
}

impl Figure for Planes {
    fn size(&self) -> [f64; 2] {
        let count = self.planes.len();
        let side = if count == 1 { ALONE } else { SIDE };
        self.size_with(count.clamp(1, COLUMNS), side)
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        let first = self.planes.first().ok_or("the codes make no plane")?;
        let count = self.planes.len();
        let columns = match page.size {
            Some(size) => self.columns(size),
            None => count.min(COLUMNS),
        };
        let least = self.size_with(columns, LEAST);
        let title = match count {
            1 => format!("Latent space of {}", first.name),
            _ => "Latent spaces".into(),
        };
        let mut svg = Svg::new(page, self.size(), least, &title);
        let [width, height] = svg.room();
        if !self.note.is_empty() {
            let at = [PLAIN, NOTE - 8.0];
            svg.label(at, Anchor::Start, Style::HEADING, &self.note);
        }
        let below = self.below(width);
        let rows = count.div_ceil(columns);
        let cell = [
            width / columns as f64,
            (height - self.above() - below) / rows as f64,
        ];
        for (place, plane) in self.planes.iter().enumerate() {
            let corner = [
                (place % columns) as f64 * cell[0],
                self.above() + (place / columns) as f64 * cell[1],
            ];
            self.one(&mut svg, plane, corner, cell, page.sharpness)?;
        }
        if below > 0.0 {
            let at = [PLAIN, height - below + LEGEND / 2.0];
            legend::colours(&mut svg, &first.cloud.colouring, at, width - 2.0 * PLAIN);
        }
        Ok(svg)
    }
}

impl Planes {
    fn above(&self) -> f64 {
        if self.note.is_empty() { 0.0 } else { NOTE }
    }

    /// Height of a name and of what stands between it and its frame.
    fn head(&self) -> f64 {
        let is_named = self.planes.iter().any(|plane| !plane.name.is_empty());
        if is_named { NAMED } else { PLAIN }
    }

    /// Height of the legend on a page of this `width`.
    fn below(&self, width: f64) -> f64 {
        let colouring = self.planes.first().map(|plane| &plane.cloud.colouring);
        let height = colouring
            .filter(|_| self.has_legend)
            .map_or(0.0, |colouring| {
                legend::height_of_colours(colouring, width - 2.0 * PLAIN)
            });
        if height > 0.0 { height + LEGEND } else { 0.0 }
    }

    /// Of all with frames of this `side`.
    fn size_with(&self, columns: usize, side: f64) -> [f64; 2] {
        let rows = self.planes.len().div_ceil(columns);
        let width = columns as f64 * (LEFT + side + RIGHT);
        let height = rows as f64 * (self.head() + side + BELOW);
        [width, self.above() + height + self.below(width)]
    }

    /// The columns in which frames are largest on a page of this size.
    fn columns(&self, [width, height]: [f64; 2]) -> usize {
        let count = self.planes.len();
        let side = |columns: &usize| {
            let rows = count.div_ceil(*columns) as f64;
            let high = (height - self.above() - self.below(width)) / rows - self.head() - BELOW;
            (width / *columns as f64 - LEFT - RIGHT).min(high)
        };
        let all = 1..=count;
        all.max_by(|a, b| side(a).total_cmp(&side(b))).unwrap_or(1)
    }

    /// What is shown of `plane` in a frame of this size: lengths are the same along both axes, and planes that are laid
    /// onto one another are all shown alike.
    fn bounds(&self, plane: &Plane, [width, height]: [f64; 2]) -> Bounds {
        let laid = self.planes.iter().any(|plane| plane.is_laid);
        let all = self.planes.iter().map(|plane| plane.cloud.bounds);
        let bounds = all.reduce(Bounds::union).filter(|_| laid);
        let bounds = bounds.unwrap_or(plane.cloud.bounds);
        let size = bounds.size();
        let scale = (width as f32 / size[0]).min(height as f32 / size[1]);
        let half = [width as f32 / scale / 2.0, height as f32 / scale / 2.0];
        let middle = [0, 1].map(|axis| (bounds.min[axis] + bounds.max[axis]) / 2.0);
        Bounds {
            min: [0, 1].map(|axis| middle[axis] - half[axis]),
            max: [0, 1].map(|axis| middle[axis] + half[axis]),
        }
    }

    fn one(
        &self,
        svg: &mut Svg,
        plane: &Plane,
        [left, top]: [f64; 2],
        cell: [f64; 2],
        sharpness: u32,
    ) -> Result<(), String> {
        let head = self.head();
        let size = [cell[0] - LEFT - RIGHT, cell[1] - head - BELOW];
        let bounds = self.bounds(plane, size);
        let axis = |index: usize| Axis {
            low: f64::from(bounds.min[index]),
            high: f64::from(bounds.max[index]),
            log: false,
            name: match plane.is_laid {
                true => String::new(),
                false => plane.cloud.names[index].clone(),
            },
        };
        let chart = Chart {
            left: left + LEFT,
            top: top + head,
            width: size[0],
            height: size[1],
            x: axis(0),
            y: axis(1),
        };
        if plane.is_laid {
            svg.frame([chart.left, chart.top], size);
        } else {
            chart.draw(svg);
        }
        if !plane.name.is_empty() {
            let base = chart.top - 9.0;
            svg.variant([chart.left + 4.0, base - 4.0], 4.0, plane.colour);
            let right = chart.left + size[0];
            svg.label([right, base], Anchor::End, Style::WEAK, &plane.note);
            let room = size[0] - 14.0 - Style::WEAK.width(&plane.note) - 8.0;
            let name = Style::HEADING.fitted(&plane.name, room);
            svg.label(
                [chart.left + 14.0, base],
                Anchor::Start,
                Style::HEADING,
                &name,
            );
        }
        let plain = svg.tones().weak;
        let points = plane.cloud.picture(bounds, size, sharpness, plain);
        svg.smooth_picture([chart.left, chart.top], size, &png(&points)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::plane::LatentAxes;
    use crate::export::colouring::Colouring;
    use crate::training::LatentView;

    fn plane(codes: &[f32], is_laid: bool) -> Plane {
        let view = LatentView {
            width: 2,
            codes: codes.to_vec(),
            ..LatentView::default()
        };
        Plane {
            name: "A".into(),
            colour: 0,
            cloud: Cloud::new(&view, LatentAxes::Automatic, &Colouring::default()).unwrap(),
            note: String::new(),
            is_laid,
        }
    }

    fn planes(planes: Vec<Plane>) -> Planes {
        Planes {
            planes,
            ..Planes::default()
        }
    }

    #[test]
    fn planes_stand_where_they_are_largest() {
        let square = || plane(&[0.0, 0.0, 1.0, 1.0], false);
        let four = planes((0..4).map(|_| square()).collect());
        assert_eq!(four.columns([600.0, 600.0]), 2);
        assert_eq!(four.columns([2_000.0, 300.0]), 4);
        assert_eq!(four.columns([300.0, 2_000.0]), 1);
        let svg = four.draw(&Page::default()).unwrap();
        assert_eq!(svg.size(), [4.0 * 332.0, 324.0]);
        assert_eq!(svg.document().matches("<image").count(), 4);
        assert!(planes(Vec::new()).draw(&Page::default()).is_err());
    }

    #[test]
    fn lengths_are_the_same_both_ways_and_planes_laid_onto_each_other_are_shown_alike() {
        let (wide, small) = (
            plane(&[0.0, 0.0, 40.0, 1.0], false),
            plane(&[0.0, 0.0, 1.0, 1.0], false),
        );
        let apart = planes(vec![wide.clone(), small.clone()]);
        let frame = [200.0, 100.0];
        let size = apart.bounds(&wide, frame).size();
        assert!((size[0] - 2.0 * size[1]).abs() < 1e-3, "{size:?}");
        assert_ne!(apart.bounds(&wide, frame), apart.bounds(&small, frame));
        let laid = planes(vec![
            wide.clone(),
            Plane {
                is_laid: true,
                ..small.clone()
            },
        ]);
        assert_eq!(laid.bounds(&wide, frame), laid.bounds(&small, frame));
    }
}
