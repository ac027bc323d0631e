//! The page: an article about owning or renting AI, whose numbers come from a model of both.
//!
//! The same components render at build time (`bin/prerender`) and in the browser (`bin/web`).

pub mod analysis;
pub mod article;
pub mod browser;
pub mod charts;
pub mod claims;
pub mod components;
pub mod content;
pub mod controls;
pub mod figures;
#[cfg(feature = "ssr")]
pub mod framed_pages;
pub mod measurements;
#[cfg(any(test, feature = "ssr"))]
pub mod metadata;
pub mod page;
pub mod prerender;
pub mod ptr_eq;
pub mod room;
pub mod rounded;
pub mod scenario_file;
pub mod state;
pub mod theme;
pub mod url_state;
pub mod view;

pub use page::app::App;
