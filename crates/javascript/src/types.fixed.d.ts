/** The open model's shape: named, or interpolated between named ones. */
export interface Architecture {
  /** The named model, or the nearest one if interpolated. */
  label: string;
  interpolated: boolean;
  total_parameters: number;
  /** Parameters that one token passes through. */
  active_parameters: number;
  /** Of the table of tokens at the input, where it is a table of its own. */
  embedding_parameters: number;
  /** Of the matrix at the output. */
  head_parameters: number;
  n_layers: number;
  attention_width: number;
  width: number;
  kv_elements_per_layer: number;
  /** Routed experts in a layer, if it is a mixture. */
  experts: number | null;
  /** Experts that one token uses, if it is a mixture. */
  experts_active: number | null;
  /** Share of the layers that have a sliding window. */
  windowed_share: number;
  /** Tokens that such a layer sees, if there is one. */
  window_tokens: number | null;
}

/** Both sides by line item, US dollars a month; each side's lines add up to its total. */
export interface Ledgers {
  own: Record<string, number>;
  rent: Record<string, number>;
}

/** Something uncertain whose low or high alone would turn the verdict. */
export interface Flip {
  kind: "input" | "assumption";
  id: string;
  /** Its central value. */
  from: number;
  /** The value at which owning and renting cost the same. */
  at: number;
  unit: string;
  owning_cheaper_beyond: boolean;
}

/** Accuracy at one moment; a retrain gives two points at the same moment, before and after. */
export interface AccuracyMoment {
  /** Months since launch. */
  month: number;
  own: number;
  /** The open model, if it were never retrained. */
  own_never: number;
  rent: number;
  /** Whether a retrained model goes live at this moment. */
  retrain: boolean;
}

/** US dollars spent until the end of a month. */
export interface CostMoment {
  month: number;
  own: number;
  rent: number;
}

/** What a number is over a sample of cases: the value that 5, 50 and 95 of 100 cases stay below. */
export interface Percentiles {
  p5: number;
  p50: number;
  p95: number;
}

/** What each side costs, US dollars a month, and how accurate it is, over the sample of cases. */
export interface Bands {
  own_cost: Percentiles;
  rent_cost: Percentiles;
  own_accuracy: Percentiles;
  rent_accuracy: Percentiles;
}

/** The answer to a scenario: the same object as `outcome` in the calculator's JSON. */
export interface Outcome {
  /** The model's version. */
  version: string;
  verdict: Verdict;
  cost: Cost;
  accuracy: Accuracy;
  serving: Serving;
  load: Load;
  training: Training;
  energy: Energy;
  architecture: Architecture;
  ledgers: Ledgers;
  /** What the numbers alone would not say, by stable name. */
  conditions: string[];
  /** What would turn the verdict, nearest first. */
  flips: Flip[];
  bands: Bands;
  /** Fifty equally likely savings, US dollars a month, ascending. */
  saving_quantiles: number[];
  accuracy_path: AccuracyMoment[];
  cost_path: CostMoment[];
}

/** Every output under its name: the families of an outcome as one object, as in the calculator's `outputs`. */
export interface Outputs extends Verdict, Cost, Accuracy, Serving, Load, Training, Energy, Ways {}

/** A way to run a model. */
export type WayId = "closed_api" | "tuned_api" | "open_api" | "own_steady" | "own_scaled" | "own_bought" | "mixed";

/** One way, in the central case and over the sample. Amounts are US dollars a month. */
export interface Way {
  way: WayId;
  label: string;
  /** Whether the model runs on GPUs that the reader rents or buys. */
  is_owning: boolean;
  /** Null where a price is missing. */
  cost: number | null;
  cost_band: Percentiles | null;
  accuracy: number;
  accuracy_band: Percentiles;
  /** Share of the cases in which it lies within 10 % of the closed model. */
  within_ten_percent: number;
  /** Share of the cases in which it is the cheapest that does and has no other obstacle. */
  cheapest: number;
  cost_per_request: number | null;
  /** With the person who puts wrong answers right. */
  cost_per_resolved: number | null;
  /** Time to the first token at the peak, seconds; null where others serve. */
  ttft: number | null;
  /** Time between tokens at the peak, seconds; null where others serve. */
  itl: number | null;
  /** What stands against it, by stable name. */
  obstacles: string[];
  /** Line by line; the lines add up to `cost`. */
  ledger: Record<string, number>;
}

