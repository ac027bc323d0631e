//! The figures of a case: the finding of each, its chart, its words and its numbers. Pure: nothing here draws, and no
//! formula is here; numbers come from the model and are only scaled for display.

mod accuracy;
mod card;
mod chart_option;
mod chart_svg;
mod choice;
mod claims;
mod companies;
mod dots;
mod figure;
mod framed;
mod frontier;
mod guess;
mod guesses;
mod label_layout;
mod ledger;
mod lettering;
mod list;
mod load;
mod look;
mod map;
mod marks;
mod measured;
mod palette;
mod picture;
mod picture_files;
mod plot_area;
mod poster;
mod sources;
mod static_drawing;
mod steps;
mod table;
mod tornado;
mod ways;
mod words;

pub use card::result_words;
pub use chart_option::{ChartValue, chart_values};
pub use choice::{Advice, Choice, nearest_index, start};
pub use companies::{Answer, Company, companies, finding, stakes, yours};
pub use dots::{DOT_COLUMNS, DOT_TICKS, Dot, Dots, RENT_COLUMNS, turn};
pub use figure::{Drawn, Figure, Marked, Offer};
pub use framed::{
    FRAMED_WIDTHS, Framed, control, control_value, control_words, frame_heights, frame_title,
    framed_controls, table_rows,
};
pub use guess::{Guess, GuessAxis, guess_words};
pub use guesses::{guess_axis, guess_compared, guess_question, guess_unit};
pub use lettering::Lettering;
pub use list::{charts, drawing, height, is_chart, is_same_in_every_case, option, pressed, stays_in_sight};
pub use look::{Look, Width};
pub use map::{
    MAP_CLASSES, MAP_COLUMNS, MAP_TICKS, MapCells, MapComputation, MapPoint, MapRow, column_requests,
    company_points, even_line, map_key, map_plot_area, map_point, map_rows, meant, model_above,
};
pub use palette::Palette;
pub use picture::{PICTURE_SIZES, PREVIEW, PREVIEW_NAME, PictureFile, PictureSize, picture_name};
pub use picture_files::picture_files;
pub use plot_area::Span;
pub use poster::{Poster, drawn_for_poster, poster, poster_drawing};
pub use sources::cited;
pub use static_drawing::StaticDrawing;
pub use steps::{break_even_words, crossings_that_fit, sides_sentence, step_sentence};
pub use table::{Cell, Column, Table};
pub use tornado::{RowText, TORNADO_ROWS, TornadoShape, row_text};
