//! A grid index of the points, to find the one under the pointer without looking at all of them.

use super::bounds::Bounds;

/// Points sorted into cells of the plane.
pub struct Grid {
    bounds: Bounds,
    /// Cells along one side.
    side: usize,
    /// Where each cell's points begin in `points`; one more entry than cells.
    starts: Vec<u32>,
    /// Indices of points, cell after cell.
    points: Vec<u32>,
}

/// Points a cell holds on average.
const CROWD: usize = 4;

impl Grid {
    /// Sorts `points`, most of which lie within `bounds`; what is not finite is never found.
    pub fn new(points: &[[f32; 2]], bounds: Bounds) -> Self {
        let side = ((points.len() / CROWD) as f64)
            .sqrt()
            .ceil()
            .clamp(1.0, 512.0) as usize;
        let mut grid = Self {
            bounds,
            side,
            starts: vec![0; side * side + 1],
            points: Vec::new(),
        };
        let cells: Vec<Option<usize>> = points.iter().map(|point| grid.cell_of(*point)).collect();
        for cell in cells.iter().flatten() {
            grid.starts[cell + 1] += 1;
        }
        for cell in 0..side * side {
            grid.starts[cell + 1] += grid.starts[cell];
        }
        let mut next = grid.starts.clone();
        grid.points = vec![0; next[side * side] as usize];
        for (index, cell) in cells.iter().enumerate() {
            if let Some(cell) = *cell {
                grid.points[next[cell] as usize] = index as u32;
                next[cell] += 1;
            }
        }
        grid
    }

    /// The point nearest to `at` among those within `radius` pixels and for which `wanted` is true, where one
    /// unit of the plane is `scale` pixels along x and along y. `points` are those the grid was made from.
    pub fn nearest(
        &self,
        points: &[[f32; 2]],
        at: [f32; 2],
        scale: [f32; 2],
        radius: f32,
        wanted: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut best = (radius * radius, None);
        for index in self.near(at, scale, radius) {
            let Some(point) = points.get(index) else {
                continue;
            };
            let dx = (point[0] - at[0]) * scale[0];
            let dy = (point[1] - at[1]) * scale[1];
            let distance = dx * dx + dy * dy;
            if distance <= best.0 && wanted(index) {
                best = (distance, Some(index));
            }
        }
        best.1
    }

    /// The points in all cells that lie within `radius` of `at`, as in [`Self::nearest`]; none where that is no place.
    fn near(&self, at: [f32; 2], scale: [f32; 2], radius: f32) -> impl Iterator<Item = usize> {
        let reach = scale.map(|scale| radius / scale.abs());
        let is_place = reach.iter().chain(&at).all(|number| number.is_finite());
        let [left, right] = [-1.0, 1.0].map(|sign| self.cell_along(0, at[0] + sign * reach[0]));
        let [top, bottom] = [-1.0, 1.0].map(|sign| self.cell_along(1, at[1] + sign * reach[1]));
        let rows = (top..=bottom).filter(move |_| is_place);
        rows.flat_map(move |row| {
            let from = self.starts[row * self.side + left] as usize;
            let to = self.starts[row * self.side + right + 1] as usize;
            self.points[from..to].iter().map(|&index| index as usize)
        })
    }

    fn cell_of(&self, point: [f32; 2]) -> Option<usize> {
        let finite = point.iter().all(|number| number.is_finite());
        finite.then(|| self.cell_along(1, point[1]) * self.side + self.cell_along(0, point[0]))
    }

