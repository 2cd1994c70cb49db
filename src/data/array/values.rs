//! Reads the values of an array straight to where samples keep them.

use std::sync::Arc;

use super::layout::Plan;
use super::{ArrayError, Elements, Header, Kept, Layout, Place};
use crate::data::DataError;
use crate::data::brightness::Brightness;
use crate::data::number_type::{Form, NumberType};
use crate::system::check_memory;

/// Of the parts that a sample can be in, that of the test samples.
const TEST: u32 = 1 << 31;
/// Bytes a sample beside its values: places in the split, in the order of an epoch and while they are drawn.
const BYTES_A_SAMPLE: u64 = 24;
/// Whole numbers up to here are themselves in single precision.
const EXACT: f64 = 16_777_216.0;

/// How an array becomes samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shaping {
    pub layout: Layout,
    pub flat: Option<[u32; 3]>,
    pub transposed: bool,
}

/// Which part each sample goes to, and its place there.
pub struct Slots {
    of: Option<Vec<u32>>,
    counts: [usize; 2],
}

impl Slots {
    /// All `count` samples in the first part.
    pub fn whole(count: usize) -> Self {
        Self {
            of: None,
            counts: [count, 0],
        }
    }

    /// The training and the test part by their indices.
    pub fn parted([train, test]: &[Vec<u32>; 2]) -> Self {
        let mut of = vec![0; train.len() + test.len()];
        for (place, index) in (0..).zip(train) {
            of[*index as usize] = place;
        }
        for (place, index) in (0..).zip(test) {
            of[*index as usize] = TEST | place;
        }
        Self {
            of: Some(of),
            counts: [train.len(), test.len()],
        }
    }

    #[inline]
    fn of(&self, sample: usize) -> (usize, usize) {
        match &self.of {
            None => (0, sample),
            Some(of) => {
                let slot = of.get(sample).copied().unwrap_or(0);
                (usize::from(slot & TEST != 0), (slot & !TEST) as usize)
            }
        }
    }
}

/// Rows of numbers, NaN where one is missing.
pub struct Rows {
    pub columns: usize,
    /// Of both parts, one row after another.
    pub values: [Vec<f32>; 2],
    /// The column of the first whole number that single precision rounds.
    pub rounded: Option<usize>,
}

/// How many samples an array has, and what each becomes.
///
/// # Errors
/// As [`Place::open`], and when its dimensions cannot be these samples.
pub fn measure(place: &Place, form: Shaping) -> Result<(usize, Kept, NumberType), DataError> {
    place.open(|header, _| {
        let (plan, number) = planned(header, form)?;
        Ok((plan.count, plan.kept, number))
    })
}

/// What is black and white in the images of an array.
///
/// # Errors
/// As [`Place::open`], and when a number is not finite.
pub fn find_brightness(place: &Place, form: Shaping) -> Result<Brightness, DataError> {
    place.open(|header, mut body| {
        let (plan, number) = planned(header, form)?;
        let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut seen, mut wrong) = (0, None);
        body.each_block(number.size, |block| {
            number.each(block, |value| {
                least = least.min(value);
                greatest = greatest.max(value);
                if !value.is_finite() && wrong.is_none() {
                    wrong = Some((seen, value));
                }
                seen += 1;
            });
            wrong.map_or(Ok(()), |(before, value)| {
                let mut walk = plan.walk();
                (0..before).for_each(|_| {
                    walk.step();
                });
                let image = walk.step().0 + 1;
                Err(ArrayError::Other(format!(
                    "the value {value} in image {image} is no brightness"
                )))
            })
        })?;
        Ok(Brightness::of(least, greatest))
    })
}

/// Reads images, each into its part, where its pixels stand one image after another.
///
/// # Errors
/// As [`Place::open`], and when there is not the memory for them.
pub fn read_images(
    place: &Place,
    form: Shaping,
    brightness: Brightness,
    slots: &Slots,
) -> Result<[Arc<[u8]>; 2], DataError> {
    place.open(|header, mut body| {
        let (plan, number) = planned(header, form)?;
        let Kept::Image(shape) = plan.kept else {
            return Err(ArrayError::Other("these are rows, not images".into()));
        };
        let mut pixels: [Arc<[u8]>; 2] = empty(&plan, slots, 0u8)?;
        let [train, test] = &mut pixels;
        let mut parts = [Arc::make_mut(train), Arc::make_mut(test)];
        let is_plain = number.is_byte() && brightness == Brightness::BYTES;
        let width = shape.size();
        let mut walk = plan.walk();
        body.each_block(number.size, |block| {
            number.each(block, |value| {
                let (sample, place) = walk.step();
                let (part, index) = slots.of(sample);
                if let Some(pixel) = parts[part].get_mut(index * width + place) {
                    *pixel = match is_plain {
                        true => value as u8,
                        false => brightness.byte(value),
                    };
                }
            });
            Ok(())
        })?;
        Ok(pixels)
    })
}

/// Reads rows, each into its part.
///
/// # Errors
/// As [`Place::open`], when a number is infinite, and when there is not the memory for them.
pub fn read_rows(place: &Place, form: Shaping, slots: &Slots) -> Result<Rows, DataError> {
    place.open(|header, mut body| {
        let (plan, number) = planned(header, form)?;
        let Kept::Row { columns } = plan.kept else {
            return Err(ArrayError::Other("these are images, not rows".into()));
        };
        let mut values: [Vec<f32>; 2] = empty(&plan, slots, 0f32)?;
        let is_whole = number.form != Form::Float;
        let (mut infinite, mut rounded) = (None, None);
        let mut walk = plan.walk();
        body.each_block(number.size, |block| {
            number.each(block, |value| {
                let (sample, place) = walk.step();
                let (part, index) = slots.of(sample);
                let single = value as f32;
                if single.is_infinite() && infinite.is_none() {
                    infinite = Some((sample + 1, place + 1, value));
                }
                if is_whole && value.abs() > EXACT && f64::from(single) != value {
                    rounded = rounded.or(Some(place));
                }
                if let Some(kept) = values[part].get_mut(index * columns + place) {
                    *kept = single;
                }
            });
            infinite.map_or(Ok(()), |(row, column, value)| {
                Err(ArrayError::Other(format!(
                    "the value {value} in row {row}, column {column} is beyond single precision"
                )))
            })
        })?;
        Ok(Rows {
            columns,
            values,
            rounded,
        })
    })
}

fn planned(header: &Header, form: Shaping) -> Result<(Plan, NumberType), ArrayError> {
    let Elements::Numbers(number) = header.elements else {
        return Err(ArrayError::Other(
            "the array holds texts, not numbers".into(),
        ));
    };
    let plan = Plan::new(header, form.layout, form.flat, form.transposed)?;
    Ok((plan, number))
}

/// Room for both parts, once it is known to be free.
fn empty<T: Clone, All: FromIterator<T>>(
    plan: &Plan,
    slots: &Slots,
    nothing: T,
) -> Result<[All; 2], ArrayError> {
    let values = plan.kept.values();
    let count = plan.count as u64;
    let needed = count
        .saturating_mul((values * size_of::<T>()) as u64)
        .saturating_add(count.saturating_mul(BYTES_A_SAMPLE))
        .saturating_add(plan.bytes());
    check_memory(needed).map_err(|shortage| ArrayError::Memory { count, shortage })?;
    Ok(slots.counts.map(|count| {
        // Taken at once, and never copied.
        std::iter::repeat_n(nothing.clone(), count * values).collect()
    }))
}
