// What the user opens or drops, before any of it is read.
// @ts-check

/** @typedef {{ file: File, section: string | null, path: string }} Found a file, and the folder that it lies in */

const TABLES = /\.(csv|tsv|jsonl|ndjson)$/i;

/** Whether a file is for an audit and not for the reading of one article. @param {string} name */
export const isTable = (name) => TABLES.test(name);

/** @param {FileList | File[]} files chosen, of a folder with their paths */
export function chosen(files) {
  return [...files].map((file) => located(file, file.webkitRelativePath || file.name));
}

/** The first folder inside the one that was opened is the section. @param {File} file @param {string} path @returns {Found} */
function located(file, path) {
  const folders = path.split("/").slice(1, -1);
  return { file, path, section: folders[0] ?? null };
}

/**
 * What was dropped, folders with all that is in them. To be called at once: the browser forgets what was dropped.
 * @param {DataTransfer} data
 * @returns {Promise<Found[]>}
 */
export async function dropped(data) {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry !== null && entry !== undefined);
  if (!entries.length) return chosen(data.files);
  /** @type {Found[]} */
  const found = [];
  for (const entry of entries) await walk(entry, entry.name, found);
  return found;
}

/** Whether a folder or more than one file is dropped. @param {DataTransfer} data */
export function isMany(data) {
  const folder = [...data.items].some((item) => item.webkitGetAsEntry?.()?.isDirectory);
  return folder || data.files.length > 1 || [...data.files].some(({ name }) => isTable(name));
}

/** @param {FileSystemEntry} entry @param {string} path @param {Found[]} found */
async function walk(entry, path, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    found.push(located(file, path));
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  // A folder is read in parts, the last of which is empty.
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!part.length) return;
    for (const inner of part) await walk(inner, `${path}/${inner.name}`, found);
  }
}
