//! The example projects: read without a word, written as saving writes them, with the published settings.

use std::fs;
use std::path::Path;

use hourglass::data::{BuiltIn, DataSettings, Scaling, Source};
use hourglass::model::{Activation, Initialisation, Loss, Optimiser};
use hourglass::project::{Opened, open, save, shipped, shipped_names};

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
                stamp: None,
                ..opened
            };
            assert_eq!(shipped(name), Some(opened));
        }
    }
    assert_eq!(shipped("../article-mlp"), None);
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
    assert_eq!(cases.map(|case| case.0), shipped_names());
    for (name, widths, code, output, loss, batch, epochs) in cases {
        let document = shipped(name).unwrap().document;
        let data = DataSettings {
            source: Source::BuiltIn {
                set: BuiltIn::Mnist,
            },
            scaling: Scaling::Unit,
            validation: 0,
            split_seed: 0,
        };
        assert_eq!(document.data, data, "{name}");
        assert_eq!(
            document.notes.matches(". ").count(),
            1,
            "{name}: two sentences"
        );
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
