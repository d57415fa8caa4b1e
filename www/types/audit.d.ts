// What an audit gives (src/audit/report.rs), as the page reads it.
import type { ClaimForm, ClaimMode, Correction, Span, SpeakerKind } from "./whosaid.js";

export type Standing = "named" | "described" | "unnamed";

export interface SourceRef {
  name: string;
  article: string | null;
}

export type Act = { kind: "join"; source: SourceRef; into: SourceRef } | { kind: "part"; source: SourceRef };

export interface Counts {
  articles: number;
  words: number;
  quotedWords: number;
  reportedWords: number;
  unclearWords: number;
  unnamedWords: number;
  statements: number;
  attitudes: number;
  named: number;
  described: number;
  unnamed: number;
  unnamedShare: number;
  firstThreeShare: number;
  firstThree: number[];
  onlyParaphrased: number[];
}

export interface Source {
  id: number;
  name: string;
  kind: SpeakerKind;
  standing: Standing;
  quotedWords: number;
  reportedWords: number;
  statements: number;
  attitudes: number;
  articles: number[];
  roles: { text: string; articles: number[] }[];
  seen: { article: number; name: string; role: string | null }[];
  joined: string | null;
  doubts: string[];
  corrected: boolean;
  passages: number[];
  fields: string[] | null;
}

export interface Article extends Counts {
  id: string;
  title: string;
  section: string | null;
  date: string | null;
  month: string | null;
  sameAs: number | null;
  /** What was corrected in it before it was counted. */
  corrections?: Correction[];
}

export interface Part extends Counts {
  name: string | null;
}

export interface Column {
  name: string;
  values: (Counts & { value: string | null; sources: number[] })[];
}

export interface Passage {
  article: number;
  claim: number;
  form: ClaimForm;
  mode: ClaimMode;
  sources: number[];
  quotedWords: number;
  reportedWords: number;
  spans: Span[];
  text: string;
}

export interface Suggestion {
  sources: number[];
  into: number;
  why: string;
  acts: Act[];
}

export interface AuditReport {
  schema: 1;
  offsets: "utf16";
  totals: Counts;
  sources: Source[];
  articles: Article[];
  sections: Part[];
  months: Part[];
  columns: Column[];
  passages: Passage[];
  suggestions: Suggestion[];
  corrections: Act[];
  missed: number[];
}

/** What is known of an article besides its words. */
export interface ArticleInfo {
  id: string;
  title?: string | null;
  section?: string | null;
  date?: string | null;
}

/** Names of the columns of a table. */
export interface Columns {
  text: string;
  id: string;
  title: string;
  section: string;
  date: string;
}
