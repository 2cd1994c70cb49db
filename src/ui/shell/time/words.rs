//! The names of moments of training.

use crate::app::App;

/// "4", or "0.25" within an epoch.
pub fn epochs(epochs: f64) -> String {
    if epochs.fract() == 0.0 {
        format!("{epochs:.0}")
    } else {
        format!("{epochs:.2}")
    }
}

/// "Present weights", or "Epoch 4 of 20".
pub fn position(app: &App, times: &[f64]) -> String {
    let Some(at) = app.looking_at() else {
        return "Present weights".into();
    };
    let shown = app.document.variants.iter().filter(|v| !v.hidden);
    let asked = shown.filter_map(|variant| Some(app.runs.get(&variant.id)?.progress.epochs));
    let last = times.last().copied().unwrap_or_default();
    let all = last.max(f64::from(asked.max().unwrap_or_default()));
    format!("Epoch {} of {}", epochs(at), epochs(all.max(at).ceil()))
}

/// What the selected variant shows, where that is not the moment that is looked at: "A: epoch 5, its last".
pub fn behind(app: &App) -> Option<String> {
    let (at, variant) = (app.looking_at()?, app.selected());
    let name = &variant.name;
    let Some(shown) = app.shown_time(variant.id) else {
        return Some(format!("{name}: live, keeps no past"));
    };
    // An eighth of an epoch ends elsewhere with batches of another size.
    if (shown - at).abs() < 1.0 / 32.0 {
        return None;
    }
    let checkpoints = &app.runs.get(&variant.id)?.checkpoints;
    let is_last = checkpoints.last().is_some_and(|last| last.epochs == shown);
    let which = if is_last { "its last" } else { "the nearest" };
    Some(format!("{name}: epoch {}, {which}", epochs(shown)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::Action;
    use crate::project::Document;
    use crate::training::{Checkpoint, VariantId};

    fn app(epochs: &[f64]) -> App {
        let mut app = App::detached(Document::default());
        let run = app.runs.entry(VariantId(1)).or_default();
        run.progress.epochs = 20;
        let checkpoint = |&epochs: &f64| Arc::new(Checkpoint::new(epochs, 0, None, Arc::default()));
        run.checkpoints = epochs.iter().map(checkpoint).collect();
        app
    }

    #[test]
    fn moments_are_told_by_epochs() {
        let mut app = app(&[0.0, 0.128, 4.0, 24.0]);
        assert_eq!(position(&app, &app.times()), "Present weights");
        for (at, words) in [
            (4.0, "Epoch 4 of 24"),
            (0.128, "Epoch 0.13 of 24"),
            (0.0, "Epoch 0 of 24"),
        ] {
            app.apply(Action::LookAt(Some(at)));
            assert_eq!(position(&app, &app.times()), words);
            assert_eq!(behind(&app), None);
        }
        assert_eq!(position(&app, &[0.0, 4.0]), "Epoch 0 of 20");
    }

    #[test]
    fn a_variant_that_shows_another_moment_says_which() {
        let mut app = app(&[0.0, 1.0, 5.0]);
        app.apply(Action::LookAt(Some(8.0)));
        assert_eq!(behind(&app).unwrap(), "A: epoch 5, its last");
        app.apply(Action::LookAt(Some(4.0)));
        assert_eq!(behind(&app).unwrap(), "A: epoch 1, the nearest");
        app.runs.clear();
        assert_eq!(behind(&app).unwrap(), "A: live, keeps no past");
    }
}
