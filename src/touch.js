// The script of a framed figure: what the address asks of its look, and the program, which is loaded when a reader first touches
// the figure, or at once where the address holds a case. It runs before anything is laid out: only then has the system's face in
// time what would otherwise load a typeface.
(() => {
  const root = document.documentElement;
  const { src, dataset } = document.currentScript;
  const { program, wasm, edition } = dataset;
  const query = new URLSearchParams(location.search);
  // Set before src/host.js can look for it.
  if (program) root.dataset.explorable = "true";
  // The style sheet knows the values that mean something.
  for (const key of ["theme", "heading", "face"]) root.dataset[key] = query.get(key) ?? "";
  // What few addresses ask for weighs nothing in the others.
  if (/[?&](accent|paper|face|events)=/.test(location.search)) import(new URL("host.js", src));
  if ((query.getAll("edition").at(-1) ?? edition) !== edition) import(new URL("edition.js", src));
  addEventListener("DOMContentLoaded", () => {
    const note = document.querySelector("[data-live=note]");
    const unknown = query.get("figure");
    if (unknown && !program) note.textContent = `No figure is called \u2018${unknown.slice(0, 80)}\u2019. There are:`;
    if (!program) return;

    const place = document.querySelector(".controls");
    const still = document.querySelector(".still");
    let isBegun = false;
    // Where the drawing was pressed before there was a program to follow.
    let press;
    async function begin() {
      if (isBegun) return;
      isBegun = true;
      try {
        // Both at once: one after the other they would take the line twice as long to answer.
        const [{ default: load, start }, code] = await Promise.all([import(new URL(program, document.baseURI)), fetch(wasm)]);
        await load({ module_or_path: code });
        start();
        if (press) still.dispatchEvent(new PointerEvent("click", { bubbles: true, pointerType: "touch", ...press }));
      } catch {
        isBegun = false;
        delete root.dataset.explorable;
        note.textContent = "What moves this figure could not be loaded. It shows the case that it opens with.";
      }
    }
    still.addEventListener("click", ({ clientX, clientY }) => (press = { clientX, clientY }), { once: true });
    for (const part of [place, still])
      for (const kind of ["pointerdown", "focusin", "input"]) part.addEventListener(kind, begin, { passive: true });
    // What hosts and letters add to an address is no case.
    const FOREIGN =
      /^((utm_.*|childId|initialWidth|parent(Title|Url)|embed|frame|edition|[a-z]*clid|accent|paper|face)=|theme=(light|dark)$|heading=o(n|ff)$)/;
    if ([...query].some((pair) => !FOREIGN.test(pair.join("=")))) begin();
  });
})();
