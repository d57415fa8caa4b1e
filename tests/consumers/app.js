// What each bundler builds: the API with the full gazetteer, and the element.
import { Annotator } from "whosaid";
import "whosaid/element";

const annotator = await Annotator.load({ places: "full", ...globalThis.whosaidFiles });
const { speakers, places } = annotator.annotate(document.querySelector("article").textContent);
document.body.dataset.found = [speakers[0].name, ...places.map(({ name }) => name)].join(", ");
