//! A scenario: which inputs differ from their defaults. Always valid once built.

use core::fmt;

use super::ability::{accuracy_of, leverage};
use super::context::mean_prompt;
use super::error::InputError;
use super::peak::peak_to_mean;
use super::quotes::Price;
use crate::catalogue::{
    APIS, ASSUMPTIONS, ApiPrice, Assumption, Band, Choice, DefaultValue, Domain, GPUS, Gpu, INPUTS, Input,
    InputBand, MODELS, NamedModel, Preset, Score, Setting, Spread,
};
use crate::quantities::exact::floor;
use crate::quantities::odds::log_odds;
use crate::quantities::written::{Decimal, Form, TextReader, read};

/// A case to evaluate: a preset and the inputs and constants that differ from it.
///
/// Every value in it lies in its range, so evaluating it cannot fail.
///
/// ```
/// use model::catalogue::Assumption;
/// use model::{Input, Scenario};
/// let scenario = Scenario::default().with(Input::GpuCount, 8.0)?.with(Assumption::TunedErrorRatio, 0.5)?;
/// assert_eq!(scenario.get(Input::GpuCount), 8.0);
/// assert_eq!(scenario.assumptions().number(Assumption::TunedErrorRatio), 0.5);
/// assert!(Scenario::default().with(Input::GpuCount, 0.0).is_err());
/// # Ok::<(), model::InputError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Scenario {
    preset: Preset,
    set: [Option<f64>; Input::COUNT],
    assumed: [Option<f64>; Assumption::COUNT],
}

/// What a reader would write to get it: the preset and what differs from it.
impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut scenario = f.debug_struct("Scenario");
        scenario.field("preset", &format_args!("{}", self.preset.spec().id));
        for (setting, _) in self.changes() {
            scenario.field(setting.id(), &format_args!("{}", self.text(setting)));
        }
        scenario.finish()
    }
}

impl Default for Scenario {
    fn default() -> Self {
        Self::preset(Preset::DEFAULT)
    }
}

impl Scenario {
    /// The case that a preset describes, with nothing changed.
    pub fn preset(preset: Preset) -> Self {
        Self { preset, set: [None; Input::COUNT], assumed: [None; Assumption::COUNT] }
    }

    /// The preset that it starts from.
    pub fn base(&self) -> Preset {
        self.preset
    }

    /// The value of an input or a constant, set or default.
    ///
    /// A named model has its own size, whatever size was set beside it.
    pub fn get(&self, setting: impl Into<Setting>) -> f64 {
        let input = match setting.into() {
            Setting::Input(input) => input,
            Setting::Assumption(assumption) => {
                return self.assumed[assumption as usize].unwrap_or(assumption.spec().value);
            }
        };
        let own_size = if input == Input::ModelSize { self.named_size() } else { None };
        own_size.or(self.set[input as usize]).unwrap_or_else(|| self.default_of(input))
    }

    /// The named model's size in billions, to three digits; `None` if the scenario goes by size.
    fn named_size(&self) -> Option<f64> {
        let model = MODELS.get((self.get(Input::Model) as usize).checked_sub(1)?)?;
        let size = model.total_parameters / 1e9;
        let unit = libm::pow(10.0, floor(libm::log10(size)) - 2.0);
        Some(libm::round(size / unit) * unit)
    }

