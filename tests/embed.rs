//! The messages that report our height to a host, letter by letter, and when they are sent.

use own_or_rent::browser::frame::{Message, PageAddress};
use own_or_rent::content::{Embed, FigureName};
use own_or_rent::embed::{Protocol, Reason, Reporter};
use own_or_rent::url_state::embed;
use serde_json::json;

fn loaded(query: &str, fragment: &str) -> PageAddress {
    PageAddress {
        href: format!("https://example.org/own/{query}{fragment}"),
        host: "example.org".to_owned(),
        query: query.to_owned(),
        fragment: fragment.to_owned(),
    }
}

fn text(text: &str) -> Message {
    Message::Text(text.to_owned())
}

#[test]
fn the_query_says_what_is_shown() {
    assert_eq!(embed("?embed=all"), Some(Embed::All));
    assert_eq!(embed("gpu_count=4&embed=ledger"), Some(Embed::Figure(FigureName::Ledger)));
    assert_eq!(embed("?embed=all&embed=load"), Some(Embed::Figure(FigureName::Load)));
    for query in ["", "?", "?embed", "?embed=", "?embed=Ledger", "?embedded=all", "?childId=embed%3Dall"] {
        assert_eq!(embed(query), None, "{query}");
    }
}

#[test]
fn pym_gets_its_own_string_with_the_name_it_gave() {
    let mut reporter =
        Reporter::new(loaded("?embed=ledger&initialWidth=600&childId=box%20%C3%A4%2B1", "#ledger"));
    assert_eq!(reporter.greeting(), []);
    assert_eq!(reporter.messages_for(640.2, Reason::Change), [text("pymxPYMxbox ä+1xPYMxheightxPYMx641")]);
    assert!(reporter.receive(&text("pymxPYMxbox ä+1xPYMxwidthxPYMx320")));
    assert!(!reporter.receive(&text("pymxPYMxanotherxPYMxwidthxPYMx320")));
    assert!(!reporter.receive(&text("pymxPYMxbox ä+1xPYMxwidthxPYMxjavascript:alert(1)")));
    assert!(!reporter.receive(&text("pymxPYMxbox ä+1xPYMxnavigateToxPYMx#x")));
    assert_eq!(reporter.messages_for(640.2, Reason::Request), [text("pymxPYMxbox ä+1xPYMxheightxPYMx641")]);
}

#[test]
fn amp_is_greeted_and_gets_no_less_than_it_accepts() {
    let mut reporter = Reporter::new(loaded("?embed=load", "#amp=1"));
    assert_eq!(reporter.greeting(), [Message::Object(json!({ "sentinel": "amp", "type": "embed-ready" }))]);
    let size =
        |height: u32| Message::Object(json!({ "sentinel": "amp", "type": "embed-size", "height": height }));
    assert_eq!(reporter.messages_for(80.0, Reason::Change), [size(100)]);
    assert_eq!(reporter.messages_for(700.0, Reason::Change), [size(700)]);
}

#[test]
fn an_unknown_host_gets_the_three_usual_messages() {
    let mut reporter = Reporter::new(loaded("?embed=accuracy&gpu_count=8", ""));
    let messages = reporter.messages_for(512.0, Reason::Change);
    let embedly = "{\"context\":\"iframe.resize\",\"height\":512,\
                   \"src\":\"https://example.org/own/?embed=accuracy&gpu_count=8\"}";
    assert_eq!(
        messages,
        [
            Message::Object(json!({ "datawrapper-height": { "embed=accuracy": 512 } })),
            Message::Object(json!({ "sentinel": "amp", "type": "embed-size", "height": 512 })),
            text(embedly),
        ]
    );
    // Datawrapper's hosts find the frame by that name in its address.
    assert!(loaded("?embed=accuracy&gpu_count=8", "").href.contains("embed=accuracy"));
}

#[test]
fn a_page_framed_without_our_parameter_is_named_after_its_host() {
    let mut reporter = Reporter::new(loaded("", ""));
    let first = reporter.messages_for(900.0, Reason::Change).remove(0);
    assert_eq!(first, Message::Object(json!({ "datawrapper-height": { "example.org": 900 } })));
}

