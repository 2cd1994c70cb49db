//! What samples are called: images or rows.

use crate::app::App;

/// "image", "row" or "sequence", as the data that are loaded have them; "image" while there are none.
pub fn noun(app: &App) -> &'static str {
    let data = app.dataset.prepared();
    data.map_or("image", |data| data.dataset.shape().noun())
}

/// Words about images, said of the samples that are loaded.
pub fn of(app: &App, text: &str) -> String {
    let data = app.dataset.prepared();
    data.map_or_else(|| text.to_owned(), |data| data.dataset.shape().say(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Document;

    #[test]
    fn without_data_samples_are_images() {
        assert_eq!(noun(&App::detached(Document::default())), "image");
    }
}
