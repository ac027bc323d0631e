//! The code with which a newsroom embeds a figure in its own page.

use model::VERSION;
use yew::prelude::*;

use crate::analysis::SharedAnalysis;
use crate::browser::{clipboard, fields, location};
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
    /// The address of the figure's page, for systems that take nothing else.
    Address,
}

impl Snippet {
    const ALL: [Self; 4] = [Self::Listener, Self::Frame, Self::Element, Self::Address];

    const fn label(self) -> &'static str {
        match self {
            Self::Listener => "Fits every width",
            Self::Frame => "Without a script",
            Self::Element => "With embed.js",
            Self::Address => "Address alone",
        }
    }

    const fn template(self) -> &'static str {
        match self {
            Self::Listener => include_str!("snippets/frame-and-listener.html"),
            Self::Frame => include_str!("snippets/frame.html"),
            Self::Element => include_str!("snippets/element.html"),
            Self::Address => "{frame}",
        }
    }

    /// The code for a figure of a case, of the site at this address.
    fn code(self, address: &str, name: FigureName, query: &str) -> String {
        // An address alone is no HTML.
        let query = if self == Self::Address { query.to_owned() } else { query.replace('&', "&amp;") };
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

/// The folder of an address, with a slash at its end; empty if it has none.
fn folder(address: &str) -> &str {
    address.rfind('/').map_or("", |end| &address[..=end])
}

/// Which edition of the figure a code shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edition {
    /// The newest, with its prices.
    Live,
    /// The present one for good, as `cargo xtask release` leaves it.
    Frozen,
}

impl Edition {
    const ALL: [Self; 2] = [Self::Live, Self::Frozen];

    const fn label(self) -> &'static str {
        match self {
            Self::Live => "Live, with new prices",
            Self::Frozen => "Frozen as it is",
        }
    }

    /// The folder of the edition, of a page at this address; that page may be a frozen edition itself.
    fn folder(self, address: &str) -> String {
        let frozen = format!("v/{VERSION}/");
        let folder = folder(address);
        let live = folder.strip_suffix(&frozen).unwrap_or(folder);
        match self {
            Self::Live => live.to_owned(),
            Self::Frozen => format!("{live}{frozen}"),
        }
    }
}

/// The widths of the preview, CSS pixels: columns of newsrooms.
const PREVIEW_WIDTHS: [u32; 5] = [330, 510, 660, 930, 1200];

/// From this width on a frame takes its second height, CSS pixels; the codes and `embed.js` have the same.
const WIDE: u32 = 620;

/// What is chosen in the panel; of all of it at once, as each state of a component has a weight of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Chosen {
    snippet: Snippet,
    edition: Edition,
    width: u32,
    is_open: bool,
}

/// A button that makes a choice.
fn choice(chosen: &UseStateHandle<Chosen>, next: Chosen, label: AttrValue) -> Html {
    let is_chosen = (**chosen == next).to_string();
    let set = chosen.setter();
    let on_press = Callback::from(move |_: MouseEvent| set.set(next));
    html! {
        <button key={label.to_string()} type="button" class="figure__way" aria-pressed={is_chosen} onclick={on_press}>{ label }</button>
    }
}

/// The figure in a frame, as another page has it. A frame of its own for each address: another address in the same frame
/// would add to the browser's history.
fn preview(src: String, name: FigureName, width: u32) -> Html {
    let (narrow, wide) = frame_heights(name);
    let height = if width < WIDE { narrow } else { wide };
    html! {
        <div class="figure__scroll" tabindex="0" role="group" aria-label="Preview">
            <iframe key={src.clone()} {src} title={frame_title(name)} width={width.to_string()} height={height.to_string()} frameborder="0" loading="lazy" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" />
        </div>
    }
}

/// The code, a button that copies it, and the figure as it will look.
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
    let chosen = use_state_eq(|| Chosen {
        snippet: Snippet::Listener,
        edition: Edition::Live,
        width: PREVIEW_WIDTHS[0],
        is_open: false,
    });
    let Chosen { snippet, edition, width, is_open } = *chosen;
    let query = url_state::shared(&analysis.scenario);
    let code = snippet.code(&edition.folder(&address), *name, &query);
    use_effect_with(code.clone(), {
        let copied = copied.setter();
        move |_| copied.set(None)
    });
    let report = copied.setter();
    let on_copy = clipboard::on_press(code.clone().into(), Callback::from(move |it| report.set(Some(it))));
    let on_toggle = {
        let (set, now) = (chosen.setter(), *chosen);
        Callback::from(move |event: Event| {
            set.set(Chosen { is_open: fields::is_unfolded(&event), ..now });
        })
    };
    let answer = match *copied {
        None => "",
        Some(true) => "Copied.",
        Some(false) => "This browser does not let the page copy: select the text and copy it.",
    };
    html! {
        <details class="figure__more figure__more--embed" ontoggle={on_toggle}>
            <summary>{ "Embed" }</summary>
            <p class="figure__hint">
                { "Shows this figure with the present case on your own page. It tells its height to whatever frames it. A reader's first touch loads the model." }
            </p>
            <p class="figure__hint" role="group" aria-label="Ways to embed">
                for way in Snippet::ALL {
                    { choice(&chosen, Chosen { snippet: way, ..*chosen }, way.label().into()) }
                }
            </p>
            <p class="figure__hint" role="group" aria-label="Edition">
                for one in Edition::ALL {
                    { choice(&chosen, Chosen { edition: one, ..*chosen }, one.label().into()) }
                }
            </p>
            <pre class="figure__code" tabindex="0" aria-label="Code to embed the figure"><code>{ code }</code></pre>
            <p class="figure__hint">
                <button type="button" class="figure__copy" onclick={on_copy}>{ "Copy the code" }</button>
                { " " }<span role="status">{ answer }</span>
            </p>
            // From a disk nothing is framed.
            if is_open && address.starts_with("http") {
                <p class="figure__hint" role="group" aria-label="Width of the preview">
                    for one in PREVIEW_WIDTHS {
                        { choice(&chosen, Chosen { width: one, ..*chosen }, format!("{one} px").into()) }
                    }
                </p>
                { preview(format!("{}embed/{}/?{query}", folder(&address), name.id()), *name, width) }
            }
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_carries_the_case_and_a_link() {
        for snippet in [Snippet::Listener, Snippet::Frame, Snippet::Element] {
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
    fn an_address_alone_is_no_markup() {
        let code =
            Snippet::Address.code("https://example.org/own/", FigureName::Load, "gpu_count=8&model_size=70");
        assert_eq!(code, "https://example.org/own/embed/load/?gpu_count=8&model_size=70");
    }

    #[test]
    fn a_frozen_edition_has_a_folder_of_its_own_below_the_live_one() {
        let frozen = format!("https://a.example/own/v/{VERSION}/");
        for address in ["https://a.example/own/", "https://a.example/own/index.html", &frozen] {
            assert_eq!(Edition::Live.folder(address), "https://a.example/own/", "{address}");
            assert_eq!(Edition::Frozen.folder(address), frozen, "{address}");
        }
        assert_eq!(Edition::Live.folder(""), "");
    }

    #[test]
    fn the_listeners_own_braces_stay() {
        let code = Snippet::Listener.code("https://example.org/", FigureName::Map, "");
        assert!(code.contains("({ data, source }) => {") && code.contains("embed/map/\""), "{code}");
    }
}
