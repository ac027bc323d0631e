//! Where things are in this checkout.

use std::path::PathBuf;

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
