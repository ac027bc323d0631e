//! Benchmarks of the questions that the page asks of the model: timed natively (`questions time`), counted in instructions
//! under valgrind (`questions ask`), and timed in a browser's wasm ([`time`]).

use std::hint::black_box;

use model::trace::Trace;
use model::{
    Assumption, Assumptions, Scenario, Values, estimate, evaluate, frontier, response, sensitivity,
    uncertainty, ways,
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::wasm_bindgen;

/// A question that the page asks of the model.
#[derive(Debug)]
pub struct Question {
    /// Its name.
    pub name: &'static str,
    /// A short description.
    pub about: &'static str,
    ask: fn(&Case),
}

/// The case that a question is asked about; the default one, unless its sample is changed.
#[derive(Clone, Debug)]
pub struct Case {
    scenario: Scenario,
    values: Values,
    assumptions: Assumptions,
}

impl Default for Case {
    fn default() -> Self {
        let scenario = Scenario::default();
        Self { values: scenario.values(), assumptions: scenario.assumptions(), scenario }
    }
}

/// All questions.
pub const QUESTIONS: [Question; 8] = [
    Question {
        name: "estimate",
        about: "every number of one case, without its uncertainty",
        ask: |case| {
            black_box(estimate(black_box(&case.values), black_box(&case.assumptions), &mut Trace::off()));
        },
    },
    Question {
        name: "evaluate",
        about: "one case with its verdict: bands, break-even points, what would turn it",
        ask: |case| {
            black_box(evaluate(black_box(&case.scenario)));
        },
    },
    Question {
        name: "bands",
        about: "the sample of 1,024 cases around one",
        ask: |case| {
            black_box(uncertainty::sample(black_box(&case.values), black_box(&case.assumptions)));
        },
    },
    Question {
        name: "curves",
        about: "three curves of 41 points: model size, GPUs, rounds a year",
        ask: |case| {
            for input in response::HEADLINE_INPUTS {
                black_box(response::curve(black_box(&case.scenario), input, response::HEADLINE_POINTS));
            }
        },
    },
    Question {
        name: "frontier",
        about: "the frontier around it",
        ask: |case| {
            black_box(frontier::frontier(black_box(&case.scenario)));
        },
    },
    Question {
        name: "tornado",
        about: "the swing of everything uncertain, one at a time",
        ask: |case| {
            black_box(sensitivity::tornado(black_box(&case.values), black_box(&case.assumptions)));
        },
    },
    Question {
        name: "ways",
        about: "every way to run a model, in one case",
        ask: |case| {
            let (values, assumptions) = (black_box(&case.values), black_box(&case.assumptions));
            black_box(ways::central(values, assumptions, &mut Trace::off()));
        },
    },
    Question {
        name: "ways_bands",
        about: "every way over the sample of 1,024 cases around one",
        ask: |case| {
            black_box(ways::sampled(black_box(&case.values), black_box(&case.assumptions)));
        },
    },
];

impl Case {
    /// The same case, with `points` points in its sample.
    #[must_use]
    pub fn with_points(mut self, points: u32) -> Self {
        self.assumptions = self.assumptions.replaced(Assumption::SamplePoints, f64::from(points));
        self
    }
}

impl Question {
    /// The question of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        QUESTIONS.iter().find(|question| question.name == name)
    }

    /// Asks the question once.
    pub fn ask(&self, case: &Case) {
        (self.ask)(case);
    }

    /// Asks the question twice: once to fill the caches, then once more for valgrind to count.
    pub fn ask_counted(&self, case: &Case) {
        self.ask(case);
        counted(self, case);
    }

    /// The time that the question takes, in milliseconds; `now` is a clock in milliseconds.
    #[must_use]
    pub fn time(&self, case: &Case, now: impl Fn() -> f64) -> Time {
        let mut repeats = 1_u32;
        let run = |repeats: u32| {
            let start = now();
            (0..repeats).for_each(|_| self.ask(case));
            now() - start
        };
        while run(repeats) < RUN_MS {
            repeats *= 2;
        }
        let mut runs: Vec<f64> = (0..RUNS).map(|_| run(repeats) / f64::from(repeats)).collect();
        runs.sort_by(f64::total_cmp);
        Time { least: runs[0], median: runs[RUNS / 2] }
    }
}

/// The number of configurations on which the default case's frontier is computed.
#[must_use]
pub fn configurations() -> usize {
    frontier::Space::around(&Scenario::default()).configurations()
}

/// Valgrind counts from the entry of this function to its end, so it must not be inlined.
#[inline(never)]
fn counted(question: &Question, case: &Case) {
    question.ask(case);
}

/// The least duration of a run of repeats, in milliseconds, because a browser's clock is coarse.
const RUN_MS: f64 = 20.0;

/// The number of runs; their median is reported.
const RUNS: usize = 25;

/// The time that a question takes, in milliseconds.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Time {
    /// Of the fastest run, which other work on the machine disturbed least.
    pub least: f64,
    /// Of the median run.
    pub median: f64,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// The least and the median time of a question in a browser, in milliseconds, with `points` points in its sample. Empty for
/// an unknown question.
#[wasm_bindgen]
#[must_use]
pub fn time(name: &str, points: u32) -> Vec<f64> {
    let case = Case::default().with_points(points);
    let time = Question::named(name).map(|question| question.time(&case, now));
    time.map_or_else(Vec::new, |time| vec![time.least, time.median])
}
