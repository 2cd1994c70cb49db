//! What a model puts where a person has painted over a picture, as it is painted.

use std::sync::Arc;

use super::painted::{Mask, Painted};
use crate::app::App;
use crate::app::background::Report;
use crate::app::figures::on_threads;
use crate::data::Prepared;
use crate::project::Trained;
use crate::training::VariantId;
use crate::uses::{Filler, Subject};

/// The painting that waits or is worked on; of masks that come while one is, the last counts.
#[derive(Debug, Default)]
pub(super) struct Painting {
    waiting: Option<Mask>,
    is_under_way: bool,
    done: Option<Arc<Painted>>,
}

impl App {
    /// What was filled in last; of the selected variant and its present weights alone.
    pub fn painted(&self) -> Option<&Arc<Painted>> {
        let selected = self.selected();
        let now = selected.trained.as_ref().map(Trained::weights);
        let done = self.using.painting.done.as_ref();
        done.filter(|done| done.variant == selected.id && Some(done.weights) == now)
    }

    pub(super) fn paint(&mut self, mask: Mask) {
        self.using.painting.waiting = Some(mask);
        self.paint_next();
    }

    fn paint_next(&mut self) {
        if self.using.painting.is_under_way {
            return;
        }
        let variant = self.selected();
        let (Some(trained), Some(data), Some(background)) =
            (&variant.trained, self.dataset.prepared(), &self.background)
        else {
            return;
        };
        let (id, trained, data) = (variant.id, trained.clone(), Arc::clone(data));
        let name = variant.name.clone();
        let Some(mask) = self.using.painting.waiting.take() else {
            return;
        };
        self.using.painting.is_under_way = true;
        let threads = self.threads_beside();
        background.run(
            "paint",
            move || on_threads(threads, || filled(&name, id, &trained, &data, mask)),
            |result| Report::Painted(result.map(Box::new)),
        );
    }

    pub(in crate::app) fn take_painted(&mut self, result: Result<Box<Painted>, String>) {
        self.using.painting.is_under_way = false;
        match result {
            Ok(painted) => self.using.painting.done = Some(Arc::new(*painted)),
            Err(problem) => self.warn(format!("Nothing was filled in, {problem}"), ""),
        }
        self.paint_next();
    }
}

fn filled(
    name: &str,
    variant: VariantId,
    trained: &Trained,
    data: &Prepared,
    mask: Mask,
) -> Result<Painted, String> {
    let subject = Subject::new(name, trained, data);
    let model = subject.model().map_err(|problem| problem.to_string())?;
    let test = subject.samples;
    if mask.sample >= test.len() || mask.missing.len() != test.shape().target_width() {
        return Err(format!("there is no such sample: {}", mask.sample));
    }
    let mut input = vec![0.0; test.shape().input_width()];
    subject.scaler.put_input(test, mask.sample, &mut input);
    let filler = Filler::new(&model, &trained.settings, None);
    let filled = filler.fill_one(&input, &mask.missing);
    let mut filled = filled.map_err(|error| error.to_string())?;
    subject.scaler.unscale(&mut filled);
    Ok(Painted {
        mask,
        variant,
        weights: trained.weights(),
        filled,
    })
}
