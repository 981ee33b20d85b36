import { once } from "node:events";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createServer, request, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { createStaticHandler } from "./static.ts";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

type Ask = (path: string, headers?: Record<string, string>, method?: string) => Promise<Answer>;

const html = { accept: "text/html,application/xhtml+xml" };
const script = "export const answer = 42;\n".repeat(50);

/** A real server over a folder; what the handler leaves alone is answered 404 in words of its own. */
async function serve(root: string): Promise<AsyncDisposable & { readonly ask: Ask }> {
  const handle = createStaticHandler({ root });
  const server = createServer((req, res) => {
    void handle(req, res).then((done) => done || res.writeHead(404).end("left alone"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const ask: Ask = async (path, headers = {}, method = "GET") => {
    // Unlike fetch, this sends a path as it is, dots and all.
    const sent = request({ host: "127.0.0.1", port, path, headers, method, agent: false }).end();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    sent.once("error", reject);
    sent.once("response", (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.once("end", () => {
        const status = res.statusCode ?? 0;
        resolve({ status, headers: res.headers, body: Buffer.concat(chunks) });
      });
    });
    return promise;
  };
  return {
    ask,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}

async function build(root: string): Promise<void> {
  await mkdir(join(root, "assets"), { recursive: true });
  await writeFile(join(root, "index.html"), "<!doctype html><title>Signalbox</title>");
  await writeFile(join(root, "favicon.svg"), "<svg/>");
  await writeFile(join(root, "assets", "index-Dk3.js"), script);
  await writeFile(join(root, "assets", "index-Dk3.js.br"), brotliCompressSync(script));
  await writeFile(join(root, "assets", "index-Dk3.js.gz"), gzipSync(script));
  await writeFile(join(root, "..", "secret.txt"), "canary");
  await symlink(join(root, "..", "secret.txt"), join(root, "assets", "link.txt"));
}

async function started() {
  const directory = await temporaryDirectory();
  const root = join(directory.path, "dist");
  await build(root);
  const server = await serve(root);
  return {
    ask: server.ask,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

describe("the dashboard's files", () => {
  test("the page is asked for anew each time, under the page's policy", async () => {
    await using server = await started();
    const { status, headers, body } = await server.ask("/");
    expect(status).toBe(200);
    expect(body.toString()).toContain("<title>Signalbox</title>");
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      "content-length": String(body.length),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(String(headers["content-security-policy"]).split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "img-src 'self'",
      "font-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]);
  });

  test("an asset is kept for good, and sent compressed to who takes it", async () => {
    await using server = await started();
    const path = "/assets/index-Dk3.js?v=1";
    const plain = await server.ask(path);
    expect(plain.body.toString()).toBe(script);
    expect(plain.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    const br = await server.ask(path, { "accept-encoding": "gzip, deflate, br" });
    expect(br.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(br.body).toString()).toBe(script);
    const gzip = await server.ask(path, { "accept-encoding": "br;q=0, gzip" });
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(new Set([plain, br, gzip].map(({ headers }) => headers.etag)).size).toBe(3);
  });

  test("what has not changed is not sent again, and HEAD sends no body", async () => {
    await using server = await started();
    const { headers } = await server.ask("/favicon.svg");
    expect(headers["content-type"]).toBe("image/svg+xml; charset=utf-8");
    const etag = headers.etag ?? "";
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const again = await server.ask("/favicon.svg", { "if-none-match": tag });
      expect([again.status, again.body.length]).toEqual([304, 0]);
    }
    expect((await server.ask("/favicon.svg", { "if-none-match": '"x"' })).status).toBe(200);
    const head = await server.ask("/favicon.svg", {}, "HEAD");
    expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([200, 0, "6"]);
  });

  test("a browser gets the page at any path of its own, a program does not", async () => {
    await using server = await started();
    for (const path of ["/requests/42", "/models", "/v10"]) {
      expect((await server.ask(path, html)).body.toString(), path).toContain("Signalbox");
      expect((await server.ask(path)).body.toString(), path).toBe("left alone");
    }
  });

  test.each([
    "/v1/models",
    "/trpc/x",
    "/session",
    "/health",
    "/livez",
    "/readyz",
    "/metrics",
    "/v1",
  ])("%s is not the dashboard's", async (path) => {
    await using server = await started();
    expect((await server.ask(path, html)).body.toString()).toBe("left alone");
  });

  test("nothing but GET and HEAD is the dashboard's", async () => {
    await using server = await started();
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      expect((await server.ask("/", html, method)).status, method).toBe(404);
    }
  });

  test.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/../../secret.txt",
    "/assets/..%5c..%5csecret.txt",
    "//secret.txt",
    "/assets/link.txt",
    "/assets/index-Dk3.js%00",
    "/%",
    "/constructor",
    "/assets/index-Dk3.js.br",
  ])("no path leads out of the folder: %s", async (path) => {
    await using server = await started();
    expect((await server.ask(path)).body.toString()).toBe("left alone");
    expect((await server.ask(path, html)).body.toString()).not.toContain("canary");
  });
});

test("where the dashboard is not built a page says how to, until it is", async () => {
  await using directory = await temporaryDirectory();
  const root = join(directory.path, "dist");
  await using server = await serve(root);
  const missing = await server.ask("/requests", html);
  expect(missing.status).toBe(503);
  expect(missing.body.toString()).toContain("npx -y pnpm@12 start");
  expect(missing.headers["content-security-policy"]).toContain("default-src 'none'");
  expect((await server.ask("/favicon.svg")).status).toBe(404);
  await build(root);
  expect((await server.ask("/requests", html)).status).toBe(200);
});
