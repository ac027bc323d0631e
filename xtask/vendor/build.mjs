// Fills vendor/ from node_modules: the chart library as one ES module, the typefaces, and their licences.
// Run by `cargo xtask build` in the repository's root.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import subsetFont from "subset-font";

const out = "vendor";
const version = async (name) => JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8")).version;

await rm(out, { recursive: true, force: true });
await mkdir(`${out}/fonts`, { recursive: true });
await mkdir(`${out}/licences`, { recursive: true });

await build({
  entryPoints: ["xtask/vendor/echarts.js"],
  outfile: `${out}/echarts.js`,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  banner: {
    js:
      `/*! Apache ECharts ${await version("echarts")} (Apache-2.0) with zrender ${await version("zrender")} (BSD-3-Clause)` +
      ` and tslib ${await version("tslib")} (0BSD), bundled and minified. See NOTICE and licences/ beside this file. */`,
  },
});

// The letters that the page sets, and its weights from regular to bold. tests/prerender.rs looks whether a letter is
// missing; what a reader types beyond them is set in the system's typeface.
const ASCII = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + index));
const LETTERS = `${ASCII}\u00a0\u202f\u00b7\u00d7\u00f7\u00b5\u2013\u2212\u2018\u2019\u201c\u201d\u2026\u2190\u2192\u2264\u2265\u2248\u2082\u25b8\u25be`;
const weights = { variationAxes: { wght: { min: 400, max: 700 } } };
const light = (font) => subsetFont(font, LETTERS, { targetFormat: "woff2", ...weights });

// Source Serif's licence reserves the name "Source" for what its makers publish: with fewer letters it needs another one.
for (const style of ["normal", "italic"]) {
  const published = `node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-${style}.woff2`;
  const font = await subsetFont(await readFile(published), LETTERS, { targetFormat: "truetype", ...weights });
  rename(font, "Source", "Tenure");
  await writeFile(`${out}/fonts/tenure-serif-${style}.woff2`, await light(font));
}
const inter = await readFile("node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2");
await writeFile(`${out}/fonts/inter.woff2`, await light(inter));

/** Replaces one word by another of the same length in a font's names; its makers' names stay. */
function rename(font, from, to) {
  const NAMES = new Set([1, 3, 4, 6, 16, 25]);
  const UTF16 = 3;
  const nTables = font.readUInt16BE(4);
  const entry = Array.from({ length: nTables }, (_, index) => 12 + 16 * index).find(
    (at) => font.toString("latin1", at, at + 4) === "name",
  );
  const table = font.readUInt32BE(entry + 8);
  const [nRecords, texts] = [font.readUInt16BE(table + 2), table + font.readUInt16BE(table + 4)];
  const wide = (text) => Buffer.from(text, "utf16le").swap16();
  let nRenamed = 0;
  for (let record = table + 6; record < table + 6 + 12 * nRecords; record += 12) {
    const [platform, , , name, length, offset] = Array.from({ length: 6 }, (_, at) => font.readUInt16BE(record + 2 * at));
    if (platform !== UTF16 || !NAMES.has(name)) continue;
    const text = font.subarray(texts + offset, texts + offset + length);
    for (let at = text.indexOf(wide(from)); at >= 0; at = text.indexOf(wide(from))) {
      text.set(wide(to), at);
      nRenamed += 1;
    }
  }
  if (nRenamed === 0) throw new Error(`no name of the typeface has "${from}" in it`);
}

const licences = [
  ["echarts/LICENSE", "echarts-LICENSE.txt"],
  ["echarts/licenses/LICENSE-d3", "echarts-LICENSE-d3.txt"],
  ["zrender/LICENSE", "zrender-LICENSE.txt"],
  ["tslib/LICENSE.txt", "tslib-LICENSE.txt"],
  ["@fontsource-variable/source-serif-4/LICENSE", "source-serif-4-OFL.txt"],
  ["@fontsource-variable/inter/LICENSE", "inter-OFL.txt"],
];
for (const [from, to] of licences) {
  await cp(`node_modules/${from}`, `${out}/licences/${to}`);
}

const own = `Files in this folder are other people's work, taken from their npm packages, unchanged except where said.

echarts.js is a bundle of Apache ECharts ${await version("echarts")}, its drawing library zrender ${await version("zrender")} and tslib
${await version("tslib")}: only the modules that the figures use, joined and minified. Licences: licences/echarts-LICENSE.txt,
echarts-LICENSE-d3.txt, zrender-LICENSE.txt, tslib-LICENSE.txt. ECharts' own NOTICE follows at the end.

fonts/tenure-serif-*.woff2: Source Serif 4 with the letters and weights that the page uses, under another name, as its
licence asks (SIL Open Font License 1.1, licences/source-serif-4-OFL.txt).
fonts/inter.woff2: Inter, with the letters and weights that the page uses (SIL Open Font License 1.1,
licences/inter-OFL.txt).

`;
await writeFile(`${out}/NOTICE`, own + (await readFile("node_modules/echarts/NOTICE", "utf8")).trim() + "\n");
