//! Encodes frames as a GIF that loops.

use image::codecs::gif::{GifEncoder, Repeat};
use image::{Delay, Frame, Rgba, RgbaImage, imageops};

/// Milliseconds of each frame, and of the last.
const FRAME: u32 = 250;
const LAST: u32 = 2_000;
/// Around frames that are smaller than others.
const PAPER: Rgba<u8> = Rgba([0xff; 4]);
/// Of 1 to 30: how quickly colours are chosen for frames with more than 256.
const SPEED: i32 = 10;

/// The bytes of a GIF file.
///
/// # Errors
/// One clause, when there are no frames or they are too large.
pub(super) fn encoded(frames: Vec<RgbaImage>) -> Result<Vec<u8>, String> {
    let width = frames.iter().map(RgbaImage::width).max().unwrap_or(0);
    let height = frames.iter().map(RgbaImage::height).max().unwrap_or(0);
    if width == 0 || height == 0 {
        return Err("there is nothing to show".into());
    }
    let last = frames.len() - 1;
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, SPEED);
    let failed = |error: image::ImageError| error.to_string();
    encoder.set_repeat(Repeat::Infinite).map_err(failed)?;
    for (index, frame) in frames.into_iter().enumerate() {
        let delay = if index == last { LAST } else { FRAME };
        let mut whole = RgbaImage::from_pixel(width, height, PAPER);
        imageops::replace(&mut whole, &frame, 0, 0);
        let delay = Delay::from_numer_denom_ms(delay, 1);
        let frame = Frame::from_parts(whole, 0, 0, delay);
        encoder.encode_frame(frame).map_err(failed)?;
    }
    drop(encoder);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::time::Duration;

    use image::AnimationDecoder;
    use image::codecs::gif::GifDecoder;

    use super::*;

    #[test]
    fn frames_come_back_in_one_size_and_the_last_stays_longer() {
        let frames = vec![
            RgbaImage::from_pixel(6, 4, Rgba([200, 0, 0, 255])),
            RgbaImage::from_pixel(3, 5, Rgba([0, 0, 200, 255])),
        ];
        let bytes = encoded(frames).unwrap();
        let decoder = GifDecoder::new(Cursor::new(bytes)).unwrap();
        let frames = decoder.into_frames().collect_frames().unwrap();
        assert_eq!(frames.len(), 2);
        let delay = |index: usize| Duration::from(frames[index].delay());
        assert_eq!(delay(0), Duration::from_millis(250));
        assert_eq!(delay(1), Duration::from_secs(2));
        let pixel = |index: usize, x, y| frames[index].buffer().get_pixel(x, y).0;
        assert_eq!(frames[0].buffer().dimensions(), (6, 5));
        assert_eq!(pixel(0, 5, 3), [200, 0, 0, 255]);
        assert_eq!(pixel(0, 5, 4), [255; 4]);
        assert_eq!(pixel(1, 2, 4), [0, 0, 200, 255]);
        assert!(encoded(Vec::new()).is_err());
    }
}
