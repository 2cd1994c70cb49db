//! Numbers and lines as people read them in the terminal.

pub use crate::export::against_pca;
use crate::model::LossParts;
use crate::training::EpochRecord;
use crate::ui::digits::{grouped, three_digits};

/// "epoch  3/20  train 0.0123  test 0.0119  9,120 images/s"; `watched` names the second set. Of Gaussian codes that
/// set's "KL 25.4" comes after it.
pub fn epoch_line(name: &str, record: &EpochRecord, epochs: u32, watched: &str) -> String {
    let width = epochs.to_string().len();
    format!(
        "{name}  epoch {:>width$}/{epochs}  train {}  {watched} {}{}  {}",
        record.epoch,
        three_digits(record.train_loss),
        three_digits(record.validation.loss),
        divergence(&record.validation.parts),
        speed(record.samples_per_second),
    )
}

/// "  KL 25.4" (in nats) for Gaussian codes, nothing for others.
pub fn divergence(parts: &LossParts) -> String {
    parts
        .kl
        .map_or_else(String::new, |kl| format!("  KL {}", three_digits(kl)))
}

/// "9,120 images/s"
pub fn speed(images_per_second: f64) -> String {
    format!("{} images/s", grouped(images_per_second.round() as u64))
}

/// "0:42", "12:05", "1:02:03"
pub fn duration(seconds: f64) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
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
            epoch_line("A", &record, 20, "test"),
            "A  epoch  3/20  train 0.0123  test 0.0119  9,120 images/s"
        );
        record.validation.parts.kl = Some(25.43);
        let line = epoch_line("A", &record, 20, "test");
        assert!(line.contains("test 0.0119  KL 25.4  9,120"), "{line}");
    }

    #[test]
    fn durations_are_clocks() {
        assert_eq!(duration(42.3), "0:42");
        assert_eq!(duration(725.0), "12:05");
        assert_eq!(duration(3_723.0), "1:02:03");
        assert_eq!(duration(-1.0), "0:00");
    }
}
