// whosaid: who said what, and where. Types of JSON schema 1 and of the JavaScript API.
// All offsets are UTF-16 code units unless `Annotations.offsets` says otherwise; ends are exclusive.

/** A stretch of text: `text.slice(start, end)` is the thing itself. */
export interface Span {
  start: number;
  end: number;
}

export type OffsetUnit = "utf16" | "codepoint" | "byte";
export type SpeakerKind = "person" | "unnamed" | "organisation" | "group" | "document";
export type MentionForm = "name" | "nominal" | "pronoun";
export type ClaimForm = "direct" | "mixed" | "indirect" | "own";
export type Qualifier = "negated" | "denied" | "hedged" | "future";
export type ClaimMode = "statement" | "attitude";
export type PlaceKind =
  | "continent" | "country" | "region" | "county" | "city" | "district" | "water" | "mountain" | "facility" | "other";
export type PlaceRole = "literal" | "dateline" | "government" | "modifier";
export type SentenceKind =
  | "overview" | "loudest" | "unnamed" | "anonymity" | "paraphrased" | "passage" | "unclear" | "own";
export type ExportFormat = "json" | "csv" | "markdown" | "html" | "web-annotation" | "geojson" | "kml";

export interface SpeakerMention extends Span {
  form: MentionForm;
}

/** The identity behind sources, resolved over the whole text. */
export interface Speaker {
  /** Position in {@link Annotations.speakers}. */
  id: number;
  /** Fullest name in the text, without titles; for an unnamed speaker its first full description. */
  name: string;
  kind: SpeakerKind;
  /** Role or affiliation as the text gives it. */
  description: string | null;
  /** The stated reason for anonymity. */
  anonymity: Span | null;
  mentions: SpeakerMention[];
  /** Ids of the speaker's claims. */
  claims: number[];
  quotedWords: number;
  reportedWords: number;
  /** A person named, merged or split off this speaker. */
  corrected: boolean;
}

/** An attribution's content with its speaker, or a checkable statement of the article's own (`form: "own"`). */
export interface Claim {
  /** Position in {@link Annotations.claims}. */
  id: number;
  form: ClaimForm;
  mode: ClaimMode;
  /** What the cue says of the attribution: `did not say`, `denied`, `suggested`, `will say`. */
  qualifiers: Qualifier[];
  /** `null`: it is unclear who. */
  speaker: number | null;
  /** 0 to 1, calibrated: how sure it is that this speaker says it; `null` without one. */
  speakerConfidence: number | null;
  /** What spoke most for this speaker, where the text does not name him here: `the subject of the sentence before`. */
  speakerReason?: string;
  /** `null` where a quotation goes on without naming its source again. */
  source: Span | null;
  cue: Span | null;
  content: Span[];
  /** Id of the claim whose content holds this one. */
  parent: number | null;
  /** Ids of the places inside the content. */
  places: number[];
  /** 0 to 1. */
  checkWorthiness: number;
  signals: string[];
  /** 0 to 1, calibrated: of the claims at 0.9, nine in ten are right. */
  confidence: number;
  /** Name of the rule that acted; `Annotator.explain` gives its sentence. `by-hand`: a person marked it. */
  rule: string;
  /** A person marked this claim, said whose it is, or confirmed it; then `confidence` is 1. */
  corrected: boolean;
}

/** One gazetteer entry. */
export interface PlaceEntry {
  name: string;
  kind: PlaceKind;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
  /** First-level division. */
  within: string | null;
  /** Degrees, WGS 84. */
  lat: number | null;
  lon: number | null;
  geonameId: number | null;
}

/** An entry that was considered and not taken. */
export interface PlaceAlternative extends PlaceEntry {
  /** Why: `Paris in France, not in Texas: Lyon is mentioned too`. */
  reason: string | null;
}

export interface PlaceMention extends Span {
  role: PlaceRole;
}

/** A toponym, resolved to one gazetteer entry, with all its mentions. */
export interface Place extends PlaceEntry {
  /** Position in {@link Annotations.places}. */
  id: number;
  /** Other entries considered, best first, at most four. */
  alternatives: PlaceAlternative[];
  confidence: number;
  mentions: PlaceMention[];
}

/** The source report: who carries this article. Shares are 0 to 1. */
export interface Report {
  words: number;
  quotedShare: number;
  reportedShare: number;
  namedSpeakers: number;
  unnamedSpeakers: number;
  /** Of the attributed words, those that rest on unnamed speakers. */
  unnamedShare: number;
  /** The article's own check-worthy statements, attributed to nobody. */
  ownCheckWorthy: number;
  /** The same in sentences for readers, the most telling first. */
  sentences: ReportSentence[];
}

/** A sentence of the report, with what it rests on. */
export interface ReportSentence {
  kind: SentenceKind;
  text: string;
  /** Ids, in text order. */
  claims: number[];
  speakers: number[];
}

/** A speaker, by what the text says: ids change with every correction. */
export interface SpeakerRef {
  /** The name at the time. */
  name: string;
  /** The first mention at the time. */
  at: Span | null;
  /** A speaker whom a person added: nobody of this name was there. */
  speakerKind: SpeakerKind | null;
}

/** A claim, by where it stands. */
export interface ClaimRef {
  content: Span[];
  source: Span | null;
  /** The speaker's name at the time. */
  speaker: string | null;
}

