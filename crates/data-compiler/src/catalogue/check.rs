//! The rules of the model's data beyond its schema.

use std::collections::{BTreeMap, BTreeSet};

use super::schema::{
    Api, Band, Catalogue, Default, Derived, DerivedFrom, Input, InputBand, Preset, Quote, Scale, Score,
    Spread, day, range,
};
use crate::entries::Entry;
use crate::files::Problem;
use crate::rust::camel_case;

/// The form of an id.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum IdForm {
    /// `gpu_count`
    Snake,
    /// `own-judgement`
    Kebab,
    /// `qwen2.5-7b`: a product's name, which never becomes a Rust name.
    Product,
}

/// Checks the form of an id, and that no earlier id is the same or gives the same Rust name.
pub(crate) fn check_id<T>(
    entry: &Entry<'_, T>,
    id: &str,
    form: IdForm,
    seen: &mut BTreeMap<String, String>,
    problems: &mut Vec<Problem>,
) {
    let (joints, name): (&[char], _) = match form {
        IdForm::Snake => (&['_'], "snake_case"),
        IdForm::Kebab => (&['-'], "kebab-case"),
        IdForm::Product => (&['-', '.'], "kebab-case"),
    };
    let letters = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let well_formed = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.split(joints).all(|word| !word.is_empty() && letters(word));
    if !well_formed {
        problems.push(entry.problem("id", format!("the id '{id}' is not in lower {name}")));
    }
    match seen.insert(camel_case(id), id.to_owned()) {
        Some(other) if other == id => {
            problems.push(entry.problem("id", format!("the id '{id}' is used twice")))
        }
        Some(other) => problems.push(
            entry.problem("id", format!("the id '{id}' is too like '{other}': one Rust name for both")),
        ),
        None => {}
    }
}

pub(super) fn check(catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    check_ids(catalogue, problems);
    check_references(catalogue, problems);
    for input in &catalogue.inputs {
        check_input(catalogue, input, problems);
    }
    for assumption in &catalogue.assumptions {
        let band = Band { low: assumption.low, high: assumption.high, spread: assumption.spread };
        for reason in band_problems(assumption.value, band) {
            problems.push(assumption.problem("value", reason));
        }
    }
    check_correlations(catalogue, problems);
    check_gpus(catalogue, problems);
    check_models(catalogue, problems);
    check_apis(catalogue, problems);
    check_presets(catalogue, problems);
}

fn check_ids(catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    let seen = &mut BTreeMap::new();
    catalogue.units.iter().for_each(|e| check_id(e, &e.id, IdForm::Snake, seen, problems));
    seen.clear();
    catalogue.inputs.iter().for_each(|e| check_id(e, &e.id, IdForm::Snake, seen, problems));
    seen.clear();
    catalogue.assumptions.iter().for_each(|e| check_id(e, &e.id, IdForm::Snake, seen, problems));
    seen.clear();
    catalogue.correlations.iter().for_each(|e| check_id(e, &e.id, IdForm::Snake, seen, problems));
    seen.clear();
    catalogue.presets.iter().for_each(|e| check_id(e, &e.id, IdForm::Snake, seen, problems));
    seen.clear();
    catalogue.gpus.iter().for_each(|e| check_id(e, &e.id, IdForm::Product, seen, problems));
    seen.clear();
    catalogue.models.iter().for_each(|e| check_id(e, &e.id, IdForm::Product, seen, problems));
    seen.clear();
    catalogue.apis.iter().for_each(|e| check_id(e, &e.id, IdForm::Product, seen, problems));
    seen.clear();
    catalogue.sources.iter().for_each(|e| check_id(e, &e.id, IdForm::Kebab, seen, problems));
}

