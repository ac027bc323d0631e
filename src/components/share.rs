//! Ways to share or save a case: a link, a file, a command.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::browser::files::{self, FileContent, FileError};
use crate::browser::{clipboard, location};
use crate::controls::written::read_all;
use crate::scenario_file;
use crate::state::{Action, Notice};
use crate::url_state;
use crate::view::View;

fn copied(text: String, what: &'static str, act: &Callback<Action>) -> Callback<MouseEvent> {
    let report = act.reform(move |is_copied| {
        Action::Notify(if is_copied {
            Notice::Done(format!("The {what} is copied."))
        } else {
            Notice::Refused(format!(
                "The browser does not let this page copy; the {what} can be selected and copied by hand."
            ))
        })
    });
    clipboard::on_press(text.into(), report)
}

fn opened(act: &Callback<Action>) -> Callback<Event> {
    let act = act.clone();
    Callback::from(move |event: Event| {
        let act = act.clone();
        let content = files::read_chosen(&event, scenario_file::MAX_FILE_BYTES);
        spawn_local(async move {
            let notice = match content.await {
                Ok(FileContent { n_cases: 1, query, edition, edition_number }) => {
                    let link = url_state::decode(&query, read_all);
                    act.emit(Action::LoadScenario(Box::new(link.scenario)));
                    act.emit(Action::NoteEdition(edition_number));
                    Notice::Done(loaded(&edition))
                }
                Ok(FileContent { n_cases, .. }) => Notice::Refused(format!(
                    "The file was not loaded: it holds a list of {n_cases} cases, and the page opens one."
                )),
                Err(FileError::NoFile) => return,
                Err(error) => Notice::Refused(format!("The file was not loaded: {}", refusal(error))),
            };
            act.emit(Action::Notify(notice));
        });
    })
}

/// The message after a case has been loaded, with the edition that wrote it if that is another.
fn loaded(edition: &str) -> String {
    let done = "The case in the file is loaded.";
    if edition.is_empty() {
        return done.to_owned();
    }
    format!("{done} It was saved with {edition}; what it leaves open has the values of today.")
}

fn refusal(error: FileError) -> String {
    match error {
        FileError::Refused(reason) => reason,
        FileError::NoReader => "what reads files could not be loaded.".to_owned(),
        FileError::TooLarge => "it is larger than any case can be.".to_owned(),
        FileError::NoFile | FileError::Unreadable => "the browser could not read it.".to_owned(),
    }
}

/// Link, file and command of the present case.
///
/// Before the page is interactive, it doesn't know its address.
pub fn share(view: &View, notice: Option<&Notice>, ready: bool) -> Html {
    let link = if ready {
        url_state::link(&location::article_address(), &view.analysis.scenario)
    } else {
        String::new()
    };
    let command = scenario_file::command(&view.analysis.scenario);
    let save = {
        let View { analysis, act } = view.clone();
        Callback::from(move |_: MouseEvent| {
            let name = format!("{}.json", scenario_file::file_stem("case", &analysis.scenario));
            let text = scenario_file::write(&analysis.scenario);
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
            <h2 class="section__heading">{ "Take this case away" }</h2>
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
                <input class="share__file" id="open-file" type="file" accept=".json,.toml,.txt,application/json" disabled={!ready} onchange={opened(&view.act)} />
            </p>
            <p class={classes!("share__notice", refused.then_some("share__notice--refused"))} role="status">{ message }</p>
        </div>
    }
}
