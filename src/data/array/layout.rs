//! How the dimensions of an array become samples.

#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::header::shape_text;
use super::{ArrayError, Header};
use crate::data::ImageShape;

/// What the dimensions of an array are.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Rows of a table: samples, columns.
    #[default]
    Rows,
    /// Images with their channels last: samples, height, width, channels; grey ones without the last.
    Nhwc,
    /// Images with their channels first: samples, channels, height, width.
    Nchw,
}

impl Layout {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// What an array of this shape most likely is.
    pub fn of(shape: &[u64]) -> Self {
        let is_channels = |size: u64| size == 1 || size == 3;
        match *shape {
            [_, second, _, last] if is_channels(second) && !is_channels(last) => Self::Nchw,
            [_, _, _] | [_, _, _, _] => Self::Nhwc,
            _ => Self::Rows,
        }
    }
}

/// What each sample becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Image(ImageShape),
    Row { columns: usize },
}

impl Kept {
    /// Values in one sample.
    pub fn values(self) -> usize {
        match self {
            Self::Image(shape) => shape.size(),
            Self::Row { columns } => columns,
        }
    }
}

/// Where each value of an array, in the order of its file, goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub count: usize,
    pub kept: Kept,
    /// All samples' first values come first, then all second ones.
    samples_run_fastest: bool,
    /// The place in a sample of each value in the order of the file, where that is another.
    places: Option<Vec<u32>>,
}

impl Plan {
    /// Of an array with this header. `flat` is the height, width and channels of images that were written as rows;
    /// `transposed` turns images, and rows into columns.
    ///
    /// # Errors
    /// When the dimensions cannot be what `layout` says.
    pub fn new(
        header: &Header,
        layout: Layout,
        flat: Option<[u32; 3]>,
        transposed: bool,
    ) -> Result<Self, ArrayError> {
        let other = |problem: String| Err(ArrayError::Other(problem));
        let mut shape = header.shape.clone();
        let mut is_fortran = header.is_fortran;
        let text = shape_text(&shape);
        if layout == Layout::Rows {
            if shape.len() == 1 {
                shape.push(1);
            }
            let [_, _] = shape[..] else {
                return other(format!(
                    "an array of {text} is no table, which has two dimensions"
                ));
            };
            if transposed {
                shape.reverse();
                is_fortran = !is_fortran;
            }
        }
        if let Some([height, width, channels]) = flat
            && layout != Layout::Rows
        {
            let size = u128::from(height) * u128::from(width) * u128::from(channels);
            match shape[..] {
                [count, values] if u128::from(values) == size => {
                    // Written by rows, whatever the order of the whole.
                    let sizes = match layout {
                        Layout::Nchw => [channels, height, width],
                        _ => [height, width, channels],
                    };
                    let sizes = sizes.map(u64::from);
                    return Self::images(count, sizes, layout, is_fortran, false, transposed);
                }
                [_, values] => {
                    return other(format!(
                        "rows of {values} values are no images of {height} × {width} × {channels}"
                    ));
                }
                _ => {}
            }
        }
        match (layout, &shape[..]) {
            (Layout::Rows, &[count, columns]) => {
                let (count, columns) = (sized(count)?, sized(columns)?);
                if count == 0 || columns == 0 {
                    return other(format!("an array of {text} holds nothing"));
                }
                Ok(Self {
                    count,
                    kept: Kept::Row { columns },
                    samples_run_fastest: is_fortran,
                    places: None,
                })
            }
            (_, &[count, height, width]) => {
                let (sizes, layout) = ([height, width, 1], Layout::Nhwc);
                Self::images(count, sizes, layout, is_fortran, is_fortran, transposed)
            }
            (_, &[count, a, b, c]) => {
                Self::images(count, [a, b, c], layout, is_fortran, is_fortran, transposed)
            }
            (_, &[_, _]) => other(format!(
                "an array of {text} is no images unless the height, width and channels of a row are given as its shape"
            )),
            _ => other(format!(
                "an array of {text} is no images, which have three or four dimensions"
            )),
        }
    }

