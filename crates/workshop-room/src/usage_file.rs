//! A usage export: which column is read as what, what it comes to at list prices, and the case that it describes.

use std::rc::Rc;

use bill::{Bill, Decimal, FileError, Mapping, Options, Role, preview, read};
use model::format::grouped;
use scenario_file::Name;
use workshop::NamedScenario;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::bench::Act;
use crate::bill_form::model_answer;
use crate::browser;

/// A file that was opened, and what the reader says of its columns.
#[derive(Clone, Debug, PartialEq)]
struct Opened {
    name: String,
    bytes: Rc<Vec<u8>>,
    /// Columns chosen for roles; an empty name leaves the role out.
    columns: Vec<(Role, String)>,
    /// The days that it covers, as typed.
    days: String,
}

/// What a file comes to: its columns as far as they can be read, and the bill or what is wrong.
#[derive(Clone, Debug, PartialEq)]
struct Reading {
    mapping: Option<Mapping>,
    bill: Result<Bill, String>,
}

impl Opened {
    fn options(&self) -> Result<Options, String> {
        let days = match self.days.trim() {
            "" => None,
            text => match text.parse::<u16>() {
                Ok(days @ 1..) => Some(days),
                _ => {
                    return Err(format!(
                        "days: '{}' is no number of days (allowed: 1 to {})",
                        model::written::shown(text),
                        u16::MAX
                    ));
                }
            },
        };
        Ok(Options { columns: self.columns.clone(), days })
    }

    fn reading(&self) -> Reading {
        let without_choices = || preview(self.bytes.as_slice(), &Options::default()).ok();
        let options = match self.options() {
            Ok(options) => options,
            Err(reason) => return Reading { mapping: without_choices(), bill: Err(reason) },
        };
        let words = |error: FileError| error.to_string();
        let mapping = match preview(self.bytes.as_slice(), &options) {
            Ok(mapping) => mapping,
            Err(error) => return Reading { mapping: without_choices(), bill: Err(words(error)) },
        };
        let bill = read(self.bytes.as_slice(), &options).map(|usage| Bill::of(&usage)).map_err(words);
        Reading { mapping: Some(mapping), bill }
    }

    /// Another role for a column, or none.
    fn choose(&mut self, column: &str, before: Option<Role>, role: Option<Role>) {
        let is_touched = |of: &Role| Some(*of) == before || Some(*of) == role;
        self.columns.retain(|(of, _)| !is_touched(of));
        if let Some(before) = before.filter(|before| Some(*before) != role) {
            self.columns.push((before, String::new()));
        }
        if let Some(role) = role {
            self.columns.push((role, column.to_owned()));
        }
    }
}

/// Dollars and cents.
fn cents(amount: Decimal) -> String {
    format!("${}", grouped(&format!("{:.2}", amount.round_dp(2))))
}

/// Properties of [`UsageFile`].
#[derive(PartialEq, Properties)]
pub(crate) struct UsageFileProps {
    /// Changes the set.
    pub(crate) act: Callback<Act>,
    /// Whether the set has room.
    pub(crate) has_room: bool,
}

/// The field for a usage export, and what it comes to.
#[component]
pub(crate) fn UsageFile(props: &UsageFileProps) -> Html {
    let opened = use_state_eq(|| None::<Opened>);
    let reading = use_memo((*opened).clone(), |opened| opened.as_ref().map(Opened::reading));
    let onchange = {
        let opened = opened.setter();
        Callback::from(move |event: Event| {
            let opened = opened.clone();
            spawn_local(async move {
                if let Some((name, bytes)) = browser::chosen_file(event).await {
                    let (bytes, columns) = (Rc::new(bytes), Vec::new());
                    opened.set(Some(Opened { name, bytes, columns, days: String::new() }));
                }
            });
        })
    };
    html! {
        <div class="usage">
            <h3 class="usage__heading">{ "Or open what your seller or gateway exports" }</h3>
            <p class="share__row">
                <label class="share__label" for="open-usage">{ "Usage CSV" }</label>
                <input class="share__file" id="open-usage" type="file" accept=".csv,.tsv,.txt,text/csv" {onchange} />
                <span class="workshop__hint">{ "It is read in this browser, and sent nowhere." }</span>
            </p>
            if let (Some(file), Some(reading)) = (&*opened, &*reading) {
                { columns_view(file, reading, &opened) }
                <div role="status">
                    { match &reading.bill {
                        Err(reason) => html! { <p class="bill__fault" id="usage-fault">{ reason }</p> },
                        Ok(bill) => bill_view(bill, props),
                    } }
                </div>
            }
        </div>
    }
}

/// Which column is read as what, each with a choice.
fn columns_view(file: &Opened, reading: &Reading, opened: &UseStateHandle<Option<Opened>>) -> Html {
    let days = {
        let (opened, file) = (opened.clone(), file.clone());
        Callback::from(move |event: InputEvent| {
            opened.set(Some(Opened { days: browser::field_text(&event), ..file.clone() }));
        })
    };
    let columns = reading.mapping.as_ref().map_or(&[][..], |mapping| &mapping.columns);
    html! {
        <details class="usage__columns" open={reading.bill.is_err()}>
            <summary>{ format!("Which column of {} is read as what", file.name) }</summary>
            <ul class="usage__list">
                for (index, column) in columns.iter().enumerate() {
                    <li key={index} class="usage__column">
                        { column_row(index, column, file, opened) }
                    </li>
                }
                <li class="usage__column">
                    <label class="usage__name" for="usage-days">{ "Days that the file covers" }</label>
                    <span class="usage__sample">{ "as its rows say, unless you know better" }</span>
                    <input class="bill__field" id="usage-days" type="text" inputmode="numeric" autocomplete="off" value={file.days.clone()}
                        oninput={days} />
                </li>
            </ul>
        </details>
    }
}

