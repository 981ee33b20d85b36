import type { IncomingMessage, ServerResponse } from "node:http";
import { pageHeaders, setHeaders } from "./security-headers.ts";
import { readStaticFiles, type StaticFile, type StaticFiles } from "./static-files.ts";

/** Answers a request for a page or one of its files; false where the request is for something else. */
export type StaticHandler = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

const missingPage = `<!doctype html>
<html lang="en">
<title>Signalbox: the dashboard is not built</title>
<h1>The dashboard is not built</h1>
<p>The gateway runs, but the files of its dashboard are missing.</p>
<p>Stop it and run <code>npx -y pnpm@12 start</code> in the repository's root, which builds them first.</p>
</html>
`;

const apiPath = /^\/(v1|trpc|session|health|livez|readyz|metrics)(\/|$)/;

/**
 * Serves the built dashboard from memory. The folder is read once, as soon as the handler is made;
 * where that fails, every request for a page tries again, so that a build is enough.
 */
export function createStaticHandler({ root }: { readonly root: string }): StaticHandler {
  let files = read(root);

  return async (req, res) => {
    const path = pathOf(req.url);
    if (path === null || apiPath.test(path) || (req.method !== "GET" && req.method !== "HEAD")) {
      return false;
    }
    let known = await files;
    if (known === null) {
      files = read(root);
      known = await files;
    }
    const isPage = path === "/" || accepts(req, "text/html");
    if (known === null) {
      if (isPage) sendMissing(req, res);
      return isPage;
    }
    const file = known.get(path) ?? (isPage ? known.get("/index.html") : undefined);
    if (file === undefined) return false;
    sendFile(req, res, file);
    return true;
  };
}

async function read(root: string): Promise<StaticFiles | null> {
  try {
    const files = await readStaticFiles(root);
    return files.has("/index.html") ? files : null;
  } catch {
    return null;
  }
}

function pathOf(url: string | undefined): string | null {
  try {
    return decodeURIComponent(/^[^?#]*/.exec(url ?? "/")?.[0] ?? "/");
  } catch {
    return null;
  }
}

function sendFile(req: IncomingMessage, res: ServerResponse, file: StaticFile): void {
  setHeaders(res, pageHeaders);
  res.setHeader(
    "cache-control",
    file.immutable ? "public, max-age=31536000, immutable" : "no-cache",
  );
  res.setHeader("vary", "accept-encoding");
  const { body, encoding } = chosenForm(req, file);
  // Each form of a file is bytes of its own, so each has a tag of its own.
  const etag = encoding === null ? file.etag : file.etag.replace(/"$/, `-${encoding}"`);
  res.setHeader("etag", etag);
  if (matches(req.headers["if-none-match"], etag)) {
    res.writeHead(304).end();
    return;
  }
  if (encoding !== null) res.setHeader("content-encoding", encoding);
  res.writeHead(200, { "content-type": file.type, "content-length": body.length });
  res.end(req.method === "HEAD" ? undefined : body);
}

function chosenForm(
  req: IncomingMessage,
  { body, br, gzip }: StaticFile,
): { readonly body: Buffer; readonly encoding: "br" | "gzip" | null } {
  if (br !== undefined && takesEncoding(req, "br")) return { body: br, encoding: "br" };
  if (gzip !== undefined && takesEncoding(req, "gzip")) return { body: gzip, encoding: "gzip" };
  return { body, encoding: null };
}

function takesEncoding(req: IncomingMessage, encoding: string): boolean {
  const header = req.headers["accept-encoding"];
  const offers = (Array.isArray(header) ? header.join(",") : (header ?? "")).split(",");
  return offers.some((offer) => {
    const [name, ...parameters] = offer.split(";").map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

function accepts(req: IncomingMessage, type: string): boolean {
  return (req.headers.accept ?? "").includes(type);
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((tag) => ["*", etag].includes(tag.trim().replace(/^W\//, "")));
}

function sendMissing(req: IncomingMessage, res: ServerResponse): void {
  setHeaders(res, pageHeaders);
  res.writeHead(503, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(missingPage),
  });
  res.end(req.method === "HEAD" ? undefined : missingPage);
}
