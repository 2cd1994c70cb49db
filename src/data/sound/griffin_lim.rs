//! Sound whose spectrogram is a given one: the phases, which it does not say, are found step by step.

use std::f32::consts::TAU;

use realfft::num_complex::Complex32;

use super::mel::{Frames, Spectrogram};

/// Steps, after which hardly anything changes.
const STEPS: usize = 60;
/// How much of its last step each step goes on (Perraudin, Balazs and Søndergaard 2013).
const MOMENTUM: f32 = 0.99;

impl Spectrogram {
    /// Samples whose frames have these logarithms of powers, frame after frame (Griffin and Lim 1984).
    pub fn sound(&self, log_mel: &[f32]) -> Vec<f32> {
        let Frames {
            hop, mels, frame, ..
        } = self.frames;
        let bins = self.frames.bins();
        let count = log_mel.len() / mels;
        let frames = log_mel.chunks_exact(mels);
        let magnitudes: Vec<f32> = frames.flat_map(|frame| self.magnitudes(frame)).collect();
        // At first as if each frequency went on from frame to frame.
        let phase = |place: usize| {
            let turns = (place % bins * (place / bins) * hop) as f64 / frame as f64;
            Complex32::from_polar(1.0, TAU * turns.fract() as f32)
        };
        let mut phases: Vec<Complex32> = (0..magnitudes.len()).map(phase).collect();
        let mut before = vec![Complex32::default(); magnitudes.len()];
        for _ in 0..STEPS {
            let samples = self.overlapped(&of(&magnitudes, &phases));
            self.transformed(&samples, count, |index, spectrum| {
                let places = index * bins..(index + 1) * bins;
                let before = &mut before[places.clone()];
                for ((phase, before), now) in phases[places].iter_mut().zip(before).zip(spectrum) {
                    let next = now + (now - *before) * MOMENTUM;
                    *before = *now;
                    *phase = next / next.norm().max(1e-12);
                }
            });
        }
        self.overlapped(&of(&magnitudes, &phases))
    }
}

fn of(magnitudes: &[f32], phases: &[Complex32]) -> Vec<Complex32> {
    let spectra = magnitudes.iter().zip(phases);
    spectra
        .map(|(magnitude, phase)| phase * magnitude)
        .collect()
}
