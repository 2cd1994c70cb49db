//! From a decoded picture to the bytes of one image or of its patches.

use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageBuffer, Luma, Pixel, Rgb};

use super::options::Fit;

/// As torchvision has it where it shrinks with antialiasing: each pixel is a mean of those that it covers, weighted towards
/// its middle. Sharper ones make edges brighter and darker than they are.
const FILTER: FilterType = FilterType::Triangle;

/// What each picture becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Canvas {
    /// Height and width of an image.
    pub side: u32,
    pub channels: usize,
    pub fit: Fit,
    pub background: [u8; 3],
    pub patches: Option<Patches>,
}

/// How pictures are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patches {
    pub side: u32,
    pub step: u32,
}

impl Patches {
    /// How many there are in a picture of this size; only whole ones are.
    pub fn count(self, width: u32, height: u32) -> u64 {
        let along = |size: u32| match size.checked_sub(self.side) {
            Some(rest) => u64::from(rest / self.step.max(1)) + 1,
            None => 0,
        };
        along(width) * along(height)
    }
}

impl Canvas {
    /// Values in an image.
    pub fn size(&self) -> usize {
        self.side as usize * self.side as usize * self.channels
    }

    /// The images that `picture` becomes, one after another.
    pub fn draw(&self, picture: DynamicImage) -> Vec<u8> {
        match self.channels {
            1 => {
                let background = Rgb(self.background).to_luma();
                let grey = match picture.color().has_alpha() {
                    false => picture.into_luma8(),
                    true if picture.color().has_color() => {
                        imageops::grayscale(&on_background(&picture, self.background))
                    }
                    true => grey_on_background(&picture, background.0[0]),
                };
                self.cut(grey, background)
            }
            _ => {
                let colours = match picture.color().has_alpha() {
                    false => picture.into_rgb8(),
                    true => on_background(&picture, self.background),
                };
                self.cut(colours, Rgb(self.background))
            }
        }
    }

    fn cut<P>(&self, picture: ImageBuffer<P, Vec<u8>>, background: P) -> Vec<u8>
    where
        P: Pixel<Subpixel = u8> + 'static,
    {
        let Some(patches) = self.patches else {
            return self.fitted(picture, background).into_raw();
        };
        let (width, height) = picture.dimensions();
        let step = patches.step.max(1) as usize;
        let starts = |size: u32| (0..=size.saturating_sub(patches.side)).step_by(step);
        let mut all = Vec::new();
        if width < patches.side || height < patches.side {
            return all;
        }
        for y in starts(height) {
            for x in starts(width) {
                let patch = imageops::crop_imm(&picture, x, y, patches.side, patches.side);
                all.extend(
                    self.sized(patch.to_image(), self.side, self.side)
                        .into_raw(),
                );
            }
        }
        all
    }

    fn fitted<P>(&self, picture: ImageBuffer<P, Vec<u8>>, background: P) -> ImageBuffer<P, Vec<u8>>
    where
        P: Pixel<Subpixel = u8> + 'static,
    {
        let (width, height) = picture.dimensions();
        match self.fit {
            Fit::Stretch => self.sized(picture, self.side, self.side),
            Fit::Crop => {
                let side = width.min(height);
                let (x, y) = ((width - side) / 2, (height - side) / 2);
                let square = match width == height {
                    true => picture,
                    false => imageops::crop_imm(&picture, x, y, side, side).to_image(),
                };
                self.sized(square, self.side, self.side)
            }
            Fit::Pad => {
                let longer = f64::from(width.max(height));
                let share =
                    |size: u32| (f64::from(size * self.side) / longer).round().max(1.0) as u32;
                let (inner_width, inner_height) = (share(width), share(height));
                let inner = self.sized(picture, inner_width, inner_height);
                if inner.dimensions() == (self.side, self.side) {
                    return inner;
                }
                let mut whole = ImageBuffer::from_pixel(self.side, self.side, background);
                let at = |inner: u32| i64::from((self.side - inner.min(self.side)) / 2);
                imageops::replace(&mut whole, &inner, at(inner_width), at(inner_height));
                whole
            }
        }
    }

