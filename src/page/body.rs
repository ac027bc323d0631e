//! The body of the page: what stands below the article's opening, or a room; or the single figure inside another page's frame.

use std::cell::RefCell;
use std::rc::Rc;

use model::Scenario;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::island::Island;
use super::part::{HydrationStage, PageContent, Part, SecondPart};
use crate::article;
use crate::article::answer::answer_line;
use crate::browser::print::{OpenedDetails, PrintWatch};
use crate::browser::timer::Timer;
use crate::browser::{ChartLibrary, location};
use crate::charts::FigureView;
use crate::components::announcer::Announcer;
use crate::content::FigureName;
use crate::controls::written::read_all;
use crate::room;
use crate::url_state;
use crate::view::View;

/// How long nothing may change before the address is updated.
const ADDRESS_PAUSE_MS: i32 = 200;

/// How long after the first change the chart library is loaded even if no chart is near: a reader may print the page.
const CHARTS_PAUSE_MS: i32 = 2000;

/// Properties of [`Body`].
#[derive(PartialEq, Properties)]
pub struct BodyProps {
    /// Whether the page has its own frame around it.
    pub has_frame: bool,
    /// The content of the parts.
    pub page: PageContent,
    /// The body's own stage; each of its parts has another.
    pub stage: HydrationStage,
    /// Called once all of the body's parts are interactive.
    pub on_interactive: Callback<()>,
}

/// Everything below the opening, or all of a room.
#[component]
pub fn Body(props: &BodyProps) -> Html {
    let BodyProps { has_frame, page, stage, on_interactive } = props;
    let scenario = &page.view.analysis.scenario;
    let (is_interactive, shows_default_case) = (stage.is_interactive(), stage.shows_default_case());
    let has_frame = *has_frame || shows_default_case;
    use_address(is_interactive, scenario);
    use_printing(is_interactive && *scenario != Scenario::default());
    let on_part = use_count(SecondPart::in_body().len(), on_interactive);
    let view = if shows_default_case { page.view.default_case() } else { page.view.clone() };
    let island = |part: SecondPart| {
        let part = Part::Second(part);
        let (content, html) = (page.part(part), page.prerendered.html(part));
        html! { <Island class="part" {content} {html} on_interactive={on_part.clone()} /> }
    };
    html! {
        <>
            { article::body(&island) }
            <Announcer text={answer_line(&view.analysis)} ready={is_interactive} />
            if has_frame {
                <footer class="foot">
                    { "This page asks nobody else for anything, sets no cookie and counts nobody. Your set of cases stays in this browser. \
                       Code: MIT or Apache-2.0, with " }
                    <a href={[room::up(), "NOTICE.md"].concat()}>{ "the work of others" }</a>
                    { "." }
                </footer>
            }
        </>
    }
}

/// A callback that calls `on_all` when it has been called `n_calls` times.
#[hook]
fn use_count(n_calls: usize, on_all: &Callback<()>) -> Callback<()> {
    let n_called = use_mut_ref(|| 0);
    use_callback((n_calls, on_all.clone()), move |(), (n_calls, on_all)| {
        *n_called.borrow_mut() += 1;
        if *n_called.borrow() == *n_calls {
            on_all.emit(());
        }
    })
}

/// Properties of [`SingleFigure`].
#[derive(PartialEq, Properties)]
pub struct SingleFigureProps {
    /// The figure.
    pub name: FigureName,
    /// The present case.
    pub view: View,
    /// The figure's stage.
    pub stage: HydrationStage,
}

/// A figure with the answer below it, in another page's frame.
#[component]
pub fn SingleFigure(props: &SingleFigureProps) -> Html {
    let SingleFigureProps { name, view, stage } = props;
    let is_interactive = stage.is_interactive();
    use_address(is_interactive, &view.analysis.scenario);
    use_printing(false);
    let view = if stage.shows_default_case() { view.default_case() } else { view.clone() };
    let line = answer_line(&view.analysis);
    html! {
        <>
            <FigureView name={*name} view={view.clone()} alone=true />
            <Announcer text={line.clone()} ready={is_interactive} />
            <p class="page__figure-answer">
                { line }{ " " }
                <a href={url_state::link(&location::article_address(), &view.analysis.scenario)} target="_blank" rel="noopener">{ "Open the full piece" }</a>
            </p>
        </>
    }
}

/// Sections that are closed on the screen and open in print.
const OPEN_IN_PRINT: &str =
    ".preface__more, .figure__rest, .figure__more--table, .claims__readings, #glossary";

/// Prepares the page for printing. A case other than the default one has no prerendered pictures: its charts are drawn
/// when the reader prints, and the chart library must be loaded by then.
#[hook]
fn use_printing(needs_charts: bool) {
    use_effect_with((), |()| {
        let opened = Rc::new(RefCell::new(None::<OpenedDetails>));
        let watch = {
            let held = opened.clone();
            PrintWatch::new(
                move || *held.borrow_mut() = Some(OpenedDetails::new(OPEN_IN_PRINT)),
                move || drop(opened.take()),
            )
        };
        move || drop(watch)
    });
    use_effect_with(needs_charts, |needs_charts| {
        let timer = needs_charts.then(|| {
            Timer::after(CHARTS_PAUSE_MS, || {
                // Without the library, the tables are printed without their charts.
                spawn_local(async { drop(ChartLibrary::load().await) });
            })
        });
        move || drop(timer)
    });
}

/// Updates the page's address, a little after the last change.
#[hook]
fn use_address(is_interactive: bool, scenario: &Scenario) {
    use_effect_with((is_interactive, scenario.clone()), |(is_interactive, scenario)| {
        let scenario = scenario.clone();
        let timer = is_interactive.then(|| {
            Timer::after(ADDRESS_PAUSE_MS, move || {
                let query = location::query();
                if url_state::decode(&query, read_all).scenario != scenario {
                    location::replace_query(&url_state::encode_beside(&query, &scenario));
                }
            })
        });
        move || drop(timer)
    });
}
