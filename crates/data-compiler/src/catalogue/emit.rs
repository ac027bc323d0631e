//! The catalogue as Rust source: the enums and statics that `crates/model/src/catalogue` includes.

use std::collections::BTreeMap;

use super::hosts;
use super::schema::{
    Api, Assumption, Band, Catalogue, Confidence, CorrelationGroup, Default, Edition, Gpu, Group, Input,
    InputBand, Model, OptionsFrom, Preset, Quote, Score, Source, Tier, Unit, range,
};
use crate::rust::{array, camel_case, doc, enumeration, option, slice, string};

/// The names: an enum for each kind of entry and for each choice. The catalogue must have no problems.
pub(crate) fn names_source(catalogue: &Catalogue<'_>) -> String {
    String::from("// Compiled from data/; edit the files there.\n\n") + &enums(catalogue)
}

/// The values: an array of each kind of entry. The catalogue must have no problems.
pub(crate) fn values_source(catalogue: &Catalogue<'_>) -> String {
    let mut out = String::from("// Compiled from data/; edit the files there.\n\n");
    let c = catalogue;
    // A list of options is there once, however many inputs choose from it.
    let mut lists = BTreeMap::new();
    for entry in c.inputs.iter().filter(|entry| entry.options.is_some() || entry.options_from.is_some()) {
        let options = c.options(entry).into_iter();
        let options = options
            .map(|(id, label)| format!("ChoiceOption {{ id: {}, label: {} }}", string(id), string(&label)));
        lists.entry(option_list(entry)).or_insert_with(|| options.collect::<Vec<_>>());
    }
    for (name, options) in &lists {
        out += &array(name, "ChoiceOption", "Options of a choice.", options);
    }
    let inputs: Vec<_> = c.inputs.iter().map(|entry| input(entry, c)).collect();
    let origins: Vec<_> =
        c.inputs.iter().map(|entry| origin(&entry.source, &entry.date, entry.confidence)).collect();
    out += &array(
        "INPUT_ORIGINS",
        "(SourceId, &str, Confidence)",
        "Where each input's default and band come from, when they were read, and how sure we are.",
        &origins,
    );
    out += &array("INPUTS", "InputSpec", "All inputs, in the order of [`Input`].", &inputs);
    let assumptions: Vec<_> =
        c.assumptions.iter().map(|entry| assumption(entry, entry.file().stem())).collect();
    out += &array(
        "ASSUMPTIONS",
        "AssumptionSpec",
        "All assumptions, in the order of [`Assumption`].",
        &assumptions,
    );
    let words = |name: &str, about: &str, texts: Vec<String>| array(name, "&str", about, &texts);
    // Words are apart from the numbers, so that a program which only computes does not bring them along.
    let labels = c.inputs.iter().map(|entry| string(&entry.label)).collect();
    out += &words("INPUT_LABELS", "What stands beside each input's control.", labels);
    let help = c.inputs.iter().map(|entry| string(&entry.help)).collect();
    out += &words("INPUT_HELP", "A sentence of help for each input.", help);
    let labels = c.assumptions.iter().map(|entry| string(&entry.label)).collect();
    out += &words("ASSUMPTION_LABELS", "What each assumption is, in a few words.", labels);
    let origins = c.assumptions.iter().map(|entry| origin(&entry.source, &entry.date, entry.confidence));
    out += &array(
        "ASSUMPTION_ORIGINS",
        "(SourceId, &str, Confidence)",
        "Where each assumption's value comes from, when it was read, and how sure we are.",
        &origins.collect::<Vec<_>>(),
    );
    let notes = c.assumptions.iter().map(|entry| string(&entry.note)).collect();
    out += &words("ASSUMPTION_NOTES", "What a reader should know about each assumption.", notes);
    let descriptions = c.presets.iter().map(|entry| string(entry.description.trim())).collect();
    out += &words("PRESET_DESCRIPTIONS", "What each preset is.", descriptions);
    let correlations: Vec<_> = c.correlations.iter().map(|entry| correlation_group(c, entry)).collect();
    out += &array(
        "CORRELATION_GROUPS",
        "CorrelationGroup",
        "Quantities that are uncertain group.",
        &correlations,
    );
    let of_groups =
        c.correlations.iter().map(|entry| format!("({}, {})", string(&entry.label), string(&entry.note)));
    out += &array(
        "CORRELATION_WORDS",
        "(&str, &str)",
        "What moves each group of quantities, in a few words, and why.",
        &of_groups.collect::<Vec<_>>(),
    );
    let gpus: Vec<_> = c.gpus.iter().map(|entry| gpu(entry)).collect();
    out += &array("GPUS", "Gpu", "All kinds of GPU, in the order of the options of `gpu`.", &gpus);
    let models: Vec<_> = c.models.iter().map(|entry| model(entry)).collect();
    out +=
        &array("MODELS", "NamedModel", "All named models; option `i + 1` of `model` is entry `i`.", &models);
    let apis: Vec<_> = c.apis.iter().map(|entry| api(c, entry)).collect();
    out += &array("APIS", "ApiPrice", "All closed models, in the order of the options of `api`.", &apis);
    // Quotes are apart from the prices, as words are from the numbers.
    let of_gpus: Vec<_> = c.gpus.iter().map(|entry| quotes(&entry.quotes)).collect();
    out += &array("GPU_QUOTES", "&[Quote]", "What is asked for an hour of each kind of GPU.", &of_gpus);
    let share = |quote: &Quote| format!("({:?}, {})", quote.price, Catalogue::source_variant(&quote.source));
    let servers: Vec<_> = c.gpus.iter().map(|entry| option(entry.server_share.as_ref().map(share))).collect();
    out += &array(
        "GPU_SERVER_SHARES",
        "Option<(f64, SourceId)>",
        "What each kind of GPU and its part of a server cost to buy, where that is known.",
        &servers,
    );
    let tunable: Vec<_> =
        c.apis.iter().map(|entry| option(entry.tunable_until.as_deref().map(string))).collect();
    out += &array(
        "API_TUNABLE_UNTIL",
        "Option<&str>",
        "The last day on which the seller of each closed model takes a tuning job; none if it takes none.",
        &tunable,
    );
    let of_api = |api: &Api| format!("[{}, {}]", quotes(&api.input_quotes()), quotes(&api.output_quotes()));
    let of_apis: Vec<_> = c.apis.iter().map(|entry| of_api(entry)).collect();
    out += &array(
        "API_QUOTES",
        "[&[Quote]; 2]",
        "What is asked for a million tokens of each closed model: of input and of output.",
        &of_apis,
    );
    out += &hosts::statics(c);
    let presets: Vec<_> = c.presets.iter().map(|entry| preset(c, entry)).collect();
    out += &array("PRESETS", "PresetSpec", "All presets, in the order of [`Preset`].", &presets);
    let sources: Vec<_> = c.sources.iter().map(|entry| source(entry)).collect();
    out += &array("SOURCES", "Source", "All sources, in the order of [`SourceId`].", &sources);
    let editions: Vec<_> = c.editions.iter().map(|entry| edition(entry)).collect();
    out += &array("EDITIONS", "Edition", "All editions, oldest first.", &editions);
    out += &format!(
        "/// The number of the present edition.\npub const EDITION: usize = {};\n",
        c.editions.len()
    );
    out += &format!(
        "/// The newest day on which something in `data/` was read.\npub const DATA_DATE: &str = {};\n",
        string(catalogue.newest_day())
    );
    out
}

