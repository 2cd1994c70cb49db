//! What is said to a person: it waits to be seen, and stays in the log.

use log::Level;

use super::{About, App, Message, MessageKind, News, Offer};
use crate::system::SHOWN;

/// Older messages no longer wait.
const LIMIT: usize = 50;

impl App {
    pub(super) fn inform(&mut self, text: impl Into<String>) {
        self.say(Message::new(MessageKind::Info, text, ""));
    }

    /// As [`Self::inform`], in place of what was said about the same before.
    pub(super) fn inform_about(&mut self, about: About, text: impl Into<String>) {
        self.say(Message::new(MessageKind::Info, text, "").about(Some(about)));
    }

    /// As [`Self::inform_about`], with a button that does what is advised.
    pub(super) fn inform_with_offer(
        &mut self,
        text: impl Into<String>,
        advice: impl Into<String>,
        offer: Offer,
        about: About,
    ) {
        let info = Message::new(MessageKind::Info, text, advice);
        self.say(info.with_offer(offer).about(Some(about)));
    }

    pub(super) fn warn(&mut self, text: impl Into<String>, advice: impl Into<String>) {
        self.warn_by(text, advice, |warning| warning);
    }

    /// As [`Self::warn`], in place of what was said about the same before.
    pub(super) fn warn_about(
        &mut self,
        about: About,
        text: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.warn_by(text, advice, |warning| warning.about(Some(about)));
    }

    /// A warning with a button, in place of what was said about the same before.
    pub(super) fn warn_with_offer(
        &mut self,
        text: impl Into<String>,
        advice: impl Into<String>,
        offer: Offer,
        about: Option<About>,
    ) {
        let completed = |warning: Message| warning.with_offer(offer).about(about);
        self.warn_by(text, advice, completed);
    }

    /// Without a screen the whole sentence is told.
    fn warn_by(
        &mut self,
        text: impl Into<String>,
        advice: impl Into<String>,
        completed: impl FnOnce(Message) -> Message,
    ) {
        let (text, advice) = (text.into(), advice.into());
        self.tell(|| News::Warning {
            variant: None,
            message: text.clone(),
            advice: advice.clone(),
        });
        self.say(completed(Message::new(MessageKind::Warning, text, advice)));
    }

    /// A warning that is told in other news.
    pub(super) fn say_warning(&mut self, text: impl Into<String>, advice: impl Into<String>) {
        self.say(Message::new(MessageKind::Warning, text, advice));
    }

    pub(super) fn fail(&mut self, text: impl Into<String>, advice: impl Into<String>) {
        self.say(Message::new(MessageKind::Error, text, advice));
    }

    /// As [`Self::fail`], with a button that does what is advised.
    pub(super) fn fail_with_offer(
        &mut self,
        text: impl Into<String>,
        advice: impl Into<String>,
        offer: Offer,
    ) {
        self.say(Message::new(MessageKind::Error, text, advice).with_offer(offer));
    }

    /// Says `message`, in place of the same and of what was said about the same before, so that repeats do not pile up.
    pub fn say(&mut self, message: Message) {
        // Without a screen nobody sees them, and what is written instead is logged there.
        if self.news.is_none() {
            log_shown(&message);
        }
        let message = self.message_log.add(message);
        self.messages.retain(|earlier| {
            let takes_place = message.about.is_some() && earlier.about == message.about;
            !takes_place && !earlier.repeats(&message)
        });
        self.messages.push(message);
        if self.messages.len() > LIMIT {
            self.messages.remove(0);
        }
    }

    /// What `is_over` finds is no longer so: it need not be seen, and its buttons go.
    pub(super) fn withdraw(&mut self, is_over: impl Fn(&Message) -> bool) {
        self.messages.retain(|message| !is_over(message));
        self.message_log.withdraw(is_over);
    }

    pub(super) fn dismiss(&mut self, number: u64) {
        self.messages.retain(|message| message.number != number);
        self.message_log.read(number);
    }

    pub(super) fn read_messages(&mut self) {
        self.messages.clear();
        self.message_log.read_all();
    }

    pub(super) fn clear_messages(&mut self) {
        self.messages.clear();
        self.message_log.clear();
    }
}

fn log_shown(message: &Message) {
    let level = match message.kind {
        // Of what went well, its own line says more.
        MessageKind::Info => return,
        MessageKind::Warning => Level::Warn,
        MessageKind::Error => Level::Error,
    };
    let words = message.details.as_ref().unwrap_or(&message.text);
    log::log!(target: SHOWN, level, "{words}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Document;

    #[test]
    fn repeated_messages_show_once_and_old_ones_make_room() {
        let mut app = App::detached(Document::default());
        app.warn("The batch size must be at least 1", "");
        app.inform("Saved");
        app.warn("The batch size must be at least 1", "");
        let texts: Vec<_> = app.messages.iter().map(|m| m.text.as_str()).collect();
        assert_eq!(texts, ["Saved", "The batch size must be at least 1"]);

        for number in 0..60 {
            app.inform(format!("message {number}"));
        }
        assert_eq!(app.messages.len(), 50);
        assert_eq!(app.messages[49].text, "message 59");

        let newest = app.messages[49].number;
        app.dismiss(newest);
        assert_eq!(app.messages[48].text, "message 58");
        app.dismiss(newest);
        assert_eq!(app.messages.len(), 49);
        // Seen is not forgotten.
        assert_eq!(app.message_log.newest_first().len(), 62);
    }
}
