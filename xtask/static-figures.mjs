// Draws the pictures that stand in the page until its charts do: a folder of drawings (name.json) in, name.svg out, or
// name.png if the drawing has words around it.
// Called by the build, once the page is written: node xtask/static-figures.mjs <folder with the drawings> [<chart library>]
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Resvg } from "@resvg/resvg-js";

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

/** A picture for places that show no SVG: the preview of the page in social media. */
function png(svg) {
  const face = (weight) => resolve(`node_modules/@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`);
  const font = { fontFiles: ["400Regular", "500Medium", "600SemiBold", "700Bold"].map(face), loadSystemFonts: false, defaultFontFamily: "Inter" };
  return new Resvg(svg, { font }).render().asPng();
}

const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
for (const name of files) {
  const { width, height, option, before = "", after = "", picture } = JSON.parse(await readFile(join(folder, name), "utf8"));
  if (picture) {
    // Drawn already.
    await writeFile(join(folder, name.replace(/\.json$/, ".png")), png(picture));
    await rm(join(folder, name));
    continue;
  }
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    // A picture has nothing to point at.
    chart.setOption({ ...option, tooltip: { show: false } });
    const svg = normalised(chart.renderToSVGString());
    if (/NaN|undefined|Infinity/.test(svg)) throw new Error(`${name}: the drawing holds a number that is none`);
    const stem = join(folder, name.replace(/\.json$/, ""));
    if (before) await writeFile(`${stem}.png`, png(before + svg + after));
    else await writeFile(`${stem}.svg`, svg);
  } finally {
    // Node does not end while a chart lives.
    chart.dispose();
  }
  await rm(join(folder, name));
}
console.log(`${files.length} pictures of the figures`);
