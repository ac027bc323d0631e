//! The pictures that are shown until a chart is drawn, and always without JavaScript: the default case, in both themes
//! and a few widths. The build renders them from the output of [`picture_files`].

use model::Scenario;

use super::figure::Figure;
use super::list::charts;
use super::picture::{PICTURE_SIZES, PictureFile, picture_name};
use super::poster::{figure_preview, preview};
use super::static_drawing::StaticDrawing;
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::theme::Theme;

/// The subject of the page, in a line below the preview's figure.
const ABOUT: &str =
    "Open-weight models against closed APIs: what each costs, how accurate it stays, and how sure that is.";

/// The drawings of all pictures: the default case, not animated; and that of the preview for social media.
///
/// # Errors
/// [`serde_json::Error`] if a drawing holds a value that JSON cannot express.
pub fn picture_files() -> Result<Vec<PictureFile>, serde_json::Error> {
    let analysis = Analysis::new(&Scenario::default()).with_bands();
    let mut files = Vec::new();
    for name in charts() {
        for theme in Theme::ALL {
            for size in &PICTURE_SIZES {
                let StaticDrawing { option, width, height } =
                    StaticDrawing::new(name, &analysis, theme, size.width.into())?;
                let json = serde_json::json!({ "width": width, "height": height, "option": option });
                files.push(PictureFile { stem: picture_name(name, theme, size), json: json.to_string() });
            }
        }
    }
    let ledger = Figure::new(FigureName::Ledger, &analysis);
    files.push(preview(&ledger, &analysis, ABOUT)?);
    files.extend(FigureName::ALL.into_iter().filter_map(|name| figure_preview(name, &analysis)));
    Ok(files)
}
