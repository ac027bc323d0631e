// What src/host.js makes of an address and of messages: a page that is none runs it, and the clock is moved by hand.
// Called by tests/height.rs; by hand: node --test tests/host.test.mjs
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

// Papers of the palette, and round numbers around them.
const GROUNDS = "const GROUNDS = { contrast: 4.5, light: [0.9551, 0.8, 1], dark: [0.0075, 0, 0.02] };";
const SCRIPT = readFileSync(new URL("../src/host.js", import.meta.url), "utf8").replace("const GROUNDS = {};", GROUNDS);
const SITE = "https://example.org/own/embed/ledger/";
const HOST = "https://news.example";

/** A framed page with a program that shows `gpu_count` and refuses what is above 1,024. */
async function framed(search, { theme, isExplored = true, isExplorable = true } = {}) {
  const page = { told: [], said: [], address: SITE + search, events: [], body: { style: {} } };
  const listeners = {};
  const observers = [];
  const timers = [];
  const listen = (kind, call) => (listeners[kind] ??= []).push(call);
  const parent = { postMessage: (message, target) => page.told.push([target, JSON.parse(JSON.stringify(message))]) };
  const root = {
    dataset: { ...(theme && { theme }), ...(isExplorable && { explorable: "true" }), ...(isExplored && { explored: "true" }) },
    style: { setProperty: (name, value) => (page[name] = value) },
  };
  const link = { href: "https://example.org/own/index.html?edition=3" };
  const note = {
    textContent: "",
    cloneNode: () => ({ dataset: { live: "note" } }),
    before: (said) => page.said.push(said),
  };
  const places = { link, note, answer: { textContent: "Owning costs less." } };
  const show = (count) => {
    note.textContent = count > 1024 ? `Not understood in the address: gpu_count: ${count} is out of range` : "";
    link.href = `https://example.org/own/index.html?gpu_count=${Math.min(count, 1024)}&edition=3`;
    observers.filter(({ of }) => of === link).forEach(({ call }) => call());
  };
  const window = {
    URL, URLSearchParams, parent,
    location: { search, hash: "#?secret=a" },
    history: { replaceState: (_, __, address) => (page.address = address) },
    document: {
      readyState: "interactive",
      documentElement: root,
      body: page.body,
      querySelector: (selector) =>
        selector === "[data-figure]" ? { dataset: { figure: "ledger" } } : (places[/live=(\w+)/.exec(selector)[1]] ?? null),
      dispatchEvent: ({ type }) => {
        page.events.push(type);
        show(Number(new URLSearchParams(page.address.split("?")[1].split("#")[0]).get("gpu_count") ?? 2));
      },
    },
    Event,
    MutationObserver: class {
      constructor(call) { this.call = call; }
      observe(of) { observers.push({ of, call: () => this.call([], this) }); }
      disconnect() {}
    },
    addEventListener: listen,
    setTimeout: (call) => timers.push(call),
    clearTimeout: () => timers.splice(0),
  };
  window.self = window;
  await vm.runInNewContext(`(async () => { ${SCRIPT} })()`, window);
  page.root = root;
  page.move = show;
  page.rest = () => timers.splice(0).forEach((call) => call());
  page.explore = () => {
    root.dataset.explored = "true";
    observers.filter(({ of }) => of === root).forEach(({ call }) => call());
  };
  page.receive = (data, { source = parent, origin = HOST } = {}) => listeners.message?.forEach((call) => call({ source, origin, data }));
  page.taken = () => page.told.splice(0);
  page.problems = () => page.said.map(({ textContent }) => textContent).join();
  return page;
}

test("colours that can be read are taken over, of the light theme unless the dark one is named", async () => {
  const light = await framed("?accent=8a1538&paper=fff1e5");
  assert.deepEqual([light["--accent"], light["--paper"], light.root.dataset.theme], ["#8a1538", "#fff1e5", "light"]);
  const dark = await framed("?accent=ffb000&paper=101820&theme=dark", { theme: "dark" });
  assert.deepEqual([dark["--accent"], dark["--paper"], dark.root.dataset.theme], ["#ffb000", "#101820", "dark"]);
  assert.deepEqual([light.problems(), dark.problems()], ["", ""]);
});

test("a transparent paper keeps the colours of the words on bars", async () => {
  const page = await framed("?paper=transparent");
  assert.deepEqual([page.root.style.background, page.body.style.background], ["none", "none"]);
  assert.deepEqual([page["--paper"], page.root.dataset.theme], [undefined, "light"]);
});

