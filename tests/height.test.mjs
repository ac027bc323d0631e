// What src/height.js tells a host, letter by letter: a window that is none runs it, and the clock is moved by hand.
// Called by tests/height.rs; by hand: node --test tests/height.test.mjs
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const SCRIPT = readFileSync(new URL("../src/height.js", import.meta.url), "utf8");
const SITE = "https://example.org/own/embed/ledger/";

/** A framed page: `told` has what it sends, `height` and `given` can be set, `receive` and `wait` make things happen. */
function framed(address, { height = 640.2, given = 150 } = {}) {
  const url = new URL(address);
  const listeners = {};
  const timers = new Map();
  let now = 0;
  let nextTimer = 0;
  let observed;
  const page = { told: [], height, given, hidden: false };
  const host = { postMessage: (message, target) => (assert.equal(target, "*"), page.told.push(message)) };
  const listen = (kind, call) => (listeners[kind] ??= []).push(call);
  const window = {
    URLSearchParams, JSON, Math,
    location: { search: url.search, hash: url.hash, href: url.href, host: url.host },
    document: {
      documentElement: { getBoundingClientRect: () => ({ height: page.height }) },
      addEventListener: listen,
      createElement: (name) => ({ name }),
      get hidden() { return page.hidden; },
      fonts: { ready: { then: (call) => (page.fontsReady = call) } },
    },
    parent: host,
    get innerHeight() { return page.given; },
    innerWidth: 600,
    scrollY: 0,
    addEventListener: listen,
    open: (address) => page.opens(address),
    setTimeout: (call, delay) => (timers.set(++nextTimer, { call, due: now + delay }), nextTimer),
    clearTimeout: (id) => timers.delete(id),
    ResizeObserver: class { constructor(call) { observed = call; } observe() {} },
  };
  window.self = window;
  vm.runInNewContext(SCRIPT, window);
  page.taken = () => structuredClone(JSON.parse(JSON.stringify(page.told.splice(0))));
  page.receive = (data, source = host) => listeners.message.forEach((call) => call({ source, data }));
  page.resize = (height) => { page.height = height; observed(); };
  page.fire = (kind, event) => (listeners[kind] ?? []).forEach((call) => call(event));
  page.wait = (milliseconds) => {
    const end = now + milliseconds;
    for (;;) {
      const [due] = [...timers].filter(([, timer]) => timer.due <= end).sort(([, a], [, b]) => a.due - b.due);
      if (!due) break;
      timers.delete(due[0]);
      now = due[1].due;
      due[1].call();
    }
    now = end;
  };
  return page;
}

const amp = (height) => ({ sentinel: "amp", type: "embed-size", height });
const usual = (name, height, src) => [
  { "datawrapper-height": { [name]: height } },
  amp(height),
  JSON.stringify({ src, context: "iframe.resize", height }),
];

test("a page that nobody frames says nothing", () => {
  const window = { parent: undefined };
  window.parent = window.self = window;
  vm.runInNewContext(SCRIPT, window);
});

test("an unknown host gets the three usual messages, once, and may ask as iframe-resizer", () => {
  const address = `${SITE}?gpu_count=8`;
  const page = framed(address);
  assert.deepEqual(page.taken(), ["[iFrameResizerChild]Ready", ...usual("embed/ledger/?gpu_count=8", 641, address)]);
  // Datawrapper's hosts find the frame by that name in its address.
  assert.ok(address.includes("embed/ledger/?gpu_count=8"));
  page.resize(640.4);
  assert.deepEqual(page.taken(), [], "less than a pixel is no change");
  page.resize(700);
  assert.deepEqual(page.taken(), usual("embed/ledger/?gpu_count=8", 700, address));
});