/// Units and sources that entries name.
fn check_references(catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    for entry in &catalogue.inputs {
        check_unit(catalogue, entry, &entry.unit, problems);
        check_source(catalogue, entry, "source", &entry.source, problems);
    }
    for entry in &catalogue.assumptions {
        check_unit(catalogue, entry, &entry.unit, problems);
        check_source(catalogue, entry, "source", &entry.source, problems);
    }
    for entry in &catalogue.correlations {
        check_source(catalogue, entry, "source", &entry.source, problems);
    }
    for entry in &catalogue.gpus {
        check_source(catalogue, entry, "source", &entry.source, problems);
        check_source(catalogue, entry, "price_source", &entry.price_source, problems);
        for (index, quote) in entry.quotes.iter().enumerate() {
            check_source(catalogue, entry, &format!("quotes.{index}.source"), &quote.source, problems);
        }
        if let Some(quote) = &entry.server_share {
            check_source(catalogue, entry, "server_share.source", &quote.source, problems);
        }
    }
    for entry in &catalogue.models {
        check_source(catalogue, entry, "source", &entry.source, problems);
    }
    for entry in &catalogue.apis {
        check_source(catalogue, entry, "source", &entry.source, problems);
        for (index, quote) in entry.quotes.iter().enumerate() {
            check_source(catalogue, entry, &format!("quotes.{index}.source"), &quote.source, problems);
        }
    }
}

fn check_unit<T>(catalogue: &Catalogue<'_>, entry: &Entry<'_, T>, unit: &str, problems: &mut Vec<Problem>) {
    if !catalogue.units.iter().any(|known| known.id == unit) {
        problems.push(entry.problem("unit", format!("unknown unit '{unit}'")));
    }
}

pub(super) fn check_source<T>(
    catalogue: &Catalogue<'_>,
    entry: &Entry<'_, T>,
    field: &str,
    id: &str,
    problems: &mut Vec<Problem>,
) {
    if !catalogue.sources.iter().any(|source| source.id == id) {
        problems.push(entry.problem(field, format!("unknown source '{id}'")));
    }
}

/// The problem with a value and its band, if there is one.
fn band_problems(value: f64, band: Band) -> Vec<String> {
    let Band { low, high, spread } = band;
    let mut reasons = Vec::new();
    if !(low..=high).contains(&value) {
        reasons.push(format!("{value} is outside its band, {low} to {high}"));
    }
    if matches!(spread, Spread::Log | Spread::LogUniform) && low <= 0.0 {
        reasons.push(format!("a log band must lie above 0, but its low is {low}"));
    }
    if spread == Spread::Logit && (low <= 0.0 || high >= 1.0) {
        reasons.push(format!("a logit band must lie between 0 and 1, but it is {low} to {high}"));
    }
    reasons
}

/// The members of a correlation group are uncertain, belong to no other group, and have a correlation that a shared factor
/// can give them.
fn check_correlations(catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    let mut grouped = BTreeSet::new();
    for together in &catalogue.correlations {
        for member in &together.members {
            let is_uncertain = catalogue
                .inputs
                .iter()
                .any(|input| input.id == *member && input.band.is_some())
                || catalogue.assumptions.iter().any(|constant| constant.id == *member && constant.uncertain);
            if !is_uncertain {
                let reason = format!("'{member}' is no input with a band and no uncertain assumption");
                problems.push(together.problem("members", reason));
            }
            if !grouped.insert(member) {
                problems.push(together.problem("members", format!("'{member}' is in two groups")));
            }
        }
        if !(0.0..=1.0).contains(&together.correlation) {
            let reason = format!("a correlation must lie from 0 to 1, but it is {}", together.correlation);
            problems.push(together.problem("correlation", reason));
        }
    }
}

