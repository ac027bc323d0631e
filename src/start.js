// Starts the page's wasm, and starts it anew if it stops. A file of its own, as a strict content policy refuses inline
// scripts.
//
// What stops it: something else changed the page's elements, a translator or an extension. The fresh page is built out
// of sight from the address, and takes the old one's place once it answers.

// What stops sooner than this after its start would only stop again, milliseconds.
const SHORTEST_LIFE = 3000;

const root = document.documentElement;
const { module, wasm } = document.querySelector("script[data-module]").dataset;
let starts = 0;
let stops = 0;
let startedAt;

// How long the first paint is waited for at most, milliseconds.
const LATEST_PAINT = 3000;

// Settles once words are painted: the words need nothing of the wasm, neither its bytes on a slow line nor its tasks. A
// frame in another page may never be painted as long as it is out of sight.
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
  // A module is run once for each address: another start needs another one.
  if (number > 1) glue.search = `?start=${number}`;
  if (number === 1) await painted();
  const code = fetch(new URL(wasm, document.baseURI));
  const { default: init } = await import(glue.href);
  await init({ module_or_path: code });
}

function start() {
  const number = ++starts;
  startedAt = performance.now();
  // What stopped by itself has been reported.
  load(number).catch(() => stops < number && tellFailure());
}

function startAnew() {
  stops = starts;
  if (starts > 1 && performance.now() - startedAt < SHORTEST_LIFE) return tellFailure();
  const stopped = document.getElementById("app");
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
  }).observe(root, { attributeFilter: ["data-ready"] });
  start();
}

// The article stays as it is and says that its controls don't answer.
function tellFailure() {
  if (document.getElementById("failure")) return;
  const note = document.createElement("p");
  note.id = "failure";
  note.className = "failure";
  note.setAttribute("role", "alert");
  note.textContent =
    "The controls of this page don't work here. The article can be read as it is; loading the page again starts it anew.";
  document.body.prepend(note);
}

// src/browser/document.rs reports it.
addEventListener("own-or-rent:stopped", startAnew);
addEventListener("own-or-rent:missing", tellFailure);
start();
