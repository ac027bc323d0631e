//! The reader's set: cases under names, side by side, and ways for them to travel.

use model::Scenario;
use own_or_rent::browser::clipboard;
use own_or_rent::state::Notice;
use scenario_file::Name;
use workshop::{Edit, NamedScenario, ScenarioSet, code, qr};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::bench::{Act, Bench};
use crate::browser::{self, NoWriter};
use crate::comparison::{Comparison, Row, csv};

/// The largest file that is read, bytes: six cases have a few thousand.
const MAX_FILE_BYTES: usize = 1_000_000;

/// The name of the set's file.
const FILE_NAME: &str = "own-or-rent-set.json";

/// The name of the comparison's file.
const CSV_NAME: &str = "own-or-rent-set.csv";
const WORKBOOK_NAME: &str = "own-or-rent-set.xlsx";

const NO_SAVING: &str = "The browser does not let this page save files.";

/// Properties of [`SetView`].
#[derive(PartialEq, Properties)]
pub(crate) struct SetViewProps {
    /// The state.
    pub(crate) bench: Bench,
    /// Changes it.
    pub(crate) act: Callback<Act>,
}

/// The set.
#[component]
pub(crate) fn SetView(props: &SetViewProps) -> Html {
    let SetViewProps { bench, act } = props;
    let cases = bench.shelf.cases();
    let add = {
        let case = NamedScenario::unnamed(bench.present.clone());
        act.reform(move |_: MouseEvent| Act::Add(case.clone()))
    };
    html! {
        <section class="bench__part" id="set" aria-labelledby="set-heading">
            <h2 class="section__heading" id="set-heading">{ "Your set" }</h2>
            <p class="bench__lead">
                { "Up to six cases, each under a name of its own. Put the present case aside, change it by a slider or a preset, and put it \
                   aside again: the table says what differs, and why." }
            </p>
            <p class="workshop__actions">
                <button type="button" class="button" id="pin" disabled={!bench.shelf.has_room()} onclick={add}>
                    { "Put the present case aside" }
                </button>
                <button type="button" class="link-button" id="undo-set" disabled={!bench.shelf.can_undo()}
                    onclick={act.reform(|_: MouseEvent| Act::Undo)}>{ "Undo" }</button>
                if !bench.shelf.has_room() {
                    <span class="workshop__hint">{ "Six are a full set: take one out to add another." }</span>
                }
            </p>
            <ul class="pins">
                for (index, case) in cases.iter().enumerate() {
                    <li key={index} class="pin">
                        <CaseRow {index} case={case.clone()} n={cases.len()} has_room={bench.shelf.has_room()} act={act.clone()} />
                    </li>
                }
            </ul>
            { notice_view(bench) }
            <Compared cases={cases.to_vec()} act={act.clone()} />
            <Entry act={act.clone()} />
            if let Some(set) = bench.shelf.set() {
                { takeaways(set, act) }
            }
            { open_file(act) }
        </section>
    }
}

fn notice_view(bench: &Bench) -> Html {
    let (message, is_refused) = match &bench.notice {
        Some(Notice::Done(text)) => (text.as_str(), false),
        Some(Notice::Refused(text)) => (text.as_str(), true),
        None => ("", false),
    };
    html! {
        <>
            <p class={classes!("bench__notice", is_refused.then_some("bench__notice--refused"))} id="set-notice" role="status">
                { message }
            </p>
            if !bench.is_kept {
                <p class="bench__lead" id="not-kept">
                    { "This browser keeps nothing for this page: save the set as a file, or copy its link, before you leave." }
                </p>
            }
        </>
    }
}

/// Properties of [`CaseRow`].
#[derive(PartialEq, Properties)]
struct CaseRowProps {
    index: usize,
    case: NamedScenario,
    n: usize,
    has_room: bool,
    act: Callback<Act>,
}

