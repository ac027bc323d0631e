//! A figure as a page of its own has it, for others to frame: all its words, and the places where its drawing and its controls
//! are put in. Nothing in it needs a program.

use yew::prelude::*;

use super::figure_parts::{sources, table};
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::figures::{Figure, is_same_in_every_case};

/// The places that the build fills in, each with an element of this mark.
pub const DRAWING_PLACE: &str = "drawing";
/// Below the drawing.
pub const CONTROLS_PLACE: &str = "controls";

/// The figure of a case, with the answer to it in a line.
pub fn still(name: FigureName, analysis: &Analysis, answer: String) -> Html {
    let figure = Figure::new(name, analysis);
    html! {
        <figure class="figure" data-figure={name.id()} aria-labelledby="title">
            <h1 class="figure__title" id="title" data-live="title">{ figure.title.clone() }</h1>
            <p class="figure__how">{ figure.how_to_read.clone() }</p>
            <p class="still__note" data-live="note" role="status"></p>
            <div class="still" data-live={DRAWING_PLACE}></div>
            <p class="figure__alternative" data-live="alternative">{ figure.text_alternative.clone() }</p>
            <div class="controls" data-live={CONTROLS_PLACE}></div>
            // What is the same in every case has no answer of one.
            if !is_same_in_every_case(name) {
                <p class="still__answer" data-live="answer">{ answer }</p>
            }
            <p class="figure__alternative" data-live="said" role="status"></p>
            <figcaption class="figure__caption" data-live="caption">{ figure.caption.clone() }</figcaption>
            <div class="figure__foot">
                <p class="figure__sources">{ "Sources: " }{ sources(&figure.sources, true) }</p>
                <details class="figure__more figure__more--table" data-live="table">
                    <summary>{ "Table" }</summary>
                    { table(&figure.table) }
                </details>
            </div>
            <p class="still__origin">
                <a data-live="link" href="../../index.html" target="_blank" rel="noopener">{ "Own or Rent?" }</a>
                { " has the whole piece, with every source and formula." }
            </p>
        </figure>
    }
}
