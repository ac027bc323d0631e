// The same numbers from the site's own JavaScript module: the model in Rust, compiled to wasm, under a plain page. The
// build puts this in the place of model.js.
import start, { evaluate } from "./module/own_or_rent.js";

await start();

export const OWN = [
  "serving_gpus", "host_and_network", "retraining_compute", "labelling", "evaluation", "build", "run", "monitoring",
  "api_remainder",
];
export const RENT = ["input_tokens", "output_tokens", "evaluation", "build", "run"];

export const sized = (billions) => ({ model_size: billions });

/** The module answers both questions at once: what it said last is kept. */
let asked, answer;
function outcome(values) {
  if (asked !== values) [asked, answer] = [values, evaluate(values)];
  return answer;
}

export function estimate(values) {
  const { cost, ledgers } = outcome(values);
  const costs = (ledger, items) => items.map((item) => ledger[item]);
  return {
    own: costs(ledgers.own, OWN),
    rent: costs(ledgers.rent, RENT),
    ownCost: cost.own_cost,
    rentCost: cost.rent_cost,
  };
}

export function bands(values) {
  const { own_cost, rent_cost } = outcome(values).bands;
  return { own: [own_cost.p5, own_cost.p95], rent: [rent_cost.p5, rent_cost.p95] };
}
