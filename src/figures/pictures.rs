//! The pictures that stand in the page until its charts are drawn, and stay there without JavaScript: the default
//! case, in both themes and a few widths. The build renders them from what [`static_options`] gives.

use model::Scenario;

use super::still::StillDrawing;
use super::{Figure, poster::preview};
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::theme::Theme;

/// A width in which the pictures are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureSize {
    /// Its name in the file's name.
    pub id: &'static str,
    /// Width of the picture, CSS pixels.
    pub width: u32,
    /// The least page in which it has room, CSS pixels.
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
pub struct StaticOption {
    /// The file's name without its ending.
    pub stem: String,
    /// Width and height in CSS pixels, and what the chart library takes, as a file for `xtask/static-figures.mjs`.
    pub json: String,
}

/// The name of a picture's file, without its ending.
pub fn picture_name(name: FigureName, theme: Theme, size: &PictureSize) -> String {
    format!("{}-{}-{}", name.id(), theme.id(), size.id)
}

/// What the page is about, in a line below the preview's figure.
const ABOUT: &str =
    "Open-weight models against closed APIs: what each costs, how accurate it stays, and how sure that is.";

/// The drawings of all pictures: the default case, still; and that of the preview for social media.
///
/// # Errors
/// [`serde_json::Error`] if a drawing holds something that JSON has no words for.
pub fn static_options() -> Result<Vec<StaticOption>, serde_json::Error> {
    let analysis = Analysis::new(&Scenario::default()).with_bands();
    let mut options = Vec::new();
    for name in FigureName::ALL {
        for theme in Theme::ALL {
            for size in &PICTURE_SIZES {
                let StillDrawing { option, width, height } =
                    StillDrawing::new(name, &analysis, theme, size.width.into())?;
                let json = serde_json::json!({ "width": width, "height": height, "option": option });
                options.push(StaticOption { stem: picture_name(name, theme, size), json: json.to_string() });
            }
        }
    }
    let ledger = Figure::new(FigureName::Ledger, &analysis);
    options.push(preview(&ledger, &analysis, ABOUT)?);
    Ok(options)
}
