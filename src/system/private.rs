//! Text without what says who or where somebody is: folders, and the user's name.

use std::env::var;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

/// Stands for the user's name.
const USER: &str = "USER";

/// `text` as it may be passed on: of every absolute path its last part alone, `~` for the home folder, and no user's
/// name. Errors end with the path, and names of folders have blanks: without quotes, a path is what follows in the line.
pub fn without_personal_paths(text: &str) -> String {
    static THIS: LazyLock<Person> = LazyLock::new(Person::of_this_process);
    THIS.leave_out(text)
}

/// What stands in the log for a folder, which can be given from the one that the program is in.
pub fn name_of_folder(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Whose text it is.
#[derive(Debug, Default)]
struct Person {
    /// The home folder.
    home: Option<String>,
    name: Option<String>,
}

impl Person {
    fn of_this_process() -> Self {
        let set = |name: &str| var(name).ok().filter(|value| !value.is_empty());
        let home = directories::BaseDirs::new();
        let home = home.and_then(|folders| Some(folders.home_dir().to_str()?.to_owned()));
        let name = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(set);
        Self {
            home: home.filter(|home| home.len() > 1),
            // Every machine has that one, and no person is called so.
            name: name.filter(|name| name != "root"),
        }
    }

    fn leave_out(&self, text: &str) -> String {
        let lines: Vec<String> = text.split('\n').map(|line| self.line(line)).collect();
        lines.join("\n")
    }

    fn line(&self, line: &str) -> String {
        let line = match &self.home {
            Some(home) => without_home(line, home),
            None => line.to_owned(),
        };
        let mut done = String::with_capacity(line.len());
        let mut rest = &*line;
        while let Some(path) = path_in(rest) {
            done += &rest[..path.start];
            done += &last_part(&rest[path.clone()]);
            rest = &rest[path.end..];
        }
        done += rest;
        match &self.name {
            Some(name) => without_word(&done, name),
            None => done,
        }
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, '/' | '\\')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn without_home(line: &str, home: &str) -> String {
    let mut done = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(home) {
        let (before, after) = (&rest[..at], &rest[at + home.len()..]);
        done += before;
        let is_whole = !after.starts_with(|c| is_word(c) || c == '-' || c == '.');
        done += if is_whole { "~" } else { home };
        rest = after;
    }
    done + rest
}

/// Where the first absolute path of `line` stands: as far as its quotes go, or to the end.
fn path_in(line: &str) -> Option<Range<usize>> {
    let mut before = None;
    for (at, c) in line.char_indices() {
        let rest = &line[at..];
        let begins = !before.is_some_and(|c| is_word(c) || is_separator(c) || c == '.' || c == '~');
        if begins && begins_path(rest) {
            let quote = match before {
                Some(quote @ ('"' | '\'' | '`')) => Some(quote),
                Some('“') => Some('”'),
                _ => None,
            };
            let length = quote.and_then(|quote| rest.find(quote));
            return Some(at..at + length.unwrap_or(rest.len()));
        }
        before = Some(c);
    }
    None
}

fn begins_path(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some('/'), Some(c), _) => !c.is_whitespace(),
        (Some('~'), Some(c), Some(_)) => is_separator(c),
        (Some('\\'), Some('\\'), Some(_)) => true,
        (Some(drive), Some(':'), Some(c)) => drive.is_ascii_alphabetic() && is_separator(c),
        _ => false,
    }
}

fn last_part(path: &str) -> String {
    let path = path.trim_end_matches(is_separator);
    let (folder, name) = match path.rfind(is_separator) {
        Some(at) => (&path[..at], &path[at + 1..]),
        None => ("", path),
    };
    let parts = folder.split(is_separator).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    match parts[..] {
        // The home folder of somebody else.
        [.., "home" | "Users"] => "~".into(),
        ["~"] => format!("~/{name}"),
        ["~", ..] => format!("~/…/{name}"),
        _ => format!("…/{name}"),
    }
}

/// In capitals or small letters.
fn without_word(text: &str, word: &str) -> String {
    let is_there = |at: usize| {
        let end = at + word.len();
        let before = text[..at].chars().next_back();
        let same = text
            .get(at..end)
            .is_some_and(|here| here.eq_ignore_ascii_case(word));
        let is_whole = !before.is_some_and(is_word);
        same && is_whole && !text[end..].starts_with(is_word)
    };
    let mut done = String::with_capacity(text.len());
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if at < from {
            continue;
        }
        if is_there(at) {
            done += USER;
            from = at + word.len();
        } else {
            done.push(c);
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anna() -> Person {
        Person {
            home: Some("/home/anna".into()),
            name: Some("anna".into()),
        }
    }

    #[test]
    fn of_a_path_its_last_part_is_left() {
        let anna = anna();
        for (text, expected) in [
            (
                "cannot write, permission denied: /home/anna/My Studies/Dr. Lee/digits/project.json",
                "cannot write, permission denied: ~/…/project.json",
            ),
            ("Saved: /home/anna/digits/", "Saved: ~/digits"),
            ("/home/anna", "~"),
            ("/home/annabel/x", "…/x"),
            ("/home/berta", "~"),
            (
                "\"images\": \"/media/stick a/x.idx\", \"labels\": null",
                "\"images\": \"…/x.idx\", \"labels\": null",
            ),
            (
                r"cannot read: C:\Users\anna\data\x.csv",
                "cannot read: …/x.csv",
            ),
            (r"\\server\share\x.csv", "…/x.csv"),
            ("a 3/4 of 5 / 6, and/or", "a 3/4 of 5 / 6, and/or"),
            (
                "panicked at src/app/save.rs:10:5",
                "panicked at src/app/save.rs:10:5",
            ),
            ("~ is home", "~ is home"),
            ("one: /a/b\ntwo: /c/d", "one: …/b\ntwo: …/d"),
        ] {
            assert_eq!(anna.leave_out(text), expected);
        }
    }

    #[test]
    fn the_users_name_goes_where_it_is_a_word() {
        let anna = anna();
        assert_eq!(
            anna.leave_out("ANNA, anna-study, hosanna, annals, é anna"),
            "USER, USER-study, hosanna, annals, é USER"
        );
        let nobody = Person::default();
        assert_eq!(nobody.leave_out("anna: /home/anna/x"), "anna: …/x");
    }
}
