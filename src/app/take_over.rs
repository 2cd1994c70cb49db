//! One program takes a project over from another. The one asks by its claim; the other pauses, saves what it has, and only
//! looks from then on. One that does not answer is not waited for.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::users::program;
use super::{About, App, News, Offer};
use crate::project::{InUse, Role, User};

/// A program that says nothing for so long is stopped, or gone.
const ANSWER: Duration = Duration::from_secs(5);
/// One that saves is waited for so long.
const SAVE: Duration = Duration::from_mins(1);
/// Between two looks whether it is done.
const LOOK: Duration = Duration::from_millis(100);
/// Saves that are tried before the project is given away.
const SAVES: u32 = 3;

/// The project is being given to a program that asked for it.
#[derive(Debug)]
pub(super) struct Giving {
    to: String,
    until: Instant,
    saves: u32,
}

/// Claims the project in `folder` for a window, and waits until others have left it. Who has not, with the claim; no
/// claim where none can be written.
pub(super) fn take(folder: &Path) -> Option<(InUse, Vec<User>)> {
    let mut claim = InUse::claim(folder, program(false), Role::TakesOver).ok()?;
    let (others, since) = (claim.others(), Instant::now());
    let left = loop {
        let mut users = others.look();
        users.retain(User::is_working);
        let answers = users.iter().any(|user| user.role == Role::Leaves);
        let patience = if answers { SAVE } else { ANSWER };
        if users.is_empty() || since.elapsed() >= patience {
            break users;
        }
        thread::sleep(LOOK);
    };
    claim.set_role(Role::Works);
    Some((claim, left))
}

impl App {
    /// Another program wants the project: what is here is saved first.
    pub(super) fn give_over(&mut self, to: String) {
        if self.claim.giving.is_some() {
            return;
        }
        self.tell(|| News::TakenOver { by: to.clone() });
        self.claim.giving = Some(Giving {
            to,
            until: Instant::now() + SAVE / 2,
            saves: 0,
        });
        let role = self.role();
        if let Some(held) = &mut self.claim.held {
            held.set_role(role);
        }
        // Without a screen, whoever follows ends the training.
        if self.news.is_none() {
            for id in self.runs.in_training().into_keys() {
                self.pause(id);
            }
            if let Some(background) = &self.background {
                background.after(SAVE / 2);
            }
        }
    }

    /// Gives the project away once it is saved. Cheap when nobody wants it.
    pub(super) fn go_on_giving(&mut self) {
        let Some(giving) = &self.claim.giving else {
            return;
        };
        if self.news.is_some() {
            return;
        }
        if Instant::now() < giving.until {
            if self.runs.are_any_training() || self.saves.is_under_way() {
                return;
            }
            let may = self.path.is_some() && !self.would_lose() && giving.saves < SAVES;
            if self.is_dirty() && may {
                if let Some(giving) = &mut self.claim.giving {
                    giving.saves += 1;
                }
                self.save_by_clock();
                return;
            }
        }
        self.gave_over();
    }

    fn gave_over(&mut self) {
        let Some(giving) = self.claim.giving.take() else {
            return;
        };
        self.looks = true;
        self.saves.retry = None;
        self.forget_failed_save();
        let role = self.role();
        if let Some(held) = &mut self.claim.held {
            held.set_role(role);
        }
        let saved = match self.is_dirty() {
            true => "what was changed here is not saved",
            false => "what was here is saved",
        };
        self.warn_with_offer(
            format!("This project was taken over by {}", giving.to),
            format!("From now on it is open here to look: {saved}"),
            Offer::SaveCopy,
            Some(About::InUse),
        );
    }
}
