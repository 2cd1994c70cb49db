//! Where a dataset comes from.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::held_out::Parting;
use super::named::Named;
use super::path_name::file_name;
use super::reader::Reader;
use super::{
    ArrayFile, BuiltIn, DataError, Dataset, Fingerprint, IdxFiles, PictureFolder, RatingsFile,
    SeriesFile, SetKind, SoundFolder, TableFile, TextFile, Unread, title_of,
};

/// Where the images come from, as a person chose it.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// A set that is part of the program.
    BuiltIn {
        /// Which set.
        #[schemars(title = "Set")]
        #[serde(default)]
        set: BuiltIn,
    },
    /// Standard IDX files, plain or gzipped. Without test images a sixth of the images is held out for testing.
    Idx(IdxFiles),
    /// A CSV or TSV file, plain or gzipped. Its test part is the file `test`, or else the file beside it whose name says
    /// so, or else a sixth of the rows is held out.
    Table(TableFile),
    /// Arrays of NumPy: a NPY file or a NPZ archive. Labels and a test part that are not named here are found in the archive
    /// by their names; where there is no test part a sixth of the samples is held out, each class with its share.
    Array(ArrayFile),
    /// A folder of pictures (PNG, JPEG, WebP, BMP, TIFF, GIF), or one picture that is cut into patches. Folders called train
    /// and test are its parts; where there are none a sixth is held out, each class with its share.
    Pictures(PictureFolder),
    /// Texts as bags of words, or in order: the lines of a .txt file, a column of a table, or a folder of .txt files, whose subfolders are
    /// the classes. A sixth is held out for testing where there is no test part, each class with its share.
    Text(TextFile),
    /// A list of ratings, each of an item by a user, as a CSV or TSV file, plain or gzipped. A sample is a user with the
    /// ratings of all items, or an item; what nobody rated is missing. Test ratings are those in the file `test`, or else in
    /// the file beside it whose name says so, or else a sixth of all; the model sees the training ratings of the same users.
    Ratings(RatingsFile),
    /// Sequences of steps, a number a channel and step: a .ts file as the UCR and UEA archives have them, a table, or an array
    /// of NumPy (steps; samples, steps; samples, steps, features). One long series is cut into windows.
    Series(SeriesFile),
    /// A folder of sound files (WAV, FLAC, OGG, MP3), or one recording that is cut into pieces: as spectrograms or waveforms.
    /// Folders called train and test are its parts; where there are none a sixth is held out, each class with its share.
    Sound(SoundFolder),
    /// What a project file says and nobody can read; written by the bundle.
    #[serde(skip)]
    Unread(Unread),
}

impl Source {
    /// The data that lie at `path`, told by how they begin or else by their name.
    ///
    /// # Errors
    /// When it is none that can be read.
    pub fn of_path(path: &Path) -> Result<Self, DataError> {
        let named = Named::at(path);
        let mut kinds = KINDS.iter();
        kinds
            .find_map(|recognise| recognise(&named))
            .unwrap_or_else(|| {
                let problem = "this is no data that can be read: a table (.csv, .tsv, .txt), texts (.txt), series (.ts), arrays (.npy, .npz), IDX files, pictures or sound";
                Err(DataError::file(path, problem))
            })
    }

