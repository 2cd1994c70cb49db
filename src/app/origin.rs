//! What is said of where a fork comes from, and of which tensors it carried over.

use super::App;
use crate::project::Variant;
use crate::training::{CarriedOver, VariantId};

/// Names of fresh tensors that a sentence lists; more of them are counted.
const NAMED: usize = 4;

impl App {
    /// Where a forked variant comes from, in one sentence without its name: "Forked from A after epoch 10, 6 of 8
    /// tensors carried over, fresh: encoder.2.weight, encoder.2.bias".
    pub fn origin(&self, id: VariantId) -> Option<String> {
        let variant = self.document.variant(id)?;
        let point = self.fork_point(variant)?;
        let carried = match &variant.trained {
            Some(trained) => {
                let start = &variant.start.as_ref()?.weights;
                Some(CarriedOver::between(
                    &trained.checkpoint.state.weights,
                    start,
                ))
            }
            None => self.carried.get(&id).cloned(),
        };
        Some(match carried {
            Some(carried) => format!("Forked from {point}, {}", in_words(&carried)),
            None => format!("Forked from {point}"),
        })
    }

    /// "A after epoch 10"; `None` for a variant that began with fresh weights.
    pub fn fork_point(&self, variant: &Variant) -> Option<String> {
        let start = variant.start.as_ref()?;
        let parent = match variant.parent {
            Some(parent) => self.name_of(parent),
            None => "another variant",
        };
        Some(format!("{parent} {}", moment(start.epochs)))
    }

    /// What a run says it began with. A person hears of it who has just caused it.
    pub(super) fn take_carried(&mut self, id: VariantId, carried: CarriedOver) {
        let words = in_words(&carried);
        self.carried.insert(id, carried);
        if !self.announce.remove(&id) {
            return;
        }
        let Some(variant) = self.document.variant(id) else {
            return;
        };
        let Some(point) = self.fork_point(variant) else {
            return;
        };
        let begin = format!("{} begins with the weights of {point}: ", variant.name);
        // A setting that is being dragged would say it again and again.
        self.messages.retain(|old| !old.text.starts_with(&begin));
        self.inform(format!("{begin}{words}"));
    }
}

/// "after epoch 10", "after 2.5 epochs".
fn moment(epochs: f64) -> String {
    if epochs == 0.0 {
        "before its first update".into()
    } else if epochs.fract() == 0.0 {
        format!("after epoch {epochs}")
    } else {
        let text = format!("{epochs:.2}");
        format!(
            "after {} epochs",
            text.trim_end_matches('0').trim_end_matches('.')
        )
    }
}

/// "6 of 8 tensors carried over, fresh: encoder.2.weight, encoder.2.bias".
fn in_words(carried: &CarriedOver) -> String {
    let (kept, fresh) = (carried.carried.len(), &carried.fresh);
    let all = kept + fresh.len();
    if fresh.is_empty() {
        return format!("all {all} tensors carried over");
    }
    if kept == 0 {
        return format!("none of its {all} tensors fits, so all are fresh");
    }
    let named = fresh[..fresh.len().min(NAMED)].join(", ");
    let more = match fresh.len() - fresh.len().min(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{kept} of {all} tensors carried over, fresh: {named}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_epochs() {
        assert_eq!(moment(0.0), "before its first update");
        assert_eq!(moment(10.0), "after epoch 10");
        assert_eq!(moment(2.5), "after 2.5 epochs");
        assert_eq!(moment(0.3333), "after 0.33 epochs");
    }

    #[test]
    fn what_is_fresh_is_named() {
        let carried = |kept: usize, fresh: &[&str]| {
            in_words(&CarriedOver {
                carried: vec![String::new(); kept],
                fresh: fresh.iter().map(ToString::to_string).collect(),
            })
        };
        assert_eq!(carried(8, &[]), "all 8 tensors carried over");
        assert_eq!(
            carried(6, &["a", "b"]),
            "6 of 8 tensors carried over, fresh: a, b"
        );
        assert_eq!(
            carried(1, &["a", "b", "c", "d", "e", "f"]),
            "1 of 7 tensors carried over, fresh: a, b, c, d and 2 more"
        );
        assert_eq!(
            carried(0, &["a"]),
            "none of its 1 tensors fits, so all are fresh"
        );
    }
}
