//! The question dialog, with what each answer does on its button.

use std::borrow::Cow;

use egui::{Button, ColorImage, Context, Id, Image, Label, TextureHandle, TextureOptions, Ui};

use super::{buttons, entered, misread, modal};
use crate::app::{Action, Answer, App, Question, who_all};
use crate::project::LeftBehind;
use crate::system::moment;
use crate::ui::widgets;

/// A question in words: heading, explanation, and answers, the first of them the one Enter gives
/// unless it throws something away.
struct Words {
    heading: String,
    explanation: Cow<'static, str>,
    answers: &'static [(Answer, &'static str)],
}

fn words(question: &Question, app: &App) -> Option<Words> {
    let variant = &app.selected().name;
    Some(match question {
        Question::Unsaved { .. } => Words {
            heading: format!("Save the changes to “{}”?", app.document.name),
            explanation: "Without saving, everything since the last save is lost, trained weights included".into(),
            answers: &[
                (Answer::Save, "Save"),
                (Answer::Discard, "Discard changes"),
                (Answer::Cancel, "Cancel"),
            ],
        },
        Question::Revert => Words {
            heading: "Throw away the changes since the last save?".into(),
            explanation: "The project goes back to what is on disk, trained weights included".into(),
            answers: &[(Answer::Discard, "Revert"), (Answer::Cancel, "Cancel")],
        },
        Question::Locked { keep: Some(_), .. } => Words {
            heading: "Train on other data, or keep the weights?".into(),
            explanation: "As far as is known, the variants were trained on something else than these files hold. Their weights can be kept where samples have the same shape and columns: figures are of the new data then. Otherwise all begin again.".into(),
            answers: &[
                (Answer::KeepWeights, "Keep the weights"),
                (Answer::Restart, "Restart training"),
                (Answer::Cancel, "Cancel"),
            ],
        },
        Question::Locked { what, .. } => Words {
            heading: format!("Restart “{variant}” to change {what}?"),
            explanation: "The trained weights do not fit this change. A fork keeps them and makes a new variant with the change, which begins with those of matching layers".into(),
            answers: &[
                (Answer::Fork, "Fork variant"),
                (Answer::Restart, "Restart training"),
                (Answer::Cancel, "Cancel"),
            ],
        },
        Question::Restart => Words {
            heading: format!("Restart “{variant}”?"),
            explanation: format!(
                "Its trained weights and its history are thrown away, and training begins at epoch 0 {}",
                app.fork_point(app.selected()).map_or_else(
                    || "with fresh weights".into(),
                    |point| format!("with the weights of {point} where they fit, with fresh ones elsewhere"),
                )
            )
            .into(),
            answers: &[
                (Answer::Restart, "Restart training"),
                (Answer::Cancel, "Cancel"),
            ],
        },
        Question::Replace { path } => Words {
            heading: "Replace the project that is there already?".into(),
            explanation: format!(
                "Replacing it throws away what is there, trained weights included: {}",
                path.display()
            )
            .into(),
            answers: &[(Answer::Replace, "Replace"), (Answer::Cancel, "Cancel")],
        },
        Question::Recover(found) => Words {
            heading: "Open the work that was not saved?".into(),
            explanation: format!(
                "Hourglass ended at {} with unsaved work in “{}”{}",
                moment::for_people(found.time),
                found.about.name,
                match found.about.reached.as_str() {
                    "" => String::new(),
                    reached => format!(". {reached}"),
                }
            )
            .into(),
            answers: &[
                (Answer::Open, "Open"),
                (Answer::Discard, "Discard…"),
                (Answer::Cancel, "Later"),
            ],
        },
        Question::DiscardLeftBehind(found) => Words {
            heading: format!("Throw away the unsaved work in “{}”?", found.about.name),
            explanation: "It cannot be brought back".into(),
            answers: &[
                (Answer::Discard, "Discard"),
                (Answer::Cancel, "Keep it"),
            ],
        },
        Question::InUse { path, users } => Words {
            heading: "This project is open elsewhere".into(),
            explanation: format!(
                "{} is open in {}. Looking at it changes nothing, and a copy is yours alone. Where you take it over, what is open there is saved first, and only looked at from then on",
                path.display(),
                who_all(users)
            )
            .into(),
            answers: &[
                (Answer::Look, "Open to look"),
                (Answer::Copy, "Save a copy…"),
                (Answer::TakeOver, "Take over"),
                (Answer::Cancel, "Cancel"),
            ],
        },
        Question::Misread { then } => Words {
            heading: "Look at what could not be read".into(),
            explanation: "The project file says something here that makes no sense. Nothing is written over it before you change these settings, or use what is shown; the file as it was then stays beside, as project.conflict-TIME.json".into(),
            answers: match then.as_deref() {
                Some(Action::Save | Action::SaveAs(_)) => &[
                    (Answer::Use, "Use this and save"),
                    (Answer::Cancel, "Cancel"),
                ],
                Some(_) => &[
                    (Answer::Use, "Use this and train"),
                    (Answer::Cancel, "Cancel"),
                ],
                None => &[
                    (Answer::Use, "Use what is shown"),
                    (Answer::Cancel, "Close"),
                ],
            },
        },
        Question::SaveAs | Question::SaveFile(_) => return None,
    })
}

/// Draws `question`; the answer goes into `actions`.
pub fn show(ctx: &Context, app: &App, question: &Question, actions: &mut Vec<Action>) {
    let Some(words) = words(question, app) else {
        return;
    };
    let mut answer = None;
    let left = modal(ctx, "question", &words.heading, |ui| {
        ui.add(Label::new(&*words.explanation).wrap());
        if let Question::Recover(found) = question {
            picture_ui(ui, found);
        }
        if let Question::Misread { .. } = question {
            misread::list(ui, app);
        }
        buttons(ui, |ui| answer = answer_ui(ui, words.answers));
    });
    if left {
        answer = answer.or(Some(Answer::Cancel));
    }
    actions.extend(answer.map(Action::Answer));
}

fn answer_ui(ui: &mut Ui, answers: &[(Answer, &'static str)]) -> Option<Answer> {
    let mut chosen = None;
    for (i, (answer, text)) in answers.iter().enumerate() {
        let button = if i == 0 {
            widgets::primary(ui, None, text)
        } else {
            Button::new(*text)
        };
        let pressed = ui.add(button.min_size(egui::vec2(72.0, 28.0))).clicked();
        if pressed || (i == 0 && !loses(*answer) && entered(ui)) {
            chosen = Some(*answer);
        }
    }
    chosen
}

/// What the work that was left behind reconstructed last.
fn picture_ui(ui: &mut Ui, found: &LeftBehind) {
    let Some(picture) = &found.picture else {
        return;
    };
    let id = Id::unique(("left behind", found.time));
    let texture = ui.data(|data| data.get_temp::<TextureHandle>(id));
    let texture = texture.unwrap_or_else(|| {
        let (width, height) = picture.dimensions();
        let size = [width as usize, height as usize];
        let image = ColorImage::from_rgba_unmultiplied(size, picture.as_raw());
        let texture = ui
            .ctx()
            .load_texture("left behind", image, TextureOptions::LINEAR);
        ui.data_mut(|data| data.insert_temp(id, texture.clone()));
        texture
    });
    ui.add_space(8.0);
    let shown = Image::new(&texture).max_width(ui.available_width());
    ui.add(shown.alt_text("What it reconstructed last"));
}

/// Whether an answer throws something away, so that nobody gives it by Enter.
fn loses(answer: Answer) -> bool {
    matches!(
        answer,
        Answer::Discard | Answer::Restart | Answer::Replace | Answer::Use
    )
}
