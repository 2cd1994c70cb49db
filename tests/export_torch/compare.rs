//! Codes and reconstructions of PyTorch against this program's.

use std::fs;
use std::path::Path;

use hourglass::export::torch::{Exported, Subject, export};

use super::families::{self, Family, pixels};
use super::python;

const IMAGES: usize = 20;
pub const CLOSE: f64 = 1e-5;

/// Runs every file as a script on its images, and without any; then as a module.
const DRIVER: &str = r#"
import runpy, sys, torch
torch.manual_seed(0)
torch.set_num_threads(1)
for path in sys.argv[1:]:
    stem = path[:-3]
    for arguments in ([path, stem + ".f32"], [path]):
        sys.argv = arguments
        runpy.run_path(path, run_name="__main__")
    module = runpy.run_path(path)
    model = module["load"]()
    x = torch.frombuffer(bytearray(open(stem + ".f32", "rb").read()), dtype=torch.float32)
    x = x.reshape(20, -1)
    assert torch.equal(model(x), model.decode(model.encode(x))), path
    if hasattr(model, "sample"):
        assert model.sample(3).shape == (3, x.shape[1]), path
        mean, log_variance = model.distribution(x)
        assert torch.equal(mean, model.encode(x)) and log_variance.shape == mean.shape, path
    # A file that is not whole images is refused in a sentence.
    short = stem + ".short"
    open(short, "wb").write(bytes(46))
    sys.argv = [path, short]
    try:
        runpy.run_path(path, run_name="__main__")
        raise AssertionError(path)
    except SystemExit as refused:
        count = x.shape[1]
        assert refused.code == f"not images of {count} float32 numbers each: {short}", refused.code
    # What is trained on in PyTorch goes through dropout and the statistics of batches.
    model.train()
    model(x).sum().backward()
    assert all(p.grad is not None for n, p in model.named_parameters() if "log_var" not in n), path
"#;

/// What PyTorch should say.
struct Wanted {
    family: Family,
    codes: Vec<f32>,
    images: Vec<f32>,
}

/// Exports `family` and its images into `folder`.
fn prepare(family: Family, folder: &Path) -> Wanted {
    let model = family.trained();
    let exported = exported(&family, &model.weights());
    let file = |ending: &str| folder.join(format!("{}.{ending}", family.name));
    fs::write(file("py"), exported.python).unwrap();
    fs::write(file("safetensors"), exported.weights).unwrap();
    let x = pixels(IMAGES, family.image);
    let bytes: Vec<u8> = x.iter().flat_map(|x| x.to_ne_bytes()).collect();
    fs::write(file("f32"), bytes).unwrap();
    let codes = model.encode(&family.scaled(&x), IMAGES).unwrap();
    let mut images = model.decode(&codes, IMAGES).unwrap();
    family.scaler.unscale(&mut images);
    Wanted {
        family,
        codes,
        images,
    }
}

fn exported(family: &Family, weights: &hourglass::model::Tensors) -> Exported {
    let exported = export(&Subject {
        name: family.name,
        data: "patterns",
        scaler: &family.scaler,
        architecture: &family.architecture,
        loss: family.loss,
        weights,
        epochs: 0.5,
        steps: 4,
    });
    exported.unwrap()
}

/// The largest difference, relative where numbers exceed 1.
pub fn difference(path: &Path, wanted: &[f32]) -> f64 {
    let bytes = fs::read(path).unwrap();
    let (numbers, rest) = bytes.as_chunks::<4>();
    assert_eq!(
        (numbers.len(), rest.len()),
        (wanted.len(), 0),
        "{}",
        path.display()
    );
    let found = numbers.iter().map(|n| f32::from_ne_bytes(*n));
    let differences = found.zip(wanted).map(|(found, &wanted)| {
        let (found, wanted) = (f64::from(found), f64::from(wanted));
        // A number that is none must not pass for a small one.
        let difference = (found - wanted).abs() / wanted.abs().max(1.0);
        if difference.is_nan() {
            f64::INFINITY
        } else {
            difference
        }
    });
    differences.fold(0.0, f64::max)
}

#[test]
fn every_family_has_the_same_codes_and_reconstructions_in_pytorch() {
    if !python::has(&["torch", "safetensors"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let all: Vec<Wanted> = families::all()
        .into_iter()
        .map(|family| prepare(family, folder.path()))
        .collect();
    let file =
        |family: &Family, ending: &str| folder.path().join(format!("{}.{ending}", family.name));
    let scripts: Vec<String> = all
        .iter()
        .map(|wanted| file(&wanted.family, "py").display().to_string())
        .collect();
    let text = python::succeeded(&python::run(DRIVER, &scripts));
    assert!(text.contains("(encoder): Encoder("), "{text}");
    for Wanted {
        family,
        codes,
        images,
    } in &all
    {
        let apart = [("codes", codes), ("reconstructions", images)]
            .map(|(what, wanted)| difference(&file(family, &format!("{what}.f32")), wanted));
        println!(
            "{}: codes {:.1e}, reconstructions {:.1e}",
            family.name, apart[0], apart[1]
        );
        assert!(
            apart.iter().all(|apart| *apart < CLOSE),
            "{}: {apart:?}",
            family.name
        );
        // Nothing is compared where all numbers are alike.
        let alike = |numbers: &[f32]| numbers.iter().all(|n| (n - numbers[0]).abs() < 1e-3);
        assert!(!alike(codes) && !alike(images), "{}", family.name);
    }
}
