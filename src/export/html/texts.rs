//! The report's reconstructed texts in order: a few test texts, and what each variant made of them, with every token
//! underlined that is another.

use super::{named, paragraph};
use crate::data::TextShape;
use crate::export::Comparison;
use crate::export::rows::title;
use crate::export::svg::escaped;

/// Test texts.
const TEXTS: usize = 8;

/// The whole section; empty of other samples.
pub(super) fn section(comparison: &Comparison) -> String {
    let dataset = &comparison.dataset;
    let Some(text) = dataset.shape().text() else {
        return String::new();
    };
    let Some((_, first)) = comparison.trained().next() else {
        return String::new();
    };
    let indices = &first.gallery.indices[..TEXTS.min(first.gallery.indices.len())];
    let words = format!(
        "{} of the test texts, drawn by seed {}, and the likeliest token of each step; those that are not the text's own are \
         underlined",
        indices.len(),
        first.gallery.request.seed
    );
    let mut section = paragraph("weak", &words);
    let width = dataset.shape().target_width();
    for (place, &index) in indices.iter().enumerate() {
        let index = index as usize;
        let tokens = TextShape::tokens(&dataset.test.row(index));
        let label = dataset.test.label(index);
        let label = label.map(|label| format!(", {}", dataset.class_name(label)));
        let heading = format!("{}{}", title(dataset, index), label.unwrap_or_default());
        let mut lines = line("Input", &marked(text, &tokens, &tokens));
        for (variant, reached) in comparison.trained() {
            let outputs = reached.gallery.outputs.chunks_exact(width).nth(place);
            let mut made = text.likeliest(outputs.unwrap_or_default());
            made.truncate(tokens.len());
            lines += &line(
                &named(&variant.name, variant.colour),
                &marked(text, &made, &tokens),
            );
        }
        section += &format!(
            "<h3>{}</h3>\n<div class=\"scroll\"><table><tbody>\n{lines}</tbody></table></div>\n",
            escaped(&heading)
        );
    }
    section
}

/// Both are HTML already.
fn line(heading: &str, text: &str) -> String {
    format!("<tr><th scope=\"row\">{heading}</th><td>{text}</td></tr>\n")
}

/// The tokens as HTML, those that are not as `wanted` underlined.
fn marked(text: &TextShape, tokens: &[usize], wanted: &[usize]) -> String {
    let mut html = String::new();
    for (step, piece) in text.pieces(tokens).enumerate() {
        if piece.spaced {
            html.push(' ');
        }
        let own = escaped(piece.text);
        html += &match wanted.get(step) == Some(&piece.token) {
            true => own,
            false => format!("<u>{own}</u>"),
        };
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{TokenUnit, Vocabulary};

    #[test]
    fn tokens_that_differ_are_underlined_and_nothing_is_markup() {
        let text = TextShape {
            steps: 4,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of(["a", "b<c"].map(String::from)),
        };
        assert_eq!(
            marked(&text, &[2, 3, 0], &[2, 2, 0]),
            "a <u>b&lt;c</u> &lt;unk&gt;"
        );
    }
}