    /// Points outside the bounds belong to the cells at the edge.
    fn cell_along(&self, axis: usize, value: f32) -> usize {
        let part = (value - self.bounds.min[axis]) / self.bounds.size()[axis];
        ((part * self.side as f32).max(0.0) as usize).min(self.side - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: fn(usize) -> bool = |_| true;

    fn sorted(points: &[[f32; 2]]) -> Grid {
        let unit = Bounds {
            min: [0.0; 2],
            max: [1.0; 2],
        };
        Grid::new(points, Bounds::around(points).unwrap_or(unit))
    }

    #[test]
    fn the_nearest_point_within_reach_is_found() {
        let points = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]];
        let grid = sorted(&points);
        let nearest = |at, radius| grid.nearest(&points, at, [10.0, 10.0], radius, ALL);
        assert_eq!(nearest([0.1, 0.1], 5.0), Some(0));
        assert_eq!(nearest([0.9, 0.2], 5.0), Some(1));
        assert_eq!(nearest([0.9, 0.9], 5.0), Some(2));
        assert_eq!(nearest([0.5, 0.5], 5.0), None);
        assert_eq!(nearest([0.5, 0.4], 9.0).map(|i| i < 2), Some(true));
    }

    #[test]
    fn distance_is_measured_on_the_screen() {
        let points = [[0.0, 0.0], [1.0, 1.0]];
        let grid = sorted(&points);
        // One unit is 100 pixels wide and 1 pixel high: the second point is nearer.
        let found = grid.nearest(&points, [0.9, 0.0], [100.0, -1.0], 20.0, ALL);
        assert_eq!(found, Some(1));
    }

    #[test]
    fn unwanted_points_are_passed_over() {
        let points = [[0.0, 0.0], [0.1, 0.0]];
        let grid = sorted(&points);
        let found = grid.nearest(&points, [0.0, 0.0], [10.0, 10.0], 5.0, |index| index == 1);
        assert_eq!(found, Some(1));
    }

    #[test]
    fn the_grid_agrees_with_looking_at_all() {
        let mut state = 1u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32
        };
        let points: Vec<[f32; 2]> = (0..2_000)
            .map(|_| [random() * 8.0, random() - 3.0])
            .collect();
        let grid = sorted(&points);
        let scale = [30.0, 200.0];
        for _ in 0..200 {
            let at = [random() * 9.0 - 0.5, random() * 1.2 - 3.1];
            let distance = |i: usize| {
                let dx = (points[i][0] - at[0]) * scale[0];
                let dy = (points[i][1] - at[1]) * scale[1];
                dx * dx + dy * dy
            };
            let expected = (0..points.len())
                .min_by(|&a, &b| distance(a).total_cmp(&distance(b)))
                .filter(|&i| distance(i) <= 64.0);
            assert_eq!(grid.nearest(&points, at, scale, 8.0, ALL), expected);
        }
    }

    #[test]
    fn few_of_many_points_are_looked_at() {
        // 70,000 points over a plot of 700 by 500 pixels, and a pointer everywhere in it.
        let points: Vec<[f32; 2]> = (0..70_000u32)
            .map(|i| {
                let part = |step: u32| (i.wrapping_mul(step) >> 8) as f32 / (1 << 24) as f32;
                [part(2_654_435_761), part(1_597_334_677)]
            })
            .collect();
        let grid = sorted(&points);
        let mut most = 0;
        for place in 0..100u8 {
            let at = [f32::from(place % 10) / 10.0, f32::from(place / 10) / 10.0];
            let looked = grid.near(at, [700.0, -500.0], 8.0).count();
            most = most.max(looked);
        }
        // A square of 16 by 16 pixels holds 51 of them, and the cells around it a few more.
        assert!((51..400).contains(&most), "{most}");
    }

    #[test]
    fn strays_are_found_and_what_is_no_number_is_not() {
        let mut points = vec![[0.5, 0.5]; 3_000];
        points[3] = [900.0, 900.0];
        points[4] = [f32::NAN, 0.0];
        let grid = sorted(&points);
        let nearest = |at| grid.nearest(&points, at, [1.0, 1.0], 3.0, ALL);
        assert_eq!(nearest([901.0, 900.0]), Some(3));
        assert_eq!(nearest([f32::NAN, 0.0]), None);
        assert_eq!(
            sorted(&[]).nearest(&[], [0.0, 0.0], [1.0, 1.0], 3.0, ALL),
            None
        );
    }
}
