//! Controls and small parts of the page, one a file. They take plain values and give back [`crate::state::Action`]s.

pub mod aged_prices;
pub mod announcer;
pub mod answer_bar;
pub mod conditions;
pub mod contents;
pub mod draft;
pub mod editing;
pub mod edition_note;
pub mod field;
pub mod instrument;
pub mod live_editor;
pub mod live_input;
pub mod live_number;
pub mod masthead;
pub mod measured_note;
pub mod preset_picker;
pub mod price_quotes;
pub mod questions;
pub mod range;
pub mod settings;
pub mod share;
pub mod slider;
pub mod url_note;
pub mod workshop;
