//! Serves the built site on this machine.

use std::net::Ipv4Addr;

use anyhow::{Result, bail, ensure};
use tokio::net::TcpListener;
use xtask::{project, server};

use crate::command::say;

/// Serves dist/ until it is stopped.
///
/// # Errors
/// When the site isn't there or no port is free.
#[tokio::main(flavor = "current_thread")]
pub(crate) async fn serve(port: u16) -> Result<()> {
    ensure!(project::dist().join("index.html").exists(), "dist/ is empty: `cargo xtask build` fills it");
    let listener = listen(port).await?;
    say(&format!("\nOwn or Rent? is at http://{}/  (Ctrl-C stops)", listener.local_addr()?));
    axum::serve(listener, server::router(&project::dist())).await?;
    Ok(())
}

/// Listens on the port, or on the next free one of a few.
async fn listen(port: u16) -> Result<TcpListener> {
    for candidate in port..=port.saturating_add(50) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, candidate)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                say(&format!("port {candidate} is taken"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    bail!("no free port from {port} on")
}
