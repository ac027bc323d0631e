// Compares the built module, in Node, with the calculator: `node --test crates/javascript/tests/`.
// Looks for dist/module and target/debug/calculator, or where OWN_OR_RENT_MODULE and CALCULATOR say.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const built = process.env.OWN_OR_RENT_MODULE ?? join(root, "dist/module");
const calculator = process.env.CALCULATOR ?? join(root, "target/debug/calculator");

// A folder whose package.json says "module", since the built one may stand below a package.json that does not.
const folder = mkdtempSync(join(tmpdir(), "own-or-rent-"));
after(() => rmSync(folder, { recursive: true }));
for (const name of ["own_or_rent.js", "own_or_rent_bg.wasm", "own_or_rent.d.ts"]) {
  copyFileSync(join(built, name), join(folder, name));
}
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
const model = await import(pathToFileURL(join(folder, "own_or_rent.js")));
model.initSync({ module: readFileSync(join(folder, "own_or_rent_bg.wasm")) });

function printed(...args) {
  return JSON.parse(execFileSync(calculator, args, { encoding: "utf8", maxBuffer: 1 << 26 }));
}

/** A value with each number as its bits, so that 0 and -0 differ. */
function bits(value) {
  if (typeof value === "number") {
    return new BigUint64Array(new Float64Array([value]).buffer)[0];
  }
  if (Array.isArray(value)) {
    return value.map(bits);
  }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bits(item)]));
  }
  return value;
}

function refusal(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  return assert.fail("nothing was thrown");
}

test("agrees with the calculator to the bit", () => {
  const scenarios = [...printed("scenarios", "--count", "20", "--seed", "7"), {}, { preset: "intercom" }];
  const file = join(folder, "scenarios.json");
  writeFileSync(file, JSON.stringify(scenarios));
  const native = printed("evaluate", "--scenario", file, "--format", "json");
  assert.equal(native.length, scenarios.length);
  scenarios.forEach((scenario, index) => {
    assert.deepEqual(bits(model.evaluate(scenario)), bits(native[index].outcome));
  });
});

test("an evaluation is plain data", () => {
  const outcome = model.evaluate({ gpu_count: 4 });
  assert.deepEqual(bits(JSON.parse(JSON.stringify(outcome))), bits(outcome));
  assert.deepEqual(bits(structuredClone(outcome)), bits(outcome));
  assert.equal(Object.getPrototypeOf(outcome.cost), Object.prototype);
});

test("chosen outputs are those of the whole, and take no sample that they do not need", () => {
  const all = model.outputs();
  const ids = all.map((output) => output.id);
  for (const scenario of printed("scenarios", "--count", "10", "--seed", "3")) {
    const whole = model.evaluate(scenario);
    const chosen = model.evaluate(scenario, { outputs: ids });
    // The ways are in no outcome: they are computed where they are asked for.
    for (const { id, family } of all.filter((output) => output.need !== "ways")) {
      assert.deepEqual(bits(chosen[id]), bits(whole[family][id]), id);
    }
    for (const { way, cost } of model.ways(scenario).ways) {
      assert.deepEqual(bits(chosen[`${way}_cost`]), bits(cost), way);
    }
    assert.deepEqual(Object.keys(model.evaluate(scenario, { outputs: ["saving", "fits"] })), ["saving", "fits"]);
  }
  const time = (options) => {
    const start = performance.now();
    for (let call = 0; call < 20; call += 1) {
      model.evaluate({ gpu_count: 1 + call }, options);
    }
    return performance.now() - start;
  };
  assert.ok(10 * time({ outputs: ["own_cost"] }) < time(undefined));
  assert.deepEqual(bits(model.evaluate({}, {})), bits(model.evaluate({})));
});

test("compares the ways as the calculator does", () => {
  for (const preset of ["support_desk", "canva"]) {
    const { version, data_date, command, scenario, ...outcome } = printed("ways", "--preset", preset, "--format", "json");
    assert.ok(version && data_date && command && scenario);
    assert.deepEqual(bits(model.ways({ preset })), bits(outcome));
  }
});

test("without a scenario it is the default one", () => {
  const whole = bits(model.evaluate({}));
  assert.deepEqual(bits(model.evaluate()), whole);
  assert.deepEqual(bits(model.evaluate({ gpu_count: undefined })), whole);
  assert.deepEqual(bits(model.evaluate(model.defaults())), whole);
});

test("explains, lists and draws as the calculator does", () => {
  const explained = printed("explain", "saving", "--set", "gpu_count=3", "--format", "json");
  assert.deepEqual(bits(model.explain({ gpu_count: 3 }, "saving")), bits(explained.steps));
  for (const list of ["inputs", "presets", "outputs"]) {
    assert.deepEqual(bits(model[list]()), bits(printed(list, "--format", "json")));
  }
  const { inputs } = printed("evaluate", "--preset", "canva", "--format", "json");
  assert.deepEqual(bits(model.defaults("canva")), bits(inputs));
  const curve = model.curve({ preset: "canva" }, "gpu_hour_price", 20);
  assert.equal(curve.length, 20);
  const { outcome } = printed(
    "evaluate", "--preset", "canva", "--set", `gpu_hour_price=${curve[5].x}`, "--format", "json",
  );
  assert.equal(curve[5].own_cost, outcome.cost.own_cost);
  assert.ok(model.curve(undefined, "requests_per_day").length > 40);
  assert.equal(`calculator ${model.version()}\n`, execFileSync(calculator, ["--version"], { encoding: "utf8" }));
});

