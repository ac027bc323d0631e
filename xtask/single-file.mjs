// Writes the whole site into one file that runs from a disk or a stick, without a server and without a network:
// own-or-rent.html, with its pages, program, typefaces and stills inside. Called by the build after lighten.mjs:
// node xtask/single-file.mjs <folder of the site>
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { transform } from "esbuild";

const [site] = process.argv.slice(2);
if (!site) {
  console.error("usage: node xtask/single-file.mjs <folder of the site>");
  process.exit(2);
}

const NAME = "own-or-rent.html";
const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml", wasm: "application/wasm", woff2: "font/woff2" };
const type = (name) => TYPES[name.split(".").at(-1)];
const read = (name) => readFile(join(site, name));
const text = (name) => readFile(join(site, name), "utf8");
const dataUrl = (bytes, type) => `data:${type};base64,${bytes.toString("base64")}`;

/** The one match of a pattern in a text; the build stops where the site is no longer built as this script expects. */
function one(text, pattern) {
  const found = text.match(pattern);
  if (!found) throw new Error(`nothing matches ${pattern}`);
  return found;
}

/** Replaces what must be there. */
function replaced(text, pattern, by) {
  one(text, pattern);
  return text.replace(pattern, by);
}

/** What a module asks of a server, asked of the file itself: see single-file.js. */
function fromTheFile(code, folder = "") {
  return code
    .replace(/import\(new URL\("([^"]+)",\s*import\.meta\.url\)\.href\)/g, (_, name) => `ownOrRentFile.load("${folder}${name}")`)
    .replace(/fetch\(new URL\("(?:\.\/)?([^"]+)",\s*import\.meta\.url\)\)/g, (_, name) => `ownOrRentFile.fetch("${folder}${name}")`)
    .replace(/new URL\(['"]([^'"]+)['"],\s*import\.meta\.url\)/g, (_, name) => `ownOrRentFile.fetch("${folder}${name}")`);
}

const article = await text("index.html");
const [, glue] = one(article, /data-module="\.\/([^"]+)"/);
const [, wasm] = one(article, /data-wasm="\.\/([^"]+)"/);
const [, start] = one(article, /<script type="module" src="\.\/(start-[^"]+)"/);
const [, sheet] = one(article, /<link rel="stylesheet" href="\.\/([^"]+)">/);
const late = (await readdir(site)).find((name) => /^late-.*\.wasm$/.test(name));
const list = async (folder, ending) =>
  (await readdir(join(site, folder))).filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`);
const charts = (await list("vendor", ".js"))[0];
const fonts = await list("vendor/fonts", ".woff2");
const interface_ = fonts.find((name) => name.includes("inter-"));
const rooms = ["claims", "method", "workshop"].map((room) => `${room}/index.html`);
const formulas = await list("model", ".html");

let style = await text(sheet);
for (const font of fonts) style = replaced(style, `./${font}`, dataUrl(await read(font), type(font)));

// Everything but the article's own HTML, which is there before any script runs. A name stands for its content.
const files = new Map();
for (const name of ["index.html", ...rooms, ...formulas]) files.set(name, await read(name));
for (const name of await list("figures", ".svg")) files.set(name, await read(name));
for (const name of [wasm, late, charts, interface_, "module/own_or_rent_bg.wasm", "module/spreadsheet_bg.wasm"]) files.set(name, await read(name));
// The workshop's own program, with what only its page names.
const workshop = await text("workshop/index.html");
const [, bench] = one(workshop, /<script type="module" src="\.\.\/(workshop-[^"]+)"/);
const [, workbench] = one(workshop, /data-program="\.\.\/([^"]+)"/);
const [, benchSheet] = one(workshop, /<link rel="stylesheet" href="\.\.\/(bench-[^"]+)"/);
const [, workbenchWasm] = one(await text(workbench), /"(workbench-[^"]+\.wasm)"/);
for (const name of [bench, benchSheet, workbenchWasm]) files.set(name, await read(name));
const scripts = { [glue]: "", [workbench]: "", "module/own_or_rent.js": "module/", "module/spreadsheet.js": "module/" };
for (const [name, folder] of Object.entries(scripts)) {
  files.set(name, Buffer.from(fromTheFile(await text(name), folder)));
  if (files.get(name).includes("import.meta.url")) throw new Error(`${name} still asks a server for something`);
}
const listing = {};
const parts = [];
let at = 0;
for (const [name, bytes] of files) {
  listing[name] = [at, bytes.length, type(name)];
  parts.push(bytes);
  at += bytes.length;
}
const packed = (await promisify(gzip)(Buffer.concat(parts), { level: 9 })).toString("base64");

const opener = (await readFile(new URL("single-file.js", import.meta.url), "utf8")).replace(
  "FILES_OF_THE_SITE",
  () => JSON.stringify(listing),
);
const { code } = await transform(`${opener}\n${await text(start)}`, { minify: true, format: "esm", target: "es2022" });
const script = `<script type="module" data-module="./${glue}" data-wasm="./${wasm}">${code.replaceAll("</script", "<\\/script")}</script>`;

let page = article;
page = replaced(page, /<link rel="icon" href="\.\/([^"]+)"\/?>/, `<link rel="icon" href="${dataUrl(await read(one(article, /rel="icon" href="\.\/([^"]+)"/)[1]), type("icon.svg"))}">`);
page = page.replace(/[ \t]*<link rel="(?:module)?preload"[^>]*>\n?/g, "");
page = page.replace(/[ \t]*<meta property="og:[^>]*>\n?/g, "");
page = replaced(page, /<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`);
page = replaced(page, /<script type="module" src="[^"]*start-[\s\S]*?<\/script>/, () => script);
page = replaced(page, "</body>", () => `<script type="text/plain" id="files">${packed}</script>\n</body>`);
await writeFile(join(site, NAME), page);
console.log(`${NAME}: ${(page.length / 1e6).toFixed(1)} MB`);
