import { assert, domain, integer, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { allowedAuthorities, checkHost, checkOrigin, checkUrl, hostsOf } from "./guard.ts";

const bound = { host: "127.0.0.1", port: 4870, publicUrls: [], tls: false };
const allowed = allowedAuthorities({ ...bound, publicUrls: ["https://box.example.com"] });

function status(result: ReturnType<typeof checkHost>): number {
  return result.ok ? 200 : result.status;
}

describe("the authorities of a gateway", () => {
  test("are the loopback names with its port, and its public URLs", () => {
    expect([...allowed.hosts]).toEqual([
      "127.0.0.1:4870",
      "localhost:4870",
      "[::1]:4870",
      "box.example.com",
      "box.example.com:443",
    ]);
    expect([...allowed.origins]).toEqual([
      "http://127.0.0.1:4870",
      "http://localhost:4870",
      "http://[::1]:4870",
      "https://box.example.com",
    ]);
  });

  test.each([
    [{ ...bound, host: "192.0.2.7", tls: true }, "192.0.2.7:4870", "https://192.0.2.7:4870"],
    [{ ...bound, host: "2001:db8::7" }, "[2001:db8::7]:4870", "http://[2001:db8::7]:4870"],
    [{ ...bound, host: "Box.Local", port: 80 }, "box.local", "http://box.local"],
    [{ ...bound, host: "box.local", port: 443, tls: true }, "box.local:443", "https://box.local"],
  ])("%j answers to %s", (given, host, origin) => {
    const { hosts, origins } = allowedAuthorities(given);
    expect(hosts).toContain(host);
    expect(origins).toContain(origin);
  });

  test.each(["0.0.0.0", "::"])("%s is the name of no host", (host) => {
    const { hosts } = allowedAuthorities({ ...bound, host });
    expect([...hosts]).toEqual(["localhost:4870", "127.0.0.1:4870", "[::1]:4870"]);
  });
});

describe("a Host header", () => {
  test.each(["127.0.0.1:4870", "LOCALHOST:4870", "[::1]:4870", "box.example.com"])(
    "%s is one of ours",
    (host) => {
      expect(checkHost([host], allowed)).toEqual({ ok: true });
    },
  );

  test.each([
    "localhost",
    "localhost:4871",
    "localhost.:4870",
    "localhost:4870.evil.example",
    "evil.example:4870",
    "127.0.0.1.evil.example:4870",
    "box.example.com.evil.example",
    "box.example.com:8443",
    "evil.example/localhost:4870",
    "user@localhost:4870",
    " localhost:4870",
    "localhost:4870,evil.example",
    "0.0.0.0:4870",
    "127.1:4870",
    "2130706433:4870",
    "constructor",
  ])("%j is not", (host) => {
    expect(status(checkHost([host], allowed))).toBe(403);
  });

  test("that is missing, or one of several, is a bad request", () => {
    expect(status(checkHost([], allowed))).toBe(400);
    expect(status(checkHost([""], allowed))).toBe(400);
    const [own = ""] = allowed.hosts;
    const hosts = hostsOf(["Host", own, "accept", "*/*", "HOST", "evil.example"]);
    expect(hosts).toEqual([own, "evil.example"]);
    expect(status(checkHost(hosts, allowed))).toBe(400);
  });

  test("is matched exactly, whatever it is", () => {
    const host = oneof(string(), domain());
    assert(
      property(host, host, integer({ min: 0, max: 70_000 }), (before, after, port) => {
        for (const text of [`${before}localhost:4870${after}`, `${before}:${port}`]) {
          const ours = [...allowed.hosts].includes(text.toLowerCase());
          expect(checkHost([text], allowed).ok).toBe(ours || false);
        }
      }),
    );
  });
});

describe("an Origin", () => {
  const ours = "http://localhost:4870";
  const page = {
    origin: undefined,
    secFetchSite: "same-origin",
    method: "GET",
    viaCookie: true,
    ownHeader: undefined,
  };
  const post = { ...page, origin: ours, method: "POST", ownHeader: "1" };
  const program = { ...page, secFetchSite: undefined, viaCookie: false };

  test.each([
    ["a page's own reading", page, 200],
    ["a page's own change", post, 200],
    ["a page's own change, by an older browser", { ...post, secFetchSite: undefined }, 200],
    ["a change without the own header", { ...post, ownHeader: undefined }, 403],
    ["a change with another value in it", { ...post, ownHeader: "true" }, 403],
    ["a deletion without it", { ...post, method: "DELETE", ownHeader: undefined }, 403],
    ["a method nobody knows without it", { ...post, method: "LINK", ownHeader: undefined }, 403],
    ["a HEAD", { ...page, method: "HEAD" }, 200],
    ["a cookie with nothing that tells where from", { ...page, secFetchSite: undefined }, 403],
    ["a cookie from an address bar", { ...page, secFetchSite: "none" }, 403],
    ["a cookie from a neighbour", { ...page, secFetchSite: "same-site" }, 403],
    ["a cookie from afar", { ...page, secFetchSite: "cross-site" }, 403],
    ["a cookie from afar that names our origin", { ...post, secFetchSite: "cross-site" }, 403],
    ["a foreign origin", { ...post, origin: "https://evil.example" }, 403],
    ["a foreign origin that says same-origin", { ...page, origin: "https://evil.example" }, 403],
    ["a null origin", { ...post, origin: "null" }, 403],
    ["an empty origin", { ...post, origin: "" }, 403],
    ["our host under another scheme", { ...post, origin: "https://localhost:4870" }, 403],
    ["our host on another port", { ...post, origin: "http://localhost:4871" }, 403],
    ["our name as a prefix", { ...post, origin: "http://localhost:4870.evil.example" }, 403],
    ["our origin with a path", { ...post, origin: `${ours}/` }, 403],
    ["a public URL", { ...post, origin: "https://box.example.com" }, 200],
    ["a program with a token", program, 200],
    ["a program's change with a token", { ...program, method: "POST" }, 200],
    ["a foreign page with a token", { ...program, origin: "https://evil.example" }, 403],
    ["a sandboxed page with a token", { ...program, origin: "null" }, 403],
  ])("%s: %#", (_, facts, expected) => {
    expect(status(checkOrigin(facts, allowed))).toBe(expected);
  });
});

describe("a token in a URL", () => {
  test.each([
    ["/v1/models", 200],
    ["/trpc/system.live?input=%7B%7D", 200],
    ["/?q=what+is+an+sbx_token", 200],
    ["/?tokens=3", 200],
    ["/?token=x", 400],
    ["/?token", 400],
    ["/metrics?a=1&access_token=x", 400],
    ["/?API_KEY=x", 400],
    ["/?%74oken=x", 400],
    ["/?a=sbx_1234", 400],
    ["/?a=%73bx_1234", 400],
    [`/trpc/x?input=${encodeURIComponent(`{"a":"sbx_0a1b.${"x".repeat(43)}"}`)}`, 400],
    ["/?a=%E0%A4%A", 200],
  ])("%s is answered %i", (url, expected) => {
    expect(status(checkUrl(url))).toBe(expected);
  });

  test("is not repeated in the answer", () => {
    const result = checkUrl("/?token=sbx_canary");
    expect(JSON.stringify(result)).not.toContain("canary");
  });
});
