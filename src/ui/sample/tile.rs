//! A sample as a small picture: an image's pixels, a row as one bar a column around the training mean, a sequence as one
//! line a channel, or as a map where it has many, or a text as a dash a token.

use egui::Color32;

use super::bars::{Bar, heights, heights_of_row};
use super::dashes::dashes;
use super::{heat, trace};
use crate::data::{
    ImageShape, Prepared, SampleShape, Samples, SequenceShape, TextShape, Vocabulary,
};
use crate::ui::colour_map::magma;
use crate::ui::theme::{self, DARK, LIGHT};
use crate::ui::tiles::{byte_colours, error_colours, unit_colours};

/// Pixels to the greatest value, above and below the line of the mean.
const REACH: usize = 8;
/// The bars of a row are together about as wide as this, and of more columns than the second the most unusual are shown.
const WIDTH: (usize, usize) = (30, 60);

/// Paints tiles of the samples of a set.
pub struct Tile<'a> {
    data: &'a Prepared,
    dark: bool,
    size: ImageShape,
}

impl<'a> Tile<'a> {
    /// `None` for samples that have no tile.
    pub fn of(data: &'a Prepared, dark: bool) -> Option<Self> {
        let size = match data.dataset.shape() {
            SampleShape::Image(shape) => *shape,
            SampleShape::Row(columns) => ImageShape {
                height: 2 * REACH + 1,
                width: bins(columns.len()) * bar_width(columns.len()),
                channels: 1,
            },
            SampleShape::Sequence(_) | SampleShape::Text(_) => trace::SIZE,
        };
        Some(Self { data, dark, size })
    }

    /// Whether it is for a dark window.
    pub fn is_dark(&self) -> bool {
        self.dark
    }

    /// In pixels.
    pub fn size(&self) -> ImageShape {
        self.size
    }

    /// Test sample `index`, row by row.
    pub fn of_test(&self, index: usize) -> Vec<Color32> {
        self.of_sample(&self.data.dataset.test, index)
    }

    /// Sample `index` of `samples`, row by row.
    pub fn of_sample(&self, samples: &Samples, index: usize) -> Vec<Color32> {
        match samples.shape() {
            SampleShape::Image(shape) => {
                byte_colours(samples.image(index), shape.channels).collect()
            }
            SampleShape::Row(_) => {
                self.paint(&heights_of_row(self.data, &samples.known_row(index)))
            }
            SampleShape::Sequence(shape) => self.trace(*shape, &samples.row(index)),
            SampleShape::Text(text) => {
                self.text(text, &TextShape::tokens(&samples.row(index)), |_| 1.0)
            }
        }
    }

    /// Outputs in the display scale, one or more samples one after another.
    pub fn of_outputs(&self, outputs: &[f32]) -> Vec<Color32> {
        let shape = self.data.dataset.shape();
        if let SampleShape::Image(image) = shape {
            return unit_colours(outputs, image.channels).collect();
        }
        let each = outputs.chunks_exact(shape.target_width().max(1));
        each.flat_map(|output| match shape {
            SampleShape::Sequence(shape) => self.trace(*shape, output),
            SampleShape::Text(text) => self.text(text, &text.likeliest(output), |_| 1.0),
            _ => self.paint(&heights(self.data, output)),
        })
        .collect()
    }

    /// What is wrong with a sample: one number of at least 0 a value, of which `largest` is drawn in full.
    pub fn of_errors(&self, errors: &[f32], largest: f32) -> Vec<Color32> {
        let largest = largest.max(f32::MIN_POSITIVE);
        match self.data.dataset.shape() {
            SampleShape::Image(image) => error_colours(errors, image.channels, largest).collect(),
            SampleShape::Sequence(shape) => {
                let errors: Vec<f32> = errors.iter().map(|error| error / largest).collect();
                let mut pixels = self.blank();
                match heat::is_map(*shape) {
                    true => heat::tile(&mut pixels, *shape, |step, channel| {
                        let error = *errors.get(step * shape.features + channel)?;
                        (!error.is_nan()).then(|| magma(error))
                    }),
                    false => trace::errors(&mut pixels, *shape, &errors, self.above()),
                }
                pixels
            }
            SampleShape::Text(text) => {
                // Each as long as a word, since it is not said of which token.
                let tokens = vec![Vocabulary::UNKNOWN; errors.len()];
                self.text(text, &tokens, |step| errors[step] / largest)
            }
            SampleShape::Row(_) => {
                let bar = |error: &f32| Bar::Number(error / largest);
                self.paint(&errors.iter().map(bar).collect::<Vec<_>>())
            }
        }
    }

    /// A sequence in units of its own.
    fn trace(&self, shape: SequenceShape, values: &[f32]) -> Vec<Color32> {
        let mut pixels = self.blank();
        if heat::is_map(shape) {
            let colours = heat::Colours::of(self.data);
            heat::tile(&mut pixels, shape, |step, channel| {
                colours.colour(channel, *values.get(step * shape.features + channel)?)
            });
            return pixels;
        }
        let only = if self.dark { DARK.text } else { LIGHT.text };
        trace::lines(&mut pixels, self.data, shape, values, only);
        pixels
    }