    /// The value of an input or a constant in this scenario if nobody sets it.
    pub fn default_of(&self, setting: impl Into<Setting>) -> f64 {
        let input = match setting.into() {
            Setting::Input(input) => input,
            Setting::Assumption(assumption) => return assumption.spec().value,
        };
        let own_size = if input == Input::ModelSize { self.named_size() } else { None };
        if let Some(size) = own_size {
            return size;
        }
        let stated = self.preset.value(input);
        match (input.spec().default, stated) {
            (DefaultValue::ApiAbility(value), stated) => match self.rented_ability() {
                Some(rented) => rented.accuracy(self.get(Input::Breadth), &self.assumptions()),
                None => stated.unwrap_or(value),
            },
            (_, Some(value)) => value,
            (DefaultValue::Fixed(value), None) => value,
            (DefaultValue::GpuPrice, None) => self.gpu().price_per_hour[1],
            (DefaultValue::ApiInputPrice, None) => self.api().per_million(self.mean_prompt()).0,
            (DefaultValue::ApiOutputPrice, None) => self.api().per_million(self.mean_prompt()).1,
            (DefaultValue::ApiCachedDiscount, None) => self.api().cached_discount,
            (DefaultValue::ApiPriceChange, None) => self.api().change.map_or(1.0, |change| change.factor),
            (DefaultValue::ApiPriceChangeMonth, None) => self.api().change.map_or(0.0, |change| change.month),
            (DefaultValue::PeakLaw, None) => {
                peak_by_law(self.get(Input::RequestsPerDay), |constant| self.get(constant))
            }
            (DefaultValue::Preset(other), None) => self.preset.stated(other),
        }
    }

    /// The prompt of the mean call, by whose length a closed model is priced.
    fn mean_prompt(&self) -> f64 {
        let [first, answer, returned, turns] =
            [Input::PromptTokens, Input::OutputTokens, Input::ToolTokens, Input::Turns]
                .map(|input| self.get(input));
        mean_prompt(first, answer, returned, turns)
    }

    /// What the accuracy of the chosen closed model follows from; `None` for the preset's own, whose accuracy is stated.
    fn rented_ability(&self) -> Option<RentedAbility> {
        let (own, constants) = (Self::preset(self.preset), self.assumptions());
        (self.get(Input::Api) != own.get(Input::Api)).then(|| RentedAbility {
            stated: own.get(Input::ClosedAccuracy),
            step: constants.ability(&self.api().score) - constants.ability(&own.api().score),
        })
    }

