// The beginning of the script of own-or-rent.html, before that of the page (src/start.js): hands the parts of the site out of
// the file itself, shows the page that the address names, and leads links to it. A browser lets a page from a disk fetch
// nothing, and import nothing but what the page itself holds.
const listing = FILES_OF_THE_SITE;

async function unpack() {
  const packed = Uint8Array.from(atob(document.getElementById("files").textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

const unpacked = unpack();

// A name in the site, as any of its pages writes it: a room is one folder below.
const named = (name) => name.replace(/^(\.\.?\/)+/, "");

async function blob(name) {
  const [at, length, type] = listing[named(name)] ?? [];
  if (at === undefined) throw new Error(`${name} is not in this file`);
  return new Blob([new Uint8Array(await unpacked, at, length)], { type });
}

// An address that holds the content: modules and pictures load from it whatever the browser thinks of a page from a disk.
const addresses = new Map();
function address(name) {
  const read = async () => {
    const reader = new FileReader();
    reader.readAsDataURL(await blob(name));
    await new Promise((resolve) => reader.addEventListener("load", resolve));
    return reader.result;
  };
  if (!addresses.has(name)) addresses.set(name, read());
  return addresses.get(name);
}

globalThis.ownOrRentFile = {
  fetch: async (name) => {
    const content = await blob(name);
    return new Response(content, { headers: { "content-type": content.type } });
  },
  // A browser runs a module once per address: a restart needs another one.
  load: async (name, number = 1) => import((await address(name)) + (number > 1 ? `#${number}` : "")),
  open: (page) => location.replace(here(page)),
};

// The page that is shown: the article, a room, a page of formulas. The address of this file names it.
const PAGE = "page";
const shown = new URLSearchParams(location.search).get(PAGE) ?? "index.html";
const page = shown.endsWith(".html") && listing[shown] ? shown : "index.html";

// The address that shows a page of the site in this file, with the case.
function here(to) {
  const [path, query, hash] = [to.pathname, to.search || location.search, to.hash];
  const search = new URLSearchParams(query);
  search.delete(PAGE);
  if (path !== "index.html") search.set(PAGE, path);
  const text = search.toString();
  return `${location.pathname}${text ? `?${text}` : ""}${hash}`;
}

// The page of the site that a link means: the links of a room begin one folder below.
const SITE = "https://site.invalid/";
function meant(href) {
  const home = new URL(".", location.href).href;
  const relative = href.startsWith(home) ? href.slice(home.length) : href;
  const { origin, pathname, search, hash } = new URL(relative, href.startsWith(home) ? SITE : SITE + page);
  const name = pathname.slice(1).replace(/(^|\/)$/, "$1index.html");
  return `${origin}/` === SITE && name.endsWith(".html") && listing[name] ? { pathname: name, search, hash } : undefined;
}

// A link gets its real address before it is followed, so that it can be opened in another tab, too.
function lead({ target }) {
  const link = target instanceof Element && target.closest("a[href]");
  const href = link ? link.getAttribute("href") : "";
  // Within the page, and to others, a link leads where it says.
  if (!href || href.startsWith("#") || href.startsWith(location.pathname)) return;
  const to = meant(href);
  if (to) link.setAttribute("href", here(to));
}
for (const kind of ["pointerover", "focusin", "click"]) addEventListener(kind, lead, true);

// Pictures of the site, wherever they are shown.
async function picture(element, attribute) {
  const name = named(element.getAttribute(attribute) ?? "");
  if (listing[name]) element.setAttribute(attribute, await address(name));
}
function pictures(within) {
  for (const attribute of ["src", "srcset"]) {
    if (within.matches?.(`[${attribute}]`)) picture(within, attribute);
    within.querySelectorAll?.(`[${attribute}]`).forEach((element) => picture(element, attribute));
  }
}

// What a page has beside the article's own: a style sheet, a script. The article's are in this file as they are, not in the listing.
async function adopt(head) {
  for (const element of head.querySelectorAll("link[rel=stylesheet], script[src]")) {
    const attribute = element.src ? "src" : "href";
    const name = named(element.getAttribute(attribute));
    if (!listing[name]) continue;
    // One that a parser has made never runs.
    const own = document.createElement(element.localName);
    for (const { name, value } of element.attributes) own.setAttribute(name, value);
    own.setAttribute(attribute, await address(name));
    document.head.append(own);
  }
}

async function show() {
  if (page === "index.html") return;
  const other = new DOMParser().parseFromString(await (await blob(page)).text(), "text/html");
  document.title = other.title;
  for (const name of document.documentElement.getAttributeNames()) document.documentElement.removeAttribute(name);
  for (const { name, value } of other.documentElement.attributes) document.documentElement.setAttribute(name, value);
  document.body.replaceChildren(...other.body.childNodes);
  await adopt(other.head);
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (place) place.scrollIntoView();
}

await show();
pictures(document);
new MutationObserver((changes) => {
  for (const { type, target, attributeName, addedNodes } of changes) {
    if (type === "attributes") picture(target, attributeName);
    else addedNodes.forEach(pictures);
  }
}).observe(document, { subtree: true, childList: true, attributeFilter: ["src", "srcset"] });

// The pages of formulas have no program: what follows is not for them.
if (page.startsWith("model/")) await new Promise(() => {});
