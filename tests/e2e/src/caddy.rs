//! Caddy with `deploy/Caddyfile`, serving the built site on a port of its own.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use xtask::project;

use crate::browser::PATIENCE;
use crate::ports::free_port;

/// A running Caddy; dropping it ends it.
#[derive(Debug)]
pub struct Caddy {
    child: Child,
    /// The address of its site, without a slash at the end.
    pub address: String,
    _folder: tempfile::TempDir,
}

impl Caddy {
    /// Starts it and waits until it answers; `None` where it is not installed.
    ///
    /// # Errors
    /// When it does not take the configuration, or does not answer.
    pub fn start() -> Result<Option<Self>> {
        if Command::new("caddy").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err()
        {
            return Ok(None);
        }
        let folder = tempfile::tempdir()?;
        let socket = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let ours = std::fs::read_to_string(project::root().join("deploy/Caddyfile"))?;
        let dist = project::dist();
        let changed = ours.replacen(":8080 {", &format!("http://{socket} {{"), 1).replacen(
            "/srv/own-or-rent",
            &dist.to_string_lossy(),
            1,
        );
        ensure!(
            changed.contains(&*dist.to_string_lossy()) && changed.contains(&socket.to_string()),
            "the Caddyfile names its folder or its address otherwise"
        );
        let file = folder.path().join("Caddyfile");
        // No second port for its administration, nor anything kept.
        std::fs::write(&file, format!("{{\n\tadmin off\n\tauto_https off\n}}\n{changed}"))?;
        let child = Command::new("caddy")
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(&file)
            .env("HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .env("XDG_CONFIG_HOME", folder.path())
            .stderr(Stdio::null())
            .spawn()
            .context("Caddy does not start")?;
        let mut caddy = Self { child, address: format!("http://{socket}"), _folder: folder };
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(socket).is_err() {
            if let Some(status) = caddy.child.try_wait()? {
                bail!("Caddy ended at once: {status}");
            }
            ensure!(Instant::now() < deadline, "Caddy does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(Some(caddy))
    }
}

impl Drop for Caddy {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}
