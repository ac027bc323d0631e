// Starts the page's wasm, and restarts it if it stops. A file of its own, as a strict content policy refuses inline
// scripts.
//
// The wasm stops if a translator or an extension changes the page's elements, or if it traps. The fresh page is rendered
// out of sight from the address, and replaces the old one once it is interactive.

// A run that stops sooner than this would only stop again, milliseconds.
const SHORTEST_LIFE = 3000;

const root = document.documentElement;
// In another page's frame nothing stands at the window's foot; src/page/app.rs marks it again.
if (parent !== window) root.dataset.framed = "true";
const { module, wasm, height } = document.querySelector("script[data-module]").dataset;
// The folder of the site: this page may be a room, one folder below.
const home = new URL(".", new URL(module, document.baseURI));
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

// A custom section of wasm with the module's name, which WebKit writes into an error's stack, where it leaves out a query.
function nameSection(name) {
  const text = (string) => [string.length, ...new TextEncoder().encode(string)];
  const content = [...text("name"), 0, name.length + 1, ...text(name)];
  return new Uint8Array([0, content.length, ...content]);
}

// Where the parts of the site come from: a server, or the file itself where all of it is one (xtask/single-file.js).
const source = globalThis.ownOrRentFile ?? {
  fetch: (name) => fetch(new URL(name, home)),
  // A browser runs a module once per address: a restart needs another address.
  load: (name, number) => import(new URL(number > 1 ? `${name}?start=${number}` : name, home)),
  open: (page) => location.replace(new URL(page.pathname + page.search + page.hash, home)),
};
const nameOf = (path) => new URL(path, document.baseURI).href.slice(home.href.length);

async function load(number) {
  if (number === 1) await painted();
  let code = source.fetch(nameOf(wasm));
  if (number > 1) {
    const bytes = await code.then((response) => response.arrayBuffer());
    code = new Blob([bytes, nameSection(`start=${number}`)]).arrayBuffer();
  }
  const { default: init } = await source.load(nameOf(module), number);
  await init({ module_or_path: await code });
}

function start() {
  const number = ++starts;
  startedAt = performance.now();
  load(number).catch((error) => {
    // A run that has stopped has been reported already.
    if (number <= stops) return;
    if (isTrap(error)) startAnew();
    else tellFailure();
  });
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
  delete root.dataset.ready;
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
  delete root.dataset.answers;
  const other = location.search ? ", not of the one in the link" : "";
  tell("all", `The controls of this page don't work here. Every number is that of the case the page opens with${other}.`);
}

function tellMissing() {
  tell(
    "rest",
    "A part of this page could not be loaded. The answer follows your case; the text and the figures still show the case the page opens with, and the address does not follow.",
  );
}

function isTrap(error) {
  return "WebAssembly" in globalThis && error instanceof WebAssembly.RuntimeError;
}

// Unlike a panic, a trap reports nothing. A stopped run may trap again, in a timer or a listener that it has left behind;
// the stack tells whose trap it is.
function restartAfterTrap(error) {
  if (!isTrap(error)) return;
  const [, number = 1] = /start=([0-9]+)/.exec(error.stack) ?? [];
  if (number > stops) startAnew();
}

// What once stood in the article and is a room now, by its anchors; a hyphen at the end stands for all that begin so.
const ROOMS = {
  claims: ["claims", "check-"],
  method: [
    "method", "what-is-computed", "how-far-off-it-is", "what-is-weakest", "how-sure", "the-lost-digits", "what-is-left-out",
    "check-it-yourself", "figure-measured", "glossary", "term-", "assumptions", "assumption-", "prices", "price-", "sources",
    "source-",
  ],
  workshop: ["workshop", "share", "share-link", "pin"],
};

// Goes to the room that the address names, if an old link does: whether it does.
function leavesForRoom() {
  const anchor = location.hash.slice(1);
  if (root.dataset.room || anchor === "" || document.getElementById(anchor)) return false;
  const leads = (matches) => Object.keys(ROOMS).find((room) => ROOMS[room].some(matches));
  const room = leads((name) => name === anchor) ?? leads((name) => name.endsWith("-") && anchor.startsWith(name));
  if (room) source.open({ pathname: `${room}/index.html`, search: location.search, hash: location.hash });
  return room !== undefined;
}

// A single figure has a page of its own, to which old addresses lead; what is none of a figure, to the list of them. Two are
// still shown here, with what belongs to them: the walk along the frontier, and a slider for each bar.
const FIGURES = ["companies", "map", "card", "ledger", "ways", "accuracy", "load", "claims", "measured"];
const SHOWN_HERE = ["all", "frontier", "tornado"];
function leavesForFigure() {
  const query = new URLSearchParams(location.search);
  const name = query.getAll("embed").at(-1);
  if (!name || SHOWN_HERE.includes(name)) return false;
  query.delete("embed");
  const isFigure = FIGURES.includes(name);
  if (!isFigure) query.set("figure", name);
  const page = new URL(`embed/${isFigure ? `${name}/` : ""}index.html`, home);
  page.search = query;
  // Hosts look for their frame by the address that they wrote: see height.js.
  page.hash = parent === window ? location.hash : [location.hash.slice(1), `as=${encodeURIComponent(location.href)}`].filter(Boolean).join("&");
  location.replace(page);
  return true;
}

