//! Frozen editions: a copy of the built site for each version, which stays as it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::project;

/// The folder of the frozen editions, beside `dist/` and in it.
pub const FOLDER: &str = "v";

/// Keeps the site in `dist` as a version in the folder of `editions`, and puts every version that is kept there into `dist`, below
/// [`FOLDER`].
///
/// A version that is kept already must be the same, byte for byte: what others have framed must not change.
///
/// # Errors
/// When the version is kept with other content, which names the first file that differs, or a file cannot be read or written.
pub fn freeze(dist: &Path, editions: &Path, version: &str) -> Result<()> {
    let kept = editions.join(version);
    let below = dist.join(FOLDER);
    if below.exists() {
        fs::remove_dir_all(&below).with_context(|| below.display().to_string())?;
    }
    // Whole or not at all: what is half copied would be refused for good.
    fs::create_dir_all(editions).with_context(|| editions.display().to_string())?;
    let unfinished = tempfile::tempdir_in(editions)?;
    let whole = unfinished.path().join(version);
    copy(dist, &whole)?;
    name_own_place(&whole, version)?;
    if !kept.exists() {
        fs::rename(&whole, &kept).with_context(|| kept.display().to_string())?;
    } else if let Some(file) = difference(&whole, &kept)? {
        anyhow::bail!(
            "{}: {} is not what the site has now (allowed: the same bytes); raise the version in Cargo.toml",
            kept.display(),
            file.display()
        );
    }
    drop(unfinished);
    copy(editions, &below)
}

/// Where the site names its own address, for previews and content systems, an edition names its place there: an address that is
/// pasted must not lead to the newest edition.
fn name_own_place(site: &Path, version: &str) -> Result<()> {
    let page = fs::read_to_string(site.join(A_FRAMED_PAGE)).unwrap_or_default();
    let Some(address) = address_in(&page) else { return Ok(()) };
    let own = format!("{address}{FOLDER}/{version}/");
    let mut written = Vec::new();
    for file in files(site)? {
        let path = site.join(&file);
        if !file.extension().is_some_and(|ending| ending == "html" || ending == "json") {
            continue;
        }
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        if text.contains(address) {
            fs::write(&path, text.replace(address, &own)).with_context(|| path.display().to_string())?;
            written.push(path);
        }
    }
    ensure!(!written.is_empty(), "{}: no page names the site's address", site.display());
    let script = project::root().join("xtask/compress.mjs");
    let compressed = Command::new("node").arg(script).args(written).status().context("node")?;
    ensure!(compressed.success(), "the pages of {} are not compressed", site.display());
    Ok(())
}

/// A page that names the site's address, if the build knew it.
const A_FRAMED_PAGE: &str = "embed/map/index.html";

/// The site's address as that page names it, with a slash at its end.
fn address_in(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<link rel=\"canonical\" href=\"")?;
    rest.split('"').next()?.strip_suffix("embed/map/")
}

/// The files below a folder, by their paths in it, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let path = folder.join(&below);
        for entry in fs::read_dir(&path).with_context(|| path.display().to_string())? {
            let entry = entry?;
            let name = below.join(entry.file_name());
            if entry.file_type()?.is_dir() { folders.push(name) } else { files.push(name) }
        }
    }
    files.sort();
    Ok(files)
}

/// The first file that one of two folders lacks, or that differs.
fn difference(one: &Path, other: &Path) -> Result<Option<PathBuf>> {
    let (ours, theirs) = (files(one)?, files(other)?);
    let missing = ours.iter().find(|file| !theirs.contains(file));
    if let Some(file) = missing.or_else(|| theirs.iter().find(|file| !ours.contains(file))) {
        return Ok(Some(file.clone()));
    }
    for file in ours {
        let read = |folder: &Path| {
            let path = folder.join(&file);
            fs::read(&path).with_context(|| path.display().to_string())
        };
        if read(one)? != read(other)? {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let target = to.join(&file);
        let folder = target.parent().context("a file without a folder")?;
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        fs::copy(from.join(&file), &target).with_context(|| target.display().to_string())?;
    }
    ensure!(to.is_dir(), "{}: nothing to copy", from.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(folder: &Path, page: &str) -> PathBuf {
        let dist = folder.join("dist");
        fs::create_dir_all(dist.join("embed/map")).unwrap();
        fs::write(dist.join("index.html"), page).unwrap();
        fs::write(dist.join("embed/map/index.html"), "map").unwrap();
        dist
    }

    #[test]
    fn every_version_stays_below_the_site() {
        let folder = tempfile::tempdir().unwrap();
        let editions = folder.path().join("editions");
        let dist = site(folder.path(), "first");
        freeze(&dist, &editions, "0.1.0").unwrap();
        // The same once more changes nothing.
        freeze(&dist, &editions, "0.1.0").unwrap();
        fs::remove_dir_all(&dist).unwrap();
        let dist = site(folder.path(), "second");
        freeze(&dist, &editions, "0.2.0").unwrap();
        let read = |file: &str| fs::read_to_string(dist.join(file)).unwrap();
        assert_eq!(
            (read("v/0.1.0/index.html"), read("v/0.2.0/index.html")),
            ("first".to_owned(), "second".to_owned())
        );
        assert_eq!(read("v/0.1.0/embed/map/index.html"), "map");
        assert!(!dist.join("v/0.2.0/v").exists(), "an edition within an edition");
    }

    #[test]
    fn an_edition_names_its_own_place() {
        let folder = tempfile::tempdir().unwrap();
        let editions = folder.path().join("editions");
        let dist = site(folder.path(), "<a href=\"https://a.example/own/\">");
        let page = "<link rel=\"canonical\" href=\"https://a.example/own/embed/map/\">";
        fs::write(dist.join("embed/map/index.html"), page).unwrap();
        fs::write(dist.join("embed/map/oembed.json"), "{\"author_url\":\"https://a.example/own/\"}").unwrap();
        fs::write(dist.join("web.js"), "'https://a.example/own/'").unwrap();
        for _ in 0..2 {
            freeze(&dist, &editions, "0.1.0").unwrap();
            let read = |file: &str| fs::read_to_string(dist.join(file)).unwrap();
            let own = "https://a.example/own/v/0.1.0/";
            assert!(read("v/0.1.0/embed/map/index.html").contains(&format!("{own}embed/map/\"")));
            assert!(read("v/0.1.0/embed/map/oembed.json").contains(&format!("\"{own}\"")));
            assert!(read("v/0.1.0/index.html").contains(own));
            assert_eq!(read("v/0.1.0/web.js"), "'https://a.example/own/'", "a program is as it was built");
            assert_eq!(read("embed/map/index.html"), page, "the live page stays");
        }
        assert_eq!(fs::read_dir(&editions).unwrap().count(), 1, "something is left over");
    }

    #[test]
    fn a_version_that_differs_is_refused_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let editions = folder.path().join("editions");
        freeze(&site(folder.path(), "first"), &editions, "0.1.0").unwrap();
        let dist = site(folder.path(), "changed");
        let refusal = freeze(&dist, &editions, "0.1.0").unwrap_err().to_string();
        assert!(refusal.contains("index.html") && refusal.contains("raise the version"), "{refusal}");
        assert_eq!(fs::read_to_string(editions.join("0.1.0/index.html")).unwrap(), "first");
        fs::write(dist.join("index.html"), "first").unwrap();
        fs::write(dist.join("more.js"), "").unwrap();
        let refusal = freeze(&dist, &editions, "0.1.0").unwrap_err().to_string();
        assert!(refusal.contains("more.js"), "{refusal}");
    }
}