test("two frames of one figure have names of their own", () => {
  const name = (address) => Object.keys(framed(address).taken()[1]["datawrapper-height"])[0];
  assert.equal(name(SITE), "embed/ledger");
  assert.equal(name(`${SITE}?frame=2`), "embed/ledger/?frame=2");
  assert.equal(name(`${SITE}index.html#x`), "embed/ledger/index.html");
  assert.equal(name("https://example.org/own/?embed=all&gpu_count=8"), "embed=all&gpu_count=8");
  assert.equal(name("https://example.org/own/"), "example.org");
});

test("an old address that has led here is the one that hosts are told", () => {
  const old = "https://example.org/own/?embed=ledger&gpu_count=8";
  const page = framed(`${SITE}?gpu_count=8#as=${encodeURIComponent(old)}`);
  assert.deepEqual(page.taken().slice(1), usual("embed=ledger&gpu_count=8", 641, old));
  assert.deepEqual(framed(`${SITE}#amp=1&as=${encodeURIComponent(old)}`).taken()[1], amp(641));
});

test("pym gets its own string with the name it gave", () => {
  const page = framed(`${SITE}?initialWidth=600&childId=box%20%C3%A4%2B1#ledger`);
  const height = (h) => `pymxPYMxbox ä+1xPYMxheightxPYMx${h}`;
  assert.deepEqual(page.taken(), [height(641)]);
  page.receive("pymxPYMxbox ä+1xPYMxwidthxPYMx320");
  assert.deepEqual(page.taken(), [height(641)]);
  // pym's host stays pym's.
  page.receive({ sentinel: "amp", type: "frames-init" });
  page.receive("resize");
  assert.deepEqual(page.taken(), [height(641), height(641)]);
});

test("amp is greeted and gets no less than it accepts", () => {
  const page = framed(`${SITE}#amp=1`, { height: 80 });
  assert.deepEqual(page.taken(), [{ sentinel: "amp", type: "embed-ready" }, amp(100)]);
  page.given = 100;
  page.wait(60_000);
  assert.deepEqual(page.taken(), [], "the least height is given");
  page.resize(700);
  assert.deepEqual(page.taken(), [amp(700)]);
});

test("a host that asks in amp's words is answered in them alone", () => {
  const page = framed(SITE);
  page.taken();
  page.receive({ sentinel: "amp", type: "frames-init" });
  page.resize(700);
  assert.deepEqual(page.taken(), [amp(641), amp(700)]);
});

test("WordPress gets its secret back, and follows links itself", () => {
  const page = framed(`${SITE}#?secret=abcDEF1234`);
  assert.deepEqual(page.taken(), [{ message: "height", value: 641, secret: "abcDEF1234" }]);
  let isPrevented = false;
  const link = { href: "https://example.org/own/", hash: "" };
  page.fire("click", { target: { closest: () => link }, preventDefault: () => (isPrevented = true) });
  assert.deepEqual(page.taken(), [{ message: "link", value: link.href, secret: "abcDEF1234" }]);
  assert.ok(isPrevented);
  // Without its own sign, a secret is none.
  assert.equal(framed(`${SITE}#secret=a`).taken()[0], "[iFrameResizerChild]Ready");
});

