// Says below a framed figure that its address was made with another edition, and what has changed since. src/touch.js loads it
// where the address names one; on the page the same is said by src/components/edition_note.rs.

// Of each older edition, oldest first, its note and what has changed since; and the note on a newer one. The build writes them here.
const OLDER = [];
const NEWER = "";

const made = new URLSearchParams(location.search).getAll("edition").at(-1);

function element(name, properties, ...children) {
  const it = Object.assign(document.createElement(name), properties);
  it.append(...children);
  return it;
}

// Other pages have a key of this name, too: what is no number is theirs.
if (/^[1-9]\d{0,8}$/.test(made)) {
  // Until its words are there, nothing can be said below them.
  if (document.readyState === "loading") await new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));
  const [head, changes] = OLDER[made - 1] ?? [NEWER.replace("{number}", made), []];
  const note = element("div", { className: "still__edition" }, element("p", {}, head));
  note.setAttribute("role", "status");
  if (changes.length > 0) {
    const list = element("ul", {}, ...changes.map((change) => element("li", {}, change)));
    note.append(element("details", { className: "figure__more" }, element("summary", {}, "What has changed since"), list));
  }
  note.append(element("button", { type: "button", textContent: "Close this note", onclick: () => note.remove() }));
  document.querySelector(".still__origin").before(note);
}
