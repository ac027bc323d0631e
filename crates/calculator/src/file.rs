//! A result in a file: there whole under its name, or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use atomic_write_file::AtomicWriteFile;

use crate::failure::Failure;

/// Writes the output of `produce` to a file, which gets its name once all is written: until then an earlier file of that name
/// stays. A device or a pipe is written to directly. Of a link, the file that it leads to is written.
pub(crate) fn write(
    path: &Path,
    produce: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let named = |error: io::Error| Failure::File(path.to_owned(), error);
    let path = if fs::symlink_metadata(path).is_ok() {
        fs::canonicalize(path).map_err(named)?
    } else {
        path.to_owned()
    };
    let produced = if fs::metadata(&path).is_ok_and(|about| !about.is_file()) {
        let file = OpenOptions::new().write(true).open(&path).map_err(named)?;
        let mut out = BufWriter::new(file);
        produce(&mut out).and_then(|()| Ok(out.flush()?))
    } else {
        let mut out = BufWriter::new(AtomicWriteFile::open(&path).map_err(named)?);
        let produced = produce(&mut out).and_then(|()| Ok(out.flush()?));
        let commit = |()| Ok(out.into_inner().map_err(io::IntoInnerError::into_error)?.commit()?);
        produced.and_then(commit)
    };
    produced.map_err(|failure| match failure {
        Failure::Output(error) => named(error),
        Failure::Refused(_) | Failure::File(..) => failure,
    })
}