test("a link opens another window, and where the frame forbids that its address is shown", () => {
  const page = framed(SITE);
  page.taken();
  const link = { href: "https://example.org/own/?gpu_count=8", hash: "", target: "_blank", after: (shown) => (link.shown = shown) };
  const click = () => {
    let isPrevented = false;
    page.fire("click", { target: { closest: () => link }, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  };
  page.opens = () => null;
  assert.ok(click());
  assert.deepEqual(link.shown, { name: "output", textContent: " (https://example.org/own/?gpu_count=8)" });
  const other = { opener: "this page" };
  page.opens = (address) => (assert.equal(address, link.href), other);
  assert.ok(click());
  assert.equal(other.opener, null, "the other page could move this one");
  assert.equal(link.shown.textContent, "", "an address that need not be copied");
  delete link.target;
  assert.ok(!click(), "a link within the page is the browser's");
  assert.deepEqual(page.taken(), []);
});

test("a place within the frame is named to hosts that scroll to it, and to no others", () => {
  const come = { detail: { getBoundingClientRect: () => ({ top: 1234.4 }) } };
  const told = (page) => (page.taken(), page.fire("own-or-rent:come", come), page.taken());
  assert.deepEqual(told(framed(`${SITE}?childId=a`)), ["pymxPYMxaxPYMxscrollToChildPosxPYMx1234"]);
  const page = framed(SITE);
  assert.deepEqual(told(page), []);
  page.receive("[iFrameSizer]box:8:false:false:32:true:true:null");
  assert.deepEqual(told(page), ["[iFrameSizer]box:1234:0:scrollToOffset"]);
});

test("Guardian hosts ask with a word and get their string", () => {
  const page = framed(SITE);
  page.taken();
  page.receive("resize");
  const [text] = page.taken();
  assert.deepEqual(JSON.parse(text), { type: "set-height", value: 641, id: "iframeMessenger:embed/ledger" });
});

test("iframe-resizer 4 and 5 are answered by the name they gave", () => {
  for (const init of [
    "[iFrameSizer]box:8:false:false:32:true:true:null:bodyOffset:null:null:0:false:parent:scroll:true",
    "[iFrameSizer]box:8:false:false:32:true:true:null:auto:null:null:0:false:parent:scroll:true::x:true:-5:5.5.9:0::",
  ]) {
    const page = framed(SITE);
    page.taken();
    page.receive(init);
    assert.deepEqual(page.taken(), ["[iFrameSizer]box:641:600:init"]);
    page.resize(300);
    assert.deepEqual(page.taken(), ["[iFrameSizer]box:300:600:resizeObserver"]);
    page.receive("[iFrameSizer]resize");
    assert.deepEqual(page.taken(), ["[iFrameSizer]box:300:600:resizeObserver"]);
  }
  const still = framed(SITE);
  still.receive("[iFrameSizer]box:8:false:false:32:true:false:null");
  still.taken();
  still.resize(300);
  assert.deepEqual(still.taken(), [], "a host that wants no changes gets none");
});

test("a hidden frame says nothing until it is shown", () => {
  const page = framed(SITE, { height: 0 });
  assert.deepEqual(page.taken(), ["[iFrameResizerChild]Ready"]);
  page.resize(500);
  assert.equal(page.taken().length, 3);
});

test("a height not given is told again, and a listener that comes late gets it, whenever that is", () => {
  const page = framed(`${SITE}?childId=a`);
  page.taken();
  for (const pause of [250, 1000, 3000, 10_000, 10_000, 10_000]) {
    page.wait(pause - 1);
    assert.deepEqual(page.taken(), [], `${pause}`);
    page.wait(1);
    assert.deepEqual(page.taken(), ["pymxPYMxaxPYMxheightxPYMx641"], `${pause}`);
  }
  page.given = 641;
  page.wait(60_000);
  assert.deepEqual(page.taken(), [], "a height given is not told again");
  page.given = 640;
  page.receive({ any: "message" });
  assert.equal(page.taken().length, 1, "whoever speaks has begun to listen");
});

test("what the host has given is not told twice", () => {
  const page = framed(SITE);
  page.taken();
  page.given = 641;
  page.fire("load");
  page.fire("visibilitychange");
  page.fontsReady();
  assert.deepEqual(page.taken(), []);
});

test("only the parent is heard, and nothing but a question is one", () => {
  const page = framed(SITE, { given: 641 });
  page.taken();
  page.receive("resize", {});
  for (const message of [null, undefined, 0, "", "x", {}, [], { sentinel: "amp" }, { sentinel: "other", type: "frames-init" }, "[iFrameSizer]x:8", "{", 7])
    page.receive(message);
  assert.deepEqual(page.taken(), []);
});
