//! The built site served by nginx and Caddy with the files of `deploy/`: headers, types, encodings and ranges are what embeds need and
//! what the project's own server sends.

use anyhow::{Context, Result, ensure};
use e2e::caddy::Caddy;
use e2e::nginx::{Extra, Nginx};
use e2e::site::Site;
use reqwest::header::{ACCEPT_ENCODING, RANGE};
use reqwest::{Client, Response, StatusCode};
use xtask::weight::{Kind, Weight};
use xtask::{project, server};

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

async fn get(address: &str, path: &str, encoding: &str) -> Result<Response> {
    let request = Client::new().get(format!("{address}/{path}")).header(ACCEPT_ENCODING, encoding);
    Ok(request.send().await?)
}

/// Each policy that an answer is sent with, in their order.
fn policies(response: &Response) -> Vec<String> {
    let all = response.headers().get_all("content-security-policy").iter();
    all.filter_map(|policy| policy.to_str().ok().map(without_address)).collect()
}

/// A policy without the address beside 'self', which differs from server to server.
fn without_address(policy: &str) -> String {
    policy.split(' ').filter(|word| !word.starts_with("http")).collect::<Vec<_>>().join(" ")
}

/// Whether two servers have a file, and say the same of who may use and keep it.
fn ensure_alike(file: &str, theirs: &Response, ours: &Response) -> Result<()> {
    ensure!(theirs.status() == StatusCode::OK && ours.status() == StatusCode::OK, "{file:?}");
    for name in [
        "access-control-allow-origin",
        "cross-origin-resource-policy",
        "cross-origin-embedder-policy",
        "x-content-type-options",
        "cache-control",
    ] {
        ensure!(header(theirs, name) == header(ours, name), "{file:?}: {name}: {}", header(theirs, name));
    }
    Ok(())
}

#[tokio::test]
async fn nginx_sends_what_our_own_server_sends() -> Result<()> {
    let nginx = Nginx::start(&Extra::default())?;
    let own = Site::serve(server::router(&project::dist())).await?;
    let weight = Weight::of(&project::dist())?;
    let files = weight.parts.iter().map(|part| part.file.as_str());
    for file in files.chain([
        "",
        "claims/",
        "method/index.html",
        "workshop/",
        "model/index.html",
        "embed/",
        "embed/map/",
        "embed.js",
        "figures/ledger-light-wide.svg",
        "module/own_or_rent_bg.wasm",
    ]) {
        let theirs = get(&nginx.address, file, "identity").await?;
        let ours = get(own.url("").trim_end_matches('/'), file, "identity").await?;
        ensure_alike(file, &theirs, &ours)?;
        let kind = |response: &Response| {
            header(response, "content-type").split(';').next().unwrap_or_default().to_owned()
        };
        ensure!(kind(&theirs) == kind(&ours), "{file:?} is {}, not {}", kind(&theirs), kind(&ours));
        let policy = header(&theirs, "content-security-policy");
        ensure!(policy.contains(&nginx.address), "the policy does not name the address: {policy}");
        ensure!(policies(&theirs) == policies(&ours), "{file:?}: {:?}", policies(&theirs));
        ensure!(theirs.bytes().await? == ours.bytes().await?, "{file:?}: other bytes");
    }
    Ok(())
}

#[tokio::test]
async fn nginx_sends_what_the_build_has_compressed() -> Result<()> {
    let nginx = Nginx::start(&Extra::default())?;
    let weight = Weight::of(&project::dist())?;
    for part in weight.parts.iter().filter(|part| part.kind != Kind::Typeface) {
        let packed = get(&nginx.address, &part.file, "gzip").await?;
        ensure!(header(&packed, "content-encoding") == "gzip", "{} is sent as it is", part.file);
        ensure!(header(&packed, "vary").eq_ignore_ascii_case("accept-encoding"), "{}", part.file);
        let bytes = packed.bytes().await?;
        let built = std::fs::read(project::dist().join(format!("{}.gz", part.file)))?;
        ensure!(bytes == built, "{}: not what the build has made", part.file);
        let is_kept =
            header(&get(&nginx.address, &part.file, "br").await?, "cache-control").contains("immutable");
        ensure!(is_kept == (part.kind != Kind::Page), "{}: kept forever, or requested again", part.file);
    }
    Ok(())
}

