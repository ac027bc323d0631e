//! The link that carries a case: the differences from a preset, written into the query and read back.
//!
//! Reading is total: a part that is not understood becomes a problem shown to the reader, never a failure.

use model::catalogue::EDITION;
use model::scenario::parse_with;
use model::similar::slips;
use model::written::{Decimal, TextReader, shown};
use model::{InputError, Preset, Scenario, Setting};

use crate::content::Embed;
use crate::theme::Theme;

/// The key that names the preset.
const PRESET: &str = "preset";
/// The key that names the content inside another page's frame.
const EMBED: &str = "embed";
/// The key that names a colour theme.
const THEME: &str = "theme";

/// The key that says which edition of the model and its data a link was made with.
const MADE_WITH: &str = "edition";

/// A setting in the link that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkProblem {
    /// The key as written in the link.
    pub key: String,
    /// The fault, and what is allowed.
    pub reason: String,
}

/// The content of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The case; a setting that was not understood has its default.
    pub scenario: Scenario,
    /// The content inside another page's frame.
    pub embed: Option<Embed>,
    /// The theme that the link names.
    pub theme: Option<Theme>,
    /// The edition that the link was made with, if it is not the present one.
    pub made_with: Option<usize>,
    /// The parts that were not understood, in the order of the link.
    pub problems: Vec<LinkProblem>,
}

/// The value of a parameter; of several, the last.
pub fn parameter(query: &str, key: &str) -> Option<String> {
    let pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
    pairs.filter(|(name, _)| unescaped(name) == key).last().map(|(_, value)| value.into_owned())
}

/// The content that a query names: `?embed=all` or `?embed=<figure>`; the last one counts.
pub fn embed(query: &str) -> Option<Embed> {
    Embed::from_id(&parameter(query, EMBED)?)
}

/// Reads a query, with or without its question mark; numbers by `read`.
pub fn decode(query: &str, read: TextReader) -> Link {
    let query = query.trim_start_matches('?');
    let mut problems = Vec::new();
    let mut given: Vec<(Setting, String)> = Vec::new();
    let mut preset = None;
    let mut theme = None;
    let mut frame = None;
    let mut made_with = None;
    let mut seen: Vec<String> = Vec::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let key = unescaped(&key);
        let problem = |reason: String| LinkProblem { key: key.to_string(), reason };
        if let Some(name) = known(key) {
            if seen.iter().any(|other| other == key) {
                let twice = InputError::GivenTwice { field: name };
                problems.push(problem(format!("{twice}; the last one stands")));
            }
            seen.push(key.to_string());
        }
        match key {
            MADE_WITH => made_with = edition(&value).or(made_with),
            PRESET => match Preset::from_id(&value) {
                Some(known) => preset = Some(known),
                None => {
                    problems.push(problem(InputError::UnknownPreset { name: value.into_owned() }.to_string()))
                }
            },
            EMBED => match embed(query) {
                Some(known) => frame = Some(known),
                None => problems.push(problem(format!(
                    "embed: '{}' is neither 'all' nor a figure's name",
                    shown(&value)
                ))),
            },
            THEME => match Theme::from_id(&value) {
                Some(known) => theme = Some(known),
                None => {
                    problems.push(problem(format!("theme: '{}' is not one of light, dark", shown(&value))))
                }
            },
            id => match Setting::from_id(id) {
                Some(setting) => {
                    given.retain(|(other, _)| *other != setting);
                    let at = given.partition_point(|(other, _)| other.turn() < setting.turn());
                    given.insert(at, (setting, value.into_owned()));
                }
                None if is_foreign(id) => {}
                None => problems.push(problem(InputError::UnknownInput { name: id.to_owned() }.to_string())),
            },
        }
    }
    let mut scenario = Scenario::preset(preset.unwrap_or(Preset::DEFAULT));
    for (setting, text) in &given {
        let setting = *setting;
        let value = parse_with(setting, text, Decimal::Point, read);
        match value.and_then(|value| scenario.clone().with(setting, value)) {
            Ok(next) => scenario = next,
            Err(error) => {
                problems.push(LinkProblem { key: setting.id().to_owned(), reason: error.to_string() })
            }
        }
    }
    for (setting, _) in given {
        if let Err(error) = scenario.refuse_idle([setting]) {
            problems.push(LinkProblem { key: setting.id().to_owned(), reason: error.to_string() });
            // It would act as soon as the reader makes another choice, unseen.
            scenario = scenario.reset(setting);
        }
    }
    Link { scenario, embed: frame, theme, made_with: made_with.filter(|number| *number != EDITION), problems }
}

