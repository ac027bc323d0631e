//! A static file server that sends the headers an embed needs.
//!
//! A page framed with `sandbox="allow-scripts"` asks for its own modules and wasm with `Origin: null`, so every file
//! may be read by anyone; and nothing forbids framing.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::services::ServeDir;

/// The policy of every page: scripts, styles, fonts, requests and frames of our own only; framed by anyone. Even `frame-ancestors *`
/// would refuse pages without an address, such as previews in content systems, and files.
///
/// Our own host is named twice. In a frame with `sandbox="allow-scripts"` WebKit takes `'self'` for the frame's opaque origin,
/// which nothing matches, and the page would stay as it was prerendered: so the address that was asked is named too.
fn content_security_policy(host: Option<&HeaderValue>) -> String {
    let is_host = |text: &&str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        !text.is_empty() && text.bytes().all(allowed)
    };
    let host = host.and_then(|host| host.to_str().ok()).filter(is_host);
    let own = host.map_or_else(|| "'self'".to_owned(), |host| format!("'self' http://{host}"));
    format!(
        "default-src 'none'; script-src {own} 'wasm-unsafe-eval'; style-src {own}; img-src {own} data:; \
         font-src {own}; connect-src {own}; frame-src {own}; manifest-src {own}; base-uri 'none'; form-action 'none'"
    )
}

/// A second policy of the framed pages, which they hold themselves as well: nothing but the named policy of their program turns a
/// text into elements.
const TRUSTED_TYPES: &str = "require-trusted-types-for 'script'; trusted-types own-or-rent";

/// Whether a path is that of a framed page, wherever the site stands.
fn is_framed(path: &str) -> bool {
    path.split('/').any(|folder| folder == "embed")
}

/// Serves the files below `folder`: GET and HEAD, `index.html` for a folder, 404 for what isn't there; compressed, if the
/// build compressed it and the browser accepts that.
pub fn router(folder: &Path) -> Router {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    Router::new().fallback_service(files).layer(middleware::from_fn(with_headers))
}

async fn with_headers(request: Request, next: Next) -> Response {
    let cache = HeaderValue::from_static(cache_control(request.uri().path()));
    let is_framed = is_framed(request.uri().path());
    let policy = HeaderValue::try_from(content_security_policy(request.headers().get(header::HOST)));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        // A host that has such a policy frames only pages that have one, too.
        (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::VARY, "accept-encoding"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CACHE_CONTROL, cache);
    if let Ok(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if is_framed {
        headers.append(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(TRUSTED_TYPES));
    }
    response
}

/// A file with its digest in its name never changes; anything else is asked for again.
fn cache_control(path: &str) -> &'static str {
    let is_digest = |part: &str| part.len() >= 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let file = path.rsplit('/').next().unwrap_or_default();
    if file.split(['-', '_', '.']).any(is_digest) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Method, StatusCode};
    use tower::ServiceExt;

    use super::*;

    async fn answer(method: Method, path: &str) -> Response {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.txt"), "secret").unwrap();
        let folder = outside.path().join("dist");
        std::fs::create_dir_all(folder.join("vendor")).unwrap();
        std::fs::write(folder.join("index.html"), "<p>page</p>").unwrap();
        std::fs::write(folder.join("web-0123456789abcdef_bg.wasm"), b"\0asm").unwrap();
        std::fs::write(folder.join("vendor/echarts.js"), "export {}").unwrap();
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        router(&folder).oneshot(request).await.unwrap()
    }

    fn header(response: &Response, name: &str) -> String {
        response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[tokio::test]
    async fn the_page_may_be_framed_and_read_by_anyone() {
        let page = answer(Method::GET, "/").await;
        assert_eq!(page.status(), StatusCode::OK);
        assert_eq!(header(&page, "content-type"), "text/html");
        assert_eq!(header(&page, "access-control-allow-origin"), "*");
        assert_eq!(header(&page, "cross-origin-resource-policy"), "cross-origin");
        assert_eq!(header(&page, "cross-origin-embedder-policy"), "require-corp");
        assert!(!header(&page, "content-security-policy").contains("frame-ancestors"));
        assert!(!header(&page, "content-security-policy").contains("unsafe-inline"));
        assert!(page.headers().get("x-frame-options").is_none());
        assert_eq!(header(&page, "cache-control"), "no-cache");
    }

    #[test]
    fn the_policy_names_the_address_that_was_asked() {
        let policy = |host: &'static str| content_security_policy(Some(&HeaderValue::from_static(host)));
        assert!(
            policy("127.0.0.1:8080").contains("script-src 'self' http://127.0.0.1:8080 'wasm-unsafe-eval';")
        );
        assert_eq!(policy("a.example; script-src *"), content_security_policy(None));
        assert!(content_security_policy(None).contains("script-src 'self' 'wasm-unsafe-eval';"));
    }

    #[tokio::test]
    async fn framed_pages_require_trusted_types() {
        for (path, n_policies) in [("/", 1), ("/embed/map/", 2), ("/below/a/path/embed/map/index.html", 2)] {
            let policies = answer(Method::GET, path).await;
            let policies = policies.headers().get_all(header::CONTENT_SECURITY_POLICY);
            assert_eq!(policies.iter().count(), n_policies, "{path}");
            assert_eq!(policies.iter().any(|policy| policy == TRUSTED_TYPES), n_policies == 2, "{path}");
        }
    }

    #[tokio::test]
    async fn wasm_has_its_own_type_and_is_kept() {
        let wasm = answer(Method::GET, "/web-0123456789abcdef_bg.wasm?x=1").await;
        assert_eq!(header(&wasm, "content-type"), "application/wasm");
        assert!(header(&wasm, "cache-control").contains("immutable"));
    }

    #[tokio::test]
    async fn a_compressed_file_is_sent_to_a_browser_that_accepts_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.wasm"), b"\0asm").unwrap();
        std::fs::write(folder.path().join("a.wasm.br"), b"small").unwrap();
        let asked = |encoding: &'static str| {
            let request = Request::builder().uri("/a.wasm").header("accept-encoding", encoding);
            router(folder.path()).oneshot(request.body(Body::empty()).unwrap())
        };
        let packed = asked("gzip, br").await.unwrap();
        assert_eq!(header(&packed, "content-encoding"), "br");
        assert_eq!(header(&packed, "content-type"), "application/wasm");
        assert_eq!(header(&packed, "vary").to_lowercase(), "accept-encoding");
        let plain = asked("identity").await.unwrap();
        assert_eq!(header(&plain, "content-encoding"), "");
    }

    #[tokio::test]
    async fn an_unhashed_script_is_asked_for_again() {
        let script = answer(Method::HEAD, "/vendor/echarts.js").await;
        assert_eq!(script.status(), StatusCode::OK);
        assert_eq!(header(&script, "content-type"), "text/javascript");
        assert_eq!(header(&script, "cache-control"), "no-cache");
    }

    #[tokio::test]
    async fn nothing_outside_the_folder_is_served() {
        for path in
            ["/../secret.txt", "/%2e%2e/secret.txt", "/vendor/..%2f../../secret.txt", "/..%5csecret.txt"]
        {
            assert_eq!(answer(Method::GET, path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[tokio::test]
    async fn writing_is_refused() {
        assert_eq!(answer(Method::POST, "/index.html").await.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}
