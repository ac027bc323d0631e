// What owning and renting cost a month, and where both lie in nine of ten cases: the formulas of crates/model that the
// ledger figure needs, written plainly in JavaScript. Accuracy, energy, latencies that are shown, payback and break-evens
// are left out. `cargo xtask compare` holds its numbers against the model's.
import { erfc } from "./erfc.js";
import facts from "./facts.js";

const { gpu, models, options } = facts;

/** All models between which is interpolated are dense, and see their whole context in every layer. */
const ofModel = (model) => ({
  total: model.total,
  active: model.total,
  embedding: model.embedding,
  head: model.head,
  layers: model.layers,
  attentionWidth: model.attentionWidth,
  width: model.width,
  kvElements: model.kvElements,
});

/** The shape of a model of this size: a named model's, or one between two of them. */
export function shape(total) {
  let low, high;
  for (const model of models) {
    if (Math.abs(Math.log(total / model.total)) <= Math.log(1.015)) return ofModel(model);
    if (model.total < total) {
      if (!low || low.total < model.total) low = model;
    } else if (!high || high.total > model.total) high = model;
  }
  low ??= high;
  high ??= low;
  const span = Math.log(high.total / low.total);
  const share = span > 0 ? Math.log(total / low.total) / span : 0;
  const between = (a, b) => a * Math.exp(share * Math.log(b / a));
  return {
    total,
    active: total,
    embedding: low.embedding + share * (high.embedding - low.embedding),
    head: between(low.head, high.head),
    layers: between(low.layers, high.layers),
    attentionWidth: between(low.attentionWidth, high.attentionWidth),
    width: between(low.width, high.width),
    kvElements: between(low.kvElements, high.kvElements),
  };
}

const WEIGHT_BYTES = { bf16: "weight_bytes_16bit", fp8: "weight_bytes_8bit", int4: "weight_bytes_4bit" };

/** Peak arithmetic at a precision, and the share of it that is reached. */
function arithmetic(a) {
  if (options.precision === "fp8" && gpu.fp8) return [gpu.fp8, a.compute_share_8bit];
  if (options.precision === "int4" && gpu.fp4) return [gpu.fp4, a.compute_share_4bit];
  return [gpu.bf16, a.compute_share_16bit];
}

/** A replica of the model on `tp` GPUs. */
export function replicaOf(model, v, a, tp) {
  const weightBytes =
    model.total * a[WEIGHT_BYTES[options.precision]] +
    (model.embedding + model.head) * (a.weight_bytes_16bit - a[WEIGHT_BYTES[options.precision]]);
  const kvBytes =
    model.layers * model.kvElements * (options.precision === "bf16" ? a.kv_bytes_16bit : a.kv_bytes_8bit);
  const free = a.usable_memory * (tp * (gpu.memory - a.reserved_bytes) - weightBytes);
  const [prompt, output] = [v.prompt_tokens, v.output_tokens];
  const requestBytes = kvBytes * (prompt + output);
  const batchMax = Math.max(Math.min(a.batch_limit, free / (kvBytes * (prompt + a.reserved_output * output))), 0);
  const [peak, computeShare] = arithmetic(a);
  const reached = tp * peak * gpu.sustained * computeShare * v.stack_factor;
  const bandwidth =
    (tp * gpu.bandwidth * gpu.sustained * a.bandwidth_share * v.stack_factor) / (1 + (a.tp_wait * (tp - 1)) / tp);
  const exchange =
    (2 * model.layers * model.width * 2 * 2 * (tp - 1)) / tp / ((a.link_share * gpu.link) / 2) / v.stack_factor;
  const prefill =
    (2 * model.active * prompt + 2 * model.layers * model.attentionWidth * prompt * prompt) / reached +
    prompt * exchange;
  const context = prompt + output / 2;
  const flop = 2 * model.active + 4 * model.layers * model.attentionWidth * context;
  const launch = (model.layers * a.layer_overhead) / v.stack_factor;
  const weights = weightBytes / bandwidth;
  const request = (kvBytes * context) / bandwidth + flop / reached + exchange;
  const fits = free > 0 && free >= requestBytes && batchMax >= 1;
  const capacity = batchMax / (output * (launch + weights + batchMax * request) + batchMax * prefill);
  return { batchMax, prefill, launch, weights, request, output, fits, capacity };
}

