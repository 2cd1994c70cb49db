//! Where an array lies: in a NPY file, plain or gzipped, or in a NPZ archive.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::{ArrayError, Header};
use crate::data::gzip::Members;
use crate::data::{DataError, Progress, regular_file};

/// Deflate cannot pack more than this many bytes into one.
const MAX_DEFLATE_RATIO: u64 = 1032;
/// An archive of more arrays is something else.
const MAX_ARRAYS: usize = 10_000;
const ENDING: &str = ".npy";

/// One array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub path: PathBuf,
    /// Its name in an archive, without an ending.
    pub name: Option<String>,
}

/// How a file keeps arrays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Plain,
    Gzip,
    Archive,
}

impl Packing {
    /// By the first bytes of a file; `None` for what cannot be arrays.
    pub fn of(start: &[u8]) -> Option<Self> {
        match start {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Self::Archive),
            _ => Header::begins(start).then_some(Self::Plain),
        }
    }
}

/// The bytes of an array behind its header.
pub struct Body<'a> {
    input: Box<dyn Read + 'a>,
    promised: u64,
    is_packed: bool,
}

impl Body<'_> {
    /// Calls `visit` with all bytes, in blocks of whole elements of `size` bytes.
    ///
    /// # Errors
    /// When fewer bytes are there than the header promised, or `visit` refuses what it is given.
    pub fn each_block(
        &mut self,
        size: usize,
        mut visit: impl FnMut(&[u8]) -> Result<(), ArrayError>,
    ) -> Result<(), ArrayError> {
        const BLOCK: usize = 256 << 10;
        let size = size.max(1);
        let most = (BLOCK / size).max(1) * size;
        let mut block = vec![0; self.promised.min(most as u64) as usize];
        let mut left = self.promised;
        let progress = Progress::present();
        progress.expect(left);
        while left > 0 {
            let part = &mut block[..left.min(most as u64) as usize];
            self.fill(part, left)?;
            visit(part)?;
            left -= part.len() as u64;
            progress.add(part.len() as u64);
            if progress.is_stopped() {
                return Err(ArrayError::Other("it was stopped".into()));
            }
        }
        // At the end the checksum of what was packed is compared.
        if self.is_packed {
            let mut more = [0];
            self.input.read(&mut more).map_err(ArrayError::Read)?;
        }
        Ok(())
    }

    fn fill(&mut self, part: &mut [u8], left: u64) -> Result<(), ArrayError> {
        let mut done = 0;
        while done < part.len() {
            match self.input.read(&mut part[done..]) {
                Ok(0) => {
                    return Err(ArrayError::Truncated {
                        promised: self.promised,
                        found: self.promised - left + done as u64,
                    });
                }
                Ok(count) => done += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(ArrayError::Read(error)),
            }
        }
        Ok(())
    }
}

impl Place {
    /// The only array of a file, or the one called `name` in it.
    pub fn new(path: &Path, name: Option<&str>) -> Self {
        Self {
            path: path.to_owned(),
            name: name.map(str::to_owned),
        }
    }

    /// Opens it for `visit`, once it is known that the file can hold as much as the header promises.
    ///
    /// # Errors
    /// When there is no such array, it is damaged or `visit` says so.
    pub fn open<T>(
        &self,
        visit: impl FnOnce(&Header, Body) -> Result<T, ArrayError>,
    ) -> Result<T, DataError> {
        let at = |error: ArrayError| match &self.name {
            None => DataError::file(&self.path, error),
            Some(name) => DataError::file(&self.path, format!("{error}, in its array {name}")),
        };
        let (mut file, length) = regular_file::open(&self.path, "an array")?;
        let packing = packing(&mut file, length).map_err(at)?;
        if packing != Packing::Archive {
            return plain(file, length, packing, visit)
                .map_err(|error| DataError::file(&self.path, error));
        }
        let mut archive = archive(file).map_err(|error| DataError::file(&self.path, error))?;
        let name = match &self.name {
            Some(name) => name.clone(),
            None => names(&archive)
                .into_iter()
                .next()
                .ok_or_else(|| DataError::file(&self.path, ArrayError::NoArrays))?,
        };
        let found = archive.index_for_name(&format!("{name}{ENDING}"));
        let Some(index) = found.or_else(|| archive.index_for_name(&name)) else {
            let found = names(&archive).join(", ");
            let wanted = name;
            return Err(DataError::file(
                &self.path,
                ArrayError::NoSuchArray { wanted, found },
            ));
        };
        entry(&mut archive, index, visit).map_err(at)
    }

