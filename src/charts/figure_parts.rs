//! The parts of a figure that every figure has: its sources, and its table.

use model::catalogue::SourceId;
use yew::prelude::*;

use crate::content::CITATIONS;
use crate::figures::{Cell, Table};
use crate::room::Room;

/// The sources, in short, each name once; linked to the list, if that is on the page and contains them.
pub(super) fn sources(sources: &[SourceId], alone: bool) -> Html {
    let mut named: Vec<(String, &'static str, Option<usize>)> = Vec::new();
    for id in sources {
        let source = id.source();
        let who = match (*id, source.author) {
            (SourceId::OwnJudgement, _) => "our own judgement",
            (_, "") => source.title,
            (_, author) => author,
        };
        // Words behind a semicolon are a remark on the date.
        let date = source.date.split(';').next().unwrap_or_default();
        let words = if date.is_empty() { who.to_owned() } else { format!("{who}, {date}") };
        if !named.iter().any(|(known, ..)| *known == words) {
            let number = CITATIONS.iter().position(|cited| cited == id).map(|at| at + 1);
            named.push((words, source.title, number));
        }
    }
    let source = |(index, (words, title, number)): (usize, (String, &'static str, Option<usize>))| {
        html! {
            <span key={index} class="figure__source">
                if index > 0 { { "; " } }
                if let Some(number) = number.filter(|_| !alone) {
                    <a href={Room::Method.place(&format!("source-{number}"))} {title}>{ words }</a>
                } else {
                    <cite {title}>{ words }</cite>
                }
            </span>
        }
    };
    named.into_iter().enumerate().map(source).collect()
}

/// A figure's table, in a frame that scrolls.
pub(super) fn table(table: &Table) -> Html {
    let cell = |(index, cell): (usize, &Cell)| {
        if index == 0 {
            html! { <th key={index} scope="row">{ cell.text.clone() }</th> }
        } else {
            html! { <td key={index} class="figure__number">{ cell.text.clone() }</td> }
        }
    };
    html! {
        <div class="figure__scroll" tabindex="0" role="group" aria-label={table.caption.clone()}>
            <table class="figure__table">
                <caption>{ table.caption.clone() }</caption>
                <thead>
                    <tr>
                        for (index, column) in table.columns.iter().enumerate() {
                            <th key={index} scope="col" class={(index > 0).then_some("figure__number")}>{ column.label }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    for (index, row) in table.rows.iter().enumerate() {
                        <tr key={index}>{ for row.iter().enumerate().map(cell) }</tr>
                    }
                </tbody>
            </table>
        </div>
    }
}
