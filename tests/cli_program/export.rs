//! `hourglass export`.

use std::fs;

use hourglass::project;

use super::program::{Folder, add_variant, stderr};

#[test]
fn a_trained_variant_becomes_two_files() {
    let folder = Folder::with_tiny();
    assert_eq!(
        folder.fail(&["export", "tiny", "--out", "model.py"]),
        "not trained yet, run hourglass train first: A"
    );
    folder.succeed(&["train", "tiny", "--epochs", "1"]);
    let said = folder.succeed(&["export", "tiny", "--out", "model.py"]);
    assert_eq!(said, "model.py\nmodel.safetensors\n");
    let python = fs::read_to_string(folder.path("model.py")).unwrap();
    // 200 images in batches of 32.
    assert!(python.contains("Training: 1 epoch, 7 steps.\n"), "{python}");
    assert!(python.contains("nn.Linear(64, 16),"), "{python}");
    let weights = fs::read(folder.path("model.safetensors")).unwrap();
    // A header, and 64 - 16 - 4 - 16 - 64 with biases.
    let header = 8 + u64::from_le_bytes(weights[..8].try_into().unwrap()) as usize;
    assert_eq!(
        weights.len() - header,
        4 * (65 * 16 + 17 * 4 + 5 * 16 + 17 * 64)
    );

    // The same command again writes over both, but not over weights that some other file goes with.
    folder.succeed(&["export", "tiny", "--out", "model.py"]);
    fs::write(folder.path("other.safetensors"), "mine").unwrap();
    let taken = folder.fail(&["export", "tiny", "--out", "other.py"]);
    assert!(taken.ends_with("already: other.safetensors"), "{taken}");

    let nowhere = folder.fail(&["export", "tiny", "--out", "no/model.py"]);
    assert!(
        nowhere.starts_with("the PyTorch model was not saved"),
        "{nowhere}"
    );
    assert!(nowhere.ends_with(": no/model.py"), "{nowhere}");
}

#[test]
fn of_several_variants_one_must_be_named() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    add_variant(&mut document);
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&["train", "tiny", "--epochs", "1"]);
    assert_eq!(
        folder.fail(&["export", "tiny", "--out", "b.py"]),
        "there are several variants, choose one of A, B with --variant: tiny"
    );
    assert_eq!(
        folder.fail(&["export", "tiny", "--variant", "C", "--out", "b.py"]),
        "there is no such variant, the project has A, B: C"
    );
    folder.succeed(&["export", "tiny", "--variant", "B", "--out", "b.py"]);
    let python = fs::read_to_string(folder.path("b.py")).unwrap();
    assert!(python.starts_with("\"\"\"B: an autoencoder"), "{python}");

    let wrong = folder.run(&["export", "tiny", "--variant", "B", "--out", "b.pt"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        stderr(&wrong).contains("ending in .py"),
        "{}",
        stderr(&wrong)
    );
}
