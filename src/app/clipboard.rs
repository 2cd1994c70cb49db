//! What waits for the clipboard, which is the window's.

use std::sync::Arc;

use super::background::Report;
use super::{App, Picture, Shot};
use crate::export::svg::Form;

/// Text and picture that were made last, until the window takes them.
#[derive(Debug, Default)]
pub(super) struct Clipboard {
    pub(super) text: Option<String>,
    picture: Option<Picture>,
}

impl App {
    /// Draws `shot` in the background, for the clipboard.
    pub(super) fn copy_picture(&mut self, shot: Shot, form: Form) {
        let what = shot.export.about().what;
        let draw = move || {
            let pixels = shot.figure.draw(&form.page)?.pixels(form.scale)?;
            Ok(Picture {
                size: [pixels.width(), pixels.height()],
                rgba: pixels.into_raw(),
            })
        };
        match &self.background {
            Some(background) => background.run("picture", draw, move |result| Report::Drawn {
                what,
                result,
            }),
            None => self.drawn(what, draw()),
        }
    }

    pub(super) fn drawn(&mut self, what: &str, result: Result<Picture, String>) {
        match result {
            Ok(picture) => {
                let [width, height] = picture.size;
                self.inform(format!("Copied: the {what}, {width} × {height} pixels"));
                self.clipboard.picture = Some(picture);
            }
            Err(problem) => self.fail(format!("The {what} was not copied, {problem}"), ""),
        }
    }

    pub(super) fn copy_text(&mut self, what: &str, text: Arc<str>) {
        self.inform(format!("Copied: the {what}"));
        self.clipboard.text = Some((*text).to_owned());
    }

    /// The text that is to be put on the clipboard, once.
    pub fn take_clipboard(&mut self) -> Option<String> {
        self.clipboard.text.take()
    }

    /// The picture that is to be put on the clipboard, once.
    pub fn take_clipboard_picture(&mut self) -> Option<Picture> {
        self.clipboard.picture.take()
    }
}
