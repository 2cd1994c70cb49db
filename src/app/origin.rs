//! Messages on where a fork comes from, and which of its tensors were carried over.

use super::{About, App, Message, MessageKind, News};
use crate::project::Variant;
use crate::settings::words::capital;
use crate::training::{CarriedOver, VariantId};

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
                    &trained.resume_state.state.weights,
                    start,
                ))
            }
            None => self.forks.carried.get(&id).cloned(),
        };
        Some(match carried {
            Some(carried) => format!("Forked from {point}, {carried}"),
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
        let words = carried.to_string();
        let (fits, is_whole) = (!carried.carried.is_empty(), carried.fresh.is_empty());
        self.tell(|| News::CarriedOver {
            variant: id,
            carried: carried.clone(),
        });
        self.forks.carried.insert(id, carried);
        if !self.forks.announce.remove(&id) {
            return;
        }
        let Some(variant) = self.document.variant(id) else {
            return;
        };
        let Some(point) = self.fork_point(variant) else {
            return;
        };
        let name = &variant.name;
        let begins = format!("{name} begins with the weights of {point}");
        let text = match (fits, is_whole) {
            (_, true) => begins,
            (true, false) => format!("{begins} where its layers match, with fresh ones elsewhere"),
            (false, false) => format!("{name} begins with fresh weights: no layer matches {point}"),
        };
        let info = Message::new(MessageKind::Info, text, "").with_details(capital(&words));
        // A setting that is being dragged would say it again and again.
        self.say(info.about(Some(About::FirstWeights(id))));
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
}
