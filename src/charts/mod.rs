//! Renders figures: title, drawing, words, table, sources. Their content is computed in [`crate::figures`].

mod canvas;
mod chart;
mod dot_plot;
mod embed_code;
mod figure_view;
mod placeholder;
mod response_curve;
mod take_away;
mod tornado_rows;
mod walker;

pub use dot_plot::dot_plot;
pub use figure_view::FigureView;
pub use response_curve::response_curve;
