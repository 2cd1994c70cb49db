//! The example projects: read without a word, written as saving writes them, with the published settings.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use hourglass::data::{
    BuiltIn, Corruption, DataSettings, Dataset, HoldOut, ImageShape, Prepared, Samples, Scaling,
    SequenceShape, Source, TextShape, TokenUnit, Vocabulary,
};
use hourglass::model::{
    Activation, Code, CodeShape, Distribution, Initialisation, Loss, Objective, Optimiser, Pyramid,
    Variational,
};
use hourglass::project::{
    Opened, Scope, Together, Variant, open, save, shipped, shipped_groups, shipped_names,
};
use hourglass::training::{Job, Run, TrainingOrder, VariantId};

/// Set it to write the files anew after the format has changed.
const REWRITE: &str = "HOURGLASS_REWRITE_PROJECTS";

#[test]
fn each_is_in_the_very_form_that_saving_writes() {
    let projects = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects");
    for name in shipped_names() {
        let file = projects.join(name).join("project.json");
        let opened = open(&file).unwrap();
        assert_eq!(opened.warnings, vec![], "{name}");
        assert_eq!(&opened.document.name, name);
        let folder = tempfile::tempdir().unwrap();
        save(&opened.document, folder.path()).unwrap();
        let saved = fs::read_to_string(folder.path().join("project.json")).unwrap();
        if std::env::var_os(REWRITE).is_some() {
            fs::write(&file, &saved).unwrap();
        }
        let there = fs::read_to_string(&file).unwrap();
        assert_eq!(there, saved, "run this test with {REWRITE}=1");
        if std::env::var_os(REWRITE).is_none() {
            // What is part of the program has no file to keep an eye on.
            let opened = Opened {
                version: None,
                ..opened
            };
            assert_eq!(shipped(name), Some(opened));
        }
    }
    assert_eq!(shipped("../article-mlp"), None);
}

#[test]
fn each_is_ready_to_train_with_a_note_of_two_sentences() {
    let grouped: Vec<&str> = shipped_groups()
        .iter()
        .flat_map(|group| group.1)
        .copied()
        .collect();
    assert_eq!(grouped, shipped_names());
    for name in shipped_names() {
        let document = shipped(name).unwrap().document;
        let notes = &document.notes;
        let sentences = notes.matches(". ").count() + usize::from(notes.ends_with('.'));
        assert_eq!(sentences, 2, "{name}: {notes}");
        let variants = match *name {
            "compare-codes" => 4,
            "breast-cancer" | "glosses" | "ratings" | "spoken-digits" => 2,
            _ => 1,
        };
        assert_eq!(document.variants.len(), variants, "{name}");
        for variant in &document.variants {
            assert_eq!(variant.settings.check(), Ok(()), "{name}");
            assert_eq!((&variant.trained, &variant.start), (&None, &None), "{name}");
        }
        // Where nothing is compared with a reference, the test part is left alone.
        let watched = if *name == "emoji" { 132 } else { 0 };
        assert_eq!(document.data.validation, watched, "{name}");
    }
}

/// Six images of the size of MNIST's.
fn dataset() -> Dataset {
    let shape = ImageShape {
        height: 28,
        width: 28,
        channels: 1,
    };
    let pixel = |at: usize| (at * 37 % 251) as u8;
    let images = |count: usize| {
        let pixels: Vec<u8> = (0..count * shape.size()).map(pixel).collect();
        Samples::images(shape, pixels, None).unwrap()
    };
    Dataset::new("made up", images(6), images(2))
}

/// Texts of three words, the last of which is shorter.
fn texts() -> Dataset {
    let shape = TextShape {
        steps: 4,
        unit: TokenUnit::Words,
        vocabulary: Vocabulary::of(["a", "b", "c"].map(String::from)),
    };
    let texts = |count: usize| {
        let mut values: Vec<f32> = (0..count * 4).map(|at| (at * 7 % 5) as f32).collect();
        let end = values.len() - 2;
        values[end..].fill(f32::NAN);
        Samples::texts(shape.clone(), values, None).unwrap()
    };
    Dataset::new("made up", texts(6), texts(2))
}

