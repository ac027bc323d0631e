// Starts the page's wasm, and restarts it if it stops. A file of its own, as a strict content policy refuses inline
// scripts.
//
// The wasm stops if a translator or an extension changes the page's elements. The fresh page is rendered out of sight
// from the address, and replaces the old one once it is interactive.

// A run that stops sooner than this would only stop again, milliseconds.
const SHORTEST_LIFE = 3000;

const root = document.documentElement;
const { module, wasm } = document.querySelector("script[data-module]").dataset;
let starts = 0;
let stops = 0;
let startedAt;

// The longest wait for the first paint, milliseconds.
const LATEST_PAINT = 3000;

// Resolves once the text is painted, so that the wasm competes with it neither for a slow line nor for the main thread.
// A frame in another page may never be painted as long as it is out of sight.
function painted() {
  const isSeen = parent === window && !document.hidden;
  if (!isSeen || !PerformanceObserver.supportedEntryTypes.includes("paint")) return undefined;
  return new Promise((resolve) => {
    setTimeout(resolve, LATEST_PAINT);
    new PerformanceObserver(() => setTimeout(resolve)).observe({ type: "paint", buffered: true });
  });
}

async function load(number) {
  const glue = new URL(module, document.baseURI);
  // A browser runs a module once per address: a restart needs another address.
  if (number > 1) glue.search = `?start=${number}`;
  if (number === 1) await painted();
  const code = fetch(new URL(wasm, document.baseURI));
  const { default: init } = await import(glue.href);
  await init({ module_or_path: code });
}

function start() {
  const number = ++starts;
  startedAt = performance.now();
  // A run that has stopped has been reported already.
  load(number).catch(() => stops < number && tellFailure());
}

function startAnew() {
  stops = starts;
  if (starts > 1 && performance.now() - startedAt < SHORTEST_LIFE) return tellFailure();
  const stopped = document.getElementById("app");
  const focused = stopped.contains(document.activeElement) && document.activeElement.id;
  const fresh = document.createElement("div");
  fresh.hidden = true;
  stopped.removeAttribute("id");
  fresh.id = "app";
  stopped.before(fresh);
  root.removeAttribute("data-ready");
  new MutationObserver((_, observer) => {
    if (root.dataset.ready !== "true") return;
    observer.disconnect();
    stopped.remove();
    fresh.hidden = false;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }).observe(root, { attributeFilter: ["data-ready"] });
  start();
}

// Says in the page's line of warning what does not work, and which case the numbers are of.
function tell(failed, text) {
  const note = document.getElementById("standing");
  root.dataset.failed = failed;
  note.setAttribute("role", "alert");
  note.firstElementChild.textContent = text;
}

function tellFailure() {
  root.removeAttribute("data-answers");
  const other = location.search ? ", not of the one in the link" : "";
  tell("all", `The controls of this page don't work here. Every number is that of the case the page opens with${other}.`);
}

function tellMissing() {
  tell(
    "rest",
    "A part of this page could not be loaded. The sliders and the answer follow your case; the text and the figures below still show the case the page opens with, and the address does not follow.",
  );
}

// Dispatched by src/browser/document.rs.
addEventListener("own-or-rent:stopped", startAnew);
addEventListener("own-or-rent:missing", tellMissing);
start();
