//! The commands of the Variant menu, which act on the selected variant.

use super::Command;
use crate::app::{Action, App, VariantsEdit};

/// The action of a command of this menu; `None` for all others, and for what concerns the strip alone.
pub fn action(command: Command, app: &App) -> Option<Action> {
    let variant = app.selected().id;
    let place = place(app);
    let variants = &app.document.variants;
    let beside = |place: usize| variants.get(place).map_or(variant, |v| v.id);
    Some(match command {
        Command::PreviousVariant => Action::Select(beside(place.saturating_sub(1))),
        Command::NextVariant => Action::Select(beside(place + 1)),
        Command::NewVariant => Action::Variants(VariantsEdit::New),
        Command::DuplicateVariant => Action::Variants(VariantsEdit::Duplicate(variant)),
        Command::ForkVariant => Action::Variants(VariantsEdit::Fork {
            variant,
            epochs: app.looking_at(),
        }),
        Command::HideVariant => Action::Variants(VariantsEdit::Hide {
            variant,
            hidden: !app.selected().hidden,
        }),
        Command::MoveVariantLeft => Action::Variants(VariantsEdit::Move {
            variant,
            place: place.saturating_sub(1),
        }),
        Command::MoveVariantRight => Action::Variants(VariantsEdit::Move {
            variant,
            place: place + 1,
        }),
        Command::DeleteVariant => Action::Variants(VariantsEdit::Delete(variant)),
        _ => return None,
    })
}

/// `Err` with one sentence when there is nowhere to go.
pub fn check(command: Command, app: &App) -> Result<(), String> {
    let last = place(app) + 1 == app.document.variants.len();
    match command {
        Command::PreviousVariant | Command::MoveVariantLeft if place(app) == 0 => {
            Err("It is the first variant".into())
        }
        Command::NextVariant | Command::MoveVariantRight if last => {
            Err("It is the last variant".into())
        }
        _ => Ok(()),
    }
}

/// The command's words, where they are not always the same.
pub fn text(command: Command, app: &App) -> Option<&'static str> {
    match command {
        Command::ForkVariant if app.looking_at().is_some() => Some("Fork from this epoch"),
        Command::HideVariant if app.selected().hidden => Some("Show"),
        _ => None,
    }
}

fn place(app: &App) -> usize {
    let id = app.selected().id;
    let mut variants = app.document.variants.iter();
    variants.position(|v| v.id == id).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Document;
    use crate::training::VariantId;

    #[test]
    fn the_ends_of_the_strip_are_ends() {
        let mut app = App::detached(Document::default());
        app.apply(Action::Variants(VariantsEdit::New));
        let refused = |command, app: &App| check(command, app).is_err();
        assert!(refused(Command::NextVariant, &app));
        assert!(refused(Command::MoveVariantRight, &app));
        assert_eq!(
            action(Command::PreviousVariant, &app),
            Some(Action::Select(VariantId(1)))
        );
        assert_eq!(
            action(Command::MoveVariantLeft, &app),
            Some(Action::Variants(VariantsEdit::Move {
                variant: VariantId(2),
                place: 0
            }))
        );
        app.apply(Action::Select(VariantId(1)));
        assert!(refused(Command::PreviousVariant, &app));
        assert!(refused(Command::MoveVariantLeft, &app));
        assert!(!refused(Command::NextVariant, &app));
    }

    #[test]
    fn a_fork_is_of_the_epoch_that_is_looked_at() {
        let mut app = App::detached(Document::default());
        app.apply(Action::LookAt(Some(2.0)));
        let fork = VariantsEdit::Fork {
            variant: VariantId(1),
            epochs: Some(2.0),
        };
        assert_eq!(
            action(Command::ForkVariant, &app),
            Some(Action::Variants(fork))
        );
        assert_eq!(
            text(Command::ForkVariant, &app),
            Some("Fork from this epoch")
        );
    }
}
