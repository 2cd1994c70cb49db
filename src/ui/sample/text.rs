//! A text in order in full: its tokens, and what models made of them, in which every token that differs is marked.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, RichText, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::Maker;
use crate::data::{Prepared, Samples, TextShape, Vocabulary};
use crate::export::digits::three_digits;
use crate::ui::theme;

/// Size of its letters, and room below a paragraph.
const LETTERS: f32 = 14.0;
const BELOW: f32 = 10.0;
/// Room for the scroll bar, which lies over the texts.
const SCROLL: f32 = 14.0;

/// A text of `samples` and what was made of it.
pub struct TextView<'a> {
    pub data: &'a Prepared,
    pub samples: &'a Samples,
    pub index: usize,
    /// What the models saw, where that is not the text itself: numbers as outputs have.
    pub corrupted: Option<&'a [f32]>,
    pub makers: &'a [Maker<'a>],
}

/// One paragraph: tokens, of which those that are not as `wanted` are marked.
struct Paragraph<'a> {
    text: &'a TextShape,
    tokens: Vec<usize>,
    wanted: &'a [usize],
    /// Probabilities of all tokens at each step, and what each cost in nats.
    made: Option<(&'a [f32], &'a [f32])>,
}

/// What stands in place of a token that leaves no letters.
fn shown(token: usize, text: &str) -> &str {
    match token {
        Vocabulary::END => "⏎",
        _ => text,
    }
}

impl TextView<'_> {
    /// Draws it into all that is left of `ui`; nothing of samples that are no texts.
    pub fn show(&self, ui: &mut Ui) {
        let Some(text) = self.data.dataset.shape().text() else {
            return;
        };
        let tokens = TextShape::tokens(&self.samples.row(self.index));
        let weak = theme::palette(ui).weak;
        ScrollArea::vertical()
            .id_salt("text")
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.set_max_width(ui.available_width() - SCROLL);
                head(ui, "Input", None, weak);
                Paragraph {
                    text,
                    wanted: &tokens,
                    tokens: tokens.clone(),
                    made: None,
                }
                .show(ui, "Input");
                if let Some(seen) = self.corrupted {
                    head(ui, "Seen by the model", None, weak);
                    Paragraph {
                        text,
                        wanted: &tokens,
                        tokens: cut(text.likeliest(seen), &tokens),
                        made: None,
                    }
                    .show(ui, "Seen");
                }
                for maker in self.makers {
                    let made = cut(text.likeliest(maker.output), &tokens);
                    let right = made.iter().zip(&tokens).filter(|(a, b)| a == b).count();
                    let words = format!("{}: {right} of {} tokens right", maker.name, tokens.len());
                    head(ui, &words, Some(maker.colour), weak);
                    Paragraph {
                        text,
                        wanted: &tokens,
                        tokens: made,
                        made: Some((maker.output, maker.errors)),
                    }
                    .show(ui, maker.name);
                }
                if !self.makers.is_empty() {
                    let words = "Underlined tokens are not those of the input; the pointer shows what was expected";
                    ui.label(RichText::new(words).size(11.0).color(weak));
                }
            });
    }
}

/// As many as the input has: what is made past its end is none of it.
fn cut(mut made: Vec<usize>, tokens: &[usize]) -> Vec<usize> {
    made.truncate(tokens.len());
    made
}

fn head(ui: &mut Ui, words: &str, colour: Option<Color32>, weak: Color32) {
    ui.horizontal(|ui| {
        if let Some(colour) = colour {
            let (rect, _) = ui.allocate_exact_size(vec2(8.0, 12.0), Sense::hover());
            ui.painter().circle_filled(rect.center(), 3.5, colour);
        }
        ui.label(RichText::new(words).size(11.0).color(weak));
    });
}

impl Paragraph<'_> {
    fn show(&self, ui: &mut Ui, name: &str) {
        let (galley, ends) = self.laid_out(ui);
        let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
        ui.painter()
            .galley(rect.min, galley.clone(), theme::palette(ui).text);
        ui.add_space(BELOW);
        response.widget_info(|| {
            let words = format!("{name}: {}", self.text.text(&self.tokens));
            WidgetInfo::labeled(egui::Role::Label, true, words)
        });
        let Some(at) = response.hover_pos() else {
            return;
        };
        let letter = galley.cursor_from_pos(at - rect.min).index.0;
        let step = ends.partition_point(|end| *end <= letter);
        if let Some(words) = self.words_at(step) {
            response.on_hover_text_at_pointer(words);
        }
    }

    /// The paragraph, and after which letter each token ends.
    fn laid_out(&self, ui: &Ui) -> (Arc<Galley>, Vec<usize>) {
        let palette = theme::palette(ui);
        let font = FontId::proportional(LETTERS);
        let mut job = LayoutJob::default();
        job.wrap.max_width = ui.available_width();
        let (mut ends, mut letters) = (Vec::new(), 0);
        for (step, piece) in self.text.pieces(&self.tokens).enumerate() {
            let differs = self.wanted.get(step) != Some(&piece.token);
            let special = piece.token < Vocabulary::SPECIAL.len();
            let mut format = TextFormat::simple(font.clone(), palette.text);
            if special {
                format.color = palette.weak;
            }
            if differs {
                format.color = palette.error;
                format.underline = Stroke::new(1.0, palette.error);
            }
            let space = if piece.spaced || piece.token == Vocabulary::END {
                " "
            } else {
                ""
            };
            job.append(space, 0.0, TextFormat::simple(font.clone(), palette.text));
            let text = shown(piece.token, piece.text);
            job.append(text, 0.0, format);
            letters += space.chars().count() + text.chars().count();
            ends.push(letters);
        }
        if self.tokens.is_empty() {
            job.append("nothing", 0.0, TextFormat::simple(font, palette.weak));
        }
        (ui.painter().layout_job(job), ends)
    }

    /// What is known of the token at `step`.
    fn words_at(&self, step: usize) -> Option<String> {
        let name = |token: usize| {
            let name = self.text.vocabulary.all().get(token);
            name.map_or("", String::as_str)
        };
        let token = *self.tokens.get(step)?;
        let mut words = format!("step {step}: {}", name(token));
        if let Some((output, errors)) = self.made {
            let width = self.text.vocabulary.len();
            let share = |token: usize| output.get(step * width + token).copied();
            if let Some(share) = share(token) {
                words += &format!(" {share:.2}");
            }
            if let Some(&wanted) = self.wanted.get(step).filter(|wanted| **wanted != token) {
                let share = share(wanted).unwrap_or_default();
                words += &format!("\ninput: {} {share:.2}", name(wanted));
            }
            if let Some(nats) = errors.get(step).filter(|nats| !nats.is_nan()) {
                words += &format!("\n{} nats", three_digits(f64::from(*nats)));
            }
        }
        Some(words)
    }
}
