// Lighthouse's scores of a page: node run.mjs <address> <folder for the report> <runs>.
// Called by `cargo xtask measure lighthouse` in the folder where Lighthouse is installed. Writes lighthouse.json and lighthouse.md:
// the medians of both presets, and each audit that is not whole, with its reason.
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const { default: lighthouse, desktopConfig } = await import(require.resolve("lighthouse"));
const { launch } = await import(require.resolve("chrome-launcher"));

const [address, out, runs = "5"] = process.argv.slice(2);
if (!out) {
  console.error("usage: node run.mjs <address> <folder for the report> <runs>");
  process.exit(2);
}

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const PRESETS = { mobile: undefined, desktop: desktopConfig };
const METRICS = [
  "first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index",
  "interactive",
];

/** One run in a browser of its own. */
async function visit(config) {
  const chrome = await launch({
    chromePath: process.env.CHROME_PATH ?? "chromium",
    chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
    logLevel: "silent",
  });
  try {
    const options = { port: chrome.port, output: "json", logLevel: "error", onlyCategories: CATEGORIES };
    const { lhr } = await lighthouse(address, options, config);
    if (lhr.runtimeError) throw new Error(`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
    return lhr;
  } finally {
    await chrome.kill();
  }
}

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor((numbers.length - 1) / 2)];

/** What an audit says is at fault, in few words. */
function reasons(audit) {
  // Some audits give tables within a list.
  const items = (audit.details?.items ?? []).flatMap((item) => (Array.isArray(item.items) ? item.items : [item]));
  const words = items.slice(0, 5).map((item) =>
    [item.node?.selector, item.url, item.source?.url, item.phase, item.description, item.reason, item.label, item.directive, item.groupLabel]
      .filter((word) => typeof word === "string")
      .concat(item.wastedBytes ? [`${Math.round(item.wastedBytes / 1000)} kB`] : [])
      .concat(item.timing ? [`${Math.round(item.timing)} ms`] : [])
      .concat(item.duration ? [`${Math.round(item.duration)} ms`] : [])
      .join(" ")
      .replaceAll(address, "/")
      .slice(0, 100),
  );
  return [...new Set(words.filter(Boolean))];
}

function short({ categories, audits }) {
  const faults = CATEGORIES.flatMap((category) =>
    categories[category].auditRefs
      .map((ref) => ({ ref, audit: audits[ref.id] }))
      .filter(({ audit }) => audit.score !== null && audit.score < 1)
      .map(({ ref, audit }) => ({
        category,
        audit: audit.id,
        title: audit.title,
        score: Math.round(audit.score * 100),
        weight: ref.weight,
        shown: audit.displayValue ?? "",
        reasons: reasons(audit),
      })),
  );
  const scores = Object.fromEntries(CATEGORIES.map((category) => [category, Math.round(categories[category].score * 100)]));
  const metrics = Object.fromEntries(METRICS.map((id) => [id, audits[id].numericValue]));
  return { scores, metrics, faults };
}

// What else runs, before we do.
const load = Number((await readFile("/proc/loadavg", "utf8").catch(() => "0")).split(" ")[0]);
const presets = {};
let about;
for (const [name, config] of Object.entries(PRESETS)) {
  const visits = [];
  for (let run = 0; run < Number(runs); run += 1) {
    const lhr = await visit(config);
    about = { lighthouse: lhr.lighthouseVersion, browser: lhr.environment.hostUserAgent.match(/Chrome\/[\d.]+/)?.[0] };
    visits.push(short(lhr));
    console.log(name, JSON.stringify(visits.at(-1).scores));
  }
  const of = (part, key) => median(visits.map((visit) => visit[part][key]));
  const medians = (part) => Object.fromEntries(Object.keys(visits[0][part]).map((key) => [key, of(part, key)]));
  const performance = of("scores", "performance");
  // What is at fault, as the run in the middle has it.
  const { faults } = visits.find((visit) => visit.scores.performance === performance);
  presets[name] = { scores: medians("scores"), metrics: medians("metrics"), all: visits.map((visit) => visit.scores), faults };
}

const machine = `${cpus().length} cores of ${cpus()[0].model.trim()}`;
const date = new Date().toISOString().slice(0, 10);
const report = { date, machine, load_average: load, ...about, runs: Number(runs), presets };

const rows = Object.entries(presets).map(
  ([name, { scores }]) => `| ${name} | ${CATEGORIES.map((category) => scores[category]).join(" | ")} |`,
);
const times = Object.entries(presets).map(([name, { metrics }]) => {
  const cells = METRICS.map((id) => (id === "cumulative-layout-shift" ? metrics[id].toFixed(4) : `${Math.round(metrics[id])} ms`));
  return `| ${name} | ${cells.join(" | ")} |`;
});
const cell = (text) => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
const faults = Object.entries(presets).flatMap(([name, { faults }]) =>
  faults.map(
    ({ category, audit, title, score, weight, shown, reasons }) =>
      `| ${name} | ${category} | ${audit} | ${score} | ${weight} | ${cell([title, shown, ...reasons].filter(Boolean).join("; "))} |`,
  ),
);
const page = `# Lighthouse

Lighthouse ${about.lighthouse} on ${date} by \`cargo xtask measure lighthouse\`, in ${about.browser}, on ${machine}, with ${load.toFixed(1)} other programs
wanting to run on average; its own presets with their simulated lines and processors; medians of ${runs} runs each. Bytes and
audits are the same everywhere, times are of that machine.

| preset | performance | accessibility | best practices | SEO |
|---|--:|--:|--:|--:|
${rows.join("\n")}

| preset | first paint | largest paint | blocking | layout shift | speed index | interactive |
|---|--:|--:|--:|--:|--:|--:|
${times.join("\n")}

## What is not whole

Audits below 100, in the run in the middle. Those of weight 0 do not count in the score.

| preset | category | audit | score | weight | why |
|---|---|---|--:|--:|---|
${faults.join("\n")}
`;
await mkdir(out, { recursive: true });
await writeFile(join(out, "lighthouse.json"), `${JSON.stringify(report, null, 2)}\n`);
await writeFile(join(out, "lighthouse.md"), page);
console.log(page);
