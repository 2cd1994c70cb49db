//! WAV files of sound.

use std::io::Cursor;

use hound::{SampleFormat, WavSpec, WavWriter};

/// In every WAV file: a list of facts, of which one is the program that made it (`ISFT`).
pub const MADE_BY: &str = "Made by Hourglass";

/// A WAV file of one channel of 16 bits and `rate` samples a second; what is beyond -1 and 1 is cut off.
///
/// # Errors
/// One clause, when there is more sound than such a file can hold.
pub fn wav_file_of(rate: u32, samples: &[f32]) -> Result<Vec<u8>, String> {
    let spec = WavSpec {
        channels: 1,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut bytes = Cursor::new(Vec::new());
    let written = WavWriter::new(&mut bytes, spec).and_then(|mut writer| {
        for sample in samples {
            let sample = (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round();
            writer.write_sample(sample as i16)?;
        }
        writer.finalize()
    });
    written.map_err(|error| error.to_string())?;
    Ok(marked(bytes.into_inner()))
}

/// Says in a WAV file that this program made it, behind its first twelve bytes: `RIFF`, the length of the rest, `WAVE`.
fn marked(mut wav: Vec<u8>) -> Vec<u8> {
    // A chunk has an even number of bytes.
    let mut text = MADE_BY.as_bytes().to_vec();
    text.resize((text.len() + 1).next_multiple_of(2), 0);
    let chunk = |name: &[u8], content: &[u8]| {
        let length = (content.len() as u32).to_le_bytes();
        [name, &length, content].concat()
    };
    let facts = [b"INFO", &chunk(b"ISFT", &text)[..]].concat();
    wav.splice(12..12, chunk(b"LIST", &facts));
    let length = (wav.len() as u32).saturating_sub(8);
    wav[4..8].copy_from_slice(&length.to_le_bytes());
    wav
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_their_samples_and_who_made_them() {
        let bytes = wav_file_of(8_000, &[0.0, 0.5, -1.0, 2.0]).unwrap();
        let length = u32::from_le_bytes(bytes[4..8].try_into().unwrap());
        assert_eq!(length as usize, bytes.len() - 8);
        let mark = MADE_BY.as_bytes();
        assert!(bytes.windows(mark.len()).any(|part| part == mark));
        let mut reader = hound::WavReader::new(Cursor::new(bytes)).unwrap();
        assert_eq!(reader.spec().sample_rate, 8_000);
        let samples: Vec<i16> = reader.samples().map(Result::unwrap).collect();
        assert_eq!(samples, [0, 16_384, -32_767, 32_767]);
    }
}
