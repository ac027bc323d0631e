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

/// A program of this workspace in its release build, in the target folder of the program that runs now.
///
/// # Errors
/// When the path of the running program is unknown.
pub fn release(name: &str) -> io::Result<PathBuf> {
    let mut path = env::current_exe()?;
    // Without the program's name and its profile; a test is one folder deeper.
    path.pop();
    if path.ends_with("deps") {
        path.pop();
    }
    path.pop();
    Ok(path.join("release").join(name))
}