fn check_input(catalogue: &Catalogue<'_>, input: &Entry<'_, Input>, problems: &mut Vec<Problem>) {
    let numeric = [
        ("min", input.min.is_some()),
        ("max", input.max.is_some()),
        ("scale", input.scale.is_some()),
        ("step", input.step.is_some()),
        ("whole", input.whole.is_some()),
        ("band", input.band.is_some()),
    ];
    let is_choice = input.options.is_some() || input.options_from.is_some();
    if input.options.is_some() && input.options_from.is_some() {
        problems.push(input.problem("options_from", "give either 'options' or 'options_from'"));
    }
    if is_choice {
        for (field, _) in numeric.iter().filter(|(_, given)| *given) {
            problems.push(input.problem(field, format!("'{field}' has no meaning beside options")));
        }
        check_options(catalogue, input, problems);
    } else if let (Some(min), Some(max), Some(scale), Some(step)) =
        (input.min, input.max, input.scale, input.step)
    {
        check_range(input, [min, max, step], scale, problems);
    } else {
        for (field, _) in numeric.iter().take(4).filter(|(_, given)| !given) {
            problems
                .push(input.problem("id", format!("'{field}' is missing (or 'options', or 'options_from')")));
        }
        return;
    }
    match &input.default {
        Default::Given(value) => match catalogue.number(input, value) {
            Err(reason) => problems.push(input.problem("default", reason)),
            Ok(number) => check_band(input, number, problems),
        },
        Default::Derived(DerivedFrom { from: Derived::Preset, value: None, of: Some(of) }) => {
            let other = catalogue.inputs.iter().find(|other| other.id == *of);
            let range = |it: &Input| (it.min, it.max, it.whole);
            let problem = match other {
                None => Some(format!("there is no input '{of}'")),
                Some(other) if matches!(other.default, Default::Derived(_)) => {
                    Some(format!("the default of '{of}' is itself derived"))
                }
                Some(other) if catalogue.options(other) != catalogue.options(input) => {
                    Some(format!("'{of}' has other options than '{}'", input.id))
                }
                Some(other) if range(other) != range(input) => {
                    Some(format!("'{of}' has another range than '{}'", input.id))
                }
                Some(_) => None,
            };
            problems.extend(problem.map(|reason| input.problem("default", reason)));
        }
        Default::Derived(_) if is_choice => {
            problems.push(input.problem("default", format!("'{}' takes the id of an option", input.id)));
        }
        Default::Derived(derived) => {
            check_band(input, 1.0, problems);
            let (min, max) = (input.min.unwrap_or(f64::NAN), input.max.unwrap_or(f64::NAN));
            if derived.value.is_some() != (derived.from == Derived::ApiAbility) {
                problems.push(input.problem("default", "'value' belongs to 'api_ability', and to it alone"));
            }
            if derived.from == Derived::Preset || derived.of.is_some() {
                problems.push(
                    input
                        .problem("default", "'preset' takes 'of', the id of an input, and nothing else does"),
                );
            }
            if let Some(value) = derived.value.filter(|value| !(min..=max).contains(value)) {
                problems
                    .push(input.problem("default", format!("{value} is outside the range, {min} to {max}")));
            }
            for (id, value) in catalogue.derived(derived.from) {
                if !(min..=max).contains(&value) {
                    let reason =
                        format!("the default with '{id}', {value}, is outside the range, {min} to {max}");
                    problems.push(input.problem("default", reason));
                }
            }
        }
    }
}

fn check_band(input: &Entry<'_, Input>, centre: f64, problems: &mut Vec<Problem>) {
    let reasons = match input.band {
        Some(InputBand::Own(_)) if matches!(input.default, Default::Derived(_)) => {
            vec!["the band of a derived default is that of its quotes".to_owned()]
        }
        Some(InputBand::Own(band)) => band_problems(centre, band),
        Some(InputBand::Quotes(_)) if !matches!(input.default, Default::Derived(_)) => {
            vec!["only what is asked for a GPU or a closed model has quotes".to_owned()]
        }
        Some(InputBand::Quotes(_)) | None => Vec::new(),
    };
    problems.extend(reasons.into_iter().map(|reason| input.problem("band", reason)));
}

