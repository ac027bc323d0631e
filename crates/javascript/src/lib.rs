//! The model as a JavaScript module.
