//! A browser, the built site, and what a test asks of them.

pub mod axe;
pub mod browser;
pub mod caddy;
pub mod drag;
mod driver;
pub mod machine;
pub mod nginx;
pub mod ports;
pub mod site;
