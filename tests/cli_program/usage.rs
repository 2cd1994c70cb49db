//! Arguments, projects and folders that cannot be used.

use std::fs;

use super::program::{Folder, stderr};

#[test]
fn wrong_usage_exits_with_2() {
    let folder = Folder::new();
    for arguments in [
        &["train"][..],
        &["train", "tiny", "--epochs", "0"],
        &["train", "tiny", "--device", "abacus"],
        &["--no-such-thing"],
        &["evaluate"],
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let text = stderr(&output);
        assert!(
            text.starts_with("error: ") && text.contains("--help"),
            "{text}"
        );
        assert_eq!(output.stdout, b"");
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let folder = Folder::new();
    let help = folder.succeed(&["--help"]);
    assert!(
        help.contains("train") && help.contains("evaluate"),
        "{help}"
    );
    let version = folder.succeed(&["--version"]);
    assert_eq!(
        version,
        concat!("hourglass ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn an_unknown_project_lists_the_examples() {
    let folder = Folder::new();
    for arguments in [&["train", "nothing"][..], &["evaluate", "nothing"]] {
        let sentence = folder.fail(arguments);
        assert!(sentence.contains("article-mlp"), "{sentence}");
        assert!(sentence.contains("linear"), "{sentence}");
        assert!(sentence.ends_with(": nothing"), "{sentence}");
    }
}

#[test]
fn a_folder_that_is_no_project_is_named_and_left_alone() {
    let folder = Folder::new();
    let plain = folder.path("plain");
    fs::create_dir(&plain).unwrap();
    for task in ["train", "evaluate"] {
        let output = folder.run(&[task, "plain"]);
        assert_eq!(output.status.code(), Some(1), "{task}");
        let sentence = stderr(&output);
        assert!(sentence.contains("it has no project.json"), "{sentence}");
        assert!(sentence.trim_end().ends_with(": plain"), "{sentence}");
    }
    assert_eq!(fs::read_dir(&plain).unwrap().count(), 0);
}

#[test]
fn a_broken_bundle_is_left_as_it_is() {
    let folder = Folder::with_tiny();
    let file = folder.path("tiny").join("project.json");
    fs::write(&file, "{\"format\": 1,").unwrap();
    let sentence = folder.fail(&["train", "tiny"]);
    assert!(sentence.contains("not readable JSON"), "{sentence}");
    assert!(sentence.ends_with("project.json"), "{sentence}");
    assert_eq!(fs::read_to_string(file).unwrap(), "{\"format\": 1,");
}

#[test]
fn damaged_weights_are_not_trained_over() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny", "--epochs", "1"]);
    let weights = folder.weights("tiny");
    let file = folder.path("tiny").join(&weights[0]);
    fs::write(&file, b"rubbish").unwrap();
    let sentence = folder.fail(&["train", "tiny"]);
    assert!(sentence.contains("cannot be read"), "{sentence}");
    assert!(sentence.contains("--out"), "{sentence}");
    assert_eq!(fs::read(&file).unwrap(), b"rubbish");
    folder.succeed(&["train", "tiny", "--epochs", "1", "--out", "again"]);
    assert_eq!(folder.weights("again"), weights);
}

#[test]
fn folders_that_cannot_take_a_project_are_named_before_training() {
    let folder = Folder::with_tiny();
    fs::write(folder.path("file"), "").unwrap();
    let output = folder.run(&["train", "tiny", "--json", "--out", "file/inside"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
    assert!(stderr(&output).trim_end().ends_with(": file/inside"));

    fs::create_dir(folder.path("full")).unwrap();
    fs::write(folder.path("full/letter.txt"), "dear").unwrap();
    let sentence = folder.fail(&["train", "tiny", "--out", "full"]);
    assert!(sentence.contains("holds something else"), "{sentence}");
    assert!(!folder.path("full/project.json").exists());
}

#[test]
fn missing_data_is_named() {
    let folder = Folder::with_tiny();
    fs::remove_file(folder.path("images")).unwrap();
    let sentence = folder.fail(&["train", "tiny"]);
    assert!(sentence.starts_with("there is no such file"), "{sentence}");
    assert!(sentence.contains("(data.source.images)"), "{sentence}");
    assert!(sentence.ends_with("images"), "{sentence}");
}

#[test]
fn unknown_variants_list_those_there_are() {
    let folder = Folder::with_tiny();
    assert_eq!(
        folder.fail(&["train", "tiny", "--variant", "Z"]),
        "there is no such variant, the project has A: Z"
    );
}

#[cfg(not(feature = "cuda"))]
#[test]
fn a_build_without_cuda_says_so_before_anything_else() {
    // No project is looked for either.
    let folder = Folder::new();
    let no_cuda = "this build has no CUDA, build with --features cuda: cuda:";
    for (arguments, number) in [
        (&["train", "nothing", "--device", "cuda"][..], 0),
        (&["train", "nothing", "--device", "cuda:3", "--json"], 3),
        (&["evaluate", "nothing", "--device", "cuda:0"], 0),
        (&["bench", "--case", "dense-b64", "--device", "cuda"], 0),
        // Without a display.
        (&["--device", "cuda:1"], 1),
    ] {
        let sentence = folder.fail(arguments);
        assert_eq!(sentence, format!("{no_cuda}{number}"), "{arguments:?}");
    }
}

#[test]
fn devices_that_are_none_exit_with_2() {
    let folder = Folder::new();
    for (task, word) in [
        (&["train", "tiny"][..], "tpu"),
        (&["train", "tiny"], "cuda:x"),
        (&["evaluate", "tiny"], "cuda:-1"),
        (&["bench"], "gpu"),
        (&["tiny"], ""),
    ] {
        let arguments = [task, &["--device", word]].concat();
        let output = folder.run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let text = stderr(&output);
        let said = format!("a device is auto, cpu, cuda or cuda:N: {word}");
        assert!(word.is_empty() || text.contains(&said), "{text}");
    }
}
