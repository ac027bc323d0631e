// Makes the built site light: one style sheet and one script instead of many, and beside each file that is text or code
// its brotli and gzip, which a server hands out as they are.
// Called by the build: node xtask/lighten.mjs <folder of the site>
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { build, transform } from "esbuild";
import { compress, isCompressible } from "./compress.mjs";

const [site] = process.argv.slice(2);
if (!site) {
  console.error("usage: node xtask/lighten.mjs <folder of the site>");
  process.exit(2);
}

const files = async () =>
  (await readdir(site, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

/** The second program, as the splitter names it. */
const SECOND = "split_late.wasm";

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** A name that changes with what the file holds, so that it can be kept forever. */
const named = (stem, text, ending) =>
  `${stem}-${digest(text)}${ending}`;

const pages = (await files()).filter((file) => extname(file) === ".html");

/** Adds a digest of its content to the name of each file that others name, and renames it there. */
async function nameByContent() {
  const asked = ["vendor/echarts.js", "start.js", "height.js", "touch.js", "workshop.js", "bench.css"];
  for (const font of await readdir(join(site, "vendor/fonts"))) asked.push(`vendor/fonts/${font}`);
  const names = new Map();
  for (const file of asked) names.set(file, await rename(file, file.slice(0, -extname(file).length)));
  for (const file of await files()) {
    if (![".html", ".css", ".js"].includes(extname(file))) continue;
    const before = await readFile(file, "utf8");
    let text = before;
    for (const [file, name] of names) text = text.replaceAll(file, name);
    if (text !== before) await writeFile(file, text);
  }
}

/** The sheets of the article's page as one, and those of the framed pages as another: a frame has its height once its sheet is there. */
async function joinSheets() {
  const link = /[ \t]*<link rel="stylesheet" href="(?:\.\.?\/)+([^"]+)"\/?>\n?/g;
  const sheetsOf = async (page) => [...(await readFile(join(site, page), "utf8")).matchAll(link)].map(([, href]) => href);
  const joined = new Set();
  // The framed pages come first, as a page of the site may have a sheet of its own beside those of all.
  for (const [stem, model] of [["framed", "embed/index.html"], ["page", "index.html"]]) {
    const sheets = await sheetsOf(model);
    if (sheets.length === 0) throw new Error(`${model} has no style sheet`);
    const texts = await Promise.all(sheets.map((sheet) => readFile(join(site, sheet), "utf8")));
    const { code } = await transform(texts.join("\n"), { loader: "css", minify: true, target: "es2020" });
    const name = named(stem, code, ".css");
    await writeFile(join(site, name), code);
    for (const file of pages) {
      const isFramed = relative(site, file).startsWith(`embed${sep}`);
      if (isFramed !== (stem === "framed")) continue;
      const text = await readFile(file, "utf8");
      const depth = relative(site, file).split(sep).length - 1;
      const up = "../".repeat(depth) || "./";
      let isFirst = true;
      const short = text.replaceAll(link, (whole, sheet) => {
        if (!sheets.includes(sheet)) return whole;
        const kept = isFirst ? `<link rel="stylesheet" href="${up}${name}">\n` : "";
        isFirst = false;
        return kept;
      });
      await writeFile(file, short);
    }
    sheets.forEach((sheet) => joined.add(sheet));
  }
  await Promise.all([...joined].map((sheet) => rm(join(site, sheet))));
}

/** Gives a file a name that changes with what it holds; the name. */
async function rename(file, stem) {
  const bytes = await readFile(join(site, file));
  const name = named(stem, bytes, extname(file));
  await writeFile(join(site, name), bytes);
  await rm(join(site, file));
  return name;
}

/** A module with all that it imports, small. */
async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    legalComments: "none",
  });
  return outputFiles[0].text;
}

/** The wasm's glue with what it imports, as one module under a name of its own, and so both halves of the wasm. */
async function joinScripts() {
  const page = await readFile(join(site, "index.html"), "utf8");
  const glue = page.match(/data-module="\.\/([^"]+)"/)?.[1];
  const first = page.match(/data-wasm="\.\/([^"]+)"/)?.[1];
  if (!glue || !first) throw new Error("index.html names no module, or no wasm");
  const wasm = await rename(first, "web");
  const split = join(site, "split.js");
  const link = await readFile(split, "utf8");
  if (!link.includes(SECOND)) throw new Error(`split.js does not name ${SECOND}`);
  await writeFile(split, link.replaceAll(SECOND, await rename(SECOND, "late")));
  const code = await bundled(join(site, glue));
  const name = named("web", code, ".js");
  await writeFile(join(site, name), code);
  // The rooms name them one folder up.
  for (const file of pages) {
    const text = await readFile(file, "utf8");
    const renamed = text.replaceAll(`./${first}`, `./${wasm}`).replaceAll(`./${glue}`, `./${name}`);
    if (renamed !== text) await writeFile(file, renamed);
  }
  await rm(join(site, glue));
  await rm(split);
}

/** A small program and its glue, under names of their own. */
async function nameProgram(program) {
  const glue = join(site, `${program}.js`);
  const wasm = await rename(`${program}_bg.wasm`, program);
  const text = await readFile(glue, "utf8");
  if (!text.includes(`${program}_bg.wasm`)) throw new Error(`${program}.js does not name its wasm`);
  await writeFile(glue, text.replaceAll(`${program}_bg.wasm`, wasm));
  await writeFile(glue, await bundled(glue));
  const name = await rename(`${program}.js`, program);
  for (const file of pages) {
    const text = await readFile(file, "utf8");
    const renamed = text.replaceAll(`/${program}.js"`, `/${name}"`).replaceAll(`/${program}_bg.wasm"`, `/${wasm}"`);
    if (renamed !== text) await writeFile(file, renamed);
  }
}

for (const script of ["start.js", "height.js", "touch.js", "host.js", "edition.js", "embed.js", "workshop.js", "offline.js"]) {
  const file = join(site, script);
  const { code } = await transform(await readFile(file, "utf8"), { minify: true, target: "es2022" });
  await writeFile(file, code);
}
const bench = join(site, "bench.css");
await writeFile(bench, (await transform(await readFile(bench, "utf8"), { loader: "css", minify: true, target: "es2020" })).code);
await nameByContent();
await joinSheets();
await joinScripts();
for (const program of ["framed", "charted", "workbench"]) await nameProgram(program);
await rm(join(site, "snippets"), { recursive: true, force: true });
const compressible = (await files()).filter(isCompressible);
await Promise.all(compressible.map(compress));
console.log(`${compressible.length} files compressed`);
