//! A figure in the page: its finding as title, how to read it, the drawing, its table and sources.

use model::frontier::FrontierPoint;
use yew::prelude::*;

use super::canvas::Stage;
use super::chart::Chart;
use super::company_rows::{load_company, rows};
use super::embed_code::EmbedCode;
use super::figure_parts::{sources, table};
use super::map_plot::MapPlot;
use super::take_away::TakeAway;
use super::tornado_rows::{FocusWithin, tornado_rows, use_stable_rows};
use super::walker::Walker;
use crate::analysis::SharedAnalysis;
use crate::browser::PressedMark;
use crate::content::FigureName;
use crate::figures::{Figure, Guess, Look, Marked, Offer, guess_question, pressed, stays_in_sight};
use crate::state::Action;
use crate::view::View;

/// Properties of [`FigureView`].
#[derive(PartialEq, Properties)]
pub struct FigureViewProps {
    /// The figure.
    pub name: FigureName,
    /// The present case.
    pub view: View,
    /// Whether the figure is shown without the article, whose list of sources it could link to.
    #[prop_or_default]
    pub alone: bool,
    /// The reader's guess of its answer, if they have been asked for one.
    #[prop_or_default]
    pub guess: Option<Guess>,
    /// Called with another guess.
    #[prop_or_default]
    pub on_guess: Callback<f64>,
}

/// A figure with its words, drawing, table and sources.
#[component]
pub fn FigureView(props: &FigureViewProps) -> Html {
    let FigureViewProps { name, view, alone, guess, on_guess } = props;
    let View { analysis, act } = view;
    let kept = use_stable_rows(*name, analysis);
    let analysis = &kept.analysis;
    let has_rows = *name == FigureName::Tornado;
    let stage = use_state_eq(|| Stage::Waiting);
    let on_stage = use_callback((), {
        let stage = stage.setter();
        move |reached: Stage, ()| stage.set(reached)
    });
    // A selection belongs to one case: in another, its numbers would differ.
    let selection = use_state(|| None::<(SharedAnalysis, FrontierPoint)>);
    let selected =
        selection.as_ref().filter(|(of, _)| of.scenario == analysis.scenario).map(|(_, point)| *point);
    let on_select = use_callback(analysis.clone(), {
        let selection = selection.setter();
        move |point: FrontierPoint, analysis| selection.set(Some((analysis.clone(), point)))
    });
    let on_press = use_callback(
        (*name, analysis.clone(), on_select.clone(), act.clone()),
        |(mark, look): (PressedMark, Look), (name, analysis, on_select, act)| match pressed(
            *name,
            analysis,
            look,
            &mark.series,
            mark.index,
        ) {
            Some(Offer::Select(point)) => on_select.emit(point),
            Some(Offer::Apply(changes)) => act.emit(Action::SetSeveral(changes)),
            None => {}
        },
    );
    let figure = use_memo((*name, analysis.clone()), |(name, analysis)| Figure::new(*name, analysis));
    let has_failed = *stage == Stage::Failed;
    let marked = Marked { selected, guess: *guess };
    // The question, as long as its answer must not be seen.
    let question = guess.filter(|guess| guess.is_open).and_then(|_| guess_question(*name, analysis));
    let is_guessed = question.is_some();
    let id = format!("figure-{}", name.id());
    let title_id = format!("{id}-title");
    // A figure alone is the whole page, and its title that page's.
    let heading = match name {
        _ if *alone => "h1",
        // Before the first section.
        FigureName::Companies | FigureName::Map => "h2",
        _ => "h3",
    };
    let on_company = {
        let act = act.clone();
        Callback::from(move |event: MouseEvent| load_company(&event, &act))
    };
    let is_in_scene = stays_in_sight(*name) && !*alone;
    let how = html! {
        <p class="figure__how">
            { figure.how_to_read.clone() }
            if !figure.how_to_use.is_empty() {
                { format!(" {}", figure.how_to_use) }
            }
        </p>
    };
    html! {
        <figure class="figure" data-figure={name.id()} aria-labelledby={title_id.clone()}>
            // What stays in sight beside a scene's text, and what links lead to: in a scene the figure itself has no box. The rest runs
            // with the text.
            <div class="figure__view" id={id.clone()}>
                <@{heading} class="figure__title" id={title_id}>{ question.unwrap_or_else(|| figure.title.clone()) }</@>
                if !is_in_scene {
                    { how.clone() }
                }
                <FocusWithin on_focus_change={kept.on_focus_change.clone()}>
                    if *name == FigureName::Map {
                        <MapPlot view={View { analysis: analysis.clone(), act: act.clone() }} />
                    } else if *name == FigureName::Companies {
                        <div class="companies" onclick={on_company}>{ rows(analysis) }</div>
                    } else {
                        <Chart name={*name} analysis={analysis.clone()} {marked} {on_guess} {on_stage} stage={*stage} {on_press} />
                    }
                    if has_rows {
                        { tornado_rows(&View { analysis: analysis.clone(), act: act.clone() }) }
                    }
                </FocusWithin>
                if has_failed {
                    <p class="figure__failure" role="status">
                        { "The drawing could not be loaded. The table below holds the same numbers." }
                    </p>
                }
                if !is_guessed {
                    <p class="figure__alternative">{ figure.text_alternative.clone() }</p>
                }
            </div>
            if *name == FigureName::Frontier {
                <div class="figure__walk">
                    <Walker view={View { analysis: analysis.clone(), act: act.clone() }} {selected} {on_select} prefix={id.clone()} />
                </div>
            }
            // The build opens it in the page, and src/start.js folds it where there is little room.
            <details class="figure__rest" open={*alone || has_failed} inert={is_guessed}>
                <summary class="figure__fold">{ if is_in_scene { "How to read it, sources, table" } else { "Sources, table" } }</summary>
                if is_in_scene {
                    { how }
                }
                <figcaption class="figure__caption">{ figure.caption.clone() }</figcaption>
                <div class="figure__foot">
                    <p class="figure__sources">{ "Sources: " }{ sources(&figure.sources, *alone) }</p>
                    <details class="figure__more figure__more--table" open={has_failed}>
                        <summary>{ "Table" }</summary>
                        { table(&figure.table) }
                    </details>
                    <TakeAway name={*name} analysis={view.analysis.clone()} />
                    <EmbedCode name={*name} analysis={view.analysis.clone()} />
                </div>
            </details>
        </figure>
    }
}
