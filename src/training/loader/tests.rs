//! Batches by the numbers: order, noise, and what is left to the device.

use super::*;
use crate::data::{DataSettings, Dataset, ImageShape};

const CLEAN: Corruption = Corruption::None;
const NOISE: Corruption = Corruption::Gaussian { std: 0.3 };

fn loader(validation: usize, batch: usize) -> DataLoader {
    let shape = ImageShape {
        height: 1,
        width: 2,
        channels: 1,
    };
    let images = |range: std::ops::Range<u8>| {
        let pixels: Vec<u8> = range.flat_map(|i| [i, 255]).collect();
        Samples::images(shape, pixels, None).unwrap()
    };
    let dataset = Dataset::new("counted", images(0..10), images(100..103));
    let settings = DataSettings {
        validation,
        ..DataSettings::default()
    };
    let data = Prepared::new(dataset, &settings).expect("there are images");
    let scaler = Arc::new(data.scaler.clone());
    DataLoader::new(Arc::new(data), scaler, 7, batch)
}

/// The batch without what is said of the next.
fn ask<'a>(
    loader: &'a mut DataLoader,
    epoch: u32,
    batch: u32,
    corruption: &Corruption,
) -> Batch<'a> {
    let key = BatchKey {
        epoch,
        batch,
        corruption: *corruption,
    };
    loader.batch(key).0
}

fn first_pixels(inputs: &[f32]) -> Vec<u8> {
    let bytes = inputs.iter().step_by(2).map(|v| (v * 255.0).round() as u8);
    bytes.collect()
}

#[test]
fn an_epoch_visits_every_training_image_once_and_keeps_the_short_batch() {
    let mut loader = loader(0, 4);
    assert_eq!(loader.batches(), 3);
    let mut seen = Vec::new();
    let mut sizes = Vec::new();
    for batch in 0..3 {
        let Batch { inputs, rows, .. } = ask(&mut loader, 0, batch, &CLEAN);
        assert_eq!(inputs.len(), rows * 2);
        assert!(inputs.iter().skip(1).step_by(2).all(|&v| v == 1.0));
        seen.extend(first_pixels(inputs));
        sizes.push(rows);
    }
    assert_eq!(sizes, [4, 4, 2]);
    seen.sort_unstable();
    assert_eq!(seen, (0..10).collect::<Vec<u8>>());
}

#[test]
fn batches_do_not_depend_on_what_was_asked_before() {
    let mut straight = loader(0, 4);
    let mut jumping = loader(0, 4);
    ask(&mut jumping, 5, 1, &CLEAN);
    assert_eq!(
        ask(&mut straight, 1, 2, &CLEAN).inputs,
        ask(&mut jumping, 1, 2, &CLEAN).inputs
    );
    assert_ne!(
        ask(&mut straight, 0, 0, &CLEAN).inputs.to_vec(),
        ask(&mut straight, 1, 0, &CLEAN).inputs.to_vec()
    );
}

#[test]
fn batches_do_not_depend_on_what_was_made_ready() {
    let key = |epoch, batch, corruption| BatchKey {
        epoch,
        batch,
        corruption,
    };
    let mut prefetching = loader(0, 4);
    for (asked, expected) in [
        (key(0, 0, NOISE), key(0, 1, NOISE)),
        (key(0, 1, NOISE), key(0, 2, NOISE)),
        // Another noise than expected, the end of the epoch, back again, and the same once more.
        (key(0, 2, CLEAN), key(1, 0, CLEAN)),
        (key(1, 0, CLEAN), key(1, 1, NOISE)),
        (key(0, 1, NOISE), key(0, 2, NOISE)),
        (key(0, 1, NOISE), key(0, 2, NOISE)),
        (key(0, 2, NOISE), key(9, 0, NOISE)),
    ] {
        let mut fresh = loader(0, 4);
        let (wanted, _) = fresh.batch(asked);
        let (found, prefetch) = prefetching.batch(asked);
        assert_eq!(found.inputs, wanted.inputs, "{asked:?}");
        assert_eq!(found.targets, wanted.targets, "{asked:?}");
        assert_eq!((found.rows, found.first), (wanted.rows, wanted.first));
        prefetch.prepare(expected);
    }
}

