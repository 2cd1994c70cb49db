//! The rows of the adversary.

use egui::Ui;

use crate::app::SampleKind;
use crate::model::{Adversary, Architecture, Prior};
use crate::ui::setup::rows::Row;

pub fn rows(ui: &mut Ui, architecture: &mut Architecture, kind: SampleKind) {
    let now = architecture.adversary;
    let prior = match now {
        Some(Adversary::Code { prior }) => prior,
        _ => Prior::default(),
    };
    let all = [
        None,
        Some(Adversary::Code { prior }),
        Some(Adversary::Output),
    ];
    let about = format!(
        "A discriminator that the autoencoder plays against: {}",
        about(now, kind)
    );
    if let Some(chosen) = Row::of("architecture.adversary")
        .without_padlock()
        .about(&about)
        .choose(ui, now, &all, name)
    {
        architecture.adversary = chosen;
    }
    if let Some(Adversary::Code { prior }) = &mut architecture.adversary {
        let about = format!(
            "The distribution that codes are drawn towards: {}",
            about_prior(*prior)
        );
        let row = Row::of("architecture.adversary.prior")
            .without_padlock()
            .about(&about);
        if let Some(chosen) = row.choose(ui, *prior, &Prior::ALL, |one| prior_name(one).to_owned())
        {
            *prior = chosen;
        }
    }
}

fn name(adversary: Option<Adversary>) -> String {
    match adversary {
        None => "none",
        Some(Adversary::Code { .. }) => "on the code",
        Some(Adversary::Output) => "on the output",
    }
    .to_owned()
}

fn about(adversary: Option<Adversary>, kind: SampleKind) -> String {
    match adversary {
        None => "none here".into(),
        Some(Adversary::Code { .. }) => {
            "it tells codes from draws of a prior (adversarial autoencoder)".into()
        }
        Some(Adversary::Output) => format!(
            "it tells outputs from {}, and its features measure the reconstruction (VAE-GAN)",
            kind.many()
        ),
    }
}

fn prior_name(prior: Prior) -> &'static str {
    match prior {
        Prior::Gaussian => "Gaussian",
        Prior::MixtureOfTen => "mixture of ten",
        Prior::SwissRoll => "Swiss roll",
    }
}

fn about_prior(prior: Prior) -> &'static str {
    match prior {
        Prior::Gaussian => "standard normal in every dimension",
        Prior::MixtureOfTen => "ten flat Gaussians around a circle in the first two dimensions",
        Prior::SwissRoll => "a spiral in the first two dimensions",
    }
}
