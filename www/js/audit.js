// The audit of many articles: a part of the page that is loaded when somebody goes there.
// @ts-check

export { AuditView } from "./audit/view.js";
