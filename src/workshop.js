// Loads the program of the workshop's page, once the page itself is ready: the article and the first answer carry nothing of it.
// A page that has started again (start.js) has another place for it.
const root = document.documentElement;
const { program } = document.querySelector("script[data-program]").dataset;
// From a server, or from the file itself where all of the site is one (xtask/single-file.js).
const load = globalThis.ownOrRentFile?.load ?? ((name) => import(new URL(name, document.baseURI).href));

async function begin() {
  const place = document.querySelector("#bench:not([data-started])");
  if (root.dataset.ready !== "true" || !place) return;
  place.dataset.started = "true";
  try {
    const { default: init, start } = await load(program);
    await init();
    start(place);
  } catch {
    delete place.dataset.started;
    root.dataset.bench = "missing";
  }
}

new MutationObserver(begin).observe(root, { attributeFilter: ["data-ready"] });
begin();
