/** Where the file is: what a bundler's loader for files makes of the import (`?url` in Vite, `asset/resource` in webpack, `file` in esbuild). */
declare const url: string;
export default url;
