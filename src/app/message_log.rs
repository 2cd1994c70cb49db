//! All messages of this session, whether a person has seen them or not.

use std::collections::VecDeque;

use super::{Message, MessageKind};

/// Older messages make room.
const LIMIT: usize = 500;

/// A message, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub message: Message,
    /// How often it was said, at the last of these times with its newest number.
    pub times: u32,
    /// A person has closed it, or has looked at the list.
    pub is_read: bool,
    /// What it says is no longer so, and what it offers is of no use.
    pub is_over: bool,
}

/// Oldest first.
#[derive(Debug, Clone, Default)]
pub struct MessageLog {
    list: VecDeque<Logged>,
    last: u64,
}

impl MessageLog {
    pub fn newest_first(&self) -> impl ExactSizeIterator<Item = &Logged> {
        self.list.iter().rev()
    }

    /// Warnings and errors that nobody has seen.
    pub fn unread_warnings(&self) -> usize {
        let unread = self.list.iter().filter(|logged| !logged.is_read);
        unread
            .filter(|logged| logged.message.kind != MessageKind::Info)
            .count()
    }

    /// Takes in a message, in place of the same and of one about the same; gives it back with its number.
    pub(super) fn add(&mut self, mut message: Message) -> Message {
        self.last += 1;
        message.number = self.last;
        let mut times = 1;
        self.list.retain(|earlier| {
            let is_same = earlier.message.repeats(&message);
            if is_same {
                times += earlier.times;
            }
            let takes_place = message.about.is_some() && earlier.message.about == message.about;
            !is_same && !takes_place
        });
        self.list.push_back(Logged {
            message: message.clone(),
            times,
            is_read: false,
            is_over: false,
        });
        if self.list.len() > LIMIT {
            self.list.pop_front();
        }
        message
    }

    pub(super) fn read(&mut self, number: u64) {
        let mut found = self.list.iter_mut().rev();
        if let Some(logged) = found.find(|logged| logged.message.number == number) {
            logged.is_read = true;
        }
    }

    pub(super) fn read_all(&mut self) {
        for logged in &mut self.list {
            logged.is_read = true;
        }
    }

    pub(super) fn clear(&mut self) {
        self.list.clear();
    }

    /// What `is_over` finds is no longer so.
    pub(super) fn withdraw(&mut self, is_over: impl Fn(&Message) -> bool) {
        for logged in &mut self.list {
            if is_over(&logged.message) {
                logged.is_over = true;
                logged.is_read = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::About;

    fn info(text: &str) -> Message {
        Message::new(MessageKind::Info, text, "")
    }

    fn texts(log: &MessageLog) -> Vec<(&str, u32)> {
        let list = log.newest_first();
        list.map(|logged| (logged.message.text.as_str(), logged.times))
            .collect()
    }

    #[test]
    fn repeats_are_counted_and_the_newest_about_a_thing_counts() {
        let mut log = MessageLog::default();
        for text in ["Saved", "Copied", "Saved"] {
            log.add(info(text));
        }
        for text in ["A has it open", "B has it open"] {
            log.add(info(text).about(Some(About::InUse)));
        }
        let expected = [("B has it open", 1), ("Saved", 2), ("Copied", 1)];
        assert_eq!(texts(&log), expected);
    }

    #[test]
    fn old_messages_make_room() {
        let mut log = MessageLog::default();
        for number in 0..LIMIT + 20 {
            log.add(info(&format!("message {number}")));
        }
        assert_eq!(log.newest_first().len(), LIMIT);
        assert_eq!(texts(&log)[LIMIT - 1].0, "message 20");
    }

    #[test]
    fn warnings_are_counted_until_they_are_read_or_over() {
        let mut log = MessageLog::default();
        log.add(info("Saved"));
        let warnings = ["One", "Two", "Three"].map(|text| {
            let warning = Message::new(MessageKind::Warning, text, "");
            log.add(warning).number
        });
        assert_eq!(log.unread_warnings(), 3);
        log.read(warnings[0]);
        log.withdraw(|message| message.text == "Two");
        assert_eq!(log.unread_warnings(), 1);
        log.read_all();
        assert_eq!(log.unread_warnings(), 0);
        let over = log.newest_first().filter(|logged| logged.is_over);
        assert_eq!(over.count(), 1);
    }
}
