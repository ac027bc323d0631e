// Makes the pages that `cargo xtask compare` holds beside the site's: node xtask/compare/build.mjs <facts.json> <folder>.
// Two pages, each bundled and minified as one would publish it, with its brotli beside it: `javascript`, whose numbers
// are computed in JavaScript, and `module`, whose numbers come from the site's wasm module. Both draw with the site's own
// chart library, which the server hands out to all.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { build, transform } from "esbuild";

const [factsFile, out] = process.argv.slice(2);
if (!out) {
  console.error("usage: node xtask/compare/build.mjs <facts.json> <folder>");
  process.exit(2);
}
const plain = "xtask/compare/plain";
const { facts } = JSON.parse(await readFile(factsFile, "utf8"));

/** A page's script gets what it starts from, and its model, from here. */
const given = (facts, model) => ({
  name: "given",
  setup(build) {
    build.onResolve({ filter: /\.\/facts\.js$/ }, () => ({ path: "facts", namespace: "facts" }));
    build.onLoad({ filter: /.*/, namespace: "facts" }, () => ({ contents: JSON.stringify(facts), loader: "json" }));
    build.onResolve({ filter: /\.\/model\.js$/ }, () => ({ path: join(process.cwd(), plain, model) }));
  },
});

async function page(name, facts, model) {
  const folder = join(out, name);
  await mkdir(folder, { recursive: true });
  const options = {
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["./vendor/echarts.js", "./module/own_or_rent.js"],
    plugins: [given(facts, model)],
  };
  await build({ ...options, entryPoints: [join(plain, "plain.js")], outfile: join(folder, "plain.js") });
  const css = await transform(await readFile(join(plain, "plain.css"), "utf8"), { loader: "css", minify: true });
  await writeFile(join(folder, "plain.css"), css.code);
  await writeFile(join(folder, "index.html"), await readFile(join(plain, "index.html")));
  for (const file of await readdir(folder)) {
    if (file.endsWith(".br")) continue;
    const text = await readFile(join(folder, file));
    const settings = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
    await writeFile(join(folder, `${file}.br`), brotliCompressSync(text, { params: settings }));
  }
  // The model alone, for what counts evaluations and checks numbers.
  await build({ ...options, entryPoints: [join(plain, model)], outfile: join(folder, "alone.js") });
}

await page("javascript", facts, "model.js");
const { modelSize, values } = facts;
await page("module", { modelSize, values: { model_size: values.model_size } }, "model-of-module.js");