fn enums(catalogue: &Catalogue<'_>) -> String {
    let variant = |id: &str, label: &str| (camel_case(id), label.to_owned());
    let inputs: Vec<_> = catalogue.inputs.iter().map(|e| variant(&e.id, &e.label)).collect();
    let groups: Vec<_> = Group::ALL.iter().map(|(_, id, label)| variant(id, label)).collect();
    let assumptions: Vec<_> = catalogue.assumptions.iter().map(|e| variant(&e.id, &e.label)).collect();
    let presets: Vec<_> = catalogue.presets.iter().map(|e| variant(&e.id, &e.label)).collect();
    let sources: Vec<_> = catalogue.sources.iter().map(|e| variant(&e.id, &e.title)).collect();
    let default = catalogue.presets.iter().find(|preset| preset.default).map_or("", |preset| &preset.id);
    [
        enumeration("Input", "An input of the model.", &inputs),
        enumeration("Group", "A family of inputs.", &groups),
        group_names(),
        enumeration("Assumption", "A constant of the model that no control sets.", &assumptions),
        enumeration("Preset", "A named case.", &presets),
        format!(
            "impl Preset {{\n    /// The case that the page opens with.\n    pub const DEFAULT: Self = Self::{};\n}}\n\n",
            camel_case(default)
        ),
        enumeration("SourceId", "A source of values.", &sources),
    ]
    .into_iter()
    .chain(catalogue.inputs.iter().filter_map(|entry| choice(entry)))
    .collect()
}

