// Deno, with leave to read files and nothing more.
import { Annotator } from "whosaid";
import { embed } from "whosaid/embed";
import { Annotator as Inline } from "whosaid/inline";

const file = (name) => Deno.readFile(new URL(import.meta.resolve(name)));
const annotator = await Annotator.load({ bytes: await file("whosaid/wasm"), places: await file("whosaid/data/places.bin") });
const text = "“It is late,” said Anna Berg, a guide from Kuressaare.";
console.log(annotator.annotate(text).places.map(({ name }) => name).join(", "));
console.log((await Inline.load()).annotate(text).speakers[0].name);
console.log(await embed(`<article><p>${text}</p></article>`, annotator));
