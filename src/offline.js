// Makes the site one that can be installed, and that works without a network after the first visit. src/start.js loads it once the
// page is ready, so that the first view carries nothing of it; a page in another page's frame and a page from a disk never do.
const site = new URL(".", import.meta.url);

const manifest = document.createElement("link");
manifest.rel = "manifest";
manifest.href = new URL("manifest.json", site);
document.head.append(manifest);

// The worker fetches two megabytes: not from those who ask for little data, and not while the page is busy, unless it always is.
const LONGEST_WAIT = 10_000;
const whenIdle = globalThis.requestIdleCallback ?? ((call) => setTimeout(call, 2000));
if (navigator.serviceWorker && !navigator.connection?.saveData) {
  // Without a worker of its own, this page would lose with the network what it has not asked for yet.
  const beKept = (worker) => {
    if (navigator.serviceWorker.controller) return;
    if (worker.state === "activated") worker.postMessage("claim");
    else worker.addEventListener("statechange", () => beKept(worker), { once: true });
  };
  navigator.serviceWorker.ready.then(({ active }) => beKept(active));
  whenIdle(() => {
    // A browser that keeps nothing for the site, such as in a private window, refuses.
    navigator.serviceWorker.register(new URL("worker.js", site), { updateViaCache: "none" }).catch(() => {});
  }, { timeout: LONGEST_WAIT });
}
