// Brotli and gzip beside a file of the site, which a server hands out as they are.
import { readFile, writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** What compresses well: text and code. Typefaces and bitmaps are compressed already. */
export const COMPRESSIBLE = new Set([".html", ".css", ".js", ".mjs", ".ts", ".json", ".svg", ".wasm", ".md", ".txt"]);

/** Settings of brotli; which of them suits compiled code best can only be found by trying. A short window makes for short distances. */
const MODES = [constants.BROTLI_MODE_GENERIC, constants.BROTLI_MODE_FONT];
const WAYS = [
  ...[0, 16].flatMap((LGBLOCK) => [0, 15].flatMap((NDIRECT) => MODES.map((MODE) => ({ LGBLOCK, NDIRECT, MODE })))),
  ...MODES.map((MODE) => ({ LGWIN: 18, LGBLOCK: 17, MODE })),
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
