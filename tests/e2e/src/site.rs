//! The built site on a local port, with a script that lets a test look into its pages.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Result, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use xtask::{project, server};

/// A server that lives as long as the test's runtime.
#[derive(Debug, Clone, Copy)]
pub struct Site {
    address: SocketAddr,
}

impl Site {
    /// Serves `dist/` unchanged, but for one script added to every page that keeps what goes wrong and what is due.
    ///
    /// # Errors
    /// When the site has not been built.
    pub async fn start() -> Result<Self> {
        Self::start_with_script("").await
    }

    /// The same, with a script of the test's own that runs before the page's.
    ///
    /// # Errors
    /// When the site has not been built.
    pub async fn start_with_script(script: &str) -> Result<Self> {
        Self::serve(watched(script)?).await
    }

    /// The same site without the files whose path holds `part`, as when a deploy has replaced them.
    ///
    /// # Errors
    /// When the site has not been built.
    pub async fn start_lacking(part: &'static str) -> Result<Self> {
        ensure!(project::dist().join("index.html").exists(), "run `cargo xtask build` first");
        let lacking = move |request: Request, next: Next| async move {
            if request.uri().path().contains(part) {
                return StatusCode::NOT_FOUND.into_response();
            }
            next.run(request).await
        };
        Self::serve(server::router(&project::dist()).layer(middleware::from_fn(lacking))).await
    }

    /// Serves any routes, on a port and so an origin of their own.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn serve(routes: Router) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { address })
    }

    /// The full address of a path ("/?embed=ledger") on this server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

/// The site's routes, with a script before its own that keeps what the page complains of; and below a path, as on a host with others.
///
/// # Errors
/// When the site has not been built.
pub fn watched(script: &str) -> Result<Router> {
    let page = project::dist().join("index.html");
    ensure!(page.exists(), "{} is missing: run `cargo xtask build` first", page.display());
    let files = server::router(&project::dist()).layer(middleware::from_fn(with_watch));
    let script = format!("{WATCH}{script}");
    // As the site's own files have it: a sandboxed frame is of no origin, and our embedder policy asks for the header.
    let for_all = (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    let watch = get(async move || ([(CONTENT_TYPE, "text/javascript"), for_all], script));
    let mut routes = Router::new().nest_service("/below/a/path", files.clone());
    for site in ["/", "/below/a/path/"] {
        let rooms = ["", "model/", "claims/", "method/", "workshop/", "embed/"].map(str::to_owned);
        for folder in rooms.into_iter().chain(framed_folders()?) {
            routes = routes.route(&format!("{site}{folder}watch.js"), watch.clone());
        }
    }
    Ok(routes.fallback_service(files))
}

/// A folder's files as they are, at an address that stays while its server is stopped and started again: a network that is lost, a
/// deploy. Unlike at a [`Site`], pages may keep a service worker there.
#[derive(Debug)]
pub struct Outpost {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    server: Option<(oneshot::Sender<()>, JoinHandle<std::io::Result<()>>)>,
}

impl Outpost {
    /// How long connections may take to end when the server stops.
    const FAREWELL: Duration = Duration::from_secs(10);

    /// Serves these routes at an address of their own.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(routes: Router) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mut outpost = Self { address, asked: Arc::default(), server: None };
        outpost.resume(routes).await?;
        Ok(outpost)
    }

    /// Serves these routes where it served before.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn resume(&mut self, routes: Router) -> Result<()> {
        self.stop().await;
        let listener = TcpListener::bind(self.address).await?;
        self.address = listener.local_addr()?;
        let asked = Arc::clone(&self.asked);
        let noted = move |request: Request, next: Next| {
            if let Ok(mut asked) = asked.lock() {
                asked.push(request.uri().path().to_owned());
            }
            next.run(request)
        };
        let (stop, stopped) = oneshot::channel();
        let served = axum::serve(listener, routes.layer(middleware::from_fn(noted)));
        let served = served.with_graceful_shutdown(async move { stopped.await.unwrap_or_default() });
        self.server = Some((stop, tokio::spawn(async move { served.await })));
        Ok(())
    }

    /// Ends the server and its connections.
    pub async fn stop(&mut self) {
        let Some((stop, server)) = self.server.take() else { return };
        let _ended_already = stop.send(());
        let handle = server.abort_handle();
        if tokio::time::timeout(Self::FAREWELL, server).await.is_err() {
            handle.abort();
        }
    }

    /// The paths that were asked for, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().map(|asked| asked.clone()).unwrap_or_default()
    }

    /// The full address of a path on this server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

/// The compiled Rust of the site's page: what it starts with and what it loads later.
///
/// # Errors
/// When the site has not been built.
pub fn programs(dist: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dist)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".wasm") {
            names.push(name);
        }
    }
    ensure!(!names.is_empty(), "{} has no wasm: run `cargo xtask build` first", dist.display());
    names.sort();
    Ok(names)
}

/// The folders of the pages that others frame.
fn framed_folders() -> Result<Vec<String>> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(project::dist().join("embed"))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(format!("embed/{}/", entry.file_name().to_string_lossy()));
        }
    }
    Ok(folders)
}

/// Keeps errors, refused requests and breaches of the policy in `window.__complaints`, as Firefox's and WebKit's drivers
/// don't hand out the console; and in `window.__pending` the timers and frames that the page waits for: once there are
/// none, nothing more follows from what was done to it. Timers of more than a second are left out: they are there in case
/// that something fails, such as a request. The service worker is left out: it fetches the whole site, which tests of other things need
/// not wait for; `offline.rs` has it, on an [`Outpost`].
const WATCH: &str = r#"
{
Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => undefined });
window.__pending = new Set();
const watch = (ask, cancel) => {
  const [asked, cancelled] = [window[ask], window[cancel]];
  window[ask] = (call, delay, ...rest) => {
    const id = asked((...given) => { window.__pending.delete(`${ask} ${id}`); call(...given); }, delay, ...rest);
    if (!(delay > 1000)) window.__pending.add(`${ask} ${id}`);
    return id;
  };
  window[cancel] = (id) => { window.__pending.delete(`${ask} ${id}`); cancelled(id); };
};
watch("setTimeout", "clearTimeout");
watch("requestAnimationFrame", "cancelAnimationFrame");
window.__complaints = [];
const keep = (kind, text) => window.__complaints.push(`${kind}: ${text}`);
for (const level of ["error", "warn"]) {
  const log = console[level];
  console[level] = (...parts) => { keep(`console.${level}`, parts.map(String).join(" ")); log.apply(console, parts); };
}
addEventListener("error", (event) => {
  const from = event.target;
  const stack = event.error?.stack ? `\n${event.error.stack}` : "";
  keep("error", event.message ? event.message + stack : `${from.tagName} ${from.src ?? from.href ?? ""}`);
}, true);
addEventListener("unhandledrejection", (event) => keep("rejection", [event.reason, event.reason?.stack ?? ""].join("\n")));
addEventListener("securitypolicyviolation", (event) =>
  keep("policy", `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
}
"#;

async fn with_watch(mut request: Request, next: Next) -> Response {
    // What is added to must not be compressed.
    request.headers_mut().remove(ACCEPT_ENCODING);
    let response = next.run(request).await;
    let is_page =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let html =
        String::from_utf8_lossy(&bytes).replacen("<head>", "<head><script src=\"watch.js\"></script>", 1);
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(html))
}
