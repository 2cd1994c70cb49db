//! Animations of a run's checkpoints.

#[path = "common/trained.rs"]
mod trained;

use std::io::Cursor;
use std::sync::Arc;

use hourglass::data::{DataSettings, Prepared};
use hourglass::export::animation::{of_gallery, of_latent};
use hourglass::project::Document;
use hourglass::training::{Job, VariantId};
use image::codecs::gif::GifDecoder;
use image::{AnimationDecoder, ImageDecoder};
use trained::{tiny_images, trained};

fn prepared(document: &Document) -> Arc<Prepared> {
    Arc::new(Prepared::new(tiny_images(), &document.data).unwrap())
}

/// One variant with a code of 4, trained for 2 epochs of 3 batches; `bytes` of checkpoints are kept.
fn project(bytes: usize) -> Document {
    let mut document = Document {
        data: DataSettings {
            validation: 0,
            ..DataSettings::default()
        },
        ..Document::default()
    };
    let settings = &mut document.variants[0].settings;
    settings.architecture.encoder.clear();
    settings.architecture.code.width = 4;
    settings.training.batch = 8;
    settings.training.epochs = 2;
    let settings = settings.clone();
    let job = Job {
        checkpoint_bytes: bytes,
        ..Job::new(VariantId(1), prepared(&document), settings)
    };
    document.variants[0].trained = Some(trained(job));
    document
}

/// Size, and how many frames.
fn decoded(bytes: Vec<u8>) -> ((u32, u32), usize) {
    let decoder = GifDecoder::new(Cursor::new(bytes)).unwrap();
    let size = decoder.dimensions();
    (size, decoder.into_frames().collect_frames().unwrap().len())
}

#[test]
fn every_kept_moment_is_a_frame() {
    let document = project(1 << 20);
    let kept = &document.variants[0]
        .trained
        .as_ref()
        .unwrap()
        .resume_state
        .checkpoints;
    assert!(kept.len() >= 2, "{}", kept.len());
    assert_eq!(kept.last().map(|kept| kept.step), Some(6));
    let chosen = [VariantId(1)];
    let (_, frames) = decoded(of_gallery(&document, &prepared(&document), &chosen).unwrap());
    assert_eq!(frames, kept.len());
    let (size, frames) = decoded(of_latent(&document, &prepared(&document), &chosen).unwrap());
    assert_eq!(frames, kept.len());
    // One square of 340 with its axes, below the epoch and its name, over the three classes.
    assert_eq!(size, (340 + 72, 24 + 26 + 340 + 38 + 26));
}

#[test]
fn without_a_past_there_is_no_animation() {
    let mut document = project(0);
    let chosen = [VariantId(1)];
    let problem = of_gallery(&document, &prepared(&document), &chosen).unwrap_err();
    assert!(problem.contains("an animation needs two"), "{problem}");
    document.variants[0].trained = None;
    assert!(of_latent(&document, &prepared(&document), &chosen).is_err());
    assert!(of_gallery(&document, &prepared(&document), &[]).is_err());
}
