// Loads the program of the workshop's page, once the page itself is ready: the article and the first answer carry nothing of it.
// A page that has started again (start.js) has another place for it.
const root = document.documentElement;
// What would give a challenge's answer away is covered from the beginning (bench.css); the program names another view later.
root.dataset.view = new URLSearchParams(location.search).get("view") ?? "set";
const { program } = document.querySelector("script[data-program]").dataset;
// From a server, or from the file itself where all of the site is one (xtask/single-file.js).
const load = globalThis.ownOrRentFile?.load ?? ((name) => import(new URL(name, document.baseURI).href));

// What the reader sees below the program's place stays where it is while the place is filled: WebKit moves it.
function keepInSight(place) {
  const target = document.getElementById(location.hash.slice(1));
  const { top, bottom } = target?.getBoundingClientRect() ?? {};
  const seen = bottom > 0 && top < innerHeight ? target : place.getBoundingClientRect().top < 0 && place.nextElementSibling;
  if (!seen) return;
  const before = seen.getBoundingClientRect().top;
  new ResizeObserver((_, observer) => {
    if (place.offsetHeight === 0) return;
    observer.disconnect();
    scrollBy(0, seen.getBoundingClientRect().top - before);
  }).observe(place);
}

async function begin() {
  const place = document.querySelector("#bench:not([data-started])");
  if (root.dataset.ready !== "true" || !place) return;
  place.dataset.started = "true";
  try {
    const { default: init, start } = await load(program);
    await init();
    keepInSight(place);
    start(place);
  } catch {
    delete place.dataset.started;
    root.dataset.bench = "missing";
  }
}

new MutationObserver(begin).observe(root, { attributeFilter: ["data-ready"] });
begin();
