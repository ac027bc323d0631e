//! A scenario: which inputs differ from their defaults. Always valid once built.

use crate::catalogue::{
    APIS, ASSUMPTIONS, ApiPrice, Assumption, Band, DefaultValue, Domain, GPUS, Gpu, INPUTS, Input, InputBand,
    MODELS, Preset, Quote, Spread,
};
use crate::error::InputError;
use crate::quotes::Asked;
use crate::trace::{Origin, Term};
use crate::units::Unit;

/// A case to evaluate: a preset and the inputs that differ from it.
///
/// Every value in it lies in its input's range, so evaluating it cannot fail.
///
/// ```
/// use model::{Input, Scenario};
/// let scenario = Scenario::default().with(Input::GpuCount, 8.0)?;
/// assert_eq!(scenario.get(Input::GpuCount), 8.0);
/// assert!(Scenario::default().with(Input::GpuCount, 0.0).is_err());
/// # Ok::<(), model::InputError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    preset: Preset,
    set: [Option<f64>; Input::COUNT],
}

impl Default for Scenario {
    fn default() -> Self {
        Self::preset(Preset::DEFAULT)
    }
}

impl Scenario {
    /// The case that a preset describes, with nothing changed.
    pub fn preset(preset: Preset) -> Self {
        Self { preset, set: [None; Input::COUNT] }
    }

    /// The preset that it starts from.
    pub fn base(&self) -> Preset {
        self.preset
    }

    /// The value of an input, set or default.
    ///
    /// A named model has its own size, whatever size was set beside it.
    pub fn get(&self, input: Input) -> f64 {
        let own_size = if input == Input::ModelSize { self.named_size() } else { None };
        own_size.or(self.set[input as usize]).unwrap_or_else(|| self.default_of(input))
    }

    /// The named model's size in billions, to three digits; `None` if the scenario goes by size.
    fn named_size(&self) -> Option<f64> {
        let model = MODELS.get((self.get(Input::Model) as usize).checked_sub(1)?)?;
        let size = model.total_parameters / 1e9;
        let unit = libm::pow(10.0, libm::floor(libm::log10(size)) - 2.0);
        Some(libm::round(size / unit) * unit)
    }

    /// What an input is in this scenario if nobody sets it.
    pub fn default_of(&self, input: Input) -> f64 {
        let own_size = if input == Input::ModelSize { self.named_size() } else { None };
        if let Some(size) = own_size {
            return size;
        }
        let preset = self.preset.spec().values.iter().find(|(key, _)| *key == input);
        if let Some((_, value)) = preset {
            return *value;
        }
        match input.spec().default {
            DefaultValue::Fixed(value) => value,
            DefaultValue::GpuPrice => self.gpu().price_per_hour[1],
            DefaultValue::ApiInputPrice => self.api().per_million(self.get(Input::PromptTokens)).0,
            DefaultValue::ApiOutputPrice => self.api().per_million(self.get(Input::PromptTokens)).1,
            DefaultValue::ApiCachedDiscount => self.api().cached_discount,
        }
    }

    /// The chosen kind of GPU.
    pub fn gpu(&self) -> &'static Gpu {
        &GPUS[self.get(Input::Gpu) as usize]
    }

    /// The chosen closed model.
    pub fn api(&self) -> &'static ApiPrice {
        &APIS[self.get(Input::Api) as usize]
    }

    /// The same case with one input set. Setting it to its default takes the mark of a change off it.
    ///
    /// # Errors
    /// [`InputError`] if the value lies outside the input's range or is not whole where it must be.
    pub fn with(mut self, input: Input, value: f64) -> Result<Self, InputError> {
        check(input, value)?;
        self.set[input as usize] = None;
        if value != self.get(input) {
            self.set[input as usize] = Some(value);
        }
        Ok(self)
    }

    /// The same case with one input set from text: a number, or an option's name.
    ///
    /// # Errors
    /// [`InputError`] that names the field, the text and what is allowed.
    pub fn with_text(self, id: &str, text: &str) -> Result<Self, InputError> {
        let input = Input::from_id(id).ok_or_else(|| InputError::UnknownInput { name: id.to_owned() })?;
        let value = parse(input, text)?;
        self.with(input, value)
    }

    /// The same case with one input back at its default.
    pub fn reset(mut self, input: Input) -> Self {
        self.set[input as usize] = None;
        self
    }

    /// Whether an input differs from its default.
    pub fn is_changed(&self, input: Input) -> bool {
        self.get(input) != self.default_of(input)
    }

    /// The inputs that differ from the preset, in the catalogue's order.
    pub fn changes(&self) -> impl Iterator<Item = (Input, f64)> + '_ {
        INPUTS
            .iter()
            .filter(|spec| self.is_changed(spec.input))
            .map(|spec| (spec.input, self.get(spec.input)))
    }

    /// An input's value as written in links and files: the number, or the option's name.
    pub fn text(&self, input: Input) -> String {
        value_text(input, self.get(input))
    }

    /// All values, set or default.
    pub fn values(&self) -> Values {
        Values(core::array::from_fn(|index| self.get(INPUTS[index].input)))
    }
}

/// A value as written in links and files: the number, or the option's name.
pub fn value_text(input: Input, value: f64) -> String {
    match input.spec().domain {
        Domain::Number { .. } => format!("{value}"),
        Domain::Choice(options) => options.get(value as usize).map_or_else(String::new, |o| o.id.to_owned()),
    }
}

