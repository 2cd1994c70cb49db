//! Animations of a run's checkpoints.

use std::io::Cursor;
use std::sync::Arc;

use hourglass::data::{DataSettings, Dataset, ImageShape, Prepared, Samples};
use hourglass::export::animation::{of_gallery, of_latent};
use hourglass::project::{Document, Trained};
use hourglass::training::{Job, Run, RunState, VariantId};
use image::codecs::gif::GifDecoder;
use image::{AnimationDecoder, ImageDecoder};

/// 24 training and 8 test images of 2 x 2 pixels.
fn dataset() -> Dataset {
    let shape = ImageShape {
        height: 2,
        width: 2,
        channels: 1,
    };
    let images = |count: usize| {
        let pixels: Vec<u8> = (0..count * 4).map(|i| (i * 37 % 256) as u8).collect();
        let labels = (0..count).map(|i| (i % 3) as u8).collect();
        Samples::images(shape, pixels, Some(labels)).unwrap()
    };
    Dataset::new("made up", images(24), images(8))
}

fn prepared(document: &Document) -> Arc<Prepared> {
    Arc::new(Prepared::new(dataset(), &document.data).unwrap())
}

/// One variant with a code of 4, trained for 2 epochs of 3 batches; `bytes` of checkpoints are kept.
fn trained(bytes: usize) -> Document {
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
    let mut run = Run::new(Job {
        variant: VariantId(1),
        data: prepared(&document),
        settings: settings.clone(),
        resume: None,
        start: None,
        checkpoint_bytes: bytes,
    })
    .unwrap();
    while !run.is_finished() {
        run.step().unwrap();
    }
    document.variants[0].trained = Some(Trained {
        resume_state: Arc::new(run.resume_state()),
        settings,
        state: RunState::Finished,
    });
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
    let document = trained(1 << 20);
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
    // One square of 400 with its name, its axes and the three classes.
    assert_eq!(size, (424, 34 + 456 + 24));
}

#[test]
fn without_a_past_there_is_no_animation() {
    let mut document = trained(0);
    let chosen = [VariantId(1)];
    let problem = of_gallery(&document, &prepared(&document), &chosen).unwrap_err();
    assert!(problem.contains("an animation needs two"), "{problem}");
    document.variants[0].trained = None;
    assert!(of_latent(&document, &prepared(&document), &chosen).is_err());
    assert!(of_gallery(&document, &prepared(&document), &[]).is_err());
}
