//! `hourglass use compress` and `decompress`.

use std::fs;

use hourglass::data::Prepared;
use hourglass::eval::mse;

use super::program::{Folder, add_variant, events, keys};

/// The numbers of a NumPy array of single precision.
pub fn array(folder: &Folder, name: &str, shape: &str) -> Vec<f32> {
    let bytes = fs::read(folder.path(name)).unwrap();
    let end = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let header = String::from_utf8_lossy(&bytes[10..end]).into_owned();
    assert!(header.contains(shape), "{header}");
    let (numbers, rest) = bytes[end..].as_chunks::<4>();
    assert!(rest.is_empty());
    numbers.iter().copied().map(f32::from_le_bytes).collect()
}

#[test]
fn what_is_compressed_comes_back_with_the_error_that_was_told() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny"]);
    let data = Prepared::load(&folder.open("tiny").data).unwrap();
    let test = data.dataset.test.bytes().unwrap().iter();
    let test: Vec<f32> = test.map(|&byte| f32::from(byte) / 255.0).collect();
    for bits in ["2", "4", "8"] {
        let setting = format!("bits={bits}");
        let out = format!("{bits}.codes");
        let line = [
            "use", "compress", "tiny", "--set", &setting, "--out", &out, "--json",
        ];
        let event = &events(&folder.succeed(&line))[0];
        let figures = &event["figures"];
        assert_eq!(keys(figures), ["bytes", "bits_per_value", "mse"]);
        assert_eq!(keys(&event["baselines"]), ["pca", "jpeg"]);
        for name in ["pca", "jpeg"] {
            assert_eq!(keys(&event["baselines"][name]), keys(figures), "{event}");
        }
        let bytes = fs::metadata(folder.path(&out)).unwrap().len();
        assert_eq!(figures["bytes"], bytes as f64);
        let a_value = bytes as f64 * 8.0 / 48.0 / 64.0;
        assert_eq!(figures["bits_per_value"].as_f64(), Some(a_value));
        // One JPEG file of a picture is larger than all codes.
        assert!(event["baselines"]["jpeg"]["bytes"].as_f64().unwrap() > 48.0 * 100.0);
        let npy = format!("{bits}.npy");
        folder.succeed(&["use", "decompress", "tiny", "--input", &out, "--out", &npy]);
        let back = array(&folder, &npy, "'shape': (48, 8, 8), ");
        assert_eq!(figures["mse"].as_f64(), Some(mse(&test, &back)), "{bits}");
    }
    // What was trained keeps all that is needed, wherever its data are.
    fs::rename(folder.path("images"), folder.path("elsewhere")).unwrap();
    let line = ["use", "decompress", "tiny", "--input", "8.codes", "--out"];
    folder.succeed(&[&line[..], &["alone.npy"]].concat());
    let [alone, before] = ["alone.npy", "8.npy"].map(|name| fs::read(folder.path(name)).unwrap());
    assert_eq!(alone, before);
    fs::rename(folder.path("elsewhere"), folder.path("images")).unwrap();
    // Over its own file unasked; the same as pictures and as a table.
    folder.succeed(&["use", "compress", "tiny", "--out", "2.codes"]);
    let again = ["use", "decompress", "tiny", "--input", "8.codes"];
    folder.succeed(&[&again[..], &["--out", "pictures"]].concat());
    let picture = fs::read(folder.path("pictures/47.png")).unwrap();
    assert_eq!(&picture[1..4], b"PNG");
    assert_eq!(fs::read_dir(folder.path("pictures")).unwrap().count(), 48);
    folder.succeed(&[&again[..], &["--out", "8.csv"]].concat());
    let text = fs::read_to_string(folder.path("8.csv")).unwrap();
    assert!(text.starts_with("pixel 0,pixel 1,"), "{text}");
    assert_eq!(text.lines().count(), 49);
    // Pictures of two runs never lie in one folder, and what is somebody else's goes by its name alone.
    fs::write(folder.path("pictures/05.png"), "mine").unwrap();
    fs::copy(
        folder.path("pictures/47.png"),
        folder.path("pictures/48.png"),
    )
    .unwrap();
    let sentence = folder.fail(&[&again[..], &["--out", "pictures"]].concat());
    assert_eq!(
        sentence,
        "there are files in this folder already, name another one or replace its pictures with --force: pictures"
    );
    let kept = fs::read(folder.path("pictures/05.png")).unwrap();
    assert_eq!(kept, b"mine");
    folder.succeed(&[&again[..], &["--out", "pictures", "--force"]].concat());
    assert_eq!(fs::read_dir(folder.path("pictures")).unwrap().count(), 48);
    // Found before any work: nobody makes files there.
    #[cfg(target_os = "linux")]
    for out in ["/proc/a.npy", "/proc/pictures"] {
        let sentence = folder.fail(&[&again[..], &["--out", out]].concat());
        assert!(
            sentence.starts_with("nothing can be written into this folder, ")
                && sentence.ends_with(": /proc"),
            "{sentence}"
        );
    }
}

