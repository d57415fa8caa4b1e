/** A table of the project, as text. */
declare module "*.tsv" {
  const text: string;
  export default text;
}
