//! What the article may refer to: conditions, figures of the page, directives.

/// A list of names known to the page, each with its Rust variant.
macro_rules! names {
    ($(#[$about:meta])* $enum:ident { $($variant:ident = $name:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $enum { $($variant,)+ }

        impl $enum {
            /// All variants with their names.
            pub(crate) const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $name),)+];

            /// The variant with this name, or a reason that lists the names.
            pub(crate) fn from_name(name: &str) -> Result<Self, String> {
                let found = Self::ALL.iter().find(|(_, known)| *known == name);
                found.map(|(variant, _)| *variant).ok_or_else(|| {
                    let known: Vec<_> = Self::ALL.iter().map(|(_, known)| *known).collect();
                    format!("'{name}' is not one of {}", known.join(", "))
                })
            }
        }
    };
}

names! {
    /// The conditions that a branch in the prose may depend on: `BranchCondition` in `src/content.rs`.
    Condition {
        OwnWins = "own_wins",
        RentWins = "rent_wins",
        TooClose = "too_close",
        CannotOwn = "cannot_own",
        CannotRent = "cannot_rent",
        BothCan = "both_can",
        SameWay = "same_way",
        ArticlesWays = "articles_ways",
        OtherWays = "other_ways",
        OnOwnGpus = "on_own_gpus",
        NeedsApi = "needs_api",
        PromptTooLongForApi = "prompt_too_long_for_api",
        OwnSaves = "own_saves",
        OwnCostsMore = "own_costs_more",
        CostsAlike = "costs_alike",
        OpenMoreAccurate = "open_more_accurate",
        OpenLessAccurate = "open_less_accurate",
        AsAccurate = "as_accurate",
        WithinTenPercent = "within_ten_percent",
        LacksMemory = "lacks_memory",
        DemandMet = "demand_met",
        Overloaded = "overloaded",
        Retrains = "retrains",
        SomeGpuPriceTurns = "some_gpu_price_turns",
        SomeEffortTurns = "some_effort_turns",
    }
}

names! {
    /// The figures of the page, in the order of `FigureName::ALL`. `src/figures/list.rs` says where each is made.
    FigureName {
        Companies = "companies",
        Map = "map",
        Card = "card",
        Ledger = "ledger",
        Ways = "ways",
        Accuracy = "accuracy",
        Load = "load",
        Frontier = "frontier",
        Tornado = "tornado",
        Claims = "claims",
        Measured = "measured",
    }
}

/// An inline directive as written, its names not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Directive {
    /// `{{claim:FACT/FIGURE}}`
    Claim { fact: String, figure: String },
    /// `{{lost:FACT}}`
    Lost { fact: String },
    /// `{{check:FACT/NUMBER}}`
    Check { fact: String, number: String },
    /// `{{value:OUTPUT}}`
    Value { output: String },
    /// `{{input:INPUT}}`
    Input { input: String },
    /// `{{term:TERM}}` or `{{term:TERM|text}}`
    Term { term: String, text: Option<String> },
    /// `[^SOURCE]`
    Citation { source: String },
    /// `{{when:CONDITION}}`
    When(Condition),
    /// `{{else}}`
    Else,
    /// `{{end}}`
    End,
}

impl Directive {
    /// Reads the text between the braces.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (name, argument) = match text.split_once(':') {
            Some((name, argument)) => (name.trim(), Some(argument.trim())),
            None => (text.trim(), None),
        };
        let argument = argument.filter(|argument| !argument.is_empty());
        let needed =
            || argument.map(str::to_owned).ok_or_else(|| format!("'{name}' needs a name: {{{{{name}:…}}}}"));
        match name {
            "claim" => match needed()?.split_once('/') {
                Some((fact, figure)) => Ok(Self::Claim { fact: fact.to_owned(), figure: figure.to_owned() }),
                None => Err("a claim names fact and figure: {{claim:FACT/FIGURE}}".to_owned()),
            },
            "check" => match needed()?.split_once('/') {
                Some((fact, number)) => Ok(Self::Check { fact: fact.to_owned(), number: number.to_owned() }),
                None => Err("a check names fact and number: {{check:FACT/NUMBER}}".to_owned()),
            },
            "lost" => Ok(Self::Lost { fact: needed()? }),
            "value" => Ok(Self::Value { output: needed()? }),
            "input" => Ok(Self::Input { input: needed()? }),
            "term" => {
                let argument = needed()?;
                Ok(match argument.split_once('|') {
                    None => Self::Term { term: argument, text: None },
                    Some((term, text)) => Self::Term {
                        term: term.trim().to_owned(),
                        text: Some(text.trim().replace('\n', " ")),
                    },
                })
            }
            "when" => Condition::from_name(&needed()?).map(Self::When),
            "else" if argument.is_none() => Ok(Self::Else),
            "end" if argument.is_none() => Ok(Self::End),
            "figure" | "slider" | "panel" => Err(format!("'{name}' must stand alone on its line")),
            _ => Err(format!("unknown directive '{{{{{text}}}}}'")),
        }
    }
}