    /// Chooses what nobody has chosen and only the file can tell.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn settle(&mut self) -> Result<(), DataError> {
        self.files_mut().map_or(Ok(()), Reader::settle)
    }

    fn made_of(&self) -> MadeOf<'_> {
        match self {
            Self::BuiltIn { set } => MadeOf::Set(*set),
            Self::Unread(unread) => MadeOf::Unread(unread),
            Self::Idx(files) => MadeOf::Files(files),
            Self::Table(files) => MadeOf::Files(files),
            Self::Array(files) => MadeOf::Files(files),
            Self::Pictures(files) => MadeOf::Files(files),
            Self::Text(files) => MadeOf::Files(files),
            Self::Ratings(files) => MadeOf::Files(files),
            Self::Series(files) => MadeOf::Files(files),
            Self::Sound(files) => MadeOf::Files(files),
        }
    }

    fn files_mut(&mut self) -> Option<&mut dyn Reader> {
        match self {
            Self::BuiltIn { .. } | Self::Unread(_) => None,
            Self::Idx(files) => Some(files),
            Self::Table(files) => Some(files),
            Self::Array(files) => Some(files),
            Self::Pictures(files) => Some(files),
            Self::Text(files) => Some(files),
            Self::Ratings(files) => Some(files),
            Self::Series(files) => Some(files),
            Self::Sound(files) => Some(files),
        }
    }

    /// What it is called while it loads: the set, or the file.
    pub fn name(&self) -> String {
        match self.made_of() {
            MadeOf::Set(set) => set.name().to_owned(),
            MadeOf::Files(files) => file_name(files.path()),
            MadeOf::Unread(_) => "the project's data".into(),
        }
    }

    /// What a project on it is called first: the set, or the file without its endings.
    pub fn title(&self) -> String {
        match self.made_of() {
            MadeOf::Files(files) => title_of(files.path()),
            MadeOf::Set(_) | MadeOf::Unread(_) => self.name(),
        }
    }

    /// The files it names; a project keeps them relative to its own folder.
    pub fn paths_mut(&mut self) -> Vec<&mut PathBuf> {
        let files = self.files_mut().map(Reader::paths_mut);
        let files = files.into_iter().flatten();
        files.map(|(_, path)| path).collect()
    }

    /// The same files, each with its key.
    pub fn paths(&self) -> Vec<(&'static str, PathBuf)> {
        let mut own = self.clone();
        let files = own.files_mut().map(Reader::paths_mut);
        let files = files.into_iter().flatten();
        files.map(|(key, path)| (key, path.clone())).collect()
    }

    /// All files that are read: those that are named, and those found beside them by their names.
    pub fn files(&self) -> Vec<PathBuf> {
        let found = match self.made_of() {
            MadeOf::Files(files) => files.found(),
            MadeOf::Set(_) | MadeOf::Unread(_) => Vec::new(),
        };
        let named = self.paths().into_iter().map(|(_, path)| path);
        named.chain(found).collect()
    }

    /// What the files hold; `None` of a set that is part of the program, and where they cannot be read once more.
    pub(super) fn content(&self) -> Option<Fingerprint> {
        let files = self.files();
        match files.is_empty() {
            true => None,
            false => Fingerprint::of(&files).ok(),
        }
    }

    /// Whether its samples are images; rows of a table or sequences otherwise.
    pub fn has_images(&self) -> bool {
        match self.made_of() {
            MadeOf::Set(set) => set.kind() == SetKind::Images,
            MadeOf::Files(files) => files.has_images(),
            MadeOf::Unread(unread) => !unread.is_table(),
        }
    }

    /// Whether its rows are texts as bags of words.
    pub fn has_words(&self) -> bool {
        match self.made_of() {
            MadeOf::Set(set) => set.kind() == SetKind::Texts && !set.is_in_order(),
            MadeOf::Files(files) => files.has_words(),
            MadeOf::Unread(_) => false,
        }
    }

    /// Whether its samples are texts in order.
    pub fn has_tokens(&self) -> bool {
        match self.made_of() {
            MadeOf::Set(set) => set.is_in_order(),
            MadeOf::Files(files) => files.has_tokens(),
            MadeOf::Unread(_) => false,
        }
    }

    /// Whether its parts are drawn rating by rating.
    pub fn has_ratings(&self) -> bool {
        match self.made_of() {
            MadeOf::Set(set) => set.kind() == SetKind::Ratings,
            MadeOf::Files(_) | MadeOf::Unread(_) => matches!(self, Self::Ratings(_)),
        }
    }

    /// Whether its samples are sequences.
    pub fn has_sequences(&self) -> bool {
        match self.made_of() {
            MadeOf::Set(set) => matches!(set.kind(), SetKind::Series | SetKind::Sound),
            MadeOf::Files(files) => files.has_sequences(),
            MadeOf::Unread(_) => false,
        }
    }

    /// Whether it names a test part; one beside it is found, or samples of the training part are held out otherwise.
    pub fn has_test_part(&self) -> bool {
        match self.made_of() {
            MadeOf::Set(set) => set.has_test_part(),
            MadeOf::Files(files) => files.has_test_part(),
            MadeOf::Unread(_) => false,
        }
    }

    /// Reads all of it.
    pub(super) fn read(&self, parting: Parting) -> Result<Dataset, DataError> {
        match self.made_of() {
            MadeOf::Set(set) => set.load(parting),
            MadeOf::Files(files) => files.read(parting),
            MadeOf::Unread(unread) => Err(DataError::Unread(unread.key().to_owned())),
        }
    }
}

type Recognise = fn(&Named) -> Option<Result<Source, DataError>>;

/// The kinds of data that people bring, in the order in which they are recognised.
const KINDS: [Recognise; 8] = [
    |named| Some(ArrayFile::recognise(named)?.map(Source::Array)),
    |named| Some(SeriesFile::recognise(named)?.map(Source::Series)),
    |named| Some(IdxFiles::recognise(named)?.map(Source::Idx)),
    |named| Some(SoundFolder::recognise(named)?.map(Source::Sound)),
    |named| Some(TextFile::recognise(named)?.map(Source::Text)),
    |named| Some(PictureFolder::recognise(named)?.map(Source::Pictures)),
    |named| Some(RatingsFile::recognise(named)?.map(Source::Ratings)),
    |named| Some(TableFile::recognise(named)?.map(Source::Table)),
];

/// What the questions to a source are answered from.
enum MadeOf<'a> {
    Set(BuiltIn),
    Files(&'a dyn Reader),
    Unread(&'a Unread),
}

impl Default for Source {
    fn default() -> Self {
        Self::BuiltIn {
            set: BuiltIn::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_their_last_part() {
        let source = Source::Idx(IdxFiles {
            images: "folder/train-images.idx3-ubyte.gz".into(),
            ..IdxFiles::default()
        });
        assert_eq!(source.name(), "train-images.idx3-ubyte.gz");
        assert_eq!(source.title(), "train-images");
        assert_eq!(Source::default().name(), "MNIST");
    }

    #[test]
    fn files_are_known_by_their_endings() {
        let of = |name: &str| Source::of_path(Path::new(name));
        for name in ["a.csv", "B.TSV.gz", "c/d.txt"] {
            assert!(matches!(of(name), Ok(Source::Table(_))), "{name}");
        }
        for name in ["train-images-idx3-ubyte.gz", "images.idx"] {
            assert!(matches!(of(name), Ok(Source::Idx(_))), "{name}");
        }
        assert_eq!(
            of("a/b.docx").unwrap_err().to_string(),
            "this is no data that can be read: a table (.csv, .tsv, .txt), texts (.txt), series (.ts), arrays (.npy, .npz), IDX files, pictures or sound: a/b.docx"
        );
    }
}
