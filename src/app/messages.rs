//! The messages at the foot of the window.

use log::Level;

use super::state::About;
use super::{App, Message, MessageKind, News, Offer};
use crate::system::SHOWN;

/// Older messages make room.
const LIMIT: usize = 50;

impl App {
    pub(super) fn inform(&mut self, text: impl Into<String>) {
        self.say(MessageKind::Info, text, "", None);
    }

    /// As [`Self::inform`], in place of what was said about the same before.
    pub(super) fn inform_about(&mut self, about: About, text: impl Into<String>) {
        self.messages.retain(|old| old.about != Some(about));
        self.inform(text);
        if let Some(last) = self.messages.last_mut() {
            last.about = Some(about);
        }
    }

    pub(super) fn warn(&mut self, text: impl Into<String>, advice: impl Into<String>) {
        let (text, advice) = (text.into(), advice.into());
        self.tell(|| News::Warning {
            variant: None,
            message: text.clone(),
            advice: advice.clone(),
        });
        self.say_warning(text, advice);
    }

    /// A warning that is told in other news.
    pub(super) fn say_warning(&mut self, text: impl Into<String>, advice: impl Into<String>) {
        self.say(MessageKind::Warning, text, advice, None);
    }

    pub(super) fn fail(&mut self, text: impl Into<String>, advice: impl Into<String>) {
        self.say(MessageKind::Error, text, advice, None);
    }

    /// As [`Self::fail`], with a button that does what is advised.
    pub(super) fn fail_with_offer(
        &mut self,
        text: impl Into<String>,
        advice: impl Into<String>,
        offer: Offer,
    ) {
        self.say(MessageKind::Error, text, advice, Some(offer));
    }

    /// As [`Self::warn`], in place of what was said about the same before.
    pub(super) fn warn_about(
        &mut self,
        about: About,
        text: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.messages.retain(|old| old.about != Some(about));
        self.warn(text, advice);
        if let Some(last) = self.messages.last_mut() {
            last.about = Some(about);
        }
    }

    /// As [`Self::inform_about`], with a button that does what is advised.
    pub(super) fn inform_with_offer(
        &mut self,
        text: impl Into<String>,
        advice: impl Into<String>,
        offer: Offer,
        about: About,
    ) {
        self.messages.retain(|old| old.about != Some(about));
        self.say(MessageKind::Info, text, advice, Some(offer));
        if let Some(last) = self.messages.last_mut() {
            last.about = Some(about);
        }
    }

    /// A warning with a button, in place of what was said about the same before.
    pub(super) fn warn_with_offer(
        &mut self,
        text: impl Into<String>,
        advice: impl Into<String>,
        offer: Offer,
        about: Option<About>,
    ) {
        let (text, advice) = (text.into(), advice.into());
        self.tell(|| News::Warning {
            variant: None,
            message: text.clone(),
            advice: advice.clone(),
        });
        if about.is_some() {
            self.messages.retain(|old| old.about != about);
        }
        self.say(MessageKind::Warning, text, advice, Some(offer));
        if let Some(last) = self.messages.last_mut() {
            last.about = about;
        }
    }

    /// Puts a message at the end; the same one further up goes, so that repeats do not pile up.
    fn say(
        &mut self,
        kind: MessageKind,
        text: impl Into<String>,
        advice: impl Into<String>,
        offer: Option<Offer>,
    ) {
        let message = Message {
            kind,
            text: text.into(),
            advice: advice.into(),
            offer,
            about: None,
        };
        // Without a screen nobody sees them, and what is written instead is logged there.
        if self.news.is_none() {
            log_shown(&message);
        }
        self.messages.retain(|earlier| *earlier != message);
        self.messages.push(message);
        if self.messages.len() > LIMIT {
            self.messages.remove(0);
        }
    }

    pub(super) fn dismiss(&mut self, index: usize) {
        if index < self.messages.len() {
            self.messages.remove(index);
        }
    }
}

fn log_shown(message: &Message) {
    let level = match message.kind {
        // Of what went well, its own line says more.
        MessageKind::Info => return,
        MessageKind::Warning => Level::Warn,
        MessageKind::Error => Level::Error,
    };
    log::log!(target: SHOWN, level, "{}", message.text);
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

        app.dismiss(49);
        assert_eq!(app.messages[48].text, "message 58");
        app.dismiss(500);
        assert_eq!(app.messages.len(), 49);
    }
}