test("what is not understood or could not be read is refused with what is allowed", async () => {
  for (const [search, problem] of [
    // 1.06 by the formula of WCAG 2.2, worked by hand: (0.9551 + 0.05) / (0.2126 * 0.855 + 0.7152 + 0.05).
    ["?accent=eeff00", "accent: 'eeff00' has a contrast of 1.1 to 1 with its paper (allowed: 4.5 or more)"],
    ["?accent=red", "accent: 'red' is not a colour (allowed: six hexadecimal digits)"],
    ["?paper=%23fff", "paper: '#fff' is not a colour (allowed: six hexadecimal digits, transparent)"],
    ["?paper=808080", "paper: '808080' leaves words of the light theme a contrast below 4.5 to 1 (allowed: a lighter colour)"],
    ["?face=comic%07", "face: 'comic\ufffd' is not an option (allowed: host, ours)"],
    ["?events=news.example", "events: 'news.example' is not an origin (allowed: such as https://example.org)"],
    ["?events=https://news.example/page", "events: 'https://news.example/page' is not an origin (allowed: such as https://example.org)"],
    ["?events=*", "events: '*' is not an origin (allowed: such as https://example.org)"],
  ]) {
    const page = await framed(search);
    assert.equal(page.problems(), `Not understood in the address: ${problem}`);
    assert.deepEqual([page["--accent"], page["--paper"], page.told], [undefined, undefined, []]);
  }
});

test("a host that the address names is told the case once it rests, and nobody else", async () => {
  const page = await framed(`?events=${HOST}`);
  assert.deepEqual(page.taken(), [
    [HOST, { ownOrRent: 1, type: "ready", figure: "ledger", case: "edition=3", answer: "Owning costs less." }],
  ]);
  for (const count of [4, 5, 6]) page.move(count);
  assert.deepEqual(page.taken(), []);
  page.rest();
  assert.deepEqual(page.taken(), [
    [HOST, { ownOrRent: 1, type: "change", figure: "ledger", case: "gpu_count=6&edition=3", answer: "Owning costs less." }],
  ]);
  assert.deepEqual((await framed("?gpu_count=8")).told, []);
});

test("a case that is sent goes into the address beside the look, and is answered at once", async () => {
  const page = await framed(`?events=${HOST}&theme=dark&gpu_count=2`, { theme: "dark" });
  page.taken();
  page.receive({ ownOrRent: 1, type: "set", case: "gpu_count=8&theme=light&events=https://evil.example" });
  assert.deepEqual(page.events, ["own-or-rent:set"]);
  const sent = new URLSearchParams(page.address.split("#")[0]);
  assert.deepEqual([sent.get("gpu_count"), sent.get("theme"), sent.getAll("events")], ["8", "dark", [HOST]]);
  assert.ok(page.address.endsWith("#?secret=a"), page.address);
  assert.deepEqual(page.taken().map(([target, { type, case: of }]) => [target, type, of]), [[HOST, "change", "gpu_count=8&edition=3"]]);
  page.rest();
  assert.deepEqual(page.taken(), []);
});

test("what is sent and not understood is sent back with what is allowed", async () => {
  const page = await framed(`?events=${HOST}`);
  page.taken();
  for (const [message, reason] of [
    [{ ownOrRent: 2, type: "set", case: "" }, "ownOrRent: '2' is not a version (allowed: 1)"],
    [{ ownOrRent: 1, type: "get" }, "type: 'get' is not an option (allowed: set)"],
    [{ ownOrRent: 1, type: "set", case: { gpu_count: 8 } }, "case: a text is missing, such as 'gpu_count=8'"],
  ]) {
    page.receive(message);
    assert.deepEqual(page.taken(), [[HOST, { ownOrRent: 1, type: "refused", figure: "ledger", reason }]]);
  }
  page.receive({ ownOrRent: 1, type: "set", case: "gpu_count=5000" });
  assert.deepEqual(page.taken().at(-1)[1].reason, "Not understood in the address: gpu_count: 5000 is out of range");
});

test("messages of other pages, of other origins and of other kinds are not heard", async () => {
  const page = await framed(`?events=${HOST}`);
  page.taken();
  const set = { ownOrRent: 1, type: "set", case: "gpu_count=8" };
  page.receive(set, { source: {} });
  page.receive(set, { origin: "https://evil.example" });
  for (const other of [null, "set", 1, { type: "set", case: "gpu_count=8" }, { sentinel: "amp" }]) page.receive(other);
  assert.deepEqual([page.taken(), page.events], [[], []]);
});

test("a case that is sent before the program is there is shown once it is", async () => {
  const page = await framed(`?events=${HOST}`, { isExplored: false });
  page.receive({ ownOrRent: 1, type: "set", case: "gpu_count=8" });
  assert.deepEqual(page.taken(), []);
  page.explore();
  assert.deepEqual(page.taken().map(([, { type, case: of }]) => [type, of]), [["ready", "edition=3"], ["change", "gpu_count=8&edition=3"]]);
  // A figure that is the same in every case has no program to wait for.
  assert.equal((await framed(`?events=${HOST}`, { isExplored: false, isExplorable: false })).taken()[0][1].type, "ready");
});
