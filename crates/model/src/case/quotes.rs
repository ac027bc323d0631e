//! Where price lists disagree: the lowest and the highest of what is asked, each with its source, never an average.

use crate::catalogue::{API_QUOTES, APIS, ApiPrice, Confidence, GPU_QUOTES, GPUS, Gpu, Quote, SourceId};
use crate::quantities::format::{Style, date, number};
use crate::quantities::units::Unit;

/// The ends of what is asked for one thing.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Asked {
    /// The lowest price.
    pub low: &'static Quote,
    /// The highest price.
    pub high: &'static Quote,
}

impl Asked {
    /// The ends of some quotes; of two with the same price, the one that is listed first. `None` if there are none.
    ///
    /// ```
    /// use model::catalogue::GPUS;
    /// use model::quotes::Asked;
    /// let h100 = GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap();
    /// let asked = Asked::of(h100.quotes()).unwrap();
    /// assert_eq!((asked.low.price, asked.high.price), (1.25, 6.88));
    /// assert_eq!(h100.price_per_hour, [1.25, 3.85, 6.88]);
    /// ```
    pub fn of(quotes: &'static [Quote]) -> Option<Self> {
        let first = quotes.first()?;
        Some(quotes.iter().fold(Self { low: first, high: first }, |ends, quote| Self {
            low: if quote.price < ends.low.price { quote } else { ends.low },
            high: if quote.price > ends.high.price { quote } else { ends.high },
        }))
    }

    /// Both ends in words: "$1.25 (SkyPilot: Nebius, can be interrupted, 2026) to $6.98 (…)".
    pub fn text(&self) -> String {
        format!("{} to {}", self.low.text(), self.high.text())
    }
}

impl Quote {
    /// The price as it is written in a sentence.
    pub fn amount(&self) -> String {
        number(self.price, Unit::Usd, Style::Prose)
    }

    /// When it was read, or else when its source was written, in words.
    pub fn when(&self) -> String {
        date(if self.date.is_empty() { self.source.source().date } else { self.date })
    }

    /// The price with who says so, of what kind it is, and when.
    pub fn text(&self) -> String {
        format!("{} ({}: {}, {})", self.amount(), self.source.source().author, self.kind, self.when())
    }
}

/// A price that the model takes, with everything that is asked beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// The stable name of the GPU or of the model that is rented.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// The thing priced.
    pub of: Priced,
    /// The price taken, US dollars.
    pub taken: f64,
    /// Where the price taken comes from.
    pub source: SourceId,
    /// When that was read; empty if unknown.
    pub date: &'static str,
    /// How sure we are of it.
    pub confidence: Confidence,
    /// All quotes: who asks how much.
    pub quotes: &'static [Quote],
}

/// A thing that has a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priced {
    /// An hour of a GPU.
    GpuHour,
    /// A million input tokens.
    InputTokens,
    /// A million output tokens.
    OutputTokens,
}

impl Priced {
    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::GpuHour => "gpu_hour",
            Self::InputTokens => "input_tokens",
            Self::OutputTokens => "output_tokens",
        }
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::GpuHour => "an hour",
            Self::InputTokens => "a million input tokens",
            Self::OutputTokens => "a million output tokens",
        }
    }
}

impl Gpu {
    /// What is asked for an hour, US dollars, and by whom. Never empty for a GPU of the catalogue.
    pub fn quotes(&self) -> &'static [Quote] {
        GPUS.iter().position(|gpu| gpu.id == self.id).map_or(&[], |index| GPU_QUOTES[index])
    }

    /// The price of an hour.
    pub fn hour(&self) -> Price {
        Price {
            id: self.id,
            label: self.label,
            of: Priced::GpuHour,
            taken: self.price_per_hour[1],
            source: self.price_source,
            date: self.price_date,
            confidence: self.price_confidence,
            quotes: self.quotes(),
        }
    }
}

impl ApiPrice {
    /// What is asked for a million tokens of input and of output, US dollars, and by whom. Never empty for a model of
    /// the catalogue.
    pub fn quotes(&self) -> [&'static [Quote]; 2] {
        APIS.iter().position(|api| api.id == self.id).map_or([&[], &[]], |index| API_QUOTES[index])
    }

    /// The prices of a million tokens of input and of output, for prompts below every tier.
    pub fn tokens(&self) -> [Price; 2] {
        let price = |of, taken, quotes| Price {
            id: self.id,
            label: self.label,
            of,
            taken,
            source: self.source,
            date: self.date,
            confidence: self.confidence,
            quotes,
        };
        let [input, output] = self.quotes();
        [
            price(Priced::InputTokens, self.input_per_million, input),
            price(Priced::OutputTokens, self.output_per_million, output),
        ]
    }
}

/// All prices of the catalogue: of every GPU, then of every model that is rented.
pub fn prices() -> Vec<Price> {
    GPUS.iter().map(Gpu::hour).chain(APIS.iter().flat_map(ApiPrice::tokens)).collect()
}

impl Price {
    /// The ends of what is asked, if anybody disagrees.
    pub fn asked(&self) -> Option<Asked> {
        Asked::of(self.quotes).filter(|asked| asked.low.price < asked.high.price)
    }

    /// The quote that is taken; `None` if the price is our own judgement.
    pub fn quote(&self) -> Option<&'static Quote> {
        self.quotes.iter().find(|quote| quote.price == self.taken && quote.source == self.source)
    }
}
