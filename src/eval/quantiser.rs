//! Codes as whole numbers: each of their numbers quantised uniformly by itself.

/// Uniform steps over the range of each number of a code.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantiser {
    bits: u32,
    /// Least value and step of each number; a step of 0 where it never changes.
    scales: Vec<[f32; 2]>,
}

impl Quantiser {
    /// More bits a number do not fit into what symbols are kept in.
    pub const MOST_BITS: u32 = 8;

    /// `2^bits` steps from the least to the greatest value that each number has in `codes`, `width` numbers a row. `None`
    /// without codes, or where they are not finite.
    pub fn fit(codes: &[f32], width: usize, bits: u32) -> Option<Self> {
        let mut ranges = vec![[f32::INFINITY, f32::NEG_INFINITY]; width];
        for row in codes.chunks_exact(width.max(1)) {
            for ([low, high], &number) in ranges.iter_mut().zip(row) {
                if !number.is_finite() {
                    return None;
                }
                (*low, *high) = (low.min(number), high.max(number));
            }
        }
        let steps = (1u32 << bits) as f32;
        // Divided first, since the difference of two large numbers may be none.
        let scales = ranges
            .iter()
            .map(|[low, high]| [*low, high / steps - low / steps]);
        Self::of(bits, scales.collect())
    }

    /// Of least values and steps that were kept. `None` where they cannot be.
    pub fn of(bits: u32, scales: Vec<[f32; 2]>) -> Option<Self> {
        let fits = |[low, step]: &[f32; 2]| low.is_finite() && step.is_finite() && *step >= 0.0;
        let fits = (1..=Self::MOST_BITS).contains(&bits) && scales.iter().all(fits);
        (fits && !scales.is_empty()).then_some(Self { bits, scales })
    }

    /// Numbers in a code.
    pub fn width(&self) -> usize {
        self.scales.len()
    }

    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// How many symbols there are.
    pub fn levels(&self) -> usize {
        1 << self.bits
    }

    /// Least value and step of each number.
    pub fn scales(&self) -> &[[f32; 2]] {
        &self.scales
    }

    /// The step that each number lies in, beyond the range the nearest.
    pub fn symbols(&self, codes: &[f32]) -> Vec<u8> {
        let last = (self.levels() - 1) as f32;
        let scales = self.scales.iter().cycle();
        let symbol = |(&number, [low, step]): (&f32, &[f32; 2])| match *step > 0.0 {
            // What is no number becomes 0.
            true => ((number - low) / step).floor().clamp(0.0, last) as u8,
            false => 0,
        };
        codes.iter().zip(scales).map(symbol).collect()
    }

    /// The middle of the step that each symbol names.
    pub fn midpoints(&self, symbols: &[u8]) -> Vec<f32> {
        let scales = self.scales.iter().cycle();
        let middle =
            |(&symbol, [low, step]): (&u8, &[f32; 2])| low + (f32::from(symbol) + 0.5) * step;
        symbols.iter().zip(scales).map(middle).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_the_middle_of_their_step() {
        // From 0 to 8 in four steps of 2, and a number that is always 5.
        let quantiser = Quantiser::fit(&[0.0, 5.0, 8.0, 5.0, 3.0, 5.0], 2, 2).unwrap();
        assert_eq!(quantiser.scales(), [[0.0, 2.0], [5.0, 0.0]]);
        assert_eq!(quantiser.levels(), 4);
        let symbols =
            quantiser.symbols(&[0.0, 5.0, 1.9, 6.0, 2.0, 4.0, 8.0, 5.0, 99.0, 5.0, -9.0, 5.0]);
        assert_eq!(symbols, [0, 0, 0, 0, 1, 0, 3, 0, 3, 0, 0, 0]);
        let back = quantiser.midpoints(&symbols[..8]);
        assert_eq!(back, [1.0, 5.0, 1.0, 5.0, 3.0, 5.0, 7.0, 5.0]);
    }

    #[test]
    fn what_cannot_be_quantised_is_refused() {
        assert!(Quantiser::fit(&[], 2, 4).is_none());
        assert!(Quantiser::fit(&[1.0, f32::NAN], 1, 4).is_none());
        let of = |bits, scale| Quantiser::of(bits, vec![scale]).is_some();
        assert!(of(8, [0.0, 1.0]) && of(1, [-1.0, 0.0]));
        assert!(!of(9, [0.0, 1.0]) && !of(0, [0.0, 1.0]));
        assert!(!of(4, [0.0, -1.0]) && !of(4, [f32::NAN, 1.0]) && !of(4, [0.0, f32::INFINITY]));
        // The whole of single precision has steps, too.
        let widest = Quantiser::fit(&[f32::MIN, f32::MAX], 1, 1).unwrap();
        assert!(widest.scales()[0][1].is_finite());
    }
}
