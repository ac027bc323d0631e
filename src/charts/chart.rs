//! The place of a chart in the page: a picture of the default case, until the chart itself is drawn there.

use model::Scenario;
use model::frontier::FrontierPoint;
use yew::prelude::*;

use super::canvas::{ChartCanvas, ChartContent, OnPress, Stage};
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

/// A figure's chart. Its box has the drawing's height from the first render on.
#[component]
pub(super) fn Chart(props: &ChartProps) -> Html {
    let ChartProps { name, analysis, selected, on_stage, stage, on_press } = props;
    let node = use_node_ref();
    let content = ChartContent { analysis: analysis.clone(), selected: *selected };
    let canvas =
        use_memo((), |()| ChartCanvas::new(*name, content.clone(), on_stage.clone(), on_press.clone()));
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
    html! {
        <div {class} data-chart={name.id()} data-drawn={(*stage == Stage::Drawn).then_some("true")} aria-hidden="true">
            { placeholder(*name, *stage != Stage::Waiting || !is_default) }
            <div class="plot__drawing" ref={node}></div>
        </div>
    }
}
