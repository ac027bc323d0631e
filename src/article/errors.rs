//! The errors of the model against measurements, by kind, below their figure.

use model::format::{Style, number};
use model::units::Unit;
use yew::prelude::*;

use crate::measurements::{ANCHORED_ERRORS, ErrorSummary, Errors, GROUP_ERRORS, MISSED_LIMITS, MissedLimit};

fn share(share: f64) -> String {
    number(share, Unit::Fraction, Style::Prose)
}

fn pair(errors: Errors) -> String {
    list(&[errors.median(), errors.p90()])
}

/// "3.7 / 4.4 / 7.1 %".
fn list(shares: &[f64]) -> String {
    let texts: Vec<String> = shares.iter().map(|one| share(*one)).collect();
    let bare = texts.iter().map(|text| text.trim_end_matches(['%', '\u{202f}', '\u{a0}']));
    bare.collect::<Vec<_>>().join(" / ") + "\u{202f}%"
}

fn with_mean(summary: ErrorSummary) -> String {
    let errors = summary.errors();
    list(&[errors.median(), summary.mean(), errors.p90()])
}

/// The tables of the errors, and between them what misses its limit, by name.
pub(super) fn errors() -> Html {
    let by_kind = GROUP_ERRORS.iter().map(|group| {
        let cells = vec![
            group.rows.to_string(),
            with_mean(group.fitted),
            group.unseen.map_or_else(|| "not fitted".to_owned(), with_mean),
            group.before.map_or_else(String::new, pair),
        ];
        (group.label, cells)
    });
    let anchored = ANCHORED_ERRORS.iter().map(|line| {
        let cells = vec![line.rows.to_string(), with_mean(line.before), with_mean(line.after)];
        (line.label, cells)
    });
    html! {
        <>
            { table(
                "Errors by kind of measurement",
                "Errors by kind of measurement: the median, the mean (others publish no more) and what nine in ten stay below",
                &[
                    "Values",
                    "Fitted: median / mean / nine in ten",
                    "Not seen: median / mean / nine in ten",
                    "In the edition before: median / nine in ten",
                ],
                by_kind,
            ) }
            { missed() }
            { table(
                "Errors with a measurement of your own",
                "With one measurement of the same machine (model, GPU, precision, software, GPUs to a replica), such as yours",
                &["Values", "Without: median / mean / nine in ten", "With it: median / mean / nine in ten"],
                anchored,
            ) }
        </>
    }
}

/// One table: what was measured, and columns of numbers.
fn table(
    label: &'static str,
    caption: &'static str,
    columns: &[&'static str],
    rows: impl Iterator<Item = (&'static str, Vec<String>)>,
) -> Html {
    html! {
        <div class="values__frame" tabindex="0" role="region" aria-label={label}>
            <table class="values errors">
                <caption>{ caption }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "What was measured" }</th>
                        for column in columns.iter().copied() {
                            <th key={column} scope="col" class="values__number">{ column }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    for (name, cells) in rows {
                        <tr key={name}>
                            <th scope="row">{ name }</th>
                            for (index, cell) in cells.into_iter().enumerate() {
                                <td key={index} class="values__number">{ cell }</td>
                            }
                        </tr>
                    }
                </tbody>
            </table>
        </div>
    }
}

/// The limits that are missed: of rows that the constants were fitted on, and of rows that they had not seen.
fn missed() -> Html {
    html! {
        <>
            <p class="values__note">
                { "We promise each kind an error, to be kept with a fifth to spare where the model was fitted. These miss theirs:" }
            </p>
            <ul class="values__note">
                for (index, miss) in MISSED_LIMITS.iter().enumerate() {
                    <li key={index}>{ sentence(miss) }</li>
                }
            </ul>
        </>
    }
}

/// What is missed, and by what.
fn sentence(miss: &MissedLimit) -> String {
    let without = miss.without.map_or_else(String::new, |what| format!(", {what} left out of the fit"));
    let (off, limit) = (miss.off, miss.limit);
    format!(
        "{}{without}: off by {}, one in ten by more than {}; promised {} and {}.",
        miss.label,
        share(off.median()),
        share(off.p90()),
        share(limit.median()),
        share(limit.p90())
    )
}
