import { createServer } from "node:http";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { build } from "vite";

const root = fileURLToPath(new URL("charts", import.meta.url));
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

export interface ChartPage extends AsyncDisposable {
  readonly url: string;
}

/** Builds the page of twenty charts as the dashboard is built, and serves it. */
export async function openChartPage(): Promise<ChartPage> {
  await using parts = new AsyncDisposableStack();
  const outDir = await mkdtemp(join(tmpdir(), "signalbox-charts-"));
  parts.defer(() => rm(outDir, { recursive: true, force: true }));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [react(), tailwindcss()],
    resolve: { dedupe: ["react", "react-dom", "uplot"] },
    build: { outDir, target: "es2024", chunkSizeWarningLimit: 4_000 },
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = pathname === "/" ? "/index.html" : pathname;
    const type = types[extname(path)] ?? "application/octet-stream";
    readFile(join(outDir, path)).then(
      (body) => response.writeHead(200, { "content-type": type }).end(body),
      () => response.writeHead(404).end(),
    );
  }).listen(0, "127.0.0.1");
  parts.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Not a TCP server.");
  const owned = parts.move();
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