fn check_options(catalogue: &Catalogue<'_>, input: &Entry<'_, Input>, problems: &mut Vec<Problem>) {
    let options = catalogue.options(input);
    let field = if input.options.is_some() { "options" } else { "options_from" };
    if options.len() < 2 {
        problems.push(input.problem(field, "a choice needs two options"));
    }
    for (index, (id, _)) in options.iter().enumerate() {
        if options[..index].iter().any(|(other, _)| other == id) {
            problems.push(input.problem(field, format!("the option '{id}' is given twice")));
        }
    }
}

fn check_range(
    input: &Entry<'_, Input>,
    [min, max, step]: [f64; 3],
    scale: Scale,
    problems: &mut Vec<Problem>,
) {
    if min >= max {
        problems.push(input.problem("min", format!("min ({min}) must be below max ({max})")));
    }
    if step <= 0.0 {
        problems.push(input.problem("step", format!("step must be above 0, not {step}")));
    }
    if scale == Scale::Log && min <= 0.0 {
        problems.push(input.problem("min", format!("a log scale must begin above 0, not at {min}")));
    }
    if scale == Scale::LogWithZero && min != 0.0 {
        problems.push(input.problem("min", format!("a log_with_zero scale begins at 0, not at {min}")));
    }
    if input.whole == Some(true) {
        for (field, value) in [("min", min), ("max", max), ("step", step)] {
            if value.fract() != 0.0 {
                problems.push(input.problem(field, format!("'{field}' must be whole, not {value}")));
            }
        }
    }
}

fn check_gpus(catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    for gpu in &catalogue.gpus {
        let positive = [
            ("bf16_tflops", gpu.bf16_tflops),
            ("fp8_tflops", gpu.fp8_tflops.unwrap_or(1.0)),
            ("fp4_tflops", gpu.fp4_tflops.unwrap_or(1.0)),
            ("memory_gb", gpu.memory_gb),
            ("bandwidth_gb_per_s", gpu.bandwidth_gb_per_s),
            ("link_gb_per_s", gpu.link_gb_per_s),
            ("tdp_watts", gpu.tdp_watts),
            ("price", gpu.price),
            ("gpus_per_host", f64::from(gpu.gpus_per_host)),
        ];
        check_positive(gpu, &positive, problems);
        if let Some(share) = gpu.sustained_share.filter(|share| !(*share > 0.0 && *share <= 1.0)) {
            problems.push(gpu.problem("sustained_share", format!("{share} is no share of a peak")));
        }
        for (index, quote) in gpu.quotes.iter().enumerate() {
            check_quote(
                gpu,
                &format!("quotes.{index}"),
                &[("price", Some(quote.price))],
                &quote.kind,
                problems,
            );
        }
        if let Some(quote) = &gpu.server_share {
            check_quote(gpu, "server_share", &[("price", Some(quote.price))], &quote.kind, problems);
        }
        check_quotes(gpu, "price", gpu.price, &gpu.price_source, &gpu.quotes, problems);
    }
}

/// A quote has a price above 0 and a kind in words.
fn check_quote<T>(
    entry: &Entry<'_, T>,
    at: &str,
    prices: &[(&str, Option<f64>)],
    kind: &str,
    problems: &mut Vec<Problem>,
) {
    if prices.iter().all(|(_, price)| price.is_none()) {
        let names: Vec<_> = prices.iter().map(|(name, _)| format!("'{name}'")).collect();
        problems.push(entry.problem(at, format!("no {}", names.join(", no "))));
    }
    for (name, price) in prices {
        if let Some(price) = price.filter(|price| *price <= 0.0) {
            let field = format!("{at}.{name}");
            problems.push(entry.problem(&field, format!("'{name}' must be above 0, not {price}")));
        }
    }
    if kind.trim().is_empty() {
        let field = format!("{at}.kind");
        problems.push(entry.problem(&field, "a quote must say what kind of price it is"));
    }
}

