//! Sound at another rate.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler};

/// Samples that are brought to another rate at a time.
const CHUNK: usize = 1024;

/// `samples` of the rate `from` at the rate `to`, without what that cannot hold.
///
/// # Errors
/// One clause, where no such change of rate is possible.
pub fn resample(samples: Vec<f32>, from: u32, to: u32) -> Result<Vec<f32>, String> {
    if from == to {
        return Ok(samples);
    }
    let failed = |error: String| format!("{from} samples a second cannot become {to} ({error})");
    let rates = (from as usize, to as usize);
    let resampler = Fft::<f32>::new(rates.0, rates.1, CHUNK, 1, FixedSync::Both);
    let mut resampler = resampler.map_err(|error| failed(error.to_string()))?;
    let count = samples.len();
    let input = InterleavedSlice::new(&samples[..], 1, count);
    let input = input.map_err(|error| failed(error.to_string()))?;
    let output = resampler.process_all(&input, count, None);
    Ok(output
        .map_err(|error| failed(error.to_string()))?
        .take_data())
}
