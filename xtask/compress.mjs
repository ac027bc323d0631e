// Beside a file that is text or code, its brotli and gzip, which a server hands out as they are. Called by lighten.mjs, and by
// `cargo xtask release` for the pages that it has written anew: node xtask/compress.mjs <files>
import { readFile, writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** What compresses well: text and code. Typefaces and bitmaps are compressed already. */
const COMPRESSIBLE = new Set([".html", ".css", ".js", ".mjs", ".ts", ".json", ".svg", ".wasm", ".md", ".txt"]);

/** Whether a file is of those. */
export const isCompressible = (file) => COMPRESSIBLE.has(extname(file));

/** Settings of brotli; which of them suits compiled code best can only be found by trying. A short window makes for short distances. */
const MODES = [constants.BROTLI_MODE_GENERIC, constants.BROTLI_MODE_FONT];
const WAYS = [
  ...[0, 16].flatMap((LGBLOCK) => [0, 15].flatMap((NDIRECT) => MODES.map((MODE) => ({ LGBLOCK, NDIRECT, MODE })))),
  ...MODES.flatMap((MODE) => [{ LGWIN: 18, LGBLOCK: 17, MODE }, { LGWIN: 18, LGBLOCK: 16, NPOSTFIX: 1, MODE }]),
];

async function brotli(bytes, way) {
  const chosen = { QUALITY: constants.BROTLI_MAX_QUALITY, LGWIN: constants.BROTLI_MAX_WINDOW_BITS, SIZE_HINT: bytes.length, ...way };
  const params = Object.fromEntries(Object.entries(chosen).map(([name, value]) => [constants[`BROTLI_PARAM_${name}`], value]));
  return promisify(brotliCompress)(bytes, { params });
}

/** Writes file.br and file.gz beside a file, unless that saves nothing. */
export async function compress(file) {
  const bytes = await readFile(file);
  const ways = extname(file) === ".wasm" ? WAYS : [{ MODE: constants.BROTLI_MODE_TEXT }];
  const tried = await Promise.all(ways.map((way) => brotli(bytes, way)));
  const packed = { br: tried.sort((a, b) => a.length - b.length)[0], gz: await promisify(gzip)(bytes, { level: 9 }) };
  for (const [ending, text] of Object.entries(packed)) {
    if (text.length < bytes.length) await writeFile(`${file}.${ending}`, text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await Promise.all(process.argv.slice(2).filter(isCompressible).map(compress));