/// The enum of a choice whose options are written in `inputs.toml`, so that code names each of them, and a new one fails
/// the build wherever a `match` must know it. Choices whose options are a catalogue's entries have none: code reads the
/// entry.
fn choice(input: &Input) -> Option<String> {
    let options = input.options.as_ref()?;
    let name = camel_case(&input.id);
    let variants: Vec<_> =
        options.iter().map(|option| (camel_case(&option.id), option.label.clone())).collect();
    Some(format!(
        "{}impl Choice for {name} {{\n    const INPUT: Input = Input::{name};\n    \
         const OPTIONS: &'static [Self] = &Self::ALL;\n}}\n\n",
        enumeration(&name, &doc(&input.help), &variants)
    ))
}

/// The units and their words: a function for each kind of words, with an arm only where they differ from the name.
pub(crate) fn units_source(catalogue: &Catalogue<'_>) -> String {
    let variants: Vec<_> = catalogue.units.iter().map(|e| (camel_case(&e.id), e.about.clone())).collect();
    let words = |name: &str, about: &str, otherwise: &str, of: fn(&Unit) -> Option<&String>| {
        let arm = |unit: &Unit| Some(format!("Self::{} => {},\n", camel_case(&unit.id), string(of(unit)?)));
        let arms: String = catalogue.units.iter().filter_map(|entry| arm(entry)).collect();
        format!(
            "/// {about}\npub const fn {name}(self) -> &'static str {{\nmatch self {{\n{arms}_ => {otherwise},\n}}\n}}\n\n"
        )
    };
    let money: Vec<_> = catalogue.units.iter().filter(|unit| unit.money).collect();
    let money: Vec<_> = money.iter().map(|unit| format!("Self::{}", camel_case(&unit.id))).collect();
    [
        String::from("// Compiled from data/units.toml; edit that file.\n\n"),
        enumeration("Unit", "The unit of a number that is shown, written or read.", &variants),
        String::from("impl Unit {\n"),
        words(
            "name",
            "The unit in plain words, as after a range (\"1 to 1024 GPUs\"); empty for a bare number.",
            "\"\"",
            |unit| Some(&unit.name).filter(|name| !name.is_empty()),
        ),
        words("one", "The words for exactly one.", "self.name()", |unit| unit.one.as_ref()),
        words(
            "per",
            "What an amount of money is for (\"a month\"); empty for anything else.",
            "\"\"",
            |unit| unit.per.as_ref(),
        ),
        words("prose", "The words after a number in a sentence.", "self.name()", |unit| unit.prose.as_ref()),
        words("tight", "The words after a number in a table or on an axis.", "self.name()", |unit| {
            unit.tight.as_ref()
        }),
        words("field", "The words beside a number field.", "self.name()", |unit| unit.field.as_ref()),
        format!(
            "/// Whether it counts dollars.\npub const fn is_money(self) -> bool {{\nmatches!(self, {})\n}}\n}}\n",
            money.join(" | ")
        ),
    ]
    .concat()
}

