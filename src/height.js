// Tells the page that frames this one how high this page is: at once, whenever it changes, and whenever it is asked. Every page
// of the site has it; this is the only place that knows what hosts listen to. tests/height.test.mjs replays it letter by letter.
(() => {
  if (parent === self) return;
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  const fragment = new URLSearchParams(location.hash.slice(1).replace(/^\?/, ""));
  // The address that the host wrote, if another page of ours has led here: some hosts look for the frame by it.
  const address = fragment.get("as") ?? location.href;
  const pym = query.getAll("childId").at(-1);
  const secret = /^#\?/.test(location.hash) && fragment.get("secret");
  // A part of that address, which no other frame has, unless both have the same address.
  const name = /embed[=/][^#]*?(?=\/?(#|$))/.exec(address)?.[0] ?? location.host;
  let host = pym ? "pym" : secret ? "wordpress" : fragment.get("amp") === "1" ? "amp" : "any";
  // iframe-resizer's name for this frame, and whether it wants every change.
  let resizer;
  let follows = true;
  let told = 0;
  let pause = 0;
  let timer;

  // What each host listens to.
  const amp = (height) => ({ sentinel: "amp", type: "embed-size", height: Math.max(height, 100) });
  const FORMATS = {
    pym: (height) => [`pymxPYMx${pym}xPYMxheightxPYMx${height}`],
    amp: (height) => [amp(height)],
    wordpress: (height) => [{ message: "height", value: height, secret }],
    guardian: (height) => [JSON.stringify({ type: "set-height", value: height, id: `iframeMessenger:${name}` })],
    resizer: (height, kind) => [`[iFrameSizer]${resizer}:${height}:${innerWidth || 1}:${kind}`],
    any: (height) => [
      { "datawrapper-height": { [name]: height } },
      amp(height),
      JSON.stringify({ src: address, context: "iframe.resize", height }),
    ],
  };
  const send = (message) => parent.postMessage(message, "*");

  // A hidden frame has no height, and says nothing.
  function tell(isAsked, kind = "resizeObserver") {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (!height || (!isAsked && (height === told || !follows))) return;
    if (height !== told) pause = 0;
    told = height;
    FORMATS[host](height, kind).forEach(send);
    look();
  }

  // Whether the frame is as high as it was told to be.
  const fits = () => innerHeight === (host === "amp" ? Math.max(told, 100) : told);

  // Tells the height again as long as the frame does not have it: after these pauses, milliseconds, and the last one again and
  // again, as a host may begin to listen at any time.
  const PAUSES = [250, 1000, 3000, 10000];
  function look() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (fits()) return;
      if (!document.hidden) pause += 1;
      tell(true);
    }, PAUSES[Math.min(pause, PAUSES.length - 1)]);
  }

  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !data) return;
    const unknown = host === "any";
    if (typeof data === "string" && data.startsWith("[iFrameSizer]")) {
      const [id, , isSized, , , , changes] = data.slice(13).split(":");
      if (/^(true|false)$/.test(isSized) && (unknown || host === "resizer")) {
        host = "resizer";
        resizer = id;
        follows = changes !== "false";
        tell(true, "init");
      } else if (host === "resizer" && id === "resize") tell(true);
    } else if (data === "resize") {
      if (unknown) host = "guardian";
      tell(true);
    } else if (data.sentinel === "amp" && data.type === "frames-init") {
      if (unknown) host = "amp";
      tell(true);
    } else if (host === "pym" && data.startsWith?.(`pymxPYMx${pym}xPYMxwidthxPYMx`)) tell(true);
    // Whoever speaks has begun to listen.
    else again();
  });
  const again = () => tell(!fits());
  addEventListener("load", again);
  document.addEventListener("visibilitychange", again);
  document.fonts?.ready.then(() => tell(false));
  // Of the hosts, two come to a place within a frame that is as high as its page.
  addEventListener("own-or-rent:come", ({ detail }) => {
    const top = Math.round(detail.getBoundingClientRect().top + scrollY);
    if (pym) send(`pymxPYMx${pym}xPYMxscrollToChildPosxPYMx${top}`);
    if (resizer) send(`[iFrameSizer]${resizer}:${top}:0:scrollToOffset`);
  });
  // A frame may forbid other windows: WordPress follows a link by itself, and everywhere else its address is shown.
  let shown;
  const opened = (href) => {
    try {
      return open(href);
    } catch {
      // Firefox throws where others return nothing.
      return null;
    }
  };
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || (secret ? link.hash : !link.target)) return;
    event.preventDefault();
    const { href } = link;
    if (secret) return send({ message: "link", value: href, secret });
    const other = opened(href);
    if (other) other.opener = null;
    else link.after((shown ??= document.createElement("output")));
    if (shown) shown.textContent = other ? "" : ` (${href})`;
  });
  if (host === "amp") send({ sentinel: "amp", type: "embed-ready" });
  if (host === "any") send("[iFrameResizerChild]Ready");
  new ResizeObserver(() => tell(false)).observe(root);
  tell(false);
})();
