//! Inlines: text, marked claims, live numbers, terms and citations.

use model::Input;
use model::claims::FactVerdict;
use model::format::{self, Style};
use yew::prelude::*;

use super::note_opener::{Note, NoteOpener};
use super::term::Term;
use super::value;
use crate::claims::check_of;
use crate::components::live_input::LiveInput;
use crate::content::Inline;
use crate::page::programs::second_program;
use crate::room;
use crate::view::View;

/// A run of inlines.
pub(super) fn inlines(inlines: &'static [Inline], view: &View, opener: &NoteOpener) -> Html {
    inlines.iter().map(|item| inline(item, view, opener)).collect()
}

fn inline(inline: &'static Inline, view: &View, opener: &NoteOpener) -> Html {
    match inline {
        Inline::Text(text) => html! { { *text } },
        Inline::Emphasis(content) => html! { <em>{ inlines(content, view, opener) }</em> },
        Inline::Strong(content) => html! { <strong>{ inlines(content, view, opener) }</strong> },
        Inline::Code(code) => html! { <code>{ *code }</code> },
        Inline::Link { url, content } => {
            // The pages of the model are in the folder of the site.
            let up = if url.starts_with("model/") { room::up() } else { "" };
            html! { <a href={[up, *url].concat()}>{ inlines(content, view, opener) }</a> }
        }
        Inline::Value { output } => {
            opener.link(Note::Working(output), value::classes(output), value::value(view, output))
        }
        Inline::Input { input, label } => {
            html! { <LiveInput input={*input} label={*label} view={view.clone()} /> }
        }
        Inline::Term { term, text } => html! { <Term {term} text={*text} opener={opener.clone()} /> },
        // These marks and their notes are in the second program; the opening has none.
        Inline::Claim { .. } | Inline::Lost { .. } | Inline::Check { .. } | Inline::Citation { .. } => {
            second_program().map_or_else(Html::default, |second| (second.mark)(inline, opener))
        }
        Inline::When { condition, then, otherwise } => {
            let shown = if value::holds(view, *condition) { then } else { otherwise };
            html! { <span class="branch">{ branch(shown, view, opener) }</span> }
        }
    }
}

/// The inlines of a branch. An input that is in both branches keeps its element, so that a drag can go on from one to
/// the other.
fn branch(shown: &'static [Inline], view: &View, opener: &NoteOpener) -> Html {
    let is_input = |input: Input| move |item: &Inline| matches!(item, Inline::Input { input: other, .. } if *other == input);
    let key = |index: usize, item: &Inline| match item {
        Inline::Input { input, .. } if !shown[..index].iter().any(is_input(*input)) => {
            input.spec().id.to_owned()
        }
        _ => format!("{index} {}", shown.as_ptr().addr()),
    };
    let keyed = |(index, item)| html! { <key={key(index, item)}>{ inline(item, view, opener) }</> };
    shown.iter().enumerate().map(keyed).collect()
}

/// A mark that links to a claim or a source.
pub fn mark(inline: &'static Inline, opener: &NoteOpener) -> Html {
    match inline {
        Inline::Claim { fact, figure } => {
            let class = classes!("claim", verdict_mark(fact.verdict));
            opener.link(Note::Check(fact), class, html! { { figure.text } })
        }
        Inline::Lost { fact } => {
            let tail = fact.lost.map_or("", |lost| lost.tail);
            opener.link(
                Note::Check(fact),
                classes!("claim", "claim--objected"),
                html! { { format!("\u{201c}{tail}\u{201d}") } },
            )
        }
        Inline::Check { fact, number } => {
            let text = check_of(fact)
                .number(number)
                .map_or_else(String::new, |(value, unit)| format::value(value, unit, Style::Prose));
            opener.link(Note::Check(fact), classes!("computed"), html! { { text } })
        }
        Inline::Citation { number, source } => {
            let number_text = number.to_string();
            html! {
                <sup class="citation">
                    { opener.link(Note::Source(*number, *source), classes!("citation__link"), html! { { number_text } }) }
                </sup>
            }
        }
        _ => Html::default(),
    }
}

/// The class of a claim's mark: a claim that arithmetic contradicts is dashed.
fn verdict_mark(verdict: FactVerdict) -> Option<&'static str> {
    matches!(verdict, FactVerdict::Implausible).then_some("claim--objected")
}
