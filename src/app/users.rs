//! The programs that have a project open, in words.

use crate::project::User;
use crate::system::moment;

/// What this program calls itself to others.
pub(super) fn program(without_screen: bool) -> &'static str {
    match without_screen {
        true => "a training in the terminal",
        false => "a window",
    }
}

/// "a window (process 4242)".
pub(super) fn name(user: &User) -> String {
    format!("{} (process {})", user.program, user.process)
}

/// As [`name`], with the time: "a window (process 4242) since 20:15".
pub(super) fn who(user: &User) -> String {
    let since = moment::for_people(user.since);
    format!("{} since {since}", name(user))
}

/// All of them, in one phrase.
pub fn who_all(users: &[User]) -> String {
    let users: Vec<String> = users.iter().map(who).collect();
    users.join(", in ")
}
