import type {
  Annotations, Claim, ClaimForm, MentionForm, OffsetUnit, Place, PlaceKind, Span, Speaker, SpeakerKind,
} from "./whosaid.js";

/** What annotates a text: an `Annotator`, or a `WorkerAnnotator`. */
export interface Annotates {
  annotate(text: string): Annotations | Promise<Annotations>;
}

/**
 * Writes the annotations of a page's articles into the page, for `<who-said>` to show; nothing else of it changes.
 * Takes any text as HTML. Rejects only with what `annotate` throws.
 * @param html a page or a fragment of one
 */
export function embed(html: string, annotator: Annotates): Promise<string>;

/** The texts that {@link embed} would annotate, one an article; empty where there is nothing to read. */
export function texts(html: string): string[];

/** Start and end in UTF-16 code units, end exclusive, of the article's text: its blocks, two line breaks apart. */
export type Pair = readonly [start: number, end: number];

/** The JSON of `<script type="application/json" data-whosaid>`, version 1. */
export interface Payload {
  /** The version of this form. */
  whosaid: number;
  offsets: "utf16";
  /** Length in UTF-16 code units, and FNV-1a hash of 32 bits over these units, of each block in turn. */
  blocks: [length: number, hash: number][];
  speakers: {
    name: string;
    kind: SpeakerKind;
    description?: string;
    anonymity?: Pair;
    /** By name or description. */
    mentions: Pair[];
    pronouns?: Pair[];
    words: [quoted: number, reported: number];
  }[];
  claims: {
    form: ClaimForm;
    mode?: "attitude";
    /** Position in `speakers`; absent where it is unclear who. */
    speaker?: number;
    source?: Pair;
    cue?: Pair;
    content: Pair[];
    /** Hundredths. */
    confidence: number;
  }[];
  places: {
    name: string;
    kind: PlaceKind;
    /** ISO 3166-1 alpha-2. */
    country?: string;
    within?: string;
    /** Hundredths of a degree north and east, WGS 84. */
    at?: [north: number, east: number];
    mentions: Pair[];
    /** Hundredths. */
    confidence: number;
  }[];
}

/**
 * What marks and cards are made of: the part of {@link Annotations} that a page carries. Spans are those of the text as it
 * is now; of what stood in words that are gone, none is left.
 */
export interface Shown {
  offsets: OffsetUnit;
  speakers: (Pick<Speaker, "id" | "name" | "kind" | "description" | "anonymity" | "claims" | "quotedWords" | "reportedWords"> & {
    mentions: (Span & { form?: MentionForm })[];
  })[];
  claims: Pick<Claim, "id" | "form" | "mode" | "speaker" | "source" | "cue" | "content" | "confidence">[];
  places: (Pick<Place, "id" | "name" | "kind" | "country" | "within" | "lat" | "lon" | "confidence"> & { mentions: Span[] })[];
}