#[tokio::test]
async fn nginx_sends_parts_and_refuses_what_is_not_there() -> Result<()> {
    let nginx = Nginx::start(&Extra::default())?;
    let weight = Weight::of(&project::dist())?;
    let charts = weight.parts.iter().find(|part| part.kind == Kind::Charts).context("no chart library")?;
    let part = Client::new().get(format!("{}/{}", nginx.address, charts.file)).header(RANGE, "bytes=0-99");
    let part = part.send().await?;
    ensure!(part.status() == StatusCode::PARTIAL_CONTENT && part.bytes().await?.len() == 100);
    for path in ["nothing.html", "..%2f..%2fetc/passwd", "figures/"] {
        let status = get(&nginx.address, path, "identity").await?.status();
        ensure!(status.is_client_error(), "{path}: {status}");
    }
    let written = Client::new().post(format!("{}/index.html", nginx.address)).body("x").send().await?;
    ensure!(written.status().is_client_error(), "{}", written.status());
    Ok(())
}

/// Caddy with `deploy/Caddyfile`, where it is installed (`apt-get install caddy`): what it sends is what our own server sends.
#[tokio::test]
async fn caddy_sends_what_our_own_server_sends() -> Result<()> {
    let Some(caddy) = Caddy::start()? else {
        eprintln!("skipped: Caddy is not installed");
        return Ok(());
    };
    let own = Site::serve(server::router(&project::dist())).await?;
    let weight = Weight::of(&project::dist())?;
    let files = weight.parts.iter().map(|part| part.file.as_str());
    for file in
        files.chain(["", "claims/", "embed/", "embed/map/", "embed.js", "host.js", "model/index.html"])
    {
        let theirs = get(&caddy.address, file, "identity").await?;
        let ours = get(own.url("").trim_end_matches('/'), file, "identity").await?;
        ensure_alike(file, &theirs, &ours)?;
        let policy = header(&theirs, "content-security-policy");
        ensure!(policy.contains(&caddy.address), "the policy does not name the address: {policy}");
        ensure!(policies(&theirs) == policies(&ours), "{file:?}: {:?}", policies(&theirs));
        ensure!(theirs.bytes().await? == ours.bytes().await?, "{file:?}: other bytes");
    }
    let page = weight.parts.iter().find(|part| part.kind == Kind::Wasm).context("no program")?;
    let packed = get(&caddy.address, &page.file, "br").await?;
    ensure!(
        header(&packed, "content-encoding") == "br" && header(&packed, "content-type") == "application/wasm"
    );
    ensure!(get(&caddy.address, "nothing.html", "identity").await?.status() == StatusCode::NOT_FOUND);
    let written = Client::new().post(format!("{}/index.html", caddy.address)).body("x").send().await?;
    ensure!(written.status() == StatusCode::METHOD_NOT_ALLOWED, "{}", written.status());
    Ok(())
}

/// The other hosts' files say the same policy.
#[test]
fn every_host_has_the_same_policy() -> Result<()> {
    let policy_in = |file: &str, before: &str, after: char| -> Result<String> {
        let text = std::fs::read_to_string(project::root().join("deploy").join(file))?;
        let (_, rest) = text.split_once(before).with_context(|| format!("{file} has no policy"))?;
        let policy = rest.split(after).next().unwrap_or_default();
        let addresses = [" $scheme://$host:$server_port", " {http.request.scheme}://{http.request.hostport}"];
        Ok(addresses.into_iter().fold(policy.to_owned(), |policy, address| policy.replace(address, "")))
    };
    let framed = "require-trusted-types-for 'script'; trusted-types own-or-rent";
    // Rules of _headers begin at the site's folder, so that editions need one of their own.
    for (file, n_places) in [("nginx.conf", 1), ("Caddyfile", 1), ("_headers", 2)] {
        let text = std::fs::read_to_string(project::root().join("deploy").join(file))?;
        ensure!(text.matches(framed).count() == n_places, "{file} has another policy for framed pages");
    }
    let nginx = policy_in("nginx.conf", "Content-Security-Policy \"", '"')?;
    ensure!(!nginx.contains("frame-ancestors") && !nginx.contains("unsafe-inline"), "{nginx}");
    ensure!(policy_in("Caddyfile", "Content-Security-Policy \"", '"')? == nginx, "Caddyfile");
    ensure!(policy_in("_headers", "Content-Security-Policy: ", '\n')? == nginx, "_headers");
    Ok(())
}