test("a refusal is an Error that names the field", () => {
  for (const [call, field, part] of [
    [() => model.evaluate({ gpu_count: 0 }), "gpu_count", "1 to 1024 GPUs"],
    [() => model.evaluate({ gpu_count: null }), "gpu_count", "'null' is not a number"],
    [() => model.evaluate({ gpu_count: [2] }), "gpu_count", "'[2]' is not a number"],
    [() => model.evaluate({ gpu_count: NaN }), "gpu_count", "out of range"],
    [() => model.evaluate({ gpu_count: 2n }), "gpu_count", "'a bigint' is not a number"],
    [() => model.evaluate({ gpu_count: new Map() }), "gpu_count", "'a Map' is not a number"],
    [() => model.evaluate(new Map([["gpu_count", 8]])), "scenario", "not a Map"],
    [() => model.evaluate(new Date(0)), "scenario", "not a Date"],
    [() => model.evaluate(new (class Case {})()), "scenario", "not a Case"],
    [() => model.evaluate("canva"), "scenario", "not a string"],
    [() => model.explain({}, undefined), "output", "no output is called 'undefined'"],
    [() => model.evaluate({ model: "llama-3.1-70b", model_size: 8 }), "model_size", "has no effect while model is llama-3.1-70b"],
    [() => model.curve({ model: "llama-3.1-70b" }, "model_size", 4), "model_size", "has no effect while model is"],
    [() => model.readFile(7), "file", "file: a number is neither a text nor a Uint8Array"],
    [() => model.readFile("[{}, {\"gpu_count\": 0}]"), "file", "1:21: scenario 2 of the list: gpu_count: 0"],
    [() => model.readFile("{\"gpu_hour_price\": 2,5}"), "file", "a decimal comma"],
    [() => model.readFile(""), "file", "the file is empty"],
    [() => model.readFile("model = 'llama-3.1-70b'\nmodel_size = 8"), "model_size", "has no effect"],
    [() => model.evaluate({ gpu: "abacus" }), "gpu", "'abacus' is not an option"],
    [() => model.evaluate({ gpus: 2 }), "gpus", "no input is called 'gpus'"],
    [() => model.evaluate({ preset: "nobody" }), "preset", "canva"],
    [() => model.evaluate([]), "scenario", "expected an object"],
    [() => model.evaluate(7), "scenario", "expected an object"],
    [() => model.evaluate({}, { outputs: ["happiness"] }), "output", "happiness"],
    [() => model.evaluate({}, { outputs: "own_cost" }), "outputs", "expected a list"],
    [() => model.evaluate({}, { output: ["own_cost"] }), "options", "allowed: outputs"],
    [() => model.evaluate({}, ["own_cost"]), "options", "expected an object"],
    [() => model.explain({}, "happiness"), "output", "happiness"],
    [() => model.curve({}, "happiness"), "input", "happiness"],
    [() => model.curve({}, "gpu_count", 1.5), "points", "1.5"],
    [() => model.curve({}, "gpu_count", Infinity), "points", "inf"],
    [() => model.defaults("nobody"), "preset", "nobody"],
  ]) {
    const error = refusal(call);
    assert.equal(error.field, field, String(call));
    assert.ok(error.message.includes(part), `${call}: ${error.message}`);
  }
  // A refusal leaves the module as it was.
  assert.equal(typeof model.evaluate({}).cost.own_cost, "number");
});

test("a file is read as the calculator reads it", () => {
  const scenario = { preset: "intercom", precision: "int4", gpu_count: 8 };
  for (const file of [
    JSON.stringify(scenario),
    "\ufeff" + JSON.stringify(scenario),
    "preset = 'intercom'\r\nprecision = 'int4'\r\ngpu_count = '8'\r\n",
    new TextEncoder().encode("\ufeff" + JSON.stringify(scenario)),
  ]) {
    assert.deepEqual(model.readFile(file), { scenarios: [scenario] });
  }
  const list = model.readFile("version = '0.0.1'\n[[scenario]]\ngpu_count = 8\n[[scenario]]\n");
  assert.deepEqual(list.scenarios, [{ preset: "support_desk", gpu_count: 8 }, { preset: "support_desk" }]);
  assert.deepEqual(list.edition, { version: "0.0.1", is_other: true });
  assert.equal(list.names, undefined);
  const named = model.readFile(JSON.stringify({ schema: 1, scenario: [{ name: "Today" }, { gpu_count: 8 }] }));
  assert.deepEqual(named.names, ["Today", null]);
  assert.deepEqual(named.scenarios[1], { preset: "support_desk", gpu_count: 8 });
  const { edition } = model.readFile(JSON.stringify({ version: model.version() }));
  assert.deepEqual(edition, { version: model.version(), is_other: false });
  assert.equal(model.evaluate(Object.create(null)).version, model.version());
});

test("the types stand beside it", () => {
  const types = readFileSync(join(folder, "own_or_rent.d.ts"), "utf8");
  for (const { id } of [...model.inputs(), ...model.outputs()]) {
    assert.ok(new RegExp(`^ +${id}\\??: `, "m").test(types), `${id} has no type`);
  }
  const functions = types.split("\n").filter((line) => line.startsWith("export function"));
  for (const name of ["evaluate", "explain", "curve", "inputs", "presets", "outputs", "defaults", "version"]) {
    const declared = functions.find((line) => line.startsWith(`export function ${name}(`));
    assert.ok(declared && !/\bany\b/.test(declared), `${name}: ${declared}`);
  }
});
