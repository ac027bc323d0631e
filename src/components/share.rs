//! Ways to share or save a case: a link, a file, a command.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::browser::files::{self, FileError};
use crate::browser::{clipboard, location};
use crate::scenario_file;
use crate::state::{Action, Notice};
use crate::url_state;
use crate::view::View;

fn copied(text: String, what: &'static str, act: &Callback<Action>) -> Callback<MouseEvent> {
    let act = act.clone();
    Callback::from(move |_: MouseEvent| {
        let (text, act) = (text.clone(), act.clone());
        spawn_local(async move {
            let notice = if clipboard::copy(&text).await {
                Notice::Done(format!("The {what} is copied."))
            } else {
                Notice::Refused(format!(
                    "The browser does not let this page copy; the {what} can be selected and copied by hand."
                ))
            };
            act.emit(Action::Notify(notice));
        });
    })
}

fn opened(act: &Callback<Action>) -> Callback<Event> {
    let act = act.clone();
    Callback::from(move |event: Event| {
        let act = act.clone();
        let text = files::read_chosen(&event, scenario_file::MAX_FILE_BYTES);
        spawn_local(async move {
            match text.await.map_err(refusal) {
                Ok(text) => match scenario_file::read(&text) {
                    Ok(scenario) => {
                        act.emit(Action::LoadScenario(Box::new(scenario)));
                        act.emit(Action::Notify(Notice::Done("The case in the file is loaded.".to_owned())));
                    }
                    Err(reason) => act
                        .emit(Action::Notify(Notice::Refused(format!("The file was not loaded: {reason}")))),
                },
                Err(Some(reason)) => act.emit(Action::Notify(Notice::Refused(reason.to_owned()))),
                Err(None) => {}
            }
        });
    })
}

fn refusal(error: FileError) -> Option<&'static str> {
    match error {
        FileError::NoFile => None,
        FileError::TooLarge => Some("The file was not loaded: it is larger than any case can be."),
        FileError::Unreadable => Some("The file was not loaded: the browser could not read it as text."),
    }
}

/// Link, file and command of the present case.
///
/// Before the page is interactive, it doesn't know its address.
pub fn share(view: &View, notice: Option<&Notice>, ready: bool) -> Html {
    let link = if ready {
        url_state::link(&location::page_address(), &view.analysis.scenario)
    } else {
        String::new()
    };
    let command = scenario_file::command(&view.analysis.scenario);
    let save = {
        let scenario = &view.analysis.scenario;
        let name = format!("{}.json", scenario_file::file_stem("case", scenario));
        let (text, act) = (scenario_file::write(scenario), view.act.clone());
        Callback::from(move |_: MouseEvent| {
            if files::save(&name, &text, "application/json") == files::Offered::Refused {
                act.emit(Action::Notify(Notice::Refused(
                    "The browser does not let this page save files.".to_owned(),
                )));
            }
        })
    };
    let (message, refused) = match notice {
        Some(Notice::Done(text)) => (text.clone(), false),
        Some(Notice::Refused(text)) => (text.clone(), true),
        None => (String::new(), false),
    };
    html! {
        <div class="share" id="share">
            <h3 class="section__heading">{ "Take this case away" }</h3>
            <p class="share__row">
                <label class="share__label" for="share-link">{ "Link" }</label>
                if ready {
                    <input class="share__text" id="share-link" type="text" readonly=true value={link.clone()} />
                } else {
                    <span class="share__text"></span>
                }
                <button type="button" class="button" id="copy-link" disabled={!ready} onclick={copied(link, "link", &view.act)}>{ "Copy" }</button>
            </p>
            <p class="share__row">
                <span class="share__label">{ "Command" }</span>
                <code class="share__text share__command" data-testid="command">{ command.clone() }</code>
                <button type="button" class="button" disabled={!ready} onclick={copied(command, "command", &view.act)}>{ "Copy" }</button>
            </p>
            <p class="share__row">
                <span class="share__label">{ "File" }</span>
                <button type="button" class="button" id="save-file" disabled={!ready} onclick={save}>{ "Save as a file" }</button>
                <label class="share__open" for="open-file">{ "or open one" }</label>
                <input class="share__file" id="open-file" type="file" accept=".json,application/json" disabled={!ready} onchange={opened(&view.act)} />
            </p>
            <p class={classes!("share__notice", refused.then_some("share__notice--refused"))} role="status">{ message }</p>
        </div>
    }
}
