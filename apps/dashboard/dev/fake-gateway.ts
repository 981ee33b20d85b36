/**
 * A gateway without the work: the real router and wire over fake traffic, and the built dashboard.
 *
 *   node dev/fake-gateway.ts [--port 4870] [--scenario incident|calm|empty] [--seed 7] [--lanes 2000]
 */
import { createReadStream, existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { parseArgs } from "node:util";
import { appRouter } from "@signalbox/api-contract/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { manyLanes } from "./fake-lanes.ts";
import { FakeLive } from "./fake-live.ts";
import { createFakePorts } from "./fake-ports.ts";
import { FakeTraffic } from "./fake-traffic.ts";
import { seededRandom } from "./seeded-random.ts";

const { values: flags } = parseArgs({
  options: {
    port: { type: "string", default: "4870" },
    scenario: { type: "string", default: "incident" },
    seed: { type: "string", default: "7" },
    lanes: { type: "string" },
  },
});

const dist = join(import.meta.dirname, "../dist");
const cookie = "signalbox_fake=1";
const tickMs = 100;
const pastMs = 15 * 60_000;
const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const securityHeaders = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

const bootId = crypto.randomUUID().slice(0, 8);
const startedAt = Date.now();
const incidentAt = flags.scenario === "incident" ? startedAt - 110_000 : null;
const traffic = new FakeTraffic({
  random: seededRandom(Number(flags.seed)),
  bootId,
  incidentAt,
  ...(flags.scenario === "empty" ? { lanes: [] } : {}),
  ...(flags.lanes === undefined ? {} : { lanes: manyLanes(Number(flags.lanes)) }),
});
for (let at = startedAt - pastMs; at < startedAt; at += tickMs) traffic.advance(at);
const live = new FakeLive(traffic, bootId, incidentAt);
setInterval(() => traffic.advance(Date.now()), tickMs);
setInterval(() => live.beat(), 250);

const origin = `http://127.0.0.1:${flags.port}`;
const ports = createFakePorts(
  { traffic, bootId, since: incidentAt, begin: startedAt - pastMs },
  live,
  origin,
);
const trpc = createHTTPHandler({
  basePath: "/trpc/",
  router: appRouter,
  createContext: ({ req }) => ({
    ports,
    caller: isSignedIn(req) ? { tokenId: "tok_dev", name: "operator", role: "admin" } : null,
  }),
});

function isSignedIn(request: IncomingMessage): boolean {
  return (request.headers.cookie ?? "").includes(cookie);
}

async function answerSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "DELETE") {
    response.writeHead(204, { "set-cookie": `${cookie}; Max-Age=0; Path=/` }).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const isRight = Buffer.concat(chunks).includes("let-me-in");
  const headers = isRight ? { "set-cookie": `${cookie}; HttpOnly; SameSite=Strict; Path=/` } : {};
  const body = isRight ? {} : { error: { message: "This code or token is not valid." } };
  response
    .writeHead(isRight ? 200 : 401, { "content-type": "application/json", ...headers })
    .end(JSON.stringify(body));
}

function answerFile(path: string, response: ServerResponse): void {
  const wanted = join(dist, path);
  const file = extname(path) !== "" && existsSync(wanted) ? wanted : join(dist, "index.html");
  const type = contentTypes[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, ...securityHeaders });
  createReadStream(file).pipe(response);
}

createServer((request, response) => {
  const path = new URL(request.url ?? "/", origin).pathname;
  if (path.startsWith("/trpc/")) trpc(request, response);
  else if (path === "/session") void answerSession(request, response);
  else answerFile(path, response);
}).listen(Number(flags.port), "127.0.0.1", () => {
  console.log(`The fake gateway plays "${flags.scenario}": ${origin}/#code=let-me-in`);
});
