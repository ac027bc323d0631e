//! The place of a chart in the page: a picture of the default case, until the chart itself is drawn there.

use model::Scenario;
use yew::prelude::*;

use super::canvas::{ChartCanvas, ChartContent, OnPress, Reading, ReadingStep, Stage};
use super::placeholder::placeholder;
use crate::analysis::SharedAnalysis;
use crate::browser::document;
use crate::content::FigureName;
use crate::figures::{Guess, Marked, guess_question, guess_unit, guess_words};

/// Properties of [`Chart`].
#[derive(PartialEq, Properties)]
pub(super) struct ChartProps {
    /// The figure.
    pub(super) name: FigureName,
    /// The present case.
    pub(super) analysis: SharedAnalysis,
    /// What the reader has marked in the figure.
    pub(super) marked: Marked,
    /// Called with another guess.
    pub(super) on_guess: Callback<f64>,
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

/// How far a key moves a guess, in hundredths of its axis.
fn guess_step(key: &str) -> Option<f64> {
    match key {
        "ArrowLeft" | "ArrowDown" => Some(-1.0),
        "ArrowRight" | "ArrowUp" => Some(1.0),
        "PageDown" => Some(-10.0),
        "PageUp" => Some(10.0),
        _ => None,
    }
}

/// A figure's chart. Its box has the drawing's height from the first render on. Once it is drawn, its values are read by the arrow
/// keys, as by pointing at its marks: to assistive technology it is a slider over them. As long as a
/// guess is open, it is a slider of the guess instead.
#[component]
pub(super) fn Chart(props: &ChartProps) -> Html {
    let ChartProps { name, analysis, marked, on_guess, on_stage, stage, on_press } = props;
    let node = use_node_ref();
    let content = ChartContent { analysis: analysis.clone(), marked: *marked };
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
    let guess = marked.guess.filter(|guess| guess.is_open && *stage == Stage::Drawn);
    let class = classes!(
        "plot",
        format!("plot--{}", name.id()),
        (*stage == Stage::Failed).then_some("plot--failed"),
        guess.map(|_| "plot--guessed")
    );
    let is_drawing = use_mut_ref(|| false);
    let guess_at = {
        let (canvas, node, on_guess) = (canvas.clone(), node.clone(), on_guess.clone());
        move |event: &PointerEvent| {
            if let Some(((axis, width), place)) =
                canvas.guess_axis().zip(document::place_within(event, &node))
            {
                on_guess.emit(axis.at(place, width));
            }
        }
    };
    let onpointerdown = {
        let (is_drawing, guess_at) = (is_drawing.clone(), guess_at.clone());
        Callback::from(move |event: PointerEvent| {
            if guess.is_some() && event.button() == 0 && event.is_primary() {
                is_drawing.replace(true);
                document::capture_pointer(&event);
                guess_at(&event);
            }
        })
    };
    let onpointermove = {
        let is_drawing = is_drawing.clone();
        Callback::from(move |event: PointerEvent| {
            if *is_drawing.borrow() {
                guess_at(&event);
            }
        })
    };
    let end_drawing = Callback::from(move |_: PointerEvent| {
        is_drawing.replace(false);
    });
    let onkeydown = {
        let (canvas, on_guess) = (canvas.clone(), on_guess.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some((guess, (axis, _))) = guess.zip(canvas.guess_axis()) {
                if let Some(hundredths) = guess_step(&event.key()) {
                    event.prevent_default();
                    on_guess.emit(axis.moved(guess.value, hundredths));
                }
                return;
            }
            let step = reading_step(&event.key());
            if step.is_some() {
                event.prevent_default();
                canvas.read(step);
            } else if event.key() == "Escape" {
                canvas.read(None);
            }
        })
    };
    let onblur = {
        let canvas = canvas.clone();
        move |_: FocusEvent| canvas.read(None)
    };
    if let Some(Guess { value, .. }) = guess {
        let share = canvas.guess_axis().map_or(0.5, |(axis, _)| axis.share(value));
        let words =
            value.map_or_else(|| "no guess yet".to_owned(), |value| guess_words(value, guess_unit(*name)));
        return html! {
            <div {class} data-chart={name.id()} data-drawn="true" role="slider" tabindex="0"
                aria-label={guess_question(*name, analysis)} aria-valuemin="0" aria-valuemax="100"
                aria-valuenow={format!("{:.0}", share * 100.0)} aria-valuetext={words}
                {onkeydown} {onpointerdown} {onpointermove} onpointerup={end_drawing.clone()} onpointercancel={end_drawing}>
                { placeholder(*name, true) }
                <div class="plot__drawing" ref={node}></div>
            </div>
        };
    }
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
