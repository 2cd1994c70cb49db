//! The gallery's difference mode: two variants' outputs of the same images, and what differs.

use std::sync::Arc;

use egui::{Color32, Ui};

use super::Shown;
use super::layout::Layout;
use super::sheet::{self, Sheet};
use super::stack::{Row, Stack};
use crate::data::Prepared;
use crate::export::digits::three_digits;
use crate::training::GalleryView;
use crate::ui::colour_map::diverging;
use crate::ui::theme;
use crate::ui::tiles::{Same, Tiles};
use crate::ui::views::comparison::{ErrorScale, largest, paint_diverging_scale};

#[derive(PartialEq, Clone)]
struct Key {
    data: Same<Prepared>,
    views: [Same<GalleryView>; 2],
}

/// Differences of two views, kept until one of them changes.
#[derive(Default)]
pub struct Difference {
    key: Option<Key>,
    /// Where an image that both show stands in either.
    columns: Vec<[usize; 2]>,
    indices: Vec<u32>,
    /// B - A of every number, image after image.
    values: Vec<f32>,
    /// The largest of them, whatever its sign.
    largest: f32,
    tiles: Tiles<(Key, u32)>,
}

/// The images that both views show: where each stands in either.
fn common(a: &GalleryView, b: &GalleryView) -> Vec<[usize; 2]> {
    let place = |index: &u32| b.indices.iter().position(|other| other == index);
    let places = a.indices.iter().enumerate();
    places
        .filter_map(|(column, index)| Some([column, place(index)?]))
        .collect()
}

/// B - A of the images at `columns`, of `size` numbers each; `None` where a view lacks one.
fn values(views: [&GalleryView; 2], columns: &[[usize; 2]], size: usize) -> Option<Vec<f32>> {
    let mut values = Vec::with_capacity(columns.len() * size);
    for places in columns {
        let image = |i: usize| {
            let start = places[i] * size;
            views[i].outputs.get(start..start + size)
        };
        let (a, b) = (image(0)?, image(1)?);
        values.extend(b.iter().zip(a).map(|(b, a)| b - a));
    }
    Some(values)
}

/// Colours of signed numbers, channels innermost: their mean, the ends of the map at `top` and -`top`.
fn colours(values: &[f32], channels: usize, top: f32) -> impl Iterator<Item = Color32> {
    let factor = if top > 0.0 { 1.0 / top } else { 0.0 };
    values.chunks_exact(channels.max(1)).map(move |pixel| {
        let mean = pixel.iter().sum::<f32>() / pixel.len() as f32;
        // Where nothing is known nothing differs; not a number would be blue.
        diverging(if mean.is_nan() { 0.0 } else { mean * factor })
    })
}

impl Difference {
    /// Takes in both views.
    pub fn update(&mut self, data: &Arc<Prepared>, [a, b]: [&Arc<GalleryView>; 2]) {
        let key = Key {
            data: Same::of(data),
            views: [Same::of(a), Same::of(b)],
        };
        if self.key.as_ref() == Some(&key) {
            return;
        }
        let columns = common(a, b);
        let found = values([a, b], &columns, data.dataset.shape().target_width());
        self.columns = if found.is_some() { columns } else { Vec::new() };
        self.values = found.unwrap_or_default();
        self.indices = self.columns.iter().map(|[at, _]| a.indices[*at]).collect();
        let sizes: Vec<f32> = self.values.iter().map(|value| value.abs()).collect();
        self.largest = largest(&sizes);
        self.key = Some(key);
    }

