//! im2col: the windows of maps as rows of a matrix, and weights in the order of its columns.

use cudarc::driver::DeviceRepr;
use dfdx::prelude::*;

use super::buffers::Buffer;
use super::context::{Context, count, grid, grid_of_images};
use super::matmul::Operand;
use super::pointer::at;
use crate::model::Padding;
use crate::model::device::maps::{Filters, Windows};

/// Numbers of the windows of as many images as are taken at once: 1 GiB.
const MOST_NUMBERS: usize = 1 << 28;
const BYTES: u64 = size_of::<f32>() as u64;

/// As in `kernels/convolution.cu`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Sizes {
    big: [u32; 3],
    small: [u32; 2],
    kernel: u32,
    stride: u32,
    mirror: u32,
}

// SAFETY: eight numbers, laid out as the kernels' struct.
unsafe impl DeviceRepr for Sizes {}

/// How the windows of maps become a matrix.
#[derive(Clone, Copy)]
pub struct Unrolled {
    windows: Windows,
    sizes: Sizes,
    /// Numbers in the windows of one image.
    numbers: usize,
}

impl Unrolled {
    /// # Errors
    /// When an image is larger than kernels can index.
    pub fn new(windows: Windows) -> Result<Self, CudaError> {
        let (big, small) = (windows.big, windows.small);
        let width = big.channels * windows.kernel * windows.kernel;
        let numbers = small.height * small.width * width;
        count(numbers)?;
        count(big.size())?;
        let sizes = Sizes {
            big: [big.height, big.width, big.channels].map(|size| size as u32),
            small: [small.height, small.width].map(|size| size as u32),
            kernel: windows.kernel as u32,
            stride: windows.stride as u32,
            mirror: u32::from(windows.padding == Padding::Reflect),
        };
        Ok(Self {
            windows,
            sizes,
            numbers,
        })
    }

    fn at_once(&self, images: usize) -> usize {
        (MOST_NUMBERS / self.numbers.max(1)).clamp(1, images.max(1))
    }

    /// The images that are taken at once, one lot after another.
    pub fn parts(&self, images: usize) -> impl Iterator<Item = ImageRange> + use<> {
        let (unrolled, at_once) = (*self, self.at_once(images));
        (0..images).step_by(at_once).map(move |first| ImageRange {
            unrolled,
            first,
            images: at_once.min(images - first),
        })
    }

    /// Memory for the windows of as many images as are taken at once.
    pub fn room(&self, context: &Context, images: usize) -> Result<Buffer, CudaError> {
        let numbers = self.at_once(images) * self.numbers;
        Ok(context.buffers.take(&context.device, numbers)?)
    }

    /// Windows of maps.
    pub fn gather(
        &self,
        context: &Context,
        big: u64,
        columns: u64,
        images: usize,
    ) -> Result<(), CudaError> {
        let images = images as u32;
        let grid = grid_of_images(self.numbers as u32, images);
        let params = (big, columns, self.sizes, images);
        context.launch(&context.functions.gather_windows, grid, params)
    }

    /// For each number of the maps the sum of what windows hold for it.
    pub fn spread(
        &self,
        context: &Context,
        columns: u64,
        big: u64,
        images: usize,
        add: bool,
    ) -> Result<(), CudaError> {
        let images = images as u32;
        let grid = grid_of_images(self.windows.big.size() as u32, images);
        let params = (columns, big, self.sizes, images, i32::from(add));
        context.launch(&context.functions.spread_windows, grid, params)
    }
}

/// Some images of a batch.
#[derive(Clone, Copy)]
pub struct ImageRange {
    unrolled: Unrolled,
    pub first: usize,
    pub images: usize,
}

impl ImageRange {
    /// Their big maps in a batch's at `address`.
    pub fn big(&self, address: u64) -> u64 {
        address + (self.first * self.unrolled.windows.big.size()) as u64 * BYTES
    }

    /// Their small maps.
    pub fn small(&self, address: u64) -> u64 {
        address + (self.first * self.unrolled.windows.small.size()) as u64 * BYTES
    }

    fn windows(&self) -> usize {
        let small = self.unrolled.windows.small;
        self.images * small.height * small.width
    }

    /// Their small maps as a matrix with a row for each pixel.
    pub fn small_pixels(&self, address: u64) -> Operand {
        let channels = self.unrolled.windows.small.channels;
        Operand::new(self.small(address), self.windows(), channels)
    }

    /// Their windows, which lie at `address` themselves.
    pub fn columns(&self, address: u64) -> Operand {
        let windows = self.unrolled.windows;
        let width = windows.big.channels * windows.kernel * windows.kernel;
        Operand::new(address, self.windows(), width)
    }
}

/// Weights with the taps before the channels.
pub struct Turned {
    /// `None` where one order is the other: the weights themselves.
    own: Option<Buffer>,
    address: u64,
    rows: usize,
    channels: usize,
    taps: usize,
}

impl Turned {
    pub fn new(context: &Context, weight: &Filters<Cuda>) -> Result<Self, CudaError> {
        let (rows, channels, kernel, _) = *weight.shape();
        let mut turned = Self {
            own: None,
            address: at(weight),
            rows,
            channels,
            taps: kernel * kernel,
        };
        if channels > 1 && turned.taps > 1 {
            let numbers = count(turned.numbers())?;
            let to = context.buffers.take(&context.device, turned.numbers())?;
            let sizes = (channels as u32, turned.taps as u32);
            let params = (turned.address, to.address(), numbers, sizes.0, sizes.1);
            context.launch(&context.functions.turn_weights, grid(numbers), params)?;
            turned.address = to.address();
            turned.own = Some(to);
        }
        Ok(turned)
    }

    fn numbers(&self) -> usize {
        self.rows * self.channels * self.taps
    }

    /// A row for each channel of the small map. The weights must live while it is used.
    pub fn operand(&self) -> Operand {
        Operand::new(self.address, self.rows, self.channels * self.taps)
    }

    /// Where the gradient goes, in the same order.
    pub fn slope(
        &self,
        context: &Context,
        gradients: &mut Gradients<f32, Cuda>,
        weight: &Filters<Cuda>,
    ) -> Result<TurnedSlope, CudaError> {
        let (to, add) = context.parameter_slope(gradients, weight)?;
        let own = match self.own {
            None => None,
            Some(_) => Some(context.buffers.take(&context.device, self.numbers())?),
        };
        Ok(TurnedSlope {
            address: own.as_ref().map_or(to, |own| own.address()),
            add: add && own.is_none(),
            own,
            to: (to, add),
            numbers: self.numbers() as u32,
            sizes: (self.channels as u32, self.taps as u32),
        })
    }
}

/// The gradient of [`Turned`] weights while it is added up.
pub struct TurnedSlope {
    pub address: u64,
    /// To what is there already.
    pub add: bool,
    own: Option<Buffer>,
    to: (u64, bool),
    numbers: u32,
    sizes: (u32, u32),
}

impl TurnedSlope {
    /// Hands it to the weights' own.
    pub fn finish(self, context: &Context) -> Result<(), CudaError> {
        let Some(own) = self.own else { return Ok(()) };
        let (to, add) = self.to;
        let (channels, taps) = self.sizes;
        let params = (
            own.address(),
            to,
            self.numbers,
            channels,
            taps,
            i32::from(add),
        );
        let grid = grid(self.numbers);
        context.launch(&context.functions.turn_weights_back, grid, params)
    }
}
