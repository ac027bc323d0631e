//! The code with which a newsroom embeds a figure in its own page.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::analysis::SharedAnalysis;
use crate::browser::{clipboard, location};
use crate::content::FigureName;
use crate::figures::{Width, height};
use crate::url_state;

/// Properties of [`EmbedCode`].
#[derive(PartialEq, Properties)]
pub(super) struct EmbedCodeProps {
    /// The figure.
    pub(super) name: FigureName,
    /// The present case.
    pub(super) analysis: SharedAnalysis,
    /// The figure's title, which names the frame for screen readers.
    pub(super) title: String,
}

/// Room for the words around a drawing, CSS pixels, for a host that never reads the reported height.
const WORDS: f64 = 340.0;

/// The code: a frame that may run scripts and nothing else, and a link for readers whose client shows no frames.
fn code(address: &str, name: FigureName, query: &str, title: &str) -> String {
    let separator = if query.is_empty() { "" } else { "&amp;" };
    let query = query.replace('&', "&amp;");
    let height = height(name, Width::Medium).max(height(name, Width::Narrow)) + WORDS;
    let title = title.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!(
        "<iframe src=\"{address}?embed={id}{separator}{query}\" title=\"{title}\" width=\"100%\" height=\"{height}\" \
         frameborder=\"0\" loading=\"lazy\" \
         sandbox=\"allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox\" \
         allow=\"clipboard-write\"></iframe>\n<p><a href=\"{address}{mark}{query}\">Own or Rent?</a></p>",
        id = name.id(),
        mark = if query.is_empty() { "" } else { "?" },
    )
}

/// The code, and a button that copies it.
#[component]
pub(super) fn EmbedCode(props: &EmbedCodeProps) -> Html {
    let EmbedCodeProps { name, analysis, title } = props;
    // The page's address is known in the browser only.
    let address = use_state_eq(String::new);
    let copied = use_state_eq(|| None::<bool>);
    use_effect_with((), {
        let address = address.setter();
        move |()| address.set(location::article_address())
    });
    let code = code(&address, *name, &url_state::shared(&analysis.scenario), title);
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
    let answer = match *copied {
        None => "",
        Some(true) => "Copied.",
        Some(false) => "This browser does not let the page copy: select the text and copy it.",
    };
    html! {
        <details class="figure__more figure__more--embed">
            <summary>{ "Embed" }</summary>
            <p class="figure__hint">
                { "Shows this figure with the present case on your own page. It tells its height to pym.js, AMP and Datawrapper hosts." }
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
    fn the_code_carries_the_case_and_a_link() {
        let code = code(
            "https://example.org/own/",
            FigureName::Load,
            "gpu_count=8&model_size=70",
            "Owning is \"cheaper\"",
        );
        assert!(
            code.contains("src=\"https://example.org/own/?embed=load&amp;gpu_count=8&amp;model_size=70\""),
            "{code}"
        );
        assert!(code.contains("title=\"Owning is &quot;cheaper&quot;\""), "{code}");
        assert!(
            code.ends_with(
                "<a href=\"https://example.org/own/?gpu_count=8&amp;model_size=70\">Own or Rent?</a></p>"
            ),
            "{code}"
        );
        assert!(code.contains("sandbox=\"allow-scripts ") && !code.contains("allow-same-origin"));
    }
}
