import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rawRequest, sendRaw } from "./raw-http.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const probes = ["GET /health", "GET /livez", "GET /readyz"];
const routes = [
  "POST /v1/chat/completions",
  "POST /v1/responses",
  "POST /v1/embeddings",
  "POST /v1/messages",
  "POST /v1/messages/count_tokens",
  "GET /v1/models",
  "GET /v1/models/support",
  "GET /trpc/system.health",
  "GET /trpc/system.metrics",
  "POST /trpc/agent.start",
  "POST /trpc/agent.send",
  "POST /trpc/agent.cancel",
  "GET /trpc/auth.listTokens",
  "GET /trpc/requests.list",
  "GET /trpc/sessions.list",
  "GET /trpc/lanes.list",
];
const streams = ["GET /trpc/system.live", 'GET /trpc/agent.stream?input={"requestId":"r"}'];
const open = ["GET /", "POST /session", "DELETE /session", "POST /webhooks/orders"];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

function ask(route: string, headers: Record<string, string> = {}, body = ""): Promise<Response> {
  const [method = "GET", path = "/"] = route.split(" ");
  const sent = method === "POST" ? { "content-type": "application/json", ...headers } : headers;
  return fetch(gateway.url + path, {
    method,
    headers: sent,
    ...(method === "POST" && { body: body === "" ? "{}" : body }),
  });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("GET /health", () => {
  it("tells anyone exactly seven things", async () => {
    const response = await ask("GET /health");
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toContain("no-store");
    expect(await response.json()).toEqual({
      status: "ok",
      uptime: expect.any(Number),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      sessions: expect.any(Number),
      connections: expect.any(Number),
      tools: 2,
      channels: [
        { name: "trpc", status: "ok" },
        { name: "openai", status: "ok" },
        { name: "anthropic", status: "ok" },
      ],
    });
  });

  it("has a HEAD, and takes nothing else", async () => {
    const head = await ask("HEAD /health");
    expect(head.status).toBe(200);
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(0);
    expect(await head.text()).toBe("");
    expect((await ask("POST /health")).status).toBe(405);
  });

  it("counts the sessions that were there", async () => {
    await gateway.admin.agent.send.mutate({ message: "Hello.", sessionId: "counted" });
    await expect
      .poll(async () => (await ask("GET /health")).json(), { interval: 50, timeout: 3_000 })
      .toMatchObject({ sessions: 1 });
  });
});

describe("without a token", () => {
  it.each(routes)("%s refuses", async (route) => {
    const response = await ask(route);
    expect(response.status).toBe(401);
    expect(await response.text()).toMatch(/No (valid )?token came/);
  });

  it.each(streams)("%s refuses in its stream, as its client reads it", async (route) => {
    const response = await ask(route);
    const text = await response.text();
    expect(text).toContain("event: serialized-error");
    expect(text).toContain('"code":"UNAUTHORIZED"');
    expect(text).not.toContain("snapshot");
  });

  it("a token that is none is refused like none, and then its address for a while", async () => {
    await using gateway = await startGateway();
    const statuses: number[] = [];
    for (const route of routes) {
      const [method = "GET", path = "/"] = route.split(" ");
      const headers = { ...bearer("sbx_nobody.secret"), "content-type": "application/json" };
      const init = { method, headers, ...(method === "POST" && { body: "{}" }) };
      statuses.push((await fetch(gateway.url + path, init)).status);
    }
    expect(statuses).toEqual(routes.map((_, index) => (index < 10 ? 401 : 429)));
  });
});

describe("with a role that may not", () => {
  it.each([
    ["viewer", "POST /v1/chat/completions"],
    ["viewer", "POST /v1/responses"],
    ["operator", "POST /v1/embeddings"],
    ["viewer", "POST /v1/messages"],
    ["operator", "POST /v1/messages/count_tokens"],
    ["operator", "GET /v1/models"],
    ["ingest", "GET /trpc/system.metrics"],
    ["ingest", "GET /trpc/requests.list"],
    ["viewer", "POST /trpc/agent.cancel"],
    ["operator", "GET /trpc/auth.listTokens"],
  ] as const)("a %s is refused at %s", async (role, route) => {
    const { token } = await gateway.mint(role);
    expect((await ask(route, bearer(token))).status).toBe(403);
  });
});

describe("from where it may not be asked", () => {
  const { host } = new URL("http://evil.example:4870");

  it.each([...routes, ...streams, ...open])("%s refuses an evil Host", async (route) => {
    const raw = rawRequest(route, { host, ...bearer(gateway.adminToken) });
    expect((await sendRaw(gateway.url, raw)).status).toBe(403);
  });

  it.each([...routes, ...streams, ...open])(
    "%s refuses an evil Origin, and a null one",
    async (route) => {
      for (const origin of ["http://evil.example", "null", "http://localhost.evil.example"]) {
        const { host } = new URL(gateway.url);
        const raw = rawRequest(route, { host, origin, ...bearer(gateway.adminToken) });
        const { status, head } = await sendRaw(gateway.url, raw);
        expect(status).toBe(403);
        expect(head.toLowerCase()).not.toContain("access-control-allow");
      }
    },
  );

  it.each(probes)("%s answers whatever the Host", async (route) => {
    expect((await sendRaw(gateway.url, rawRequest(route, { host: "10.1.2.3" }))).status).toBe(200);
  });
});

it("refuses a token in a URL, and says to revoke it", async () => {
  const { token } = await gateway.mint("viewer");
  for (const query of [`token=${token}`, `x=${token}`, `api_key=k`]) {
    const response = await ask(`GET /trpc/system.health?${query}`, bearer(token));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("must not be in a URL");
  }
});

describe("a browser's cookie", () => {
  /** Signs in with a code, and gives what a browser would send from then on. */
  async function signIn(): Promise<Record<string, string>> {
    const code = await gateway.gateway.auth.createLoginCode("admin");
    const response = await ask("POST /session", {}, JSON.stringify({ code }));
    expect(response.status).toBe(204);
    const [cookie = ""] = (response.headers.get("set-cookie") ?? "").split(";");
    expect(response.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Strict/);
    return { cookie, "sec-fetch-site": "same-origin" };
  }

  it("counts from our own page alone, for more than reading with our own header, never on /v1", async () => {
    const own = await signIn();
    const cancel = [`POST /trpc/agent.cancel`, JSON.stringify({ requestId: "none" })] as const;
    const statusOf = async (route: string, headers: Record<string, string>, body = "") =>
      (await ask(route, headers, body)).status;
    expect(await statusOf("GET /trpc/system.health", own)).toBe(200);
    expect(
      await statusOf("GET /trpc/system.health", { ...own, "sec-fetch-site": "cross-site" }),
    ).toBe(403);
    expect(await statusOf(cancel[0], own, cancel[1])).toBe(403);
    expect(await statusOf(cancel[0], { ...own, "x-signalbox-request": "1" }, cancel[1])).toBe(404);
    expect(await statusOf("GET /v1/models", own)).toBe(401);
  });

  it("is good once for a code, and no more after signing out", async () => {
    const code = await gateway.gateway.auth.createLoginCode("viewer");
    const body = JSON.stringify({ code });
    const first = await ask("POST /session", {}, body);
    expect(first.status).toBe(204);
    expect((await ask("POST /session", {}, body)).status).toBe(401);
    const [cookie = ""] = (first.headers.get("set-cookie") ?? "").split(";");
    const own = { cookie, "sec-fetch-site": "same-origin", "x-signalbox-request": "1" };
    expect((await ask("DELETE /session", own)).status).toBe(204);
    expect((await ask("GET /trpc/system.health", own)).status).toBe(401);
  });
});

it("starts no work by a GET", async () => {
  const input = encodeURIComponent(JSON.stringify({ message: "Hello." }));
  for (const name of ["agent.send", "agent.start", "agent.cancel", "auth.createToken"]) {
    const response = await ask(`GET /trpc/${name}?input=${input}`, bearer(gateway.adminToken));
    expect(response.status).toBe(405);
  }
  expect((await ask("GET /v1/chat/completions", bearer(gateway.adminToken))).status).toBe(405);
});
