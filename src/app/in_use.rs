//! Says to other programs that the project is open here, and to the person who else has it open.

use std::path::PathBuf;

use super::App;
use super::background::Report;
use crate::project::{InUse, User};
use crate::system::moment;

/// The claim on the project's folder.
#[derive(Debug, Default)]
pub(super) struct Claim {
    /// Where it was asked for last.
    folder: Option<PathBuf>,
    held: Option<InUse>,
}

impl App {
    /// Claims the project's folder, where that is another than before. Cheap when it is not.
    pub(super) fn claim_folder(&mut self) {
        if self.claim.folder == self.path {
            return;
        }
        self.claim.folder = self.path.clone();
        self.claim.held = None;
        let (Some(background), Some(folder)) = (&self.background, self.path.clone()) else {
            return;
        };
        let program = match self.news {
            Some(_) => "a training in the terminal",
            None => "a window",
        };
        background.run(
            "claim",
            move || match InUse::claim(&folder, program) {
                Ok(claim) => {
                    let others = claim.others();
                    Ok((folder, Some(claim), others))
                }
                // Not there yet, or not to be written: then it is not said.
                Err(_) => Ok((folder, None, Vec::new())),
            },
            |claimed: Result<_, String>| Report::Claimed(claimed.ok()),
        );
    }

    pub(super) fn claimed(&mut self, folder: PathBuf, claim: Option<InUse>, others: &[User]) {
        if self.path.as_ref() != Some(&folder) {
            return;
        }
        if claim.is_none() {
            // The first save makes the folder.
            self.claim.folder = None;
        }
        self.claim.held = claim;
        let users = others.iter().map(|user| {
            let since = moment::for_people(user.since);
            format!("{} (process {}) since {since}", user.program, user.process)
        });
        let users: Vec<String> = users.collect();
        if !users.is_empty() {
            self.warn(
                format!(
                    "This project is also open in {}: {}",
                    users.join(", in "),
                    folder.display()
                ),
                "What both change is put together when it is saved; save as a copy to keep yours apart",
            );
        }
    }
}