/// The price that the model uses is within the range of the quotes, and is the quote of its own source.
fn check_quotes<T>(
    entry: &Entry<'_, T>,
    field: &str,
    price: f64,
    source: &str,
    quotes: &[Quote],
    problems: &mut Vec<Problem>,
) {
    if quotes.is_empty() {
        return problems.push(entry.problem("quotes", format!("there is no quote for '{field}'")));
    }
    let (low, high) = range(quotes);
    if !(low..=high).contains(&price) {
        let reason = format!("{price} is outside what is asked, {low} to {high}");
        problems.push(entry.problem(field, reason));
    }
    let own: Vec<_> = quotes.iter().filter(|quote| quote.source == source).map(|quote| quote.price).collect();
    if !own.is_empty() && !own.contains(&price) {
        let asked: Vec<_> = own.iter().map(f64::to_string).collect();
        let reason = format!("{price} is not what '{source}' asks: {}", asked.join(", "));
        problems.push(entry.problem(field, reason));
    }
}

fn check_models(catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    for model in &catalogue.models {
        let positive = [
            ("total_billion", model.total_billion),
            ("active_billion", model.active_billion),
            ("layers", f64::from(model.layers)),
            ("heads", f64::from(model.heads)),
            ("kv_heads", f64::from(model.kv_heads)),
            ("head_dim", f64::from(model.head_dim)),
            ("kv_elements_per_layer", f64::from(model.kv_elements_per_layer.unwrap_or(1))),
            ("width", f64::from(model.width)),
            ("experts", f64::from(model.experts.unwrap_or(1))),
            ("experts_active", f64::from(model.experts_active.unwrap_or(1))),
            ("vocabulary", f64::from(model.vocabulary)),
            ("window", f64::from(model.window.unwrap_or(1))),
        ];
        check_positive(model, &positive, problems);
        if model.active_billion > model.total_billion {
            let reason = format!("{} active of {} in total", model.active_billion, model.total_billion);
            problems.push(model.problem("active_billion", reason));
        }
        if model.experts.is_some() != model.experts_active.is_some() {
            problems.push(model.problem("experts", "give both 'experts' and 'experts_active', or neither"));
        }
        if model.experts.zip(model.experts_active).is_some_and(|(all, active)| active > all) {
            problems.push(model.problem("experts_active", "more experts active than there are"));
        }
        if model.window.is_some() != model.windowed_layers.is_some() {
            problems.push(model.problem("window", "give both 'window' and 'windowed_layers', or neither"));
        }
        if model.windowed_layers.is_some_and(|windowed| windowed == 0 || windowed > model.layers) {
            problems.push(model.problem("windowed_layers", "none, or more than there are layers"));
        }
        if let Some(mmlu) = model.mmlu.filter(|mmlu| !(0.0..=1.0).contains(mmlu)) {
            problems.push(model.problem("mmlu", format!("{mmlu} is outside 0 to 1")));
        }
        if let Some(score) = &model.score {
            check_score(catalogue, model, score, problems);
        }
    }
}

/// A score lies above what guessing gives and below all, and its source is known.
fn check_score<T>(
    catalogue: &Catalogue<'_>,
    entry: &Entry<'_, T>,
    score: &Score,
    problems: &mut Vec<Problem>,
) {
    check_source(catalogue, entry, "score.source", &score.source, problems);
    if !(score.mmlu_pro > 0.1 && score.mmlu_pro < 1.0) {
        let reason = format!("{} is not between 0.1, which guessing gives, and 1", score.mmlu_pro);
        problems.push(entry.problem("score.mmlu_pro", reason));
    }
}

