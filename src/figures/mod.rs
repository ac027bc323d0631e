//! The figures of a case: the finding of each, its chart, its words and its numbers. Pure: nothing here draws, and no
//! formula is here; numbers come from the model and are only scaled for display.

mod accuracy;
mod chart_option;
mod choice;
mod claims;
mod dots;
mod figure;
mod frontier;
mod label_layout;
mod ledger;
mod lettering;
mod list;
mod load;
mod look;
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
mod words;

pub use choice::{Advice, Choice, nearest_index, start};
pub use dots::{Dot, Dots};
pub use figure::{Figure, Offer};
pub use lettering::Lettering;
pub use list::{drawing, height, is_same_in_every_case, option, pressed};
pub use look::{Look, Width};
pub use palette::Palette;
pub use picture::{PICTURE_SIZES, PREVIEW, PREVIEW_NAME, PictureFile, PictureSize, picture_name};
pub use picture_files::picture_files;
pub use poster::{Poster, poster, poster_drawing};
pub use static_drawing::StaticDrawing;
pub use steps::step_sentence;
pub use table::{Cell, Column, Table};
pub use tornado::{RowText, TORNADO_ROWS, TornadoShape, row_text};
