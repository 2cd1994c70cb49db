//! Updates, numbers that stay on the GPU, and batches gathered there.

use dfdx::prelude::*;

use super::*;
use crate::data::{GatherSpec, ImageShape, Samples};
use crate::model::Optimiser;
use crate::model::device::Update;
use crate::model::device::tests::OPTIMISERS;

struct Updates {
    count: usize,
    optimiser: Optimiser,
    decay: f32,
    clipped: bool,
}

impl Check for Updates {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let mut parameter: Tensor<(usize,), f32, D> = draw(device, (self.count,), 5);
        let mut moments = [None, None];
        let (mut found, mut sums) = (Vec::new(), Vec::new());
        for step in 1..=3 {
            let rule = Update {
                optimiser: self.optimiser,
                learning_rate: 0.01,
                weight_decay: self.decay,
                step,
            };
            let slope = draw(device, (self.count,), 10 + step);
            let mut gradients = (parameter.leaky_trace() * slope)
                .sum::<Rank0, _>()
                .backward();
            let sum = D::gradient_square_sum(&parameter, &mut gradients).unwrap();
            let factor = device.clip_factor(std::slice::from_ref(&sum), 0.5).unwrap();
            let scale = self.clipped.then_some(&factor);
            let again =
                D::update(&mut parameter, &mut moments, &mut gradients, &rule, scale).unwrap();
            sums.extend([sum, factor.clone(), again]);
            found.push(parameter.as_vec());
        }
        for moment in moments.iter().flatten() {
            found.push(moment.as_vec());
        }
        let sums = device.read(sums).unwrap();
        found.push(sums.iter().map(|sum| *sum as f32).collect());
        found
    }
}

#[test]
fn optimisers_agree() {
    for (index, optimiser) in OPTIMISERS.into_iter().enumerate() {
        for (part, count) in [1, 257, 40_001].into_iter().enumerate() {
            let check = Updates {
                count,
                optimiser,
                decay: [0.0, 0.1][(index + part) % 2],
                clipped: part != 1,
            };
            agree(&format!("{optimiser:?} {count}"), 1e-5, &check);
        }
    }
}

#[test]
fn a_copy_made_before_an_update_keeps_its_numbers() {
    let Some(gpu) = gpu() else { return };
    let mut parameter: Tensor<(usize,), f32, Cuda> = draw(&gpu, (3,), 5);
    let before = parameter.as_vec();
    let rule = Update {
        optimiser: OPTIMISERS[0],
        learning_rate: 0.5,
        weight_decay: 0.0,
        step: 1,
    };
    let mut gradients = parameter.leaky_trace().sum::<Rank0, _>().backward();
    let moments = &mut [None, None];
    Cuda::update(&mut parameter, moments, &mut gradients, &rule, None).unwrap();
    assert_ne!(parameter.as_vec(), before);
    assert_eq!(before, numbers(3, 5));
}

/// Many slots, read out of order, and a norm over more of them than one call adds up.
#[test]
fn numbers_are_read_in_their_order_and_their_slots_are_used_again() {
    let Some(gpu) = gpu() else { return };
    let note = |number: f32| {
        let number: Tensor<Rank0, f32, Cuda> = gpu.upload(&[number], ()).unwrap();
        Cuda::note(&number).unwrap()
    };
    assert!(gpu.read(vec![]).unwrap().is_empty());
    for _ in 0..2 {
        let noted: Vec<_> = (0..700).map(|number| note(number as f32)).collect();
        let turned: Vec<_> = noted.iter().rev().step_by(7).cloned().collect();
        let expected: Vec<f64> = (0..700).rev().step_by(7).map(f64::from).collect();
        assert_eq!(gpu.read(turned).unwrap(), expected);
        // 0 + 1 + .. + 699 = 244,650, whose root is 494.6.
        let factor = gpu.clip_factor(&noted, 49.462).unwrap();
        let factor = gpu.read(vec![factor]).unwrap()[0];
        assert!((factor - 0.1).abs() < 1e-5, "{factor}");
    }
    let small = gpu.clip_factor(&[note(4.0)], 3.0).unwrap();
    let none = gpu.clip_factor(&[], 3.0).unwrap();
    let lost = gpu.clip_factor(&[note(f32::NAN)], 3.0).unwrap();
    let found = gpu.read(vec![small, none, lost]).unwrap();
    assert_eq!(found[..2], [1.0, 1.0]);
    assert!(found[2].is_nan());
}

#[test]
fn shares_above_zero_are_counted() {
    let Some(gpu) = gpu() else { return };
    let share = |numbers: &[f32]| {
        let x = gpu.upload(numbers, (1, numbers.len())).unwrap();
        let share = Cuda::share_above_zero(&x).unwrap();
        gpu.read(vec![share]).unwrap()[0]
    };
    assert_eq!(share(&[1.0, 0.0, -1.0, f32::NAN]), 0.25);
    assert_eq!(share(&[0.5; 3001]), 1.0);
}

struct Gather;

impl Check for Gather {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let shape = ImageShape {
            height: 19,
            width: 7,
            channels: 3,
        };
        let bytes = |factor: usize| -> Vec<u8> {
            (0..5 * shape.size())
                .map(|byte| (byte * factor % 251) as u8)
                .collect()
        };
        let table: Vec<f32> = numbers(256, 1);
        let table: &[f32; 256] = table.as_slice().try_into().unwrap();
        let mut found = Vec::new();
        for factor in [7, 11] {
            // Another set each time, perhaps where the last one lay.
            let images = Samples::images(shape, bytes(factor), None).unwrap();
            for indices in [&[4, 0, 0, 3][..], &[1], &[]] {
                let images = &images;
                let rows = device.gather(&GatherSpec {
                    images,
                    indices,
                    table,
                });
                let rows = rows.unwrap();
                assert_eq!(*rows.shape(), (indices.len(), shape.size()));
                if !indices.is_empty() {
                    found.push(rows.as_vec());
                }
            }
        }
        found
    }
}

#[test]
fn batches_are_gathered_from_bytes() {
    agree("gather", 0.0, &Gather);
}