/// A key without what is left of an ampersand that was escaped for HTML, as in a link from a page's source: `&amp;gpu=…`.
fn unescaped(key: &str) -> &str {
    key.strip_prefix("amp;").unwrap_or(key)
}

/// The number of the edition that a value of [`MADE_WITH`] names. Other pages have a key of this name, too: what is no
/// number is theirs.
fn edition(value: &str) -> Option<usize> {
    value.parse().ok().filter(|number| *number > 0)
}

/// The query of a case: empty for the default case, and without foreign keys.
pub fn encode(scenario: &Scenario) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if scenario.base() != Preset::DEFAULT {
        query.append_pair(PRESET, scenario.base().spec().id);
    }
    for (setting, _) in scenario.changes() {
        query.append_pair(setting.id(), &scenario.text(setting));
    }
    query.finish()
}

/// The query that carries a case to other people: the case, and the edition whose defaults it leaves open.
pub fn shared(scenario: &Scenario) -> String {
    let case = encode(scenario);
    let separator = if case.is_empty() { "" } else { "&" };
    format!("{case}{separator}{MADE_WITH}={EDITION}")
}

/// The link that carries a case to other people, for the page at this address.
pub fn link(address: &str, scenario: &Scenario) -> String {
    [address, "?", &shared(scenario)].concat()
}

/// The query for the page's own address: keys that are not ours stay as they are, letter by letter, before
/// the case's.
pub fn encode_beside(query: &str, scenario: &Scenario) -> String {
    let kept = query.trim_start_matches('?').split('&').filter(|pair| {
        form_urlencoded::parse(pair.as_bytes()).next().is_some_and(|(key, value)| match unescaped(&key) {
            EMBED | THEME => true,
            MADE_WITH => edition(&value).is_none(),
            other => is_foreign(other),
        })
    });
    let case = encode(scenario);
    let case = if case.is_empty() { case } else { shared(scenario) };
    kept.chain((!case.is_empty()).then_some(case.as_str())).collect::<Vec<_>>().join("&")
}

/// The name of a key that this page reads.
fn known(key: &str) -> Option<&'static str> {
    let own = [PRESET, EMBED, THEME].into_iter().find(|name| *name == key);
    own.or_else(|| Setting::from_id(key).map(Setting::id))
}

/// Whether a key is of the page that frames this one, of a tracker or of anybody else: neither one of ours nor a slip for
/// one. A slip is worth a word; all others are left alone.
fn is_foreign(key: &str) -> bool {
    /// Shorter keys resemble too many others.
    const SHORTEST: usize = 4;
    let mut own = [PRESET, EMBED, THEME].into_iter().chain(Setting::all().map(Setting::id));
    known(key).is_none() && (key.len() < SHORTEST || !own.any(|name| slips(key, name).is_some()))
}

#[cfg(test)]
mod tests {
    use model::Input;
    use model::catalogue::PRESETS;

    use super::*;

    fn decode(query: &str) -> Link {
        super::decode(query, crate::controls::written::read_all)
    }

    fn with(changes: &[(Input, f64)]) -> Scenario {
        let start = Scenario::preset(Preset::Intercom);
        changes.iter().fold(start, |scenario, (input, value)| scenario.with(*input, *value).unwrap())
    }

