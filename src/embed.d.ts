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
  /** Colour of lines, links and controls, such as `8a1538`; refused where it could not be read on the paper. */
  getAttribute(name: "accent"): string | null;
  /** The ground: six hexadecimal digits, or `transparent` for that of the page around. */
  getAttribute(name: "paper"): string | null;
  /** The typeface: the system's, which loads nothing, or that of the piece. */
  getAttribute(name: "face"): "host" | "ours" | null;
  /** Where it is there, the element dispatches `ready`, `change` and `refused`, and `set` is heard. */
  getAttribute(name: "events"): string | null;
  getAttribute(name: string): string | null;
  /** Shows another case, given as the query of a link of the piece; heard from `ready` on. */
  set(text: string): void;
  addEventListener(type: "ready" | "change", listener: (event: CustomEvent<OwnOrRentCase>) => void): void;
  addEventListener(type: "refused", listener: (event: CustomEvent<OwnOrRentRefusal>) => void): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** What is shown, as `ready` and `change` tell it. */
export interface OwnOrRentCase {
  ownOrRent: 1;
  type: "ready" | "change";
  figure: OwnOrRentFigure;
  /** The case as the query of a link. */
  case: string;
  /** The answer in a sentence; empty for figures that are the same in every case. */
  answer: string;
}

/** What was sent and not understood. */
export interface OwnOrRentRefusal {
  ownOrRent: 1;
  type: "refused";
  figure: OwnOrRentFigure;
  /** Field, value and what is allowed. */
  reason: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "own-or-rent": OwnOrRentElement;
  }
}
