//! Sound files as samples of one channel.

use std::fs::File;
use std::io::{self, Cursor};
use std::path::Path;

use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};
use symphonia::core::meta::MetadataOptions;

use crate::data::named::Named;
use crate::data::{DataError, regular_file};

/// Rates that are no mistake.
const MOST_RATE: u32 = 768_000;
const ENDINGS: [&str; 7] = [".wav", ".wave", ".flac", ".ogg", ".oga", ".mp3", ".mpga"];
const EMPTY: &str = "there is no sound in it";

/// Samples of one channel, from -1 to 1; several channels are their mean.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sound {
    /// Samples a second.
    pub rate: u32,
    pub samples: Vec<f32>,
    /// Whether the file ends too early; what stands before is there.
    pub is_cut: bool,
}

/// What is known of a sound before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Samples a second.
    pub rate: u32,
    /// Samples of each channel, where the file says it.
    pub length: Option<u64>,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    Sound(Seen),
    /// Neither by its beginning nor by its name.
    Other,
    /// Why it cannot be read, in one clause.
    Bad(String),
}

/// Whether a file begins as sound does, or is called so.
pub fn is_sound(named: &Named) -> bool {
    let start = &*named.start;
    let is_wave = start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WAVE");
    let begins = [&b"fLaC"[..], b"OggS", b"ID3"];
    is_wave || begins.iter().any(|mark| start.starts_with(mark)) || named.ends(&ENDINGS)
}

/// Looks at the file at `path`.
pub fn look(path: &Path) -> Look {
    if !is_sound(&Named::at(path)) {
        return Look::Other;
    }
    let seen = file(path).and_then(|file| {
        let format = open(Box::new(file), path)?;
        let (_, seen) = track(&*format)?;
        match seen.length {
            Some(0) => Err(EMPTY.into()),
            _ => Ok(seen),
        }
    });
    match seen {
        Ok(seen) => Look::Sound(seen),
        Err(problem) => Look::Bad(problem),
    }
}

/// The sound in the file at `path`, of its first `seconds` where these are given.
///
/// # Errors
/// One clause on why it cannot be read.
pub fn decode(path: &Path, seconds: Option<f64>) -> Result<Sound, String> {
    decoded(open(Box::new(file(path)?), path)?, seconds)
}

/// The sound in a file of these bytes.
///
/// # Errors
/// As [`decode`].
pub fn decode_bytes(bytes: Vec<u8>, name: &Path) -> Result<Sound, String> {
    decoded(open(Box::new(Cursor::new(bytes)), name)?, None)
}

fn file(path: &Path) -> Result<File, String> {
    let opened = regular_file::open(path, "a sound").map_err(|error| match error {
        DataError::File { problem, .. } => problem,
        other => other.to_string(),
    });
    match opened? {
        (_, 0) => Err("the file is empty".into()),
        (file, _) => Ok(file),
    }
}

fn open(source: Box<dyn MediaSource>, path: &Path) -> Result<Box<dyn FormatReader>, String> {
    let mut hint = Hint::new();
    if let Some(ending) = path.extension() {
        hint.with_extension(&ending.to_string_lossy().to_lowercase());
    }
    let stream = MediaSourceStream::new(source, Default::default());
    let probe = symphonia::default::get_probe();
    let (format, metadata) = (FormatOptions::default(), MetadataOptions::default());
    let opened = probe.probe(&hint, stream, format, metadata);
    opened.map_err(|error| match error {
        Error::Unsupported(_) => {
            "the file is no sound that can be read (WAV, FLAC, OGG, MP3)".into()
        }
        error if is_end(&error) => "the file is cut short".into(),
        error => format!("the sound is damaged ({error})"),
    })
}

fn is_end(error: &Error) -> bool {
    matches!(error, Error::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof)
}

/// The first track of sound, and what it says of itself.
fn track(format: &dyn FormatReader) -> Result<(&Track, Seen), String> {
    let track = format.default_track(TrackType::Audio).ok_or(EMPTY)?;
    let codec = track.codec_params.as_ref().and_then(|codec| codec.audio());
    let rate = codec.and_then(|codec| codec.sample_rate).unwrap_or(0);
    if !(1..=MOST_RATE).contains(&rate) {
        return Err(format!("it says that it has {rate} samples a second"));
    }
    let length = track.num_frames;
    Ok((track, Seen { rate, length }))
}

fn decoded(mut format: Box<dyn FormatReader>, seconds: Option<f64>) -> Result<Sound, String> {
    let (track, Seen { rate, .. }) = track(&*format)?;
    let id = track.id;
    let codec = track.codec_params.as_ref().and_then(|codec| codec.audio());
    let codec = codec.ok_or("nothing says how its sound is coded")?;
    let decoder = symphonia::default::get_codecs();
    let decoder = decoder.make_audio_decoder(codec, &AudioDecoderOptions::default());
    let mut decoder =
        decoder.map_err(|error| format!("its sound is coded as cannot be read ({error})"))?;
    let most = seconds.map_or(usize::MAX, |seconds| (seconds * f64::from(rate)) as usize);
    let mut sound = Sound {
        rate,
        ..Sound::default()
    };
    let mut packed = Vec::new();
    while sound.samples.len() < most {
        let packet = match format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => break,
            Err(_) => {
                sound.is_cut = true;
                break;
            }
        };
        if packet.track_id != id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(buffer) => {
                let channels = buffer.spec().channels().count().max(1);
                packed.clear();
                buffer.copy_to_vec_interleaved::<f32>(&mut packed);
                let mean = |frame: &[f32]| frame.iter().sum::<f32>() / channels as f32;
                sound
                    .samples
                    .extend(packed.chunks_exact(channels).map(mean));
            }
            // A damaged packet: those behind it can still be right.
            Err(Error::IoError(_) | Error::DecodeError(_)) => sound.is_cut = true,
            Err(error) => return Err(format!("the sound is damaged ({error})")),
        }
    }
    sound.samples.truncate(most);
    if sound.samples.iter().any(|sample| !sample.is_finite()) {
        return Err("it has samples that are no numbers".into());
    }
    match sound.samples.is_empty() {
        true => Err(EMPTY.into()),
        false => Ok(sound),
    }
}
