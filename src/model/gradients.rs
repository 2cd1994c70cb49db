//! Gradients that keep their memory from step to step.
//!
//! dfdx lets a [`Gradients`] keep those of tensors in a collection whose shapes are known to the compiler. Parameters
//! here have run-time sizes, so they are shown to it under shapes that pass for known ones: it asks for a tensor's
//! identity and memory alone.

use dfdx::nn::{ModuleVisitor, TensorCollection, TensorOptions, ZeroGrads};
use dfdx::prelude::{
    ConstDim, ConstShape, Device, Dim, Dtype, Gradients, RealizeShapeTo, RealizeTo, Shape, Tensor,
};

/// Any width, passing for a known one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Width(usize);

impl Dim for Width {
    fn size(&self) -> usize {
        self.0
    }

    fn from_size(size: usize) -> Option<Self> {
        Some(Self(size))
    }
}

impl ConstDim for Width {
    const SIZE: usize = 0;
}

/// A parameter's shape, and the same number of [`Width`]s.
pub trait Sizes: Shape + RealizeShapeTo<Self::Known> {
    type Known: ConstShape<Concrete = Self::Concrete>;
}

impl Sizes for (usize,) {
    type Known = (Width,);
}

impl Sizes for (usize, usize) {
    type Known = (Width, Width);
}

impl Sizes for (usize, usize, usize) {
    type Known = (Width, Width, Width);
}

impl Sizes for (usize, usize, usize, usize) {
    type Known = (Width, Width, Width, Width);
}

/// A collection of one tensor.
struct Leaf<S: ConstShape, E: Dtype, D: Device<E>>(Tensor<S, E, D>);

impl<S: ConstShape, E: Dtype, D: Device<E>> TensorCollection<E, D> for Leaf<S, E, D> {
    type To<E2: Dtype, D2: Device<E2>> = Leaf<S, E2, D2>;

    fn iter_tensors<V: ModuleVisitor<Self, E, D>>(
        visitor: &mut V,
    ) -> Result<Option<Self::To<V::E2, V::D2>>, V::Err> {
        let options = TensorOptions::reset_to_zeros();
        let tensor = Self::tensor("tensor", |leaf| &leaf.0, |leaf| &mut leaf.0, options);
        visitor.visit_fields(tensor, Leaf)
    }
}

/// Lets `gradients` keep that of `parameter` when it drops those of numbers between layers. It is zero at first.
///
/// # Errors
/// When there is no memory for it.
pub fn keep<S: Sizes, D: Device<f32>>(
    parameter: &Tensor<S, f32, D>,
    gradients: &mut Gradients<f32, D>,
) -> Result<(), D::Err> {
    match parameter.clone().try_realize::<S::Known>() {
        Ok(parameter) => Leaf(parameter).try_zero_grads(gradients),
        Err(_) => unreachable!("every size is a width"),
    }
}
