//! The prerendered pictures of the figures: their sizes and names.

use crate::content::FigureName;
use crate::theme::Theme;

/// A width of the pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureSize {
    /// Its name in the file's name.
    pub id: &'static str,
    /// Width of the picture, CSS pixels.
    pub width: u32,
    /// The narrowest page with room for it, CSS pixels.
    pub min_page: u32,
}

/// The widths, widest first, as a `<picture>` lists them.
pub const PICTURE_SIZES: [PictureSize; 4] = [
    PictureSize { id: "wide", width: 960, min_page: 1020 },
    PictureSize { id: "medium", width: 600, min_page: 660 },
    PictureSize { id: "narrow", width: 324, min_page: 360 },
    PictureSize { id: "slim", width: 280, min_page: 0 },
];

/// The drawing of a picture, for the build to render.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureFile {
    /// The file's name without its ending.
    pub stem: String,
    /// Width and height in CSS pixels, and the option of the chart library, as a file for `xtask/static-figures.mjs`.
    pub json: String,
}

/// The name of a picture's file, without its ending.
pub fn picture_name(name: FigureName, theme: Theme, size: &PictureSize) -> String {
    format!("{}-{}-{}", name.id(), theme.id(), size.id)
}

/// Width and height of the preview that social media show, pixels.
pub const PREVIEW: (f64, f64) = (1200.0, 630.0);

/// The preview's file, without its ending.
pub const PREVIEW_NAME: &str = "preview";