fn column_row(
    index: usize,
    column: &bill::Column,
    file: &Opened,
    opened: &UseStateHandle<Option<Opened>>,
) -> Html {
    let id = format!("column-{index}");
    let chosen = column.role.map(|(role, _)| role);
    let onchange = {
        let (opened, file, name) = (opened.clone(), file.clone(), column.name.clone());
        Callback::from(move |event: Event| {
            let mut next = file.clone();
            next.choose(&name, chosen, Role::from_id(&browser::field_text(&event)));
            opened.set(Some(next));
        })
    };
    html! {
        <>
            <label class="usage__name" for={id.clone()}>{ column.name.clone() }</label>
            <span class="usage__sample">{ column.sample.join(", ") }</span>
            <select class="bill__field" {id} {onchange}>
                <option value="" selected={chosen.is_none()}>{ "not used" }</option>
                for role in Role::ALL {
                    <option key={role.id()} value={role.id()} selected={chosen == Some(role)}>{ role.label() }</option>
                }
            </select>
        </>
    }
}

fn bill_view(bill: &Bill, props: &UsageFileProps) -> Html {
    let month = bill.a_month(bill.total());
    let case = bill.case();
    html! {
        <>
            <p class="bill__invoice" id="usage-total">
                { "Your invoice now: " }<strong>{ cents(bill.total()) }</strong>{ " at list prices, for the days of the file" }
            </p>
            if let Some(month) = month {
                <p class="bill__parts">{ format!("That is {} a month.", cents(month)) }</p>
            }
            <div class="compared" tabindex="0" role="group" aria-label="The bill by model">
                <table class="compared__table">
                    <thead>
                        <tr>
                            <td></td>
                            <th scope="col">{ "Prompts" }</th>
                            <th scope="col">{ "Cache" }</th>
                            <th scope="col">{ "Answers" }</th>
                            <th scope="col">{ "Together" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        for line in bill.lines.iter() {
                            <tr key={line.price.id}>
                                <th scope="row">{ line.price.label }</th>
                                <td class="values__number">{ cents(line.amounts.uncached) }</td>
                                <td class="values__number">{ cents(line.amounts.cached + line.amounts.written) }</td>
                                <td class="values__number">{ cents(line.amounts.output) }</td>
                                <td class="values__number">{ cents(line.amounts.total()) }</td>
                            </tr>
                        }
                    </tbody>
                </table>
            </div>
            <ul class="usage__notes">
                for unpriced in bill.unpriced.iter() {
                    <li>{ format!("\u{201c}{}\u{201d}: {}.", model::written::shown(&unpriced.name), unpriced.why) }</li>
                }
                for note in bill.notes() {
                    <li>{ note.to_string() }</li>
                }
            </ul>
            { match case {
                Err(error) => html! { <p class="bill__fault">{ error.to_string() }</p> },
                Ok(case) => case_view(case, props),
            } }
        </>
    }
}

/// The case of the model with the largest bill.
fn case_view(case: bill::BillCase, props: &UsageFileProps) -> Html {
    let name = Name::new("Our usage").unwrap_or_else(|_| Name::of_preset(case.scenario.base()));
    let named = NamedScenario { name, scenario: case.scenario.clone() };
    let add = props.act.reform(move |_: MouseEvent| Act::Add(named.clone()));
    html! {
        <>
            { model_answer(&case.scenario) }
            <ul class="usage__notes">
                for sentence in case.assumed.iter() {
                    <li>{ sentence }</li>
                }
            </ul>
            <p class="workshop__actions">
                <button type="button" class="button" disabled={!props.has_room} onclick={add}>{ "Add it to your set" }</button>
            </p>
        </>
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn opened(file: &str) -> Opened {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bill/tests/files").join(file);
        let bytes = Rc::new(fs::read(path).unwrap());
        Opened { name: file.to_owned(), bytes, columns: Vec::new(), days: String::new() }
    }

    #[test]
    fn the_sums_are_those_of_the_sellers_lists() {
        // Worked by hand in the tests of the reader of bills.
        for (file, sum) in [("openai.csv", "$949.48"), ("anthropic.csv", "$455.13")] {
            assert_eq!(cents(opened(file).reading().bill.unwrap().total()), sum, "{file}");
        }
    }

    #[test]
    fn another_choice_of_a_column_is_followed_and_taken_back() {
        let mut file = opened("openai.csv");
        let before = file.reading();
        let mapping = before.mapping.clone().unwrap();
        let output = mapping.column(Role::Output).unwrap().name.clone();
        file.choose(&output, Some(Role::Output), None);
        assert!(file.reading().bill.unwrap_err().contains("output"));
        file.choose(&output, None, Some(Role::Output));
        assert_eq!(file.reading().bill, before.bill);
    }

    #[test]
    fn days_are_a_whole_number() {
        let file = Opened { days: "0".to_owned(), ..opened("openai.csv") };
        assert_eq!(file.reading().bill.unwrap_err(), "days: '0' is no number of days (allowed: 1 to 65535)");
        let file = Opened { days: "30".to_owned(), ..opened("openai.csv") };
        assert_eq!(file.reading().bill.unwrap().span.map(bill::Span::days), Some(30));
    }
}