/** Share of requests that find all places taken. */
function shareWaiting(places, offered) {
  if (!(offered >= 0 && offered < places)) return 1;
  if (places <= 32) {
    let blocked = 1;
    for (let n = 1; n <= places; n += 1) blocked = (offered * blocked) / (n + offered * blocked);
    return blocked / (1 - (offered / places) * (1 - blocked));
  }
  const utilisation = offered / places;
  const root = Math.sqrt(places);
  const alpha = Math.sqrt(Math.max(-2 * places * (1 - utilisation + Math.log(utilisation)), 0));
  const density = Math.exp((-alpha * alpha) / 2) / Math.sqrt(2 * Math.PI);
  if (density <= 0) return 0;
  const distribution = 0.5 * erfc(-alpha / Math.SQRT2);
  const gap = (1 - utilisation) * root;
  return Math.min(1 / (utilisation + gap * (distribution / density + 2 / (3 * root))), 1);
}

/** Requests in flight on a dense replica: as many as keep themselves up. */
function inFlight(replica, rate) {
  const decoding = 1 - rate * replica.prefill;
  if (decoding <= 0) return replica.batchMax;
  const keptUp = (step) => (rate * replica.output * step) / decoding;
  const alone = keptUp(replica.launch + replica.weights + replica.request);
  if (alone <= 1) return Math.min(alone, replica.batchMax);
  const rest = 1 - keptUp(replica.request);
  return rest > 0 ? Math.min(keptUp(replica.launch + replica.weights) / rest, replica.batchMax) : replica.batchMax;
}

/** Whether both latencies stay within their objectives at this rate. */
export function holds(replica, v, a, asked) {
  const rate = Math.min(asked, replica.capacity);
  const batch = inFlight(replica, rate);
  const step = replica.launch + replica.weights + Math.max(batch, 1) * replica.request;
  const itl = step / (1 - rate * replica.prefill);
  const held = replica.output * itl + replica.prefill;
  const places = Math.floor(replica.batchMax);
  const offered = Math.min(rate * held, a.load_limit * places);
  const ttft =
    (held * shareWaiting(places, offered)) / (places - offered) +
    (Math.min(batch, 1) * itl) / 2 +
    replica.prefill / (1 - rate * replica.prefill) +
    step +
    a.request_overhead;
  return ttft <= v.ttft_objective && itl <= v.itl_objective;
}

/** Whether one list of flags and a number ranks above another. */
function isAbove(rank, other) {
  for (let index = 0; index < rank.length; index += 1) {
    if (rank[index] !== other[index]) return rank[index] > other[index];
  }
  return false;
}

/** Requests a second that all replicas can serve at the best degree; 0 if none fits. */
function capacityOf(model, v, a, ratePeak) {
  let best;
  for (let tp = 1; tp <= gpu.perHost && tp <= v.gpu_count; tp *= 2) {
    const replica = replicaOf(model, v, a, tp);
    if (!replica.fits) continue;
    const replicas = Math.floor(v.gpu_count / tp);
    const capacity = replicas * replica.capacity;
    const within = holds(replica, v, a, ratePeak / replicas);
    const rank = [within && ratePeak <= capacity, within, within || holds(replica, v, a, 0), capacity];
    if (!best || isAbove(rank, best)) best = rank;
  }
  return best ? best[3] : 0;
}

/** Share of a day's requests that this capacity serves. */
function shareServed(capacity, peak, peakToMean) {
  if (capacity >= peak) return 1;
  const ratio = Math.max(capacity / peak, 0);
  const below = peakToMean > 1 ? ratio ** (1 / (peakToMean - 1)) : 0;
  return Math.min(Math.max(below ** peakToMean + (1 - below) * peakToMean * ratio, 0), 1);
}