#[test]
fn files_of_codes_that_cannot_be_are_sentences() {
    let folder = Folder::new();
    let mut document = folder.tiny();
    add_variant(&mut document);
    hourglass::project::save(&document, &folder.path("tiny")).unwrap();
    let compress = [
        "use",
        "compress",
        "tiny",
        "--variant",
        "A",
        "--out",
        "a.codes",
    ];
    let sentence = folder.fail(&compress);
    assert_eq!(
        sentence,
        "nothing is trained yet, run hourglass train first: tiny"
    );
    folder.succeed(&["train", "tiny"]);
    folder.succeed(&compress);
    let whole = fs::read(folder.path("a.codes")).unwrap();
    fs::write(folder.path("cut.codes"), &whole[..whole.len() - 1]).unwrap();
    fs::write(folder.path("other.codes"), "row,label\n0,1\n").unwrap();
    fs::write(folder.path("a.bin"), "mine").unwrap();
    let decompress = |line: &[&str]| {
        let start = ["use", "decompress", "tiny", "--out", "a.npy"];
        folder.fail(&[&start[..], line].concat())
    };
    for (line, expected) in [
        (
            &["--variant", "A"][..],
            "give the file to work on with --input: decompress",
        ),
        (
            &["--variant", "A", "--input", "cut.codes"],
            "the file of codes is damaged or cut short: cut.codes",
        ),
        (
            &["--variant", "A", "--input", "other.codes"],
            "this is no file of codes that this program wrote: other.codes",
        ),
        (
            &["--variant", "A", "--input", "tiny"],
            "this is no file: tiny",
        ),
        (
            &["--variant", "B", "--input", "a.codes"],
            "the codes were made by other weights: a.codes",
        ),
    ] {
        assert_eq!(decompress(line), expected);
    }
    let gone = decompress(&["--variant", "A", "--input", "gone.codes"]);
    assert!(
        gone.starts_with("it cannot be read, ") && gone.ends_with(": gone.codes"),
        "{gone}"
    );
    for (line, expected) in [
        (
            &["compress", "tiny", "--out", "a.npy"][..],
            "give the name of a file that ends in .codes: a.npy",
        ),
        (
            &["compress", "tiny", "--set", "bits=9"],
            "give a whole number, at least 1 and at most 8, not 9: bits",
        ),
        (
            &["decompress", "tiny", "--variant", "A", "--input", "a.codes"],
            "say where to write it with --out: decompress",
        ),
        (
            &[
                "decompress",
                "tiny",
                "--variant",
                "A",
                "--input",
                "a.codes",
                "--out",
                "a.bin",
            ],
            "give the name of a file that ends in .npy or .csv, or of a folder: a.bin",
        ),
        (
            &[
                "decompress",
                "tiny",
                "--variant",
                "A",
                "--input",
                "a.codes",
                "--out",
                "no/b",
            ],
            "there is no such folder to write into: no",
        ),
    ] {
        assert_eq!(folder.fail(&[&["use"], line].concat()), expected);
    }
}