    #[test]
    fn the_default_case_needs_no_query() {
        assert_eq!(encode(&Scenario::default()), "");
        assert_eq!(decode("").scenario, Scenario::default());
        assert_eq!(decode("?").problems, []);
    }

    #[test]
    fn only_differences_are_written() {
        let scenario = with(&[(Input::GpuCount, 8.0), (Input::RetrainsPerYear, 26.0)]);
        assert_eq!(encode(&scenario), "preset=intercom&gpu_count=8", "26 rounds a year are the preset's own");
    }

    #[test]
    fn every_input_survives_the_round_trip() {
        for spec in &model::catalogue::INPUTS {
            for (low, high) in [ends(spec.input)] {
                for value in [low, high] {
                    // Both kinds of measurement and an invoice, each beside which others act.
                    let kind = if spec.input == Input::MeasuredItl { 2.0 } else { 1.0 };
                    let scenario =
                        with(&[(Input::Measured, kind), (Input::Invoiced, 1.0), (spec.input, value)]);
                    if scenario.idle(spec.input).is_some() {
                        continue;
                    }
                    let read = decode(&encode(&scenario));
                    assert_eq!(read.problems, [], "{}", spec.id);
                    assert_eq!(read.scenario, scenario, "{}={value}", spec.id);
                }
            }
        }
        for preset in &PRESETS {
            let scenario = Scenario::preset(preset.preset);
            assert_eq!(decode(&encode(&scenario)).scenario, scenario);
        }
    }

    fn ends(input: Input) -> (f64, f64) {
        match input.spec().domain {
            model::catalogue::Domain::Number { min, max, .. } => (min, max),
            model::catalogue::Domain::Choice(options) => (0.0, options.len() as f64 - 1.0),
        }
    }

    #[test]
    fn a_constant_survives_the_round_trip_and_a_definition_is_refused() {
        let read = decode("tuned_error_ratio=0.5&days_per_month=30");
        assert_eq!(read.scenario.get(model::Assumption::TunedErrorRatio), 0.5);
        assert_eq!(encode(&read.scenario), "tuned_error_ratio=0.5");
        assert_eq!(read.problems.len(), 1);
        assert!(read.problems[0].reason.contains("definition"), "{}", read.problems[0].reason);
    }

    #[test]
    fn a_price_equal_to_another_gpus_default_survives() {
        // The price is the default of the present GPU, but not of the GPU chosen in the same link.
        let price = Scenario::default().get(Input::GpuHourPrice);
        let read = decode(&format!("gpu_hour_price={price}&gpu=a100-80"));
        assert_eq!(read.problems, []);
        assert_eq!(read.scenario.text(Input::Gpu), "a100-80");
        assert_eq!(read.scenario.get(Input::GpuHourPrice), price);
        let other = model::catalogue::GPUS.iter().position(|gpu| gpu.price_per_hour[1] != price).unwrap();
        let id = model::catalogue::GPUS[other].id;
        for query in [format!("gpu_hour_price={price}&gpu={id}"), format!("gpu={id}&gpu_hour_price={price}")]
        {
            assert_eq!(decode(&query).scenario.get(Input::GpuHourPrice), price);
        }
    }

    #[test]
    fn rubbish_is_noted_and_the_rest_is_read() {
        let read = decode(
            "?gpu_count=8&gpu_cuont=3&model_size=99999&overflow=maybe&prompt_tokens=many&preset=nobody&theme=pink&embed=zzz",
        );
        assert_eq!(read.scenario.get(Input::GpuCount), 8.0);
        assert_eq!(read.scenario.clone().reset(Input::GpuCount), Scenario::default());
        assert_eq!((read.theme, read.embed), (None, None));
        let mut keys: Vec<_> = read.problems.iter().map(|problem| problem.key.as_str()).collect();
        keys.sort_unstable();
        assert_eq!(
            keys,
            ["embed", "gpu_cuont", "model_size", "overflow", "preset", "prompt_tokens", "theme"]
        );
        let size = read.problems.iter().find(|problem| problem.key == "model_size").unwrap();
        assert!(size.reason.contains("99999") && size.reason.contains("405"), "{}", size.reason);
    }