// The article and its rooms hand the case on in the address. A link that opens another tab names a case of its own.
const PAGES = ["", ...Object.keys(ROOMS).map((room) => `${room}/`)].map((page) => new URL(`${page}index.html`, home).pathname);
function handOn(link) {
  const leads = link.host === location.host && PAGES.includes(link.pathname) && !link.target;
  if (leads && link.search !== location.search) link.search = location.search;
}
const handOnAll = () => document.querySelectorAll("a[href]").forEach(handOn);
// Links that are rendered later get the case before they are followed.
const handOnOne = ({ target }) => {
  const link = target.closest?.("a[href]");
  if (link) handOn(link);
};
for (const kind of ["pointerover", "focusin", "click"]) addEventListener(kind, handOnOne, true);
// Dispatched by src/browser/location.rs.
addEventListener("own-or-rent:address", handOnAll);
// In a frame a link would add to the history of the page around: the reader's way back there would lead through ours. And a frame
// as high as its page scrolls nothing: it is the page around that has to come to the place. Chromium and Firefox see to that for an
// element alone; in WebKit a host has to, which height.js asks for.
function comeTo(anchor) {
  const place = document.getElementById(anchor) ?? root;
  place.scrollIntoView({ behavior: "instant" });
  dispatchEvent(new CustomEvent("own-or-rent:come", { detail: place }));
}
// Put before the frame's name for the way to another of our pages: a sandbox has nothing else that lasts.
const FOLLOWED = "own-or-rent ";
function arrive() {
  if (!window.name.startsWith(FOLLOWED)) return;
  window.name = window.name.slice(FOLLOWED.length);
  comeTo(location.hash.slice(1));
}
if (parent !== window) {
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const isOurs = link && link.host === location.host && [location.pathname, ...PAGES].includes(link.pathname) && !link.target;
    if (!isOurs || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isHere = link.pathname === location.pathname;
    if (!isHere) window.name = FOLLOWED + window.name;
    location.replace(link.href);
    if (isHere) comeTo(link.hash.slice(1));
  });
}
// While a scene is in the middle of the window, the panel leaves the upper half to its figure (styles/scenes.css).
const inSight = new Set();
const scenes = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) inSight[isIntersecting ? "add" : "delete"](target);
  root.toggleAttribute("data-scene", inSight.size > 0);
}, { rootMargin: "-50% 0px -50% 0px" });
function watchScenes() {
  scenes.disconnect();
  inSight.clear();
  document.querySelectorAll(".scene").forEach((scene) => scenes.observe(scene));
}

// The program has rendered its links and scenes anew.
new MutationObserver(() => {
  handOnAll();
  watchScenes();
  // What makes the site work without a network, when nothing of the page is waited for any more.
  if (parent === window && !globalThis.ownOrRentFile) source.load("offline.js");
}).observe(root, { attributeFilter: ["data-ready"] });
addEventListener("hashchange", leavesForRoom);

// Firefox takes what begins just where the window ends for in sight, and does not scroll to it.
addEventListener("keyup", ({ key }) => {
  const focused = document.activeElement;
  if (key === "Tab" && focused.getBoundingClientRect().top > innerHeight - 1) focused.scrollIntoView({ block: "nearest" });
});

// "Share" opens the result where it stands. Without the program, and in a room, it leads to the workshop.
addEventListener("click", (event) => {
  const card = event.target.closest?.(".masthead__share") && document.getElementById("card");
  if (!card?.showPopover || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  card.showPopover();
});

// The panel as a sheet (styles/controls.css), which the browser opens and closes: the first slider gets the focus, a swipe down
// closes it, and a window that becomes wide enough for the panel has no sheet.
const wide = matchMedia("(min-width: 62rem), (max-height: 24.99rem)");
const hideSheet = () => document.querySelector("#case:popover-open")?.hidePopover();
addEventListener("toggle", ({ target, newState }) => {
  if (target.id === "case" && newState === "open") target.querySelector("[type=range]").focus({ preventScroll: true });
}, true);
let pressedAt = Infinity;
addEventListener("pointerdown", ({ target, clientY }) => {
  pressedAt = target.matches(".sheet-grip") ? clientY : Infinity;
});
addEventListener("pointermove", ({ clientY }) => {
  if (clientY > pressedAt + 24) hideSheet();
});
wide.addEventListener("change", hideSheet);

// On a phone what is beside the point is folded away. Pages are built with everything open, for readers without scripts and on paper.
if (matchMedia("(max-width: 40rem)").matches && !location.search.includes("embed=")) {
  document.querySelectorAll(".preface__more, .figure__rest").forEach((fold) => (fold.open = false));
}

// Chromium keeps ten calls of a stack otherwise, and the program's own may be more.
Error.stackTraceLimit = 100;
addEventListener("error", ({ error }) => restartAfterTrap(error));
addEventListener("unhandledrejection", ({ reason }) => restartAfterTrap(reason));
// Dispatched by src/browser/document.rs.
addEventListener("own-or-rent:stopped", startAnew);
addEventListener("own-or-rent:missing", tellMissing);
if (!leavesForFigure() && !leavesForRoom()) {
  if (parent !== window) import(new URL(height, document.baseURI)).then(arrive);
  handOnAll();
  watchScenes();
  start();
}
