//! `calculator presets`, `inputs`, `outputs`, `assumptions` and `sources`: what the model knows, as lists.

use std::io::Write;

use clap::Args;
use model::catalogue::{
    ASSUMPTIONS, AssumptionSpec, Band, Domain, INPUTS, InputSpec, PRESETS, PresetSpec, SOURCES, Source,
};
use model::outcome::{OutputSpec, output_specs};
use model::scenario::value_text;
use model::{Input, InputError, Scenario};

use crate::failure::Failure;
use crate::print::{CsvArgs, Format, FormatArgs, Listing, table};
use crate::scenario_args::refusal;

macro_rules! list_args {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Args, Clone, Debug)]
        pub(crate) struct $name {
            #[command(flatten)]
            pub(crate) format: FormatArgs<Format>,
            #[command(flatten)]
            pub(crate) csv: CsvArgs,
        }
    )+};
}

list_args! {
    /// Flags of `presets`.
    PresetsArgs;
    /// Flags of `outputs`.
    OutputsArgs;
    /// Flags of `assumptions`.
    AssumptionsArgs;
    /// Flags of `sources`.
    SourcesArgs;
}

/// Flags of `inputs`.
#[derive(Args, Clone, Debug)]
pub(crate) struct InputsArgs {
    /// Only this input; of a choice, the table lists the options
    #[arg(value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

fn texts<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

pub(crate) fn presets(args: &PresetsArgs, out: &mut dyn Write) -> Result<(), Failure> {
    fn values(spec: &PresetSpec) -> String {
        let values =
            spec.values.iter().map(|(input, x)| format!("{}={}", input.spec().id, value_text(*input, *x)));
        values.collect::<Vec<_>>().join(" ")
    }
    Listing {
        items: &PRESETS,
        table: (&["id", "label", "description", "values"], |spec| {
            let values = if spec.values.is_empty() { "the defaults".to_owned() } else { values(spec) };
            texts([spec.id, spec.label, spec.description(), &values])
        }),
        csv: (&["id", "label", "description", "values", "facts"], |spec| {
            texts([
                spec.id,
                spec.label,
                spec.description(),
                &values(spec),
                &spec.facts().map(|fact| fact.id).collect::<Vec<_>>().join(" "),
            ])
        }),
    }
    .write(args.format.get(), &args.csv, out)
}

/// An input's least and greatest value, or its options; empty where it has none.
fn range(spec: &InputSpec) -> (String, String, String) {
    match spec.domain {
        Domain::Number { min, max, .. } => (min.to_string(), max.to_string(), String::new()),
        Domain::Choice(options) => (
            String::new(),
            String::new(),
            options.iter().map(|option| option.id).collect::<Vec<_>>().join(" "),
        ),
    }
}

fn default(spec: &InputSpec) -> String {
    value_text(spec.input, Scenario::default().default_of(spec.input))
}

fn band(band: Option<Band>) -> String {
    band.map_or_else(String::new, |band| format!("{} to {}", band.low, band.high))
}

/// The band of an input in the default case; for a GPU's price, what is asked for the default GPU.
fn default_band(spec: &model::catalogue::InputSpec) -> Option<Band> {
    model::Scenario::default().values().band(spec.input).map(|(_, band)| band)
}

/// Options that the table names; the others are counted.
const OPTIONS_SHOWN: usize = 4;

pub(crate) fn inputs(args: &InputsArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let items = match &args.name {
        None => INPUTS.to_vec(),
        Some(name) => {
            let unknown = || refusal(InputError::UnknownInput { name: name.clone() });
            vec![*Input::from_id(name).ok_or_else(unknown)?.spec()]
        }
    };
    if let ([InputSpec { domain: Domain::Choice(options), .. }], Format::Table) =
        (&items[..], args.format.get())
    {
        let rows: Vec<Vec<String>> = options.iter().map(|option| texts([option.id, option.label])).collect();
        return table::write(&["id", "label"], &rows, out);
    }
    Listing {
        items: &items,
        table: (&["id", "label", "range", "default", "band", "unit", "source"], |spec| {
            let (min, max, options) = range(spec);
            let names: Vec<&str> = options.split(' ').collect();
            let range = match names.len() {
                _ if options.is_empty() => format!("{min} to {max}"),
                n if n > OPTIONS_SHOWN + 1 => {
                    format!("{} and {} more", names[..OPTIONS_SHOWN].join(" "), n - OPTIONS_SHOWN)
                }
                _ => options,
            };
            let band = band(default_band(spec));
            texts([
                spec.id,
                spec.label(),
                &range,
                &default(spec),
                &band,
                spec.unit.name(),
                spec.source().source().id,
            ])
        }),
        csv: (
            &[
                "id",
                "group",
                "label",
                "help",
                "unit",
                "min",
                "max",
                "options",
                "default",
                "band_low",
                "band_high",
                "source",
                "date",
                "confidence",
            ],
            |spec| {
                let (min, max, options) = range(spec);
                let (low, high) = default_band(spec)
                    .map_or_else(Default::default, |band| (band.low.to_string(), band.high.to_string()));
                texts([
                    spec.id,
                    spec.group.id(),
                    spec.label(),
                    spec.help(),
                    spec.unit.name(),
                    &min,
                    &max,
                    &options,
                    &default(spec),
                    &low,
                    &high,
                    spec.source().source().id,
                    spec.date(),
                    spec.confidence().id(),
                ])
            },
        ),
    }
    .write(args.format.get(), &args.csv, out)
}

pub(crate) fn outputs(args: &OutputsArgs, out: &mut dyn Write) -> Result<(), Failure> {
    fn cells(spec: &OutputSpec) -> Vec<String> {
        texts([spec.id, spec.family, spec.label(), spec.unit.name(), spec.need.id(), spec.meaning().trim()])
    }
    let head: &[&str] = &["id", "family", "label", "unit", "need", "meaning"];
    let items: Vec<OutputSpec> = output_specs().copied().collect();
    Listing { items: &items, table: (head, cells), csv: (head, cells) }.write(
        args.format.get(),
        &args.csv,
        out,
    )
}

pub(crate) fn assumptions(args: &AssumptionsArgs, out: &mut dyn Write) -> Result<(), Failure> {
    fn row(spec: &AssumptionSpec) -> Vec<String> {
        texts([
            spec.id,
            spec.label(),
            &spec.value.to_string(),
            &band(Some(spec.band)),
            spec.unit.name(),
            spec.source().source().id,
            spec.date(),
            spec.confidence().id(),
        ])
    }
    Listing {
        items: &ASSUMPTIONS,
        table: (&["id", "label", "value", "band", "unit", "source", "date", "confidence"], row),
        csv: (
            &[
                "id",
                "group",
                "label",
                "unit",
                "value",
                "low",
                "high",
                "uncertain",
                "source",
                "date",
                "confidence",
                "note",
            ],
            |spec| {
                texts([
                    spec.id,
                    spec.group,
                    spec.label(),
                    spec.unit.name(),
                    &spec.value.to_string(),
                    &spec.band.low.to_string(),
                    &spec.band.high.to_string(),
                    &spec.uncertain.to_string(),
                    spec.source().source().id,
                    spec.date(),
                    spec.confidence().id(),
                    spec.note(),
                ])
            },
        ),
    }
    .write(args.format.get(), &args.csv, out)
}

pub(crate) fn sources(args: &SourcesArgs, out: &mut dyn Write) -> Result<(), Failure> {
    fn cells(source: &Source) -> Vec<String> {
        let url = source.url.unwrap_or_default();
        texts([
            source.id,
            source.title,
            source.author,
            source.date,
            source.place,
            url,
            source.confidence.id(),
        ])
    }
    Listing {
        items: &SOURCES,
        table: (&["id", "title", "author", "date", "confidence"], |source| {
            texts([source.id, source.title, source.author, source.date, source.confidence.id()])
        }),
        csv: (&["id", "title", "author", "date", "where", "url", "confidence"], cells),
    }
    .write(args.format.get(), &args.csv, out)
}