/** GPU-hours that a token of training takes, and the two kinds of fine-tunes. */
function training(model, v, a) {
  const full = options.method === "full";
  const initialTokens = v.initial_examples * v.tokens_per_example * v.epochs;
  const roundTokens = v.examples_per_round * v.tokens_per_example * v.epochs;
  const frozen = options.precision === "int4" ? a.training_bytes_4bit : a.training_bytes_16bit;
  const bytes = model.total * (full ? a.training_bytes_full : frozen + a.adapter_share * a.training_bytes_full);
  const memoryGpus = Math.ceil(bytes / (gpu.memory * a.training_memory_share));
  const largest = initialTokens > 0 ? initialTokens : roundTokens;
  const batchTokens = Math.min(a.fine_tune_batch_tokens, largest / a.fine_tune_steps);
  const batchGpus = Math.max(Math.floor(batchTokens / a.tokens_per_gpu_step), 1);
  const gpus = Math.max(Math.min(v.gpu_count, batchGpus), memoryGpus);
  const state = Math.min(bytes / (gpus * gpu.memory), a.training_memory_share);
  const perParameter = full ? a.flop_per_parameter_full : a.flop_per_parameter_lora;
  const matrix = perParameter * model.active;
  const attention =
    (a.attention_flop * model.layers * model.attentionWidth * v.tokens_per_example * perParameter) /
    a.flop_per_parameter_full;
  const balance = ((a.mfu_balance * gpu.bandwidth) / gpu.bf16) ** a.mfu_balance_exponent;
  const crowding = 1 + (a.memory_crowding * state) / (1 - state);
  const scaling = (1 - a.mfu_loss_per_doubling) ** Math.max(Math.log2(gpus / a.mfu_flat_gpus), 0);
  const seconds =
    (((matrix / (gpu.bf16 * a.training_share_16bit) + attention / (gpu.bf16 * a.training_share_attention)) / balance) *
      crowding) /
    scaling;
  return { initialHours: (initialTokens * seconds) / 3600, roundHours: (roundTokens * seconds) / 3600 };
}

function monthsAtTodaysPrice(trend, months) {
  const growth = Math.log1p(trend);
  return Math.abs(growth) < 1e-9 ? months : (12 * Math.expm1((growth * months) / 12)) / growth;
}

export const OWN = [
  "serving_gpus", "host_and_network", "retraining_compute", "labelling", "evaluation", "build", "run", "monitoring",
  "api_remainder",
];
export const RENT = ["input_tokens", "output_tokens", "evaluation", "build", "run"];

const sum = (numbers) => numbers.reduce((all, number) => all + number, 0);

/** Both ledgers, in the order of OWN and RENT, and their sums. */
export function estimate(v, a) {
  const model = shape(v.model_size * 1e9);
  const rateMean = (v.requests_per_day * v.open_share) / a.seconds_per_day;
  const ratePeak = rateMean * v.peak_to_mean;
  const capacity = capacityOf(model, v, a, ratePeak);
  const served = capacity > 0 ? shareServed(capacity, ratePeak, v.peak_to_mean) : 0;
  const { initialHours, roundHours } = training(model, v, a);

  const requests = v.requests_per_day * a.days_per_month;
  const refuses = capacity > 0 && options.overflow === "refuse";
  const toApi = requests * (1 - v.open_share * (refuses ? 1 : served));
  const input = (v.prompt_tokens * v.api_input_price * (1 - v.cached_share * v.cached_discount)) / 1e6;
  const output = (v.output_tokens * v.api_output_price) / 1e6;
  const trend = monthsAtTodaysPrice(v.price_trend, v.horizon) / v.horizon;

  const gpus = v.gpu_count * v.gpu_hour_price * (1 - v.reserved_discount) * a.days_per_month * 24;
  const upfront =
    (v.build_effort * v.loaded_cost) / 12 +
    initialHours * a.training_runs * v.gpu_hour_price +
    v.initial_examples * v.label_cost +
    v.evaluation_cost;
  const rounds = v.retrains_per_year / 12;
  const own = [
    gpus,
    gpus * v.host_overhead,
    rounds * roundHours * a.training_runs * v.gpu_hour_price,
    rounds * v.examples_per_round * v.label_cost,
    rounds * v.evaluation_cost,
    upfront / v.horizon,
    (v.run_effort * v.loaded_cost) / 12,
    a.monitoring_per_month,
    toApi * (input + output) * trend,
  ];
  const rent = [
    requests * input * trend,
    requests * output * trend,
    (a.api_evaluations_per_year / 12) * v.evaluation_cost,
    (v.integration_effort * v.loaded_cost) / 12 / v.horizon,
    (v.api_run_effort * v.loaded_cost) / 12,
  ];
  return { own, rent, ownCost: sum(own), rentCost: sum(rent) };
}

// The sample: points of a scrambled Sobol sequence, as the crate sobol_burley makes them.

const hash = (n) => {
  n ^= 0xe6fe3beb;
  n ^= n >>> 16;
  n = Math.imul(n, 0x7feb352d);
  n ^= n >>> 15;
  n = Math.imul(n, 0x846ca68b);
  return (n ^ (n >>> 16)) >>> 0;
};

const scrambled = (n, scramble) => {
  n ^= Math.imul(n, 0x3d20adea);
  n = (n + scramble) | 0;
  n = Math.imul(n, (scramble >>> 16) | 1);
  n ^= Math.imul(n, 0x05526c56);
  n ^= Math.imul(n, 0x53a22864);
  return n >>> 0;
};