/** How the ways compare: the same object as in the calculator's JSON. */
export interface WaysOutcome {
  ways: Way[];
  /** Share of the cases in which no way keeps the rule and the limits. */
  none: number;
  /** Tracing and guarding, a month: paid on every way, and in no total. */
  platform_cost: number;
  /** The share of answers passed on from which the mix costs more than the closed model alone; null where it always does. */
  mixed_escalation_limit: number | null;
}

/** What an evaluation is to give. */
export interface EvaluateOptions<Id extends OutputId> {
  /** Only these outputs. The sample of the verdict, which takes most of the time, is drawn if one of them needs it. */
  outputs: readonly Id[];
}

/** Evaluates a scenario: cost and accuracy of both sides, and the verdict with its uncertainty. */
export function evaluate(scenario?: Scenario): Outcome;
/** Some outputs of a scenario, by name: what they do not need is not computed. */
export function evaluate<Id extends OutputId>(scenario: Scenario | undefined, options: EvaluateOptions<Id>): Pick<Outputs, Id>;

/** A number in a formula. */
export interface Operand {
  name: string;
  /** The number; for a choice, the index of the option. */
  number: number;
  unit: string;
  /** "computed" refers to the last earlier step of that name. */
  kind: "computed" | "input" | "assumption" | "source";
  /** The input, assumption or source. */
  id: string | null;
}

/** One computed value of a working. */
export interface Step {
  name: string;
  meaning: string;
  /** Over the operands' names. */
  formula: string;
  operands: Operand[];
  result: number | string | boolean | null;
  unit: string;
}

/** The outcome at one value of an input. */
export interface ResponsePoint {
  /** The input's value; for a choice, the index of the option. */
  x: number;
  own_cost: number;
  rent_cost: number;
  own_cost_per_million_tokens: number;
  rent_cost_per_million_tokens: number;
  own_accuracy: number;
  rent_accuracy: number;
  utilisation_peak: number;
  rate_overflow_peak: number;
  ttft_peak: number;
  itl_peak: number;
  fits: boolean;
}

/** How sure we are of a value: read at its source, widely quoted, or a third party's page or our own judgement. */
export type Confidence = "read" | "unverified" | "weak";

/** Where a value comes from. */
export interface Source {
  id: string;
  title: string;
  author: string;
  date: string;
  where: string;
  url: string | null;
  confidence: Confidence;
}

/** The range in which nine out of ten cases lie. */
export interface Band {
  low: number;
  high: number;
  spread: "linear" | "log" | "logit" | "log_uniform";
}

/** One named value of a choice. */
export interface Choice {
  id: string;
  label: string;
}

/** One input: a number from `min` to `max`, or one of `options`. */
export interface InputSpec {
  id: InputId;
  group: string;
  label: string;
  help: string;
  unit: string;
  min: number | null;
  max: number | null;
  scale: "linear" | "log" | "log_with_zero" | null;
  step: number | null;
  whole: boolean;
  options: Choice[] | null;
  /** Its value if nobody sets it. */
  default: number | string;
  /** The input that the default follows from, if it does. */
  default_from: InputId | null;
  band: Band | null;
  source: Source;
  date: string;
  confidence: Confidence;
}

/** A named case. */
export interface PresetSpec {
  id: PresetId;
  label: string;
  description: string;
  /** What differs from the defaults. */
  values: Record<string, number | string>;
  /** The facts of the article that it replays. */
  facts: string[];
}

/** One output: its key in an outcome's family, and its name for `explain`. */
export interface OutputSpec {
  id: OutputId;
  family: "verdict" | "cost" | "accuracy" | "serving" | "load" | "training" | "energy" | "ways";
  label: string;
  meaning: string;
  unit: string;
  /** What it is computed from: the estimate of the case alone (microseconds), the sample around it or a break-even. */
  need: "estimate" | "sample" | "break_even" | "ways";
}

/** What a file holds. */
export interface ScenarioFile {
  /** One, or those of a list. */
  scenarios: Scenario[];
  /** What each is called, null where it has no name; left out if none has one. */
  names?: (string | null)[];
  /** What wrote the file, if it says so. */
  edition?: {
    /** The model's version. */
    version?: string;
    /** The newest day of its data. */
    data?: string;
    /** Whether either differs from this module's, so that defaults may have changed. */
    /** Its number, if it is one of ours: links name it as `edition`. */
    number?: number;
    /** Whether version or data differs from this module's, so that defaults may have changed. */
    is_other: boolean;
    /** What has changed since, a sentence each, if the number is known. */
    changes?: string[];
  };
}

/** What is thrown if something is refused; the message says what is allowed. */
export interface Refusal extends Error {
  /** The input at fault, or "preset", "scenario", "options", "outputs", "output", "input", "points" or "file". */
  field: string;
}
