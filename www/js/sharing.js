// A link that holds the text: made only when it is asked for, with a word about what that means.
// @ts-check

import { ask, field } from "./dialogs.js";
import { h } from "./dom.js";
import { packRecord } from "./packing.js";
import { page } from "./page-strings.js";
import { strings } from "./strings.js";

/** Longer links are not made, in characters: programs cut them, servers of short links refuse them. */
const LONGEST = 30_000;

/**
 * @param {import("./address.js").Address} address @param {import("./record.js").ExportRecord} record
 * @param {import("./messages.js").Messages} messages
 */
export async function share(address, record, messages) {
  if (!("CompressionStream" in globalThis)) return messages.fail(page.link.unable);
  const link = address.linkWith(await packRecord(record));
  if (link.length > LONGEST) return messages.fail(page.link.tooLong(link.length, LONGEST));
  const input = h("input", { type: "text", value: link, readOnly: true, spellcheck: false });
  input.addEventListener("focus", () => input.select());
  const local = location.protocol === "file:" ? h("p", {}, page.link.local) : null;
  const answer = await ask({
    title: page.link.title,
    lead: page.link.lead(record.text.length, link.length),
    fields: [local, field(page.link.label, input)],
    action: page.link.copy,
    read: () => link,
    first: input,
  });
  if (answer === null) return;
  try {
    await navigator.clipboard.writeText(answer);
    messages.say(page.link.copied);
  } catch {
    messages.say(strings.notCopied);
  }
}
