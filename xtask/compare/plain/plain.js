// The ledger figure of the page without its frame: a slider, the bill of either side, and how it is drawn. The numbers
// come from the site's JavaScript module.
import start, { evaluate, inputs } from "./module/own_or_rent.js";
import { init } from "./vendor/echarts.js";

await start();

const OWN = [
  "serving_gpus", "host_and_network", "retraining_compute", "labelling", "evaluation", "build", "run", "monitoring",
  "api_remainder",
];
const RENT = ["input_tokens", "output_tokens", "evaluation", "build", "run"];

const [PAPER, INK] = ["#fbfaf6", "#1c1b19"];
const LABELS = {
  serving_gpus: "GPUs", host_and_network: "Host and network", retraining_compute: "Retraining", labelling: "Labels",
  evaluation: "Evaluation", build: "Build it", run: "Run it", monitoring: "Monitoring",
  api_remainder: "Still on the API", input_tokens: "Tokens, in", output_tokens: "Tokens, out",
};
const FAMILY = {
  labelling: "data", evaluation: "data", build: "people", run: "people", api_remainder: "api", input_tokens: "api",
  output_tokens: "api",
};
const SIDES = [
  { id: "own", label: "Own", items: OWN, order: ["machines", "people", "data", "api"],
    tones: { machines: "#0a7069", people: "#0f5752", data: "#cfe6e1", api: "#b8490f" } },
  { id: "rent", label: "Rent", items: RENT, order: ["api", "data", "people", "machines"],
    tones: { people: "#8b3c12", data: "#f6dccb", api: "#b8490f" } },
];

/** Three significant figures: "$31,400", or "$31.4k" where there is little room. */
function money(amount, isTight = false) {
  const rounded = Number(Math.abs(amount).toPrecision(3));
  const sign = amount < 0 && rounded > 0 ? "\u2212" : "";
  if (!isTight || rounded < 1000) return `${sign}$${rounded.toLocaleString("en")}`;
  const [unit, name] = rounded < 1e6 ? [1e3, "k"] : [1e6, "M"];
  return `${sign}$${Number((rounded / unit).toPrecision(3))}${name}`;
}

const axis = (max, min = 0) => ({
  type: "value", min, max,
  axisLabel: { show: false }, axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
});

const line = (id, color, width, data) => ({
  type: "line", id, data, yAxisIndex: 1, showSymbol: false, symbol: "none", silent: true,
  lineStyle: { color, width }, emphasis: { disabled: true },
});

const text = (id, style, [x, y, name]) => ({
  type: "scatter", id, yAxisIndex: 1, symbolSize: 1, itemStyle: { color: "rgba(0,0,0,0)", opacity: 1 },
  emphasis: { disabled: true }, data: [{ value: [x, y], name }],
  label: { show: true, formatter: "{b}", silent: true, ...style },
});

const textWidth = (words, size) => words.length * size * 0.56;

const [HEIGHT, BAR, LEFT, RIGHT] = [200, 46, 56, 104];
const PIXELS = 860 - LEFT - RIGHT;

