//! Renders figures: title, drawing, words, table, sources. Their content is computed in [`crate::figures`].

mod canvas;
mod chart;
mod company_rows;
mod embed_code;
mod figure_parts;
mod figure_view;
mod map_plot;
mod placeholder;
mod response_curve;
mod result_card;
#[cfg(feature = "ssr")]
mod still;
mod take_away;
mod tornado_rows;
mod walker;

pub use company_rows::{YourRow, company_rows, load_company};
pub use figure_view::FigureView;
pub use response_curve::response_curve;
pub use result_card::ResultCard;
#[cfg(feature = "ssr")]
pub use still::{CONTROLS_PLACE, DRAWING_PLACE, still};
