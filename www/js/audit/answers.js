// The worker's side of an audit: reading articles for one, and keeping one.
// @ts-check

import { Audit, auditRecords } from "#engine";

/** @type {InstanceType<typeof Audit> | null} */
let audit = null;

function begun() {
  if (!audit) throw new Error("no audit was begun in this worker");
  return audit;
}

/** @type {Record<string, (annotator: import("../annotator.js").Annotator, request: any) => any>} */
export const answers = {
  records: (_, { kind, text, columns }) => auditRecords(kind, text, JSON.stringify(columns)),
  digest: (annotator, { info, text, corrections }) => annotator.digest(JSON.stringify(info), text, corrections),
  begin() {
    audit?.free();
    audit = new Audit();
  },
  add(_, { digests }) {
    for (const digest of digests) begun().add(digest);
  },
  replace: (annotator, { article, info, text, corrections }) => begun().replace(article, annotator.digest(JSON.stringify(info), text, corrections)),
  people: (_, { csv }) => begun().setPeople(csv),
  report: (_, { acts }) => begun().report(JSON.stringify(acts)),
  passages: (_, { ids }) => begun().passages(Uint32Array.from(ids)),
  passagesOf: (_, { article }) => begun().passages(begun().passagesOf(article)),
  export: (_, { format }) => begun().exportAs(format),
};
