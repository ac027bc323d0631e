// Makes the page that `cargo xtask measure compare` holds beside the site's: node xtask/compare/build.mjs <folder>.
// It is bundled and minified as one would publish it, with its brotli beside it. Its numbers come from the site's
// JavaScript module and it draws with the site's chart library; the server hands out both.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { build, transform } from "esbuild";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node xtask/compare/build.mjs <folder>");
  process.exit(2);
}
const plain = "xtask/compare/plain";
await mkdir(folder, { recursive: true });
await build({
  entryPoints: [join(plain, "plain.js")],
  outfile: join(folder, "plain.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  external: ["./vendor/echarts.js", "./module/own_or_rent.js"],
});
const css = await transform(await readFile(join(plain, "plain.css"), "utf8"), { loader: "css", minify: true });
await writeFile(join(folder, "plain.css"), css.code);
await writeFile(join(folder, "index.html"), await readFile(join(plain, "index.html")));
for (const file of await readdir(folder)) {
  if (file.endsWith(".br")) continue;
  const text = await readFile(join(folder, file));
  const settings = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  await writeFile(join(folder, `${file}.br`), brotliCompressSync(text, { params: settings }));
}
