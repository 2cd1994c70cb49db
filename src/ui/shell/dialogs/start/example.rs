//! An example as a card: its title, what it is, and its layers as a small picture.

use egui::{Align2, FontId, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::data::{BuiltIn, Source};
use crate::model::{Architecture, Distribution, SequenceLayers};
use crate::project::{Document, shipped};
use crate::ui::theme::{self, Palette};
use crate::ui::widgets::truncated;

/// Size of a card and of its picture.
const CARD: egui::Vec2 = vec2(196.0, 52.0);
const PICTURE: egui::Vec2 = vec2(44.0, 36.0);

/// A shipped project.
pub struct Example {
    pub name: &'static str,
    title: String,
    summary: String,
    notes: String,
    /// Numbers that each layer makes, from the sample to its reconstruction.
    widths: Vec<usize>,
    /// Which of them is the code.
    code: usize,
}

impl Example {
    /// The shipped project `name`.
    pub fn read(name: &'static str) -> Option<Self> {
        let document = shipped(name)?.document;
        let architecture = &document.variants.first()?.settings.architecture;
        let (widths, code) = widths(architecture, &document.data.source);
        Some(Self {
            name,
            title: title(name),
            summary: summary(&document),
            notes: document.notes.clone(),
            widths,
            code,
        })
    }

    /// Draws the card; whether it was chosen.
    pub fn card(&self, ui: &mut Ui) -> bool {
        let (rect, response) = ui.allocate_exact_size(CARD, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &self.title));
        let palette = theme::palette(ui);
        let lit = response.hovered() || response.has_focus();
        let fill = if lit {
            palette.control_hovered
        } else {
            palette.control
        };
        ui.painter().rect_filled(rect, 4.0, fill);
        if response.has_focus() {
            let stroke = (1.0, palette.text);
            ui.painter()
                .rect_stroke(rect, 4.0, stroke, StrokeKind::Outside);
        }
        let left = pos2(rect.left() + 8.0, rect.center().y);
        let picture = Align2::LEFT_CENTER.anchor_size(left, PICTURE);
        self.picture(ui, picture, palette);
        let words = Rect::from_min_max(
            pos2(picture.right() + 10.0, rect.top()),
            pos2(rect.right() - 6.0, rect.bottom()),
        );
        let line = |text: &str, size: f32, y: f32, colour| {
            let font = FontId::proportional(size);
            let galley = truncated(ui.painter(), text, font, colour, words.width());
            let at = Align2::LEFT_CENTER.anchor_size(pos2(words.left(), y), galley.size());
            ui.painter().galley(at.min, galley, colour);
        };
        line(&self.title, 13.0, rect.center().y - 9.0, palette.text);
        line(&self.summary, 11.0, rect.center().y + 9.0, palette.weak);
        let response = match self.notes.is_empty() {
            true => response,
            false => response.on_hover_text(&self.notes),
        };
        response.clicked()
    }

    /// A bar for each layer, as high as the logarithm of its width; the code in the accent.
    fn picture(&self, ui: &Ui, rect: Rect, palette: &Palette) {
        let height = |width: usize| (width as f32 + 1.0).ln();
        let tallest = self
            .widths
            .iter()
            .map(|&width| height(width))
            .fold(1.0, f32::max);
        let step = rect.width() / self.widths.len().max(1) as f32;
        for (index, &width) in self.widths.iter().enumerate() {
            let size = vec2(
                (step - 1.5).max(1.0),
                rect.height() * height(width) / tallest,
            );
            let centre = pos2(rect.left() + step * (index as f32 + 0.5), rect.center().y);
            let colour = match index == self.code {
                true => palette.accent,
                false => palette.weak.gamma_multiply(0.7),
            };
            ui.painter()
                .rect_filled(Rect::from_center_size(centre, size), 1.0, colour);
        }
    }
}

/// Steps of the sequences that examples come with.
const STEPS: usize = 29;

/// Numbers by layer, and the place of the code. Maps count by their channels, of the size they have in MNIST.
fn widths(architecture: &Architecture, source: &Source) -> (Vec<usize>, usize) {
    let input = match source {
        Source::BuiltIn { set } => set.width(),
        _ => 784,
    };
    let side = match source {
        Source::BuiltIn {
            set: BuiltIn::Emoji,
        } => 32,
        _ => 28,
    };
    let maps: Vec<usize> = architecture
        .pyramid
        .iter()
        .flat_map(|pyramid| {
            let levels = pyramid.channels.iter().zip(pyramid.sides(side));
            levels.map(|(channels, side)| channels * side * side)
        })
        .collect();
    let steps: Vec<usize> = match &architecture.sequence {
        Some(SequenceLayers::Conv1d(layers)) => {
            let levels = layers.channels.iter().zip(layers.steps(STEPS));
            levels.map(|(channels, steps)| channels * steps).collect()
        }
        Some(layers) => layers
            .recurrent()
            .map(|one| one.hidden)
            .into_iter()
            .collect(),
        None => Vec::new(),
    };
    let dense = architecture.encoder.iter().map(|layer| layer.width);
    let encoder: Vec<usize> = std::iter::once(input)
        .chain(maps.iter().copied())
        .chain(steps.iter().copied())
        .chain(dense)
        .collect();
    let code = encoder.len();
    let decoder = architecture.decoder_layers();
    let mut widths = encoder;
    widths.push(architecture.code.width);
    widths.extend(decoder.iter().map(|layer| layer.width));
    widths.extend(maps.iter().chain(&steps).rev());
    widths.push(input);
    (widths, code)
}

/// "sparse-l1" as "Sparse L1".
fn title(name: &str) -> String {
    let words = name.split('-').enumerate().map(|(index, word)| match word {
        "mlp" | "bce" | "l1" | "kl" | "vae" | "gan" | "gru" => word.to_uppercase(),
        "keras" => "Keras".into(),
        _ if index == 0 => {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string());
            first.unwrap_or_default() + letters.as_str()
        }
        _ => word.into(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// "Gaussian code 2, BCE", or how many variants there are.
fn summary(document: &Document) -> String {
    let [only] = &document.variants[..] else {
        return format!("{} variants", document.variants.len());
    };
    let settings = &only.settings;
    let code = &settings.architecture.code;
    let kind = match code.distribution {
        Distribution::Gaussian => "Gaussian code",
        Distribution::Point => "code",
    };
    format!("{kind} {}, {}", code.width, settings.loss.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::shipped_names;

    #[test]
    fn every_example_has_a_card_with_an_hourglass() {
        for name in shipped_names() {
            let example = Example::read(name).expect(name);
            let code = example.widths[example.code];
            assert_eq!(example.widths.first(), example.widths.last(), "{name}");
            assert!(example.widths.iter().all(|&width| width >= 1), "{name}");
            assert!(code < example.widths[0], "{name}: {:?}", example.widths);
        }
        let titles = ["sparse-l1", "conv-vae", "article-mlp", "compare-codes"].map(title);
        assert_eq!(
            titles,
            ["Sparse L1", "Conv VAE", "Article MLP", "Compare codes"]
        );
    }
}
