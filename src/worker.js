// The service worker of the served site: keeps the pages and programs of one build, so that a reader who loses the network after the
// first view loses nothing. The build writes FILES, and joins this with Workbox (xtask/lighten.mjs); src/offline.js registers it.
//
// A page is asked of the server first, and is the kept one where the server does not answer: with a network nobody sees an old
// page. A file with a digest in its name never changes, so a kept one is as good.
import { clientsClaim } from "workbox-core/clientsClaim.js";
import { PrecacheController } from "workbox-precaching/PrecacheController.js";
import { registerRoute } from "workbox-routing/registerRoute.js";
import { NetworkFirst } from "workbox-strategies/NetworkFirst.js";

// How long a server may take to answer before the kept page is shown, seconds.
const PATIENCE = 5;

// Others may have caches at this address, too: another site of the same host, or a frozen edition of this one.
const OURS = `own-or-rent ${registration.scope} `;

// The builds that are kept: the present one, and the one before, whose page may still be open and ask for a part of it.
const KEPT_BUILDS = 2;

const kept = new PrecacheController({ cacheName: OURS + BUILD });
kept.addToCacheList(FILES);

addEventListener("install", (event) => {
  skipWaiting();
  kept.install(event);
});

async function forgetOldBuilds() {
  const ours = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== OURS + BUILD);
  const old = ours.slice(0, Math.max(0, ours.length + 1 - KEPT_BUILDS));
  await Promise.all(old.map((name) => caches.delete(name)));
}

addEventListener("activate", (event) => {
  kept.activate(event);
  event.waitUntil(forgetOldBuilds());
});

// The page that has registered this may lose its network before it asks for its charts. Firefox does not always give it over while
// this is activated: the page asks once more.
clientsClaim();
addEventListener("message", ({ data }) => {
  if (data === "claim") clients.claim();
});

// The kept file of an address, whatever case its query names.
const keyOf = ({ origin, pathname }) => kept.getCacheKeyForURL(origin + pathname.replace(/\/$/, "/index.html"));

const fromTheServer = new NetworkFirst({
  cacheName: OURS + BUILD,
  networkTimeoutSeconds: PATIENCE,
  matchOptions: { ignoreVary: true },
  plugins: [
    {
      cacheKeyWillBeUsed: async ({ request }) => keyOf(new URL(request.url)) ?? request,
      // What is kept is of one build, and only its own installation writes it.
      cacheWillUpdate: async () => null,
      // A server that is down may have something in front of it that answers.
      fetchDidSucceed: async ({ response }) => {
        if (response.status >= 500) throw new Error(response.statusText);
        return response;
      },
    },
  ],
});

// A page in another page's frame is the server's business alone.
const isOurs = ({ request, sameOrigin }) => sameOrigin && (request.mode !== "navigate" || request.destination === "document");
const hasDigest = ({ pathname }) => /-[0-9a-f]{16}[-_.]/.test(pathname);

// Whichever build it is of.
registerRoute(
  (asked) => isOurs(asked) && hasDigest(asked.url),
  async ({ request, url }) => (await caches.match(url.origin + url.pathname, { ignoreVary: true })) ?? fetch(request),
);
registerRoute((asked) => isOurs(asked) && keyOf(asked.url) !== undefined, fromTheServer);