    /// The header alone.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn header(&self) -> Result<Header, DataError> {
        self.open(|header, _| Ok(header.clone()))
    }
}

/// The names of the arrays in the file at `path`, in its order; none where it is one array.
///
/// # Errors
/// When it is neither.
pub fn names_in(path: &Path) -> Result<Vec<String>, DataError> {
    let at = |error: ArrayError| DataError::file(path, error);
    let (mut file, length) = regular_file::open(path, "an array")?;
    if packing(&mut file, length).map_err(at)? != Packing::Archive {
        return Ok(Vec::new());
    }
    let names = names(&archive(file).map_err(at)?);
    match names.is_empty() {
        true => Err(at(ArrayError::NoArrays)),
        false => Ok(names),
    }
}

/// Looks at the first bytes of `file`, and goes back.
fn packing(file: &mut File, length: u64) -> Result<Packing, ArrayError> {
    if length == 0 {
        return Err(ArrayError::Empty);
    }
    let mut start = [0; 6];
    let start = &mut start[..length.min(6) as usize];
    file.read_exact(start).map_err(ArrayError::of_header)?;
    file.rewind().map_err(ArrayError::Read)?;
    Packing::of(start).ok_or(ArrayError::Magic)
}

fn plain<T>(
    file: File,
    length: u64,
    packing: Packing,
    visit: impl FnOnce(&Header, Body) -> Result<T, ArrayError>,
) -> Result<T, ArrayError> {
    let input = BufReader::new(file);
    if packing == Packing::Gzip {
        let input = Box::new(Members::new(input));
        return opened(input, None, length, true, visit).map_err(|error| match error {
            ArrayError::Read(error) => ArrayError::Gzip(error),
            other => other,
        });
    }
    opened(Box::new(input), Some(length), length, false, visit)
}

fn archive(file: File) -> Result<ZipArchive<BufReader<File>>, ArrayError> {
    ZipArchive::new(BufReader::new(file)).map_err(|error| ArrayError::Archive(error.to_string()))
}

fn names(archive: &ZipArchive<BufReader<File>>) -> Vec<String> {
    let names = archive.file_names().flatten();
    let arrays = names.filter_map(|name| Some(name.strip_suffix(ENDING)?.to_owned()));
    arrays.take(MAX_ARRAYS).collect()
}

fn entry<T>(
    archive: &mut ZipArchive<BufReader<File>>,
    index: usize,
    visit: impl FnOnce(&Header, Body) -> Result<T, ArrayError>,
) -> Result<T, ArrayError> {
    let entry = archive.by_index(index);
    let entry = entry.map_err(|error| ArrayError::Archive(error.to_string()))?;
    let (length, packed) = (entry.size(), entry.compressed_size());
    let damaged = |error: ArrayError| match error {
        ArrayError::Read(error) => ArrayError::Archive(error.to_string()),
        other => other,
    };
    opened(Box::new(entry), Some(length), packed, true, visit).map_err(damaged)
}

/// Reads the header, and refuses what cannot follow it: `length` is of all that was said to be there, where that is
/// known, `stored` of what is in the file; a checksum follows what `is_packed`.
fn opened<T>(
    mut input: Box<dyn Read + '_>,
    length: Option<u64>,
    stored: u64,
    is_packed: bool,
    visit: impl FnOnce(&Header, Body) -> Result<T, ArrayError>,
) -> Result<T, ArrayError> {
    let (header, before) = Header::read(&mut input)?;
    let (promised, _) = header.bytes()?;
    if let Some(length) = length {
        let found = length.saturating_sub(before);
        if found < promised {
            return Err(ArrayError::Truncated { promised, found });
        }
    }
    if promised > stored.saturating_mul(MAX_DEFLATE_RATIO) {
        let packed = stored;
        return Err(ArrayError::Packed { promised, packed });
    }
    let body = Body {
        input,
        promised,
        is_packed,
    };
    visit(&header, body)
}
