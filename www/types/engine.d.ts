// What wasm-bindgen's module gives (src/wasm.rs, src/dom.rs), in the types of the public API.
import type { Annotations, Corrected, Correction, Explanation, ExportFormat } from "./whosaid.js";

export default function init(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
export function version(): string;

export class Annotator {
  constructor();
  annotate(text: string, home?: string): Annotations;
  annotateJson(text: string): string;
  loadPlaces(bytes: Uint8Array): void;
  exportAs(format: ExportFormat, text: string, annotations: Annotations): string;
  explain(rule: string): string | undefined;
  explanations(): Explanation[];
  correct(text: string, annotations: Annotations, corrections: Correction[]): Corrected;
  recount(text: string, annotations: Annotations): Annotations;
  digest(info: string, text: string, corrections: Correction[]): string;
  free(): void;
}

export class Audit {
  constructor();
  add(digest: string): void;
  replace(position: number, digest: string): void;
  setPeople(csv: string): string[];
  report(acts: string): string;
  passages(ids: Uint32Array): string;
  passagesOf(article: number): Uint32Array;
  exportAs(format: string): string;
  free(): void;
}

export function auditRecords(kind: string, text: string, columns: string): string;
