// A figure of Own or Rent? in any page: <own-or-rent figure="map"></own-or-rent>. docs/embed.md has its attributes, embed.d.ts its
// types. It frames the figure's own page, as high as that page says it is.
(() => {
  if (customElements.get("own-or-rent")) return;
  const site = new URL(".", document.currentScript.src);
  // The figures: title, height narrow, height wide. The build writes them here.
  const FIGURES = {};
  const ASKED = ["controls", "theme", "heading", "accent", "paper", "face"];
  // The version of the messages that a figure sends to a page that asks for them.
  const VERSION = 1;

  customElements.define(
    "own-or-rent",
    class extends HTMLElement {
      static observedAttributes = ["figure", "case", "events", ...ASKED];
      #frame;
      #hear = ({ source, data }) => {
        if (source !== this.#frame?.contentWindow || !data) return;
        if (data.sentinel === "amp" && data.type === "embed-size") this.#frame.style.height = `${data.height}px`;
        if (data.ownOrRent === VERSION) this.dispatchEvent(new CustomEvent(data.type, { detail: data }));
      };
      connectedCallback() {
        addEventListener("message", this.#hear);
        this.#show();
      }
      disconnectedCallback() {
        removeEventListener("message", this.#hear);
      }
      attributeChangedCallback() {
        if (this.#frame) this.#show();
      }
      /** Shows another case, given as the query of a link; the element needs the attribute `events`. */
      set(text) {
        // The frame is of an opaque origin, which no message can name; nobody else is in it.
        this.#frame?.contentWindow.postMessage({ ownOrRent: VERSION, type: "set", case: text }, "*");
      }
      #show() {
        const name = this.getAttribute("figure");
        const figure = Object.hasOwn(FIGURES, name) && FIGURES[name];
        if (!figure) {
          this.#frame = undefined;
          this.textContent = `figure: '${name}' is not an option (allowed: ${Object.keys(FIGURES).join(", ")})`;
          return;
        }
        const query = new URLSearchParams(this.getAttribute("case") ?? "");
        for (const key of ASKED) if (this.hasAttribute(key)) query.set(key, this.getAttribute(key));
        if (this.hasAttribute("events")) query.set("events", location.origin);
        const address = new URL(`embed/${name}/`, site);
        address.search = query;
        const [title, narrow, wide] = figure;
        const frame = document.createElement("iframe");
        frame.title = this.title || title;
        frame.loading = "lazy";
        frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
        this.style.display = "block";
        Object.assign(frame.style, { display: "block", width: "100%", border: 0, height: `${this.clientWidth < 620 ? narrow : wide}px` });
        // A frame of another scheme than its page is never transparent.
        if (query.get("paper") === "transparent") frame.style.colorScheme = query.get("theme") ?? "light";
        // A height that was told too early is asked for again.
        frame.onload = () => frame.contentWindow.postMessage({ sentinel: "amp", type: "frames-init" }, "*");
        frame.src = address;
        this.#frame = frame;
        this.replaceChildren(frame);
      }
    },
  );
})();