    /// The tokens of a text up to its end, each as strong as `share` says of its step.
    fn text(
        &self,
        text: &TextShape,
        tokens: &[usize],
        share: impl Fn(usize) -> f32,
    ) -> Vec<Color32> {
        let mut pixels = self.blank();
        let grey = if self.dark { DARK.weak } else { LIGHT.weak };
        dashes(&mut pixels, text, TextShape::to_end(tokens), (grey, share));
        pixels
    }

    fn blank(&self) -> Vec<Color32> {
        let palette = if self.dark { &DARK } else { &LIGHT };
        vec![palette.background; self.size.width * self.size.height]
    }

    fn paint(&self, bars: &[Bar]) -> Vec<Color32> {
        let palette = if self.dark { &DARK } else { &LIGHT };
        let width = self.size.width;
        let mut pixels = self.blank();
        pixels[REACH * width..][..width].fill(palette.line);
        let each = bar_width(bars.len());
        // A line between bars that are wide enough for one.
        let filled = if each > 2 { each - 1 } else { each };
        for (place, bar) in binned(bars).enumerate() {
            let (from, to, colour) = match bar {
                Bar::Missing => continue,
                Bar::Category(class, probability) => {
                    let reach = (probability * REACH as f32 * 0.5).round() as usize;
                    (REACH - reach, REACH + reach, theme::label_colour(class))
                }
                Bar::Number(height) => {
                    let reach = (height.abs() * REACH as f32).round() as usize;
                    if height < 0.0 {
                        (REACH, REACH + reach, self.below())
                    } else {
                        (REACH - reach, REACH, self.above())
                    }
                }
            };
            for y in from..=to {
                let start = y * width + place * each;
                pixels[start..start + filled].fill(colour);
            }
        }
        pixels
    }

    fn above(&self) -> Color32 {
        if self.dark {
            Color32::from_rgb(244, 165, 130)
        } else {
            Color32::from_rgb(202, 80, 32)
        }
    }

    fn below(&self) -> Color32 {
        if self.dark {
            Color32::from_rgb(146, 197, 222)
        } else {
            Color32::from_rgb(5, 113, 176)
        }
    }
}

fn bins(columns: usize) -> usize {
    columns.clamp(1, WIDTH.1)
}

fn bar_width(columns: usize) -> usize {
    (WIDTH.0 / columns.max(1)).max(1)
}

/// As many bars as have room: of neighbours that share a place the longest.
fn binned(bars: &[Bar]) -> impl Iterator<Item = Bar> {
    let count = bins(bars.len());
    (0..count).map(move |place| {
        let (from, to) = (place * bars.len() / count, (place + 1) * bars.len() / count);
        let longest = |a: Bar, b: Bar| if b.size() > a.size() { b } else { a };
        bars[from..to].iter().copied().fold(Bar::Missing, longest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{BuiltIn, DataSettings, Source};

    #[test]
    fn neighbours_that_share_a_place_show_the_longest() {
        let mut bars = vec![Bar::Number(0.1); 120];
        bars[3] = Bar::Number(-0.9);
        let binned: Vec<Bar> = binned(&bars).collect();
        assert_eq!(binned.len(), 60);
        assert_eq!(
            binned[..3],
            [Bar::Number(0.1), Bar::Number(-0.9), Bar::Number(0.1)]
        );
        assert_eq!((bar_width(14), bar_width(30), bar_width(2_000)), (2, 1, 1));
    }

    #[test]
    fn a_row_is_a_bar_a_column_around_the_mean() {
        let settings = DataSettings {
            source: Source::BuiltIn {
                set: BuiltIn::BreastCancer,
            },
            ..DataSettings::default()
        };
        let data = Prepared::load(&settings).unwrap();
        let tile = Tile::of(&data, true).unwrap();
        assert_eq!((tile.size().width, tile.size().height), (30, 17));
        let mut means: Vec<f32> = data
            .scaler
            .columns()
            .iter()
            .map(|c| c.unscale(c.fill[0]))
            .collect();
        // The greatest radius of the training part, far above; the smoothness far below.
        means[0] = f32::MAX;
        means[4] = f32::MIN;
        let pixels = tile.of_outputs(&means);
        assert_eq!(pixels.len(), 30 * 17);
        let column = |x: usize| {
            (0..17)
                .filter(|y| pixels[y * 30 + x] == tile.above())
                .count()
        };
        assert_eq!(column(0), 9);
        assert_eq!(pixels[16 * 30 + 4], tile.below());
        assert_eq!(pixels[6 * 30 + 7], DARK.background);
        assert_ne!(tile.of_test(0), tile.of_test(1));
        assert_eq!(sample_lines(&data, &means)[0], "radius1: 3.403e38");
    }

    fn sample_lines(data: &Prepared, output: &[f32]) -> Vec<String> {
        crate::ui::sample::unusual_columns(data, output, 1)
    }
}
