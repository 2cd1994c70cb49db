//! What a project's variants were trained on, against what was read now.

use std::sync::Arc;

use super::{Document, Variant};
use crate::data::{Fingerprint, Prepared, TrainedOn};

impl Document {
    /// What the data held that all trained variants were trained on, where it is known and the same.
    pub fn content_of_trained(&self) -> Option<&Fingerprint> {
        let trained = self.variants.iter().filter(|v| v.trained.is_some());
        let mut contents = trained.map(|variant| trained_on(variant)?.content.as_ref());
        let first = contents.next()??;
        contents.all(|other| other == Some(first)).then_some(first)
    }

    /// One sentence that ends with the path, where variants were trained on something else than `data`.
    pub fn changed_since(&self, data: &Prepared) -> Option<String> {
        let differs =
            |variant: &&Variant| trained_on(variant).is_some_and(|on| on.differ_from(data));
        let mut differing = self.variants.iter().filter(differs);
        let first = differing.next()?;
        let whose = match differing.count() {
            0 => format!("“{}” was", first.name),
            others => format!("{} variants were", others + 1),
        };
        let (_, path) = data.settings.source.paths().into_iter().next()?;
        Some(format!(
            "The data are not those that {whose} trained on: {}",
            path.display()
        ))
    }

    /// Lets trained variants go on with the samples of `data`, of which there may be more or fewer than there were.
    pub fn go_on_among(&mut self, data: &Prepared) {
        for variant in &mut self.variants {
            if let Some(trained) = &mut variant.trained {
                let training = &trained.settings.training;
                let settled = trained.resume_state.among(data.split.train.len(), training);
                trained.resume_state = Arc::new(settled);
            }
        }
    }

    /// Why weights of trained variants cannot be used with `data`; one sentence that ends with the set's name.
    pub fn misfit(&self, data: &Prepared) -> Option<String> {
        let (found, name) = (data.dataset.shape(), &data.dataset.name);
        self.variants.iter().find_map(|variant| {
            let scaler = variant.trained.as_ref()?.resume_state.scaler.as_ref()?;
            let trained = scaler.shape();
            if trained == found {
                return None;
            }
            let here = match trained.to_string() == found.to_string() {
                true => "these have other names or kinds".to_owned(),
                false => format!("these are {found}"),
            };
            Some(format!(
                "The weights of “{}” are for samples of {trained}, {here}: {name}",
                variant.name
            ))
        })
    }
}

fn trained_on(variant: &Variant) -> Option<&TrainedOn> {
    variant.trained.as_ref()?.resume_state.data.as_deref()
}
