//! The rows of the tornado: beside each bar the name of its quantity, its value, and the slider that sets it.

use model::Setting;
use model::format::spoken;
use model::sensitivity::Swing;
use yew::prelude::*;

use crate::analysis::SharedAnalysis;
use crate::browser::document;
use crate::components::range::{Range, step};
use crate::content::FigureName;
use crate::controls::scale;
use crate::figures::{TORNADO_ROWS, row_text};
use crate::view::View;

/// A case whose tornado keeps the order of its rows while one of them has the focus.
pub(super) struct StableRows {
    /// The case.
    pub(super) analysis: SharedAnalysis,
    /// Called with `true` when a row gets the focus, and with `false` when no row has it any more.
    pub(super) on_focus_change: Callback<bool>,
}

/// Keeps the order that the rows have when one gets the focus, until none has it: no row moves away from under a finger
/// or a key.
#[hook]
pub(super) fn use_stable_rows(name: FigureName, analysis: &SharedAnalysis) -> StableRows {
    let kept = use_state_eq(|| None::<Vec<Swing>>);
    let shown = use_memo((analysis.clone(), (*kept).clone()), |(analysis, kept)| match kept {
        Some(kept) => SharedAnalysis::new(analysis.with_stable_rows(kept)),
        None => analysis.clone(),
    });
    let on_focus_change =
        use_callback((name, analysis.clone(), kept.clone()), |is_held: bool, (name, analysis, kept)| {
            if !is_held {
                kept.set(None);
            } else if kept.is_none() && *name == FigureName::Tornado {
                kept.set(Some(analysis.tornado.to_vec()));
            }
        });
    StableRows { analysis: (*shown).clone(), on_focus_change }
}

/// The rows, over the drawing and in the order of its bars.
pub(super) fn tornado_rows(view: &View) -> Html {
    html! {
        <ol class="tornado" aria-label="What moves the answer">
            for swing in view.analysis.tornado.iter().take(TORNADO_ROWS) {
                <li key={swing.id} class="tornado__row" data-row={swing.id}>{ row(swing, view) }</li>
            }
        </ol>
    }
}

fn row(swing: &Swing, view: &View) -> Html {
    let text = row_text(swing);
    let id = format!("tornado-{}", swing.id);
    match swing.what {
        Setting::Input(input) => {
            let along = |value: f64| format!("{:.2}%", scale::share(input, value) * 100.0);
            html! {
                <div class="tornado__beside">
                    <div class="tornado__head">
                        <label class="tornado__label" for={id.clone()} title={text.label}>{ text.label }</label>
                        <span class="tornado__value">{ text.value }</span>
                    </div>
                    <div class="tornado__control">
                        { step(input, input.label(), view, false) }
                        <div class="slider__track">
                            <svg class="slider__rail" aria-hidden="true" height="4">
                                <line class="slider__rail-filled" x1={along(swing.low)} x2={along(swing.high)} y1="2" y2="2" />
                            </svg>
                            <Range {input} view={view.clone()} {id} value_text={spoken(swing.value, swing.unit)} />
                        </div>
                        { step(input, input.label(), view, true) }
                    </div>
                </div>
            }
        }
        Setting::Assumption(_) => html! {
            <div class="tornado__beside">
                <div class="tornado__head">
                    <span class="tornado__label" title={text.label}>{ text.label }</span>
                    <span class="tornado__value">{ text.value }</span>
                </div>
                <p class="tornado__constant">{ text.range.unwrap_or_default() }</p>
            </div>
        },
    }
}

/// Properties of [`FocusWithin`].
#[derive(PartialEq, Properties)]
pub(super) struct FocusWithinProps {
    /// Told when something inside takes the focus, and when nothing inside has it any more.
    pub(super) on_focus_change: Callback<bool>,
    /// What is inside.
    pub(super) children: Html,
}

/// Reports whether the focus is inside. A press on the drawing counts: it moves the focus here.
#[component]
pub(super) fn FocusWithin(props: &FocusWithinProps) -> Html {
    let FocusWithinProps { on_focus_change, children } = props;
    let stage = use_node_ref();
    let onfocusin = on_focus_change.reform(|_: FocusEvent| true);
    let onfocusout = {
        let (on_focus_change, stage) = (on_focus_change.clone(), stage.clone());
        Callback::from(move |event: FocusEvent| {
            if document::has_focus_left(&event, &stage) {
                on_focus_change.emit(false);
            }
        })
    };
    html! { <div class="figure__stage" ref={stage} tabindex="-1" {onfocusin} {onfocusout}>{ children.clone() }</div> }
}