/// A case of the set with what can be done with it.
#[component]
fn CaseRow(props: &CaseRowProps) -> Html {
    let CaseRowProps { index, case, n, has_room, act } = props;
    let index = *index;
    let name = case.name.as_str().to_owned();
    let rename = act.reform(move |event: Event| match Name::new(&browser::field_text(&event)) {
        Ok(name) => Act::Edit(Edit::Rename(index, name)),
        Err(error) => Act::Tell(Notice::Refused(error.to_string())),
    });
    let edit = |edit: Edit| act.reform(move |_: MouseEvent| Act::Edit(edit.clone()));
    let label = |what: &str| format!("{what} {name}");
    html! {
        <>
            <span class="pin__place">{ index + 1 }</span>
            // What was refused is shown as typed until it is changed again.
            <input class="pin__name" type="text" size="24" maxlength="60" value={name.clone()} onchange={rename}
                aria-label={format!("Name of case {}", index + 1)} />
            <span class="pin__actions">
                // The page would give a plain link the present case.
                <a class="link-button" href={browser::case_link(&case.scenario)} target="_self" aria-label={label("Load")}>
                    { "Load" }
                </a>
                <button type="button" class="link-button" disabled={!has_room} onclick={edit(Edit::Duplicate(index))}
                    aria-label={label("Duplicate")}>{ "Duplicate" }</button>
                <button type="button" class="link-button" disabled={index == 0} aria-label={label("Move up")}
                    onclick={edit(Edit::Move { from: index, to: index.saturating_sub(1) })}>{ "Up" }</button>
                <button type="button" class="link-button" disabled={index + 1 == *n} aria-label={label("Move down")}
                    onclick={edit(Edit::Move { from: index, to: index + 1 })}>{ "Down" }</button>
                <button type="button" class="link-button" onclick={edit(Edit::Remove(index))} aria-label={label("Remove")}>
                    { "Remove" }
                </button>
            </span>
            { code_view(&case.scenario) }
        </>
    }
}

/// A case as words to say, and as a picture to point a phone at.
fn code_view(scenario: &Scenario) -> Html {
    let words = code::encode(scenario);
    if !browser::has_links_for_others() {
        return html! { <p class="pin__code">{ "Code: " }<span class="pin__words">{ words }</span></p> };
    }
    let drawing = qr::svg(&browser::case_link(scenario));
    html! {
        <details class="pin__code">
            <summary>{ "Code: " }<span class="pin__words">{ words }</span></summary>
            <div class="pin__qr" role="img" aria-label="QR code of the link of this case">
                { drawing.map_or_else(|error| html! { error.to_string() }, |svg| Html::from_html_unchecked(svg.into())) }
            </div>
        </details>
    }
}

/// Properties of [`Compared`].
#[derive(PartialEq, Properties)]
struct ComparedProps {
    cases: Vec<NamedScenario>,
    act: Callback<Act>,
}

/// The cases side by side, once there are two.
#[component]
fn Compared(props: &ComparedProps) -> Html {
    let scenarios: Vec<Scenario> = props.cases.iter().map(|case| case.scenario.clone()).collect();
    let names: Vec<String> = props.cases.iter().map(|case| case.name.as_str().to_owned()).collect();
    let is_shown = scenarios.len() > 1;
    let comparison =
        use_memo(scenarios, |scenarios| (scenarios.len() > 1).then(|| Comparison::of(scenarios)));
    html! {
        <>
            if let Some(comparison) = &*comparison {
                <div class="causes" data-testid="causes">
                    for (index, sentence) in comparison.sentences(&names).into_iter().enumerate() {
                        <p key={index} class="compared__words">{ sentence }</p>
                    }
                    for sentence in comparison.attributions() {
                        <p key={sentence} class="workshop__hint">{ sentence }</p>
                    }
                </div>
            }
            // What scrolls sideways can be reached by keys.
            <div class="compared" data-testid="comparison" tabindex={is_shown.then_some("0")} role="group" aria-label="Cases compared">
                if let Some(comparison) = &*comparison {
                    <table class="compared__table">
                        <thead>
                            <tr>
                                <td></td>
                                for name in names.iter() {
                                    <th key={name.clone()} scope="col">{ name }</th>
                                }
                            </tr>
                        </thead>
                        { rows("What follows", &comparison.results, &names, &props.act) }
                        if !comparison.settings.is_empty() {
                            { rows("What is set differently", &comparison.settings, &names, &props.act) }
                        }
                    </table>
                }
            </div>
        </>
    }
}