    /// The chosen kind of GPU.
    pub fn gpu(&self) -> &'static Gpu {
        &GPUS[self.get(Input::Gpu) as usize]
    }

    /// The chosen closed model.
    pub fn api(&self) -> &'static ApiPrice {
        &APIS[self.get(Input::Api) as usize]
    }

    /// The price that an input has as its default, if it is a price of the catalogue's.
    pub fn price_of(&self, input: Input) -> Option<Price> {
        let [input_tokens, output_tokens] = self.api().tokens();
        match input.spec().default {
            DefaultValue::GpuPrice => Some(self.gpu().hour()),
            DefaultValue::ApiInputPrice => Some(input_tokens),
            DefaultValue::ApiOutputPrice => Some(output_tokens),
            DefaultValue::Fixed(_)
            | DefaultValue::ApiCachedDiscount
            | DefaultValue::ApiAbility(_)
            | DefaultValue::ApiPriceChange
            | DefaultValue::ApiPriceChangeMonth
            | DefaultValue::PeakLaw
            | DefaultValue::Preset(_) => None,
        }
    }

    /// The same case with one input or constant set. Setting it to its default takes the mark of a change off it.
    ///
    /// # Errors
    /// [`InputError`] if the value lies outside the range or is not whole where it must be.
    pub fn with(mut self, setting: impl Into<Setting>, value: f64) -> Result<Self, InputError> {
        let setting = setting.into();
        // Minus nought is nought: it differs from no default.
        let value = value + 0.0;
        check(setting, value)?;
        self = self.reset(setting);
        if value != self.get(setting) {
            *self.slot(setting) = Some(value);
        }
        Ok(self)
    }

    /// The same case with several inputs and constants set, in whatever order they come. Those from which the defaults of others follow
    /// are set first, so that a value is kept even if it equals the default that it had before.
    ///
    /// ```
    /// use model::{Input, Scenario, Setting};
    /// let accuracy = Scenario::default().get(Input::ClosedAccuracy);
    /// let settings = [(Setting::from(Input::ClosedAccuracy), accuracy), (Input::Api.into(), 0.0)];
    /// assert_eq!(Scenario::default().with_all(settings)?.get(Input::ClosedAccuracy), accuracy);
    /// # Ok::<(), model::InputError>(())
    /// ```
    ///
    /// # Errors
    /// As of [`Scenario::with`], for the first that is refused.
    pub fn with_all(self, settings: impl IntoIterator<Item = (Setting, f64)>) -> Result<Self, InputError> {
        let mut settings: Vec<(Setting, f64)> = settings.into_iter().collect();
        settings.sort_by_key(|(setting, _)| setting.turn());
        settings.into_iter().try_fold(self, |scenario, (setting, value)| scenario.with(setting, value))
    }

    /// The place in which the value of a setting is kept.
    fn slot(&mut self, setting: Setting) -> &mut Option<f64> {
        match setting {
            Setting::Input(input) => &mut self.set[input as usize],
            Setting::Assumption(assumption) => &mut self.assumed[assumption as usize],
        }
    }

    /// The same case with one input or constant set from text: a number, or an option's name.
    ///
    /// # Errors
    /// [`InputError`] that names the field, the text and what is allowed.
    pub fn with_text(self, id: &str, text: &str) -> Result<Self, InputError> {
        let setting = Setting::from_id(id).ok_or_else(|| InputError::UnknownInput { name: id.to_owned() })?;
        let value = parse(setting, text, Decimal::Point)?;
        self.with(setting, value)
    }

    /// The same case with one input or constant back at its default.
    #[must_use]
    pub fn reset(mut self, setting: impl Into<Setting>) -> Self {
        *self.slot(setting.into()) = None;
        self
    }

    /// Whether an input or a constant differs from its default.
    pub fn is_changed(&self, setting: impl Into<Setting>) -> bool {
        let setting = setting.into();
        self.get(setting) != self.default_of(setting)
    }

    /// The inputs and constants that differ from the preset and have an effect, in the catalogue's order.
    pub fn changes(&self) -> impl Iterator<Item = (Setting, f64)> + '_ {
        let inputs = INPUTS.iter().map(|spec| Setting::Input(spec.input));
        let constants = ASSUMPTIONS.iter().map(|spec| Setting::Assumption(spec.assumption));
        inputs
            .chain(constants)
            .filter(|it| self.is_changed(*it) && self.idle(*it).is_none())
            .map(|it| (it, self.get(it)))
    }

    /// A value as written in links and files: the number, or the option's name.
    pub fn text(&self, setting: impl Into<Setting>) -> String {
        let setting = setting.into();
        value_text(setting, self.get(setting))
    }

    /// The model's constants, set or default.
    pub fn assumptions(&self) -> Assumptions {
        Assumptions(core::array::from_fn(|index| self.get(ASSUMPTIONS[index].assumption)))
    }

    /// All values, set or default.
    pub fn values(&self) -> Values {
        let is_set = self.set[Input::ClosedAccuracy as usize].is_some();
        Values {
            numbers: core::array::from_fn(|index| self.get(INPUTS[index].input)),
            rented: if is_set { None } else { self.rented_ability() },
            has_peak_by_law: self.has_peak_by_law(),
        }
    }

    /// Whether the peak of the load follows from its volume, as nobody has set it.
    pub(super) fn has_peak_by_law(&self) -> bool {
        self.set[Input::PeakToMean as usize].is_none() && self.preset.value(Input::PeakToMean).is_none()
    }

    /// The values of this case while one input moves, kept inside its range: what follows from it moves along, and all else
    /// stays.
    ///
    /// ```
    /// use model::{Input, Scenario};
    /// let scenario = Scenario::default();
    /// let at = scenario.moved(Input::Gpu);
    /// assert_eq!(at(0.0), scenario.clone().with(Input::Gpu, 0.0)?.values());
    /// # Ok::<(), model::InputError>(())
    /// ```
    pub fn moved(&self, input: Input) -> impl Fn(f64) -> Values {
        let (values, assumptions) = (self.values(), self.assumptions());
        move |x| {
            if !input.moves_others() {
                return values.replaced(input, x).settled(&assumptions);
            }
            let mut moved = self.clone();
            *moved.slot(input.into()) = Some(input.nearest(x));
            moved.values()
        }
    }
}

