import { createServer, type RequestListener } from "node:http";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { parseFetchRule } from "../config/fetch-rule.ts";
import type { FetchToolConfig } from "../config/index.ts";
import { createFetchTool } from "./fetch.ts";
import { runTool } from "./run-tool.ts";

const anywhere = parseFetchRule("*");
const open: FetchToolConfig = {
  allow: anywhere === null ? [] : [anywhere],
  allowPrivate: true,
  maxBytes: 1_000,
  timeoutMs: 2_000,
};

async function listen(onRequest: RequestListener) {
  const server = createServer(onRequest).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function fetchOf(input: unknown, config: Partial<FetchToolConfig> = {}) {
  const tool = createFetchTool({ config: () => ({ ...open, ...config }), userAgent: "test/1" });
  const signal = new AbortController().signal;
  const result = await runTool(tool, input, { signal, now: () => 0 });
  return result.ok ? result.output : `${result.error.code}: ${result.error.message}`;
}

describe("fetch", () => {
  test("answers status, type and text, and sends nothing that tells who asks", async () => {
    const seen: unknown[] = [];
    await using server = await listen(({ method, url, headers }, response) => {
      seen.push({ method, url, ...headers });
      response.setHeader("set-cookie", "a=1");
      response.setHeader("content-type", "text/html; charset=latin1");
      response.end(Buffer.from("caf\u00E9", "latin1"));
    });
    const url = `${server.url}/a%20b?q=1#part`;
    for (let time = 0; time < 2; time += 1) {
      expect(await fetchOf({ url })).toBe("HTTP 200, text/html; charset=latin1\n\ncaf\u00E9");
    }
    expect(seen[1]).toEqual({
      method: "GET",
      url: "/a%20b?q=1",
      host: new URL(server.url).host,
      connection: "keep-alive",
      "user-agent": "test/1",
      accept: expect.stringContaining("text/*"),
      "accept-encoding": "identity",
    });
    expect(await fetchOf({ url, method: "HEAD" })).toBe("HTTP 200, text/html; charset=latin1\n\n");
  });

  test("tells an error's status, and what it says", async () => {
    await using server = await listen((_, response) => {
      response.writeHead(404, { "content-type": "application/problem+json" }).end('{"a":1}');
    });
    expect(await fetchOf({ url: server.url })).toBe(
      'HTTP 404, application/problem+json\n\n{"a":1}',
    );
  });

  test("tells a redirect and does not follow it", async () => {
    let asked = 0;
    await using server = await listen((_, response) => {
      asked += 1;
      response.writeHead(302, { location: "/metadata" }).end();
    });
    expect(await fetchOf({ url: server.url })).toBe(
      `HTTP 302: redirects to ${server.url}/metadata\nIt was not followed. Fetch that URL if it is what you want.`,
    );
    expect(asked).toBe(1);
  });

  test.each([
    ["image/png", {}, "tool_failed: Its answer is image/png, and only text can be read."],
    ["text/plain", { "content-encoding": "gzip" }, "tool_failed: Its answer is packed (gzip)"],
  ])("does not read %s %o", async (type, headers, said) => {
    await using server = await listen((_, response) => {
      response.writeHead(200, { "content-type": type, ...headers }).end("x");
    });
    expect(await fetchOf({ url: server.url })).toContain(said);
  });

  test("stops reading at its bound, however much there is", async () => {
    let sent = 0;
    await using server = await listen((_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const chunk = Buffer.alloc(65_536, "x");
      const more = (): void => {
        do sent += chunk.length;
        while (response.write(chunk));
        response.once("drain", more);
      };
      more();
    });
    const said = await fetchOf({ url: server.url });
    expect(said).toMatch(
      /\n\nx{1000}\n\[truncated: the answer is longer than the operator allows\]$/,
    );
    expect(sent).toBeLessThan(50_000_000);
  });

  test("gives up on what takes too long", async () => {
    await using server = await listen(() => {});
    expect(await fetchOf({ url: server.url }, { timeoutMs: 100 })).toMatch(
      /^tool_timeout: 127\.0\.0\.1:\d+ took longer than 100 ms/,
    );
  });

  test("is the model's mistake where nobody answers", async () => {
    const server = await listen(() => {});
    await server[Symbol.asyncDispose]();
    expect(await fetchOf({ url: server.url })).toMatch(/^tool_failed: .* could not be read: /);
  });
});

describe("fetch refuses", () => {
  test.each([
    ["http://127.0.0.1/", "is at a private address"],
    ["http://[::1]/", "is at a private address"],
    ["http://[::ffff:169.254.169.254]/latest/meta-data", "is at a private address"],
    ["http://0x7f.1/", "is at a private address"],
    ["http://2130706433/", "is at a private address"],
    ["http://localhost/", "private address"],
    ["http://user:pass@example.com/", "user name or password"],
    ["file:///etc/passwd", "is no http:// or https:// URL"],
    ["gopher://example.com/", "is no http:// or https:// URL"],
    ["nonsense", "is no http:// or https:// URL"],
  ])("%s", async (url, said) => {
    expect(await fetchOf({ url }, { allowPrivate: false })).toContain(said);
  });

  test("what is not allowed, and says what is", async () => {
    const rule = parseFetchRule("*.example.com");
    const allow = rule === null ? [] : [rule];
    expect(await fetchOf({ url: "https://example.org/" }, { allow })).toBe(
      "tool_input: https://example.org is not allowed. Allowed are: *.example.com.",
    );
  });

  test("everything, once the config says so", async () => {
    const tool = createFetchTool({ config: () => null, userAgent: "test/1" });
    const { signal } = new AbortController();
    await expect(tool.run({ url: "https://a.example/" }, { signal, now: () => 0 })).rejects.toThrow(
      "not allowed by the config any more",
    );
  });
});
