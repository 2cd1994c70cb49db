//! Tests of a device that fails in the middle of training, and of a folder that another program writes to.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::app::breakable::{self, Breakables, Device, images};
use crate::data::{IdxFiles, Source};
use crate::project::{self, Document, Version};

const ID: VariantId = VariantId(1);

/// One variant on 20 images in a file of `folder`, 7 epochs of 20 updates.
fn document(folder: &Path) -> Document {
    let dataset = images();
    let path = folder.join("images");
    let mut file = vec![0, 0, 8, 3];
    for size in [20_u32, 3, 3] {
        file.extend(size.to_be_bytes());
    }
    file.extend(&**dataset.train.bytes().expect("images"));
    fs::write(&path, file).unwrap();
    let mut document = breakable::document();
    document.data.source = Source::Idx(IdxFiles {
        images: path.clone(),
        labels: None,
        test_images: Some(path),
        test_labels: None,
        ..IdxFiles::default()
    });
    let settings = &mut document.variants[0].settings;
    settings.training.batch = 1;
    settings.training.epochs = 7;
    document
}

/// Trains on the broken or whole `device`, in the place of `choice`.
fn train(
    (document, version): (Document, Option<Arc<Version>>),
    bundle: &Path,
    choice: DeviceChoice,
    device: &Arc<Device>,
    meanwhile: impl FnOnce(),
) -> Result<Ending> {
    let (mut report, wakes) = (Report::new(true), Wakes::new());
    let options = AppOptions {
        threads: 1,
        device: Some(choice),
        ..AppOptions::default()
    };
    let factory = Box::new(Breakables(Arc::clone(device)));
    let project = (document, bundle.to_path_buf(), version);
    let app = App::without_screen_on(wakes.wake(), project, options, factory);
    let mut training = Training::on(app, bundle.to_path_buf(), &wakes, &mut report)?;
    meanwhile();
    training.train(&[ID])
}

fn opened(bundle: &Path) -> (Document, Option<Arc<Version>>) {
    let opened = project::open(bundle).unwrap();
    assert_eq!(opened.warnings, []);
    (opened.document, opened.version)
}

#[test]
fn a_run_that_a_gpu_fails_leaves_its_last_good_weights_and_goes_on_with_the_cpu() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("digits");
    let device = Arc::new(Device::default());
    device.break_after(110);
    let gpu = DeviceChoice::This(DeviceId::Cuda(0));
    let begun = (document(folder.path()), None);
    let failure = train(begun, &bundle, gpu, &device, || ()).unwrap_err();
    let way_on = format!("hourglass train {} --device cpu: A", bundle.display());
    assert_eq!(
        failure.to_string(),
        format!("the device failed: out of memory; to go on with the CPU: {way_on}")
    );
    let saved = opened(&bundle);
    let trained = saved.0.variants[0].trained.as_ref().unwrap();
    assert_eq!(trained.resume_state.position.step, 100);

    // What does not fit any more is said in the same way, and once.
    let failure = train(saved, &bundle, gpu, &device, || ()).unwrap_err();
    let failure = failure.to_string();
    assert!(failure.ends_with(&way_on), "{failure}");
    assert_eq!(failure.matches("to go on").count(), 1, "{failure}");

    let cpu = DeviceChoice::This(DeviceId::Cpu);
    let ending = train(opened(&bundle), &bundle, cpu, &device, || ()).unwrap();
    assert_eq!(ending, Ending::Done);
    let (saved, _) = opened(&bundle);
    let trained = saved.variants[0].trained.as_ref().unwrap();
    assert_eq!(trained.state, RunState::Finished);
    assert_eq!(trained.resume_state.position.step, 140);
    // 110, and the last 40 of 140.
    assert_eq!(device.steps(), 150);
}

#[test]
fn a_project_that_came_before_the_first_save_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("digits");
    let device = Arc::new(Device::default());
    let cpu = DeviceChoice::This(DeviceId::Cpu);
    let other = Document {
        name: "other".into(),
        ..Document::default()
    };
    let meanwhile = || project::save(&other, &bundle).unwrap();
    let begun = (document(folder.path()), None);
    let failure = train(begun, &bundle, cpu, &device, meanwhile).unwrap_err();
    assert_eq!(
        failure.to_string(),
        format!("another project is there already: {}", bundle.display())
    );
    assert_eq!(opened(&bundle).0.name, "other");
    assert_eq!(device.steps(), 0);
}
