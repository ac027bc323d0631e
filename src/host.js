// What the page around a figure asks of it beyond the case: a look that goes with its own, and messages about the case.
// src/touch.js loads it where the address has such a key; docs/embed.md has keys and messages.

// The least contrast of words, and of each theme the luminances of its own paper and of the darkest and the lightest paper on which
// every colour of the figures has that contrast. The build writes them here, from src/figures/palette.rs.
const GROUNDS = {};

const root = document.documentElement;
const query = new URLSearchParams(location.search);
const problems = [];

/** A text from the address as a message shows it. */
const shown = (text) => `'${text.slice(0, 80).replace(/\p{C}/gu, "\ufffd")}'`;

/** A colour's relative luminance as WCAG 2.2 defines it, from 0 to 1; undefined for what is no colour. */
function luminance(color) {
  if (!/^[0-9a-f]{6}$/i.test(color)) return undefined;
  const part = (at) => {
    const x = parseInt(color.slice(at, at + 2), 16) / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4);
}
const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

/** Takes over the colours of the page around; what would make words hard to read is refused. */
function dress() {
  const [accent, paper, face] = ["accent", "paper", "face"].map((key) => query.get(key));
  if (face !== null && face !== "host" && face !== "ours") problems.push(`face: ${shown(face)} is not an option (allowed: host, ours)`);
  if (accent === null && paper === null) return;
  // Colours belong to one theme: they would be wrong in the other one.
  const theme = query.get("theme") === "dark" ? "dark" : "light";
  root.dataset.theme = theme;
  let [ground, darkest, lightest] = GROUNDS[theme];
  if (paper !== null && paper !== "transparent") {
    const given = luminance(paper);
    if (given === undefined) problems.push(`paper: ${shown(paper)} is not a colour (allowed: six hexadecimal digits, transparent)`);
    else if (given < darkest || given > lightest)
      problems.push(
        `paper: ${shown(paper)} leaves words of the ${theme} theme a contrast below ${GROUNDS.contrast} to 1 (allowed: a ${theme === "light" ? "lighter" : "darker"} colour)`,
      );
    else {
      ground = given;
      root.style.setProperty("--paper", `#${paper}`);
    }
  }
  if (accent === null) return;
  const given = luminance(accent);
  if (given === undefined) problems.push(`accent: ${shown(accent)} is not a colour (allowed: six hexadecimal digits)`);
  else if (contrast(given, ground) < GROUNDS.contrast)
    problems.push(
      `accent: ${shown(accent)} has a contrast of ${contrast(given, ground).toFixed(1)} to 1 with its paper (allowed: ${GROUNDS.contrast} or more)`,
    );
  else root.style.setProperty("--accent", `#${accent}`);
}

// The version of the messages.
const VERSION = 1;
// How long a case must rest before the host is told of it, milliseconds: a moving slider passes through many.
const REST_MS = 150;
// What of the address is not the case, and stays when another case is set.
const KEPT = ["accent", "controls", "events", "face", "frame", "heading", "paper", "theme"];

/** Tells the page around which case is shown, and takes cases from it: that page must be of the origin that the address names. */
function converse(origin) {
  const link = document.querySelector("[data-live=link]");
  const figure = document.querySelector("[data-figure]").dataset.figure;
  const textOf = (place) => document.querySelector(`[data-live=${place}]`)?.textContent ?? "";
  const send = (type, about) => parent.postMessage({ ownOrRent: VERSION, type, figure, ...about }, origin);
  const present = () => ({ case: new URL(link.href).search.slice(1), answer: textOf("answer") });
  let told;
  let asked;
  let timer;

  function change() {
    const now = present();
    if (now.case === told) return;
    told = now.case;
    send("change", now);
  }

  /** Shows a case that the page around has sent; what of it is not understood is sent back. */
  function set(text) {
    const next = new URLSearchParams(text);
    for (const key of KEPT) {
      next.delete(key);
      if (query.has(key)) next.set(key, query.get(key));
    }
    history.replaceState(null, "", `?${next}${location.hash}`);
    // crates/framed reads the address anew.
    document.dispatchEvent(new Event("own-or-rent:set"));
    change();
    if (textOf("note")) send("refused", { reason: textOf("note") });
  }

  /** Shows a case at once, or as soon as there is a program that can; a figure that will have none says so. */
  function take(text) {
    if (root.dataset.explored) set(text);
    else if (root.dataset.explorable) asked = text;
    else send("refused", { reason: "case: this figure shows no other case than the one that it opens with" });
  }

  function begin() {
    told = present().case;
    send("ready", present());
    if (asked !== undefined) take(asked);
    new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(change, REST_MS);
    }).observe(link, { attributeFilter: ["href"] });
  }

  addEventListener("message", ({ source, origin: from, data }) => {
    if (source !== parent || from !== origin || data?.ownOrRent === undefined) return;
    if (data.ownOrRent !== VERSION) send("refused", { reason: `ownOrRent: ${shown(String(data.ownOrRent))} is not a version (allowed: ${VERSION})` });
    else if (data.type !== "set") send("refused", { reason: `type: ${shown(String(data.type))} is not an option (allowed: set)` });
    else if (typeof data.case !== "string") send("refused", { reason: "case: a text is missing, such as 'gpu_count=8'" });
    else take(data.case);
  });
  if (root.dataset.explored || !root.dataset.explorable) return begin();
  // The program has started, or could not be loaded.
  new MutationObserver((_, observer) => {
    observer.disconnect();
    begin();
  }).observe(root, { attributeFilter: ["data-explored", "data-explorable"] });
}

dress();
// Until its words are there, nothing can be said above the drawing.
if (document.readyState === "loading") await new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));
if (query.get("paper") === "transparent") for (const part of [root, document.body]) part.style.background = "none";
const events = query.get("events");
if (events !== null) {
  const origin = URL.canParse(events) ? new URL(events).origin : "null";
  if (origin === "null" || origin !== events) problems.push(`events: ${shown(events)} is not an origin (allowed: such as https://example.org)`);
  else if (parent !== self) converse(origin);
}
if (problems.length > 0) {
  const note = document.querySelector("[data-live=note]");
  const said = note.cloneNode();
  delete said.dataset.live;
  note.before(said);
  said.textContent = `Not understood in the address: ${problems.join("; ")}`;
}
