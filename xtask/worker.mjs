// Makes the built site one that can be installed and kept: manifest.json with its icons, and worker.js, the service worker with the
// list of what it keeps. Called by the build once all files have their names: node xtask/worker.mjs <folder of the site>
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { build } from "esbuild";
import { compress } from "./compress.mjs";

const [site] = process.argv.slice(2);
if (!site) {
  console.error("usage: node xtask/worker.mjs <folder of the site>");
  process.exit(2);
}

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** What an installed page looks like among others: the icon in the middle of the page's paper, so that any mask leaves it whole. */
async function icons(paper) {
  const icon = await readFile(new URL("../styles/icon.svg", import.meta.url), "utf8");
  const framed = icon.replace(/viewBox="0 0 32 32">/, `viewBox="-10 -10 52 52"><rect x="-10" y="-10" width="52" height="52" fill="${paper}"/>`);
  if (framed === icon) throw new Error("styles/icon.svg has another frame than expected");
  return Promise.all(
    [192, 512].map(async (size) => {
      const src = `icon-${size}.png`;
      const png = new Resvg(framed, { fitTo: { mode: "width", value: size } }).render().asPng();
      await writeFile(join(site, src), png);
      return { src, sizes: `${size}x${size}`, type: "image/png", purpose: "any maskable" };
    }),
  );
}

/** manifest.json: what the page is called and looks like once it is installed. */
async function makeInstallable() {
  const page = await readFile(join(site, "index.html"), "utf8");
  const meta = (pattern) => page.match(pattern)?.[1] ?? fail(`index.html has nothing that matches ${pattern}`);
  const paper = meta(/<meta name="theme-color" content="([^"]+)" media="\(prefers-color-scheme: light\)"/);
  const manifest = {
    name: "Own or Rent?",
    description: meta(/<meta name="description" content="([^"]+)"/),
    lang: "en",
    id: "./",
    start_url: "./",
    scope: "./",
    // With the browser's way back: the site is four pages.
    display: "minimal-ui",
    background_color: paper,
    theme_color: paper,
    icons: await icons(paper),
  };
  await writeFile(join(site, "manifest.json"), JSON.stringify(manifest));
}

function fail(words) {
  throw new Error(words);
}

/** What a reader of the site's pages may need without a network: not what only other pages' frames ask for, nor what is for developers
 * and editors. */
async function keptFiles() {
  const leftOut = /^(embed|v)\/|^(framed|charted|touch|height|host|embed)[-.]|^(worker\.js|own-or-rent\.html)$|\.(md|ts|br|gz)$/;
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(site, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .filter((name) => !leftOut.test(name));
  // Of the drawings, those that a page names.
  const texts = await Promise.all(names.filter((name) => name.endsWith(".html")).map((name) => readFile(join(site, name), "utf8")));
  const isNamed = (name) => texts.some((text) => text.includes(name));
  return names.filter((name) => !name.startsWith("figures/") || isNamed(name)).sort();
}

/** The service worker, with Workbox and the list of what it keeps. */
async function makeWorker() {
  const kept = await Promise.all(
    (await keptFiles()).map(async (url) => {
      const hasDigest = /-[0-9a-f]{16}[-_.]/.test(url);
      return { url, revision: hasDigest ? null : digest(await readFile(join(site, url))) };
    }),
  );
  const list = JSON.stringify(kept);
  await build({
    entryPoints: [fileURLToPath(new URL("../src/worker.js", import.meta.url))],
    outfile: join(site, "worker.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "none",
    define: { FILES: list, BUILD: JSON.stringify(digest(list)), "process.env.NODE_ENV": '"production"' },
  });
  console.log(`${kept.length} files are kept for readers without a network`);
}

await makeInstallable();
await makeWorker();
for (const file of ["manifest.json", "worker.js"]) await compress(join(site, file));
