/** The figures that can be shown. */
export type OwnOrRentFigure =
  | "companies" | "map" | "card" | "ledger" | "ways" | "accuracy" | "load" | "frontier" | "tornado" | "claims" | "measured";

/** `<own-or-rent figure="map" controls="requests_per_day,gpu_count">`, defined by `embed.js`. */
export interface OwnOrRentElement extends HTMLElement {
  /** What is inside is shown until the script is there: a link, best. */
  getAttribute(name: "figure"): OwnOrRentFigure | null;
  /** The case as the query of a link of the piece: `preset=intercom&gpu_count=8`. */
  getAttribute(name: "case"): string | null;
  /** The inputs below the figure, by name, six at most: `requests_per_day,gpu_count`. */
  getAttribute(name: "controls"): string | null;
  /** The colours; those of the reader's system unless set. */
  getAttribute(name: "theme"): "light" | "dark" | null;
  /** Whether the figure's own title is shown; it is unless this is `off`. */
  getAttribute(name: "heading"): "on" | "off" | null;
  getAttribute(name: string): string | null;
}

declare global {
  interface HTMLElementTagNameMap {
    "own-or-rent": OwnOrRentElement;
  }
}