fn group_names() -> String {
    let arms = |name: fn(&(Group, &'static str, &'static str)) -> &'static str| -> String {
        let arm = |group| {
            format!("            Self::{} => {},\n", camel_case(group_id(group)), string(name(group)))
        };
        Group::ALL.iter().map(arm).collect()
    };
    format!(
        "impl Group {{\n    \
             /// Stable name.\n    \
             pub const fn id(self) -> &'static str {{\n        match self {{\n{}        }}\n    }}\n\n    \
             /// As shown above its controls.\n    \
             pub const fn label(self) -> &'static str {{\n        match self {{\n{}        }}\n    }}\n\
         }}\n\n",
        arms(group_id),
        arms(|(_, _, label)| label)
    )
}

fn group_id((_, id, _): &(Group, &'static str, &'static str)) -> &'static str {
    id
}

/// The name of the list of a choice's options.
fn option_list(input: &Input) -> String {
    match input.options_from {
        None => format!("OPTIONS_OF_{}", input.id.to_uppercase()),
        Some(OptionsFrom::Gpus) => "GPU_OPTIONS".to_owned(),
        Some(OptionsFrom::Models) => "MODEL_OPTIONS".to_owned(),
        Some(OptionsFrom::Apis) => "API_OPTIONS".to_owned(),
        Some(OptionsFrom::Precision) => "OPTIONS_OF_PRECISION".to_owned(),
        Some(OptionsFrom::Engine) => "OPTIONS_OF_ENGINE".to_owned(),
    }
}

fn input(input: &Input, catalogue: &Catalogue<'_>) -> String {
    let domain = match (input.min, input.max, input.scale, input.step) {
        (Some(min), Some(max), Some(scale), Some(step)) => format!(
            "Domain::Number {{ min: {min:?}, max: {max:?}, scale: Scale::{scale:?}, step: {step:?}, whole: {} }}",
            input.whole == Some(true)
        ),
        _ => format!("Domain::Choice(&{})", option_list(input)),
    };
    let default = match &input.default {
        Default::Derived(derived) => match (derived.value, &derived.of) {
            (Some(value), _) => format!("DefaultValue::{:?}({value:?})", derived.from),
            (None, Some(of)) => format!("DefaultValue::{:?}(Input::{})", derived.from, camel_case(of)),
            (None, None) => format!("DefaultValue::{:?}", derived.from),
        },
        Default::Given(value) => {
            format!("DefaultValue::Fixed({:?})", catalogue.number(input, value).unwrap_or(f64::NAN))
        }
    };
    let group = Group::ALL.iter().find(|(group, ..)| *group == input.group).map_or("", group_id);
    format!(
        "InputSpec {{ input: Input::{}, id: {}, group: Group::{}, unit: {}, domain: {domain}, \
         default: {default}, band: {} }}",
        camel_case(&input.id),
        string(&input.id),
        camel_case(group),
        unit(&input.unit),
        option(input.band.map(input_band)),
    )
}

/// Where a value comes from: source, day, how sure.
fn origin(source: &str, date: &str, confidence: Confidence) -> String {
    format!("({}, {}, Confidence::{confidence:?})", Catalogue::source_variant(source), string(date))
}

fn unit(id: &str) -> String {
    format!("Unit::{}", camel_case(id))
}

fn input_band(given: InputBand) -> String {
    match given {
        InputBand::Own(own) => format!("InputBand::Own({})", band(own)),
        InputBand::Quotes(quotes) => format!("InputBand::Quotes(Spread::{:?})", quotes.spread),
    }
}

fn band(band: Band) -> String {
    format!("Band {{ low: {:?}, high: {:?}, spread: Spread::{:?} }}", band.low, band.high, band.spread)
}

