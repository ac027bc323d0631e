//! A browser, the built site, and what a test asks of them.

pub mod axe;
pub mod browser;
mod driver;
pub mod site;
