// esbuild copies no file for `new URL(…, import.meta.url)`: its loader for files does, and says where they are.
import places from "whosaid/data/places.bin";
import wasm from "whosaid/wasm";
import worker from "whosaid/worker-script";
import { Annotator } from "whosaid";
import { WhoSaidElement } from "whosaid/element";

const here = (file) => new URL(file, import.meta.url);
WhoSaidElement.configure({ url: here(wasm), worker: here(worker) });
const annotator = await Annotator.load({ url: here(wasm), places: here(places) });
const { speakers, places: found } = annotator.annotate(document.querySelector("article").textContent);
document.body.dataset.found = [speakers[0].name, ...found.map(({ name }) => name)].join(", ");
