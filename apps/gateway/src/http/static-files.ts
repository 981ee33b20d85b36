import { hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";

/** A file of the dashboard, in memory with its compressed forms. */
export interface StaticFile {
  readonly type: string;
  /** Its name changes with its content. */
  readonly immutable: boolean;
  readonly etag: string;
  readonly body: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

/** By the path in a URL, decoded, such as `/assets/index-Dk3.js`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const maxFiles = 2_000;
const maxBytes = 64 * 2 ** 20;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".wasm": "application/wasm",
};

/**
 * Reads a folder once. What is not in the answer can't be asked for, so no path leads out of the folder;
 * links in it are not followed.
 * @throws where the folder can't be read, or holds over 2,000 files or 64 MiB.
 */
export async function readStaticFiles(root: string): Promise<StaticFiles> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  if (paths.length > maxFiles) throw tooMuch(root, `${paths.length} files, over ${maxFiles}`);
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > maxBytes) throw tooMuch(root, `${bytes} bytes, over ${maxBytes}`);

  const bodies = new Map<string, Buffer>();
  for (const path of paths) {
    bodies.set(`/${relative(root, path).split(sep).join("/")}`, await readFile(path));
  }
  const plain = [...bodies].filter(([path]) => !isCompressedForm(path, bodies));
  return new Map(plain.map(([path, body]) => [path, staticFile(path, body, bodies)]));
}

function staticFile(path: string, body: Buffer, all: ReadonlyMap<string, Buffer>): StaticFile {
  return {
    type: types[extname(path).toLowerCase()] ?? "application/octet-stream",
    immutable: path.startsWith("/assets/"),
    etag: `"${hash("sha256", body, "base64url").slice(0, 22)}"`,
    body,
    br: all.get(`${path}.br`),
    gzip: all.get(`${path}.gz`),
  };
}

function isCompressedForm(path: string, all: ReadonlyMap<string, Buffer>): boolean {
  return /\.(br|gz)$/.test(path) && all.has(path.replace(/\.(br|gz)$/, ""));
}

function tooMuch(root: string, found: string): Error {
  return new Error(`${root} holds ${found}; that is no built dashboard. Build it anew.`);
}
