//! nginx with `deploy/nginx.conf`, serving the built site on a port of its own.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use xtask::project;

use crate::browser::PATIENCE;
use crate::ports::free_port;

/// Additions to the project's configuration.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// A module that sends the build's brotli, which is then turned on.
    pub brotli: Option<PathBuf>,
    /// Lines of Debian's `nginx.conf` within `http { }` that a test doesn't need.
    pub http: &'static str,
    /// The one core that it may use.
    pub core: Option<usize>,
}

/// A running nginx without worker processes; dropping it ends it.
#[derive(Debug)]
pub struct Nginx {
    child: Child,
    /// Where it listens.
    pub socket: SocketAddr,
    /// The same as the address of its site, without a slash at the end.
    pub address: String,
    _folder: tempfile::TempDir,
}

impl Nginx {
    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// When it is not there, or does not take the configuration.
    pub fn start(extra: &Extra) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = free_port()?;
        let ours = std::fs::read_to_string(project::root().join("deploy/nginx.conf"))?;
        let dist = project::dist();
        let mut changed = ours.replacen("listen 8080;", &format!("listen 127.0.0.1:{port};"), 1).replacen(
            "root /srv/own-or-rent;",
            &format!("root {};", dist.display()),
            1,
        );
        ensure!(
            changed.matches(&*dist.to_string_lossy()).count() == 1,
            "nginx.conf names its folder otherwise"
        );
        let mut module = String::new();
        if let Some(path) = &extra.brotli {
            changed = changed.replacen("# brotli_static on;", "brotli_static on;", 1);
            ensure!(changed.contains("\n    brotli_static on;"), "nginx.conf speaks of brotli otherwise");
            module = format!("load_module {};\n", path.display());
        }
        std::fs::copy("/etc/nginx/mime.types", folder.path().join("mime.types"))?;
        std::fs::write(folder.path().join("site.conf"), changed)?;
        // The part of Debian's nginx.conf around a site.
        let around = format!(
            "{module}master_process off; pid nginx.pid; error_log stderr; events {{}}\n\
             http {{ access_log off; client_body_temp_path body; proxy_temp_path proxy;\n\
             fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi; {} include site.conf; }}\n",
            extra.http
        );
        std::fs::write(folder.path().join("nginx.conf"), around)?;
        let mut nginx = match extra.core {
            // taskset replaces itself with nginx, which so keeps the number of the process.
            Some(core) => {
                let mut pinned = Command::new("taskset");
                pinned.args(["-c", &core.to_string(), "nginx"]);
                pinned
            }
            None => Command::new("nginx"),
        };
        let child = nginx
            .arg("-p")
            .arg(folder.path())
            .args(["-c", "nginx.conf", "-g", "daemon off;"])
            .stderr(Stdio::inherit())
            .spawn()
            .context("nginx does not start")?;
        let socket = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut nginx = Self { child, socket, address: format!("http://{socket}"), _folder: folder };
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(socket).is_err() {
            if let Some(status) = nginx.child.try_wait()? {
                bail!("nginx ended at once: {status}");
            }
            ensure!(Instant::now() < deadline, "nginx does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(nginx)
    }

    /// Seconds for which it has kept a core busy so far.
    ///
    /// # Errors
    /// When the system does not report it.
    pub fn cpu_seconds(&self) -> Result<f64> {
        /// Linux counts in hundredths, whatever the processor.
        const TICKS: f64 = 100.0;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name in brackets may hold spaces; after it, user and system time are the 12th and 13th.
        let (_, after) = stat.rsplit_once(')').context("no name in /proc")?;
        let fields: Vec<&str> = after.split_whitespace().collect();
        let ticks = |index: usize| -> Result<f64> {
            Ok(fields.get(index).context("/proc says too little")?.parse()?)
        };
        Ok((ticks(11)? + ticks(12)?) / TICKS)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}