/// Reads a value as written in links and files; it is not yet held against the input's range.
///
/// # Errors
/// [`InputError::NotANumber`] or [`InputError::UnknownOption`].
pub fn parse(input: Input, text: &str) -> Result<f64, InputError> {
    let text = text.trim();
    match input.spec().domain {
        Domain::Number { .. } => {
            text.parse().map_err(|_| InputError::NotANumber { input, given: text.to_owned() })
        }
        Domain::Choice(options) => options
            .iter()
            .position(|option| option.id == text)
            .map(|index| index as f64)
            .ok_or_else(|| InputError::UnknownOption { input, given: text.to_owned() }),
    }
}

fn check(input: Input, value: f64) -> Result<(), InputError> {
    match input.spec().domain {
        Domain::Number { min, max, whole, .. } => {
            if !(min..=max).contains(&value) {
                return Err(InputError::OutOfRange { input, given: value });
            }
            if whole && libm::floor(value) != value {
                return Err(InputError::NotWhole { input, given: value });
            }
        }
        Domain::Choice(options) => {
            if !(value >= 0.0 && value < options.len() as f64 && libm::floor(value) == value) {
                return Err(InputError::OutOfRange { input, given: value });
            }
        }
    }
    Ok(())
}

/// All inputs' values, dense: what the formulas read. Made by [`Scenario::values`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Values([f64; Input::COUNT]);

impl Values {
    /// The value of an input in its own unit.
    pub fn number(&self, input: Input) -> f64 {
        self.0[input as usize]
    }

    /// The value of an input as an operand of a formula.
    pub fn term(&self, input: Input) -> Term {
        Term { number: self.number(input), unit: input.spec().unit, origin: Origin::Input(input) }
    }

    /// The same values with one replaced, kept inside the input's range (for sweeps and samples).
    #[must_use]
    pub fn replaced(mut self, input: Input, value: f64) -> Self {
        self.put(input, value);
        self
    }

    /// Replaces one value, kept inside the input's range.
    pub(crate) fn put(&mut self, input: Input, value: f64) {
        let value = match input.spec().domain {
            Domain::Number { min, max, whole, .. } => {
                let value = value.clamp(min, max);
                if whole { libm::round(value) } else { value }
            }
            Domain::Choice(options) => libm::floor(value).clamp(0.0, options.len() as f64 - 1.0),
        };
        if !value.is_nan() {
            self.0[input as usize] = value;
            if input == Input::ModelSize {
                // Another size is another model: the first option goes by size.
                self.0[Input::Model as usize] = 0.0;
            }
        }
    }

    /// The default of an input and the band around it, as its description or what is asked for the chosen GPU says;
    /// `None` if it is the reader's own to know.
    pub fn band(&self, input: Input) -> Option<(f64, Band)> {
        let spec = input.spec();
        match (spec.band?, spec.default) {
            (InputBand::Own(band), DefaultValue::Fixed(default)) => Some((default, band)),
            (InputBand::Quotes(spread), DefaultValue::GpuPrice) => {
                let [low, price, high] = self.gpu().price_per_hour;
                Some((price, Band { low, high, spread }))
            }
            (InputBand::Quotes(spread), DefaultValue::ApiInputPrice) => {
                asked(self.api().input_per_million, self.api().input_quotes, spread)
            }
            (InputBand::Quotes(spread), DefaultValue::ApiOutputPrice) => {
                asked(self.api().output_per_million, self.api().output_quotes, spread)
            }
            (InputBand::Own(_) | InputBand::Quotes(_), _) => None,
        }
    }

    /// The index of the chosen option.
    pub fn choice(&self, input: Input) -> usize {
        self.number(input) as usize
    }

    /// The chosen option's stable name.
    pub fn option(&self, input: Input) -> &'static str {
        match input.spec().domain {
            Domain::Choice(options) => options[self.choice(input)].id,
            Domain::Number { .. } => "",
        }
    }

    /// The chosen kind of GPU.
    pub fn gpu(&self) -> &'static Gpu {
        &GPUS[self.choice(Input::Gpu)]
    }

    /// The chosen closed model.
    pub fn api(&self) -> &'static ApiPrice {
        &APIS[self.choice(Input::Api)]
    }
}

/// A list price and the band of what is asked; `None` if nothing is.
fn asked(price: f64, quotes: &'static [Quote], spread: Spread) -> Option<(f64, Band)> {
    let asked = Asked::of(quotes)?;
    let (low, high) = (asked.low.price.min(price), asked.high.price.max(price));
    Some((price, Band { low, high, spread }))
}

/// The model's constants: central values, unless some are replaced.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumptions([f64; Assumption::COUNT]);

impl Default for Assumptions {
    fn default() -> Self {
        Self(core::array::from_fn(|index| ASSUMPTIONS[index].value))
    }
}

impl Assumptions {
    /// The value of a constant in its own unit.
    pub fn number(&self, assumption: Assumption) -> f64 {
        self.0[assumption as usize]
    }

    /// The value of a constant as an operand of a formula.
    pub fn term(&self, assumption: Assumption) -> Term {
        let unit: Unit = assumption.spec().unit;
        Term { number: self.number(assumption), unit, origin: Origin::Assumption(assumption) }
    }

    /// The same constants with one replaced (for samples and sensitivities).
    #[must_use]
    pub fn replaced(mut self, assumption: Assumption, value: f64) -> Self {
        self.put(assumption, value);
        self
    }

    /// Replaces one constant.
    pub(crate) fn put(&mut self, assumption: Assumption, value: f64) {
        if value.is_finite() {
            self.0[assumption as usize] = value;
        }
    }
}
