//! The actions: everything a person can ask of the application.

use std::path::PathBuf;
use std::sync::Arc;

use super::{ClassifierAction, Export, ExportFile, Remedy, Shot, UseAction};
use crate::data::{Corruption, DataSettings, Source};
use crate::export::svg::Form;
use crate::model::{Architecture, DeviceChoice, Loss, Objective};
use crate::project::{Together, ViewSettings};
use crate::training::{Asker, Phase, TrainingSettings, VariantId, VariantSettings};

/// One request. Panels return these; nothing happens until [`super::App::apply`].
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    // The project file.
    New,
    /// A bundle folder or its `project.json`.
    Open(PathBuf),
    /// A shipped example by name.
    OpenShipped(String),
    /// Asks for a path first when there is none yet: the window then shows its "save as" dialog.
    Save,
    SaveAs(PathBuf),
    /// Makes this the project's data: a model that fits is chosen where the present one is for other samples. Undoable;
    /// asks first where weights would be lost.
    ImportSource(Source),
    /// Reads the file or folder at this path, to be looked at as an [`Import`](super::Import).
    Preview(PathBuf),
    /// The same with other settings.
    PreviewAs(Box<DataSettings>),
    /// Takes the data that are looked at.
    TakeImport(Take),
    /// A new project with them.
    NewWithImport,
    /// Looks at them no more.
    LeaveImport,
    /// Reads the data that are being read no further.
    StopLoading,
    /// Copies the files of the data into the project's folder.
    CopyData,
    /// Back to what is on disk.
    Revert,
    /// Works on the project that is open to look, in place of the program that does.
    TakeOver,
    ForgetRecent(PathBuf),
    Quit,
    /// Answers [`super::App::question`].
    Answer(Answer),

    // Training of the selected variant.
    Train,
    /// Trains the selected variant on where all its epochs are done.
    TrainMore,
    Pause,
    /// One update.
    Step,
    Stop,
    /// Throws the trained weights away and begins again with fresh ones.
    Restart,
    /// Trains these, whoever the buttons are about.
    TrainVariants(Vec<VariantId>),
    PauseVariants(Vec<VariantId>),

    /// What to train on, on this machine and from now on. Not undoable.
    ChooseDevice(DeviceChoice),
    /// Chooses the CPU, and trains this variant on from its last good weights.
    GoOnWithCpu(VariantId),
    /// Changes this variant's settings so that it may not diverge again, and trains it on from its last good weights.
    TryRemedy(VariantId, Remedy),
    /// Ask for a folder to save the project into.
    ChooseFolder,
    /// Shows what could not be read of the project file, and what is used instead.
    Look,

    // Settings; undoable.
    Edit(Edit),
    /// Takes what is used in place of what could not be read at these keys of the project file.
    UseInstead(Vec<String>),
    Undo,
    Redo,

    /// What becomes of the variants themselves; undoable.
    Variants(VariantsEdit),
    /// Whom the buttons of training are about, and in which order they train. Not undoable.
    Together(Together),
    /// Most megabytes of past weights to keep of each variant. Not undoable.
    CheckpointMegabytes(u32),
    /// Whether training goes into the project's folder by itself.
    Autosave(bool),

    /// About the uses of trained variants. Not undoable.
    Use(UseAction),
    /// About classifiers of the project's pictures. Not undoable.
    Classifier(ClassifierAction),

    // Looking.
    Select(VariantId),
    /// Views show the weights of this many epochs, as far as they are kept; the present ones with `None`.
    LookAt(Option<f64>),
    /// View settings are saved with the project but are not undoable.
    View(ViewSettings),
    /// Decode this code with the selected variant's current weights; [`super::App::decoded`] has the answer.
    Decode(Asker, Vec<f32>),
    /// Whether the latent and gallery panels are on screen.
    Watch(bool),
    /// Somebody looks at the measures of variants: they are worked out for the next seconds.
    Figures,
    /// Asks where to save a report, plot or picture of the shown variants; the window asks first what a picture is to be
    /// like.
    Export(Export),
    /// Asks where to save this drawing in this form.
    SavePicture(Shot, Form),
    /// Puts the picture that a view shows on the clipboard: the window says of what and in which form.
    CopyPicture(Export),
    CopyShot(Shot, Form),
    /// Puts this on the clipboard, and says what it is.
    CopyText(&'static str, Arc<str>),
    /// Asks where to save this file: the window then shows its dialog.
    SaveFile(Arc<ExportFile>),
    /// Answers that question. An existing file is written over only with `replace`.
    WriteFile {
        path: PathBuf,
        replace: bool,
    },
    /// The message of this number has been seen.
    Dismiss(u64),
    /// All messages have been seen.
    ReadMessages,
    /// Forgets all messages of this session.
    ClearMessages,
    /// Puts together what somebody who helps has to know, for the clipboard. With words on the display.
    Diagnose(String),
}

/// A change of settings of the selected variant or of the project. Each carries the whole new value;
/// `app` sees what differs. Repeated edits of one setting within a second merge into one undo step.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    Data(DataSettings),
    Architecture(Architecture),
    Loss(Loss),
    Objective(Objective),
    Corruption(Corruption),
    Training(TrainingSettings),
    Phases(Vec<Phase>),
    /// Several choices of the selected variant at once.
    Settings(Box<VariantSettings>),
    VariantName(String),
    VariantNotes(String),
    ProjectName(String),
    ProjectNotes(String),
}

/// A change of the list of variants.
#[derive(Debug, Clone, PartialEq)]
pub enum VariantsEdit {
    /// One with default settings, selected.
    New,
    /// One with the same settings and fresh weights, beside the original, selected.
    Duplicate(VariantId),
    /// One that goes on from the weights of a trained one, beside it, selected.
    Fork {
        variant: VariantId,
        /// From the weights kept of then; from the newest with `None`.
        epochs: Option<f64>,
    },
    Rename(VariantId, String),
    Notes(VariantId, String),
    /// To this place of the strip, 0 for the first.
    Move {
        variant: VariantId,
        place: usize,
    },
    Hide {
        variant: VariantId,
        hidden: bool,
    },
    /// With its weights; undo brings both back. The last one cannot go.
    Delete(VariantId),
}

/// Answers to a [`super::Question`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Save,
    Discard,
    /// Apply the change and begin again with fresh weights.
    Restart,
    /// Keep the trained variant and make a new one with the change.
    Fork,
    /// Take other data without giving the weights up.
    KeepWeights,
    /// Write over the project that is there.
    Replace,
    /// Open what was left behind.
    Open,
    /// Use what is shown in place of what could not be read.
    Use,
    /// Open it without training or saving.
    Look,
    /// Open a copy of it.
    Copy,
    /// Open it in place of others, who save first.
    TakeOver,
    Cancel,
}

/// Whose the data become that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    ThisProject,
    NewProject,
}