/// What a list announces lies after the day on which the data was read: what has come to pass since must be read anew.
fn check_announcements(catalogue: &Catalogue<'_>, api: &Entry<'_, Api>, problems: &mut Vec<Problem>) {
    let read = catalogue.newest_day();
    let change = api.change.as_ref();
    let days = [
        ("change.from", change.map(|change| &change.from)),
        ("ends", api.ends.as_ref()),
        ("tunable_until", api.tunable_until.as_ref()),
    ];
    for (field, date) in days.into_iter().filter_map(|(field, date)| Some((field, date?))) {
        if day(date).is_none() {
            problems.push(api.problem(field, format!("'{date}' is no day such as 2027-01-01")));
        } else if date.as_str() <= read {
            let reason = format!("{date} has passed: the data is of {read}, so read the list anew");
            problems.push(api.problem(field, reason));
        }
    }
    if let Some(factor) = change.map(|change| change.factor).filter(|factor| *factor <= 0.0) {
        problems.push(api.problem("change.factor", format!("'factor' must be above 0, not {factor}")));
    }
}

fn check_apis(catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    for api in &catalogue.apis {
        check_positive(api, &[("input", api.input), ("output", api.output)], problems);
        check_score(catalogue, api, &api.score, problems);
        check_announcements(catalogue, api, problems);
        for (index, quote) in api.quotes.iter().enumerate() {
            let prices = [("input", quote.input), ("output", quote.output)];
            check_quote(api, &format!("quotes.{index}"), &prices, &quote.kind, problems);
        }
        check_quotes(api, "input", api.input, &api.source, &api.input_quotes(), problems);
        check_quotes(api, "output", api.output, &api.source, &api.output_quotes(), problems);
        for pair in api.tiers.windows(2).filter(|pair| pair[0].above >= pair[1].above) {
            problems.push(api.problem("tiers", format!("{} is not above {}", pair[1].above, pair[0].above)));
        }
        for tier in api.tiers.iter().filter(|tier| tier.input <= 0.0 || tier.output <= 0.0) {
            problems.push(
                api.problem("tiers", format!("a price above {} tokens that is not above 0", tier.above)),
            );
        }
        if !(0.0..=1.0).contains(&api.cached_discount) {
            let reason = format!("{} is outside 0 to 1", api.cached_discount);
            problems.push(api.problem("cached_discount", reason));
        }
        if !(1.0..=2.0).contains(&api.cache_write) {
            let reason = format!("{} is outside 1 to 2", api.cache_write);
            problems.push(api.problem("cache_write", reason));
        }
    }
}

fn check_positive<T>(entry: &Entry<'_, T>, fields: &[(&str, f64)], problems: &mut Vec<Problem>) {
    for (field, value) in fields.iter().filter(|(_, value)| *value <= 0.0) {
        problems.push(entry.problem(field, format!("'{field}' must be above 0, not {value}")));
    }
}

fn check_presets(catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    let defaults: Vec<_> = catalogue.presets.iter().filter(|preset| preset.default).collect();
    if let (0, Some(first)) = (defaults.len(), catalogue.presets.first()) {
        problems.push(first.problem("default", "no preset has 'default = true'"));
    }
    for preset in defaults.iter().skip(1) {
        problems.push(preset.problem("default", "only one preset may have 'default = true'"));
    }
    for preset in &catalogue.presets {
        check_preset_name(preset, problems);
        for (id, value) in &preset.values {
            let field = format!("values.{id}");
            match catalogue.inputs.iter().find(|input| input.id == *id) {
                None => problems.push(preset.problem(&field, format!("unknown input '{id}'"))),
                Some(input) => {
                    let checked = catalogue.number(input, value);
                    problems.extend(checked.err().map(|reason| preset.problem(&field, reason)));
                }
            }
        }
    }
}

/// The file is called `NN-id.toml`, so that the folder shows the order.
fn check_preset_name(preset: &Entry<'_, Preset>, problems: &mut Vec<Problem>) {
    let stem = preset.file().stem();
    let numbered = stem.split_once('-').filter(|(number, _)| number.chars().all(|c| c.is_ascii_digit()));
    if numbered.is_none_or(|(_, name)| name.replace('-', "_") != preset.id) {
        problems
            .push(preset.problem("id", format!("the id is '{}', but the file is '{stem}.toml'", preset.id)));
    }
}
