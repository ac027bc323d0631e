//! The WebDriver program of an engine, started on a free port and stopped with everything it started.

use std::io::{BufRead, BufReader};
use std::net::Ipv4Addr;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::browser::{Engine, PATIENCE, Settings};
use crate::ports::free_port;

/// A running driver; dropping it ends the driver and its browser.
pub(crate) struct Driver {
    program: Process,
    /// The screen of an engine that needs one.
    _screen: Option<Process>,
    port: u16,
}

impl Driver {
    /// Starts the engine's driver and waits until it listens.
    pub(crate) async fn start(engine: Engine) -> Result<Self> {
        let port = free_port()?;
        let (mut command, screen) = match engine {
            Engine::Chromium => {
                let mut command = Command::new("chromedriver");
                command.arg(format!("--port={port}")).arg("--log-level=OFF");
                (command, None)
            }
            Engine::Firefox => {
                let mut command = Command::new("geckodriver");
                command.args(["--log", "fatal", "--port"]).arg(port.to_string());
                (command, None)
            }
            Engine::WebKit => {
                let (screen, display) = start_screen().await?;
                let mut command = Command::new("WebKitWebDriver");
                command.arg(format!("--port={port}")).env("DISPLAY", display).env("GDK_BACKEND", "x11");
                // Software drawing: a machine without a screen seldom has a graphics card that WebKit accepts.
                command.env("LIBGL_ALWAYS_SOFTWARE", "1").env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
                // A signal of WebKit's compiling threads may overwrite the wasm's variables, unless the main thread waits
                // for them: docs/traps.md, "A trap in WebKitGTK only".
                command.env("JSC_useConcurrentJIT", "0");
                (command, Some(screen))
            }
        };
        let mut driver = Self { program: Process::start(&mut command)?, _screen: screen, port };
        driver.wait_until_listening().await?;
        Ok(driver)
    }

    /// The address that WebDriver commands go to.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn wait_until_listening(&mut self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).await.is_err() {
            if let Some(status) = self.program.child.try_wait()? {
                bail!("the driver ended at once: {status}");
            }
            if Instant::now() > deadline {
                bail!("the driver does not listen on port {}", self.port);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}

/// The session that the driver is asked for: no window, no first-run pages, no requests of the browser's own.
pub(crate) fn capabilities(engine: Engine, settings: &Settings) -> Result<Value> {
    Ok(match engine {
        Engine::Chromium => {
            let mut args: Vec<String> = [
                "--headless=new",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                "--force-prefers-reduced-motion",
                "--lang=en-GB",
            ]
            .map(str::to_owned)
            .to_vec();
            args.push(format!("--window-size={},{}", settings.width, settings.height));
            if is_root() {
                args.push("--no-sandbox".to_owned());
            }
            let javascript = if settings.javascript { 1 } else { 2 };
            json!({
                "browserName": "chrome",
                "goog:chromeOptions": {
                    "binary": chromium()?,
                    "args": args,
                    "prefs": {
                        "profile.default_content_setting_values.javascript": javascript,
                        "webkit.webprefs.default_font_size": settings.letters,
                    },
                },
                "goog:loggingPrefs": { "browser": "ALL" },
            })
        }
        Engine::Firefox => json!({
            "browserName": "firefox",
            "moz:firefoxOptions": {
                "binary": firefox()?,
                "args": ["-headless", format!("--width={}", settings.width), format!("--height={}", settings.height)],
                "prefs": {
                    "javascript.enabled": settings.javascript,
                    "font.size.variable.x-western": settings.letters,
                    "ui.prefersReducedMotion": 1,
                    "app.update.enabled": false,
                    "browser.safebrowsing.malware.enabled": false,
                    "browser.safebrowsing.phishing.enabled": false,
                    "datareporting.policy.dataSubmissionEnabled": false,
                    "network.captive-portal-service.enabled": false,
                    "network.connectivity-service.enabled": false,
                    "services.settings.server": "data:,#remote-settings-dummy/v1",
                    "toolkit.telemetry.enabled": false,
                },
            },
        }),
        Engine::WebKit => {
            if !settings.javascript {
                bail!("WebKit's driver cannot turn JavaScript off");
            }
            if settings.letters != Settings::default().letters {
                bail!("WebKit's driver cannot set the size of letters");
            }
            json!({
                "browserName": "MiniBrowser",
                "webkitgtk:browserOptions": { "binary": mini_browser()?, "args": ["--automation"] },
            })
        }
    })
}

/// Starts a virtual screen on a display that it finds free itself, and gives the display's name.
async fn start_screen() -> Result<(Process, String)> {
    let mut command = Command::new("Xvfb");
    // The display's number is written to the standard output once the screen can be used.
    command.args(["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]);
    let mut screen = Process::start_reporting(&mut command)?;
    let output = screen.child.stdout.take().context("no output")?;
    let line = tokio::task::spawn_blocking(move || {
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).map(|_| line)
    });
    let line =
        tokio::time::timeout(PATIENCE, line).await.context("the virtual screen does not start")???;
    ensure!(!line.trim().is_empty(), "no virtual screen could be started");
    Ok((screen, format!(":{}", line.trim())))
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

/// The program is `chromium` on Debian, and has another name elsewhere.
fn chromium() -> Result<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    names.into_iter().find_map(on_path).context("Chromium is not on PATH")
}

/// Debian has the extended support release, others the current one.
fn firefox() -> Result<PathBuf> {
    ["firefox-esr", "firefox"].into_iter().find_map(on_path).context("Firefox is not on PATH")
}

/// WebKitGTK's test browser is in a folder named after the library's version.
fn mini_browser() -> Result<PathBuf> {
    let libraries = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec", "/usr/lib"];
    let versions = ["webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"];
    libraries
        .into_iter()
        .flat_map(|library| versions.map(|version| PathBuf::from(library).join(version).join("MiniBrowser")))
        .find(|path| path.exists())
        .context("WebKit's MiniBrowser is not installed")
}

fn on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// A program in a process group of its own, so that what it started ends with it.
struct Process {
    child: Child,
}

impl Process {
    fn start(command: &mut Command) -> Result<Self> {
        Self::start_with(command, Stdio::null())
    }

    /// Starts a program whose output is read.
    fn start_reporting(command: &mut Command) -> Result<Self> {
        Self::start_with(command, Stdio::piped())
    }

    fn start_with(command: &mut Command, output: Stdio) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("{} cannot be started", command.get_program().display()))?;
        Ok(Self { child })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The shell's own `kill`, as the program of that name is not on every machine.
        let group = format!("kill -KILL -{}", self.child.id());
        let _ = Command::new("sh").args(["-c", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}
