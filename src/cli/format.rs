//! Numbers and lines formatted for the terminal.

pub use crate::export::against_pca;
use crate::export::digits::{grouped, three_digits};
use crate::model::LossParts;
use crate::training::EpochRecord;

/// "epoch  3/20  train 0.0123  test 0.0119  9,120 images/s"; `watched` names the second set, and all
/// samples. Of Gaussian codes that set's "KL 25.4" comes after it.
pub fn epoch_line(name: &str, record: &EpochRecord, epochs: u32, watched: [&str; 2]) -> String {
    let [watched, samples] = watched;
    let width = epochs.to_string().len();
    format!(
        "{name}  epoch {:>width$}/{epochs}  train {}  {watched} {}{}  {}",
        record.epoch,
        three_digits(record.train_loss),
        three_digits(record.validation.loss),
        divergence(&record.validation.parts),
        speed(record.samples_per_second, samples),
    )
}

/// "  KL 25.4" (in nats) for Gaussian codes, nothing for others.
pub fn divergence(parts: &LossParts) -> String {
    parts
        .kl
        .map_or_else(String::new, |kl| format!("  KL {}", three_digits(kl)))
}

/// "9,120 images/s"
pub fn speed(samples_per_second: f64, samples: &str) -> String {
    format!("{} {samples}/s", grouped(samples_per_second.round() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::Measures;

    #[test]
    fn epochs_line_up() {
        let mut record = EpochRecord {
            epoch: 3,
            step: 300,
            seconds: 1.0,
            train_loss: 0.012_34,
            validation: Measures {
                loss: 0.011_9,
                mse: 0.011_9,
                bce: None,
                ..Default::default()
            },
            learning_rate: 1e-3,
            samples_per_second: 9_120.4,
            ..Default::default()
        };
        assert_eq!(
            epoch_line("A", &record, 20, ["test", "images"]),
            "A  epoch  3/20  train 0.0123  test 0.0119  9,120 images/s"
        );
        record.validation.parts.kl = Some(25.43);
        let line = epoch_line("A", &record, 20, ["test", "images"]);
        assert!(line.contains("test 0.0119  KL 25.4  9,120"), "{line}");
    }
}
