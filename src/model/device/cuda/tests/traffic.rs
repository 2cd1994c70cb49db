//! What goes between a GPU and the host during training steps, counted by the stand-in (`tests/gpu/standin`), which says
//! how often it was asked for what. Skipped on any other driver.

use std::ffi::{CStr, c_char, c_int};

use libloading::Library;

use crate::data::{GatherSpec, ImageShape, Samples};
use crate::model::{
    Architecture, Batch, Blueprint, Code, DeviceId, Layer, Loss, Objective, Optimiser, Parts,
    StepKey, StepSettings, build_at,
};

/// `standin_count`: times, or bytes, of one kind of thing since the start; of all names with a null pointer.
type Count = unsafe extern "C" fn(*const c_char, *const c_char, c_int) -> u64;

/// The stand-in's counts.
struct Counter {
    library: Library,
}

impl Counter {
    fn new() -> Option<Self> {
        // SAFETY: a driver's library; the program has loaded it already.
        let library = unsafe { Library::new("libcuda.so.1") }.ok()?;
        // SAFETY: nothing is called here.
        let known = unsafe { library.get::<Count>(b"standin_count\0") }.is_ok();
        known.then_some(Self { library })
    }

    /// Of copies this way: how many, and their bytes.
    fn copies(&self, way: &CStr) -> [u64; 2] {
        [0, 1].map(|bytes| {
            // SAFETY: the stand-in's function of this name has this type.
            unsafe {
                let count = self
                    .library
                    .get::<Count>(b"standin_count\0")
                    .expect("known");
                count(way.as_ptr(), std::ptr::null(), bytes)
            }
        })
    }

    fn to_host(&self) -> [u64; 2] {
        self.copies(c"device-to-host")
    }

    fn to_device(&self) -> [u64; 2] {
        self.copies(c"host-to-device")
    }
}

const ROWS: usize = 12;
const STEPS: u32 = 10;

fn settings() -> StepSettings {
    StepSettings {
        objective: Objective::default(),
        parts: Parts::All,
        optimiser: Optimiser::default(),
        learning_rate: 1e-3,
        weight_decay: 0.0,
        clip_norm: Some(1.0),
    }
}

#[test]
fn steps_take_the_numbers_of_their_images_to_the_gpu_and_nothing_back() {
    if super::gpu().is_none() {
        return;
    }
    let Some(counter) = Counter::new() else {
        println!("skipped: this driver does not count");
        return;
    };
    let image = ImageShape {
        height: 5,
        width: 5,
        channels: 1,
    };
    let blueprint = Blueprint {
        architecture: Architecture {
            encoder: vec![Layer {
                width: 16,
                ..Layer::default()
            }],
            code: Code {
                width: 4,
                ..Code::default()
            },
            ..Architecture::default()
        },
        loss: Loss::Mse,
        shape: image.into(),
        seed: 1,
    };
    let bytes: Vec<u8> = (0..100 * image.size())
        .map(|i| (i * 7 % 251) as u8)
        .collect();
    let images = Samples::images(image, bytes, None).unwrap();
    let table = std::array::from_fn(|byte| byte as f32 / 255.0);
    let indices: Vec<u32> = (0..ROWS as u32).map(|row| row * 8).collect();
    let chosen = GatherSpec {
        images: &images,
        indices: &indices,
        table: &table,
    };
    let batch = Batch {
        chosen: Some(chosen),
        ..Batch::plain(&[], ROWS, 0)
    };
    let mut model = build_at(&blueprint, DeviceId::Cuda(0)).unwrap();
    let queue = model.queue().expect("a GPU works by itself");
    let key = |batch| StepKey {
        seed: 1,
        epoch: 0,
        batch,
    };
    // The first takes the set there, and loads what is needed.
    queue.push(&batch, key(0), &settings()).unwrap();
    queue.reports().unwrap();
    let mut turn = |turn: u32| {
        let (back, there) = (counter.to_host(), counter.to_device());
        for step in 1..=STEPS {
            queue
                .push(&batch, key(turn * STEPS + step), &settings())
                .unwrap();
        }
        let (back_after, there_after) = (counter.to_host(), counter.to_device());
        let reports = queue.reports().unwrap();
        assert_eq!(reports.len(), STEPS as usize);
        assert!(reports.iter().all(|report| report.loss.is_finite()));
        let read = counter.to_host()[0] - back_after[0];
        let bytes = there_after[1] - there[1];
        (back_after[0] - back[0], read, bytes)
    };
    // Nothing back, then one copy for all their numbers; there where the images lie in their set, and the 1 that dfdx
    // begins the way back with.
    let wanted = (0, 1, u64::from(STEPS) * 4 * (ROWS as u64 + 1));
    // Other tests copy beside this one, so it waits for a turn in which none does.
    let mut least = turn(0);
    for number in 1..5_000 {
        if least == wanted {
            break;
        }
        least = least.min(turn(number));
    }
    assert_eq!(
        least, wanted,
        "copies to the host, and of all numbers, and bytes to the GPU"
    );
}