impl Preset {
    /// What the preset has for an input whose default is fixed, which the build checks.
    fn stated(self, input: Input) -> f64 {
        let default = match input.spec().default {
            DefaultValue::Fixed(value) => value,
            DefaultValue::GpuPrice
            | DefaultValue::ApiInputPrice
            | DefaultValue::ApiOutputPrice
            | DefaultValue::ApiCachedDiscount
            | DefaultValue::ApiAbility(_)
            | DefaultValue::ApiPriceChange
            | DefaultValue::ApiPriceChangeMonth
            | DefaultValue::PeakLaw
            | DefaultValue::Preset(_) => 0.0,
        };
        self.value(input).unwrap_or(default)
    }
}

impl Setting {
    /// Its turn among settings that are set together: those from which the defaults of others follow come first, so that a value is
    /// kept even if it equals the default that it had before. See [`Scenario::with_all`].
    pub const fn turn(self) -> (u8, Self) {
        let rank = match self {
            // Laws behind defaults read constants; the defaults of most inputs follow from nothing.
            Self::Assumption(_) => 0,
            Self::Input(input) if input.has_dependents() => 1,
            Self::Input(_) => 2,
        };
        (rank, self)
    }
}

impl Input {
    /// The allowed value that is nearest to a number; a choice's index is rounded down. Of no number, none.
    pub fn nearest(self, value: f64) -> f64 {
        match self.spec().domain {
            Domain::Number { min, max, whole, .. } => {
                let value = value.clamp(min, max);
                if whole { libm::round(value) } else { value }
            }
            Domain::Choice(options) => floor(value).clamp(0.0, options.len() as f64 - 1.0),
        }
    }

    /// Whether another input's value may follow from it: a GPU's price, a closed model's prices and accuracy, a named model's
    /// size, the peak of a load.
    /// Setting any other changes nothing but itself.
    ///
    /// ```
    /// use model::{Input, Scenario};
    /// let scenario = Scenario::default();
    /// let set = scenario.clone().with(Input::Horizon, 12.0)?;
    /// assert!(!Input::Horizon.has_dependents() && set.values() == scenario.values().replaced(Input::Horizon, 12.0));
    /// let set = scenario.clone().with(Input::Gpu, 0.0)?;
    /// assert!(Input::Gpu.has_dependents() && set.values() != scenario.values().replaced(Input::Gpu, 0.0));
    /// # Ok::<(), model::InputError>(())
    /// ```
    pub const fn has_dependents(self) -> bool {
        matches!(
            self,
            Self::RequestsPerDay
                | Self::Model
                | Self::ModelSize
                | Self::Gpu
                | Self::Api
                | Self::PromptTokens
                | Self::OutputTokens
                | Self::Turns
                | Self::ToolTokens
                | Self::Breadth
        )
    }

    /// Whether another input's value may move with it, and its band. With a size none does: another size is another model, and
    /// needs no name. With a volume the peak moves, which has no band of its own and is settled with the draws.
    pub(crate) const fn moves_others(self) -> bool {
        self.has_dependents() && !matches!(self, Self::ModelSize | Self::RequestsPerDay)
    }
}

/// A value as written in links and files: the number, or the option's name.
pub fn value_text(setting: impl Into<Setting>, value: f64) -> String {
    match setting.into().domain() {
        Domain::Number { .. } => format!("{value}"),
        Domain::Choice(options) => options.get(value as usize).map_or_else(String::new, |o| o.id.to_owned()),
    }
}

