//! Spectrograms on the mel scale.

use std::f32::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex32;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use serde::{Deserialize, Serialize};

/// What is added to a power before its logarithm: silence is -6.
const FLOOR: f32 = 1e-6;

/// How frames of a spectrogram lie, and what they are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frames {
    /// Samples a second.
    pub rate: u32,
    /// Samples of a frame.
    pub frame: usize,
    /// Samples from the beginning of a frame to that of the next.
    pub hop: usize,
    /// Bands, equally spaced from 0 to half of the rate in `2595 log10(1 + f / 700)`.
    pub mels: usize,
}

/// Transforms sound to frames and back; made once, used by all cores.
pub struct Spectrogram {
    pub frames: Frames,
    forward: Arc<dyn RealToComplex<f32>>,
    backward: Arc<dyn ComplexToReal<f32>>,
    /// Hann's, periodic.
    window: Vec<f32>,
    /// Of each band, the first frequency that it has a part of, and how much of that and the following.
    filters: Vec<(usize, Vec<f32>)>,
}

impl Frames {
    /// Whole frames in so many samples, at least one: a last one filled up with silence would begin with a sound and end
    /// it at once, which is a click in all bands.
    pub fn count(&self, samples: usize) -> usize {
        1 + samples.saturating_sub(self.frame) / self.hop
    }

    /// Samples in so many frames.
    pub fn length(&self, count: usize) -> usize {
        self.frame + count.saturating_sub(1) * self.hop
    }

    /// Frequencies that a frame is made of.
    pub fn bins(&self) -> usize {
        self.frame / 2 + 1
    }

    /// Where the bands begin, peak and end, in Hz: band `i` from corner `i` over corner `i + 1` to corner `i + 2`.
    fn corners(&self) -> Vec<f32> {
        let mel = |hertz: f32| 2595.0 * (1.0 + hertz / 700.0).log10();
        let hertz = |mel: f32| 700.0 * (10f32.powf(mel / 2595.0) - 1.0);
        let top = mel(self.rate as f32 / 2.0);
        let last = self.mels + 1;
        let corners = 0..=last;
        corners
            .map(|corner| hertz(top * corner as f32 / last as f32))
            .collect()
    }

    /// What the bands are called: the frequencies at which they peak.
    pub fn names(&self) -> Vec<String> {
        let corners = self.corners();
        let peaks = corners[1..=self.mels].iter();
        peaks.map(|peak| format!("{peak:.0} Hz")).collect()
    }

    fn filters(&self) -> Vec<(usize, Vec<f32>)> {
        let corners = self.corners();
        let frequency = |bin: usize| bin as f32 * self.rate as f32 / self.frame as f32;
        let filter = |at: &[f32]| {
            let height = |bin: usize| {
                let f = frequency(bin);
                let (up, down) = ((f - at[0]) / (at[1] - at[0]), (at[2] - f) / (at[2] - at[1]));
                up.min(down).max(0.0)
            };
            let bins = 0..self.bins();
            let first = bins.clone().find(|&bin| height(bin) > 0.0).unwrap_or(0);
            let heights = (first..bins.end).map(height);
            (first, heights.take_while(|&height| height > 0.0).collect())
        };
        corners.windows(3).map(filter).collect()
    }
}

impl Spectrogram {
    pub fn new(frames: Frames) -> Self {
        let mut planner = RealFftPlanner::new();
        let size = frames.frame;
        let hann = |n: usize| 0.5 - 0.5 * (TAU * n as f32 / size as f32).cos();
        Self {
            frames,
            forward: planner.plan_fft_forward(size),
            backward: planner.plan_fft_inverse(size),
            window: (0..size).map(hann).collect(),
            filters: frames.filters(),
        }
    }

    /// `count` frames of `samples`, frame after frame: `log10(p + 1e-6)` of the power in each band.
    pub fn log_mel(&self, samples: &[f32], count: usize) -> Vec<f32> {
        let mut values = Vec::with_capacity(count * self.frames.mels);
        self.transformed(samples, count, |_, spectrum| {
            for (first, heights) in &self.filters {
                let bins = spectrum[*first..].iter().zip(heights);
                let power: f32 = bins.map(|(bin, height)| bin.norm_sqr() * height).sum();
                values.push((power + FLOOR).log10());
            }
        });
        values
    }

