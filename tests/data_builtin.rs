//! The embedded datasets are what their notices say, and a set of a person's own in the same format is read.

use hourglass::data::{
    BuiltIn, DataSettings, Dataset, IdxFiles, ImageShape, Samples, Scaler, Scaling, Source, load,
};

const GREY: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};

fn settings(source: Source) -> DataSettings {
    DataSettings {
        source,
        ..DataSettings::default()
    }
}

fn dataset(set: BuiltIn) -> Dataset {
    load(&settings(Source::BuiltIn { set })).expect("a built-in set loads")
}

fn pixel_sum(images: &Samples) -> u64 {
    let pixels = images.bytes().expect("images of bytes");
    pixels.iter().map(|&byte| u64::from(byte)).sum()
}

fn first_labels(images: &Samples) -> &[u32] {
    &images.labels().expect("labels")[..10]
}

#[test]
fn mnist_is_whole() {
    let mnist = dataset(BuiltIn::Mnist);
    assert_eq!(mnist.name, "MNIST");
    assert_eq!((mnist.train.len(), mnist.test.len()), (60_000, 10_000));
    assert_eq!(mnist.shape().image(), Some(GREY));
    assert_eq!(mnist.test.shape(), mnist.shape());
    assert_eq!(pixel_sum(&mnist.train), 1_567_298_545);
    assert_eq!(pixel_sum(&mnist.test), 264_923_200);
    assert_eq!(first_labels(&mnist.train), [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    assert_eq!(first_labels(&mnist.test), [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    assert_eq!(
        mnist.train.label_counts(),
        [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    );
    assert_eq!(
        mnist.test.label_counts(),
        [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    );
    let names = mnist.class_names.expect("class names");
    assert_eq!((names.len(), &*names[7]), (10, "7"));

    // The constants that everyone standardises MNIST with.
    let all: Vec<u32> = (0..60_000).collect();
    let scaler = Scaler::fit(Scaling::Standardised, &mnist.train, &all);
    let scale = scaler.single().expect("one channel");
    assert!((scale.mean - 0.1307).abs() < 5e-5);
    assert!((scale.deviation - 0.3081).abs() < 5e-5);
}

#[test]
fn fashion_mnist_is_cut_to_what_its_notice_says() {
    let fashion = dataset(BuiltIn::FashionMnist);
    assert_eq!(fashion.name, "Fashion-MNIST");
    assert_eq!((fashion.train.len(), fashion.test.len()), (10_000, 2_000));
    assert_eq!(fashion.shape().image(), Some(GREY));
    assert_eq!(pixel_sum(&fashion.train), 572_388_787);
    assert_eq!(pixel_sum(&fashion.test), 114_763_281);
    assert_eq!(first_labels(&fashion.train), [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    assert_eq!(first_labels(&fashion.test), [9, 2, 1, 1, 6, 1, 4, 6, 5, 7]);
    assert_eq!(
        fashion.train.label_counts(),
        [942, 1027, 1016, 1019, 974, 989, 1021, 1022, 990, 1000]
    );
    assert_eq!(
        fashion.test.label_counts(),
        [200, 203, 214, 190, 219, 195, 197, 200, 194, 188]
    );
    let names = fashion.class_names.expect("class names");
    assert_eq!((names.len(), &*names[9]), (10, "Ankle boot"));
}

#[test]
fn each_set_comes_with_a_notice_of_origin_and_licence() {
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");
    for (folder, words) in [
        ("mnist", ["CC BY-SA 3.0", "Yann LeCun and Corinna Cortes"]),
        (
            "fashion-mnist",
            ["The MIT License", "Copyright (c) 2017 Zalando SE"],
        ),
        ("breast-cancer", ["CC BY 4.0", "William Wolberg"]),
        (
            "glosses",
            [
                "WordNet 3.0 license",
                "Copyright 2006 by Princeton University",
            ],
        ),
        ("ratings", ["CC0 1.0", "Made for Hourglass"]),
        ("japanese-vowels", ["CC BY 4.0", "Mineichi Kudo"]),
        ("spoken-digits", ["CC0 1.0", "espeak-ng"]),
    ] {
        let path = format!("{assets}/{folder}/NOTICE.txt");
        let notice = std::fs::read_to_string(&path).expect(&path);
        for word in words {
            assert!(notice.contains(word), "{path} lacks {word}");
        }
    }
}

#[test]
fn coloured_idx_images_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, kind: u8, sizes: &[u32], numbers: &[u8]| {
        let mut bytes = vec![0, 0, 8, kind];
        bytes.extend(sizes.iter().flat_map(|size| size.to_be_bytes()));
        bytes.extend(numbers);
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let numbers: Vec<u8> = (0..7 * 4 * 5 * 3).map(|at| (at % 251) as u8).collect();
    let dataset = load(&settings(Source::Idx(IdxFiles {
        images: file("images-idx4-ubyte", 4, &[7, 4, 5, 3], &numbers),
        labels: Some(file("labels-idx1-ubyte", 1, &[7], &[0, 1, 2, 0, 1, 2, 0])),
        test_images: None,
        test_labels: None,
        ..IdxFiles::default()
    })))
    .expect("the images load");
    let shape = ImageShape {
        height: 4,
        width: 5,
        channels: 3,
    };
    assert_eq!(dataset.shape().image(), Some(shape));
    // A sixth of 7 is held out, whichever.
    assert_eq!((dataset.train.len(), dataset.test.len()), (6, 1));
    let mut images: Vec<(&[u8], u32)> = [&dataset.train, &dataset.test]
        .into_iter()
        .flat_map(|part| {
            (0..part.len()).map(|index| (part.image(index), part.label(index).unwrap()))
        })
        .collect();
    images.sort_unstable();
    let mut expected: Vec<(&[u8], u32)> = numbers.chunks(60).zip([0, 1, 2, 0, 1, 2, 0]).collect();
    expected.sort_unstable();
    assert_eq!(images, expected);
}