/// Which number a setting expects, from someone who writes decimals so.
pub fn form(setting: Setting, decimal: Decimal) -> Form {
    let unit = setting.unit();
    match setting.domain() {
        Domain::Number { min, max, step, whole, .. } => {
            Form { is_whole: whole, is_fine: !whole && step < 1.0, decimal, ..Form::new(unit, min, max) }
        }
        Domain::Choice(_) => Form::new(unit, f64::MIN, f64::MAX),
    }
}

/// Reads a value as written in a link, in a file (with [`Decimal::Point`]) or by a person (with [`Decimal::Either`]): a number
/// as [`read`] understands it, or an option's name. Whether it lies in its range is not checked here.
///
/// # Errors
/// [`InputError::NotANumber`] or [`InputError::UnknownOption`].
pub fn parse(setting: impl Into<Setting>, text: &str, decimal: Decimal) -> Result<f64, InputError> {
    parse_with(setting, text, decimal, |text, form| read(text, form, |digits| digits.parse().ok()))
}

/// [`parse`] with the caller's reader of numbers: a browser has a parser of digits of its own, and Rust's tables for it are
/// large.
///
/// # Errors
/// As of [`parse`].
pub fn parse_with(
    setting: impl Into<Setting>,
    text: &str,
    decimal: Decimal,
    read: TextReader,
) -> Result<f64, InputError> {
    let setting = setting.into();
    let given = || text.trim().to_owned();
    match setting.domain() {
        Domain::Number { .. } => read(text, &form(setting, decimal))
            .map_err(|fault| InputError::NotANumber { setting, given: given(), fault }),
        Domain::Choice(options) => options
            .iter()
            .position(|option| option.id == text.trim())
            .map(|index| index as f64)
            .ok_or_else(|| InputError::UnknownOption { setting, given: given() }),
    }
}

fn check(setting: Setting, value: f64) -> Result<(), InputError> {
    match setting.domain() {
        Domain::Number { min, max, whole, .. } => {
            if min == max && value != min {
                return Err(InputError::Fixed { setting, given: value });
            }
            if !(min..=max).contains(&value) {
                return Err(InputError::OutOfRange { setting, given: value });
            }
            if whole && floor(value) != value {
                return Err(InputError::NotWhole { setting, given: value });
            }
        }
        Domain::Choice(options) => {
            if !(value >= 0.0 && value < options.len() as f64 && floor(value) == value) {
                return Err(InputError::OutOfRange { setting, given: value });
            }
        }
    }
    Ok(())
}

/// What a closed model's accuracy follows from where nobody has measured it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct RentedAbility {
    /// The accuracy of the preset's own closed model.
    stated: f64,
    /// The step of ability from that one to this.
    step: f64,
}

impl RentedAbility {
    /// The accuracy on a task of some breadth.
    fn accuracy(self, breadth: f64, assumptions: &Assumptions) -> f64 {
        accuracy_of(self.stated, leverage(breadth, assumptions.number(Assumption::NarrowLeverage)), self.step)
    }
}

/// The peak that a volume of requests has by law, kept inside its range. Two decimals are more than is known of it, and a field
/// shows them.
fn peak_by_law(requests_per_day: f64, constant: impl Fn(Assumption) -> f64) -> f64 {
    let rate = requests_per_day / constant(Assumption::SecondsPerDay);
    let [at_one, exponent, least] =
        [Assumption::PeakAtOne, Assumption::PeakExponent, Assumption::LeastPeak].map(constant);
    let hundredths = libm::round(100.0 * peak_to_mean(rate, at_one, exponent, least));
    Input::PeakToMean.nearest(hundredths / 100.0)
}

/// All inputs' values, dense: what the formulas read. Made by [`Scenario::values`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Values {
    numbers: [f64; Input::COUNT],
    /// What the closed model's accuracy follows from, unless it is given.
    rented: Option<RentedAbility>,
    /// Whether the peak of the load follows from its volume, as nobody has set it.
    has_peak_by_law: bool,
}

