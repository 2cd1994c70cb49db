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

    // The same command again writes over both.
    folder.succeed(&["export", "tiny", "--out", "model.py"]);
    assert_eq!(
        folder.fail(&["export", "tiny", "--out", "no/model.py"]),
        "there is no such folder to write into: no"
    );
}

#[test]
fn what_somebody_else_wrote_is_replaced_only_by_force() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny", "--epochs", "1"]);
    folder.succeed(&["export", "tiny", "--out", "made.py"]);
    for (name, foreign) in [
        ("script.py", "script.py"),
        ("new.py", "new.safetensors"),
        // Fine-tuned in PyTorch and saved over what was exported.
        ("made.py", "made.safetensors"),
    ] {
        fs::write(folder.path(foreign), "mine").unwrap();
        let command = ["export", "tiny", "--out", name, "--force"];
        let taken = folder.fail(&command[..4]);
        assert!(taken.contains("--force"), "{taken}");
        assert!(taken.ends_with(&format!(": {foreign}")), "{taken}");
        assert_eq!(fs::read(folder.path(foreign)).unwrap(), b"mine");
        folder.succeed(&command);
        assert_ne!(fs::read(folder.path(foreign)).unwrap(), b"mine");
        folder.succeed(&command[..4]);
    }
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
        stderr(&wrong).contains("ends in .py, .svg or .png"),
        "{}",
        stderr(&wrong)
    );
}

#[test]
fn a_drawing_is_made_of_what_is_trained() {
    let folder = Folder::with_tiny();
    assert_eq!(
        folder.fail(&["export", "tiny", "--out", "a.svg", "--plot", "loss"]),
        "nothing is trained yet, run hourglass train first: tiny"
    );
    // Layers are there already.
    let layers = ["export", "tiny", "--plot", "architecture", "--out"];
    folder.succeed(&[&layers[..], &["before.svg"]].concat());
    folder.succeed(&["train", "tiny", "--epochs", "1"]);
    folder.succeed(&[&layers[..], &["after.svg"]].concat());
    let [before, after] = ["before.svg", "after.svg"].map(|name| fs::read(folder.path(name)));
    assert_eq!(before.unwrap(), after.unwrap());
    let draw = |out: &str, plot: &str, more: &[&str]| {
        let command = ["export", "tiny", "--out", out, "--plot", plot];
        let said = folder.succeed(&[&command[..], more].concat());
        assert_eq!(said, format!("{out}\n"));
        fs::read(folder.path(out)).unwrap()
    };
    for plot in [
        "loss",
        "reconstructions",
        "latent",
        "codes",
        "table",
        "trade-off",
        "architecture",
    ] {
        let svg = String::from_utf8(draw("a.svg", plot, &["--size", "400x300"])).unwrap();
        assert!(svg.contains(r#"width="400pt" height="300pt""#), "{plot}");
        assert!(svg.contains("font-family=\"Inter, "), "{plot}");
    }
    let png = draw(
        "a.png",
        "loss",
        &["--size", "400x300", "--scale", "3", "--paper", "dark"],
    );
    let picture = image::load_from_memory(&png).unwrap().to_rgba8();
    assert_eq!(picture.dimensions(), (1_200, 900));
    assert_eq!(picture.get_pixel(0, 0).0, [0x16, 0x18, 0x1d, 255]);

    assert_eq!(
        folder.fail(&["export", "tiny", "--out", "b.svg"]),
        "choose what to draw with --plot, loss, reconstructions, latent, codes, table, trade-off, architecture: b.svg"
    );
    assert_eq!(
        folder.fail(&["export", "tiny", "--out", "b.py", "--plot", "loss"]),
        "a drawing ends in .svg or .png: b.py"
    );
    assert_eq!(
        folder.fail(&["export", "tiny", "--out", "no/b.svg", "--plot", "loss"]),
        "there is no such folder to write into: no"
    );
    fs::write(folder.path("mine.svg"), "<svg/>").unwrap();
    assert_eq!(
        folder.fail(&["export", "tiny", "--out", "mine.svg", "--plot", "loss"]),
        "there is a file already that is no picture of Hourglass, replace it with --force: mine.svg"
    );
}
