//! Every call into JavaScript. Nothing outside this folder makes one, and nothing here knows the model.
//!
//! Each call may be refused (a sandboxed frame, an old browser). Then it returns so, and never panics.

pub mod clipboard;
pub mod deferred;
pub mod document;
mod echarts;
pub mod fields;
pub mod files;
pub mod letters;
pub mod location;
pub mod media;
pub mod number;
pub mod observe;
pub mod print;
pub mod timer;
pub mod turns;

pub use web_sys::Element;

pub use echarts::{ChartError, ChartHandle, ChartLibrary, PressedMark};
