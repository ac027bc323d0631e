//! Where things are in this checkout.

use std::path::PathBuf;
use std::{env, io};

/// The repository's root: the folder above this package.
#[must_use]
pub fn root() -> PathBuf {
    let mut path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    path.pop();
    path
}

/// The built site.
#[must_use]
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Where tools go that this machine lacks, or has at another version.
#[must_use]
pub fn tools() -> PathBuf {
    root().join(".tools")
}

/// What npm installed.
#[must_use]
pub fn node_modules() -> PathBuf {
    root().join("node_modules")
}

/// A program of this workspace that was built for release: it lies beside what runs now, whatever the folder of builds.
///
/// # Errors
/// When it cannot be told where this program lies.
pub fn release(name: &str) -> io::Result<PathBuf> {
    let mut path = env::current_exe()?;
    // The program, and the profile with which it was built; a test lies one folder deeper.
    path.pop();
    if path.ends_with("deps") {
        path.pop();
    }
    path.pop();
    Ok(path.join("release").join(name))
}
