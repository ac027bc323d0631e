//! The invoice of a scenario: what stands on it for a month at today's list prices.

use core::fmt;

use model::format::grouped;
use model::units::Value;
use model::{Scenario, explain};

/// A month's invoice of a closed model, in US dollars, at today's prices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Invoice {
    /// For prompts.
    pub input: f64,
    /// For answers.
    pub output: f64,
}

impl Invoice {
    /// That of a scenario, as the model computes it (`rent_invoice`): no trend of prices, no people.
    ///
    /// ```
    /// use bill::Invoice;
    /// use model::Scenario;
    /// let mut scenario = Scenario::default();
    /// for (id, text) in [("requests_per_day", "80000"), ("prompt_tokens", "1850"), ("output_tokens", "210"),
    ///     ("cached_share", "0.22"), ("api", "gpt-5.4-mini")] {
    ///     scenario = scenario.with_text(id, text)?;
    /// }
    /// let invoice = Invoice::of(&scenario);
    /// assert_eq!(invoice.to_string(), "Your invoice now, a month: $5,011, $2,710 for prompts and $2,301 for answers.");
    /// # Ok::<(), model::InputError>(())
    /// ```
    pub fn of(scenario: &Scenario) -> Self {
        let steps = explain(scenario, "rent_invoice").unwrap_or_default();
        let number = |name: &str| {
            let step = steps.iter().rfind(|step| step.name == name);
            step.and_then(|step| match step.result {
                Value::Number(number) => Some(number),
                Value::Name(_) | Value::Flag(_) | Value::Missing => None,
            })
        };
        let total = number("rent_invoice").unwrap_or_default();
        let prompts = number("requests_month").unwrap_or_default()
            * number("request_input_price").unwrap_or_default()
            * number("tier_price").unwrap_or(1.0);
        Self { input: prompts, output: total - prompts }
    }

    /// Prompts and answers together.
    pub fn total(&self) -> f64 {
        self.input + self.output
    }

    /// The same in the words of somebody who has a bill already: what the model makes of the scenario.
    pub fn modelled_month(&self) -> String {
        format!("A month of it at today's prices, by the model: {}.", self.parts())
    }

    /// In whole dollars, as people remember their invoice.
    fn parts(&self) -> String {
        let [total, input, output] = [self.total(), self.input, self.output].map(whole_dollars);
        format!("{total}, {input} for prompts and {output} for answers")
    }
}

impl fmt::Display for Invoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Your invoice now, a month: {}.", self.parts())
    }
}

/// An amount of US dollars in whole dollars, or in cents below ten, as people remember their invoice.
///
/// ```
/// assert_eq!(bill::whole_dollars(5010.68), "$5,011");
/// assert_eq!(bill::whole_dollars(0.5), "$0.50");
/// ```
pub fn whole_dollars(amount: f64) -> String {
    /// Below it, cents matter.
    const CENTS: f64 = 10.0;
    let text = if amount.abs() < CENTS { format!("{amount:.2}") } else { format!("{amount:.0}") };
    format!("${}", grouped(&text))
}
