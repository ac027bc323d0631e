// Draws the pictures that stand in the page until its charts do: a folder of drawings (name.json) in, name.svg out.
// Called by the build, once the page is written: node xtask/static-figures.mjs <folder with the drawings> [<chart library>]
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, library = "vendor/echarts.js"] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node xtask/static-figures.mjs <folder with the drawings> [<chart library>]");
  process.exit(2);
}
const { init } = await import(pathToFileURL(resolve(library)).href);

/** Class and clip names count on from picture to picture; in a picture of its own they begin at 0. */
function normalised(svg) {
  const names = new Map();
  return svg.replaceAll(/\bzr\d+-[a-z]+-?\d+/g, (name) => {
    if (!names.has(name)) names.set(name, `n${names.size}`);
    return names.get(name);
  });
}

const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
for (const name of files) {
  const { width, height, option } = JSON.parse(await readFile(join(folder, name), "utf8"));
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    // A picture has nothing to point at.
    chart.setOption({ ...option, tooltip: { show: false } });
    const svg = normalised(chart.renderToSVGString());
    if (/NaN|undefined|Infinity/.test(svg)) throw new Error(`${name}: the drawing holds a number that is none`);
    await writeFile(join(folder, name.replace(/\.json$/, ".svg")), svg);
  } finally {
    // Node does not end while a chart lives.
    chart.dispose();
  }
  await rm(join(folder, name));
}
console.log(`${files.length} pictures of the figures`);