const reversed = (n) => {
  let turned = 0;
  for (let bit = 0; bit < 32; bit += 1) turned |= ((n >>> bit) & 1) << (31 - bit);
  return turned >>> 0;
};

function uniform(point, { dimension, vectors }) {
  let index = scrambled(reversed(point), hash(facts.seed ^ 0x79c68e4a));
  let sobol = 0;
  for (let bit = 0; bit < 16; bit += 1, index <<= 1) if (index < 0 || index >= 0x80000000) sobol ^= vectors[bit];
  const salt = [0x912f69ba, 0x174f18ab, 0x691e72ca, 0xb40cc1b8][dimension & 3];
  const scramble = (dimension >>> 2) ^ Math.imul(facts.seed, 0x9c8f2d3b) ^ salt;
  return (reversed(scrambled(sobol, hash(scramble))) >>> 9) / 2 ** 23 + 1 / 2 ** 25;
}

const CENTRE_OVER = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
];
const CENTRE_UNDER = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
];
const TAIL_OVER = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const TAIL_UNDER = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];

const polynomial = (coefficients, x) => coefficients.reduceRight((all, coefficient) => all * x + coefficient, 0);

function normalQuantile(p) {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRE_OVER, r)) / polynomial(CENTRE_UNDER, r);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p)) - 1.6;
  const z = polynomial(TAIL_OVER, r) / polynomial(TAIL_UNDER, r);
  return q < 0 ? -z : z;
}

const Z95 = 1.6448536269514722;
const Z_MAX = 2.575829303548901;

const EVEN = {
  linear: (x) => x,
  log: Math.log,
  log_uniform: Math.log,
  logit: (x) => Math.log(x / (1 - x)),
};
const BACK = {
  linear: (x) => x,
  log: Math.exp,
  log_uniform: Math.exp,
  logit: (x) => 1 / (1 + Math.exp(-x)),
};
const clamp = (x, low, high) => Math.min(Math.max(x, low), high);
const reach = (spread, z) =>
  spread === "log_uniform" ? 2 * (0.5 * erfc(-z / Math.SQRT2)) - 1 : clamp(z, -Z_MAX, Z_MAX) / Z95;

/** How far each point reaches into the band of each quantity that is uncertain; the same for every case. */
const REACHES = facts.uncertain.map(({ spread, own, shared }) => {
  const reaches = new Float64Array(facts.points);
  for (let point = 0; point < facts.points; point += 1) {
    const alone = normalQuantile(uniform(point, own));
    const z = shared
      ? Math.sqrt(shared.correlation) * normalQuantile(uniform(point, shared)) +
        Math.sqrt(1 - shared.correlation) * alone
      : alone;
    reaches[point] = reach(spread, z);
  }
  return reaches;
});

function quantile(ascending, p) {
  const place = clamp(p * ascending.length - 0.5, 0, ascending.length - 1);
  const below = Math.floor(place);
  const share = place - below;
  return share === 0 ? ascending[below] : ascending[below] + (ascending[below + 1] - ascending[below]) * share;
}

/** Where owning and renting lie in nine of ten cases. */
export function bands(values) {
  const v = { ...values };
  const a = { ...facts.assumptions };
  const quantities = facts.uncertain.map((quantity, index) => {
    const { id, isValue, spread, value, low, high, least, most } = quantity;
    const even = EVEN[spread];
    const below = even(value) - even(low);
    const above = even(high) - even(value);
    const centre = even(isValue ? values[id] : value);
    const into = isValue ? v : a;
    return { id, into, back: BACK[spread], centre, below, above, least, most, reaches: REACHES[index] };
  });
  const own = new Float64Array(facts.points);
  const rent = new Float64Array(facts.points);
  for (let point = 0; point < facts.points; point += 1) {
    for (const { id, into, back, centre, below, above, least, most, reaches } of quantities) {
      const far = reaches[point];
      into[id] = clamp(back(centre + far * (far < 0 ? below : above)), least, most);
    }
    const { ownCost, rentCost } = estimate(v, a);
    own[point] = ownCost;
    rent[point] = rentCost;
  }
  const ends = (costs) => {
    costs.sort();
    return [quantile(costs, 0.05), quantile(costs, 0.95)];
  };
  return { own: ends(own), rent: ends(rent) };
}

/** The case with this size of the model. */
export const sized = (billions) => ({ ...facts.values, model_size: billions });

export { facts };
