// Fills vendor/ from node_modules: the chart library as one ES module, the typefaces, and their licences.
// Run by `cargo xtask build` in the repository's root.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

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

const fonts = [
  ["@fontsource-variable/source-serif-4", "source-serif-4-latin-wght-normal.woff2"],
  ["@fontsource-variable/source-serif-4", "source-serif-4-latin-wght-italic.woff2"],
  ["@fontsource-variable/inter", "inter-latin-wght-normal.woff2"],
];
for (const [name, file] of fonts) {
  await cp(`node_modules/${name}/files/${file}`, `${out}/fonts/${file}`);
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

const own = `Files in this folder are other people's work, taken unchanged from their npm packages except where said.

echarts.js is a bundle of Apache ECharts ${await version("echarts")}, its drawing library zrender ${await version("zrender")} and tslib
${await version("tslib")}: only the modules that the figures use, joined and minified. Licences: licences/echarts-LICENSE.txt,
echarts-LICENSE-d3.txt, zrender-LICENSE.txt, tslib-LICENSE.txt. ECharts' own NOTICE follows at the end.

fonts/source-serif-4-*.woff2: Source Serif 4 (SIL Open Font License 1.1, licences/source-serif-4-OFL.txt).
fonts/inter-*.woff2: Inter (SIL Open Font License 1.1, licences/inter-OFL.txt).

`;
await writeFile(`${out}/NOTICE`, own + (await readFile("node_modules/echarts/NOTICE", "utf8")).trim() + "\n");