fn correlation_group(catalogue: &Catalogue<'_>, group: &CorrelationGroup) -> String {
    let members = group.members.iter().map(|id| {
        let is_input = catalogue.inputs.iter().any(|input| input.id == *id);
        let kind = if is_input { "Input" } else { "Assumption" };
        format!("Setting::{kind}({kind}::{})", camel_case(id))
    });
    format!(
        "CorrelationGroup {{ id: {}, members: {}, correlation: {:?}, source: {}, date: {}, confidence: Confidence::{:?} }}",
        string(&group.id),
        slice(members),
        group.correlation,
        Catalogue::source_variant(&group.source),
        string(&group.date),
        group.confidence,
    )
}

fn assumption(assumption: &Assumption, group: &str) -> String {
    format!(
        "AssumptionSpec {{ assumption: Assumption::{}, id: {}, group: {}, unit: {}, value: {:?}, band: {}, uncertain: {} }}",
        camel_case(&assumption.id),
        string(&assumption.id),
        string(group),
        unit(&assumption.unit),
        assumption.value,
        band(Band { low: assumption.low, high: assumption.high, spread: assumption.spread }),
        assumption.uncertain,
    )
}

/// A number times a power of ten, rounded once: 3.35 with exponent 12 is the literal 3.35e12.
fn scaled(number: f64, exponent: i32) -> String {
    let exact = format!("{number:e}");
    let (mantissa, own) = exact.split_once('e').unwrap_or((&exact, "0"));
    let exponent = own.parse::<i32>().unwrap_or(0) + exponent;
    let value = format!("{mantissa}e{exponent}").parse().unwrap_or(f64::NAN);
    format!("{value:?}")
}

fn gpu(gpu: &Gpu) -> String {
    const TERA: i32 = 12;
    const GIGA: i32 = 9;
    let (low, high) = range(&gpu.quotes);
    format!(
        "Gpu {{ id: {}, label: {}, bf16_flop_per_s: {}, fp8_flop_per_s: {}, fp4_flop_per_s: {}, memory_bytes: {}, \
         bandwidth_bytes_per_s: {}, link_bytes_per_s: {}, sustained_share: {:?}, tdp_watts: {:?}, price_per_hour: [{:?}, {:?}, {:?}], \
         gpus_per_host: {}, source: {}, price_source: {}, price_date: {}, price_confidence: Confidence::{:?} }}",
        string(&gpu.id),
        string(&gpu.label),
        scaled(gpu.bf16_tflops, TERA),
        option(gpu.fp8_tflops.map(|tflops| scaled(tflops, TERA))),
        option(gpu.fp4_tflops.map(|tflops| scaled(tflops, TERA))),
        scaled(gpu.memory_gb, GIGA),
        scaled(gpu.bandwidth_gb_per_s, GIGA),
        scaled(gpu.link_gb_per_s, GIGA),
        gpu.sustained_share.unwrap_or(1.0),
        gpu.tdp_watts,
        low,
        gpu.price,
        high,
        gpu.gpus_per_host,
        Catalogue::source_variant(&gpu.source),
        Catalogue::source_variant(&gpu.price_source),
        string(&gpu.price_date),
        gpu.price_confidence,
    )
}

/// The lowest and the highest price asked.
fn ends(quotes: &[Quote]) -> String {
    let (low, high) = range(quotes);
    format!("[{low:?}, {high:?}]")
}

fn quotes(quotes: &[Quote]) -> String {
    slice(quotes.iter().map(quote))
}

fn quote(quote: &Quote) -> String {
    format!(
        "Quote {{ price: {:?}, kind: {}, source: {}, date: {}, confidence: Confidence::{:?} }}",
        quote.price,
        string(&quote.kind),
        Catalogue::source_variant(&quote.source),
        string(&quote.date),
        quote.confidence,
    )
}