impl Values {
    /// The value of an input in its own unit.
    pub fn number(&self, input: Input) -> f64 {
        self.numbers[input as usize]
    }

    /// The same values with one replaced, kept inside the input's range (for sweeps and samples).
    #[must_use]
    pub fn replaced(mut self, input: Input, value: f64) -> Self {
        self.put(input, value);
        self
    }

    /// The same values with one replaced by what follows from several, wherever that lies.
    pub(crate) fn beyond_range(mut self, input: Input, value: f64) -> Self {
        self.numbers[input as usize] = value;
        self
    }

    /// Replaces one value, kept inside the input's range.
    pub(crate) fn put(&mut self, input: Input, value: f64) {
        let value = input.nearest(value);
        if !value.is_nan() {
            self.numbers[input as usize] = value;
            if input == Input::ModelSize {
                // Another size is another model: the first option goes by size.
                self.numbers[Input::Model as usize] = 0.0;
            }
            if input == Input::ClosedAccuracy {
                self.rented = None;
            }
            if input == Input::PeakToMean {
                self.has_peak_by_law = false;
            }
        }
    }

    /// Moves what follows from what is drawn or moved: the accuracy of a closed model that nobody has measured, and the peak of
    /// a load that nobody has set.
    ///
    /// ```
    /// use model::{Assumptions, Input, Scenario};
    /// let scenario = Scenario::default();
    /// let more = scenario.values().replaced(Input::RequestsPerDay, 1e6).settled(&Assumptions::default());
    /// assert_eq!(more, scenario.with(Input::RequestsPerDay, 1e6)?.values());
    /// # Ok::<(), model::InputError>(())
    /// ```
    #[must_use]
    pub fn settled(mut self, assumptions: &Assumptions) -> Self {
        if let Some(rented) = self.rented {
            let accuracy = rented.accuracy(self.number(Input::Breadth), assumptions);
            self.numbers[Input::ClosedAccuracy as usize] = accuracy;
        }
        if self.has_peak_by_law {
            let peak =
                peak_by_law(self.number(Input::RequestsPerDay), |constant| assumptions.number(constant));
            self.numbers[Input::PeakToMean as usize] = peak;
        }
        self
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
                Some(asked(self.api().input_per_million, self.api().input_asked, spread))
            }
            (InputBand::Quotes(spread), DefaultValue::ApiOutputPrice) => {
                Some(asked(self.api().output_per_million, self.api().output_asked, spread))
            }
            (InputBand::Own(_) | InputBand::Quotes(_), _) => None,
        }
    }

    /// The chosen option, of a choice whose options `data/inputs.toml` lists.
    ///
    /// ```
    /// use model::catalogue::Method;
    /// assert_eq!(model::Scenario::default().values().chosen::<Method>(), Method::Lora);
    /// ```
    pub fn chosen<C: Choice>(&self) -> C {
        // A value of a choice is always the index of one of its options.
        C::OPTIONS[self.choice(C::INPUT)]
    }

    /// The index of the chosen option.
    pub fn choice(&self, input: Input) -> usize {
        self.number(input) as usize
    }

    /// The named model, unless the size is chosen freely.
    pub fn named_model(&self) -> Option<&'static NamedModel> {
        // The first option is "by size"; the models follow in the catalogue's order.
        self.choice(Input::Model).checked_sub(1).and_then(|index| MODELS.get(index))
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

/// A list price and the band of what is asked, which holds it.
fn asked(price: f64, [low, high]: [f64; 2], spread: Spread) -> (f64, Band) {
    (price, Band { low: low.min(price), high: high.max(price), spread })
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
    /// The ability that a score shows: its log-odds above guessing.
    fn ability(&self, score: &Score) -> f64 {
        log_odds(score.mmlu_pro, self.number(Assumption::MmluProChance))
    }

    /// The value of a constant in its own unit.
    pub fn number(&self, assumption: Assumption) -> f64 {
        self.0[assumption as usize]
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
