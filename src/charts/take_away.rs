//! A figure to save: its numbers as CSV, its picture as SVG or PNG.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::analysis::SharedAnalysis;
use crate::browser::{ChartLibrary, files, location};
use crate::content::FigureName;
use crate::figures::{Figure, poster, poster_drawing};
use crate::url_state;

/// Properties of [`TakeAway`].
#[derive(PartialEq, Properties)]
pub(super) struct TakeAwayProps {
    /// The figure.
    pub(super) name: FigureName,
    /// The present case.
    pub(super) analysis: SharedAnalysis,
}

/// The formats in which a figure can be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Csv,
    Svg,
    Png,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Csv, Self::Svg, Self::Png];

    const fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Svg => "SVG",
            Self::Png => "PNG",
        }
    }
}

/// A button for each format, and a message if a frame forbids saving.
#[component]
pub(super) fn TakeAway(props: &TakeAwayProps) -> Html {
    let failed = use_state_eq(|| None::<Kind>);
    let button = |kind: Kind| {
        let (failed, name, analysis) = (failed.setter(), props.name, props.analysis.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let (failed, analysis) = (failed.clone(), analysis.clone());
            spawn_local(async move {
                let is_saved = save(kind, &Figure::new(name, &analysis), &analysis).await;
                failed.set((!is_saved).then_some(kind));
            });
        });
        html! {
            <button key={kind.label()} type="button" class="figure__save" data-save={kind.label()} {onclick}>
                { kind.label() }<span class="visually-hidden">{ ": save this figure" }</span>
            </button>
        }
    };
    html! {
        <>
            { for Kind::ALL.into_iter().map(button) }
            if let Some(kind) = *failed {
                <span class="figure__not-saved" role="status">
                    { format!("The {} could not be saved here.", kind.label()) }
                </span>
            }
        </>
    }
}

async fn save(kind: Kind, figure: &Figure, analysis: &SharedAnalysis) -> bool {
    let name = format!("own-or-rent-{}.{}", figure.name.id(), kind.label().to_lowercase());
    if kind == Kind::Csv {
        return files::save(&name, &figure.table.csv(), "text/csv");
    }
    let Ok(drawing) = poster_drawing(figure, analysis) else { return false };
    let drawn = ChartLibrary::load()
        .await
        .and_then(|library| library.svg(&drawing.option, drawing.width, drawing.height));
    let Ok(drawn) = drawn else { return false };
    let poster =
        poster(figure, &drawing, &drawn, &url_state::link(&location::page_address(), &analysis.scenario));
    match kind {
        Kind::Png => files::save_png(&name, &poster.svg, poster.width, poster.height).await,
        Kind::Csv | Kind::Svg => files::save(&name, &poster.svg, "image/svg+xml"),
    }
}
