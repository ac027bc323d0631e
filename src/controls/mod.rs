//! The arithmetic of controls: positions of sliders, texts of fields, distances of drags. Nothing here renders.

pub mod drag;
pub mod field_text;
pub mod headline;
pub mod scale;
pub mod written;
