//! A figure to save: its numbers as CSV, its picture as SVG or PNG.

use model::VERSION;
use model::catalogue::DATA_DATE;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::analysis::SharedAnalysis;
use crate::browser::files::Offered;
use crate::browser::{ChartLibrary, files, letters, location};
use crate::content::FigureName;
use crate::figures::{Drawn, Figure, Lettering, drawn_for_poster, poster, poster_drawing};
use crate::scenario_file::file_stem;
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

    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

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
    let not_saved = use_state_eq(|| None::<(Kind, Offered)>);
    let button = |kind: Kind| {
        let (not_saved, name, analysis) = (not_saved.setter(), props.name, props.analysis.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let (not_saved, analysis) = (not_saved.clone(), analysis.clone());
            spawn_local(async move {
                let offered = save(kind, &Figure::new(name, &analysis), &analysis).await;
                not_saved.set((offered != Offered::Saved).then_some((kind, offered)));
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
            if let Some((kind, offered)) = *not_saved {
                <span class="figure__not-saved" role="status">
                    { if offered == Offered::Unknown {
                        format!("If no {} came: the frame around this page may forbid saving.", kind.label())
                    } else {
                        format!("The {} could not be saved here.", kind.label())
                    } }
                </span>
            }
        </>
    }
}

async fn save(kind: Kind, figure: &Figure, analysis: &SharedAnalysis) -> Offered {
    let scenario = &analysis.scenario;
    let name = format!("{}.{}", file_stem(figure.name.id(), scenario), kind.ending());
    let link = url_state::link(&location::article_address(), scenario);
    if kind == Kind::Csv {
        let origin = [("case", link.as_str()), ("model_version", VERSION), ("data_date", DATA_DATE)];
        return files::save(&name, &figure.table.csv(&origin), "text/csv;charset=utf-8");
    }
    let Some(drawn) = drawn(figure, analysis).await else { return Offered::Refused };
    let typeface = letters::file().await;
    // What opens the picture chooses letters of its own if it has none of ours: room is left for wider ones.
    let lettering =
        if typeface.is_some() { Lettering { typeface, width: letters::width } } else { Lettering::ESTIMATED };
    let origin = format!("{link} \u{b7} model {VERSION}, data of {DATA_DATE}");
    let poster = poster(figure, analysis, &drawn, &origin, &lettering);
    match kind {
        Kind::Png => files::save_png(&name, &poster.svg, poster.width, poster.height).await,
        Kind::Csv | Kind::Svg => files::save(&name, &poster.svg, "image/svg+xml"),
    }
}

/// The figure's drawing: ours, or the chart library's if that can be loaded.
async fn drawn(figure: &Figure, analysis: &SharedAnalysis) -> Option<Drawn> {
    if let Some(drawn) = drawn_for_poster(figure, analysis) {
        return Some(drawn);
    }
    let drawing = poster_drawing(figure, analysis).ok()?;
    let library = ChartLibrary::load().await.ok()?;
    let svg = library.svg(&drawing.option, drawing.width, drawing.height).ok()?;
    Some(Drawn { svg, width: drawing.width, height: drawing.height })
}
