//! The picture in the place of a chart that is not drawn yet: the default case, in the reader's theme and about the
//! page's width.

use yew::prelude::*;

use crate::content::FigureName;
use crate::figures::{PICTURE_SIZES, PictureSize, picture_name};
use crate::room;
use crate::theme::Theme;

/// The address of a picture in the built site, relative to the page.
fn address(name: FigureName, theme: Theme, size: &PictureSize) -> String {
    format!("{}figures/{}.svg", room::up(), picture_name(name, theme, size))
}

/// The picture's sources and, last, the one that any browser can show.
pub(super) fn placeholder(name: FigureName, hidden: bool) -> Html {
    let dark = PICTURE_SIZES.iter().map(|size| (Theme::Dark, size));
    let light = PICTURE_SIZES.iter().map(|size| (Theme::Light, size));
    let source = |(theme, size): (Theme, &PictureSize)| {
        let width = format!("(min-width: {}px)", size.min_page);
        let media = match theme {
            Theme::Dark => format!("(prefers-color-scheme: dark) and {width}"),
            Theme::Light => width,
        };
        html! { <source {media} srcset={address(name, theme, size)} /> }
    };
    let smallest = &PICTURE_SIZES[PICTURE_SIZES.len() - 1];
    html! {
        <picture class={classes!("plot__picture", hidden.then_some("plot__picture--hidden"))}>
            { for dark.chain(light).map(source) }
            <img alt="" loading="lazy" decoding="async" src={address(name, Theme::Light, smallest)} />
        </picture>
    }
}
