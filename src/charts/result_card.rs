//! The result of the present case, opened by "Share": the answer with its dots, words and a link to copy, a picture to save.

use yew::prelude::*;

use super::company_rows::your_row;
use super::embed_code::EmbedCode;
use super::take_away::TakeAway;
use crate::browser::{clipboard, fields, location};
use crate::content::FigureName;
use crate::figures::{Figure, result_words};
use crate::room::Room;
use crate::url_state;
use crate::view::View;

/// Properties of [`ResultCard`].
#[derive(PartialEq, Properties)]
pub struct ResultCardProps {
    /// The present case.
    pub view: View,
}

/// The card as a popover of the browser's own; what is in it is rendered while it is open.
#[component]
pub fn ResultCard(props: &ResultCardProps) -> Html {
    let is_open = use_state_eq(|| false);
    let ontoggle = {
        let is_open = is_open.setter();
        Callback::from(move |event: Event| {
            if let Some(opened) = fields::is_popover_open(&event) {
                is_open.set(opened);
            }
        })
    };
    html! {
        <div id="card" class="card" popover="auto" role="dialog" aria-label="The result of this case" {ontoggle}>
            if *is_open {
                <Content view={props.view.clone()} />
            }
        </div>
    }
}

#[component]
fn Content(props: &ResultCardProps) -> Html {
    let analysis = &props.view.analysis;
    let figure = use_memo(analysis.clone(), |analysis| Figure::new(FigureName::Card, analysis));
    let notice = use_state_eq(|| "");
    let copied = |text: String, done: &'static str| {
        let notice = notice.setter();
        let report = move |is_copied| {
            notice.set(if is_copied {
                done
            } else {
                "The browser does not let this page copy: select the text."
            });
        };
        clipboard::on_press(text.into(), report.into())
    };
    let link = url_state::link(&location::article_address(), &analysis.scenario);
    let words = result_words(analysis);
    html! {
        <figure data-figure={FigureName::Card.id()} class="card__figure" aria-labelledby="card-title">
            <div class="card__head">
                <h2 id="card-title" class="card__title">{ figure.title.clone() }</h2>
                <button type="button" class="link-button" popovertarget="card" popovertargetaction="hide">{ "Close" }</button>
            </div>
            { your_row(analysis) }
            <p class="card__words">{ figure.caption.clone() }</p>
            <p class="card__row">
                <button type="button" class="button" id="copy-words" onclick={copied(format!("{words} {link}"), "The result is copied, with its link.")}>{ "Copy as text" }</button>
                <button type="button" class="button" id="copy-card-link" onclick={copied(link.clone(), "The link is copied.")}>{ "Copy the link" }</button>
            </p>
            <p class="card__link">{ link }</p>
            <p class="card__notice" role="status">{ *notice }</p>
            <div class="figure__foot">
                <TakeAway name={FigureName::Card} analysis={analysis.clone()} />
                <EmbedCode name={FigureName::Card} analysis={analysis.clone()} />
                <a href={Room::Workshop.place("share")}>{ "File, command, cases side by side" }</a>
            </div>
        </figure>
    }
}