    fn sized<P>(
        &self,
        picture: ImageBuffer<P, Vec<u8>>,
        width: u32,
        height: u32,
    ) -> ImageBuffer<P, Vec<u8>>
    where
        P: Pixel<Subpixel = u8> + 'static,
    {
        match picture.dimensions() == (width, height) {
            true => picture,
            false => imageops::resize(&picture, width, height, FILTER),
        }
    }
}

/// The picture over a colour that is seen where it is transparent.
fn on_background(picture: &DynamicImage, background: [u8; 3]) -> ImageBuffer<Rgb<u8>, Vec<u8>> {
    let picture = picture.to_rgba8();
    ImageBuffer::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |colour, behind| over(colour, alpha, behind);
        Rgb([
            over(red, background[0]),
            over(green, background[1]),
            over(blue, background[2]),
        ])
    })
}

fn grey_on_background(picture: &DynamicImage, background: u8) -> ImageBuffer<Luma<u8>, Vec<u8>> {
    let picture = picture.to_luma_alpha8();
    ImageBuffer::from_fn(picture.width(), picture.height(), |x, y| {
        let [grey, alpha] = picture.get_pixel(x, y).0;
        Luma([over(grey, alpha, background)])
    })
}

/// The nearest byte of `colour` over `behind`.
fn over(colour: u8, alpha: u8, behind: u8) -> u8 {
    let alpha = u32::from(alpha);
    let sum = u32::from(colour) * alpha + u32::from(behind) * (255 - alpha);
    ((sum + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, LumaA, Rgba, RgbaImage};

    use super::*;

    fn canvas(side: u32, fit: Fit) -> Canvas {
        Canvas {
            side,
            channels: 1,
            fit,
            background: [255; 3],
            patches: None,
        }
    }

    /// Four columns and two rows: 0 1 2 3 over 4 5 6 7, all times ten.
    fn wide() -> DynamicImage {
        GrayImage::from_fn(4, 2, |x, y| Luma([(10 * (4 * y + x)) as u8])).into()
    }

    #[test]
    fn pictures_become_squares_in_three_ways() {
        assert_eq!(canvas(2, Fit::Crop).draw(wide()), [10, 20, 50, 60]);
        let stretched = canvas(2, Fit::Stretch).draw(wide());
        assert!(
            stretched[0] < 15 && (15..=25).contains(&stretched[1]),
            "{stretched:?}"
        );
        let padded = canvas(4, Fit::Pad).draw(wide());
        let wanted = [
            [255, 255, 255, 255],
            [0, 10, 20, 30],
            [40, 50, 60, 70],
            [255, 255, 255, 255],
        ];
        assert_eq!(padded, wanted.concat());
    }

    #[test]
    fn what_is_transparent_shows_the_background() {
        let picture: DynamicImage = RgbaImage::from_fn(2, 2, |x, _| match x {
            0 => Rgba([255, 0, 0, 0]),
            _ => Rgba([100, 0, 0, 51]),
        })
        .into();
        let colours = Canvas {
            channels: 3,
            background: [0, 200, 255],
            ..canvas(2, Fit::Crop)
        };
        let row = [0, 200, 255, 20, 160, 204];
        assert_eq!(colours.draw(picture.clone()), [row, row].concat());
        let grey = canvas(2, Fit::Crop).draw(picture);
        assert_eq!(grey[0], 255);
        let picture: DynamicImage = ImageBuffer::from_pixel(2, 2, LumaA([0u8, 51])).into();
        assert_eq!(canvas(2, Fit::Crop).draw(picture), [204; 4]);
    }

    #[test]
    fn pictures_are_cut_into_whole_patches() {
        let patches = Patches { side: 2, step: 1 };
        assert_eq!(patches.count(4, 2), 3);
        assert_eq!(patches.count(1, 9), 0);
        let cut = Canvas {
            patches: Some(patches),
            ..canvas(2, Fit::Crop)
        };
        assert_eq!(
            cut.draw(wide()),
            [0, 10, 40, 50, 10, 20, 50, 60, 20, 30, 60, 70]
        );
    }
}
