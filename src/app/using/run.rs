//! Uses variants one after the other, in the background.

use std::sync::Arc;

use super::{Asked, Found, UnderWay};
use crate::app::App;
use crate::app::background::Report;
use crate::app::figures::on_threads;
use crate::data::{Prepared, Progress};
use crate::project::Trained;
use crate::training::VariantId;
use crate::uses::{self, Choices, Given, Input, Outcome, Subject};

impl App {
    pub(super) fn begin_use(&mut self) {
        self.using.waiting = self.usable().map(|variant| variant.id).collect();
        let name = self.using.name;
        self.using.asked = Asked {
            name,
            settings: self.using.settings().to_vec(),
            input: self.using.input.clone(),
        };
        self.using.failed.retain(|(of, _), _| *of != name);
        self.use_next();
    }

    /// Uses the variant that waits longest.
    fn use_next(&mut self) {
        while let Some(id) = self.using.waiting.pop_front() {
            let variant = self.document.variant(id);
            let trained = variant.and_then(|variant| variant.trained.clone());
            let (Some(variant), Some(trained)) = (variant, trained) else {
                continue;
            };
            let Some(background) = &self.background else {
                return;
            };
            let work = Work {
                asked: self.using.asked.clone(),
                name: variant.name.clone(),
                data: self.dataset.prepared().cloned(),
                trained,
            };
            self.using.tickets += 1;
            let (ticket, progress) = (self.using.tickets, Progress::default());
            self.using.now = Some(UnderWay {
                ticket,
                variant: id,
                weights: work.trained.weights(),
                progress: progress.clone(),
            });
            let threads = self.threads_beside();
            background.run(
                "use",
                move || {
                    // The threads of the pool have their own idea of what is read.
                    on_threads(threads, || progress.during(|| work.done()))
                },
                move |result| Report::Used {
                    ticket,
                    result: result.map(Box::new),
                },
            );
            return;
        }
    }

    pub(in crate::app) fn take_used(&mut self, ticket: u64, result: Result<Box<Outcome>, String>) {
        // What was given up has no place here any more.
        let Some(now) = self.using.now.take_if(|now| now.ticket == ticket) else {
            return;
        };
        let key = (self.using.asked.name, now.variant);
        match result {
            Ok(outcome) => {
                self.keep_result(&now, &outcome);
                let found = Found {
                    outcome: *outcome,
                    weights: now.weights,
                };
                self.using.found.insert(key, Arc::new(found));
            }
            Err(problem) => {
                self.using.found.remove(&key);
                self.using.failed.insert(key, problem);
            }
        }
        self.use_next();
    }

    /// What was found stays with its variant, in place of what the same use found before.
    fn keep_result(&mut self, now: &UnderWay, outcome: &Outcome) {
        let Asked {
            name,
            settings,
            input,
        } = self.using.asked.clone();
        let Some(variant) = self.document.variant_mut(now.variant) else {
            return;
        };
        let settings = settings.iter().map(|(key, value)| (*key, value.as_str()));
        variant.keep_result(outcome.kept(name, settings, input.as_deref(), now.weights));
        if !self.only_looks() {
            self.touch();
        }
    }

    /// Nothing is scored again.
    pub(super) fn move_cut(&mut self, at: f64) {
        let (id, name) = (self.document.selected, self.using.name);
        let Some(found) = self.using.found.get_mut(&(name, id)) else {
            return;
        };
        let moved = Found {
            outcome: found.outcome.cut_at(at),
            weights: found.weights,
        };
        let curves = moved.outcome.curves.clone();
        *found = Arc::new(moved);
        let variant = self.document.variant_mut(id);
        let kept = variant.and_then(|variant| {
            variant
                .results
                .iter_mut()
                .find(|result| result.name == name)
        });
        if let Some(kept) = kept {
            kept.curves = curves;
        }
    }

    /// Whether the use that is looked at is under way with `variant`, or waits to be.
    pub fn is_used(&self, variant: VariantId) -> bool {
        let is_asked = self.using.asked.name == self.using.name;
        let now = self.using.now.as_ref().map(|now| now.variant);
        is_asked && (now == Some(variant) || self.using.waiting.contains(&variant))
    }
}

/// All that one use of one variant needs.
struct Work {
    asked: Asked,
    name: String,
    trained: Trained,
    /// `None` where they are not there.
    data: Option<Arc<Prepared>>,
}

impl Work {
    fn done(&self) -> Result<Outcome, String> {
        let Asked {
            name,
            settings,
            input: path,
        } = &self.asked;
        let one = uses::find(name).ok_or("there is no such use")?;
        let typed = settings.iter();
        let typed = typed.map(|(key, value)| (*key, value.as_str()));
        let choices = Choices::of(one.choices(), typed).map_err(|error| error.to_string())?;
        let data = self.data.as_deref();
        let input = match (one.takes(), path) {
            (Given::Samples, Some(path)) => {
                let input = Input::read(path, &self.trained, data);
                Some(input.map_err(|problem| problem.to_string())?)
            }
            (Given::File, _) if data.is_none() => Input::none(&self.trained),
            _ => None,
        };
        let subject = match (&input, data) {
            (Some(input), _) => Subject::of_input(&self.name, &self.trained, input),
            (None, Some(data)) => Subject::new(&self.name, &self.trained, data),
            (None, None) => return Err(format!("the data are not there: {}", self.name)),
        };
        let subject = Subject {
            file: path.as_deref().filter(|_| one.takes() == Given::File),
            ..subject
        };
        let mut outcome =
            uses::run(one, &subject, &choices).map_err(|problem| problem.to_string())?;
        outcome
            .warnings
            .extend(input.into_iter().flat_map(|input| input.warnings));
        Ok(outcome)
    }
}
