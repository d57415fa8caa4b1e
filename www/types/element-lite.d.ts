import type { Shown } from "./embed.js";
import type { Kind, Selection } from "./element.js";

export type { Kind, Mismatch, Selection } from "./element.js";

/** `<who-said>` for pages that carry their annotations (`whosaid annotate --format embed`, or `whosaid/embed`): no engine. */
export class WhoSaidElement extends HTMLElement {
  /** The kinds shown; attribute `kinds`, blanks between. Default: speakers, claims and places. */
  kinds: Kind[];
  /** The text of the article as it is now; spans of `annotations` are offsets into it. */
  readonly text: string;
  readonly annotations: Shown | null;
  /** Lights a speaker, claim or place, or nothing. */
  select(selection: Selection | null): void;
  /** Reads the article again and marks it anew. */
  refresh(): Promise<void>;
  /** Takes every mark away; the text nodes are the same as before. */
  undo(): void;
}
