// A worker at the edge of a network: no files, no document, and no module that is compiled at run time.
import { Annotator } from "whosaid";
import { embed } from "whosaid/embed";
import module from "whosaid/wasm";
import places from "whosaid/data/places.bin";

const text = "“It is late,” said Anna Berg, a guide from Kuressaare.";

export default {
  async test() {
    const annotator = await Annotator.load({ bytes: module, places });
    const found = annotator.annotate(text);
    console.log(found.places.map(({ name }) => name).join(", "));
    console.log(found.speakers[0].name);
    console.log(await embed(`<article><p>${text}</p></article>`, annotator));
  },
};
