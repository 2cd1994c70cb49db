//! Says to other programs that the project is open here, and to the person who else has it open, comes and goes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::background::{Report, Watch};
use super::take_over::Giving;
use super::users::{name, program, who, who_all};
use super::{About, App, Offer};
use crate::project::{InUse, Others, Role, User};
use crate::settings::words::capital;

/// How often is looked who has the project open.
const EVERY: Duration = Duration::from_secs(1);

/// The claim on the project's folder.
#[derive(Debug, Default)]
pub(super) struct Claim {
    /// Where it was asked for last.
    pub(super) folder: Option<PathBuf>,
    pub(super) held: Option<InUse>,
    /// Who else has it open.
    others: Vec<User>,
    /// Looks who they are.
    watch: Option<Watch>,
    /// The project is being given to a program that asked for it.
    pub(super) giving: Option<Giving>,
}

impl Claim {
    /// One that is to be held in `folder`.
    pub fn on(folder: PathBuf) -> Self {
        Self {
            folder: Some(folder),
            ..Self::default()
        }
    }

    /// The way to see who has the project in `folder` open beside this program.
    pub fn others_in(&self, folder: &Path) -> Others {
        match &self.held {
            Some(own) => own.others_in(folder),
            None => Others::in_folder(folder),
        }
    }
}

impl App {
    /// Whether the project is open only to look at it: nothing is trained or saved here, since another program works on
    /// it.
    pub fn only_looks(&self) -> bool {
        self.looks
    }

    /// What this program does with the project.
    pub(super) fn role(&self) -> Role {
        match (self.looks, &self.claim.giving) {
            (true, _) => Role::Looks,
            (false, Some(_)) => Role::Leaves,
            (false, None) => Role::Works,
        }
    }

    /// Claims the project's folder, where that is another than before. Cheap when it is not.
    pub(super) fn claim_folder(&mut self) {
        if self.claim.folder == self.path {
            return;
        }
        self.claim = Claim::default();
        self.claim.folder.clone_from(&self.path);
        let (Some(background), Some(folder)) = (&self.background, self.path.clone()) else {
            return;
        };
        let (program, role) = (program(self.news.is_some()), self.role());
        background.run(
            "claim",
            move || match InUse::claim(&folder, program, role) {
                Ok(claim) => {
                    let others = claim.others().look();
                    Ok((folder, Some(claim), others))
                }
                // Not there yet, or not to be written: then it is not said.
                Err(_) => Ok((folder, None, Vec::new())),
            },
            |claimed: Result<_, String>| Report::Claimed(claimed.ok()),
        );
    }

    pub(super) fn claimed(&mut self, folder: PathBuf, claim: Option<InUse>, others: Vec<User>) {
        if self.path.as_ref() != Some(&folder) {
            return;
        }
        let Some(mut claim) = claim else {
            // The first save makes the folder.
            self.claim.folder = None;
            return;
        };
        claim.set_role(self.role());
        if let Some(background) = &self.background {
            let (folder, onlooker) = (folder.clone(), claim.others());
            let mut known = others.clone();
            self.claim.watch = background.every("in use", EVERY, move || {
                let users = onlooker.look();
                (users != known).then(|| {
                    known.clone_from(&users);
                    let folder = folder.clone();
                    Report::Users { folder, users }
                })
            });
        }
        self.claim.held = Some(claim);
        self.users_are(&folder, others);
    }

    /// Others have come or gone, or do something else with the project than before.
    pub(super) fn users_are(&mut self, folder: &Path, users: Vec<User>) {
        if self.path.as_deref() != Some(folder) {
            return;
        }
        let before = std::mem::replace(&mut self.claim.others, users);
        let users = self.claim.others.clone();
        let is_same = |a: &User, b: &User| a.process == b.process && a.since == b.since;
        let gone = before
            .iter()
            .filter(|old| !users.iter().any(|new| is_same(old, new)));
        for user in gone {
            self.has_left(user);
        }
        let known = |user: &User| before.iter().find(|old| is_same(old, user));
        // Whoever looks knew before that others work.
        let works = |user: &&User| user.role == Role::Works && !user.took_over && !self.looks;
        let began = users
            .iter()
            .filter(|user| !known(user).is_some_and(User::is_working));
        let began: Vec<User> = began.filter(works).cloned().collect();
        if !began.is_empty() {
            self.warn_about(
                About::InUse,
                format!(
                    "This project is also open in {}: {}",
                    who_all(&began),
                    folder.display()
                ),
                "What both change is put together when it is saved; save as a copy to keep yours apart",
            );
        }
        let looks = users.iter().filter(|user| user.role == Role::Looks);
        for user in looks.filter(|user| known(user).is_none()) {
            self.inform_about(
                About::InUse,
                format!("This project is open to look in {}", who(user)),
            );
        }
        let own = self.claim.held.as_ref().map(InUse::user);
        let next = users
            .iter()
            .find(|user| own.is_some_and(|own| user.takes_over(own)));
        if let Some(user) = next.filter(|_| !self.looks) {
            self.give_over(name(user));
        }
    }

    fn has_left(&mut self, user: &User) {
        let text = format!("{} has closed this project", capital(&name(user)));
        let is_free = !self.claim.others.iter().any(User::is_working);
        // It may have begun to work since it was looked at last.
        if self.looks && user.role != Role::Looks && is_free {
            self.inform_with_offer(text, "It can be worked on here", Offer::Work, About::InUse);
        } else {
            self.inform_about(About::InUse, text);
        }
    }
}
