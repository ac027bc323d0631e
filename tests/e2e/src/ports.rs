//! Ports for the programs that a test starts. Each is handed out once, so that tests that run at the same time share none.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::{Context, Result};

/// The system gives the ports from 32,768 on to whoever connects to anything: it could give one away between our look and
/// the start of the program that is to listen there.
const FIRST: u16 = 20_000;
const N_PORTS: u16 = 12_000;

/// A port that nothing listens on.
///
/// # Errors
/// When all are taken.
pub fn free_port() -> Result<u16> {
    static N_GIVEN: AtomicU16 = AtomicU16::new(0);
    // Suites that run side by side begin in different places.
    let start = std::process::id().wrapping_mul(97) % u32::from(N_PORTS);
    (0..N_PORTS)
        .map(|_| {
            let step = u32::from(N_GIVEN.fetch_add(1, Ordering::Relaxed));
            FIRST + ((start + step) % u32::from(N_PORTS)) as u16
        })
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .context("no port is free")
}
