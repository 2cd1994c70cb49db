//! Codes that were quantised and coded, and what comes back of them.

use crate::data::{Samples, Scaler, gather_targets};
use crate::eval::{Figures, Quantiser};
use crate::uses::Problem;
use crate::uses::code_file::{Fingerprint, Quantised};

/// Samples decoded at a time, as [`OneByOne`](crate::training::OneByOne) does it.
const CHUNK: usize = 1_000;

/// The samples that come back more or less as they were.
#[derive(Clone, Copy)]
pub struct Originals<'a> {
    pub samples: &'a Samples,
    pub scaler: &'a Scaler,
}

/// Codes of these samples, and of the training part.
pub struct Coder<'a> {
    pub train: Vec<f32>,
    pub codes: Vec<f32>,
    pub width: usize,
    pub fingerprint: Fingerprint,
    pub originals: Originals<'a>,
}

/// Codes at one number of bits.
pub struct Coded<'a> {
    pub quantised: Quantised,
    /// The file.
    pub bytes: Vec<u8>,
    pub mse: f64,
    originals: Originals<'a>,
}

impl<'a> Coder<'a> {
    /// At every number of bits from 1 on, `decode` making scaled numbers of codes; `None` where codes are not finite.
    pub fn each(
        &self,
        decode: impl Fn(&[f32]) -> Result<Vec<f32>, Problem>,
    ) -> Result<Option<Vec<Coded<'a>>>, Problem> {
        let mut all = Vec::new();
        for bits in 1..=Quantiser::MOST_BITS as usize {
            let sizes = [self.width, bits];
            let coded = Quantised::coded(&self.train, &self.codes, sizes, &self.fingerprint);
            let Some((quantised, bytes)) = coded else {
                return Ok(None);
            };
            let codes = quantised.codes();
            all.push(Coded {
                mse: self.originals.mse(&codes, self.width, &decode)?,
                quantised,
                bytes,
                originals: self.originals,
            });
        }
        Ok(Some(all))
    }
}

impl Originals<'_> {
    /// Mean squared error of what `decode` makes of `codes`: over pixels from 0 to 1, or over the scaled numbers of rows
    /// that are there.
    fn mse(
        &self,
        codes: &[f32],
        code_width: usize,
        decode: impl Fn(&[f32]) -> Result<Vec<f32>, Problem>,
    ) -> Result<f64, Problem> {
        let is_image = self.samples.shape().image().is_some();
        let all: Vec<u32> = (0..self.samples.len() as u32).collect();
        let (mut targets, mut sum, mut count) = (Vec::new(), 0.0f64, 0u64);
        let most = self.samples.shape().at_a_time(CHUNK);
        for (chunk, codes) in all.chunks(most).zip(codes.chunks(most * code_width.max(1))) {
            let mut outputs = decode(codes)?;
            match is_image {
                true => {
                    self.scaler.unscale(&mut outputs);
                    let bytes = chunk.iter().flat_map(|&i| self.samples.image(i as usize));
                    targets.clear();
                    targets.extend(bytes.map(|&byte| f32::from(byte) / 255.0));
                }
                false => gather_targets(self.samples, chunk, self.scaler, &mut targets),
            }
            let pairs = targets
                .iter()
                .zip(&outputs)
                .filter(|(target, _)| !target.is_nan());
            for (target, output) in pairs {
                let off = f64::from(*target) - f64::from(*output);
                sum += off * off;
                count += 1;
            }
        }
        Ok(sum / count as f64)
    }

    /// Bits a sample of `bytes` in all.
    pub fn bits_each(&self, bytes: f64) -> f64 {
        8.0 * bytes / self.samples.len() as f64
    }

    /// Of files of `bytes` in all.
    pub fn figures(&self, bytes: f64, mse: f64) -> Figures {
        let values = self.samples.shape().values() as f64;
        Figures::of([
            ("bytes", bytes),
            ("bits_per_value", self.bits_each(bytes) / values),
            ("mse", mse),
        ])
    }
}

impl Coded<'_> {
    pub fn bits_each(&self) -> f64 {
        self.originals.bits_each(self.bytes.len() as f64)
    }

    pub fn figures(&self) -> Figures {
        self.originals.figures(self.bytes.len() as f64, self.mse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind, ImageShape, Scaling};

    #[test]
    fn errors_are_those_of_midpoints_and_sizes_those_of_files() {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let samples = Samples::images(shape, vec![0, 255, 255, 0], None).unwrap();
        let scaler = Scaler::unit(shape);
        let coder = Coder {
            train: vec![0.0, 1.0],
            codes: vec![0.0, 1.0, 1.0, 0.25],
            width: 1,
            fingerprint: [0; 32],
            originals: Originals {
                samples: &samples,
                scaler: &scaler,
            },
        };
        let all = coder.each(|codes| Ok(codes.to_vec())).unwrap().unwrap();
        // Halves of 0 to 1, whose middles are 1/4 and 3/4; then quarters: 1/8, 7/8 and 3/8.
        assert_eq!(all[0].mse, 0.0625);
        assert_eq!(all[1].mse, (3.0 * 0.015625 + 0.140625) / 4.0);
        let bytes = all[0].bytes.len() as f64;
        assert_eq!(all[0].bits_each(), 2.0 * bytes);
        let numbers = all[0].figures().numbers();
        let expected = [
            ("bytes", bytes),
            ("bits_per_value", 2.0 * bytes),
            ("mse", 0.0625),
        ];
        assert_eq!(numbers, expected.map(|(key, number)| (key.into(), number)));
        let broken = Coder {
            codes: vec![f32::NAN; 4],
            ..coder
        };
        assert!(broken.each(|codes| Ok(codes.to_vec())).unwrap().is_none());
    }

    #[test]
    fn rows_are_measured_in_scaled_numbers_that_are_there() {
        let column = Column::new("a", ColumnKind::Numeric, true);
        let columns = vec![column.clone(), column].into();
        let values = vec![10.0, 4.0, 30.0, f32::NAN];
        let samples = Samples::rows(std::sync::Arc::new(columns), values, None).unwrap();
        let scaler = Scaler::fit(Scaling::MinMax, &samples, &[0, 1]);
        let originals = Originals {
            samples: &samples,
            scaler: &scaler,
        };
        // Scaled 0 and 0, and 1 and a gap.
        let decode = |codes: &[f32]| Ok(codes.iter().flat_map(|&code| [code, 0.5]).collect());
        let mse = originals.mse(&[0.5, 0.25], 1, decode).unwrap();
        assert_eq!(mse, (0.25 + 0.25 + 0.5625) / 3.0);
    }
}
