//! Every operation on a GPU against the CPU's kernels. Without a usable GPU they are skipped.

mod layers;
mod losses;
mod maps;
mod steps;
mod traffic;

use dfdx::prelude::*;

use crate::model::device::tests::{assert_close, numbers};
use crate::model::device::{Kernels, Rows};
use crate::model::place;
use crate::model::{DeviceId, Movable};

/// Rows on the way through a model that learns.
type Traced<D> = Rows<usize, D, OwnedTape<f32, D>>;

/// Something to do on any device, and what it comes to.
trait Check: Movable {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>>;
}

/// The first GPU that can be used.
fn gpu() -> Option<Cuda> {
    let usable = |info: &&place::DeviceInfo| info.id != DeviceId::Cpu && info.problem.is_none();
    match place::devices().iter().find(usable).map(|info| info.id) {
        Some(DeviceId::Cuda(number)) => Some(super::open(number, 0).expect("a usable GPU")),
        _ => {
            println!("skipped: there is no GPU that can be used");
            None
        }
    }
}

/// Asserts that a GPU comes to the same as the CPU.
fn agree(what: &str, tolerance: f32, check: &impl Check) {
    let Some(gpu) = gpu() else { return };
    let (ours, theirs) = (check.on(&gpu), check.on(&Cpu::default()));
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (part, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        assert_close(ours, theirs, tolerance, &format!("{what} part {part}"));
    }
}

/// Numbers in [-1, 1) in any shape.
fn draw<S: Shape, D: Kernels>(device: &D, shape: S, seed: u64) -> Tensor<S, f32, D> {
    let numbers = numbers(shape.num_elements(), seed);
    device.upload(&numbers, shape).unwrap()
}

/// Gradients of the weighted sum of outputs, with weights that nothing else depends on.
fn backward<D: Kernels>(y: Traced<D>) -> Gradients<f32, D> {
    let weights = draw(&y.device().clone(), *y.shape(), 99);
    (y * weights).sum::<Rank0, _>().backward()
}
