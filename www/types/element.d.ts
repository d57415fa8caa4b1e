import type { Shown } from "./embed.js";
import type { WorkerLoadOptions } from "./whosaid.js";

export type Kind = "speakers" | "claims" | "places" | "attitudes" | "own";
export type Selection = { kind: "speaker" | "claim" | "place"; id: number };

/** `whosaid-ready`: the article is marked. */
export type ReadyEvent = CustomEvent<{ text: string; annotations: Shown }>;
/** `whosaid-select`: a reader pointed at a mark, or (`null`) let go. Cancelable: then no card opens. */
export type SelectEvent = CustomEvent<(Selection & { annotations: Shown }) | null>;
/** `whosaid-change`: other kinds are shown, or the marks were made again or taken away. */
export type ChangeEvent = CustomEvent<{ kinds: Kind[]; annotations: Shown | null }>;

/** How much of a page's own annotations its text no longer holds. */
export type Mismatch = { missing: number; blocks: number };
/** `whosaid-mismatch`: the text is not the one that was annotated; what was changed has no marks. */
export type MismatchEvent = CustomEvent<Mismatch>;

/** What both elements have. */
export interface MarkedElement {
  /** The kinds shown; attribute `kinds`, blanks between. Default: speakers, claims and places. */
  kinds: Kind[];
  /** The text of the article; spans of `annotations` are offsets into it, in UTF-16 units. */
  readonly text: string;
  readonly annotations: Shown | null;
  /** Lights a speaker, claim or place, or nothing. */
  select(selection: Selection | null): void;
  /** Reads the article again and marks it anew. */
  refresh(): Promise<void>;
  /** Takes every mark away; the text nodes are the same as before. */
  undo(): void;
}

/** `<who-said>`: marks the article inside it, in place. */
export class WhoSaidElement extends HTMLElement {
  /** Where the engine comes from; call it before the first `<who-said>` is there. By default beside this module. */
  static configure(options: WorkerLoadOptions): void;
  /**
   * Where the publisher is at home, which tells places of one name apart: `US`, `US/Texas`, `Austin, Texas` or `30.3,-97.7`;
   * attribute `home`. Of no account where the page carries its annotations: `whosaid annotate --home` made these.
   */
  home: string;
}
export interface WhoSaidElement extends MarkedElement {}

declare global {
  interface HTMLElementTagNameMap {
    "who-said": WhoSaidElement;
  }
  interface HTMLElementEventMap {
    "whosaid-ready": ReadyEvent;
    "whosaid-select": SelectEvent;
    "whosaid-change": ChangeEvent;
    "whosaid-mismatch": MismatchEvent;
  }
}