/// Rows of the table; a setting can be given to all cases from each of them.
fn rows(head: &'static str, rows: &[Row], names: &[String], act: &Callback<Act>) -> Html {
    let width = rows.first().map_or(1, |row| row.texts.len() + 1);
    html! {
        <tbody key={head}>
            <tr><th class="values__group" colspan={width.to_string()} scope="rowgroup">{ head }</th></tr>
            for row in rows.iter() {
                <tr key={row.id}>
                    <th scope="row">{ row.label }</th>
                    for (index, (text, name)) in row.texts.iter().zip(names).enumerate() {
                        <td key={index} class="values__number">
                            { text }
                            if let Some(setting) = row.setting {
                                <button type="button" class="link-button compared__spread"
                                    aria-label={format!("Give all cases the setting \u{201c}{}\u{201d} of {name}: {text}", row.label)}
                                    onclick={act.reform(move |_: MouseEvent| Act::Edit(Edit::CopyToAll { setting, from: index }))}>
                                    { "to all" }
                                </button>
                            }
                        </td>
                    }
                </tr>
            }
        </tbody>
    }
}

/// Properties of [`Entry`].
#[derive(PartialEq, Properties)]
struct EntryProps {
    act: Callback<Act>,
}

/// A field for a code or a link.
#[component]
fn Entry(props: &EntryProps) -> Html {
    let text = use_state_eq(String::new);
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| text.set(browser::field_text(&event)))
    };
    let onsubmit = {
        let (text, act) = (text.clone(), props.act.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            act.emit(Act::Enter((*text).clone()));
        })
    };
    html! {
        <form class="share__row" {onsubmit}>
            <label class="share__label" for="code">{ "Code or link" }</label>
            <input class="share__text entry__text" id="code" type="text" autocomplete="off" autocapitalize="off" spellcheck="false"
                placeholder="words of a code, or a link" value={(*text).clone()} {oninput} />
            <button type="submit" class="button" id="enter-code">{ "Add" }</button>
        </form>
    }
}

