// What wasm-bindgen's module gives (src/wasm.rs, src/dom.rs), in the types of the public API.
import type { Annotations, Corrected, Correction, Explanation, ExportFormat } from "./whosaid.js";

export default function init(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
export function version(): string;

export class Annotator {
  constructor();
  annotate(text: string): Annotations;
  annotateJson(text: string): string;
  loadPlaces(bytes: Uint8Array): void;
  exportAs(format: ExportFormat, text: string, annotations: Annotations): string;
  explain(rule: string): string | undefined;
  explanations(): Explanation[];
  correct(text: string, annotations: Annotations, corrections: Correction[]): Corrected;
  recount(text: string, annotations: Annotations): Annotations;
  free(): void;
}