    /// Hands the spectra of `count` frames of `samples` to `take`, each with its number; silence stands behind them.
    pub fn transformed(
        &self,
        samples: &[f32],
        count: usize,
        mut take: impl FnMut(usize, &[Complex32]),
    ) {
        let Frames { frame, hop, .. } = self.frames;
        let mut input = self.forward.make_input_vec();
        let mut spectrum = self.forward.make_output_vec();
        let mut scratch = self.forward.make_scratch_vec();
        for index in 0..count {
            let start = (index * hop).min(samples.len());
            let own = &samples[start..samples.len().min(start + frame)];
            input.fill(0.0);
            for ((input, sample), window) in input.iter_mut().zip(own).zip(&self.window) {
                *input = sample * window;
            }
            let done = self
                .forward
                .process_with_scratch(&mut input, &mut spectrum, &mut scratch);
            debug_assert!(done.is_ok(), "the lengths are the plan's own");
            take(index, &spectrum);
        }
    }

    /// The samples whose frames have spectra nearest to these, one behind the other (Griffin and Lim 1984, equation 6).
    pub fn overlapped(&self, spectra: &[Complex32]) -> Vec<f32> {
        let Frames { frame, hop, .. } = self.frames;
        let bins = self.frames.bins();
        let count = spectra.len() / bins;
        let length = self.frames.length(count);
        let (mut sums, mut weights) = (vec![0.0f32; length], vec![0.0f32; length]);
        let mut spectrum = self.backward.make_input_vec();
        let mut output = self.backward.make_output_vec();
        let mut scratch = self.backward.make_scratch_vec();
        for (index, own) in spectra.chunks_exact(bins).enumerate() {
            spectrum.copy_from_slice(own);
            // The first and, of an even length, the last are real numbers.
            spectrum[0].im = 0.0;
            if frame.is_multiple_of(2) {
                spectrum[bins - 1].im = 0.0;
            }
            let done = self
                .backward
                .process_with_scratch(&mut spectrum, &mut output, &mut scratch);
            debug_assert!(done.is_ok(), "the lengths are the plan's own");
            let places = index * hop..index * hop + frame;
            let places = sums[places.clone()].iter_mut().zip(&mut weights[places]);
            for (((sum, weight), sample), window) in places.zip(&output).zip(&self.window) {
                *sum += sample / frame as f32 * window;
                *weight += window * window;
            }
        }
        let samples = sums.iter().zip(&weights);
        // Where no window reaches nothing is known.
        samples
            .map(|(sum, weight)| if *weight > 1e-4 { sum / weight } else { 0.0 })
            .collect()
    }

    /// The magnitudes of the frequencies of a frame whose bands have these logarithms of powers: no negative power, and
    /// bands nearest to those wanted (Lee and Seung 2001).
    pub fn magnitudes(&self, log_mel: &[f32]) -> Vec<f32> {
        /// Rounds, after which the powers stand.
        const ROUNDS: usize = 60;
        let wanted = log_mel
            .iter()
            .map(|log| (10f32.powf(*log) - FLOOR).max(0.0));
        let wanted: Vec<f32> = wanted.collect();
        // To the frequencies of each band, as much as the band has of them.
        let spread = |bands: &[f32]| {
            let mut powers = vec![0.0f32; self.frames.bins()];
            for ((first, heights), band) in self.filters.iter().zip(bands) {
                for (power, height) in powers[*first..].iter_mut().zip(heights) {
                    *power += height * band;
                }
            }
            powers
        };
        let gathered = |powers: &[f32]| -> Vec<f32> {
            let bands = self.filters.iter().map(|(first, heights)| {
                let bins = powers[*first..].iter().zip(heights);
                bins.map(|(power, height)| power * height).sum()
            });
            bands.collect()
        };
        let target = spread(&wanted);
        let mut powers = target.clone();
        for _ in 0..ROUNDS {
            let now = spread(&gathered(&powers));
            for ((power, target), now) in powers.iter_mut().zip(&target).zip(&now) {
                *power *= target / now.max(1e-12);
            }
        }
        powers.iter().map(|power| power.max(0.0).sqrt()).collect()
    }
}