/// What `variant` can be trained on.
fn dataset_for(variant: &Variant) -> Dataset {
    if variant.settings.architecture.sequence.is_none() {
        return dataset();
    }
    if variant.settings.architecture.embedding.is_some() {
        return texts();
    }
    let shape = SequenceShape {
        steps: 9,
        features: 12,
    };
    let sequences = |count: usize| {
        let values = (0..count * 108).map(|at| (at * 37 % 251) as f32 / 250.0);
        let mut values: Vec<f32> = values.collect();
        // The last one is shorter.
        let end = values.len() - 24;
        values[end..].fill(f32::NAN);
        let names = (0..12).map(|channel| channel.to_string()).collect();
        Samples::sequences(shape, names, values, None).unwrap()
    };
    Dataset::new("made up", sequences(6), sequences(2))
}

#[test]
fn each_trains() {
    for name in shipped_names() {
        let document = shipped(name).unwrap().document;
        for variant in &document.variants {
            let what = format!("{} of {name}", variant.name);
            let mut settings = variant.settings.clone();
            settings.training.batch = 4;
            let mut run = Run::new(Job::new(
                variant.id,
                Arc::new(Prepared::new(dataset_for(variant), &document.data).unwrap()),
                settings,
            ))
            .unwrap_or_else(|error| panic!("{what}: {error}"));
            let before = run.resume_state().state;
            // One epoch, of a whole batch and half of one.
            for _ in 0..2 {
                let step = run.step().unwrap_or_else(|error| panic!("{what}: {error}"));
                assert!(step.record.loss.is_finite(), "{what}");
            }
            let epoch = &run.history().epochs[0];
            assert!(epoch.validation.loss > 0.0, "{what}: {epoch:?}");
            assert_ne!(run.resume_state().state.weights, before.weights, "{what}");
        }
    }
}

#[test]
fn those_that_compare_codes_differ_in_nothing_else() {
    let document = shipped("compare-codes").unwrap().document;
    let together = Together {
        scope: Scope::All,
        order: TrainingOrder::LockStep,
    };
    assert_eq!(document.together, together);
    let [first, others @ ..] = &document.variants[..] else {
        panic!("no variants");
    };
    assert_eq!((first.id, first.parent), (VariantId(1), None));
    for (id, variant) in (2..).zip(others) {
        assert_eq!(variant.id, VariantId(id));
        assert_eq!(variant.parent, Some(first.id), "{}", variant.name);
    }
    let code = |width, distribution| Code {
        width,
        distribution,
        ..Code::default()
    };
    use Distribution::{Gaussian, Point};
    let codes = [
        code(2, Point),
        code(8, Point),
        code(32, Point),
        code(2, Gaussian),
    ];
    assert_eq!(document.variants.len(), codes.len());
    for (variant, code) in document.variants.iter().zip(codes) {
        let mut settings = first.settings.clone();
        settings.architecture.code = code;
        assert_eq!(variant.settings, settings, "{}", variant.name);
        assert!(!variant.notes.is_empty(), "{}", variant.name);
        let training = &variant.settings.training;
        assert_eq!((variant.settings.loss, training.epochs), (Loss::Bce, 10));
    }
    let mut colours: Vec<u8> = document.variants.iter().map(|v| v.colour).collect();
    colours.dedup();
    assert_eq!(colours, [0, 1, 2, 3]);
}

#[test]
fn a_code_of_2_is_the_deep_one_with_another_code() {
    let settings = |name: &str| shipped(name).unwrap().document.variants.remove(0).settings;
    let mut deep = settings("deep");
    let widths = [784, 512, 256, 128, 32, 128, 256, 512, 784];
    assert_eq!(deep.architecture.widths(784), widths);
    deep.architecture.code.width = 2;
    assert_eq!(deep, settings("code-2"));
}

#[test]
fn the_variational_ones_have_the_settings_of_their_references() {
    for (name, code, beta) in [
        ("vae-2", 2, 1.0),
        ("vae-20", 20, 1.0),
        ("beta-vae", 20, 4.0),
    ] {
        let settings = shipped(name).unwrap().document.variants.remove(0).settings;
        let architecture = &settings.architecture;
        assert_eq!(
            architecture.widths(784),
            [784, 400, code, 400, 784],
            "{name}"
        );
        assert_eq!(architecture.code.distribution, Distribution::Gaussian);
        assert_eq!(architecture.initialisation, Initialisation::Pytorch);
        assert_eq!(architecture.output, Activation::Sigmoid);
        assert_eq!(architecture.encoder[0].activation, Activation::Relu);
        let wanted = Variational {
            beta,
            ..Variational::default()
        };
        assert_eq!(settings.objective.variational, wanted, "{name}");
        let training = &settings.training;
        assert_eq!(
            (settings.loss, training.batch, training.epochs),
            (Loss::Bce, 128, 20)
        );
        assert_eq!(training.learning_rate, 1e-3);
    }
}