fn model(model: &Model) -> String {
    const BILLION: i32 = 9;
    let experts = model.experts.zip(model.experts_active);
    let window = model.window.zip(model.windowed_layers);
    format!(
        "NamedModel {{ id: {}, label: {}, total_parameters: {}, active_parameters: {}, n_layers: {}, n_heads: {}, \
         n_kv_heads: {}, head_dim: {}, kv_elements_per_layer: {}, width: {}, vocabulary: {}, tied: {}, experts: {}, window: {}, anchor: {}, mmlu: {}, in_size_law: {}, \
         score: {}, context: {}, source: {}, confidence: Confidence::{:?} }}",
        string(&model.id),
        string(&model.label),
        scaled(model.total_billion, BILLION),
        scaled(model.active_billion, BILLION),
        model.layers,
        model.heads,
        model.kv_heads,
        model.head_dim,
        model.kv_elements_per_layer.unwrap_or(2 * model.kv_heads * model.head_dim),
        model.width,
        model.vocabulary,
        model.tied,
        option(experts.map(|(all, active)| format!("Experts {{ n_experts: {all}, n_active: {active} }}"))),
        option(window.map(|(tokens, layers)| format!("Window {{ tokens: {tokens}, n_layers: {layers} }}"))),
        model.anchor,
        option(model.mmlu.map(|mmlu| format!("{mmlu:?}"))),
        model.size_law,
        option(model.score.as_ref().map(score)),
        option(model.context.map(|tokens| tokens.to_string())),
        Catalogue::source_variant(&model.source),
        model.confidence,
    )
}

fn score(score: &Score) -> String {
    format!(
        "Score {{ mmlu_pro: {:?}, source: {}, confidence: Confidence::{:?} }}",
        score.mmlu_pro,
        Catalogue::source_variant(&score.source),
        score.confidence,
    )
}

fn api(catalogue: &Catalogue<'_>, api: &Api) -> String {
    let (factor, month) = catalogue.change(api);
    format!(
        "ApiPrice {{ id: {}, label: {}, input_per_million: {:?}, output_per_million: {:?}, cached_discount: {:?}, cache_write: {:?}, \
         tiers: {}, score: {}, context: {}, change: {}, ends: {}, source: {}, date: {}, confidence: Confidence::{:?}, input_asked: {}, output_asked: {} }}",
        string(&api.id),
        string(&api.label),
        api.input,
        api.output,
        api.cached_discount,
        api.cache_write,
        slice(api.tiers.iter().map(|tier| {
            let Tier { above, input, output } = tier;
            format!("Tier {{ above: {above}, input_per_million: {input:?}, output_per_million: {output:?} }}")
        })),
        score(&api.score),
        option(api.context.map(|tokens| tokens.to_string())),
        option(api.change.as_ref().map(|change| {
            format!("PriceChange {{ factor: {factor:?}, month: {month:?}, from: {} }}", string(&change.from))
        })),
        option(api.ends.as_deref().map(string)),
        Catalogue::source_variant(&api.source),
        string(&api.date),
        api.confidence,
        ends(&api.input_quotes()),
        ends(&api.output_quotes()),
    )
}

fn preset(catalogue: &Catalogue<'_>, preset: &Preset) -> String {
    let values = catalogue.inputs.iter().filter_map(|input| {
        let value = preset.values.get(&input.id)?;
        let number = catalogue.number(input, value).unwrap_or(f64::NAN);
        Some(format!("(Input::{}, {number:?})", camel_case(&input.id)))
    });
    format!(
        "PresetSpec {{ preset: Preset::{}, id: {}, label: {}, values: {} }}",
        camel_case(&preset.id),
        string(&preset.id),
        string(&preset.label),
        slice(values),
    )
}

fn edition(edition: &Edition) -> String {
    let changes: Vec<_> = edition.changes.iter().map(|change| string(change)).collect();
    format!(
        "Edition {{ version: {}, data: {}, changes: {} }}",
        string(&edition.version),
        string(&edition.data),
        slice(&changes),
    )
}

fn source(source: &Source) -> String {
    format!(
        "Source {{ id: {}, title: {}, author: {}, date: {}, place: {}, url: {}, confidence: Confidence::{:?} }}",
        string(&source.id),
        string(&source.title),
        string(&source.author),
        string(&source.date),
        string(&source.place),
        option(source.url.as_deref().map(string)),
        source.confidence,
    )
}