#[test]
fn validation_images_are_watched_or_else_the_test_images() {
    let watched = |loader: &DataLoader| {
        let mut seen = Vec::new();
        let (subset, mut buffer) = (loader.watched(), BatchBuffer::default());
        for first in (0..subset.len()).step_by(2) {
            let batch = loader.read(&subset, first, 2, &CLEAN, &mut buffer);
            assert_eq!(batch.first, first);
            seen.extend(first_pixels(batch.inputs));
        }
        seen
    };
    let mut with = loader(3, 4);
    let validation = watched(&with);
    assert_eq!(validation.len(), 3);
    let mut all = validation;
    for batch in 0..with.batches() {
        all.extend(first_pixels(ask(&mut with, 0, batch, &CLEAN).inputs));
    }
    all.sort_unstable();
    assert_eq!(all, (0..10).collect::<Vec<u8>>());
    assert_eq!(watched(&loader(0, 4)), [100, 101, 102]);
}
#[test]
fn corrupted_batches_have_clean_targets_and_fresh_noise_each_epoch() {
    let mut loader = loader(0, 10);
    let clean = ask(&mut loader, 0, 0, &CLEAN).inputs.to_vec();
    let noisy = ask(&mut loader, 0, 0, &NOISE);
    assert_eq!(noisy.targets, clean);
    assert_ne!(noisy.inputs, clean);
    let first = noisy.inputs.to_vec();
    assert_eq!(ask(&mut loader, 0, 0, &NOISE).inputs, first);
    // The same images in another order and with other noise.
    let pairs = |batch: Batch| {
        let rows = batch.targets.chunks(2).zip(batch.inputs.chunks(2));
        let mut pairs: Vec<(u8, f32)> = rows
            .map(|(target, input)| ((target[0] * 255.0).round() as u8, input[0]))
            .collect();
        pairs.sort_by_key(|pair| pair.0);
        pairs
    };
    let (one, two) = (
        pairs(ask(&mut loader, 0, 0, &NOISE)),
        pairs(ask(&mut loader, 1, 0, &NOISE)),
    );
    let differ = one.iter().zip(&two).filter(|(a, b)| a.1 != b.1).count();
    assert!(one.iter().zip(&two).all(|(a, b)| a.0 == b.0));
    // Noise that darkens black pixels further leaves them black.
    assert!(differ >= 5, "{one:?} {two:?}");
}

#[test]
fn binary_pictures_are_drawn_anew_each_epoch_and_watched_ones_once() {
    let shape = ImageShape {
        height: 8,
        width: 8,
        channels: 1,
    };
    let grey = |count: usize| Samples::images(shape, vec![102u8; count * 64], None).unwrap();
    let settings = DataSettings {
        validation: 3,
        binarise: true,
        ..DataSettings::default()
    };
    let data = Prepared::new(Dataset::new("grey", grey(10), grey(4)), &settings).unwrap();
    let scaler = Arc::new(data.scaler.clone());
    let mut loader = DataLoader::new(Arc::new(data), scaler, 7, 7);
    loader.let_device_gather(true);
    let mut drawn = |epoch, corruption| {
        let batch = ask(&mut loader, epoch, 0, corruption);
        assert!(batch.chosen.is_none());
        assert!(batch.targets.iter().all(|x| [0.0, 1.0].contains(x)));
        // Whatever their order: how many of all pixels are white.
        let white: f32 = batch.targets.iter().sum();
        (white, batch.inputs == batch.targets)
    };
    let (first, is_target) = drawn(0, &CLEAN);
    assert!((100.0..260.0).contains(&first) && is_target, "{first}");
    // The target of noisy inputs is what was drawn.
    assert_eq!(drawn(0, &NOISE), (first, false));
    assert_ne!(drawn(1, &CLEAN).0, first);
    let subset = loader.watched();
    let mut buffers = [BatchBuffer::default(), BatchBuffer::default()];
    let [one, two] = buffers.each_mut();
    let one = loader.read(&subset, 0, 3, &CLEAN, one).targets;
    assert!(one.iter().all(|x| [0.0, 1.0].contains(x)) && one.contains(&1.0));
    assert_eq!(one, loader.read(&subset, 0, 3, &CLEAN, two).targets);
}

#[test]
fn an_image_is_measured_with_the_same_noise_wherever_it_is_met() {
    let loader = loader(0, 4);
    let seen = |indices: Option<&[u32]>| {
        let subset = match indices {
            Some(indices) => loader.chosen_test(indices),
            None => loader.test(),
        };
        let mut buffer = BatchBuffer::default();
        let batch = loader.read(&subset, 0, 9, &NOISE, &mut buffer);
        assert_eq!((batch.rows, batch.targets[1]), (subset.len(), 1.0));
        batch.inputs.to_vec()
    };
    let all = seen(None);
    assert_eq!(seen(Some(&[2, 0])), [&all[4..6], &all[..2]].concat());
}
