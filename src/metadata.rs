//! The metadata of the article and its rooms: Open Graph for previews, schema.org for search. The build writes it into the page's head.

use serde_json::json;

use crate::figures::{PREVIEW, PREVIEW_NAME};
use crate::room::Room;

/// The name of the page.
const NAME: &str = "Own or Rent?";

/// The title of the article.
const HEADLINE: &str = "Own or Rent? The cost and the accuracy of open-source AI in 2026";

/// The description of the page's data.
const DATA: &str = "Prices, measured serving and training rates, model sizes and the model's assumptions, each with its \
                    range, unit, source, date and confidence.";

/// The tags for the page's head. `answer` is the result of the default case; `address` is where the page will be
/// published, if known: previews need absolute addresses.
pub fn metadata(answer: &str, address: Option<&str>) -> String {
    let mut tags = tags(Room::Article, "article", HEADLINE, answer, address);
    let base = address.map_or("./".to_owned(), folder);
    let image = format!("{base}figures/{PREVIEW_NAME}.png");
    tag(&mut tags, "property", "og:image", &image);
    tag(&mut tags, "property", "og:image:type", "image/png");
    let (width, height) = PREVIEW;
    tag(&mut tags, "property", "og:image:width", &width.to_string());
    tag(&mut tags, "property", "og:image:height", &height.to_string());
    tag(&mut tags, "property", "og:image:alt", answer);
    tag(&mut tags, "name", "twitter:card", "summary_large_image");
    let dataset = json!({
        "@type": "Dataset",
        "name": format!("{NAME} Data and assumptions"),
        "description": DATA,
        "license": "https://spdx.org/licenses/CC-BY-4.0.html",
        "isAccessibleForFree": true,
        "variableMeasured": ["cost of owning", "cost of renting", "accuracy", "time to first token", "energy"],
    });
    let article = json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": HEADLINE,
        "description": answer,
        "inLanguage": "en",
        "isAccessibleForFree": true,
        "image": image,
        "citation": {
            "@type": "Article",
            "headline": "The Real State of Open Source AI in 2026: Data Over Dreams",
            "author": { "@type": "Person", "name": "Jessica Ali" },
        },
        "hasPart": dataset,
    });
    // A less-than sign could end the element.
    let article = article.to_string().replace('<', "\\u003c");
    format!("{tags}    <script type=\"application/ld+json\">{article}</script>\n")
}

/// The tags for the head of a room's page.
pub fn room_metadata(room: Room, title: &str, about: &str, address: Option<&str>) -> String {
    let mut tags = tags(room, "website", title, about, address);
    tag(&mut tags, "name", "twitter:card", "summary");
    tags
}

/// The tags of every page.
fn tags(room: Room, kind: &str, title: &str, description: &str, address: Option<&str>) -> String {
    let mut tags = String::new();
    tag(&mut tags, "property", "og:type", kind);
    tag(&mut tags, "property", "og:site_name", NAME);
    tag(&mut tags, "property", "og:title", title);
    tag(&mut tags, "property", "og:description", description);
    tag(&mut tags, "property", "og:locale", "en_US");
    if let Some(address) = address {
        let own = match room {
            Room::Article => folder(address),
            room => format!("{}{}/", folder(address), room.id()),
        };
        tag(&mut tags, "property", "og:url", &own);
        tags += &format!("    <link rel=\"canonical\" href=\"{}\">\n", attribute(&own));
    }
    tags
}

pub(crate) fn tag(tags: &mut String, key: &str, name: &str, content: &str) {
    *tags += &format!("    <meta {key}=\"{name}\" content=\"{}\">\n", attribute(content));
}

/// An address with one slash at its end.
pub(crate) fn folder(address: &str) -> String {
    format!("{}/", address.trim_end_matches('/'))
}

/// A text escaped for an attribute.
pub(crate) fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_makes_previews_whole() {
        let tags = metadata("It costs \"more\" & <less>", Some("https://example.org/own"));
        assert!(tags.contains("content=\"https://example.org/own/figures/preview.png\""), "{tags}");
        assert!(
            tags.contains("&quot;more&quot; &amp; &lt;less>") && tags.contains("rel=\"canonical\""),
            "{tags}"
        );
        assert!(!metadata("", None).contains("canonical"));
        let room = room_metadata(Room::Claims, "Claims", "All of them", Some("https://example.org/own/"));
        assert!(room.contains("rel=\"canonical\" href=\"https://example.org/own/claims/\""), "{room}");
    }

    #[test]
    fn what_searches_read_is_json() {
        let tags = metadata("</script>", None);
        let data = tags.split_once("ld+json\">").and_then(|(_, rest)| rest.split_once("</script>"));
        let data: serde_json::Value = serde_json::from_str(data.unwrap().0).unwrap();
        assert_eq!((&data["@type"], &data["hasPart"]["@type"]), (&json!("Article"), &json!("Dataset")));
        assert_eq!(data["description"], "</script>");
    }
}
