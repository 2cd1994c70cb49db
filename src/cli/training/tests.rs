//! A device that fails in the middle of training.

use std::sync::Arc;

use super::*;
use crate::app::breakable::{Breakables, Device, images};
use crate::model::{Architecture, Code, Layer};

const ID: VariantId = VariantId(1);

/// One variant on 20 images, 7 epochs of 20 updates.
fn document() -> Document {
    let mut document = Document::default();
    document.data.validation = 0;
    let settings = &mut document.variants[0].settings;
    settings.architecture = Architecture {
        encoder: vec![Layer {
            width: 16,
            ..Layer::default()
        }],
        code: Code {
            width: 4,
            ..Code::default()
        },
        ..Architecture::default()
    };
    settings.training.batch = 1;
    settings.training.epochs = 7;
    document
}

fn prepared(document: &Document) -> Arc<Prepared> {
    Arc::new(Prepared::new(images(), &document.data).unwrap())
}

fn train(
    document: &mut Document,
    bundle: &Path,
    device: DeviceChoice,
    workshop: &dyn Workshop,
) -> Result<Ending> {
    let mut report = Report::new(true, "test");
    let data = prepared(document);
    let mut session = Session {
        workshop,
        ..Session::new(document, &data, bundle, &mut report, device)
    };
    session.train(&[ID])
}

#[test]
fn a_run_that_a_gpu_fails_leaves_its_last_good_weights_and_goes_on_with_the_cpu() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("digits");
    let device = Arc::new(Device::default());
    device.break_after(110);
    let workshop = Breakables(Arc::clone(&device));
    let mut document = document();
    let gpu = DeviceChoice::This(DeviceId::Cuda(0));
    let failure = train(&mut document, &bundle, gpu, &workshop).unwrap_err();
    assert_eq!(
        failure.to_string(),
        format!(
            "the device failed: out of memory; to go on with the CPU: hourglass train {} --device cpu: A",
            bundle.display()
        )
    );
    let mut saved = project::open(&bundle).unwrap().document;
    let trained = saved.variants[0].trained.as_ref().unwrap();
    assert_eq!(trained.checkpoint.position.step, 100);

    // What does not fit any more is said in the same way.
    let failure = train(&mut saved, &bundle, gpu, &workshop).unwrap_err();
    let way_on = format!("hourglass train {} --device cpu: A", bundle.display());
    assert!(failure.to_string().ends_with(&way_on), "{failure}");

    let cpu = DeviceChoice::This(DeviceId::Cpu);
    let ending = train(&mut saved, &bundle, cpu, &workshop).unwrap();
    assert_eq!(ending, Ending::Done);
    let trained = saved.variants[0].trained.as_ref().unwrap();
    assert_eq!(trained.state, RunState::Finished);
    assert_eq!(trained.checkpoint.position.step, 140);
    // 110, and the last 40 of 140.
    assert_eq!(device.steps(), 150);
}

#[test]
fn the_fastest_device_is_found_by_trying_and_one_that_fails_is_passed_over() {
    let device = Arc::new(Device::default());
    device.break_after(0);
    let workshop = Breakables(Arc::clone(&device));
    let mut document = document();
    let data = prepared(&document);
    let mut report = Report::new(true, "test");
    let session = Session::new(
        &mut document,
        &data,
        Path::new(""),
        &mut report,
        DeviceChoice::Auto,
    );
    let job = session.job(&session.document.variants[0]).unwrap();
    let (run, choice) = device::start(DeviceChoice::Auto, job, &workshop).unwrap();
    assert_eq!(choice.device, DeviceId::Cpu);
    let reason = choice.reason.unwrap();
    assert!(
        reason.ends_with("cuda:0 failed, the device failed: out of memory"),
        "{reason}"
    );
    assert_eq!(run.position().step, 0);
}
