//! The browsers, drivers and servers that the tests need, and what counts instructions. On Linux with apt (Debian, Ubuntu)
//! missing packages are installed; elsewhere the error names the missing programs.

use anyhow::{Result, bail};

use crate::command::{find, output_of, program, run, say};
use crate::tools::Tool;

/// A browser with its driver, a server, or what counts instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Chromium and chromedriver.
    Chromium,
    /// Firefox and geckodriver.
    Firefox,
    /// WebKitGTK's driver, and a virtual screen for its browser.
    WebKit,
    /// nginx, which serves the site as a reader's host may.
    Nginx,
    /// valgrind, which counts the instructions of a program.
    Valgrind,
}

/// Programs of which one must be there, and the Debian package that brings it.
struct Program(&'static [&'static str], &'static str);

impl Need {
    /// All three engines, what serves them, and what counts.
    pub(crate) const ALL: [Self; 5] =
        [Self::Chromium, Self::Firefox, Self::WebKit, Self::Nginx, Self::Valgrind];

    fn programs(self) -> &'static [Program] {
        match self {
            Self::Chromium => &[
                Program(&["chromium", "chromium-browser", "google-chrome"], "chromium"),
                Program(&["chromedriver"], "chromium-driver"),
            ],
            Self::Firefox => &[Program(&["firefox-esr", "firefox"], "firefox-esr")],
            Self::WebKit => &[Program(&["WebKitWebDriver"], "webkit2gtk-driver"), Program(&["Xvfb"], "xvfb")],
            Self::Nginx => &[Program(&["nginx"], "nginx-light")],
            Self::Valgrind => &[Program(&["valgrind"], "valgrind")],
        }
    }
}

/// Installs what is missing of the browsers.
///
/// # Errors
/// When something is missing and may not or cannot be installed: says what.
pub(crate) fn ensure(needs: &[Need]) -> Result<()> {
    let missing = missing_packages(needs);
    if !missing.is_empty() {
        if find("apt-get").is_none() {
            bail!(
                "these programs are missing: {}. They are installed automatically on Linux with apt (Debian, Ubuntu) only: put \
                 them on PATH, or run the steps that need none of them (`cargo xtask test --group seconds`)",
                missing_programs(needs).join(", ")
            );
        }
        let Some(prefix) = privilege() else {
            bail!(
                "these packages are missing, and this user may not install them: as root,\n  \
                 apt-get update && apt-get install {}",
                missing.join(" ")
            );
        };
        say(&format!("installing {}: about two minutes", missing.join(", ")));
        let apt = |arguments: &[&str]| {
            let words: Vec<&str> =
                prefix.iter().copied().chain(["apt-get"]).chain(arguments.iter().copied()).collect();
            let mut command = program(words[0]);
            run(command.args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive"))
        };
        apt(&["update", "-qq"])?;
        apt(&[&["install", "-y", "-qq", "--no-install-recommends"], missing.as_slice()].concat())?;
        let still = missing_packages(needs);
        if !still.is_empty() {
            bail!("installed, but still not on PATH: what {} should bring", still.join(", "));
        }
    }
    if needs.contains(&Need::Firefox) {
        Tool::geckodriver().ensure()?;
    }
    Ok(())
}

fn missing(needs: &[Need]) -> impl Iterator<Item = &'static Program> {
    let programs = needs.iter().flat_map(|need| need.programs());
    programs.filter(|Program(names, _)| names.iter().all(|name| find(name).is_none()))
}

fn missing_packages(needs: &[Need]) -> Vec<&'static str> {
    missing(needs).map(|Program(_, package)| *package).collect()
}

fn missing_programs(needs: &[Need]) -> Vec<String> {
    missing(needs).map(|Program(names, _)| names.join(" or ")).collect()
}

/// What to put before a command so that it may install packages: nothing for root, sudo if it asks no password.
fn privilege() -> Option<&'static [&'static str]> {
    let is_root = output_of(program("id").arg("-u")).is_some_and(|user| user == "0");
    if is_root {
        return Some(&[]);
    }
    let has_sudo = output_of(program("sudo").args(["-n", "true"])).is_some();
    has_sudo.then_some(&["sudo", "-n"])
}