    /// Whether both show any image.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Draws inputs, both outputs and the difference; returns the test image under the pointer.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        data: &Prepared,
        pair: [&Shown; 2],
        sheets: [&Sheet; 2],
        layout: Layout,
        scale: ErrorScale,
    ) -> Option<u32> {
        let key = self.key.clone()?;
        let top = scale.top(self.largest);
        let shape = data.dataset.shape().image()?;
        let values = &self.values;
        self.tiles
            .update(ui.ctx(), (key, top.to_bits()), shape, || {
                colours(values, shape.channels, top).collect()
            });
        let (columns, tiles) = (&self.columns, &self.tiles);
        let mut rows = vec![Row {
            name: "Input",
            below: "",
            colour: None,
            draw: Box::new(|painter, column, rect| {
                let at = columns[column][0];
                sheets[0].draw(painter, sheet::Row::Input, at, rect);
            }),
            scale: None,
        }];
        for (i, letter) in ["A", "B"].into_iter().enumerate() {
            rows.push(Row {
                name: &pair[i].variant.name,
                below: letter,
                colour: Some(theme::variant_colour(pair[i].variant.colour)),
                draw: Box::new(move |painter, column, rect| {
                    let at = columns[column][i];
                    sheets[i].draw(painter, sheet::Row::Output, at, rect);
                }),
                scale: None,
            });
        }
        rows.push(Row {
            name: "B - A",
            below: "",
            colour: None,
            draw: Box::new(|painter, column, rect| tiles.draw(painter, column, rect)),
            scale: Some(Box::new(move |painter, bar, palette| {
                paint_diverging_scale(painter, bar, top, palette);
            })),
        });
        let error = |i: usize, column: usize| pair[i].view.errors[columns[column][i]];
        let figures: Vec<String> = (0..columns.len())
            .map(|column| signed(f64::from(error(1, column) - error(0, column))))
            .collect();
        Stack {
            data,
            layout,
            indices: &self.indices,
            rows,
            figure: "MSE, B - A",
            figures: &figures,
            about: Box::new(|column, pixel| {
                let of = |i: usize| {
                    let mse = three_digits(f64::from(error(i, column)));
                    format!("{}: MSE {mse}", pair[i].variant.name)
                };
                let pixel = pixel.and_then(|[y, x]| {
                    let at = (y * shape.width + x) * shape.channels;
                    let value = |i: usize| {
                        let start = columns[column][i] * shape.size();
                        pair[i].view.outputs.get(start + at).copied()
                    };
                    let (a, b) = (value(0)?, value(1)?);
                    let difference = signed(f64::from(b - a));
                    Some(format!(
                        "\nRow {y}, column {x}: A {a:.3}, B {b:.3}, B - A {difference}"
                    ))
                });
                format!("{}\n{}{}", of(0), of(1), pixel.unwrap_or_default())
            }),
        }
        .show(ui)
    }
}

/// Three digits with their sign.
fn signed(value: f64) -> String {
    let plus = if value > 0.0 { "+" } else { "" };
    format!("{plus}{}", three_digits(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(indices: &[u32], outputs: &[f32]) -> GalleryView {
        GalleryView {
            indices: indices.to_vec(),
            outputs: outputs.to_vec(),
            errors: vec![0.0; indices.len()],
            ..GalleryView::default()
        }
    }

    #[test]
    fn images_that_both_show_are_subtracted() {
        let a = view(&[7, 3, 9], &[0.125, 0.25, 0.3, 0.4, 0.5, 0.75]);
        let b = view(&[9, 7], &[1.0, 1.0, 0.0, 0.5]);
        let columns = common(&a, &b);
        assert_eq!(columns, [[0, 1], [2, 0]]);
        let values = values([&a, &b], &columns, 2).unwrap();
        assert_eq!(values, [-0.125, 0.25, 0.5, 0.25]);
    }

    #[test]
    fn views_that_promise_more_than_they_hold_have_no_differences() {
        let (a, b) = (view(&[1], &[0.5]), view(&[1], &[0.5, 0.5]));
        assert_eq!(values([&a, &b], &[[0, 0]], 2), None);
        assert_eq!(common(&a, &view(&[2], &[])), Vec::<[usize; 2]>::new());
    }

    #[test]
    fn colours_are_centred_at_zero() {
        let found: Vec<_> = colours(&[-0.5, 0.0, 0.5, f32::NAN], 1, 0.5).collect();
        let [low, middle, high] = [-1.0, 0.0, 1.0].map(diverging);
        assert_eq!(found, [low, middle, high, middle]);
        let of_three: Vec<_> = colours(&[0.9, -0.3, 0.0], 3, 0.2).collect();
        assert_eq!(of_three, [diverging(1.0)], "their mean is 0.2");
        let nothing: Vec<_> = colours(&[0.0], 1, 0.0).collect();
        assert_eq!(nothing, [middle]);
    }

    #[test]
    fn differences_say_their_sign() {
        assert_eq!(signed(0.0123), "+0.0123");
        assert_eq!(signed(-0.0123), "-0.0123");
        assert_eq!(signed(0.0), "0");
    }
}
