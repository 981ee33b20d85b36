import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { startAuth, type TestAuth } from "../auth/testing/start-auth.ts";
import { allowedAuthorities } from "./guard.ts";
import { createSessionHandler } from "./session.ts";

interface Bound {
  readonly tls?: boolean;
  readonly behindProxy?: boolean;
  readonly publicUrls?: readonly string[];
}

type Send = (method: string, body?: string, headers?: Record<string, string>) => Promise<Response>;

interface SessionServer extends AsyncDisposable {
  readonly test: TestAuth;
  readonly send: Send;
  readonly origin: string;
}

async function serve(given: Bound = {}): Promise<SessionServer> {
  const auth = await startAuth();
  let port = 0;
  const handle = createSessionHandler({
    auth: auth.auth,
    bound: () => {
      const { tls = false, behindProxy = false, publicUrls = [] } = given;
      const allowed = allowedAuthorities({ host: "127.0.0.1", port, publicUrls, tls: false });
      return { port, tls, behindProxy, allowed };
    },
    address: (req) => req.socket.remoteAddress ?? "",
    now: () => 1_700_000_000_000,
  });
  const server = createServer((req, res) => void handle(req, res));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  return {
    test: auth,
    origin,
    send: (method, body, headers = {}) =>
      fetch(`${origin}/session`, { method, headers, ...(body === undefined ? {} : { body }) }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await auth[Symbol.asyncDispose]();
    },
  };
}

/** What a browser adds to a call of our own page. */
const ownPage = { "sec-fetch-site": "same-origin", "x-signalbox-request": "1" };

async function messageOf(response: Response): Promise<unknown> {
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  return response.json();
}

describe("POST /session", () => {
  test("trades a token for a cookie that no script reads and no other site sends", async () => {
    await using server = await serve();
    const { send, test, origin } = server;
    const headers = { ...ownPage, origin };
    const response = await send("POST", JSON.stringify({ token: test.token }), headers);
    expect(response.status).toBe(204);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(
      /^signalbox_\d+=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    expect(
      test.auth.authenticate({ cookie, allowCookie: true, allowApiKey: false, address: "a" }),
    ).toMatchObject({ kind: "caller", via: "cookie" });
  });

  test("trades a login code, once", async () => {
    await using server = await serve();
    const code = await server.test.auth.createLoginCode("admin");
    expect((await server.send("POST", JSON.stringify({ code }), ownPage)).status).toBe(204);
    const again = await server.send("POST", JSON.stringify({ code }), ownPage);
    expect(again.status).toBe(401);
    expect(await messageOf(again)).toEqual({
      error: { message: expect.stringContaining("used already") },
    });
  });

  test("is for programs too, which bring neither origin nor cookie", async () => {
    await using server = await serve();
    const response = await server.send("POST", JSON.stringify({ token: server.test.token }));
    expect(response.status).toBe(204);
  });

  test.each([
    ["under TLS", { tls: true }, {}],
    [
      "behind a proxy that speaks TLS",
      { behindProxy: true, publicUrls: ["https://box.example.com"] },
      { origin: "https://box.example.com" },
    ],
  ])("%s the cookie is bound to the host and never sent in clear", async (_, bound, headers) => {
    await using server = await serve(bound);
    const body = JSON.stringify({ token: server.test.token });
    const response = await server.send("POST", body, { ...ownPage, ...headers });
    expect(response.headers.get("set-cookie")).toMatch(/^__Host-signalbox_\d+=.*; Secure$/);
  });

  test("a wrong token is 401, and after ten of them 429 tells when to try again", async () => {
    await using server = await serve();
    const body = JSON.stringify({ token: "sbx_canary.wrong" });
    for (let i = 0; i < 10; i++) {
      const response = await server.send("POST", body);
      expect(response.status).toBe(401);
      expect(response.headers.get("set-cookie")).toBeNull();
      expect(JSON.stringify(await messageOf(response))).not.toContain("canary");
    }
    const locked = await server.send("POST", JSON.stringify({ token: server.test.token }));
    expect(locked.status).toBe(429);
    expect(locked.headers.get("retry-after")).toBe("60");
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    "{}",
    '{"token":1}',
    '{"token":""}',
    '{"token":"a","code":"b"}',
  ])("the body %j is a bad request", async (body) => {
    await using server = await serve();
    const response = await server.send("POST", body);
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toEqual({ error: { message: expect.any(String) } });
  });

  test("a body over 4 KiB is too large", async () => {
    await using server = await serve();
    const response = await server.send("POST", JSON.stringify({ token: "x".repeat(5_000) }));
    expect(response.status).toBe(413);
  });

  test.each([
    [{ origin: "https://evil.example" }],
    [{ origin: "null" }],
    [{ "sec-fetch-site": "cross-site", "x-signalbox-request": "1" }],
    [{ "sec-fetch-site": "same-origin" }],
  ])("from %j it is refused", async (headers) => {
    await using server = await serve();
    const response = await server.send(
      "POST",
      JSON.stringify({ token: server.test.token }),
      headers,
    );
    expect(response.status).toBe(403);
    expect(response.headers.get("set-cookie")).toBeNull();
  });
});

describe("DELETE /session", () => {
  test("ends the session and clears the cookie", async () => {
    await using server = await serve();
    const session = await server.test.auth.startSession({ token: server.test.token }, "a");
    if (session.kind !== "started") throw new Error("expected a session");
    const cookie = `signalbox_1=${session.cookieValue}`;
    const response = await server.send("DELETE", undefined, { ...ownPage, cookie });
    expect(response.status).toBe(204);
    expect(response.headers.get("set-cookie")).toMatch(/^signalbox_\d+=; Path=\/; Max-Age=0;/);
    expect(server.test.state.browserSessions.all()).toEqual([]);
  });

  test("from another site, or without the own header, it ends nothing", async () => {
    await using server = await serve();
    const session = await server.test.auth.startSession({ token: server.test.token }, "a");
    if (session.kind !== "started") throw new Error("expected a session");
    const cookie = `signalbox_1=${session.cookieValue}`;
    for (const headers of [
      {},
      { ...ownPage, "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-origin" },
    ]) {
      expect((await server.send("DELETE", undefined, { ...headers, cookie })).status).toBe(403);
    }
    expect(server.test.state.browserSessions.all()).toHaveLength(1);
  });
});

test("other methods are not allowed", async () => {
  await using server = await serve();
  const response = await server.send("GET");
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST, DELETE");
});
