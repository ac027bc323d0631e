//! `cargo xtask measure load`: how many readers a second nginx serves on one core.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use xtask::project;

use crate::browsers;
use crate::command::{cargo, find, program, run, say};

/// Runs the load test with the site that is in dist/.
///
/// # Errors
/// When nginx cannot be installed, or the test fails.
pub(crate) fn count_readers(rest: &[String]) -> Result<()> {
    browsers::ensure(&[browsers::Need::Nginx])?;
    let mut loading = cargo(["run", "--quiet", "--package", "e2e", "--bin", "load", "--"]);
    match brotli_module()? {
        Some(module) => loading.arg("--brotli").arg(module),
        None => {
            say("nginx's brotli module is not available from Debian's packages here: gzip is sent");
            &mut loading
        }
    };
    run(loading.args(rest))
}

/// nginx's module that sends the files compressed with brotli: unpacked from Debian's package, not installed.
fn brotli_module() -> Result<Option<PathBuf>> {
    const PACKAGE: &str = "libnginx-mod-http-brotli-static";
    let folder = project::root().join("target/load");
    let module = folder.join("usr/lib/nginx/modules/ngx_http_brotli_static_module.so");
    if !module.exists() && find("apt-get").is_some() && find("dpkg").is_some() {
        fs::create_dir_all(&folder)?;
        let command = format!("apt-get download -qq {PACKAGE} && dpkg -x {PACKAGE}_*.deb .");
        // If this fails, the file is missing, which the caller handles.
        let _fetched = run(program("sh").args(["-c", &command]).current_dir(&folder));
    }
    Ok(module.exists().then_some(module))
}
