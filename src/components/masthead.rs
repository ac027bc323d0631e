//! The line at the top of the page: its name, and links to its parts.

use yew::prelude::*;

/// The parts of the page that the masthead leads to: anchor and name.
const PARTS: [(&str, &str); 5] = [
    ("#answer", "The answer"),
    ("#adoption", "The article"),
    ("#claims", "Claims checked"),
    ("#method", "Method"),
    ("#workshop", "Workshop"),
];

/// The name, links to the parts, and a link to sharing.
pub fn masthead() -> Html {
    html! {
        <header class="masthead">
            <a class="masthead__name" href="#answer">{ "Own or Rent?" }</a>
            <nav class="masthead__parts" aria-label="Parts of this page">
                for (anchor, name) in PARTS {
                    <a key={anchor} class="masthead__part" href={anchor}>{ name }</a>
                }
            </nav>
            <a class="button masthead__share" href="#share">{ "Share" }</a>
        </header>
    }
}
