//! The bound on what may move to another thread.

/// `Send`, except in builds with CUDA: dfdx's CUDA device stays on the thread that made it, so models do. Such builds
/// train several models in turns rather than beside each other.
#[cfg(not(feature = "cuda"))]
pub trait Movable: Send {}
#[cfg(not(feature = "cuda"))]
impl<T: Send + ?Sized> Movable for T {}

/// `Send`, except in builds with CUDA: dfdx's CUDA device stays on the thread that made it, so models do. Such builds
/// train several models in turns rather than beside each other.
#[cfg(feature = "cuda")]
pub trait Movable {}
#[cfg(feature = "cuda")]
impl<T: ?Sized> Movable for T {}