#[test]
fn a_host_that_asks_in_amps_words_is_answered_in_them() {
    let mut reporter = Reporter::new(loaded("?embed=all", ""));
    assert_eq!(reporter.messages_for(2000.0, Reason::Change).len(), 3);
    assert!(reporter.receive(&Message::Object(json!({ "sentinel": "amp", "type": "frames-init" }))));
    assert_eq!(
        reporter.messages_for(2000.0, Reason::Request),
        [Message::Object(json!({ "sentinel": "amp", "type": "embed-size", "height": 2000 }))]
    );
    // pym's host stays pym's.
    let mut pym = Reporter::new(loaded("?childId=a", ""));
    assert!(pym.receive(&Message::Object(json!({ "sentinel": "amp", "type": "frames-init" }))));
    assert_eq!(pym.messages_for(10.0, Reason::Request), [text("pymxPYMxaxPYMxheightxPYMx10")]);
}

#[test]
fn nothing_else_is_understood_as_a_question() {
    let mut reporter = Reporter::new(loaded("?embed=all", ""));
    for message in [
        text("resize"),
        text("[iFrameSizer]x:8:false"),
        text(""),
        Message::Object(json!({ "sentinel": "amp", "type": "embed-size" })),
        Message::Object(json!({ "sentinel": "other", "type": "frames-init" })),
    ] {
        assert!(!reporter.receive(&message), "{message:?}");
    }
}

#[test]
fn a_hidden_frame_says_nothing_and_no_height_is_reported_twice() {
    let mut reporter = Reporter::new(loaded("?childId=a", ""));
    for nothing in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(reporter.messages_for(nothing, Reason::Request), [], "{nothing}");
    }
    assert_eq!(reporter.retry_pause(), None);
    assert_eq!(reporter.messages_for(300.4, Reason::Change).len(), 1);
    assert_eq!(reporter.messages_for(300.9, Reason::Change), [], "less than a pixel is no change");
    assert_eq!(reporter.messages_for(301.2, Reason::Change).len(), 1);
}

#[test]
fn a_height_not_given_is_reported_again_four_times_and_then_no_more() {
    let mut reporter = Reporter::new(loaded("?childId=a", ""));
    reporter.messages_for(400.0, Reason::Change);
    let mut waits = Vec::new();
    while let Some(wait) = reporter.retry_pause() {
        waits.push(wait);
        assert_eq!(reporter.retry(400.0, 150.0), [text("pymxPYMxaxPYMxheightxPYMx400")]);
    }
    assert_eq!(waits, [250, 1_000, 3_000, 10_000]);
    // Another height starts the retries anew.
    reporter.messages_for(500.0, Reason::Change);
    assert_eq!(reporter.retry_pause(), Some(250));
}

#[test]
fn a_height_given_is_not_reported_again() {
    let mut reporter = Reporter::new(loaded("?childId=a", ""));
    reporter.messages_for(400.0, Reason::Change);
    assert_eq!(reporter.retry(400.0, 400.0), []);
    assert_eq!(reporter.retry_pause(), None);
    // amp-iframe gives its least height for any smaller one.
    let mut amp = Reporter::new(loaded("", "#amp=1"));
    amp.messages_for(60.0, Reason::Change);
    assert_eq!(amp.retry(60.0, 100.0), []);
}

#[test]
fn the_address_shows_the_protocol() {
    assert_eq!(Protocol::from_address(&loaded("?childId=x#amp=1", "")), Protocol::Pym("x#amp=1".to_owned()));
    assert_eq!(Protocol::from_address(&loaded("?childId=", "#amp=1")), Protocol::Amp);
    assert_eq!(Protocol::from_address(&loaded("", "#amp=12")), Protocol::Unknown);
    assert_eq!(Protocol::from_address(&loaded("?amp=1", "#ledger")), Protocol::Unknown);
}

#[test]
fn the_readme_names_every_figure_that_can_be_embedded() {
    let readme = include_str!("../README.md");
    for figure in FigureName::ALL {
        let id = figure.id();
        let named = [format!("`{id}`"), format!("`?embed={id}`")];
        assert!(named.iter().any(|name| readme.contains(name)), "README.md does not name {id}");
    }
}
