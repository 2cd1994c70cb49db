//! `hourglass` without a task: the window, or the same job in the terminal where there is no display.

use std::path::{Path, PathBuf};

use super::arguments::Arguments;
use super::destination::destination;
use super::failure::{Failure, Result};
use super::find::{self, Project};
use super::report::Report;
use super::training::{Ending, Training};
use super::wakes::Wakes;
use super::{device, folders, interrupt, overview, pool, terminal};
use crate::app::{AppOptions, may_write};
use crate::model::DeviceChoice;
use crate::project::{Document, is_bundle};
use crate::ui;

/// The example that is trained when nothing else is asked for, as a project of the person's own.
const DEFAULT_PROJECT: &str = "article-mlp";
/// What that project and its folder are called.
const DEFAULT_NAME: &str = "hourglass-default";

/// Opens the window on the project asked for. Without a display it trains in the terminal, unless somebody insists on
/// the window.
///
/// # Errors
/// One sentence on what is missing, or on what went wrong in the terminal.
pub fn open(asked: Arguments, log_file: Option<PathBuf>) -> Result<()> {
    let (project, insists) = (asked.project, asked.window);
    if insists || ui::display_available() {
        let options = AppOptions {
            threads: 0,
            config_folder: folders::config(),
            data_folder: folders::data(),
            device: asked.device,
            log_file,
        };
        return ui::run(project, options).map_err(|sentence| {
            Failure(if insists {
                sentence
            } else {
                format!("{sentence}; hourglass train works without one")
            })
        });
    }
    terminal::note(
        "There is no display to open a window on, so training runs here in the terminal",
    );
    in_terminal(project.as_deref(), asked.device.unwrap_or_default())
}

fn in_terminal(project: Option<&str>, device: DeviceChoice) -> Result<()> {
    device::check(device)?;
    let wakes = Wakes::new();
    interrupt::listen(wakes.wake())?;
    let project = match project {
        Some(text) => find::find(text, false)?,
        None => default_project()?,
    };
    let picture = PathBuf::from(format!("{}.png", project.name));
    let destination = destination(project, None)?;
    let variants = find::choose(&destination.document, None)?;
    let bundle = destination.bundle.clone();
    let mut report = Report::new(false);
    report.headline(&describe(&destination.document, &bundle));
    let mut training = Training::start(destination, &wakes, &mut report, 0, device)?;
    let trained = training.train(&variants);
    let app = training.app;
    // What did train is worth a picture even when a variant diverged.
    let place = may_write(&picture, "png", false);
    let drawn = pool::with_threads(0, || match app.dataset.prepared() {
        Some(data) if place.is_ok() => overview::write(&app.document, data, &picture),
        _ => Ok(()),
    });
    let ending = trained?;
    drawn?;
    for id in &variants {
        if let Some(variant) = app.document.variant(*id) {
            report.curve(variant);
        }
    }
    let (bundle, picture) = (bundle.display(), picture.display());
    if place.is_ok() {
        let sentence = format!("The project is in {bundle} and its picture in {picture}");
        report.headline(&sentence);
    } else {
        report.headline(&format!("The project is in {bundle}"));
        report.note(&format!(
            "warning: there is a file already that is no picture of Hourglass, so none is made: {picture}"
        ));
    }
    if ending == Ending::Stopped {
        report.note("To go on, give the same command again");
    }
    report.finish()
}

/// The bundle that an earlier start left here, or the example it begins with.
fn default_project() -> Result<Project> {
    let bundle = Path::new(DEFAULT_NAME);
    if is_bundle(bundle) {
        return find::open(bundle, false);
    }
    let mut project = find::example(DEFAULT_PROJECT)?;
    project.name = DEFAULT_NAME.into();
    project.document.name = DEFAULT_NAME.into();
    Ok(project)
}

fn describe(document: &Document, bundle: &Path) -> String {
    format!(
        "Training {} into {}",
        find::names_of(document),
        bundle.display()
    )
}
