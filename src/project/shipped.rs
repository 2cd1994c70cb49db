//! The example projects that are part of the program: the files under `projects/`, in the format that saving
//! writes, without weights.

use super::Opened;
use super::bundle::read_text;

/// Everything that is shipped, named once.
macro_rules! shipped {
    ($($group:literal: $($name:literal)*;)*) => {
        /// Their names by group, in the order menus show them.
        const GROUPS: &[(&str, &[&str])] = &[$(($group, &[$($name),*])),*];
        const NAMES: &[&str] = &[$($($name),*),*];

        fn text(name: &str) -> Option<&'static str> {
            match name {
                $($($name => Some(include_str!(concat!("../../projects/", $name, "/project.json"))),)*)*
                _ => None,
            }
        }
    };
}

shipped! {
    "Dense": "article-mlp" "article-tanh" "article-bce" "keras-simple" "linear" "shallow" "deep" "code-2";
    "Sparse, denoising and contractive": "sparse-l1" "sparse-kl" "denoising" "contractive";
    "Convolutional": "conv" "denoising-conv" "feature-front";
    "Variational": "vae-2" "vae-20" "beta-vae" "conv-vae";
    "Adversarial": "adversarial" "vae-gan";
    "Losses": "perceptual" "wavelet" "boundary";
    "Phases": "two-phase" "stacked";
    "Other pictures": "fashion-conv" "fashion-vae" "emoji";
    "Several variants": "compare-codes";
    "Tables": "breast-cancer";
    "Sequences": "series-gru" "series-conv" "spoken-digits";
    "Texts": "glosses" "text-gru";
    "Ratings": "ratings";
}

/// Their names, in the order menus show them.
pub fn shipped_names() -> &'static [&'static str] {
    NAMES
}

/// Their names under headings for menus: the group, and what is in it.
pub fn shipped_groups() -> &'static [(&'static str, &'static [&'static str])] {
    GROUPS
}

/// The shipped project `name`.
pub fn shipped(name: &str) -> Option<Opened> {
    read_text(text(name)?).ok()
}

/// The shipped project with these notes. Only that one is read, for notes are typed.
pub fn shipped_with_notes(notes: &str) -> Option<Opened> {
    let written = serde_json::to_string(notes).ok()?;
    let mut names = NAMES.iter();
    let name = names.find(|name| text(name).is_some_and(|text| text.contains(&written)))?;
    shipped(name).filter(|opened| opened.document.notes == notes)
}