/// The link and the file of a set.
fn takeaways(set: &ScenarioSet, act: &Callback<Act>) -> Html {
    let link = browser::set_link(set);
    let act_on = act.clone();
    let report = Callback::from(move |is_copied: bool| {
        act_on.emit(Act::Tell(if is_copied {
            Notice::Done("The link of the set is copied.".to_owned())
        } else {
            Notice::Refused(
                "The browser does not let this page copy; the link can be selected and copied by hand."
                    .to_owned(),
            )
        }));
    });
    let copy = clipboard::on_press(link.clone().into(), report);
    let save = saved(FILE_NAME, "application/json", set, ScenarioSet::to_json, act);
    let save_csv = saved(CSV_NAME, "text/csv", set, |set| csv(set.scenarios()).unwrap_or_default(), act);
    let save_workbook = {
        let (set, link, act) = (set.to_json(), link.clone(), act.clone());
        Callback::from(move |_: MouseEvent| {
            let (set, link, act) = (set.clone(), link.clone(), act.clone());
            spawn_local(async move {
                match browser::save_workbook(WORKBOOK_NAME, &set, &link).await {
                    Ok(true) => {}
                    Ok(false) => act.emit(Act::Tell(Notice::Refused(NO_SAVING.to_owned()))),
                    Err(NoWriter) => act.emit(Act::Tell(Notice::Refused(
                        "What writes spreadsheets could not be loaded; the CSV needs no network.".to_owned(),
                    ))),
                }
            });
        })
    };
    let print = act.reform(|_: MouseEvent| {
        Act::Tell(if browser::print() {
            Notice::Done("The handout is two pages of A4.".to_owned())
        } else {
            Notice::Refused(
                "The browser does not let this page print: choose \u{201c}Print\u{201d} in its menu."
                    .to_owned(),
            )
        })
    });
    html! {
        <>
            if browser::has_links_for_others() {
                <p class="share__row">
                    <label class="share__label" for="set-link">{ "Set\u{2019}s link" }</label>
                    <input class="share__text" id="set-link" type="text" readonly=true value={link} />
                    <button type="button" class="button" id="copy-set-link" onclick={copy}>{ "Copy" }</button>
                </p>
            } else {
                <p class="bench__lead" id="no-links">
                    { "This page is a file on a disk, which no link opens for others: hand round the set\u{2019}s file, or the codes." }
                </p>
            }
            <p class="share__row">
                <span class="share__label">{ "Set\u{2019}s file" }</span>
                <button type="button" class="button" id="save-set" onclick={save}>{ "Save as a file" }</button>
            </p>
            <p class="share__row">
                <span class="share__label">{ "To take along" }</span>
                <button type="button" class="button" id="print-handout" onclick={print}>{ "Print a handout" }</button>
                <button type="button" class="button" id="save-comparison" onclick={save_csv}>{ "Save the comparison as CSV" }</button>
                <button type="button" class="button" id="save-workbook" onclick={save_workbook}>{ "Save it as a spreadsheet" }</button>
            </p>
        </>
    }
}

/// Offers what is written of a set as a file, and says if the browser refuses.
fn saved(
    name: &'static str,
    kind: &'static str,
    set: &ScenarioSet,
    write: fn(&ScenarioSet) -> String,
    act: &Callback<Act>,
) -> Callback<MouseEvent> {
    let (set, act) = (set.clone(), act.clone());
    Callback::from(move |_: MouseEvent| {
        if !browser::save(name, kind, &write(&set)) {
            act.emit(Act::Tell(Notice::Refused(NO_SAVING.to_owned())));
        }
    })
}

/// A field that opens the file of a set, or of a case.
fn open_file(act: &Callback<Act>) -> Html {
    let act = act.clone();
    let onchange = Callback::from(move |event: Event| {
        let act = act.clone();
        spawn_local(async move {
            if let Some((_, bytes)) = browser::chosen_file(event).await {
                act.emit(Act::Open(set_of_file(&bytes)));
            }
        });
    });
    html! {
        <p class="share__row">
            <label class="share__label" for="open-set">{ "Open a set" }</label>
            <input class="share__file" id="open-set" type="file" accept=".json,.toml,.txt,application/json" {onchange} />
        </p>
    }
}

/// The set of a file's bytes, or why there is none.
fn set_of_file(bytes: &[u8]) -> Result<ScenarioSet, String> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(format!("it has {} bytes (allowed: up to {MAX_FILE_BYTES})", bytes.len()));
    }
    let cases = scenario_file::read(bytes).map_err(|error| error.to_string())?;
    ScenarioSet::from_cases(&cases).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_set_opens_again() {
        let cases = model::Preset::ALL
            .into_iter()
            .take(3)
            .map(|preset| NamedScenario::unnamed(Scenario::preset(preset)));
        let set = ScenarioSet::new(cases.collect()).unwrap();
        assert_eq!(set_of_file(set.to_json().as_bytes()), Ok(set));
    }

    #[test]
    fn a_file_that_is_none_says_where() {
        let reason = set_of_file(br#"[{}, {"gpu_count": 0}]"#).unwrap_err();
        assert!(reason.contains("scenario 2 of the list") && reason.contains("1 to 1024"), "{reason}");
        let reason = set_of_file(&vec![b' '; MAX_FILE_BYTES + 1]).unwrap_err();
        assert!(reason.contains("allowed: up to"), "{reason}");
    }
}
