//! The questions that the page asks of the model, asked here to see what they cost: natively (`questions time`), counted
//! in instructions under valgrind (`questions ask`), and in a browser's wasm ([`time`]).

use std::hint::black_box;

use model::trace::Trace;
use model::{
    Assumption, Assumptions, Scenario, Values, estimate, evaluate, frontier, response, sensitivity,
    uncertainty,
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::wasm_bindgen;

/// A question and what it is about.
#[derive(Debug)]
pub struct Question {
    /// Its name.
    pub name: &'static str,
    /// What is asked, in a few words.
    pub about: &'static str,
    ask: fn(&Case),
}

/// What it is asked about: the default case.
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

/// All of them.
pub const QUESTIONS: [Question; 6] = [
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
];

impl Case {
    /// The same, with so many points in its sample.
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

    /// Asks it once.
    pub fn ask(&self, case: &Case) {
        (self.ask)(case);
    }

    /// Asks it once to make what is made once, then once more: what valgrind counts.
    pub fn ask_counted(&self, case: &Case) {
        self.ask(case);
        counted(self, case);
    }

    /// How long it takes to ask it, in milliseconds, by a clock that tells them.
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

/// How many configurations the frontier of the default case looks at.
#[must_use]
pub fn configurations() -> usize {
    frontier::Space::around(&Scenario::default()).configurations()
}

/// Valgrind counts from the entry of this function to its end, so it must stay one.
#[inline(never)]
fn counted(question: &Question, case: &Case) {
    question.ask(case);
}

/// How long a run of repeats takes at least: a browser's clock is coarse.
const RUN_MS: f64 = 20.0;

/// Runs of which the median is told.
const RUNS: usize = 25;

/// How long a question takes, in milliseconds.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Time {
    /// Of the fastest run: what other work on the machine did not disturb.
    pub least: f64,
    /// Of the middle one.
    pub median: f64,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// Least and median time of a question in a browser, in milliseconds, over a sample of so many points; nothing if there is
/// no such question.
#[wasm_bindgen]
#[must_use]
pub fn time(name: &str, points: u32) -> Vec<f64> {
    let case = Case::default().with_points(points);
    let time = Question::named(name).map(|question| question.time(&case, now));
    time.map_or_else(Vec::new, |time| vec![time.least, time.median])
}
