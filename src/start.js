// Starts the page's wasm. A file of its own, as a strict content policy refuses inline scripts.
const { module, wasm } = document.querySelector("script[data-module]").dataset;
const { default: init } = await import(new URL(module, document.baseURI).href);
await init({ module_or_path: new URL(wasm, document.baseURI) });