#[test]
fn those_of_keras_have_the_settings_of_their_references() {
    let settings = |name: &str| shipped(name).unwrap().document.variants.remove(0).settings;
    let mut sparse = settings("sparse-l1");
    assert_eq!(sparse.objective.penalties.l1, 1e-4);
    assert_eq!(sparse.training.epochs, 100);
    // But for these the first network of the article.
    sparse.objective = Objective::default();
    sparse.training.epochs = 50;
    assert_eq!(sparse, settings("keras-simple"));

    let noise = Corruption::Gaussian { std: 0.5 };
    for (name, channels, epochs, corruption) in [
        ("conv", &[16, 8, 8][..], 50, Corruption::None),
        ("denoising-conv", &[32, 32], 10, noise),
    ] {
        let settings = settings(name);
        let architecture = &settings.architecture;
        let pyramid = Pyramid {
            channels: channels.to_vec(),
            ..Pyramid::default()
        };
        assert_eq!(architecture.pyramid, Some(pyramid), "{name}");
        assert_eq!(architecture.code.shape, CodeShape::Spatial, "{name}");
        assert_eq!(architecture.encoder, [], "{name}");
        assert_eq!(
            architecture.initialisation,
            Initialisation::Xavier,
            "{name}"
        );
        let training = &settings.training;
        assert_eq!(
            (settings.loss, training.batch, training.epochs),
            (Loss::Bce, 128, epochs)
        );
        assert_eq!(settings.corruption, corruption, "{name}");
    }
}

#[test]
fn they_have_the_settings_of_their_references() {
    use Activation::{Identity, Relu, Sigmoid, Tanh};
    let cases = [
        (
            "article-mlp",
            &[784, 512, 256, 128, 256, 512, 784][..],
            Identity,
            Sigmoid,
            Loss::Mse,
            64,
            20,
        ),
        (
            "article-tanh",
            &[784, 64, 32, 16, 10, 16, 32, 64, 784],
            Relu,
            Tanh,
            Loss::Mse,
            256,
            50,
        ),
        (
            "article-bce",
            &[784, 512, 256, 32, 256, 512, 784],
            Relu,
            Sigmoid,
            Loss::Bce,
            256,
            20,
        ),
        (
            "keras-simple",
            &[784, 32, 784],
            Relu,
            Sigmoid,
            Loss::Bce,
            256,
            50,
        ),
        (
            "linear",
            &[784, 16, 784],
            Identity,
            Identity,
            Loss::Mse,
            256,
            30,
        ),
    ];
    assert_eq!(cases.map(|case| case.0), shipped_names()[..5]);
    for (name, widths, code, output, loss, batch, epochs) in cases {
        let document = shipped(name).unwrap().document;
        let data = DataSettings {
            source: Source::BuiltIn {
                set: BuiltIn::Mnist,
            },
            scaling: Scaling::Unit,
            validation: 0,
            split_seed: 0,
            hold_out: HoldOut::Drawn,
            normal: Vec::new(),
            binarise: false,
            missing_share: 0.0,
        };
        assert_eq!(document.data, data, "{name}");
        assert_eq!(document.variants.len(), 1);
        let settings = &document.variants[0].settings;
        let architecture = &settings.architecture;
        assert_eq!(architecture.widths(784), widths, "{name}");
        assert_eq!(
            (architecture.code.activation, architecture.output),
            (code, output),
            "{name}"
        );
        let own = if name == "article-tanh" { Tanh } else { Relu };
        assert!(
            architecture
                .encoder
                .iter()
                .all(|layer| layer.activation == Relu)
        );
        assert!(
            architecture
                .decoder_layers()
                .iter()
                .all(|layer| layer.activation == own)
        );
        let initialisation = if name == "keras-simple" {
            Initialisation::Xavier
        } else {
            Initialisation::Pytorch
        };
        assert_eq!(architecture.initialisation, initialisation, "{name}");
        let training = &settings.training;
        assert_eq!(
            (settings.loss, training.batch, training.epochs),
            (loss, batch, epochs)
        );
        assert_eq!(
            (training.optimiser, training.learning_rate),
            (Optimiser::default(), 1e-3)
        );
    }
}