/** The drawing: two lying bars, their sums, where they lie in nine of ten cases, and the difference between them. */
function drawing(bill, band) {
  const longer = Math.max(bill.ownCost, bill.rentCost, 1);
  const top = Math.min(Math.max(band.own[1], band.rent[1], longer), longer * 1.6);
  const series = [];
  for (const [index, side] of SIDES.entries()) {
    const costs = bill[side.id];
    const place = (item) => side.order.indexOf(FAMILY[item] ?? "machines");
    const parts = side.items.map((item, at) => ({ item, cost: costs[at] })).filter(({ cost }) => cost > 0);
    parts.sort((one, other) => place(one.item) - place(other.item));
    for (const { item, cost } of parts) {
      const family = FAMILY[item] ?? "machines";
      const name = side.id === "rent" && item === "build" ? "Integrate it" : LABELS[item];
      const room = (cost / top) * PIXELS - 12;
      const words = [name, money(cost, true)];
      const fits = words.every((word) => textWidth(word, 12) <= room);
      const data = Array(2).fill("-");
      data[index] = { value: cost, name: `${name}: ${money(cost)} a month` };
      series.push({
        type: "bar", id: `${side.id}-${item}`, stack: "bill", barWidth: BAR, data,
        itemStyle: { color: side.tones[family], borderColor: PAPER, borderWidth: 1 }, emphasis: { disabled: true },
        label: {
          show: fits, formatter: words.join("\n"), color: family === "data" ? INK : PAPER, fontSize: 12,
          fontWeight: "500", position: "insideLeft", distance: 7, silent: true,
        },
      });
    }
    const color = side.tones.machines ?? side.tones.api;
    const total = bill[`${side.id}Cost`];
    const middle = HEIGHT * (index === 0 ? 0.75 : 0.25);
    const under = middle - BAR / 2 - 7;
    const [low, high] = band[side.id].map((end) => Math.min(end, top));
    const whisker = [[low, -4], [low, 4], [low, 0], [high, 0], [high, 4], [high, -4]];
    series.push(line(`${side.id}-band`, color, 1.5, whisker.map(([x, y]) => [x, under + y])));
    const bold = { color, fontWeight: "600" };
    series.push(text(`${side.id}-name`, { ...bold, fontSize: 16, position: "left", distance: 14 }, [0, middle, side.label]));
    series.push(
      text(`${side.id}-total`, { ...bold, fontSize: 18, position: "right", distance: 10 }, [total, middle, money(total)]),
    );
  }
  const [low, high] = [Math.min(bill.ownCost, bill.rentCost), Math.max(bill.ownCost, bill.rentCost)];
  if (money(low) !== money(high)) {
    const place = HEIGHT / 2 + 8;
    const bracket = [[low, 5], [low, -5], [low, 0], [high, 0], [high, 5], [high, -5]];
    const words = `${money(high - low)} a month`;
    const most = top * (1 - textWidth(words, 13) / 2 / PIXELS) + (top * 40) / PIXELS;
    series.push(line("difference", INK, 1, bracket.map(([x, y]) => [x, place + y])));
    series.push(
      text("difference-label", { color: INK, fontSize: 13, position: "bottom", distance: 3 },
        [Math.min((low + high) / 2, most), place - 3, words]),
    );
  }
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 0, animationDurationUpdate: 120, animationEasingUpdate: "cubicOut",
    grid: { left: LEFT, right: RIGHT, top: 0, bottom: 0 },
    xAxis: axis(top),
    yAxis: [{ ...axis(), type: "category", data: ["Own", "Rent"], inverse: true, min: null, max: null }, axis(HEIGHT)],
    series,
  };
}

function title({ own, ownCost, rentCost }) {
  const difference = money(Math.abs(rentCost - ownCost));
  const finding =
    money(ownCost) === money(rentCost) ? `Both cost ${money(ownCost)} a month`
    : ownCost < rentCost ? `Owning saves ${difference} a month`
    : `Owning costs ${difference} a month more`;
  const shares = { machines: 0, people: 0, data: 0, api: 0 };
  OWN.forEach((item, at) => (shares[FAMILY[item] ?? "machines"] += own[at] / ownCost));
  const [[family, share]] = Object.entries(shares).sort(([, one], [, other]) => other - one);
  const is = { machines: "machines are", people: "people are", data: "labels and tests are", api: "the closed API is" };
  return `${finding}; ${is[family]} ${Math.round(share * 100)}\u202f% of its bill`;
}

/** The bill of each side, line by line and in all, and the range of nine in ten cases. */
function billed(size) {
  const { cost, ledgers, bands } = evaluate({ model_size: size });
  const costs = (ledger, items) => items.map((item) => ledger[item]);
  const range = ({ p5, p95 }) => [p5, p95];
  const bill = {
    own: costs(ledgers.own, OWN),
    rent: costs(ledgers.rent, RENT),
    ownCost: cost.own_cost,
    rentCost: cost.rent_cost,
  };
  return [bill, { own: range(bands.own_cost), rent: range(bands.rent_cost) }];
}

const { min, max, default: usual } = inputs().find(({ id }) => id === "model_size");
const slider = document.getElementById("slider-model_size");
const chart = init(document.getElementById("chart"), null, { renderer: "svg" });

function show() {
  const size = Number((min * (max / min) ** (slider.value / slider.max)).toPrecision(3));
  const [bill, band] = billed(size);
  document.getElementById("size").textContent = `${size}B`;
  document.getElementById("title").textContent = title(bill);
  chart.setOption(drawing(bill, band), { replaceMerge: ["series"], lazyUpdate: true });
}

slider.value = (Math.log(usual / min) / Math.log(max / min)) * slider.max;
slider.addEventListener("input", show);
show();
document.documentElement.dataset.ready = "true";