/** One act of a person on the annotations. `to: null`: it is unclear who. */
export type Correction =
  | { kind: "rename"; speaker: SpeakerRef; name: string; speakerKind: SpeakerKind; description: string | null }
  | { kind: "merge"; speaker: SpeakerRef; into: SpeakerRef }
  | { kind: "split"; speaker: SpeakerRef; claims: ClaimRef[]; mentions: Span[]; to: SpeakerRef | null }
  | { kind: "reassign"; claim: ClaimRef; to: SpeakerRef | null }
  | { kind: "reword"; claim: ClaimRef; content: Span[] }
  | { kind: "attribution"; claim: ClaimRef; source: Span | null; cue: Span | null }
  | { kind: "delete"; claim: ClaimRef }
  | { kind: "add"; content: Span[]; cue: Span | null; to: SpeakerRef | null };

/** What {@link Annotator.correct} gives. */
export interface Corrected {
  /** With the corrections carried out, and everything counted anew. */
  annotations: Annotations;
  /** Positions of the corrections that could not be carried out, because what they mean is not there; they change nothing. */
  missed: number[];
  /** What the last correction was about, in `annotations`; `null` where that is gone, or it was missed. */
  about: CorrectionSubject | null;
  /** The same in the annotations without the last correction: what undoing it brings back. */
  before: CorrectionSubject | null;
}

export interface CorrectionSubject {
  kind: "claim" | "speaker";
  id: number;
}

/** Everything that was found in one text. */
export interface Annotations {
  schema: 1;
  offsets: OffsetUnit;
  speakers: Speaker[];
  claims: Claim[];
  places: Place[];
  report: Report;
  /** What a person changed since, in order; empty for what was found. */
  corrections: Correction[];
}

export interface Progress {
  stage: "engine" | "places";
  /** Bytes so far. */
  loaded: number;
  /** Bytes in all, or 0 where the server does not say. */
  total: number;
}

export interface LoadOptions {
  /** Where the WebAssembly module is; by default beside this script. */
  url?: string | URL;
  /** The module itself, in place of `url`. */
  bytes?: BufferSource | WebAssembly.Module;
  /** The gazetteer: the built-in core (default), the full one from beside the module, or its address or bytes. */
  places?: "core" | "full" | URL | BufferSource;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** A claim's `rule`, and the sentence that says why such a claim is marked. */
export interface Explanation {
  name: string;
  explanation: string;
}

/** Annotates texts on the calling thread. */
export class Annotator {
  private constructor();
  /** Loads the engine; no network other than its own files. Rejects with an `Error` that says what could not be read. */
  static load(options?: LoadOptions): Promise<Annotator>;
  /** Version of the engine. */
  readonly version: string;
  annotate(text: string, options?: AnnotateOptions): Annotations;
  /** The same as JSON text. */
  annotateJson(text: string): string;
  /** Takes a gazetteer file in; throws when it is none, and then the one in use stays. */
  loadPlaces(bytes: BufferSource): void;
  /** `annotations` must be of `text`, with UTF-16 offsets. */
  exportAs(format: ExportFormat, text: string, annotations: Annotations): string;
  /** The sentence that says why a claim with this rule is marked; `null` for an unknown name. */
  explain(rule: string): string | null;
  /** The same of every rule that a claim can carry. */
  explanations(): Explanation[];
  /** @deprecated The old name of `explanations()`, which gives all rules and not only constructions. */
  constructions(): Explanation[];
  /**
   * Carries corrections out, one after the other, on annotations of `text` with UTF-16 offsets, and counts anew what follows.
   * Throws an `Error` that says what does not fit the text, or that these are no corrections.
   */
  correct(text: string, annotations: Annotations, corrections: Correction[]): Corrected;
  /**
   * Counts anew what follows from the claims and their speakers, after somebody changed them by other means; of claims with the rule
   * `by-hand` form, nesting, places and check-worthiness too. Throws an `Error` that says what does not fit the text.
   */
  recount(text: string, annotations: Annotations): Annotations;
  /** Gives the memory back; the annotator cannot be used afterwards. */
  free(): void;
}

export interface WorkerLoadOptions extends LoadOptions {
  /** The worker's script; by default beside this script. A function makes the worker itself. */
  worker?: string | URL | (() => Worker);
}

/** What is known of a text besides its words. */
export interface AnnotateOptions {
  /**
   * Where the publisher is at home: of two places of one name, the nearer one is likelier. `US`, `US/Texas`, `Austin, Texas` or
   * `30.3,-97.7`. Throws where the gazetteer in use knows no such place.
   */
  home?: string | null;
}

export interface CallOptions {
  /** Aborting stops the work, also in the middle of a long text: the worker is started anew. */
  signal?: AbortSignal;
}

/** The same in a worker: nothing blocks the page. Import from `whosaid/worker`. */
export class WorkerAnnotator {
  private constructor();
  static load(options?: WorkerLoadOptions): Promise<WorkerAnnotator>;
  readonly version: string;
  annotate(text: string, options?: AnnotateOptions & CallOptions): Promise<Annotations>;
  loadPlaces(source: string | URL | BufferSource, options?: CallOptions): Promise<void>;
  exportAs(format: ExportFormat, text: string, annotations: Annotations, options?: CallOptions): Promise<string>;
  /** Of every rule that a claim can carry. */
  explanations(): Promise<Explanation[]>;
  /** @deprecated The old name of `explanations()`. */
  constructions(): Promise<Explanation[]>;
  correct(text: string, annotations: Annotations, corrections: Correction[], options?: CallOptions): Promise<Corrected>;
  recount(text: string, annotations: Annotations, options?: CallOptions): Promise<Annotations>;
  /** Ends the worker; calls under way are rejected. */
  close(): void;
}
