//! The names of phases and of the parts they train.

use crate::model::Parts;
use crate::training::Phase;

/// What the choice of parts means, for tooltips.
pub fn about(parts: Parts) -> &'static str {
    match parts {
        Parts::All => "all weights change",
        Parts::Encoder => "the decoder keeps its weights",
        Parts::Decoder => "the encoder keeps its weights, and so every code stays what it is",
        Parts::Layer { .. } => {
            "this layer of the encoder and the one that undoes it are trained as an autoencoder of their own, everything between left out"
        }
        Parts::Adversary => "the autoencoder keeps its weights",
    }
}

pub fn epochs(epochs: u32) -> String {
    match epochs {
        1 => "1 epoch".into(),
        _ => format!("{epochs} epochs"),
    }
}

/// "3 phases, 30 epochs".
pub fn summary(phases: &[Phase]) -> String {
    let sum = epochs(Phase::total(phases));
    match phases.len() {
        0 => "Everything is trained all the time".into(),
        1 => format!("1 phase, {sum}"),
        count => format!("{count} phases, {sum}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_summed_up() {
        assert_eq!(summary(&[]), "Everything is trained all the time");
        let phase = |epochs| Phase {
            epochs,
            ..Phase::default()
        };
        assert_eq!(summary(&[phase(1)]), "1 phase, 1 epoch");
        assert_eq!(summary(&[phase(10), phase(20)]), "2 phases, 30 epochs");
    }
}
