//! What the file calls paths, and what it is read as.

use super::*;

fn in_the_file(path: &str, folder: &str) -> String {
    let text = written(Path::new(path), Path::new(folder));
    text.to_str().unwrap().to_owned()
}

fn in_memory(text: &str, folder: &str) -> PathBuf {
    read(Path::new(text), Path::new(folder))
}

#[test]
fn what_lies_inside_or_beside_is_named_from_the_project() {
    for (path, text) in [
        ("/w/digits/a.gz", "a.gz"),
        ("/w/digits/data/a b.gz", "data/a b.gz"),
        ("/w/digits", "."),
        ("/w/a.gz", "../a.gz"),
        ("/w/digits2/a.gz", "../digits2/a.gz"),
        ("/w/sets/deep/a.gz", "../sets/deep/a.gz"),
        ("/w", ".."),
        ("/v/a.gz", "/v/a.gz"),
        ("/a.gz", "/a.gz"),
    ] {
        assert_eq!(in_the_file(path, "/w/digits"), text);
        assert_eq!(in_memory(text, "/w/digits"), Path::new(path));
    }
    // Everything lies beside what stands in the root.
    assert_eq!(in_the_file("/digits/a.gz", "/digits"), "a.gz");
    assert_eq!(in_the_file("/v/a.gz", "/digits"), "/v/a.gz");
}

#[test]
fn roundabout_ways_are_straightened() {
    assert_eq!(
        in_the_file("/w/digits/../a.gz", "/w/x/../digits"),
        "../a.gz"
    );
    assert_eq!(in_the_file("/v/./b/../a.gz", "/w/digits"), "/v/a.gz");
    assert_eq!(
        in_memory("./data//a.gz", "/w/digits"),
        Path::new("/w/digits/data/a.gz")
    );
    assert_eq!(
        in_memory("../../../../a.gz", "/w/digits"),
        Path::new("/a.gz")
    );
    // As it stands in the file.
    assert_eq!(
        in_memory("/v/b/../a.gz", "/w/digits"),
        Path::new("/v/b/../a.gz")
    );
}

#[test]
fn relative_ones_in_memory_and_folders_are_taken_from_the_working_directory() {
    let here = std::env::current_dir().unwrap();
    assert_eq!(in_the_file("p/data/a.gz", "p"), "data/a.gz");
    assert_eq!(in_the_file("a.gz", "p"), "../a.gz");
    for folder in [".", ""] {
        assert_eq!(in_memory("data/a.gz", folder), here.join("data/a.gz"));
    }
    assert_eq!(in_the_file("data/a.gz", "."), "data/a.gz");
    assert_eq!(in_the_file("", "p"), "");
    assert_eq!(in_memory("", "p"), Path::new(""));
}

#[test]
fn paths_of_windows_are_read_where_relative_and_left_alone_where_absolute() {
    let inside = Path::new("/w/digits/data/a.gz");
    assert_eq!(in_memory("data\\a.gz", "/w/digits"), inside);
    assert_eq!(
        in_memory("..\\sets\\a.gz", "/w/digits"),
        Path::new("/w/sets/a.gz")
    );
    for foreign in ["C:\\sets\\a.gz", "d:/sets/a.gz", "\\\\server\\sets\\a.gz"] {
        assert_eq!(in_memory(foreign, "/w/digits"), Path::new(foreign));
        assert_eq!(in_the_file(foreign, "/w/digits"), foreign);
    }
}

#[test]
fn names_that_would_be_read_as_others_stay_whole() {
    for path in ["/w/digits/a\\b.gz", "/w/digits/C:/a.gz", "/w/digits/\\a"] {
        let text = in_the_file(path, "/w/digits");
        assert_eq!(text, path);
        assert_eq!(in_memory(&text, "/w/digits"), Path::new(path));
    }
}

#[test]
fn names_that_are_no_text_stay_as_they_are() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let odd = OsStr::from_bytes(b"\xff");
    let path = Path::new("/w/digits").join(odd);
    assert_eq!(written(&path, Path::new("/w/digits")), path);
    // In a folder of such a name, what is relative is text.
    let folder = Path::new("/w").join(odd);
    let path = folder.join("a.gz");
    assert_eq!(written(&path, &folder), Path::new("a.gz"));
    assert_eq!(read(Path::new("a.gz"), &folder), path);
}

#[test]
fn beside_a_project_behind_a_link_is_where_the_link_leads() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path().canonicalize().unwrap();
    for folder in ["real/digits", "links"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    let link = root.join("links/digits");
    std::os::unix::fs::symlink(root.join("real/digits"), &link).unwrap();
    let (inside, beside) = (link.join("a.gz"), root.join("real/b.gz"));
    assert_eq!(written(&inside, &link), Path::new("a.gz"));
    assert_eq!(read(Path::new("a.gz"), &link), inside);
    assert_eq!(written(&beside, &link), Path::new("../b.gz"));
    assert_eq!(read(Path::new("../b.gz"), &link), beside);
    let elsewhere = root.join("links/c.gz");
    assert_eq!(written(&elsewhere, &link), elsewhere);
}
