//! The place of a chart in the page: a picture of the default case, until the chart itself is drawn there.

use model::Scenario;
use model::frontier::FrontierPoint;
use yew::prelude::*;

use super::canvas::{ChartCanvas, ChartContent, OnPress, Reading, ReadingStep, Stage};
use super::placeholder::placeholder;
use crate::analysis::SharedAnalysis;
use crate::browser::document;
use crate::content::FigureName;

/// Properties of [`Chart`].
#[derive(PartialEq, Properties)]
pub(super) struct ChartProps {
    /// The figure.
    pub(super) name: FigureName,
    /// The present case.
    pub(super) analysis: SharedAnalysis,
    /// The configuration that is selected, if the figure has any to select.
    pub(super) selected: Option<FrontierPoint>,
    /// Called once the chart is drawn, or has failed.
    pub(super) on_stage: Callback<Stage>,
    /// The progress of the chart.
    pub(super) stage: Stage,
    /// Called when a mark is pressed.
    pub(super) on_press: OnPress,
}

/// Where a key leads among the values of a drawing.
fn reading_step(key: &str) -> Option<ReadingStep> {
    match key {
        "ArrowLeft" | "ArrowUp" => Some(ReadingStep::Previous),
        "ArrowRight" | "ArrowDown" => Some(ReadingStep::Next),
        "Home" => Some(ReadingStep::First),
        "End" => Some(ReadingStep::Last),
        _ => None,
    }
}

/// A figure's chart. Its box has the drawing's height from the first render on. Once it is drawn, its values are read by the arrow
/// keys, as by pointing at its marks: to assistive technology it is a slider over them.
#[component]
pub(super) fn Chart(props: &ChartProps) -> Html {
    let ChartProps { name, analysis, selected, on_stage, stage, on_press } = props;
    let node = use_node_ref();
    let content = ChartContent { analysis: analysis.clone(), selected: *selected };
    let reading = use_state_eq(|| Reading { n_values: 0, at: None });
    let on_read = use_callback((), {
        let reading = reading.setter();
        move |read: Reading, ()| reading.set(read)
    });
    let canvas = use_memo((), |()| {
        ChartCanvas::new(*name, content.clone(), on_stage.clone(), on_press.clone(), on_read)
    });
    canvas.set_on_press(on_press.clone());
    use_effect_with((), {
        let (node, canvas) = (node.clone(), canvas.clone());
        move |()| {
            let watches = document::element(&node).map(|element| canvas.watch(&element));
            move || {
                drop(watches);
                canvas.end();
            }
        }
    });
    use_effect_with(content, {
        let canvas = canvas.clone();
        move |content| canvas.show(content.clone())
    });
    // The picture shows the default case: with the text alternative of another case it would be false.
    let is_default = analysis.scenario == Scenario::default();
    let class =
        classes!("plot", format!("plot--{}", name.id()), (*stage == Stage::Failed).then_some("plot--failed"));
    let onkeydown = {
        let canvas = canvas.clone();
        Callback::from(move |event: KeyboardEvent| {
            let step = reading_step(&event.key());
            if step.is_some() {
                event.prevent_default();
                canvas.read(step);
            } else if event.key() == "Escape" {
                canvas.read(None);
            }
        })
    };
    let onblur = move |_: FocusEvent| canvas.read(None);
    let is_read = *stage == Stage::Drawn && reading.n_values > 0;
    let when_read = |value: &str| is_read.then(|| AttrValue::from(value.to_owned()));
    let (place, words) = match &reading.at {
        Some((at, words)) => (at + 1, words.as_str()),
        None => (1, "the arrow keys lead from value to value"),
    };
    html! {
        <div {class} data-chart={name.id()} data-drawn={(*stage == Stage::Drawn).then_some("true")} aria-hidden={(!is_read).then_some("true")}
            role={when_read("slider")} tabindex={when_read("0")} aria-label={when_read("Values of the drawing")}
            aria-valuemin={when_read("1")} aria-valuemax={when_read(&reading.n_values.to_string())}
            aria-valuenow={when_read(&place.to_string())} aria-valuetext={when_read(words)} {onkeydown} {onblur}>
            { placeholder(*name, *stage != Stage::Waiting || !is_default) }
            <div class="plot__drawing" ref={node}></div>
        </div>
    }
}