    /// Images whose three dimensions have these `sizes` in the order of `layout`; `reversed` where the first of them runs
    /// fastest.
    fn images(
        count: u64,
        sizes: [u64; 3],
        layout: Layout,
        samples_run_fastest: bool,
        reversed: bool,
        transposed: bool,
    ) -> Result<Self, ArrayError> {
        let [a, b, c] = [sized(sizes[0])?, sized(sizes[1])?, sized(sizes[2])?];
        let (height, width, channels) = match layout {
            Layout::Nchw => (b, c, a),
            _ => (a, b, c),
        };
        if channels != 1 && channels != 3 {
            let other = match layout {
                Layout::Nchw => (c, "nhwc"),
                _ => (a, "nchw"),
            };
            let hint = match other {
                (1 | 3, name) => format!(", which the layout {name} would give them"),
                _ => String::new(),
            };
            let problem = format!("images must have 1 or 3 channels, not {channels}{hint}");
            return Err(ArrayError::Other(problem));
        }
        let count = sized(count)?;
        sized(sizes.iter().copied().fold(1, u64::saturating_mul))?;
        if count == 0 || height == 0 || width == 0 {
            let problem = format!("{count} images of {height} × {width} pixels hold nothing");
            return Err(ArrayError::Other(problem));
        }
        let shape = match transposed {
            true => (width, height),
            false => (height, width),
        };
        let shape = ImageShape {
            height: shape.0,
            width: shape.1,
            channels,
        };
        let in_order = !reversed && !transposed && (layout != Layout::Nchw || channels == 1);
        let place = |y: usize, x: usize, channel: usize| {
            let (y, x) = if transposed { (x, y) } else { (y, x) };
            ((y * shape.width + x) * channels + channel) as u32
        };
        let of = |i: usize, j: usize, k: usize| match layout {
            Layout::Nchw => place(j, k, i),
            _ => place(i, j, k),
        };
        let mut places = None;
        if !in_order {
            let mut all = Vec::with_capacity(shape.size());
            if reversed {
                (0..c).for_each(|k| (0..b).for_each(|j| all.extend((0..a).map(|i| of(i, j, k)))));
            } else {
                (0..a).for_each(|i| (0..b).for_each(|j| all.extend((0..c).map(|k| of(i, j, k)))));
            }
            places = Some(all);
        }
        Ok(Self {
            count,
            kept: Kept::Image(shape),
            samples_run_fastest,
            places,
        })
    }

    /// Bytes that it takes itself.
    pub fn bytes(&self) -> u64 {
        self.places
            .as_ref()
            .map_or(0, |places| 4 * places.len() as u64)
    }

    /// Walks through the values in the order of the file: the sample and the place in it of each.
    pub fn walk(&self) -> Walk<'_> {
        Walk {
            plan: self,
            sample: 0,
            value: 0,
            values: self.kept.values(),
        }
    }
}

/// A place in an array, and the way to the next.
pub struct Walk<'a> {
    plan: &'a Plan,
    sample: usize,
    value: usize,
    values: usize,
}

impl Walk<'_> {
    /// The sample, and the place in it, of the next value.
    #[inline]
    pub fn step(&mut self) -> (usize, usize) {
        let place = match &self.plan.places {
            None => self.value,
            Some(places) => places.get(self.value).map_or(0, |place| *place as usize),
        };
        let here = (self.sample, place);
        if self.plan.samples_run_fastest {
            self.sample += 1;
            if self.sample == self.plan.count {
                (self.sample, self.value) = (0, self.value + 1);
            }
        } else {
            self.value += 1;
            if self.value == self.values {
                (self.sample, self.value) = (self.sample + 1, 0);
            }
        }
        here
    }
}

/// A size that samples are counted by.
fn sized(size: u64) -> Result<usize, ArrayError> {
    match i32::try_from(size) {
        Ok(size) => Ok(size as usize),
        Err(_) => Err(ArrayError::Other(format!(
            "{size} samples or values are more than the 2147483647 that can be counted"
        ))),
    }
}