    #[test]
    fn no_text_can_break_the_reading() {
        for query in [
            "?%",
            "&&&",
            "=",
            "?=&=",
            "gpu_count",
            "gpu_count=%ff%fe",
            "gpu_count=NaN",
            "gpu_count=inf",
            "a=b=c&%00=1",
        ] {
            let read = decode(query);
            assert_eq!(read.scenario, Scenario::default(), "{query}");
        }
    }

    #[test]
    fn the_framing_pages_keys_stay_and_are_not_passed_on() {
        let own =
            "?childId=box%201&embed=ledger&initialWidth=600&utm_source=x&gpu_count=4&gpu_cuont=1&rubbish=1";
        let scenario = Scenario::default().with(Input::GpuCount, 16.0).unwrap();
        assert_eq!(
            encode_beside(own, &scenario),
            format!(
                "childId=box%201&embed=ledger&initialWidth=600&utm_source=x&rubbish=1&gpu_count=16&edition={EDITION}"
            )
        );
        assert_eq!(encode(&scenario), "gpu_count=16");
        assert_eq!(decode("?childId=a&initialWidth=1&parentTitle=b&parentUrl=c").problems, []);
    }

    #[test]
    fn a_link_is_the_address_the_case_and_the_edition() {
        let address = |query: &str| format!("https://example.org/a/?{query}edition={EDITION}");
        assert_eq!(link("https://example.org/a/", &Scenario::default()), address(""));
        let scenario = Scenario::default().with(Input::GpuCount, 16.0).unwrap();
        assert_eq!(link("https://example.org/a/", &scenario), address("gpu_count=16&"));
    }

    #[test]
    fn what_others_add_to_a_link_is_no_problem_and_a_slip_is_one() {
        for key in [
            "mc_cid",
            "mc_eid",
            "igshid",
            "msclkid",
            "twclid",
            "ttclid",
            "li_fat_id",
            "srsltid",
            "_gl",
            "gad_source",
            "dclid",
            "yclid",
            "_hsenc",
            "mkt_tok",
            "smid",
            "at_medium",
            "wt_mc",
            "xtor",
            "ref_src",
            "amp_js_v",
            "fbclid",
            "__twitter_impression",
            "utm_campaign",
            "ref",
            "id",
            "q",
            "s",
            // As near to "api" and "pue" as a slip is to a longer name.
            "apo",
            "puo",
            "page",
            "lang",
            "token",
            "source",
            "",
            "\u{1b}",
        ] {
            let link = decode(&format!("?{key}=abc&gpu_count=4"));
            assert_eq!(link.problems, [], "{key}");
            assert_eq!(link.scenario.get(Input::GpuCount), 4.0);
        }
        for key in
            ["drft", "gpu_cuont", "GPU_count", "gpu-count", "presett", "embde", "horizn", "modell", "methd"]
        {
            assert_eq!(decode(&format!("?{key}=1")).problems.len(), 1, "{key}");
        }
    }

    #[test]
    fn a_key_given_twice_is_noted_and_the_last_stands() {
        for (query, key) in [
            ("gpu_count=4&gpu_count=8", "gpu_count"),
            ("preset=canva&preset=intercom", "preset"),
            ("theme=dark&theme=light", "theme"),
        ] {
            let problems = decode(query).problems;
            assert_eq!(
                problems,
                [LinkProblem {
                    key: key.to_owned(),
                    reason: format!("{key}: given twice; the last one stands")
                }]
            );
        }
        assert_eq!(decode("gpu_count=4&gpu_count=8").scenario.get(Input::GpuCount), 8.0);
        assert_eq!(decode("preset=canva&preset=intercom").scenario.base(), Preset::Intercom);
        assert_eq!(decode("utm_id=1&utm_id=2").problems, []);
    }

