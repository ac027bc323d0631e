//! The code with which a newsroom embeds a figure in its own page.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::analysis::SharedAnalysis;
use crate::browser::{clipboard, location};
use crate::content::FigureName;
use crate::figures::{frame_heights, frame_title};
use crate::url_state;

/// Properties of [`EmbedCode`].
#[derive(PartialEq, Properties)]
pub(super) struct EmbedCodeProps {
    /// The figure.
    pub(super) name: FigureName,
    /// The present case.
    pub(super) analysis: SharedAnalysis,
}

/// A way to put a figure into a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Snippet {
    /// A frame, and a listener that gives it the height that the figure tells.
    Listener,
    /// A frame alone, with a height for narrow pages and one for wide ones.
    Frame,
    /// An element of `embed.js`.
    Element,
}

impl Snippet {
    const ALL: [Self; 3] = [Self::Listener, Self::Frame, Self::Element];

    const fn label(self) -> &'static str {
        match self {
            Self::Listener => "Fits every width",
            Self::Frame => "Without a script",
            Self::Element => "With embed.js",
        }
    }

    const fn template(self) -> &'static str {
        match self {
            Self::Listener => include_str!("snippets/frame-and-listener.html"),
            Self::Frame => include_str!("snippets/frame.html"),
            Self::Element => include_str!("snippets/element.html"),
        }
    }

    /// The code for a figure of a case, of the site at this address.
    fn code(self, address: &str, name: FigureName, query: &str) -> String {
        let query = query.replace('&', "&amp;");
        let mark = if query.is_empty() { "" } else { "?" };
        let (narrow, wide) = frame_heights(name);
        // In one pass, as what is put in may look like a place.
        let mut code = String::new();
        let mut parts = self.template().trim_end().split('{');
        code += parts.next().unwrap_or_default();
        for part in parts {
            let Some((place, rest)) = part.split_once('}') else {
                // A brace of the code's own.
                code.push('{');
                code += part;
                continue;
            };
            code += &match place {
                "frame" => format!("{address}embed/{}/{mark}{query}", name.id()),
                "link" => format!("{address}{mark}{query}"),
                "address" => address.to_owned(),
                "figure" => name.id().to_owned(),
                "case" => query.clone(),
                "title" => frame_title(name).to_owned(),
                "height" | "wide" => wide.to_string(),
                "narrow" => narrow.to_string(),
                _ => format!("{{{place}}}"),
            };
            code += rest;
        }
        code
    }
}

/// The code, and a button that copies it.
#[component]
pub(super) fn EmbedCode(props: &EmbedCodeProps) -> Html {
    let EmbedCodeProps { name, analysis } = props;
    // The page's address is known in the browser only.
    let address = use_state_eq(String::new);
    let copied = use_state_eq(|| None::<bool>);
    use_effect_with((), {
        let address = address.setter();
        move |()| address.set(location::article_address())
    });
    let snippet = use_state_eq(|| Snippet::Listener);
    let code = snippet.code(&address, *name, &url_state::shared(&analysis.scenario));
    use_effect_with(code.clone(), {
        let copied = copied.setter();
        move |_| copied.set(None)
    });
    let on_copy = {
        let (code, copied) = (code.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| {
            let (code, copied) = (code.clone(), copied.clone());
            spawn_local(async move { copied.set(Some(clipboard::copy(&code).await)) });
        })
    };
    let choose = |way: Snippet| {
        let snippet = snippet.setter();
        Callback::from(move |_: MouseEvent| snippet.set(way))
    };
    let answer = match *copied {
        None => "",
        Some(true) => "Copied.",
        Some(false) => "This browser does not let the page copy: select the text and copy it.",
    };
    html! {
        <details class="figure__more figure__more--embed">
            <summary>{ "Embed" }</summary>
            <p class="figure__hint">
                { "Shows this figure with the present case on your own page. It tells its height to whatever frames it. A reader's first touch loads the model." }
            </p>
            <p class="figure__hint" role="group" aria-label="Ways to embed">
                for way in Snippet::ALL {
                    <button key={way.label()} type="button" class="figure__way" aria-pressed={(*snippet == way).to_string()} onclick={choose(way)}>
                        { way.label() }
                    </button>
                }
            </p>
            <pre class="figure__code" tabindex="0" aria-label="Code to embed the figure"><code>{ code }</code></pre>
            <p class="figure__hint">
                <button type="button" class="figure__copy" onclick={on_copy}>{ "Copy the code" }</button>
                { " " }<span role="status">{ answer }</span>
            </p>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_carries_the_case_and_a_link() {
        for snippet in Snippet::ALL {
            let code =
                snippet.code("https://example.org/own/", FigureName::Load, "gpu_count=8&model_size=70");
            let link = "<a href=\"https://example.org/own/?gpu_count=8&amp;model_size=70\">";
            assert!(code.contains(link), "{code}");
            let case = "embed/load/?gpu_count=8&amp;model_size=70\"";
            let attribute = "case=\"gpu_count=8&amp;model_size=70\"";
            assert!(code.contains(case) || code.contains(attribute), "{code}");
            assert!(code.contains(frame_title(FigureName::Load)), "{code}");
            assert!(!code.contains("allow-same-origin"), "{code}");
            for place in [
                "{frame}",
                "{title}",
                "{height}",
                "{narrow}",
                "{wide}",
                "{link}",
                "{case}",
                "{figure}",
                "{address}",
            ] {
                assert!(!code.contains(place), "{code}");
            }
        }
    }

    #[test]
    fn the_listeners_own_braces_stay() {
        let code = Snippet::Listener.code("https://example.org/", FigureName::Map, "");
        assert!(code.contains("({ data, source }) => {") && code.contains("embed/map/\""), "{code}");
    }
}
