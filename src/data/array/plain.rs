//! The numbers of an array as they are, with the classes of what its first dimension counts.

use super::header::shape_text;
use super::labels::read_labels;
use super::{ArrayError, ArrayFile, Elements, Place};
use crate::data::{DataError, TestPart};
use crate::system::check_memory;

/// An array of single precision, its last dimension running fastest.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainArray {
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
    /// One a sample, `None` where one has none; where there are labels.
    pub classes: Option<Vec<Option<String>>>,
}

impl ArrayFile {
    /// The array of the samples and that of the test part where there is one, whatever their dimensions.
    ///
    /// # Errors
    /// When one is damaged, holds no numbers, or there is not the memory for it.
    pub fn plain(&self) -> Result<(PlainArray, Option<(PlainArray, TestPart)>), DataError> {
        let arrays = self.arrays()?;
        let train = read(&arrays.train, arrays.train_labels.as_ref())?;
        let test = match arrays.test {
            Some((place, part)) => Some((read(&place, arrays.test_labels.as_ref())?, part)),
            None => None,
        };
        Ok((train, test))
    }
}

fn read(place: &Place, labels: Option<&Place>) -> Result<PlainArray, DataError> {
    let (shape, values) = numbers(place)?;
    let count = shape.first().copied().unwrap_or(0);
    let labels = labels
        .map(|labels| read_labels(labels, count))
        .transpose()?;
    Ok(PlainArray {
        shape,
        values,
        classes: labels.and_then(|labels| labels.texts()),
    })
}

fn numbers(place: &Place) -> Result<(Vec<usize>, Vec<f32>), DataError> {
    place.open(|header, mut body| {
        let Elements::Numbers(number) = header.elements else {
            return Err(ArrayError::Other(
                "the array holds texts, not numbers".into(),
            ));
        };
        let (_, count) = header.bytes()?;
        let text = shape_text(&header.shape);
        let needed = count.saturating_mul(8);
        check_memory(needed).map_err(|shortage| ArrayError::Memory { count, shortage })?;
        let mut values = Vec::with_capacity(count as usize);
        let mut infinite = None;
        body.each_block(number.size, |block| {
            number.each(block, |value| {
                let single = value as f32;
                if single.is_infinite() {
                    infinite = infinite.or(Some(value));
                }
                values.push(single);
            });
            infinite.map_or(Ok(()), |value| {
                Err(ArrayError::Other(format!(
                    "the value {value} is beyond single precision"
                )))
            })
        })?;
        if values.is_empty() || values.len() as u64 != count {
            let problem = format!("an array of {text} holds nothing");
            return Err(ArrayError::Other(problem));
        }
        let shape: Vec<usize> = header.shape.iter().map(|&size| size as usize).collect();
        if header.is_fortran {
            values = last_fastest(&values, &shape);
        }
        Ok((shape, values))
    })
}

/// Values whose first dimension runs fastest, in the other order.
fn last_fastest(values: &[f32], shape: &[usize]) -> Vec<f32> {
    let mut strides = Vec::with_capacity(shape.len());
    let mut stride = 1;
    for size in shape {
        strides.push(stride);
        stride *= size;
    }
    let mut index = vec![0; shape.len()];
    let mut ordered = Vec::with_capacity(values.len());
    for _ in 0..values.len() {
        let place: usize = index
            .iter()
            .zip(&strides)
            .map(|(i, stride)| i * stride)
            .sum();
        ordered.push(values[place]);
        for (index, size) in index.iter_mut().zip(shape).rev() {
            *index += 1;
            if *index < *size {
                break;
            }
            *index = 0;
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fortran_order_becomes_that_of_c() {
        // As numpy.arange(6).reshape(2, 3) is written with order="F".
        let columns = [0.0, 3.0, 1.0, 4.0, 2.0, 5.0];
        assert_eq!(
            last_fastest(&columns, &[2, 3]),
            [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
        );
        assert_eq!(last_fastest(&[7.0, 8.0], &[2]), [7.0, 8.0]);
    }
}