    #[test]
    fn an_ampersand_that_was_escaped_for_html_separates_all_the_same() {
        let query = "preset=canva&amp;gpu_count=16&amp;theme=dark&amp;utm_source=x&amp;gpu_cuont=1";
        let read = decode(query);
        assert_eq!(read.scenario, Scenario::preset(Preset::Canva).with(Input::GpuCount, 16.0).unwrap());
        assert_eq!(read.theme, Some(Theme::Dark));
        let keys: Vec<_> = read.problems.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(keys, ["gpu_cuont"]);
        assert_eq!(
            encode_beside(query, &read.scenario),
            format!("amp;theme=dark&amp;utm_source=x&preset=canva&gpu_count=16&edition={EDITION}")
        );
        assert_eq!(embed("theme=dark&amp;embed=all"), Some(Embed::All));
        assert_eq!(decode("gpu_count=4&amp;gpu_count=8").problems.len(), 1);
    }

    #[test]
    fn a_setting_without_effect_is_noted_and_not_passed_on() {
        let link = decode("model=llama-3.1-70b&model_size=8");
        assert_eq!(link.problems.len(), 1);
        assert!(link.problems[0].reason.contains("has no effect while model is llama-3.1-70b"));
        assert_eq!(encode(&link.scenario), "model=llama-3.1-70b");
    }

    #[test]
    fn numbers_in_links_may_be_written_as_people_do() {
        for (query, value) in
            [("gpu_hour_price=1,5", 1.5), ("gpu_hour_price=%242.125", 2.125), ("gpu_hour_price=2%2C5", 2.5)]
        {
            let link = decode(query);
            assert_eq!((link.scenario.get(Input::GpuHourPrice), link.problems), (value, vec![]), "{query}");
        }
        // Links that the page wrote have a decimal point, however many decimals follow.
        assert_eq!(decode("requests_per_day=12.125").scenario.get(Input::RequestsPerDay), 12.125);
        assert_eq!(encode(&decode("closed_drift=-0&drift=0.012").scenario), "closed_drift=0");
    }

    #[test]
    fn what_is_shared_names_the_edition_and_another_edition_is_known() {
        let eight = with(&[(Input::GpuCount, 8.0)]);
        let present = decode(&shared(&eight));
        assert_eq!((present.scenario, present.made_with, present.problems), (eight, None, vec![]));
        assert_eq!(
            link("https://a.example/", &Scenario::default()),
            format!("https://a.example/?edition={EDITION}")
        );
        let later = decode(&format!("gpu_count=8&edition={}", EDITION + 1));
        assert_eq!((later.made_with, later.problems), (Some(EDITION + 1), vec![]));
    }

    #[test]
    fn an_edition_of_another_page_is_left_alone() {
        for query in [
            "edition=uk&gpu_count=8",
            "edition=&gpu_count=8",
            "edition=0&gpu_count=8",
            "edition=-1&gpu_count=8",
        ] {
            let read = decode(query);
            assert_eq!((read.made_with, read.problems), (None, vec![]), "{query}");
            let kept = query.split('&').next().unwrap();
            assert_eq!(
                encode_beside(query, &read.scenario),
                format!("{kept}&gpu_count=8&edition={EDITION}"),
                "{query}"
            );
        }
        assert_eq!(encode_beside("gpu_count=8&edition=1", &Scenario::default()), "");
    }

    #[test]
    fn theme_and_embed_are_read() {
        let read = decode("?embed=all&theme=dark");
        assert_eq!((read.theme, read.embed), (Some(Theme::Dark), Some(Embed::All)));
    }
}
